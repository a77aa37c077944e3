"""The span of days that a report is about: `this-quarter`, `last-month`, `2026-q3`, `2026-w47`, `2026`, `all`.

Or any two days: `2026-10-01..2026-11-15`, `1 oct to yesterday`, `2026-q1..2026-q3`.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from pipetui.domain import patterns as re
from pipetui.domain.dates.workdays import DateRules, period_start
from pipetui.domain.errors import InputError
from pipetui.domain.folding import fold
from pipetui.domain.wording import nearest, quoted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import NamedTuple
else:
    from pipetui.domain.record import NamedTuple

DEFAULT = "this-quarter"
NAMES = (
    "this-week",
    "last-week",
    "this-month",
    "last-month",
    "this-quarter",
    "last-quarter",
    "this-year",
    "last-year",
    "all",
)
AHEAD = ("next-month", "next-quarter", "next-year")
"""Periods that nothing can be reported of yet."""

UNITS = ("week", "month", "quarter", "year", "all")

MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_SHORT = tuple(month[:3] for month in MONTHS)
_EXAMPLES = (
    f"a period is {', '.join(NAMES)}, a quarter (2026-q3), a month (2026-10), a week (2026-w47), a year (2026), or"
    " two days (2026-10-01..2026-11-15)"
)
_RULES = DateRules()


class Period(NamedTuple):
    """A week, month, quarter or year, all time, or any days: the first and the last; `unit` is of UNITS, or `days`."""

    unit: str
    first: date
    last: date

    @property
    def name(self) -> str:
        """`October 2026`, `Q4 2026`, `2026`, `16 Nov – 22 Nov 2026`, `all time`."""
        if self.unit == "all":
            return "all time"
        if self.unit == "year":
            return f"{self.first.year}"
        if self.unit == "quarter":
            return f"Q{self.first.month // 3 + 1} {self.first.year}"
        if self.unit in ("week", "days"):
            return days(self.first, self.last)
        return f"{MONTHS[self.first.month - 1]} {self.first.year}"


ALL = Period("all", date.min, date.max)


def days(first: date, last: date) -> str:
    """Some days: `1 Jul – 21 Aug 2026`, the year of the first where it is another; a single one is itself."""
    if first == last:
        return day_of_year(first)
    begun = f"{first.day} {_SHORT[first.month - 1]}" if first.year == last.year else day_of_year(first)
    return f"{begun} – {day_of_year(last)}"


def day_of_year(day: date) -> str:
    """`21 Aug 2026`."""
    return f"{day.day} {_SHORT[day.month - 1]} {day.year}"


def of(unit: str, day: date, later: int = 0, week_start: int = 0) -> Period:
    """The week, month, quarter or year that `day` lies in, or one `later`; InputError outside the calendar."""
    if unit == "all":
        return ALL
    try:
        first = period_start(unit[0], day, later, week_start)
        return Period(unit, first, period_start(unit[0], first, 1, week_start) - timedelta(days=1))
    except (ValueError, OverflowError):
        raise InputError("that period lies outside the calendar", _EXAMPLES) from None


def parse(text: str, today: date, rules: DateRules = _RULES) -> Period:
    """The period that `text` names, seen from `today`; "" is this quarter. Raises InputError, with examples."""
    words = " ".join(fold(text).split())
    word = words.replace(" ", "-") or DEFAULT
    if word in NAMES or word in AHEAD:
        which, _, unit = word.partition("-")
        return of(unit or "all", today, {"last": -1, "next": 1}.get(which, 0), rules.week_start)
    if match := re.fullmatch(r"(.+?) ?\.\. ?(.+)|(.+?) to (.+)", words):
        return _between(match[1] or match[3], match[2] or match[4], today, rules)
    match = re.fullmatch(r"([0-9]{4})(?:-?q([1-4])|-?w([0-9]{1,2})|-(0?[1-9]|1[0-2]))?", word)
    if match is None or match[1] == "0000":
        near = nearest(word, NAMES)
        hint = f"did you mean {' or '.join(near)}? " if near else ""
        raise InputError(f"{quoted(text)} is not a period", hint + _EXAMPLES)
    year = int(match[1])
    if match[3]:
        try:
            return of("week", date.fromisocalendar(year, int(match[3]), 1))
        except (ValueError, OverflowError):
            raise InputError(f"{year} has no week {match[3]}", _EXAMPLES) from None
    unit = "quarter" if match[2] else "month" if match[4] else "year"
    return of(unit, date(year, 3 * int(match[2]) - 2 if match[2] else int(match[4] or 1), 1))


def _between(begin: str, end: str, today: date, rules: DateRules) -> Period:
    """From a day to another, both included."""
    from pipetui.domain.dates import period_words, when  # few reports are asked for in such words

    now = datetime.combine(today, time(12), UTC)
    found = []
    for text in (begin, end):
        known = period_words.read(text, today, rules, back=True)
        if known is None:
            day = when.parse_day(text, now, rules, past=True)
            known = day, day
        found.append(known)
    first, last = found[0][0], found[1][1]
    if last < first:
        raise InputError(f"{days(first, last)} ends before it begins", _EXAMPLES)
    return Period("days", first, last)


def shifted(period: Period, later: int) -> Period:
    """The period so many of its own length later, or with a negative number earlier; all time stays what it is."""
    if period.unit not in ("week", "days"):
        return of(period.unit, period.first, later)
    away = ((period.last - period.first).days + 1) * later
    try:
        return Period(period.unit, period.first + timedelta(days=away), period.last + timedelta(days=away))
    except OverflowError:
        raise InputError("that period lies outside the calendar", _EXAMPLES) from None


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
