"""Dates that say less than a day, or say it in other words: `Q3 2027`, `June 2027`, `KW 50 2026`, `3. März 2027`, `→`.

Each has its last day, and is said: raises CellError with it. What names no year, or no day at all, has none.
"""

import re
from calendar import monthrange
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime

from pipetui.domain.errors import InputError
from pipetui.domain.folding import fold
from pipetui.domain.wording import quoted
from pipetui.exchange.odd import DATES, NO_DATE, NO_YEAR, VAGUE, CellError

LANGUAGES = ("en", "de", "nl", "fr", "es", "pt", "sv", "it", "cs", "ru")
_NAMES = (
    "january jan januar januari janvier janv enero ene janeiro gennaio gen ledna led leden января янв январь",
    "february feb februar februari fevrier fevr febrero fevereiro fev febbraio unora uno unor февраля февр февраль",
    "march mar marz maart mrt mars marzo marco brezna bre brezen марта мар март",
    "april apr avril avr abril abr aprile dubna dub duben апреля апр апрель",
    "may mai mei mayo maio maj maggio mag kvetna kve kveten мая маи",
    "june jun juni juin junio junho giugno giu cervna cvn cerven июня июн июнь",
    "july jul juli juillet juil julio julho luglio lug cervence cvc cervenec июля июл июль",
    "august aug augustus aout agosto ago augusti srpna srp srpen августа авг август",
    "september sep sept septembre septiembre setembro set settembre zari zar сентября сент сентябрь",
    "october oct oktober okt octobre octubre outubro out ottobre ott rijna rij rijen октября окт октябрь",
    "november nov novembre noviembre novembro listopadu lis listopad ноября нояб ноябрь",
    "december dec dezember dez decembre diciembre dic dezembro dicembre prosince pro prosinec декабря дек декабрь",
)
MONTHS: Mapping[str, int] = {name: number for number, names in enumerate(_NAMES, 1) for name in names.split()}
"""The number of each month by its names, long and short, folded, in the languages known.

They are written out, for whether "Person 2145" is a month is asked of many a cell: the locales of ten languages would
stay in memory for that, and hold a fifth of what an import needs.
"""
_YEAR = r"(?P<year>(?:19|20)[0-9]{2}|'?[0-9]{2})"
_MONTH = r"(?P<month>1[0-2]|0?[1-9])"
_FULL = r"(?P<full>(?:19|20)[0-9]{2})"
_NAME = r"(?P<name>[^\W\d_]{3,}\.?)"
_LOOSE = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?:q|qtr ?|quarter ?|quartal ?|t|kv)(?P<quarter>[1-4])[ /.'-]*{_YEAR}",
        rf"{_YEAR}[ /.-]*(?:q|t|kv)(?P<quarter>[1-4])",
        rf"(?P<quarter>[1-4])(?:q| ?\. ?quartal|(?:st|nd|rd|th) quarter)[ /.'-]*{_YEAR}",
        rf"h(?P<half>[12])[ /.'-]*{_YEAR}",
        rf"{_YEAR}[ /.-]*h(?P<half>[12])",
        rf"(?:w|kw|week|woche|semaine|semana|v)\.? ?(?P<week>[0-9]{{1,2}})[ /.,-]+{_YEAR}",
        rf"{_YEAR}[ /-]*(?:w|kw)(?P<week>[0-9]{{1,2}})",
        rf"{_MONTH}[/.-]{_FULL}",
        rf"{_FULL}[/.-]{_MONTH}",
        rf"(?:(?:end|late|mid|early|ende|fin) (?:of )?)?{_NAME}(?: de| of)?[ /.'-]*{_FULL}",
        rf"{_NAME}[-'/ ]*['/-]{_YEAR}",
        rf"{_FULL}[ /.-]*{_NAME}",
        _FULL,
    )
)
_NO_YEAR = re.compile(
    r"q[1-4]|h[12]|(?:w|kw|week) ?[0-9]{1,2}|[0-9]{1,2}[./-][0-9]{1,2}\.?"
    r"|[0-9]{1,2}\.?[ -]?[^\W\d_]{3,}|[^\W\d_]{3,}\.? [0-9]{1,2}(?:st|nd|rd|th)?"
)
_RANGE = re.compile(r"(.{3,40}?)\s*(?:→|–|—|->|\bto\b|\bbis\b|\buntil\b| - )\s*(.{6,40})")
_WRITTEN = re.compile(
    r"([0-9]{1,2})(?:\.|st|nd|rd|th|er|º)?[ -]*(?:de |of )?([^\W\d_]{3,})\.?,?[ -]*(?:de |of )?'?"
    r"([0-9]{4}|[0-9]{2})(?: г\.?)?"
)
_EASTERN = re.compile(r"([0-9]{4})\s?[年년]\s?([0-9]{1,2})\s?[月월]\s?([0-9]{1,2})\s?[日일]")
_STAMP = re.compile(r"(?:(1[0-9]{9}|2[0-9]{9})|(1[0-9]{12}|2[0-9]{12}))(?:\.0+)?")
_COMPACT = re.compile(r"((?:19|20)[0-9]{2})(0[1-9]|1[0-2])([0-3][0-9])")


def stamp(text: str) -> datetime | None:
    """The moment of a UNIX time in seconds or thousandths of one; None for another cell."""
    match = _STAMP.fullmatch(text)
    if match is None:
        return None
    seconds = int(match[1]) if match[1] else int(match[2]) // 1000
    return datetime.fromtimestamp(seconds, UTC)


def written_out(words: str) -> tuple[int, int, int] | None:
    """Year, month and day of a date with the month in letters of any language known, or without signs; else None."""
    if match := _COMPACT.fullmatch(words):
        return int(match[1]), int(match[2]), int(match[3])
    if match := _EASTERN.fullmatch(words):
        return int(match[1]), int(match[2]), int(match[3])
    bare = re.sub(r"^[^\W\d_]+\.?,? (?=[0-9])", "", words)
    match = _WRITTEN.fullmatch(bare)
    month = MONTHS.get(fold(match[2])) if match else None
    return (_full(match[3]), month, int(match[1])) if match and month else None


def last_day(text: str, day: Callable[[str], date]) -> date:
    """Raises CellError for a date that is none to the day, with the last one it may be; `day` reads a whole date."""
    words = " ".join(text.lower().split())
    if match := _RANGE.fullmatch(words):
        try:
            until = day(match[2])
        except InputError:
            pass
        else:
            raise CellError(DATES, f"{quoted(text)} is a range of dates, taken for its last day", value=until)
    for pattern in _LOOSE:
        match = pattern.fullmatch(words)
        found = _end_of(match.groupdict()) if match else None
        if found is not None:
            raise CellError(VAGUE, f"{quoted(text)} is taken for {found.day} {found:%b %Y}", value=found)
    if _NO_YEAR.fullmatch(words):
        raise CellError(NO_YEAR, f"{quoted(text)} names no year")
    raise CellError(
        NO_DATE, f"{quoted(text)} is not a date", "for example 2026-12-31, 31.12.2026, 12/31/2026 or 31 Dec 2026"
    )


def _end_of(told: dict[str, str | None]) -> date | None:
    year = _full(told.get("full") or told.get("year") or "")
    month = 12
    if told.get("quarter"):
        month = int(told["quarter"] or 4) * 3
    elif told.get("half"):
        month = int(told["half"] or 2) * 6
    elif told.get("week"):
        try:
            return date.fromisocalendar(year, int(told["week"] or 1), 5)
        except ValueError:
            return None
    elif told.get("month"):
        month = int(told["month"] or 12)
    elif name := told.get("name"):
        found = MONTHS.get(fold(name).rstrip("."))
        if found is None:
            return None
        month = found
    return date(year, month, monthrange(year, month)[1])


def _full(digits: str) -> int:
    year = int(digits.strip("'"))
    return year + 2000 if year < 100 else year
