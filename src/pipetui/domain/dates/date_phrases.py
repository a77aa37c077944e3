"""Dates said in several words: `friday next week`, `2 weeks from monday`, `first monday of december`, `mid january`.

Each is a sum or a place in a period, made from days that the table (`datewords`) knows:

- a month (`january`, `in march`, `2027-01`) is its first day, `mid january` the 15th, `end of january` the last;
- a quarter (`q1`, `2027-q1`) is its last day, when what is planned for it has to be there; `start of q1` the first;
- a week (`w50`, `2026-W50`, ISO) is its Monday; `this week` its last working day;
- `this month`, `this quarter`, `this year` are their last days; `weekend` is the Saturday;
- `monday in two weeks` is the Monday of the week that lies two weeks ahead; `friday week` a week after the coming one.
"""

from __future__ import annotations

from datetime import date, timedelta

from pipetui.domain import patterns as re
from pipetui.domain.dates.workdays import add_months, in_month, is_working_day, period_start
from pipetui.domain.dates.written import COUNTS, MONTHS, place, weekday

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from pipetui.domain.dates.workdays import DateRules

    Inner = Callable[[str], date | None]

_UNITS = "(days?|weeks?|fortnights?|months?|quarters?|years?|working days?|workdays?|wd|d|w|mo|y)"
_COUNT = "([0-9]{1,4}|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|half an?)"
_ORDINALS = {"first": 0, "1st": 0, "second": 1, "2nd": 1, "third": 2, "3rd": 2, "fourth": 3, "4th": 3, "last": -1}
_MONTH = f"({'|'.join(name for month in MONTHS for name in (month, month[:3], *(('sept',) * (month[0] == 's'))))})"
_SIGNALS = """
week weeks weekend from after before of half mid middle end start beginning in month quarter year q1 q2 q3 q4
"""
_SIGNAL_WORDS = frozenset(_SIGNALS.split())
_PART = "(end|eo|start|so|beginning|mid|middle)"


def read(words: str, today: date, rules: DateRules, back: bool, inner: Inner) -> date | None:
    """The day that the words (lower case) name, None for other words; `inner` reads the days it is counted from.

    Months, quarters and weeks without a year mean the coming one, with `back` the latest. Raises OverflowError or
    ValueError past the ends of the calendar.
    """
    if not _may_be(words):
        return None
    return (
        _weekday_of_a_week(words, today, rules, inner)
        or _counted_from(words, today, inner)
        or _half(words, today)
        or _of_a_month(words, today, rules, back, inner)
        or _month_or_quarter(words, today, back)
        or _week(words, today, rules, back)
    )


def _may_be(words: str) -> bool:
    """Whether there is a word in it that one of the phrases has: their patterns take milliseconds to compile."""
    parts = words.replace("-", " ").split()
    return bool(parts) and (
        not _SIGNAL_WORDS.isdisjoint(parts)
        or any(place(part, MONTHS) is not None or part[:2] in ("eo", "so", "kw") for part in parts)
        or any(part[0] == "w" and part[1:].isdigit() for part in parts)
        or (len(parts) <= 2 and parts[0].isdigit() and len(parts[0]) == 4)
    )


def _weekday_of_a_week(words: str, today: date, rules: DateRules, inner: Inner) -> date | None:
    """`friday next week`, `next week on friday`, `monday in two weeks`, `in 2 weeks on monday`, `friday week`."""
    if match := re.fullmatch(r"([a-z]+) week", words):
        base = inner(match[1]) if weekday(match[1]) is not None or match[1] in ("today", "tomorrow") else None
        return base and base + timedelta(days=7)
    later = (
        f"(?:(this|next|last) week|(?:the )?week (after next)|in {_COUNT} weeks?(?: time)?|in {_COUNT} (fortnight)s?)"
    )
    match = re.fullmatch(rf"([a-z]+) (?:of |in |the )*{later}", words)
    if match:
        name, rest = match[1], match.groups()[1:]
    else:
        match = re.fullmatch(rf"{later},?(?: on)?(?: the)? ([a-z]+)", words)
        if match is None:
            return None
        name, rest = match[6], match.groups()[:5]
    number = weekday(name)
    if number is None:
        return None
    which, after_next, weeks, fortnights, _ = rest
    away = {"this": 0, "next": 1, "last": -1}.get(which or "", 2 if after_next else 0)
    if weeks or fortnights:
        away = _count(weeks or fortnights) * (2 if fortnights else 1)
    first = period_start("w", today, away, rules.week_start)
    return first + timedelta(days=(number - rules.week_start) % 7)


def _count(word: str) -> int:
    if word.isdigit():
        return int(word)
    return COUNTS.index(word) if word in COUNTS else 1


def _counted_from(words: str, today: date, inner: Inner) -> date | None:
    """`2 weeks from monday`, `a week from tomorrow`, `3 days after 1 dec`, `two days before eom`."""
    match = re.fullmatch(rf"(?:in )?{_COUNT} {_UNITS} (from|after|before) (.+)", words)
    if (
        match is None
        or match[1].startswith("half")
        or (match[2].startswith("w") and match[2] not in ("w", "week", "weeks"))
    ):
        return None
    base = inner(match[4].removeprefix("the "))
    if base is None:
        return None
    count = _count(match[1]) * (-1 if match[3] == "before" else 1)
    unit = match[2]
    if unit.startswith("fortnight"):
        return base + timedelta(days=14 * count)
    if unit[0] in "dw":
        return base + timedelta(days=(7 if unit[0] == "w" else 1) * count)
    return add_months(base, count * {"m": 1, "q": 3, "y": 12}[unit[0]])


def _half(words: str, today: date) -> date | None:
    """`half a year`, `in half a year`, `in a year and a half`."""
    if re.fullmatch(r"(?:in )?half a year", words):
        return add_months(today, 6)
    return add_months(today, 18) if re.fullmatch(r"in a year and a half", words) else None


def _of_a_month(words: str, today: date, rules: DateRules, back: bool, inner: Inner) -> date | None:
    """`first monday of december`, `15th of next month`, `last friday of this month`."""
    if match := re.fullmatch(r"(?:the )?(first|last)(?: day)? of (.+)", words):
        first = _first_of(match[2], today, back, 0)
        return first and (first if match[1] == "first" else add_months(first, 1) - timedelta(days=1))
    if match := re.fullmatch(rf"(?:the )?({'|'.join(_ORDINALS)}) ([a-z]+) (?:of|in) (.+)", words):
        number = weekday(match[2])
        nth = _ORDINALS[match[1]]
        for later in range(2):
            first = _first_of(match[3], today, back, later)
            if number is None or first is None:
                return None
            if nth < 0:
                last = add_months(first, 1) - timedelta(days=1)
                day = last - timedelta(days=(last.weekday() - number) % 7)
            else:
                day = first + timedelta(days=(number - first.weekday()) % 7 + 7 * nth)
            if day >= today or back:
                return day if day.month == first.month else None
        return None
    if match := re.fullmatch(
        r"(?:the )?([0-9]{1,2})(?:st|nd|rd|th|\.)? (?:of )?(?:the )?((?:this|next|last) month)", words
    ):
        first = _first_of(match[2], today, back, 0)
        return first and in_month(first, int(match[1]))
    return None


def _first_of(name: str, today: date, back: bool, later: int) -> date | None:
    """The first day of a month by its name; `later` occurrences on, where it has no year of its own."""
    which = {"this month": 0, "the month": 0, "next month": 1, "last month": -1}.get(name)
    if which is not None:
        return period_start("m", today, which, 0) if not later else None
    match = re.fullmatch(rf"{_MONTH}(?: ([0-9]{{4}}))?", name)
    if match is None:
        return None
    number = MONTHS.index(next(month for month in MONTHS if month.startswith(match[1])))
    if match[2]:
        return date(int(match[2]), number + 1, 1) if not later else None
    first = date(today.year, number + 1, 1)
    if back:
        return first if first <= today else date(today.year - 1, number + 1, 1)
    # The whole month counts: on the 23rd, the last Friday of this very month may be to come.
    return date(today.year + (add_months(first, 1) <= today) + later, number + 1, 1)


def _month_or_quarter(words: str, today: date, back: bool) -> date | None:
    """`january`, `in march`, `2027-01`, `end of january`, `mid-december`, `q1`, `end of q1 2027`, `2027-q1`."""
    match = re.fullmatch(
        rf"(?:{_PART}[ -]?(?:of )?(?:the )?|(?:in|next) )?"
        rf"(?:{_MONTH}(?: ([0-9]{{4}}))?|([0-9]{{4}})-([0-9]{{2}})|q([1-4])(?: ([0-9]{{4}}))?"
        r"|([0-9]{4})[ -]?q([1-4])|((?:this |next |last )?(?:month|quarter)))",
        words,
    )
    if match is None:
        return None
    part, name, year, iso_year, iso_month, quarter, after, before, quarter_2, relative = match.groups()
    if part in ("eo", "so") and not (quarter or quarter_2):
        return None
    length = 1
    if relative:
        if part not in ("mid", "middle"):
            return None
        which, _, unit = f"this {relative}".rpartition("this ")[2].rpartition(" ")
        first = period_start(unit[0], today, {"next": 1, "last": -1}.get(which, 0), 0)
        length = 3 if unit == "quarter" else 1
    elif name:
        number = MONTHS.index(next(month for month in MONTHS if month.startswith(name))) + 1
        first = date(int(year or today.year), number, 1)
    elif iso_month:
        if not 1 <= int(iso_month) <= 12:
            return None
        first, year = date(int(iso_year), int(iso_month), 1), iso_year
    else:
        length, year = 3, after or before
        first = date(int(year or today.year), 3 * int(quarter or quarter_2) - 2, 1)
    day = _within(first, length, part or ("end" if length == 3 and not relative else "start"))
    if not year and not relative:
        if back and day > today:
            day = add_months(day, -12) if part not in ("end", "eo") else _within(add_months(first, -12), length, "end")
        elif not back and day < today:
            day = _within(add_months(first, 12), length, part or ("end" if length == 3 else "start"))
    return day


def _within(first: date, length: int, part: str) -> date:
    """The first, the middle or the last day of so many months."""
    if part in ("end", "eo"):
        return add_months(first, length) - timedelta(days=1)
    if part in ("mid", "middle"):
        return add_months(first, length // 2) + timedelta(days=14)
    return first


def _week(words: str, today: date, rules: DateRules, back: bool) -> date | None:
    """`w50`, `week 50`, `2026-w50`, `kw 50 2027`; `this week`, `weekend`, `week after next`, `this month`."""
    if match := re.fullmatch(r"(?:w|week |kw ?)([0-9]{1,2})(?: ([0-9]{4}))?|([0-9]{4})[ -]?w([0-9]{1,2})", words):
        number, year = int(match[1] or match[4]), match[2] or match[3]
        if not 1 <= number <= 53:
            return None
        for y in (int(year),) if year else (today.isocalendar().year + n for n in ((0, -1) if back else (0, 1))):
            try:
                day = date.fromisocalendar(y, number, 1)
            except ValueError:  # a year without a week 53
                continue
            if year or (day <= today if back else day + timedelta(days=6) >= today):
                return max(day, today) if not year and not back else day
        return None
    if match := re.fullmatch(r"(?:(?:on |at )?(?:the )?)?(this |next |coming )?weekend", words):
        saturday = period_start("w", today, 0, 0) + timedelta(days=5)
        return max(saturday, today) if match[1] != "next " else saturday + timedelta(days=7)
    if match := re.fullmatch(r"(?:the )?(week|month|quarter|year) after next", words):
        return period_start(match[1][0], today, 2, rules.week_start)
    if match := re.fullmatch(r"(?:later )?this (week|month|quarter|year)", words):
        last = period_start(match[1][0], today, 1, rules.week_start) - timedelta(days=1)
        if match[1] != "week":
            return last
        days = [last - timedelta(days=n) for n in range(7)]
        return next((day for day in days if day >= today and is_working_day(day, rules)), last)
    return None
