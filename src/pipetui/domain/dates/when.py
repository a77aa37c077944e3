"""What a rep types for a date or a time, resolved; or refused in a sentence, and then nothing is written.

Three readers over one table of words (`date_words`, which says what each word means) and, for freer English, a
library (`free_words`): `parse_due` for what is planned, `parse_day` for plain dates, `parse_past` for what happened.
`now` is always an aware time in the rep's own zone, and today is its date.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from pipetui.domain import patterns as re
from pipetui.domain.dates import clocks, date_words, foreign_words
from pipetui.domain.dates.date_words import LONGEST, DateReading
from pipetui.domain.dates.workdays import DateRules, add_working_days, working_days_between
from pipetui.domain.dates.written import COUNTS, MONTHS, WEEKDAYS, place, weekday
from pipetui.domain.deal import Due
from pipetui.domain.errors import InputError
from pipetui.domain.text import words_and_ends
from pipetui.domain.wording import nearest, quoted

__all__ = [
    "DateRules",
    "Due",
    "add_working_days",
    "begins_with_date",
    "near_words",
    "parse_day",
    "parse_due",
    "parse_past",
    "split_leading",
    "working_days_between",
]

_EXAMPLES = "dates look like tomorrow, fri, +3d, 2w, +3wd, 23rd, eom-2d, 2026-12-01 or fri 14:00"
_PAST_EXAMPLES = "times look like 9:30, yesterday 17:00, mon, -2d, -2h or 2026-11-20 14:00"
_DATE_WORDS = """
today tomorrow yesterday eow eom eoq eoy eonw eonm eoww sow som soq soy later someday noon next-week next-month
next-quarter next-year next this last in ago week month quarter year days weeks months years
"""
_SHORT_UNITS = ("d", "w", "mo", "y", "wd")
_MOST_WORDS = 7
_LIBRARY_WORDS = frozenset(("in", "ago", "today", "tomorrow", "yesterday", "tonight"))


def parse_due(text: str, now: datetime, rules: DateRules) -> Due:
    """When a follow-up is due: never before `now`. A time alone is today's if still ahead, else tomorrow's.

    Raises InputError for what is no date, for a past day, and for a time of today that has passed.
    """
    return _due(_read(text, now, rules, back=False), now)


def parse_day(text: str, now: datetime, rules: DateRules, *, past: bool = False) -> date:
    """A plain day: a close date, a filter. A day that is written out, or counted (`-3d`), may lie anywhere.

    Words that come again (`fri`, `15`, `1.12.`, `eom`) mean the coming day, or with `past` the latest one.
    Raises InputError for what is no date, and for a date with a time.
    """
    reading = _read(text, now, rules, back=past)
    if reading.day is None or reading.time is not None:
        raise InputError(f"{quoted(text)} has a time of day", "give a day alone, such as fri, eom or 2026-12-01")
    return reading.day


def parse_past(text: str, now: datetime, rules: DateRules) -> datetime:
    """When something happened: an aware time in the zone of `now`, never after it. A time alone is today's.

    A day without a time is meant as its noon, today as `now`. Of a time that a change of the clocks repeats, it
    is the later one not after `now`. Raises InputError for what is no date and for what lies ahead.
    """
    reading = _read(text, now, rules, back=True)
    day = reading.day or now.date()
    if day == now.date() and reading.time is None:
        return now
    local = datetime.combine(day, _clock(reading.time or "12:00"), now.tzinfo)
    try:
        # Of a time that the clocks skipped only the one after the change: the other is on the day before, or as far.
        jumped = skipped(local)
        instants = [local.replace(fold=fold).astimezone(UTC) for fold in (0,) * jumped or (0, 1)]
        past = [instant.astimezone(now.tzinfo) for instant in instants if instant <= now]
    except OverflowError:
        raise InputError(f"{quoted(text)} lies outside the calendar", _PAST_EXAMPLES) from None
    if past:
        return max(past, key=datetime.timestamp)
    if jumped:
        raise InputError(f"there was no {local:%H:%M} on {_say(day)}", "the clocks were put forward over it")
    if day == now.date():
        hint = f"It is {now:%H:%M} now: write yesterday {reading.time} if that is meant."
        raise InputError(f"{reading.time} today is still ahead", hint)
    raise InputError(f"{_say(day)} is still ahead", f"what happened lies behind; {_PAST_EXAMPLES}")


def split_leading(text: str, now: datetime, rules: DateRules) -> tuple[Due, str]:
    """The follow-up's date that `text` begins with, and the rest: "fri 14:00 send deck" -> (Due, "send deck").

    The longest date phrase is taken; of a time from and to the words stay in the rest, too. Raises InputError when
    the text begins with none, when what it says is past, and when words that belong to a date would slip into the
    rest: the near date that is left is not what was meant.
    """
    text = text.strip()
    ends = [end for _, end in words_and_ends(text[: 4 * LONGEST])][:_MOST_WORDS]
    for end in reversed(ends):
        reading = _look_up(text[:end], now, rules, back=False, free=False)
        reading = reading or _look_up(text[:end], now, rules, back=False, free=True)
        if reading is None:
            continue
        phrase, rest = text[:end], text[end:].strip()
        if rest and _goes_on(phrase, rest):
            raise _not_understood(text)
        span = clocks.range_of(phrase)
        return _due(reading, now), f"{span} {rest}".strip()
    raise _not_understood(text)


_UNITS = """
h hr hrs hour hours m min mins minute minutes d day days w week weeks month months year years k mio mrd million
millions thousand percent %
"""
_UNITS_OF_COUNTS = frozenset(_UNITS.split())
_PARTS = "today tomorrow yesterday tonight morning afternoon evening noon midnight"
_DAY_WORDS = frozenset(_PARTS.split())
_SPANS_OF_TIME = frozenset(("week", "weeks", "weekend", "month", "months", "quarter", "year"))
_GOES_ON = (
    r"@?[0-9]{1,2}([:.][0-9]{2}){1,2}([ap]m)?"  # a time
    r"|@?[0-9]{1,2}([ap]m|h)"
    r"|[+-][0-9]+[a-z]{1,2}"  # a step
)


def _goes_on(phrase: str, rest: str) -> bool:
    """Whether the words behind a date belong to one: `next month`, `in 2 weeks`, `14:00`; behind a number, a unit."""
    words = foreign_words.in_english(" ".join(rest.lower().split()[:4])).split()
    first, second = words[0].strip(",;:."), words[1].strip(",;:.") if len(words) > 1 else ""
    if phrase.lower() in ("may", "march"):
        return True
    if phrase[-1:].isdigit() and (first in _UNITS_OF_COUNTS or (phrase.isdigit() and len(phrase) == 4)):
        return True  # "30 min call" is no call on the 30th, "1.5 hours" none on the first of May
    a_day = weekday(second) is not None
    if first in ("next", "this", "last"):
        return a_day or second in _SPANS_OF_TIME
    if first in ("or", "to", "until", "till", "and", "-", "–"):
        return a_day or second in _DAY_WORDS or second in COUNTS or second[:1].isdigit()
    if first in ("at", "um", "om", "@"):
        return second[:1].isdigit()
    if first in ("in", "after") and len(words) > 2:
        return words[2].strip(",;:.") in _SPANS_OF_TIME | _UNITS_OF_COUNTS and second != "the"
    named = first in _DAY_WORDS or weekday(first) is not None
    return named or re.fullmatch(_GOES_ON, first) is not None


def begins_with_date(text: str, now: datetime, rules: DateRules) -> bool:
    """Whether the words begin with a date or a time of the table, whatever day it is."""
    ends = [end for _, end in words_and_ends(text[: 4 * LONGEST])][:_MOST_WORDS]
    try:
        return any(date_words.read(text[:end], now, rules) is not None for end in ends)
    except InputError:
        return True


def near_words(text: str) -> tuple[str, ...]:
    """Up to three date words that look like the first word of `text` that is none: `tomorow` -> tomorrow."""
    if amount := re.match(r"(?:in )?([0-9]{1,5}) ?(h|hrs?|hours?|min|mins|minutes?)\b", text.lower()):
        return (f"+{amount[1]}{'h' if amount[2][0] == 'h' else 'min'}",)
    known = {*_DATE_WORDS.split(), *WEEKDAYS, *MONTHS, *(name[:3] for name in WEEKDAYS)}
    for word in text[: 4 * LONGEST].lower().split():
        amount = re.match(r"\+?[0-9]{1,6}(?=[a-z])(?!(am|pm|st|nd|rd|th)$)", word)
        choices = {amount[0] + unit for unit in _SHORT_UNITS} if amount else known
        if (
            word not in choices
            and word not in _UNITS_OF_COUNTS
            and not word.isdigit()
            and (near := nearest(word, choices))
        ):
            return near
    return ()


# --- reading -------------------------------------------------------------------------------------------------


def _read(text: str, now: datetime, rules: DateRules, *, back: bool) -> DateReading:
    for free in (False, True):
        reading = _look_up(text, now, rules, back=back, free=free)
        if reading is not None:
            return reading
    raise _not_understood(text, back)


def _look_up(text: str, now: datetime, rules: DateRules, *, back: bool, free: bool) -> DateReading | None:
    if not free:
        return date_words.read(text, now, rules, back=back)
    # What the library is asked about has one of these words: without any, its patterns need not be loaded either.
    words = text[: 4 * LONGEST].lower().replace(",", " ").split()
    english = not _LIBRARY_WORDS.isdisjoint(words) or any(
        place(word.strip(".-0123456789"), MONTHS) is not None for word in words
    )
    if not (english or rules.languages):
        return None
    from pipetui.domain.dates import free_words

    found = free_words.read(text, now, rules, back=back) if english else None
    return found or (_translated(text, now, rules, back) if rules.languages else None)


def _translated(text: str, now: datetime, rules: DateRules, back: bool) -> DateReading | None:
    """What the text says in the rep's other languages; None where it says nothing, or different days."""
    from pipetui.domain.dates import free_words, translated

    if len(text) > LONGEST or (text.isascii() and not re.search("[a-z]{2}", text.lower())):
        return None
    texts = translated.in_english(" ".join(text.lower().split()), rules.languages)
    readings = {
        date_words.read(words, now, rules, back=back) or free_words.read(words, now, rules, back=back)
        for words in texts
    }
    return readings.pop() if len(readings) == 1 else None


def _not_understood(text: str, back: bool = False) -> InputError:
    near = near_words(text)
    hint = f"did you mean {' or '.join(near)}? " if near else ""
    return InputError(f"{quoted(text)} is not a date", hint + (_PAST_EXAMPLES if back else _EXAMPLES))


def _due(reading: DateReading, now: datetime) -> Due:
    """The follow-up's date, if it is not past."""
    today, day, clock = now.date(), reading.day, reading.time
    passed = clock is not None and datetime.combine(today, _clock(clock)) < now.replace(tzinfo=None)
    if day is None:
        return Due(today + timedelta(days=1) if passed else today, clock)
    if day < today:
        raise InputError(f"{_say(day)} is in the past", f"a next step lies ahead; {_EXAMPLES}")
    if clock is not None and _skipped_on(day, clock, now):
        raise InputError(f"there is no {clock} on {_say(day)}", "the clocks are put forward over it")
    if day == today and passed:
        raise InputError(f"{clock} today has passed", f"it is {now:%H:%M} now: give a later time, or tomorrow {clock}")
    return Due(day, clock)


def skipped(local: datetime) -> bool:
    """Whether the clocks of its zone jump over this local time."""
    return local.astimezone(UTC).astimezone(local.tzinfo).replace(fold=0) != local.replace(fold=0)


def twice(due: Due, now: datetime) -> str:
    """That the clocks are put back over this time, in words; "" where it comes once, and for a day alone."""
    if due.time is None:
        return ""
    try:
        local = datetime.combine(due.day, _clock(due.time), now.tzinfo)
        if local.replace(fold=0).utcoffset() == local.replace(fold=1).utcoffset() or skipped(local):
            return ""
    except OverflowError:
        return ""
    return f"{due.time} comes twice on {_say(due.day)}: the clocks are put back"


def _skipped_on(day: date, clock: str, now: datetime) -> bool:
    try:
        return skipped(datetime.combine(day, _clock(clock), now.tzinfo))
    except OverflowError:
        return False


def _clock(text: str) -> time:
    """ "HH:MM" as a time."""
    return time(int(text[:2]), int(text[3:]))


def _say(day: date) -> str:
    """A day as it is spoken of in a refusal, in English whatever the locale: Fri 20 Nov 2026."""
    return f"{WEEKDAYS[day.weekday()][:3].title()} {day.day} {MONTHS[day.month - 1][:3].title()} {day.year}"
