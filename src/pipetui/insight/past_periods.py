"""Which periods of the past, and which deals, an estimate is proved by."""

from __future__ import annotations

from pipetui.domain.dates import period as periods
from pipetui.domain.errors import InputError
from pipetui.insight.backtest import proof, walk
from pipetui.insight.chances import DaySpan

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from pipetui.domain.dates.period import Period
    from pipetui.insight.backtest import Proof
    from pipetui.insight.courses import Course

PERIODS, LOOKED_AT = 6, 1_500
"""So many past periods, with so many of the newest deals, say how wide the range is and whether the estimate is
better."""


def spans_before(period: Period, today: date, first: int, most: int) -> list[DaySpan]:
    """The periods of that length that are over and begin behind the day `first`, the newest last."""
    found: list[DaySpan] = []
    if period.unit == "days":
        length, end = (period.last - period.first).days + 1, today.toordinal()
        begins = range(end - length, max(first, end - length * (most + 1)), -length)
        return [DaySpan(begin, begin + length) for begin in begins][:most][::-1]
    here = periods.of(period.unit, today)
    while len(found) < most:
        try:
            here = periods.shifted(here, -1)
        except InputError:
            break
        if here.first.toordinal() <= first:
            break
        found.append(DaySpan(here.first.toordinal(), here.last.toordinal() + 1))
    return found[::-1]


def first_day(courses: Iterable[Course]) -> int | None:
    """The day on which the first of the deals was created."""
    return min((course.opened for course in courses if course.opened is not None), default=None)


def newest_of(courses: Iterable[Course]) -> list[Course]:
    """Those of known age that the past periods are told by, the newest last."""
    aged = (course for course in courses if course.opened is not None)
    return sorted(aged, key=lambda course: (course.opened or 0, course.id))[-LOOKED_AT:]


def past_spans(newest: Sequence[Course], period: Period, today: date) -> list[DaySpan]:
    """The last periods of that length that the deals can tell of."""
    first = first_day(newest)
    return [] if first is None else spans_before(period, today, first, PERIODS)


def prove(newest: Sequence[Course], spans: Sequence[DaySpan], percents: Mapping[int, int]) -> Proof:
    """How well these periods were told."""
    return proof(walk(newest, spans, percents, ranges=False))
