"""What a rep earns, and may expect to. Reads only (behaviour 41)."""

from __future__ import annotations

from datetime import date, timedelta

from pipetui.domain.dates import period as periods
from pipetui.domain.dates.period import Period
from pipetui.domain.errors import InputError
from pipetui.insight import commission
from pipetui.insight.commission import CommissionStatement, LikelyDeal, QuotaTime
from pipetui.service import forecast
from pipetui.store.reads import commission as reads
from pipetui.store.reads import quota as quotas
from pipetui.store.reads import reports

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipetui.service.workspace import Workspace

_MOST_AHEAD = 12
"""Times of a quota that are told ahead: each takes a forecast."""


def usual_period(workspace: Workspace) -> Period:
    """The period of the quota that holds today; this quarter without one."""
    today = workspace.now().date()
    held = quotas.holding(workspace.store.connection, today)
    return periods.of(held.period if held else "quarter", today)


def statement(workspace: Workspace, period: Period) -> CommissionStatement | None:
    """What is earned and expected in a period; None where no rate is set. Raises InputError for all of time."""
    table = workspace.settings.commission
    if table is None:
        return None
    if period.unit == "all":
        raise InputError("commission is of a period", "for example this-quarter, 2026-q3 or 2026")
    return commission.statement(period, table, _times(workspace, period))


def _times(workspace: Workspace, period: Period) -> Iterator[QuotaTime]:
    """The times of the quotas that the period touches; without any quota it is a time of its own."""
    connection, now = workspace.store.connection, workspace.now()
    held = quotas.holding(connection, now.date())
    every = [period] if held is None else list(_units(held.period, period))
    ahead = [one for one in every if one.last >= now.date()]
    if len(ahead) > _MOST_AHEAD:
        raise InputError("that is too far ahead to expect anything of", "a year is told, or a part of one")
    around = Period("days", every[0].first, every[-1].last)
    won = reads.won_deals(connection, reports.span(around, now))
    for one in every:
        inside = Period("days", max(one.first, period.first), min(one.last, period.last))
        begin = max(now.date(), one.first)
        likely = _likely(workspace, max(begin, inside.first), inside.last)
        between = _likely(workspace, begin, inside.first - timedelta(days=1)) if one in ahead else ()
        quota = None if held is None else quotas.of_period(connection, one)
        deals = [deal for deal in won if one.first <= deal.on <= one.last]
        yield QuotaTime(one, quota, inside, deals, between, likely)


def _units(unit: str, period: Period) -> Iterator[Period]:
    one = periods.of(unit, period.first)
    while one.first <= period.last:
        yield one
        one = periods.shifted(one, 1)


def _likely(workspace: Workspace, first: date, last: date) -> tuple[LikelyDeal, ...]:
    """The open deals that may be won on these days, with the chances that the forecast gives them."""
    if last < first or last < workspace.now().date():
        return ()
    told = forecast.forecast(workspace, _as_period(first, last, workspace.now().date()))
    return tuple(
        LikelyDeal(
            deal.id,
            deal.title,
            None if deal.close is None else date.fromordinal(deal.close),
            deal.value,
            deal.estimated,
            deal.chance,
        )
        for deal in told.deals
        if deal.value is not None and deal.chance > 0
    )


def _as_period(first: date, last: date, today: date) -> Period:
    """The month, quarter or year whose rest these days are, so that it is told as the forecast tells it."""
    for unit in ("month", "quarter", "year"):
        found = periods.of(unit, last)
        if found.last == last and first in (found.first, max(found.first, today)):
            return found
    return Period("days", first, last)
