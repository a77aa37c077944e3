"""Dates in freer English than our own table knows, by the `dateparser` library; loaded only when it comes to that.

The library is keen: left alone it finds dates in `1.2`, `this month`, `31 now` and `2 tomorrow`, and reads the year
2112 out of `5 dec 12`. So it is asked only about texts of three shapes in which nothing has to be guessed.
"""

from __future__ import annotations

import re

from pipetui.domain.dates.date_words import LONGEST, DateReading
from pipetui.domain.dates.written import MONTHS, place, weekday

TYPE_CHECKING = False
if TYPE_CHECKING:
    from datetime import datetime

    from pipetui.domain.dates.workdays import DateRules

_COUNT = "(?:an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|[0-9]{1,4})"
_SPAN = rf"(?:{_COUNT} ?(?:minute|hour|day|week|fortnight|month|year)|[0-9]{{1,3}}\.5 ?(?:hour|day|week))s?"
_SPANS = rf"{_SPAN}(?:(?:,| and|, and)? {_SPAN})*"
_PART_OF_DAY = r"(?:today|tomorrow|yesterday) (?:morning|afternoon|evening|night)|tonight"

_CLOCK = r"[0-9]{1,2}(?::[0-9]{2}){1,2}(?: ?[ap]m)?|[0-9]{1,2} ?[ap]m"
_TOKENS = rf"{_CLOCK}|[0-9]+(?:st|nd|rd|th)?|[a-z]+|[^a-z0-9 ,./-]"
_HAS_TIME = r"minute|hour|morning|afternoon|evening|\bnight|tonight|" + _CLOCK


def read(text: str, now: datetime, rules: DateRules, *, back: bool = False) -> DateReading | None:
    """The day, and the time if one is said, that free words name; None when they name none for sure."""
    words = " ".join(text[: 4 * LONGEST].lower().split())
    shaped = re.fullmatch(f"in {_SPANS}|{_SPANS} ago|{_PART_OF_DAY}", words) or _one_of_each(words)
    if not shaped or len(words) > LONGEST:
        return None
    found = _parsed(words, now, rules, back)
    if found is None or {weekday(word) for word in re.findall("[a-z]+", words)} - {None, found.weekday()}:
        return None
    return DateReading(found.date(), f"{found:%H:%M}" if re.search(_HAS_TIME, words) else None)


def _one_of_each(words: str) -> bool:
    """Whether the words are one month's name and one day, at most one weekday, year and time, and nothing else."""
    kinds = [_kind(token) for token in re.findall(_TOKENS, words)]
    told = [kind for kind in kinds if kind != "filler"]
    return "other" not in told and len(told) == len(set(told)) and {"month", "day"} <= set(told)


def _kind(token: str) -> str:
    """What a word, a number or a sign stands for."""
    if token in ("the", "of", "on", "at"):
        return "filler"
    if re.fullmatch(_CLOCK, token):
        return "time"
    if re.fullmatch(r"[0-9]{1,2}(st|nd|rd|th)?", token):
        return "day"
    if re.fullmatch(r"[0-9]{4}", token):
        return "year"
    if weekday(token) is not None:
        return "weekday"
    return "other" if place(token, MONTHS) is None else "month"


def _parsed(words: str, now: datetime, rules: DateRules, back: bool) -> datetime | None:
    """What the library makes of the words, in the rep's own time."""
    from dateparser import DateDataParser  # 150 ms

    settings = {
        "PREFER_DATES_FROM": "past" if back else "future",
        "RELATIVE_BASE": now.replace(tzinfo=None),
        "TIMEZONE": "UTC",  # else it looks for the machine's zone, which need not have a name
        "DATE_ORDER": "DMY" if rules.day_first else "MDY",
        "REQUIRE_PARTS": ["day", "month"],
        "PARSERS": ["relative-time", "absolute-time"],
    }
    try:
        found: datetime | None = DateDataParser(languages=["en"], settings=settings).get_date_data(words).date_obj
    except (ValueError, OverflowError):  # a date past the ends of the calendar
        return None
    return found
