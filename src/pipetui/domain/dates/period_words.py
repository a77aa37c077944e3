"""Words of a filter that name a whole month, quarter, year or week: `2017-03`, `dec`, `q1`, `2017`, `w50`, `last year`.

Where one day is wanted the same words name one of its days (`date_phrases`). Without a year they mean the coming one,
with `back` the latest; the one that today lies in is both. Weeks with a number are those of ISO 8601.
"""

from __future__ import annotations

from datetime import date, timedelta

from pipetui.domain import patterns as re
from pipetui.domain.dates import date_words
from pipetui.domain.dates.workdays import add_months, period_start
from pipetui.domain.dates.written import MONTHS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeAlias

    from pipetui.domain.dates.workdays import DateRules

    Span: TypeAlias = tuple[date, date]

_MONTH = "|".join(name for month in MONTHS for name in (month, month[:3], *(("sept",) * (month[0] == "s"))))
_NAMED = rf"(?:in )?({_MONTH})(?: ([0-9]{{4}}))?"
_QUARTER = r"(?:in )?q([1-4])(?:[ -]?([0-9]{4}))?|([0-9]{4})[ -]?q([1-4])"
_WEEK = r"(?:w|week |kw ?)([0-9]{1,2})(?: ([0-9]{4}))?|([0-9]{4})[ -]?w([0-9]{1,2})"
_RELATIVE = r"(?:the )?(?:(this|next|last) (week|month|quarter|year)|(week|month|quarter|year) after next)"


def read(text: str, today: date, rules: DateRules, *, back: bool = False) -> Span | None:
    """The first and the last day of the period that the text names, None for what is no such word.

    Also None for one outside the calendar: whoever reads it as a day says so.
    """
    words = date_words.plain(text)
    if not words or len(words) > date_words.LONGEST:
        return None
    try:
        found = _numbered(words) or _named(words, today, back) or _week(words, today, back)
        return found or _relative(words, today, rules)
    except (ValueError, OverflowError):
        return None


def translated(text: str, today: date, rules: DateRules, *, back: bool = False) -> Span | None:
    """As `read`, of words in the rep's other languages; None where these mean different periods."""
    from pipetui.domain.dates import translated as languages

    texts = languages.in_english(" ".join(text.lower().split()), rules.languages)
    found = {read(words, today, rules, back=back) for words in texts}
    return found.pop() if len(found) == 1 else None


def _months(first: date, count: int) -> Span:
    return first, add_months(first, count) - timedelta(days=1)


def _numbered(words: str) -> Span | None:
    """`2017`, `2017-03`."""
    match = re.fullmatch(r"([12][0-9]{3})(?:-([0-9]{2}))?", words)
    return match and _months(date(int(match[1]), int(match[2] or 1), 1), 1 if match[2] else 12)


def _named(words: str, today: date, back: bool) -> Span | None:
    """`dec`, `march 2027`, `q1`, `q1 2027`, `2027-q1`."""
    if match := re.fullmatch(_NAMED, words):
        number = next(n for n, month in enumerate(MONTHS, 1) if month.startswith(match[1]))
        year, length = match[2], 1
    elif match := re.fullmatch(_QUARTER, words):
        number, year, length = 3 * int(match[1] or match[4]) - 2, match[2] or match[3], 3
    else:
        return None
    if year:
        return _months(date(int(year), number, 1), length)
    found = _months(date(today.year, number, 1), length)
    if back and found[0] > today:
        return _months(date(today.year - 1, number, 1), length)
    return _months(date(today.year + 1, number, 1), length) if not back and found[1] < today else found


def _week(words: str, today: date, back: bool) -> Span | None:
    """`w50`, `week 50`, `kw 50 2027`, `2026-w50`."""
    match = re.fullmatch(_WEEK, words)
    if match is None:
        return None
    number, year = int(match[1] or match[4]), match[2] or match[3]
    if year:
        return _seven(date.fromisocalendar(int(year), number, 1))
    for away in (0, -1, -2, -3, -4, -5, -6) if back else (0, 1, 2, 3, 4, 5, 6):  # few years have a week 53
        try:
            first, last = _seven(date.fromisocalendar(today.isocalendar().year + away, number, 1))
        except ValueError:
            continue
        if first <= today if back else last >= today:
            return first, last
    return None


def _seven(first: date) -> Span:
    return first, first + timedelta(days=6)


def _relative(words: str, today: date, rules: DateRules) -> Span | None:
    """`this month`, `last year`, `next-week`, `quarter after next`."""
    match = re.fullmatch(_RELATIVE, words)
    if match is None:
        return None
    later = {"this": 0, "next": 1, "last": -1}.get(match[1] or "", 2)
    unit = (match[2] or match[3])[0]
    first, after = (period_start(unit, today, later + more, rules.week_start) for more in (0, 1))
    return first, after - timedelta(days=1)
