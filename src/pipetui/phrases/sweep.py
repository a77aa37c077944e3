"""The dead-lead sweep in words, the same for the shell and the app: reasons and decisions.

Nothing but the standard library, `domain`, `render` and `views`.
"""

from __future__ import annotations

from pipetui import render
from pipetui.domain import decisions
from pipetui.domain.sweep import Exhausted, Old, Pushed, Refused, Rotting, Unanswered

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date
    from typing import NamedTuple

    from pipetui.domain.decisions import Decision
    from pipetui.domain.sweep import Reason
    from pipetui.views import Card
else:
    from pipetui.domain.record import NamedTuple

_DONE = {
    decisions.LAST_CHANCE: "given a last chance",
    decisions.DROP: "dropped",
    decisions.PARK: "parked",
    decisions.KEEP: "kept",
    decisions.REVIVE: "to revive later",
}


class Candidate(NamedTuple):
    """A deal that looks dead, and why."""

    card: Card
    reasons: tuple[Reason, ...]


def worst_first(reasons: Mapping[int, tuple[Reason, ...]], cards: Iterable[Card]) -> list[Candidate]:
    """The deals that have reasons, those with the most first; of equals the less urgent, then the older one."""
    found = [Candidate(card, reasons[card.id]) for card in cards if card.id in reasons]
    return sorted(found, key=lambda one: (-len(one.reasons), one.card.urgency, one.card.id))


def why(reason: Reason, today: date) -> str:
    """A reason with its numbers: `4 calls and 3 e-mails unanswered since 2 Oct`."""
    if isinstance(reason, Exhausted):
        return f"{render.plural(reason.steps, 'cadence step')} done {_ago(reason.days)}, no reply"
    if isinstance(reason, Unanswered):
        attempts = (render.plural(reason.calls, "call"), render.plural(reason.emails, "e-mail"))
        since = f" since {short_day(reason.since, today)}" if reason.since else ""
        return f"{' and '.join(attempts)} unanswered{since}"
    if isinstance(reason, Rotting):
        return f"{render.plural(reason.days, 'day')} quiet, rots after {reason.limit}"
    if isinstance(reason, Old):
        usual = f"90 % of {reason.wins:,} wins within" if reason.wins else "the setting is"
        return f"{render.plural(reason.days, 'day')} old, {usual} {render.plural(reason.usual, 'day')}"
    if isinstance(reason, Refused):
        return ", ".join(f"no {question}" for question in reason.questions)
    return f"close date pushed {reason.times} times"


def name(reason: Reason) -> str:
    """The kind of a reason in one word, for `--json`."""
    names = {
        Exhausted: "cadence",
        Unanswered: "unanswered",
        Rotting: "rotting",
        Old: "old",
        Refused: "disqualified",
        Pushed: "pushed",
    }
    return names[type(reason)]


def short_day(when: date, today: date) -> str:
    """`2 Oct`, with the year when that is more than half a year off."""
    return render.day(when, today).partition(" ")[2]


def _ago(days: int) -> str:
    return "today" if not days else f"{render.plural(days, 'day')} ago"


def decided(decision: Decision, today: date) -> str:
    """A decision as it stands beside the deal: `drop · went silent`, `park until Fri 15 Jan`."""
    until = render.day(decision.until, today) if decision.until else ""
    if decision.kind == decisions.LAST_CHANCE:
        return "last-chance e-mail"
    if decision.kind == decisions.REVIVE:
        return f"revive on {until} · {decision.reason}"
    return f"drop · {decision.reason}" if decision.kind == decisions.DROP else f"{decision.kind} until {until}"


def tally(taken: Iterable[Decision]) -> str:
    """How many of each: `3 dropped, 2 parked, 1 kept`."""
    counts = dict.fromkeys(decisions.KINDS, 0)
    for decision in taken:
        counts[decision.kind] += 1
    return ", ".join(f"{count:,} {_DONE[kind]}" for kind, count in counts.items() if count)
