"""Cells -> days and moments, in whatever order another system writes them.

Orders: `dmy`, `mdy`, `ymd`, and `excel` for the day numbers of a spreadsheet. A year of four digits in front is
understood in any of them, and so is a month in letters.
"""

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo

from pipetui.domain.dates.workdays import DateRules
from pipetui.domain.dates.written import written
from pipetui.domain.errors import InputError, Remedy, Warned
from pipetui.domain.wording import quoted

ORDERS = ("dmy", "mdy", "ymd", "excel")
NOON = time(12)
"""A day without a time stands for its noon, so that no zone and no summer time makes it another day."""

_CLOCK = r"([0-9]{1,2}):([0-9]{2})(?::([0-9]{2})(?:[.,][0-9]{1,9})?)?(?: ?([ap])\.?m\.?)?"
_ZONE = r"(?: ?(z|utc|gmt|[+-][0-9]{2}:?[0-9]{2}))?"
_DAY = r"([0-9]{1,4})([-./])([0-9]{1,2})\2([0-9]{1,4})\.?"
_EPOCH = date(1899, 12, 30)
_YEARS = range(1900, 2200)
_HINT = "for example 2026-12-31, 31.12.2026, 12/31/2026 or 31 Dec 2026"


def check_order(word: str) -> str:
    """The order named; raises InputError for another."""
    if word not in ORDERS:
        raise InputError(f"there is no date order {quoted(word)}", f"one of: {', '.join(ORDERS)}")
    return word


def order_of(text: str) -> str:
    """`dmy` or `mdy` when a date can only be read that way, "." or "?" (without dots) when in either, else ""."""
    match = re.match(_DAY, text)
    if match is None or len(match[1]) > 2:
        return ""
    if int(match[1]) > 12 >= int(match[3]):
        return "dmy"
    if int(match[3]) > 12 >= int(match[1]):
        return "mdy"
    return "." if match[2] == "." else "?"


def settle(
    seen: Mapping[str, str], everywhere: Mapping[str, str], wanted: str | None, usual: tuple[str, str]
) -> tuple[str, str]:
    """The order of a column, and why: `seen` are examples of what its cells say (see `order_of`).

    What the rep said decides, else its own cells, else those of all columns, else dots (day first), else `usual`.
    """
    if wanted:
        return wanted, "as you said"
    for examples in (seen, everywhere):
        sure = [said for said in ("dmy", "mdy") if said in examples]
        if len(sure) == 1:
            return sure[0], f"as in {examples[sure[0]]}"
    if "." in seen:
        return "dmy", "written with dots"
    return usual


def told(heading: str, seen: Mapping[str, str], order: str, why: str) -> str:
    """How a column that can be read in two ways is read, with an example; "" for one that cannot."""
    either = seen.get("?") or seen.get(".")
    if either is None or order not in ("dmy", "mdy"):
        return ""
    first, other = ("day", "mdy") if order == "dmy" else ("month", "dmy")
    on = _day(either.lower().split(" ")[0].rstrip(",").split("t")[0], order, either)
    said = f"{heading}: {first} first, {why}: {either} is {on.day} {on:%b %Y}"
    return said if why.startswith("as in") else Warned(said, Remedy("import.date_order", order=other))


def day(text: str, order: str, zone: tzinfo) -> date:
    """The day of a cell, in the zone where it has a time of its own. Raises InputError when it is no date."""
    at, timed = _read(text, order, zone)
    return at.astimezone(zone).date() if timed else at.date()


def moment(text: str, order: str, zone: tzinfo) -> datetime:
    """The moment of a cell in UTC; without a zone it is `zone`, without a time NOON. Raises InputError."""
    return _read(text, order, zone)[0].astimezone(UTC)


def _read(text: str, order: str, zone: tzinfo) -> tuple[datetime, bool]:
    if order == "excel" and re.fullmatch(r"[0-9]{1,7}(?:[.,][0-9]{1,12})?", text):
        return _serial(text, zone)
    words = text.lower()
    match = re.fullmatch(rf"(.+?)(?:(?:[t ]|, ?){_CLOCK}{_ZONE})?", words)
    if match is None or len(words) > 60:
        raise InputError(f"{quoted(text)} is no date", _HINT)
    on = _day(match[1], order, text)
    if match[2] is None:
        return datetime.combine(on, NOON, zone), False
    return datetime.combine(on, _time(match[2], match[3], match[4], match[5], text), _zone(match[6], zone)), True


def _day(words: str, order: str, text: str) -> date:
    match = re.fullmatch(_DAY, words)
    if match:
        first, second, third = match[1], match[3], match[4]
        if len(first) > 2 or order == "ymd":
            year, month, number = first, second, third
        elif order == "mdy":
            month, number, year = first, second, third
        else:
            number, month, year = first, second, third
        found = (int(year) + (2000 if len(year) <= 2 else 0), int(month), int(number))
    else:
        named = written(words.replace(",", ""), DateRules()) if re.search(r"[^\W\d_]{3}", words) else None
        if named is None or named.year is None or named.month is None:
            raise InputError(f"{quoted(text)} is no date", _HINT)
        found = (named.year, named.month, named.day)
    try:
        on = date(*found)
    except ValueError:
        raise InputError(f"{quoted(text)} is no day of the calendar", f"read as {order}; {_HINT}") from None
    if on.year not in _YEARS:
        raise InputError(f"{quoted(text)} is too far away", f"years from {_YEARS[0]} to {_YEARS[-1]}")
    return on


def _time(hours: str, minutes: str, seconds: str | None, half: str | None, text: str) -> time:
    hour = int(hours)
    if half and not 1 <= hour <= 12:
        raise InputError(f"{quoted(text)} has no time of day")
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    try:
        return time(hour, int(minutes), int(seconds or 0))
    except ValueError:
        raise InputError(f"{quoted(text)} has no time of day") from None


def _zone(word: str | None, zone: tzinfo) -> tzinfo:
    if word is None:
        return zone
    if word[0] not in "+-":
        return UTC
    digits = word[1:].replace(":", "")
    ahead = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    if ahead >= timedelta(days=1):
        raise InputError(f"{quoted(word)} is no zone", "for example Z or +02:00")
    return timezone(ahead if word[0] == "+" else -ahead)


def _serial(text: str, zone: tzinfo) -> tuple[datetime, bool]:
    whole, _, part = text.replace(",", ".").partition(".")
    if not 0 < int(whole) < 110_000:
        raise InputError(f"{quoted(text)} is no day number of a spreadsheet")
    on = _EPOCH + timedelta(days=int(whole))
    if not int(part or "0"):
        return datetime.combine(on, NOON, zone), False
    seconds = int(part) * 86_400 // 10 ** len(part)
    return datetime.combine(on, time(), zone) + timedelta(seconds=seconds), True


def looks_like_one(text: str) -> bool:
    """Whether a cell is a date, in whatever order it may be."""
    return any(_is_read(text, order) for order in ("dmy", "mdy"))


def _is_read(text: str, order: str) -> bool:
    try:
        _read(text, order, UTC)
    except InputError:
        return False
    return True
