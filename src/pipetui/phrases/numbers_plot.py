"""How a period went as a plot: what was won and what is expected day by day, and the quota across it.

Points and ticks alone; whoever draws them says how they look.
"""

from __future__ import annotations

from datetime import date, timedelta
from math import ceil, log10

from pipetui import render
from pipetui.domain.dates.period import MONTHS
from pipetui.domain.money import Money, digits

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import NamedTuple

    from pipetui.domain.quota import QuotaStanding
    from pipetui.insight.numbers import Numbers, PeriodCourse
else:
    from pipetui.domain.record import NamedTuple

_STEPS = 4
"""Figures at the left, at most."""

Points = tuple[tuple[float, float], ...]


class PeriodPlot(NamedTuple):
    """Lines over days (ordinals), in whole units of the currency, or in deals; each goes from day to day in steps.

    `quota` is None where none is set for this very period. `top` is the highest that is to be seen.
    """

    won: Points
    ahead: Points
    quota: float | None
    first: int
    last: int
    top: float
    days: tuple[tuple[int, str], ...]
    figures: tuple[tuple[float, str], ...]
    legend: str

    @property
    def is_empty(self) -> bool:
        """Whether nothing was won, and nothing is expected."""
        return not any(y for _, y in (*self.won, *self.ahead))


def of_numbers(found: Numbers) -> PeriodPlot:
    """The plot of the page of numbers."""
    return plot(found.course, found.today, found.quota, found.currency)


def plot(course: PeriodCourse, today: date, standing: QuotaStanding | None, currency: str) -> PeriodPlot:
    """In money; in deals where the quota counts these alone."""
    ours = standing if standing is not None and _same(standing, course) else None
    by_count = ours is not None and ours.quota.amount is None
    unit = 100 if by_count else 10 ** digits(currency)
    quota: float | None = None
    if ours is not None:
        wanted = ours.quota.amount
        quota = wanted.minor / unit if wanted is not None else float(ours.quota.deals or 0)
    won, ahead = (_steps(points, unit) for points in course.sums(today, deals=by_count))
    high = max((y for _, y in (*won, *ahead)), default=0.0)
    top = max(high, quota or 0.0) or 1.0
    said = ["█ won", *(["░ expected, weighted"] if ahead else []), *(["─ quota"] if quota else [])]
    first, last = course.first.toordinal(), max(course.last.toordinal(), course.first.toordinal() + 1)
    figures = tuple((figure, _figure(figure, currency, by_count=by_count)) for figure in _figures(top))
    return PeriodPlot(
        won, ahead, quota, first, last, top * 1.05, tuple(_days(course.first, course.last)), figures, "  ".join(said)
    )


def _same(standing: QuotaStanding, course: PeriodCourse) -> bool:
    return (standing.period.first, standing.period.last) == (course.first, course.last)


def _steps(points: Sequence[tuple[date, int]], unit: int) -> Points:
    """What stood until a day stands until that day."""
    found: list[tuple[float, float]] = []
    for day, minor in points:
        at, height = day.toordinal(), minor / unit
        if found and found[-1][1] != height:
            found.append((at, found[-1][1]))
        found.append((at, height))
    return tuple(found)


def _figures(top: float) -> Iterator[float]:
    """Round figures from 0 up to the top: 1, 2 or 5 of some power of ten apart."""
    raw = top / _STEPS
    power: float = 10 ** int(ceil(log10(raw)) - 1)
    step = next(power * lead for lead in (1, 2, 5, 10) if power * lead >= raw)
    place = 0
    while place * step <= top * 1.0001:
        yield place * step
        place += 1


def _figure(figure: float, currency: str, *, by_count: bool) -> str:
    if by_count:
        return f"{figure:g}"
    return render.money_short(Money(round(figure * 10 ** digits(currency)), currency))


def _days(first: date, last: date) -> Iterator[tuple[int, str]]:
    """Of a long period the months or years it is made of, of a short one its days."""
    length = (last - first).days + 1
    if length <= 8:
        for later in range(length):
            day = first + timedelta(days=later)
            yield day.toordinal(), f"{day.day} {MONTHS[day.month - 1][:3]}"
        return
    if length <= 45:
        for later in range(0, length, 7):
            day = first + timedelta(days=later)
            yield day.toordinal(), f"{day.day} {MONTHS[day.month - 1][:3]}"
        return
    months = [(year, month) for year in range(first.year, last.year + 1) for month in range(1, 13)]
    within = [date(*one, 1) for one in months if first <= date(*one, 1) <= last]
    every = max(1, ceil(len(within) / 12))
    if every > 1:
        within = [day for day in within if day.month == 1] or within[::every]
        within = within[:: max(1, ceil(len(within) / 12))]
    for day in within:
        yield day.toordinal(), str(day.year) if every > 1 else MONTHS[day.month - 1][:3]
