"""Times of day as people write them (`9:30`, `9am`, `2:30 pm`, `14h`, `noon`), and moments counted in hours."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from pipetui.domain import patterns as re
from pipetui.domain.dates.written import MONTHS, place
from pipetui.domain.errors import InputError
from pipetui.domain.wording import quoted

_AT = (
    r"(?:[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?(?: ?[ap]m)?|[0-9]{1,2}\.[0-9]{2} ?[ap]m"
    r"|[0-9]{1,2}(?:[:.][0-9]{2})? ?(?:uhr|uur|o'clock)|[0-9]{1,2} ?[ap]m|[0-9]{1,2}h(?:[0-9]{2})?)"
)
_CLOCK = (
    rf"({_AT}(?: ?[-–] ?(?:{_AT}|[0-9]{{1,2}}))?|[0-9]{{1,2}} ?[-–] ?{_AT}"
    r"|noon|morning|afternoon|evening|half past [a-z0-9]+|quarter (?:past|to) [a-z0-9]+)"
)
_RANGE = rf"(?:{_AT}|[0-9]{{1,2}}) ?[-–] ?(?:{_AT}|[0-9]{{1,2}})"
_FOUR = r"(?:[01][0-9]|2[0-3])[0-5][0-9]"
_NO_YEAR = r"(?:0[0-9]|1[0-8]|2[2-3])[0-5][0-9]"
"""Four digits that are a time also where nothing stands before them."""
_ZONE = "(pst|pdt|est|edt|cst|cdt|mst|mdt|utc|gmt|bst|cet|cest|eet|ist|jst|aest|z)"
_PARTS = {"noon": "12:00", "morning": "09:00", "afternoon": "15:00", "evening": "18:00"}
_CLOCK_WORDS = frozenset((*_PARTS, "half", "quarter", "at", "@", "am", "pm", "a.m.", "p.m.", "uhr", "uur", "o'clock"))
_NUMBERS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_FIRST_HOUR = 7
"""`half past 3` is in the afternoon: a rep's day begins at seven."""
_HINT = "times look like 9:30, 9am, 2:30pm or 14h; +2h counts from now"


def take_time(words: str) -> tuple[str, str | None]:
    """What remains of `words` (lower case) without the time at their end or beginning, and that time as "HH:MM".

    Of a time from and to it is the beginning. Raises InputError for a time no clock shows, for "at 5", which may be
    morning or afternoon, and for a zone behind a time: it must not be dropped.
    """
    if not any(map(_may_be_clock, words.split())):
        return words, None  # most words hold none, and the patterns take milliseconds to compile
    words = re.sub(r"\b([ap])\.m\.?", r"\1m", words)
    _refuse_zone(words)
    match = re.fullmatch(rf"(?:(.*) )?{_CLOCK}", words)
    if match is not None:
        rest, clock = match[1] or "", match[2]
    else:
        # "14:00 3 boxes" speaks of no third of the month.
        match = re.fullmatch(rf"(?:at |@ ?)?{_CLOCK} (?![0-9]+$)(.+)", words)
        if match is None:
            if re.fullmatch(r"(?:.* )?(?:at|@) [0-9]{1,2}", words):
                raise InputError(f"{quoted(words)} may be morning or afternoon", _HINT)
            return _four_digits(words)
        rest, clock = match[2], match[1]
    if rest in ("at", "@", "um", "om"):
        rest = ""
    for little in (" at", " @", " um", " om", " in the", " from", ","):
        rest = rest.removesuffix(little)
    return rest, _hours_minutes(clock)


def _may_be_clock(word: str) -> bool:
    if word[0] not in "0123456789@":
        return word in _CLOCK_WORDS
    return ":" in word or "." in word or "h" in word or word[-1] == "m" or (len(word) == 4 and word.isdigit())


def _four_digits(words: str) -> tuple[str, str | None]:
    """`fri 1630`, `1630`; of `december 2030` and `2030` it is the year."""
    if re.fullmatch(_NO_YEAR, words):
        return "", f"{words[:2]}:{words[2:]}"
    # A point where no month can be: "fri 14.30", "fri 9.00".
    if match := re.fullmatch(r"([^0-9]*[^0-9 ]) ([01]?[0-9]|2[0-3])\.(00|1[3-9]|[2-5][0-9])", words):
        return match[1].removesuffix(" at").removesuffix(" um"), f"{int(match[2]):02}:{match[3]}"
    match = re.fullmatch(rf"([^0-9]*[^0-9 ]) ({_FOUR})", words)
    before = match[1].removesuffix(" at").rpartition(" ")[2] if match else ""
    if match is None or place(before.rstrip("."), MONTHS) is not None:
        return words, None
    return match[1].removesuffix(" at"), f"{match[2][:2]}:{match[2][2:]}"


def _refuse_zone(words: str) -> None:
    """A zone behind a time is none of ours to guess the day by."""
    match = re.search(rf"{_AT} ?{_ZONE}(?: |$)", words)
    if match:
        raise InputError(
            f"{quoted(match[1].upper())}: times are in your own zone", "give the time as your clock shows it"
        )


def range_of(text: str) -> str:
    """The time from and to that is written in a date phrase, "" for none: `14:00-15:00`."""
    if "-" not in text and "–" not in text:
        return ""
    match = re.search(rf"(?<![0-9:.]){_RANGE}$", text.lower())
    return text[match.start() :] if match and re.search(r"[:hm]", match[0]) else ""


def moment(words: str, now: datetime) -> datetime | None:
    """The local time that `now`, `+2h`, `in 30 min` or `2 hours ago` mean, to the minute; None for other words.

    Counted in real time, so that a change of the clocks in between does not move it. Raises OverflowError past
    the ends of the calendar.
    """
    if words == "now":
        return now
    if words.isalpha():
        return None
    match = re.fullmatch(r"(\+|-|in )?([0-9]{1,6}) ?(h|hrs?|hours?|mins?|minutes?)( ago| from now)?", words)
    if match is None or bool(match[1]) == bool(match[4]):
        return None
    span = timedelta(seconds=int(match[2]) * (3600 if match[3][0] == "h" else 60))
    if match[1] in ("+", "in ") or match[4] == " from now":
        if now.second or now.microsecond:
            span += timedelta(minutes=1)  # up to the next whole minute: what lies ahead must not be past already
    else:
        span = -span
    return (now.astimezone(UTC) + span).astimezone(now.tzinfo)


def _hours_minutes(clock: str) -> str:
    """A matched time as "HH:MM"; of a time from and to, the beginning."""
    if clock in _PARTS:
        return _PARTS[clock]
    if clock.startswith(("half", "quarter")):
        return _spoken(clock)
    begin, dash, end = (part.strip() for part in clock.replace("–", "-").partition("-"))
    if dash and begin.isdigit():  # "2-3pm", "14-16h"
        begin += end[-2:] if end.endswith("m") else "h"
    half = begin[-2:] if begin.endswith("m") else ""
    plain = re.sub(r" ?(uhr|uur|o'clock)$", "", begin.removesuffix(half).strip())
    hours, _, minutes = plain.replace("h", ":").replace(".", ":").partition(":")
    hour, minute = int(hours), int(minutes[:2] or 0)
    if minute > 59 or not (1 <= hour <= 12 if half else hour <= 23):
        raise InputError(f"{quoted(clock)} is not a time of day", _HINT)
    if half:
        hour = hour % 12 + (12 if half == "pm" else 0)
    return f"{hour:02}:{minute:02}"


def _spoken(clock: str) -> str:
    """`half past 3`, `quarter to ten`: within a rep's day."""
    word = clock.rpartition(" ")[2]
    hour = _NUMBERS.index(word) + 1 if word in _NUMBERS else int(word) if word.isdigit() else 0
    if not 1 <= hour <= 12:
        raise InputError(f"{quoted(clock)} is not a time of day", _HINT)
    minute = 30 if clock.startswith("half") else 15
    if " to " in clock:
        hour, minute = (hour - 1) or 12, 45
    return f"{hour + 12 if hour < _FIRST_HOUR else hour:02}:{minute:02}"
