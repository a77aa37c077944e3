"""Working days, and the arithmetic of weeks, months, quarters and years that dates are made of."""

from __future__ import annotations

from datetime import date, timedelta

from pipetui.domain.errors import InputError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import NamedTuple
else:
    from pipetui.domain.record import NamedTuple

_MONTHS = {"w": 0, "m": 1, "q": 3, "y": 12}


class DateRules(NamedTuple):
    """How this rep writes and counts days; one setting for every screen and verb.

    `day_first` reads 1/12 as 1 December; weekdays count from Monday = 0, in `week_start` and `workdays` alike.
    `languages` are codes (`it`, `pl`) of languages whose words for dates are read besides those of our own table.
    """

    day_first: bool = True
    week_start: int = 0
    workdays: frozenset[int] = frozenset(range(5))
    holidays: frozenset[date] = frozenset()
    languages: tuple[str, ...] = ()


def is_working_day(day: date, rules: DateRules) -> bool:
    """Whether work is done on `day`: one of the rep's weekdays and no holiday."""
    return day.weekday() in rules.workdays and day not in rules.holidays


def add_working_days(day: date, count: int, rules: DateRules) -> date:
    """The `count`-th working day after `day`, or before it when negative; `day` itself for 0.

    Raises InputError when no weekday is a working day, or the calendar (years 1 to 9999) ends before.
    """
    in_a_week = sum(n in rules.workdays for n in range(7))
    if count and not in_a_week:
        raise InputError("no weekday is set as a working day", "set the working days in the configuration")
    step = timedelta(days=1 if count > 0 else -1)
    left = abs(count)
    try:
        # Whole weeks first; the last days singly, so that it ends on a working day.
        while weeks := (left - 1) // in_a_week if left else 0:
            week_on = day + 7 * weeks * step
            left -= abs(working_days_between(day, week_on, rules))
            day = week_on
        while left:
            day += step
            left -= is_working_day(day, rules)
    except OverflowError:
        raise InputError("that day lies outside the calendar", "the years 1 to 9999 can be written") from None
    return day


def working_days_between(start: date, end: date, rules: DateRules) -> int:
    """Working days after `start` up to and with `end`.

    When `end` is before `start`: minus the working days from `end` up to, without, `start`; so that it always
    takes back what `add_working_days` did. Takes time by the number of holidays, not of days.
    """
    if end < start:
        return -_working_days(end, (start - end).days, rules)
    return _working_days(start, (end - start).days, rules, after=1)


def _working_days(first: date, days: int, rules: DateRules, after: int = 0) -> int:
    """Working days among the `days` days from `first`, or from the day `after` days later."""
    weeks, rest = divmod(days, 7)
    weekday = first.weekday() + after
    count = weeks * sum(n in rules.workdays for n in range(7))
    count += sum((weekday + n) % 7 in rules.workdays for n in range(rest))
    return count - sum(
        after <= (holiday - first).days < days + after and holiday.weekday() in rules.workdays
        for holiday in rules.holidays
    )


def add_months(day: date, months: int) -> date:
    """The same day of the month `months` later; its last day if it lacks that one (31 Jan + 1 = 28 Feb)."""
    start = period_start("m", day, months, 0)
    last = (period_start("m", day, months + 1, 0) - timedelta(days=1)).day
    return start.replace(day=min(day.day, last))


def in_month(first: date, day: int) -> date | None:
    """That day of the month which `first` begins; None if it has no such day."""
    found = first + timedelta(days=day - 1)
    return found if day >= 1 and found.month == first.month else None


def period_start(unit: str, day: date, later: int, week_start: int) -> date:
    """First day of the week (`w`), month, quarter or year that `day` lies in, or of one `later` than that."""
    if unit == "w":
        return day + timedelta(days=7 * later - (day.weekday() - week_start) % 7)
    length = _MONTHS[unit]
    month = day.month - 1
    years, month = divmod(month - month % length + later * length, 12)
    return date(day.year + years, month + 1, 1)
