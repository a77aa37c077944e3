"""The figures of a period beside each other, each against the period before: what the reports tell, on one page.

Nothing is worked out twice: a figure is taken out of the report that has it (behaviours 19 to 22, 25).
"""

from __future__ import annotations

from pipetui.domain.money import Money
from pipetui.domain.rates import MoneySums
from pipetui.insight.rates import FEW, Rate

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date
    from typing import NamedTuple

    from pipetui.domain.dates.period import Period
    from pipetui.domain.quota import Expected, QuotaStanding
    from pipetui.insight.funnel import Funnel, FunnelLine
    from pipetui.insight.losses import Losses
    from pipetui.insight.outcomes import PaceLine, Record, Velocity
    from pipetui.insight.sources import Sources
else:
    from pipetui.domain.record import NamedTuple

WON, DEALS, LOST, WIN_RATE, CYCLE = "won", "deals won", "lost", "win rate", "cycle"
AVERAGE, VELOCITY, NEW, OPEN, WEIGHTED = "average", "velocity", "new", "open", "weighted"
KEYS = (WON, DEALS, LOST, WIN_RATE, CYCLE, AVERAGE, VELOCITY, NEW, OPEN, WEIGHTED)
"""The figures in the order they are shown."""


class BehindFigure(NamedTuple):
    """Which deals are behind a figure: those of a report that stand in some figures of a line (None: of every line).

    `currency` keeps those that have a value in it, for a figure that is a sum or a mean of values.
    """

    report: str
    figures: tuple[str, ...]
    line: str | None = None
    currency: str = ""


class Figure(NamedTuple):
    """A figure of the period and of the one before: an amount, a rate, a count, or days; None with the reason why not.

    `is_compared` is off where there is nothing to hold it against: all time, and what is only known as of now. A mean
    or a middle is `of` so many deals, of which few say more of chance than of the work.
    """

    key: str
    now: Money | Rate | float | None
    before: Money | Rate | float | None
    behind: BehindFigure
    why: str = ""
    is_compared: bool = True
    of: int | None = None

    @property
    def is_small(self) -> bool:
        """Whether it is of too few deals to rest anything on."""
        return self.of is not None and self.of < FEW


class DayStep(NamedTuple):
    """What was won, or is expected, on a day: so many deals, and their value in minor units, weighted if expected."""

    day: date
    minor: int
    hundredths: int
    """Of a deal: a won one is 100."""


class PeriodCourse(NamedTuple):
    """How a period went in one currency: what was won day by day, and what is expected on the days that are left."""

    first: date
    last: date
    won: tuple[DayStep, ...]
    expected: tuple[DayStep, ...]

    def sums(self, today: date, *, deals: bool = False) -> tuple[list[tuple[date, int]], list[tuple[date, int]]]:
        """What was won by each day until today, and from there what comes to it by what is expected.

        In minor units, or in hundredths of a deal. Both begin and end with the days that they are about.
        """
        won, total = [(self.first, 0)], 0
        for step in self.won:
            total += step.hundredths if deals else step.minor
            won.append((step.day, total))
        end = max(min(today, self.last), won[-1][0])  # a win may be dated ahead
        won.append((end, total))
        ahead = [won[-1]] if self.last > end else []
        if ahead:
            for step in self.expected:
                total += step.hundredths if deals else step.minor
                ahead.append((max(step.day, end), total))
            ahead.append((self.last, total))
        return won, ahead


class Numbers(NamedTuple):
    """All that the page shows of a period. Amounts are in one currency; what was won in `others` is not in them."""

    period: Period
    before: Period | None
    today: date
    currency: str
    others: tuple[Money, ...]
    outcomes: Record
    velocity: Velocity
    funnel: Funnel
    losses: Losses
    sources: Sources
    pipeline: Expected
    """The open deals as of now."""
    quota: QuotaStanding | None
    course: PeriodCourse

    @property
    def is_together(self) -> bool:
        """Whether all currencies are told in that one, by the rep's rates."""
        return self.velocity.together is not None and self.velocity.together.currency == self.currency

    @property
    def is_current(self) -> bool:
        """Whether today lies in the period."""
        return self.period.first <= self.today <= self.period.last

    @property
    def is_empty(self) -> bool:
        """Whether there is no deal at all behind any of it."""
        return not (
            self.outcomes.total.won
            + self.outcomes.total.lost
            + self.pipeline.deals
            + self.sources.total.now.created
            + sum(line.entered for line in self.funnel.lines)
        )


def figures(found: Numbers) -> Iterator[Figure]:
    """The figures, in the order of KEYS."""
    now, then, compared = found.outcomes.total, found.outcomes.before, found.before is not None
    pace, earlier = (_pace(lines, found.currency) for lines in (found.velocity.lines, found.velocity.earlier))
    if found.is_together:
        pace, earlier = found.velocity.together, found.velocity.earlier_together
    closed, currency = BehindFigure("outcomes", ("won", "lost")), found.currency
    won = closed._replace(figures=("won",))
    of_currency = "" if found.is_together else currency
    of_value = won._replace(currency=of_currency)
    value_then = None if then is None else in_currency(then.value, currency)[0]
    yield Figure(WON, in_currency(now.value, currency)[0], value_then, of_value, is_compared=compared)
    yield Figure(DEALS, now.won, then and then.won, won, is_compared=compared)
    yield Figure(LOST, now.lost, then and then.lost, closed._replace(figures=("lost",)), is_compared=compared)
    rate_then = then.rate if then is not None and then.rate.whole else None
    yield Figure(WIN_RATE, now.rate if now.rate.whole else None, rate_then, closed, "none closed", compared)
    no_cycle = "no known beginning" if now.won else "nothing won"
    yield Figure(CYCLE, now.median_days, then and then.median_days, won, no_cycle, compared, now.timed)
    no_mean = "no value named" if now.won else "nothing won"
    mean, mean_then = pace and pace.mean_value, earlier and earlier.mean_value
    yield Figure(AVERAGE, mean, mean_then, of_value, no_mean, compared, pace.valued if pace else 0)
    of_pace = BehindFigure("velocity", (), None if found.is_together else currency)
    lacks = pace.lacks if pace else "no deal"
    closed_in_it = pace.rate.whole if pace else 0
    yield Figure(VELOCITY, pace and pace.a_day, earlier and earlier.a_day, of_pace, lacks, compared, closed_in_it)
    made, made_then = found.sources.total.now.created, found.sources.total.before
    new = BehindFigure("sources", ("created",))
    yield Figure(NEW, made, made_then and made_then.created, new, is_compared=compared)
    lines, lines_then = found.velocity.lines, found.velocity.earlier
    open_then = sum(line.open for line in lines_then) if compared else None
    still_open = BehindFigure("velocity", ("open",))
    yield Figure(OPEN, sum(line.open for line in lines), open_then, still_open, is_compared=compared)
    if found.is_current:
        weighted = Money(found.pipeline.weighted, currency)
        yield Figure(WEIGHTED, weighted, None, still_open._replace(currency=of_currency), is_compared=False)
    else:
        yield Figure(WEIGHTED, None, None, still_open._replace(currency=of_currency), "of now only", False)


def in_currency(amounts: Sequence[Money], currency: str) -> tuple[Money, tuple[Money, ...]]:
    """What sums come to in a currency by the rates there are, else what is in it; and those that it leaves out."""
    together = amounts.together if isinstance(amounts, MoneySums) else None
    if together is not None and together.amount.currency == currency:
        lacking = dict(together.lacking)
        return together.amount, tuple(one for one in amounts if one.currency in lacking)
    here = next((one for one in amounts if one.currency == currency), Money(0, currency))
    return here, tuple(one for one in amounts if one.currency != currency)


def _pace(lines: Sequence[PaceLine], currency: str) -> PaceLine | None:
    return next((line for line in lines if line.currency == currency), None)


def conversions(found: Funnel) -> list[tuple[FunnelLine, Rate]]:
    """The stages that deals entered, each with how many of those that are through with it went on."""
    return [(line, line.rate) for line in found.lines if line.entered]
