"""How a letter names people and days."""

from __future__ import annotations

from pipetui.domain.folding import fold

TYPE_CHECKING = False
if TYPE_CHECKING:
    from datetime import date

_TITLES = frozenset(("mr", "mrs", "ms", "miss", "dr", "prof", "herr", "frau", "sir", "dipl", "ing"))
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_IN_WEEKS, _IN_MONTHS, _YEAR = 14, 60, 365
"""From how many days on a letter counts in weeks, and in months."""


def names(whole: str) -> tuple[str, str]:
    """First and last name: (Ann, Lee) of “Dr. Ann Lee”, of “Lee, Ann” and of “Ann Lee, CTO”; "" for one not known.

    A single name is the first one, after a title the last. What is no name, such as a phone number, has neither.
    """
    if "@" in whole or not any(map(str.isalpha, whole)):
        return "", ""
    before, _, after = whole.partition(",")
    if after.strip() and (len(before.split()) == 1 or before[:1].islower()):
        first = _untitled(after)
        return (first[0] if first else ""), before.strip()
    words = _untitled(before)
    if len(words) == 1:
        return ("", words[0]) if len(before.split()) > 1 else (words[0], "")
    return (words[0], words[-1]) if words else ("", "")


def _untitled(name: str) -> list[str]:
    return [word for word in name.split() if fold(word).rstrip(".") not in _TITLES]


def written_day(day: date) -> str:
    """A day as a letter has it: `Thursday, 26 November`."""
    return f"{_DAYS[day.weekday()]}, {day.day} {_MONTHS[day.month - 1]}"


def long_ago(days: int) -> str:
    """How long ago something was: `yesterday`, `6 days ago`, `3 weeks ago`, `2 months ago`."""
    if days < 2:
        return "yesterday" if days == 1 else "today"
    if days < _IN_WEEKS:
        return f"{days} days ago"
    if days < _IN_MONTHS:
        return f"{days // 7} weeks ago"
    return f"{days // 30} months ago" if days < _YEAR else "more than a year ago"
