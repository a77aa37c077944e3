"""Values as the book keeps them; and those that another program may have written: each becomes what its place needs.

What is no date counts as 1 January 1970, so that its deal comes to the top of the lists instead of vanishing from
them; what is no number counts as none; and it is said what stands there, once. `doctor` names it, `doctor --repair`
puts it right. Standard library only, and nothing but a call more for a value that is as it should be.
"""

from __future__ import annotations

from datetime import UTC, date, datetime

from pipetui import notices
from pipetui.domain.errors import Remedy, Warned
from pipetui.domain.text import clean

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from typing import Any

LONG_AGO = date(1970, 1, 1)
"""What counts for a date that is none."""

TIME_LENGTH = len("2026-11-29T10:00:00Z")
"""Of a time as the store writes it."""

FIRST_YEAR, LAST_YEAR = 2, 9998
"""Of a time: a day of these has one before and one behind it in every zone."""

ODD = (ValueError, TypeError, LookupError, AttributeError, OverflowError)
"""What the reading of a row may raise that holds an odd value."""

LARGEST = (1 << 63) - 1
"""The largest number that SQLite keeps."""

AMOUNT = (0, 1 << 53)
"""From which to which number of minor units an amount goes: as large as one that can be typed (`money.LARGEST`)."""

PERCENT, DAYS, TIMES, PLACES, POINTS = (0, 100), (0, 36_500), (0, 1_000_000), (0, 1_000), (-1_000_000, 1_000_000)
"""The same of a percentage, days to wait or to warn, how often something happened, places in a cadence, a score."""

QUANTITY = (0, 10**15)
"""Thousandths of a quantity that any file may have brought."""

_MOST_SAID, _LENGTH = 3, 40
_said: set[str] = set()


def utc_text(at: datetime) -> str:
    """`at` (aware) as the store writes it."""
    return at.astimezone(UTC).isoformat()[:19] + "Z"  # strftime takes twice as long


def is_storable(text: str) -> bool:
    """Whether SQLite can hold the text at all: half a character, as a shell may hand over, it cannot."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def listed(words: Iterable[str]) -> str:
    """Words of our own, which hold no quote, as a list in SQL: `'call', 'email'`."""
    return ", ".join(f"'{word}'" for word in words)


def written(value: Any) -> Any:
    """A value as the store keeps it."""
    if isinstance(value, datetime):
        return utc_text(value)
    return value.isoformat() if isinstance(value, date) else value


def day(value: Any) -> date:
    """A date."""
    try:
        return date.fromisoformat(value)
    except (ValueError, TypeError):
        _say(value, "no date")
        return LONG_AGO


def moment(value: Any) -> datetime:
    """A time, aware."""
    try:
        found = datetime.fromisoformat(value)
        if FIRST_YEAR <= found.year <= LAST_YEAR:
            return found if found.tzinfo else found.replace(tzinfo=UTC)
    except (ValueError, TypeError):
        pass
    _say(value, "no time")
    return datetime(LONG_AGO.year, LONG_AGO.month, LONG_AGO.day, tzinfo=UTC)


def whole(value: Any, least: int, most: int, instead: int) -> int:
    """A whole number from `least` to `most`."""
    if type(value) is int and least <= value <= most:
        return value
    _say(value, "no such number")
    return instead


def word(value: Any, known: Collection[str], instead: str) -> str:
    """One of the words that are known."""
    if value in known:
        return str(value)
    _say(value, f"none of {', '.join(sorted(known))}")
    return instead


def text(value: Any) -> str:
    """A text; nothing for none."""
    return value if isinstance(value, str) else "" if value is None else _shown(value)


def clock(value: Any) -> str | None:
    """A time of day, HH:MM; none where it is none."""
    if value is None:
        return None
    if isinstance(value, str) and len(value) == 5 and value[2] == ":" and value < "24:00":
        hours, minutes = value[:2], value[3:]
        if hours.isdecimal() and minutes.isdecimal() and minutes < "60":
            return value
    _say(value, "no time of day")
    return None


def _shown(value: Any) -> str:
    return clean(value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value))


def _say(value: Any, what: str) -> None:
    said = f"in the book stands “{_shown(value)[:_LENGTH]}”, which is {what}"
    if said not in _said and len(_said) < _MOST_SAID:
        _said.add(said)
        notices.leave(Warned(said, Remedy("doctor.look")))
