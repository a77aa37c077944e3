"""A period as the store is asked for it. Standard library only, and little of it."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from pipetui.domain.rates import NO_RATES, ExchangeRates
from pipetui.store.values import utc_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from datetime import tzinfo
    from typing import NamedTuple

    from pipetui.domain.dates.period import Period
else:
    from pipetui.domain.record import NamedTuple

_FIRST, _LAST = "", "9999-12-31T23:59:59Z"

CLOSED_THEN = """d.closed_at >= :about AND d.closed_at < :till AND CASE WHEN d.closed_on IS NULL
    THEN d.closed_at >= :begin AND d.closed_at < :end ELSE d.closed_on BETWEEN :first AND :last END"""
"""Whether the closed deal `d` was closed in the span; a row of another program may lack the day. A deal closed on an
unknown day is in none."""


class Span(NamedTuple):
    """A period as the store is asked for it: its days, and when it begins and is over as the store writes times.

    Its days are those of the rep's zone. What was closed is of the day that was kept with it, in every zone.
    """

    first: str
    last: str
    begin: str
    end: str
    about: str
    till: str
    today: str
    ever: bool
    now: str
    moment: datetime
    rates: ExchangeRates = NO_RATES


def span(period: Period, now: datetime, rates: ExchangeRates = NO_RATES) -> Span:
    """The period's, asked at `now`, in the rep's zone; with what currencies are worth."""
    zone = now.tzinfo
    begin, end = _midnight(period.first, zone, _FIRST), _midnight(_later(period.last, 1), zone, _LAST)
    # No zone is further than a day and a bit from another: what is read by the index of times is at most so far off.
    about, till = _midnight(_later(period.first, -2), zone, _FIRST), _midnight(_later(period.last, 3), zone, _LAST)
    return Span(
        period.first.isoformat(),
        period.last.isoformat(),
        begin,
        end,
        about,
        till,
        now.date().isoformat(),
        period.unit == "all",
        utc_text(now),
        now,
        rates,
    )


def _later(day: date, days: int) -> date:
    try:
        return day + timedelta(days=days)
    except OverflowError:  # where the calendar begins, and where it ends
        return date.min if days < 0 else date.max


def _midnight(day: date, zone: tzinfo | None, beyond: str) -> str:
    if day in (date.min, date.max):
        return beyond
    try:
        return utc_text(datetime.combine(day, time(), zone))
    except (OverflowError, ValueError, OSError):
        return beyond
