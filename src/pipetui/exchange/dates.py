"""Cells -> days and moments, in whatever order another system writes them.

Orders: `dmy`, `mdy`, `ymd`, and `excel` for the day numbers of a spreadsheet. A year of four digits in front is
understood in any of them, and so is a month in letters.
"""

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from functools import partial

from pipetui.domain.dates.workdays import DateRules
from pipetui.domain.dates.written import written
from pipetui.domain.errors import InputError, Remedy, Warned
from pipetui.domain.wording import quoted
from pipetui.exchange import loose_dates
from pipetui.exchange.odd import NO_DATE, NO_DAY, SERIAL, CellError

ORDERS = ("dmy", "mdy", "ymd", "excel")
NOON = time(12)
"""A day without a time stands for its noon, so that no zone and no summer time makes it another day."""

_HALF = r" ?([ap])\.?m\.?"
_CLOCK = (
    rf"(?:([0-9]{{1,2}}):([0-9]{{2}})(?::([0-9]{{2}})(?:[.,][0-9]{{1,9}})?)?(?:{_HALF})?|([0-9]{{1,2}}){_HALF}"
    r"|(?<=t)([0-2][0-9])([0-5][0-9])([0-5][0-9]))"
)
_OFFSET = r"[+-][0-9]{1,2}(?::?[0-9]{2})?"
_ZONE = rf"(?: ?\(?((?:z|utc|gmt)(?:{_OFFSET})?|{_OFFSET})\)?(?: \([^()]{{1,40}}\))?)?"
_DAY = r"([0-9]{1,4})([-./]) ?([0-9]{1,2})\2 ?([0-9]{1,4})\.?"
_EPOCH = date(1899, 12, 30)
_YEARS = range(1900, 2200)
_WHOLE = re.compile(rf"(.+?)(?:(?:[t ]|, ?| at | um | à )(?:at )?{_CLOCK}{_ZONE})?")
_NUMBER = r"[0-9]{1,7}(?:[.,][0-9]{1,12})?"
_LONGEST = 60
_HINT = "for example 2026-12-31, 31.12.2026, 12/31/2026 or 31 Dec 2026"


def check_order(word: str) -> str:
    """The order named; raises InputError for another."""
    if word not in ORDERS:
        raise InputError(f"there is no date order {quoted(word)}", f"one of: {', '.join(ORDERS)}")
    return word


def order_of(text: str) -> str:
    """`dmy` or `mdy` when a date can only be read that way, "." or "?" (without dots) when in either, else ""."""
    match = re.match(_DAY, text)
    if match is None or len(match[1]) > 2 or not (int(match[1]) and int(match[3])):
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
    try:
        on = _day(either.lower().split(" ")[0].rstrip(",").split("t")[0], order, either)
    except CellError:  # a year that no calendar has
        return ""
    said = f"{heading}: {first} first, {why}: {either} is {on.day} {on:%b %Y}"
    return said if why.startswith("as in") else Warned(said, Remedy("import.date_order", order=other))


def day(text: str, order: str, zone: tzinfo) -> date:
    """The day of a cell, in the zone where it has a time of its own.

    Raises CellError when it is no date, and for one that is none to the day, with the last day that it may be.
    """
    try:
        at, timed = _read(text, order, zone)
    except CellError as error:
        if isinstance(error.value, datetime):
            error.value = error.value.astimezone(zone).date()
        raise
    return at.astimezone(zone).date() if timed else at.date()


def moment(text: str, order: str, zone: tzinfo) -> datetime:
    """The moment of a cell in UTC; without a zone it is `zone`, without a time NOON. Raises CellError as `day` does."""
    try:
        return _read(text, order, zone)[0].astimezone(UTC)
    except CellError as error:
        if error.value is not None and not isinstance(error.value, datetime):
            error.value = datetime.combine(error.value, NOON, zone)
        if error.value is not None:
            error.value = error.value.astimezone(UTC)
        raise


def _read(text: str, order: str, zone: tzinfo) -> tuple[datetime, bool]:
    if order == "excel" and re.fullmatch(_NUMBER, text):
        return _serial(text, zone)
    words = text.lower()
    match = _WHOLE.fullmatch(words) if len(words) <= _LONGEST else None
    if match is None:
        raise CellError(NO_DATE, f"{quoted(text)} is not a date", _HINT)
    _, hours, minutes, seconds, half, hour, its_half, *compact, zone_word = match.groups()
    if compact[0]:
        hours, minutes, seconds = compact
    if hours is None and hour is None:
        return _without_time(match[1], order, text, zone)
    at = _time(hours or hour, minutes or "0", seconds, half or its_half, text)
    return datetime.combine(_day(match[1], order, text), at, _zone(zone_word, zone)), True


def _without_time(words: str, order: str, text: str, zone: tzinfo) -> tuple[datetime, bool]:
    try:
        return datetime.combine(_day(words, order, text), NOON, zone), False
    except CellError as error:
        if error.kind != NO_DATE:
            raise
    at = loose_dates.stamp(words)
    if at is not None:
        return at, True
    if re.fullmatch(r"[2-7][0-9]{4}(?:[.,][0-9]{1,12})?", words):
        at, timed = _serial(words, zone)
        raise CellError(SERIAL, f"{quoted(text)} is taken for {at:%Y-%m-%d}", value=at if timed else at.date())
    return datetime.combine(loose_dates.last_day(text, partial(day, order=order, zone=zone)), NOON, zone), False


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
        named = _named(words)
        if named is None:
            raise CellError(NO_DATE, f"{quoted(text)} is not a date", _HINT)
        found = named
    try:
        on = date(*found)
    except ValueError:
        raise CellError(NO_DAY, f"{quoted(text)} is not a day of the calendar", f"read as {order}; {_HINT}") from None
    if on.year not in _YEARS:
        raise CellError(NO_DAY, f"{quoted(text)} is too far away", f"years from {_YEARS[0]} to {_YEARS[-1]}")
    return on


def _named(words: str) -> tuple[int, int, int] | None:
    """Year, month and day of a date with its month in letters."""
    bare = re.sub(r"^(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*,? ", "", words.replace(",", ""))
    try:
        named = written(bare, DateRules()) if re.search(r"[^\W\d_]{3}", bare) else None
    except InputError:
        named = None
    if named is not None and named.year is not None and named.month is not None:
        return named.year, named.month, named.day
    return loose_dates.written_out(words)


def _time(hours: str, minutes: str, seconds: str | None, half: str | None, text: str) -> time:
    hour = int(hours)
    if half and not 1 <= hour <= 12:
        raise CellError(NO_DAY, f"{quoted(text)} has no time of day")
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    try:
        return time(hour, int(minutes), int(seconds or 0))
    except ValueError:
        raise CellError(NO_DAY, f"{quoted(text)} has no time of day") from None


def _zone(word: str | None, zone: tzinfo) -> tzinfo:
    if word is None:
        return zone
    signed = word.lstrip("zutcgm")
    if not signed:
        return UTC
    digits = signed[1:].replace(":", "")
    digits = digits.zfill(2) if len(digits) <= len("12") else digits.zfill(4)
    ahead = timedelta(hours=int(digits[:2]), minutes=int(digits[2:] or "0"))
    if ahead >= timedelta(days=1):
        raise CellError(NO_DAY, f"{quoted(word)} is not a zone", "for example Z or +02:00")
    return timezone(ahead if signed[0] == "+" else -ahead)


def _serial(text: str, zone: tzinfo) -> tuple[datetime, bool]:
    whole, _, part = text.replace(",", ".").partition(".")
    if not 0 < int(whole) < 110_000:
        raise CellError(NO_DAY, f"{quoted(text)} is not a day number of a spreadsheet")
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
