"""What will come in, how well the like was told before, where deals are put by hand, what is kept (behaviour 18)."""

from __future__ import annotations

from pipetui.domain.custom_fields import find
from pipetui.domain.dates import period as periods
from pipetui.domain.deal import OPEN
from pipetui.domain.errors import InputError
from pipetui.domain.forecast_categories import read
from pipetui.domain.rates import NO_RATES, ExchangeRates
from pipetui.domain.wording import quoted
from pipetui.insight import backtest
from pipetui.insight.estimate import MOST
from pipetui.insight.forecast import EstimatedPeriod
from pipetui.insight.forecast_days import ForecastDay, of_forecast, together
from pipetui.insight.past_periods import first_day, spans_before
from pipetui.service.workspace import name_of
from pipetui.store import custom_fields, forecast_categories, forecast_days
from pipetui.store.pipelines import pipelines
from pipetui.store.reads import courses as reads
from pipetui.store.reads import quota, reports

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import date
    from typing import NamedTuple

    from pipetui.domain.dates.period import Period
    from pipetui.domain.quota import QuotaTarget
    from pipetui.insight.backtest import Proof
    from pipetui.insight.chances import Reason
    from pipetui.insight.forecast import Forecast, OpenDeal, WonSum
    from pipetui.insight.learned import LearnedPast
    from pipetui.service.workspace import Result, Workspace
else:
    from pipetui.domain.record import NamedTuple

MOST_PERIODS = 120
"""Ten years of months."""


class Why(NamedTuple):
    """A deal in the forecast, and what moved its chance, one after the other."""

    deal: OpenDeal
    reasons: list[Reason]
    closed: int
    by_percent: bool


def _percents(workspace: Workspace) -> dict[int, int]:
    return {stage.id: stage.probability for stage in pipelines(workspace.store.connection).stages}


class Outline(NamedTuple):
    """All that a forecast of a period is made of, read once: what if a deal is lost or slips needs no book."""

    estimated: EstimatedPeriod
    found: reads.Courses
    won: list[WonSum]
    quota: QuotaTarget | None
    stages: dict[int, str]
    rates: ExchangeRates = NO_RATES
    categories: Mapping[int, str] = {}  # read, never written

    def forecast(self, without: Collection[int] = (), slips: Collection[int] = ()) -> Forecast:
        """The forecast, as if some deals were not there, and some a month later."""
        deals = [course for course in self.found.open if course.id not in without]
        parked = len(self.found.parked & self.found.titles.keys())
        return self.estimated.forecast(
            deals, self.found.titles, self.won, parked, self.quota, slips, self.rates, self.categories
        )

    def why(self, deal_id: int) -> list[Reason]:
        """What moved the chance of an open deal; nothing of another."""
        course = next((one for one in self.found.open if one.id == deal_id), None)
        return [] if course is None else self.estimated.chances.why(course)


def outline(
    workspace: Workspace, period: Period, read: reads.Courses | None = None, learned: LearnedPast | None = None
) -> Outline:
    """What the forecast of a period is made of; `read` are the deals, where they are read already.

    `learned` is what was told from them before, where the forecast is asked for more than once.
    """
    connection, now = workspace.store.connection, workspace.now()
    estimated, found = _told(workspace, period, read, learned)
    rates, categories = workspace.settings.rates, forecast_categories.of_deals(connection)
    won = reads.won_in(connection, reports.span(period, now, rates))
    return Outline(
        estimated, found, won, quota.of_period(connection, period), stage_names(workspace), rates, categories
    )


def _told(
    workspace: Workspace, period: Period, found: reads.Courses | None = None, learned: LearnedPast | None = None
) -> tuple[EstimatedPeriod, reads.Courses]:
    found = found or reads.courses(workspace.store.connection, workspace.now(), MOST)
    estimated = EstimatedPeriod if learned is None else learned.estimated
    return estimated(found.newest, period, workspace.now().date(), _percents(workspace)), found


def forecast(workspace: Workspace, period: Period) -> Forecast:
    """The forecast of a period."""
    return outline(workspace, period).forecast()


def why(workspace: Workspace, period: Period, deal_id: int) -> Why:
    """What moved the chance of an open deal."""
    told, found = _told(workspace, period)
    course = next((one for one in (*found.newest, *found.older) if one.id == deal_id), None)
    if course is None or course.status != OPEN:
        state = "in the bin" if course is None else course.status
        raise InputError(f"deal {deal_id} is {state}", "a forecast is of open deals")
    put = forecast_categories.of_deals(workspace.store.connection, [deal_id]).get(deal_id, "")
    deal = told.deal(course, found.titles[deal_id])._replace(category=put)
    return Why(deal, told.chances.why(course), told.chances.past.closed, told.chances.by_percent)


def put(workspace: Workspace, deals: Sequence[int], category: str) -> Result:
    """Put open deals into a category of the forecast by hand, or into none; raises InputError for a closed one."""
    chosen = read(category)
    with workspace.unit_of_work("forecast") as uow:
        changed = []
        for number in deals:
            deal = uow.deal(number)
            if deal.status != OPEN:
                raise InputError(f"{name_of([deal])} is {deal.status}", "a forecast is of open deals")
            if forecast_categories.put(uow.connection, number, chosen, uow.now):
                changed.append(deal)
        said = f"→ {chosen}" if chosen else "in no category of the forecast any more"
        return uow.done(changed, f"{name_of(changed)} {said}")


def keep_day(workspace: Workspace) -> None:
    """Keep what the forecasts of this month, quarter and year say today, once a day; no step of undo."""
    connection, today = workspace.store.connection, workspace.now().date()
    missing = forecast_days.not_kept(connection, today)
    if not missing:
        return
    read = reads.courses(connection, workspace.now(), MOST)
    told = [(period, of_forecast(outline(workspace, period, read).forecast())) for period in missing]
    with workspace.store.unjournaled():
        for period, days in told:
            forecast_days.keep_day(connection, period, days)


def moved(workspace: Workspace, period: Period) -> list[ForecastDay]:
    """What the forecast of a period said day by day, and what it says now if the period is not over; in each currency,
    and in the one that is reported in together."""
    kept, today = forecast_days.days_of(workspace.store.connection, period), workspace.now().date()
    now = [] if period.last < today else of_forecast(forecast(workspace, period))
    before = [one for one in kept if not now or one.day != today]
    rates = workspace.settings.rates
    return [*before, *(together(before, rates) if rates.known else ()), *now]


def stage_names(workspace: Workspace) -> dict[int, str]:
    """The stages by number, for what is said of them."""
    return {stage.id: stage.name for stage in pipelines(workspace.store.connection).stages}


def proof(workspace: Workspace, unit: str, since: date | None = None, per: str = "") -> Proof:
    """The book's own past walked through, by month or quarter, from a day on.

    Sums are by each value of the field `per` of the rep's own, if one is named.
    """
    connection, today = workspace.store.connection, workspace.now().date()
    groups = _groups(workspace, per) if per else {}
    found = reads.courses(connection, workspace.now())
    first = first_day(found.newest)
    spans = [] if first is None else spans_before(periods.of(unit, today), today, first, MOST_PERIODS)
    last = max((course.closed or 0 for course in found.newest), default=0)
    told = [span for span in spans if (since is None or span.begin >= since.toordinal()) and span.begin <= last]
    return backtest.proof(backtest.walk(found.newest, told, _percents(workspace), groups))


def _groups(workspace: Workspace, per: str) -> dict[int, str]:
    known = custom_fields.known(workspace.store.connection, "deal")
    field = find(known, per)
    if field is None:
        names = ", ".join(one.name for one in known) or "none"
        raise InputError(f"{quoted(per)} is not a field of your own", f"fields of deals: {names}")
    return {whose: value for _, whose, value in custom_fields.by_field(workspace.store.connection, field.id)}
