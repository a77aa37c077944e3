"""What a rep decides about a deal that looks dead (behaviour 10), and how it is written in a line."""

from __future__ import annotations

from datetime import timedelta

from pipetui.domain import pipeline
from pipetui.domain.dates import when
from pipetui.domain.errors import InputError, PipetuiError
from pipetui.domain.folding import fold
from pipetui.domain.wording import quoted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime
    from typing import NamedTuple

    from pipetui.domain.dates.workdays import DateRules
    from pipetui.domain.sweep import Limits
else:
    from pipetui.domain.record import NamedTuple

LAST_CHANCE, DROP, PARK, KEEP, REVIVE = "last-chance", "drop", "park", "keep", "revive"
KINDS = (LAST_CHANCE, DROP, PARK, KEEP, REVIVE)

LAST_CHANCE_DAYS = 7
"""How long a deal that was given its last chance is left alone."""

USUAL_REVIVAL = "timing"
"""The reason of a deal that is to be revived later, when none is named."""

EXAMPLES = "drop went silent · park 15 jan · keep 30d · last-chance · revive 1 mar timing"
_LONGEST_KEEP = 3650


class Decision(NamedTuple):
    """One of KINDS. `until` is when a parked or kept deal comes back, or a dropped one is looked at again."""

    kind: str
    until: date | None = None
    reason: str = ""
    note: str = ""


def kept(days: int, today: date) -> Decision:
    """Not shown again for so many days."""
    return Decision(KEEP, today + timedelta(days=days))


def ahead(decision: Decision, today: date) -> Decision:
    """The decision, if its day still lies ahead; raises InputError."""
    if decision.until is not None and decision.until <= today:
        raise InputError("that day does not lie ahead", "for example: +2w, 1 mar, eoq")
    return decision


def parse(words: Sequence[str], now: datetime, dates: DateRules, limits: Limits, reasons: Sequence[str]) -> Decision:
    """The decision that the words of a line make; `reasons` are those that the book knows for a loss.

    Raises InputError for a line that is not understood, AmbiguousError for a beginning that fits several.
    """
    first, rest = fold(words[0]) if words else "", list(words[1:])
    kinds = [kind for kind in KINDS if first and kind.startswith(first)]
    if len(kinds) != 1:
        title = f"{quoted(words[0])} is not a decision" if words else "what is to become of it?"
        raise InputError(title, EXAMPLES)
    kind = kinds[0]
    if kind == LAST_CHANCE:
        if rest:
            raise InputError(f"{quoted(' '.join(rest))} is not understood after last-chance", EXAMPLES)
        return Decision(LAST_CHANCE)
    if kind == DROP:
        return Decision(DROP, reason=pipeline.find_reason(reasons, " ".join(rest)))
    if kind == REVIVE:
        return ahead(_revival(rest, now, dates, reasons), now.date())
    if kind == KEEP:
        return ahead(_keep(rest, now, dates, limits), now.date())
    if not rest:
        raise InputError("a deal is parked until a date", "for example: park 15 jan, park +2w, park eoq")
    return ahead(Decision(PARK, when.parse_due(" ".join(rest), now, dates).day), now.date())


def _keep(rest: list[str], now: datetime, dates: DateRules, limits: Limits) -> Decision:
    """`30d` and `30` are days; anything else is a date."""
    if not rest:
        return kept(limits.keep_days, now.date())
    days = rest[0].lower().removesuffix("d")
    if len(rest) == 1 and days.isascii() and days.isdecimal():
        if len(days) > 9 or not 0 < int(days) <= _LONGEST_KEEP:
            raise InputError(f"{quoted(rest[0])} is not a number of days", f"from 1 to {_LONGEST_KEEP}: keep 30d")
        return kept(int(days), now.date())
    return Decision(KEEP, when.parse_due(" ".join(rest), now, dates).day)


def _revival(rest: list[str], now: datetime, dates: DateRules, reasons: Sequence[str]) -> Decision:
    """A date, and behind it perhaps a reason: the longest run of words that is a date is taken for it."""
    if not rest:
        raise InputError("a deal is revived on a date", "for example: revive 1 mar, revive +3mo timing")
    trouble: PipetuiError | None = None
    for end in range(len(rest), 0, -1):
        try:
            day = when.parse_due(" ".join(rest[:end]), now, dates).day
        except PipetuiError as error:
            trouble = trouble or error
            continue
        return Decision(REVIVE, day, pipeline.find_reason(reasons, " ".join(rest[end:]) or USUAL_REVIVAL))
    assert trouble is not None
    raise trouble
