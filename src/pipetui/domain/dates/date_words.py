"""The table of date words: what `fri`, `+3d`, `eom-2d`, `23rd`, `1.12.` or `fri 14:00` say on a given day.

Two kinds of words. A *fixed* one names one day: `tomorrow`, `+3d`, `next-week`, `2026-12-01`. A *recurring* one
comes again every week, month, quarter or year, and means its coming occurrence, or the latest one when looking
back: `fri`, `15`, `1.12.`, `eom`, `som`. A sum on a recurring word that would fall before today takes the next
occurrence instead: on the 30th, `eom-2d` is next month's.

- Weekdays are never today: on a Saturday, today is called "today", so `sat` can only mean the one in 7 days.
  Neither are, looking ahead, the first days `sow som soq soy`. Numbered days (`21`, `1.12.`) and the last days
  `eow eom eoq eoy` can be today.
- `next-fri` is the Friday of the next week, by the first day of the week; `fri` is the coming one.
- `next-week`, `next-month`, … are their first days; `eonw`, `eonm`, … the last days of the next ones.
- `soww` and `eoww` are the first and last working day of a week, holidays left out.
- `later` and `someday` are the first working day three months ahead.
- `12-01` is ISO without its year: month first. Dots are always day first; slashes by the setting.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from pipetui.domain import patterns as re
from pipetui.domain.dates import foreign_words
from pipetui.domain.dates.clocks import moment, take_time
from pipetui.domain.dates.workdays import (
    DateRules,
    add_months,
    add_working_days,
    in_month,
    is_working_day,
    period_start,
)
from pipetui.domain.dates.written import COUNTS, MONTHS, WEEKDAYS, weekday, written
from pipetui.domain.errors import InputError
from pipetui.domain.wording import quoted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import NamedTuple
else:
    from pipetui.domain.record import NamedTuple

LONGEST = 60
"""No date is written with more characters; longer text is not looked at."""

_DAYS_AWAY = (
    ("today", 0),
    ("tod", 0),
    ("eod", 0),
    ("cob", 0),
    ("eob", 0),
    ("tomorrow", 1),
    ("tom", 1),
    ("day after tomorrow", 2),
    ("the day after tomorrow", 2),
    ("yesterday", -1),
    ("day before yesterday", -2),
)
_UNIT = r"(wd|workdays?|working days?|business days?|d|days?|w|wks?|weeks?|mo|mos|months?|q|quarters?|y|yrs?|years?)"
_OCCURRENCES = 60


class DateReading(NamedTuple):
    """What words say: a day, a time of day ("HH:MM"), or both."""

    day: date | None
    time: str | None = None


class _Recurring(NamedTuple):
    """A word that comes again: `nth(0)` lies in this week, month or year, `nth(1)` in the next; None: not there.

    `never_today` as the module says; `weekday` is what was written in front of a date and must fit it.
    """

    nth: Callable[[int], date | None]
    never_today: bool = False
    weekday: int | None = None


def read(text: str, now: datetime, rules: DateRules, *, back: bool = False) -> DateReading | None:
    """The day and time `text` says, seen from `now`; `back` looks for the latest occurrence, not the coming one.

    None when the table does not know the words. Raises InputError when they are of its kind and yet no date:
    30 February, 25:00, a weekday that does not fit its date, a day past the year 9999.
    """
    words = plain(text)
    if not words or len(words) > LONGEST:
        return None
    try:
        at = moment(words, now)
        if at is not None:
            return DateReading(at.date(), f"{at:%H:%M}")
        words, time = take_time(words)
        if time is None and ("+" in words or "-" in words):  # fri 14:00+1w
            words, time = _time_before_steps(words)
        if not words:
            return DateReading(None, time)
        day = _sum(words, now.date(), rules, back)
    except (OverflowError, ValueError):
        raise InputError(f"{quoted(text)} lies outside the calendar", "years run from 1 to 9999") from None
    return None if day is None else DateReading(day, time)


def _time_before_steps(words: str) -> tuple[str, str | None]:
    steps = re.search(rf"(?: ?[+-] ?[0-9]{{1,6}} ?{_UNIT})+$", words)
    if steps is None:
        return words, None
    base, time = take_time(words[: steps.start()])
    return (base + words[steps.start() :], time) if time is not None else (words, None)


def plain(text: str) -> str:
    """Lower case, single spaces, no comma or colon at a word's end; `next-fri` as `next fri`, `…T14:00` split."""
    words = " ".join(word.rstrip(",;:") for word in text[: 4 * LONGEST].lower().split())
    words = foreign_words.in_english(words)
    for first in ("next", "this", "last"):
        if words.startswith(first + "-"):
            words = f"{first} {words[len(first) + 1 :]}"
    if words[10:11] == "t" and words[:4].isdigit():
        words = f"{words[:10]} {words[11:]}"
    return words.removeprefix("on ").removeprefix("by ")


def _sum(words: str, today: date, rules: DateRules, back: bool) -> date | None:
    """A word with any number of steps after it: `eom-2d`, `fri+1w`, `+3wd`."""
    steps: list[tuple[int, str]] = []
    base = words
    while not base.isalpha() and (match := re.search(rf" ?([+-]) ?([0-9]{{1,6}}) ?{_UNIT}$", base)):
        steps.insert(0, (int(match[1] + match[2]), match[3]))
        base = base[: match.start()]
    found = _base(base, today, rules, back) if base else today
    if found is None:
        from pipetui.domain.dates import date_phrases  # most dates are a word

        found = date_phrases.read(base, today, rules, back, lambda words: _sum(words, today, rules, back))
    if found is None or isinstance(found, date):
        return found and _stepped(found, steps, rules)
    for n in range(_OCCURRENCES):
        day = found.nth(-n if back else n)
        if day is None or _beyond(day, today, back) or (day == today and found.never_today):
            continue
        _check_weekday(day, found.weekday)
        day = _stepped(day, steps, rules)
        if not _beyond(day, today, back):
            return day
    raise InputError(f"there is no day {quoted(words)}", "check the day and the month")


def _beyond(day: date, today: date, back: bool) -> bool:
    """Whether the day lies on the side of today that is not looked at."""
    return day > today if back else day < today


def _stepped(day: date, steps: list[tuple[int, str]], rules: DateRules) -> date:
    for count, unit in steps:
        if unit[:2] in ("wd", "bu") or unit.startswith("work"):
            day = add_working_days(day, count, rules)
        elif unit[0] in "dw":
            day += timedelta(days=count * (7 if unit[0] == "w" else 1))
        else:
            day = add_months(day, count * {"m": 1, "q": 3, "y": 12}[unit[0]])
    return day


# --- what can stand before the steps -------------------------------------------------------------------------


def _base(word: str, today: date, rules: DateRules, back: bool) -> date | _Recurring | None:
    """The fixed day or the recurring days that `word` names."""
    for name, away in _DAYS_AWAY:
        if word == name:
            return today + timedelta(days=away)
    number = weekday(word)
    if number is not None:
        return _Recurring(lambda n: today + timedelta(days=7 * n + number - today.weekday()), never_today=True)
    if word in ("later", "someday"):
        day = add_months(today, 3)
        return day if is_working_day(day, rules) else add_working_days(day, 1, rules)
    return (
        _period(word, today, rules, back)
        or _next_this_last(word, today, rules)
        or _amount(word, today, rules)
        or _numbered(word, today, rules)
    )


def _period(word: str, today: date, rules: DateRules, back: bool) -> date | _Recurring | None:
    """`eow`, `som`, `eoww`, `eonm` and their long forms, `end of next month`."""
    match = re.fullmatch(
        r"(so|eo|start of |beginning of |end of )(?:the |this )?(n|next )?"
        r"(?:(ww|working week)|(w|m|q|y|week|month|quarter|year))",
        word,
    )
    if match is None:
        return None
    start = match[1][0] in "sb"
    unit = "w" if match[3] else match[4][0]

    def nth(n: int) -> date | None:
        first = period_start(unit, today, n, rules.week_start)
        last = period_start(unit, today, n + 1, rules.week_start) - timedelta(days=1)
        if not match[3]:
            return first if start else last
        days = [first + timedelta(days=n) for n in range(7)]
        working = [day for day in days if is_working_day(day, rules)]
        return working[0 if start else -1] if working else None

    # Looking back on the 1st, "since som" means today; looking ahead it is next month's.
    return nth(1) if match[2] else _Recurring(nth, never_today=start and not back)


def _next_this_last(word: str, today: date, rules: DateRules) -> date | None:
    """`next week`, `next fri`, `this fri` and `last fri`: each one fixed day."""
    which, _, what = word.partition(" ")
    if which == "next" and what in ("week", "month", "quarter", "year"):
        return period_start(what[0], today, 1, rules.week_start)
    number = weekday(what)
    if number is None or which not in ("next", "this", "last"):
        return None
    if which == "last":
        return today - timedelta(days=(today.weekday() - number - 1) % 7 + 1)
    first = period_start("w", today, which == "next", rules.week_start)
    return first + timedelta(days=(number - rules.week_start) % 7)


def _amount(word: str, today: date, rules: DateRules) -> date | None:
    """`3d`, `in 3 days`, `in a week`, `two weeks ago`."""
    match = re.fullmatch(rf"(in )?([0-9]{{1,6}}|[a-z]+) ?{_UNIT}( ago| from now| from today)?", word)
    if match is None or (match[1] and match[4]):
        return None
    if match[2].isdigit():
        count = int(match[2])
    elif match[2] in COUNTS:
        count = COUNTS.index(match[2])
    elif match[2] in ("a", "an") and (match[1] or match[4]):
        count = 1
    else:
        return None
    return _stepped(today, [(-count if match[4] == " ago" else count, match[3])], rules)


def _numbered(word: str, today: date, rules: DateRules) -> date | _Recurring | None:
    """`15`, `23rd`, and dates with a month, after a weekday too: `fri 27th`, `sat 5 dec`."""
    name, _, rest = word.partition(" ")
    fits = weekday(name.rstrip("."))
    found = written(word if fits is None else rest, rules)
    # "fri 2 demos": after a weekday a bare number may count something else.
    if found is None or (fits is not None and rest.isdigit()):
        return None
    if found.month is None:
        start = today.replace(day=1)
        return _Recurring(lambda n: in_month(add_months(start, n), found.day), weekday=fits)
    month = found.month
    if found.year is None:
        return _Recurring(lambda n: in_month(date(today.year + n, month, 1), found.day), weekday=fits)
    day = in_month(date(found.year, month, 1), found.day)
    if day is None:
        raise InputError(f"there is no {found.day} {MONTHS[month - 1].title()} {found.year}", "check day and month")
    _check_weekday(day, fits)
    return day


def _check_weekday(day: date, wanted: int | None) -> None:
    """Raises InputError when a date was written with a weekday it does not fall on."""
    if wanted not in (None, day.weekday()):
        raise InputError(f"{day.isoformat()} is a {WEEKDAYS[day.weekday()].title()}", "leave the weekday out")
