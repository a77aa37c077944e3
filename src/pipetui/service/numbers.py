"""The figures of a period on one page, and the deals behind each. Reads only (behaviours 19 to 22, 25)."""

from __future__ import annotations

from pipetui.domain.dates import period as periods
from pipetui.domain.dates.period import Period
from pipetui.domain.folding import fold
from pipetui.insight.numbers import DayStep, Numbers, PeriodCourse, in_currency
from pipetui.phrases import numbers_plot
from pipetui.phrases.reports import FUNNEL, LOSSES, OUTCOMES, REPORTS, SOURCES, VELOCITY
from pipetui.service import reports
from pipetui.store.pipelines import book_currency
from pipetui.store.reads import quota as quotas
from pipetui.store.reads.period_span import span
from pipetui.store.reads.won_days import won_days

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from typing import Any

    from pipetui.domain.quota import QuotaStanding
    from pipetui.insight.numbers import BehindFigure
    from pipetui.insight.outcomes import Velocity
    from pipetui.phrases.numbers_plot import PeriodPlot
    from pipetui.service.workspace import Workspace
    from pipetui.store.reads.named_deals import NamedDeal


READ = (OUTCOMES, VELOCITY, FUNNEL, LOSSES, SOURCES)
"""The reports that the numbers are taken out of."""


def numbers(workspace: Workspace, period: Period) -> Numbers:
    """What the reports say of a period, its quota, and how it went day by day."""
    told = in_its_currency(workspace, period)
    return together(workspace, period, [reports.figures(told, row, period) for row in READ])


def in_its_currency(workspace: Workspace, period: Period) -> Workspace:
    """The workspace whose rates say what everything is worth in the currency of the quota, as the page tells it."""
    quota, rates = quota_of(workspace, period), workspace.settings.rates
    if quota is None or quota.quota.amount is None or not rates.known:
        return workspace
    rates = rates.told_in(quota.quota.amount.currency)
    return workspace._replace(settings=workspace.settings._replace(rates=rates))


def together(workspace: Workspace, period: Period, read: Sequence[Any]) -> Numbers:
    """The same of reports that are read already, in the order of READ, of a workspace `in_its_currency`."""
    connection, today = workspace.store.connection, workspace.now().date()
    outcomes, velocity, funnel, losses, sources = read
    quota = quota_of(workspace, period)
    currency = _currency(workspace, quota, velocity)
    return Numbers(
        period,
        periods.before(period, today),
        today,
        currency,
        in_currency(outcomes.total.value, currency)[1],
        outcomes,
        velocity,
        funnel,
        losses,
        sources,
        quotas.pipeline(connection, currency, today, workspace.settings.rates),
        quota,
        course(workspace, period, currency, quota),
    )


def plot(workspace: Workspace, period: Period) -> PeriodPlot:
    """How a period went, without its reports."""
    quota = quota_of(workspace, period)
    currency = _currency(workspace, quota, reports.figures(workspace, VELOCITY, period))
    return numbers_plot.plot(course(workspace, period, currency, quota), workspace.now().date(), quota, currency)


def quota_of(workspace: Workspace, period: Period) -> QuotaStanding | None:
    """How far the quota of a period is made; of one that none is set for the quota that holds today, if it lies there.

    None where there is neither.
    """
    connection, now, rates = workspace.store.connection, workspace.now(), workspace.settings.rates
    found = quotas.of_period(connection, period)
    if found is not None:
        return quotas.standing_of(connection, found, period, now, rates)
    return quotas.standing(connection, now, rates) if period.first <= now.date() <= period.last else None


def course(workspace: Workspace, period: Period, currency: str, quota: QuotaStanding | None = None) -> PeriodCourse:
    """How a period went, and what is expected on the days of it that are left, as far as it counts for the quota.

    All time begins with the first win and ends today.
    """
    apart = quota.quota.apart(currency) if quota is not None else frozenset()
    connection, now, rates = workspace.store.connection, workspace.now(), workspace.settings.rates
    today = now.date()
    by_day = won_days(connection, span(period, now, rates), currency, apart)
    won = [DayStep(day, minor, 100 * deals) for day, minor, deals in by_day]
    first, last = period.first, period.last
    if period.unit == "all":
        first, last = min((*(step.day for step in won), today)), today
    ahead: list[DayStep] = []
    if today <= last and period.unit != "all":
        read = quotas.expected_on(connection, currency, max(today, first), last, rates, apart)
        ahead = [DayStep(*row) for row in read]
    return PeriodCourse(first, last, tuple(_within(step, first, last) for step in won), tuple(ahead))


def _within(step: DayStep, first: date, last: date) -> DayStep:
    """A day that another program wrote may lie beside the period it counts in."""
    return step._replace(day=min(max(step.day, first), last))


def _currency(workspace: Workspace, quota: QuotaStanding | None, velocity: Velocity) -> str:
    """That of the quota, else the one that the rep's rates are in, else the one that most deals are in."""
    if quota is not None and quota.quota.amount is not None:
        return quota.quota.amount.currency
    if workspace.settings.rates.known:
        return workspace.settings.rates.currency
    busiest = max(velocity.lines, key=lambda line: (line.open + line.rate.whole, line.currency), default=None)
    return busiest.currency if busiest is not None else book_currency(workspace.store.connection)


def deals_behind(workspace: Workspace, wanted: BehindFigure, period: Period) -> list[NamedDeal]:
    """The deals behind a figure, each once, those closed last first."""
    line = None if wanted.line is None else fold(wanted.line)
    numbers = {
        one.deal_id
        for one in reports.behind(workspace, REPORTS[wanted.report], period)
        if (not wanted.figures or one.figure in wanted.figures) and (line is None or fold(one.line) == line)
    }
    found = reports.named(workspace, numbers)
    if wanted.currency:
        found = [deal for deal in found if deal.value is not None and deal.value.currency == wanted.currency]
    return sorted(found, key=lambda deal: (deal.closed_on, deal.id), reverse=True)
