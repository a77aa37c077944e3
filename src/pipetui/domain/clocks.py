"""Times of day as people write them (`9:30`, `9am`, `2:30 pm`, `14h`, `noon`), and moments counted in hours."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from pipetui.domain import patterns as re
from pipetui.domain.errors import InputError
from pipetui.domain.wording import quoted

_CLOCK = r"([0-9]{1,2}(?::[0-9]{2}(?: ?[ap]m)?| ?[ap]m|h(?:[0-9]{2})?)|noon)"
_HINT = "Times look like 9:30, 9am, 2:30pm or 14h; +2h counts from now."


def take_time(words: str) -> tuple[str, str | None]:
    """What remains of `words` (lower case) without the time at their end or beginning, and that time as "HH:MM".

    Raises InputError for a time no clock shows, and for "at 5", which may be morning or afternoon.
    """
    if words.isalpha() and words != "noon":
        return words, None
    match = re.fullmatch(rf"(?:(.*) )?{_CLOCK}", words)
    if match is not None:
        rest, clock = match[1] or "", match[2]
    else:
        # "14:00 3 boxes" speaks of no third of the month.
        match = re.fullmatch(rf"(?:at )?{_CLOCK} (?![0-9]+$)(.+)", words)
        if match is None:
            if re.fullmatch(r"(?:.* )?at [0-9]{1,2}", words):
                raise InputError(f"{quoted(words)} may be morning or afternoon", _HINT)
            return words, None
        rest, clock = match[2], match[1]
    if rest == "at":
        rest = ""
    return rest.removesuffix(" at"), _hours_minutes(clock)


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
    """A matched time as "HH:MM"."""
    if clock == "noon":
        return "12:00"
    half = clock[-2:] if clock.endswith("m") else ""
    hours, _, minutes = clock.removesuffix(half).strip().replace("h", ":").partition(":")
    hour, minute = int(hours), int(minutes or 0)
    if minute > 59 or not (1 <= hour <= 12 if half else hour <= 23):
        raise InputError(f"{quoted(clock)} is not a time of day", _HINT)
    if half:
        hour = hour % 12 + (12 if half == "pm" else 0)
    return f"{hour:02}:{minute:02}"
