"""Dates written with numbers and names of months: `23rd`, `1.12.`, `12/1`, `2026-12-01`, `dec 1`, `1 december 2026`."""

from __future__ import annotations

from pipetui.domain import patterns as re
from pipetui.domain.errors import InputError
from pipetui.domain.wording import quoted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import NamedTuple

    from pipetui.domain.dates.workdays import DateRules
else:
    from pipetui.domain.record import NamedTuple

_MONTHS = "january february march april may june july august september october november december"
MONTHS = tuple(_MONTHS.split())
_WEEKDAYS = "monday tuesday wednesday thursday friday saturday sunday"
WEEKDAYS = tuple(_WEEKDAYS.split())
_COUNTS = "zero one two three four five six seven eight nine ten eleven twelve"
COUNTS = tuple(_COUNTS.split())

_TH = "(?:st|nd|rd|th)?"


class WrittenDate(NamedTuple):
    """The numbers of a date; None for what is not written. `month` is 1 to 12, `day` 1 to 31."""

    year: int | None
    month: int | None
    day: int


def written(words: str, rules: DateRules) -> WrittenDate | None:
    """The numbers in a date of lower-case words, None for other words.

    Raises InputError for a month or a day that no year has. Dots are always day first and `12-01` is ISO without
    its year; with slashes `rules.day_first` decides.
    """
    found = _day(words) or _digits(words, rules) or _named(words)
    if found is None:
        return None
    if not 1 <= found.day <= 31:
        raise InputError(f"{quoted(words)}: no month has a day {found.day}", "days of the month run from 1 to 31")
    if found.month is not None and not 1 <= found.month <= 12:
        order = "day/month" if rules.day_first else "month/day"
        hint = f"slashes are read as {order}, dots as day.month; 2026-12-01 is always clear"
        raise InputError(f"{quoted(words)}: there is no month {found.month}", hint)
    return found


def place(word: str, names: tuple[str, ...]) -> int | None:
    """Where the name stands that `word` shortens to three letters or more."""
    if len(word) >= 3:
        for index, name in enumerate(names):
            if name.startswith(word):
                return index
    return None


def weekday(word: str) -> int | None:
    """Monday = 0 for `mon`, `monday` and the shortenings between; None for any other word."""
    return 2 if word == "weds" else place(word, WEEKDAYS)


def _day(words: str) -> WrittenDate | None:
    match = re.fullmatch(r"(?:the )?([0-9]{1,2})(?:st|nd|rd|th|\.)?", words)
    return match and WrittenDate(None, None, int(match[1]))


def _digits(words: str, rules: DateRules) -> WrittenDate | None:
    if match := re.fullmatch(r"([0-9]{4})([-/.])([0-9]{1,2})\2([0-9]{1,2})", words):
        return WrittenDate(int(match[1]), int(match[3]), int(match[4]))
    if match := re.fullmatch(r"([0-9]{2})-([0-9]{2})", words):
        return WrittenDate(None, int(match[1]), int(match[2]))
    if match := re.fullmatch(r"([0-9]{1,2})\.([0-9]{1,2})(?:\.([0-9]{4}|[0-9]{2})?)?", words):
        return WrittenDate(_year(match[3]), int(match[2]), int(match[1]))
    match = re.fullmatch(r"([0-9]{1,2})/([0-9]{1,2})(?:/([0-9]{4}|[0-9]{2}))?", words)
    match = match or re.fullmatch(r"([0-9]{1,2})-([0-9]{1,2})-([0-9]{4})", words)
    if match is None:
        return None
    first, second = int(match[1]), int(match[2])
    month, day = (second, first) if rules.day_first else (first, second)
    return WrittenDate(_year(match[3]), month, day)


def _named(words: str) -> WrittenDate | None:
    if match := re.fullmatch(
        rf"(?:the )?([0-9]{{1,2}}){_TH}\.?[ -]?(?:of )?([a-z]+)\.?(?:[ -]([0-9]{{4}}|[0-9]{{2}}))?", words
    ):
        day, name, year = match.groups()
    elif match := re.fullmatch(rf"([a-z]+)\.?[ -]?(?:the )?([0-9]{{1,2}}){_TH}(?:[ -]([0-9]{{4}}|[0-9]{{2}}))?", words):
        name, day, year = match.groups()
    else:
        return None
    month = place(name, MONTHS)
    return None if month is None else WrittenDate(_year(year), month + 1, int(day))


def _year(digits: str | None) -> int | None:
    """A year of four digits, or of two in this century."""
    if digits is None:
        return None
    return int(digits) + (2000 if len(digits) == 2 else 0)
