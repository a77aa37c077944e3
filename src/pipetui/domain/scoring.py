"""Two scores of a deal as visible sums: fit says who they are, intent what they did.

Each is the sum of the points of the rules that hold. The rules are the rep's own, a text like this:

    fit:
    +20 value.over:10k
    -15 src:cold
    intent:
    +20 replied within 30d
    -10 3 unanswered

A fit rule is a filter in the words of `query`. An intent rule is `WHAT within TIME` or `N unanswered`:

    call, email, meeting, demo, message, visit   one that got through, from either side
    reached, no-answer, left-message, replied, booked, bounced   how a touch went
    inbound    they called or wrote, and not in reply
    touch      any touch at all
    unanswered calls and e-mails since they were last heard from

TIME is a number of days such as 14, 30d, 2w, 3mo. What begins with `#` says something to the reader alone.
"""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

from pipetui.domain import patterns as re
from pipetui.domain import rules, sweep
from pipetui.domain.deal import OUTCOMES, TOUCH_KINDS
from pipetui.domain.errors import InputError, LineError
from pipetui.domain.text import clean
from pipetui.domain.wording import nearest, quoted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from typing import NamedTuple
else:
    from pipetui.domain.record import NamedTuple

FIT, INTENT = "fit", "intent"
SIDES = (FIT, INTENT)

MOST_POINTS = 1000
MOST_RULES = 100
"""More lines than this on one side nobody can follow."""

INBOUND, TOUCH, UNANSWERED = "inbound", "touch", "unanswered"
EVENTS = (*TOUCH_KINDS, *(outcome.replace(" ", "-") for outcome in OUTCOMES), INBOUND, TOUCH)
"""What an intent rule can speak of."""

_MISSED = tuple(outcome for outcome in OUTCOMES if outcome not in sweep.ANSWERED)
_LINE = r"([+-]?)([0-9]{1,6})\s+(\S.*)"
_WITHIN = r"(\S+(?: \S+)?) within ([0-9]{1,5}) ?(d|days?|w|weeks?|mo|months?|y|years?)?"
_COUNT = r"([0-9]{1,4}) unanswered"
_FIRST_DAY = 365
"""An ordinal early enough; the calendar itself ends a year before it."""
_DAYS = {"": 1, "d": 1, "w": 7, "m": 30, "y": 365}


class Rule(NamedTuple):
    """`points` for a deal for which the rule, as it was typed, holds."""

    side: str
    points: int
    rule: str


class Happened(NamedTuple):
    """What happened on a deal: when last, by what a touch counts as, and the attempts since they were heard from.

    Times are as the store writes them: texts, in UTC, that sort as the times do.
    """

    latest: Mapping[str, str]
    unanswered: int = 0


class Intent(NamedTuple):
    """An intent rule understood: an event within `days`, or at least `least` attempts unanswered."""

    event: str
    days: int = 0
    least: int = 0


# --- the text of the rules -----------------------------------------------------------------------------------


def text(rules: Iterable[Rule]) -> str:
    """The rules as the text that `parse` reads."""
    rules = list(rules)
    lines = []
    for side in SIDES:
        lines.append(f"{side}:")
        lines += [f"{rule.points:+d} {rule.rule}" for rule in rules if rule.side == side]
        lines.append("")
    return "\n".join(lines[:-1]) + "\n"


def parse(typed: str, check_filter: Callable[[str], object]) -> tuple[Rule, ...]:
    """The rules of a text; `check_filter` raises InputError for a fit rule that is no filter.

    Raises LineError for the first line that is not understood.
    """
    side, found, seen = "", list[Rule](), set[tuple[str, str]]()
    for number, line in enumerate(typed.split("\n"), 1):
        line = clean(line)
        if not line or line.startswith("#"):
            continue
        heading = line.removesuffix(":").strip().lower()
        if heading in SIDES:
            side = heading
            continue
        try:
            rule = _read_line(side, line, check_filter)
            if (rule.side, rule.rule) in seen:
                raise InputError(f"{quoted(rule.rule)} is there twice", "give each rule once")
        except InputError as error:
            raise LineError(error.title, error.hint, number) from None
        seen.add((rule.side, rule.rule))
        found.append(rule)
    for one in SIDES:
        if sum(rule.side == one for rule in found) > MOST_RULES:
            raise InputError(f"{one} has more than {MOST_RULES} rules", "leave some out")
    return tuple(sorted(found, key=lambda rule: SIDES.index(rule.side)))


def _read_line(side: str, line: str, check_filter: Callable[[str], object]) -> Rule:
    if not side:
        raise InputError("a rule needs a heading above it", "fit: for who they are, intent: for what they did")
    match = re.fullmatch(_LINE, line)
    if not match:
        raise InputError(f"{quoted(line)} is not a rule", "write points and the rule, such as +10 value.over:10k")
    points = int(match[1] + match[2])
    if not 0 < abs(points) <= MOST_POINTS:
        raise InputError(f"{points} points are no weight", f"from 1 to {MOST_POINTS}, or as many taken off")
    if side == FIT:
        check_filter(match[3])
    else:
        read_intent(match[3])
    return Rule(side, points, match[3])


def read_intent(rule: str) -> Intent:
    """An intent rule understood; raises InputError."""
    said = clean(rule).lower()
    if match := re.fullmatch(_COUNT, said):
        if not int(match[1]):
            raise InputError(f"{quoted(rule)} always holds", "for example: 3 unanswered")
        return Intent(UNANSWERED, least=int(match[1]))
    match = re.fullmatch(_WITHIN, said)
    if not match:
        raise InputError(f"{quoted(rule)} is not an intent rule", "for example: replied within 30d, 3 unanswered")
    event = match[1].replace(" ", "-")
    if event not in EVENTS:
        near = nearest(event, EVENTS)
        hint = f"did you mean {near[0]}? " if near else ""
        raise InputError(f"nothing is called {quoted(match[1])}", f"{hint}there are {', '.join(EVENTS)}")
    return Intent(event, days=int(match[2]) * _DAYS[(match[3] or "")[:1]])


# --- what happened, and which rules hold ---------------------------------------------------------------------


def events(kind: str, direction: str, outcome: str) -> tuple[str, ...]:
    """What a touch counts as for the rules."""
    found = [TOUCH]
    if kind in TOUCH_KINDS and outcome not in _MISSED:
        found.append(kind)
    if outcome in OUTCOMES:
        found.append(outcome.replace(" ", "-"))
    if rules.came_in(direction, outcome) and outcome != "replied":
        found.append(INBOUND)
    return tuple(found)


def happened(touches: Iterable[tuple[str, str, str, str]]) -> Happened:
    """What the touches of a deal, newest first, come to: (kind, direction, outcome, time) of each."""
    latest: dict[str, str] = {}
    attempts, silent = 0, True
    for kind, direction, outcome, at in touches:
        for event in events(kind, direction, outcome):
            latest.setdefault(event, at)
        silent = silent and not sweep.heard(kind, direction, outcome)
        attempts += silent and sweep.attempted(kind, direction, outcome)
    return Happened(latest, attempts)


def since(rule: Intent, now: datetime) -> datetime:
    """From when on (UTC) an event counts for the rule: days are local ones, so only midnight changes it."""
    days = min(rule.days, now.toordinal() - _FIRST_DAY)
    return datetime.combine(now.date() - timedelta(days=days), time(), now.tzinfo).astimezone(UTC)


def holds(rule: Intent, what: Happened, since: str) -> bool:
    """Whether an intent rule holds; `since` is what the function of that name gives, as the store writes it."""
    if rule.event == UNANSWERED:
        return what.unanswered >= rule.least
    return what.latest.get(rule.event, "") >= since
