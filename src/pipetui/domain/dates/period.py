"""The span of days that a report is about: `this-quarter`, `last-month`, `2026-q3`, `2026-10`, `2026`, `all`."""

from __future__ import annotations

from datetime import date, timedelta

from pipetui.domain import patterns as re
from pipetui.domain.dates.workdays import period_start
from pipetui.domain.errors import InputError
from pipetui.domain.folding import fold
from pipetui.domain.wording import nearest, quoted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import NamedTuple
else:
    from pipetui.domain.record import NamedTuple

DEFAULT = "this-quarter"
NAMES = ("this-month", "last-month", "this-quarter", "last-quarter", "this-year", "last-year", "all")
AHEAD = ("next-month", "next-quarter", "next-year")
"""Periods that nothing can be reported of yet."""

UNITS = ("month", "quarter", "year", "all")

MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_EXAMPLES = f"A period is {', '.join(NAMES)}, a quarter (2026-q3), a month (2026-10) or a year (2026)."


class Period(NamedTuple):
    """A calendar month, quarter or year, or all time: its first and last day, and `unit`, one of UNITS."""

    unit: str
    first: date
    last: date

    @property
    def name(self) -> str:
        """`October 2026`, `Q4 2026`, `2026`, `all time`."""
        if self.unit == "all":
            return "all time"
        if self.unit == "year":
            return f"{self.first.year}"
        if self.unit == "quarter":
            return f"Q{self.first.month // 3 + 1} {self.first.year}"
        return f"{MONTHS[self.first.month - 1]} {self.first.year}"


ALL = Period("all", date.min, date.max)


def of(unit: str, day: date, later: int = 0) -> Period:
    """The month, quarter or year that `day` lies in, or one `later` than that; InputError outside the calendar."""
    if unit == "all":
        return ALL
    try:
        first = period_start(unit[0], day, later, 0)
        return Period(unit, first, period_start(unit[0], first, 1, 0) - timedelta(days=1))
    except (ValueError, OverflowError):
        raise InputError("that period lies outside the calendar", _EXAMPLES) from None


def parse(text: str, today: date) -> Period:
    """The period that `text` names, seen from `today`; "" is this quarter. Raises InputError, with examples."""
    word = "-".join(fold(text).split()) or DEFAULT
    if word in NAMES or word in AHEAD:
        which, _, unit = word.partition("-")
        return of(unit or "all", today, {"last": -1, "next": 1}.get(which, 0))
    match = re.fullmatch(r"([0-9]{4})(?:-?q([1-4])|-(0?[1-9]|1[0-2]))?", word)
    if match is None or match[1] == "0000":
        near = nearest(word, NAMES)
        hint = f"Did you mean {' or '.join(near)}? " if near else ""
        raise InputError(f"{quoted(text)} is not a period", hint + _EXAMPLES)
    unit = "quarter" if match[2] else "month" if match[3] else "year"
    month = 3 * int(match[2]) - 2 if match[2] else int(match[3] or 1)
    return of(unit, date(int(match[1]), month, 1))


def shifted(period: Period, later: int) -> Period:
    """The period so many of its own length later, or with a negative number earlier; all time stays what it is."""
    return of(period.unit, period.first, later)


def before(period: Period, today: date) -> Period | None:
    """What a period is held against: the one before it; None for all time, and where the calendar begins.

    A period that is not over yet is held against as many days of the one before, so that the two are alike.
    """
    if period.unit == "all":
        return None
    try:
        earlier = shifted(period, -1)
    except InputError:
        return None
    if not period.first <= today < period.last:
        return earlier
    return earlier._replace(last=min(earlier.last, earlier.first + (today - period.first)))
