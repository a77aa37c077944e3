"""The activity plan (behaviour 23): from the gap of the quota back to the touches of this week, by the rep's own rates.

Deals to win = gap ÷ the mean value of a won deal. Deals to work = deals to win ÷ win rate. Touches = deals to work ×
touches on a deal. ÷ working weeks left = touches a week. A close rate of 10 % and 90 wins a year are 900 first calls,
75 a month, 15 to 20 a week.

The rates are those of the deals closed in the last twelve months, if they are ENOUGH, else of all that were ever
closed; while those are fewer the defaults stand in for them, and it is said.
"""

from __future__ import annotations

from datetime import timedelta
from math import ceil

from pipetui.domain.dates.workdays import working_days_between
from pipetui.domain.money import Money

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from typing import NamedTuple

    from pipetui.domain.dates.workdays import DateRules
    from pipetui.domain.quota import QuotaStanding
else:
    from pipetui.domain.record import NamedTuple

ENOUGH = 20
"""From so many closed deals on own rates are believed."""
WIN_RATE, TOUCHES_PER_DEAL = 0.2, 5.0
"""Until then: one deal in five, and the five touches of the default cadence on each."""


class ClosedHistory(NamedTuple):
    """Closed deals: how many were won and lost, the touches that went out on them, and what the won ones were worth.

    `value` and `valued` are of the won deals that have a value in the currency of the quota; `months` is 12 for those
    of the last year, 0 for all that were ever closed.
    """

    won: int = 0
    lost: int = 0
    touches: int = 0
    value: int = 0
    valued: int = 0
    months: int = 12

    @property
    def closed(self) -> int:
        """All of them."""
        return self.won + self.lost


class OpenPipeline(NamedTuple):
    """The open deals that are not parked, and what those are worth that have a value in the currency of the quota."""

    deals: int = 0
    value: int = 0
    valued: int = 0


class ActivityPlan(NamedTuple):
    """What the quota still asks for; a figure that cannot be told is None, and `why_not` says why.

    `own` tells own rates from defaults. `mean_of` is what the mean value is of: "won", "open", or "" for none.
    """

    standing: QuotaStanding
    history: ClosedHistory
    pipeline: OpenPipeline
    own: bool
    win_rate: float
    touches_per_deal: float
    mean_value: Money | None
    mean_of: str
    weeks_left: float
    deals_to_win: int | None
    deals_to_work: int | None
    new_deals: int | None
    touches: int | None
    touches_a_week: int | None
    why_not: str = ""
    beside: tuple[CurrencyPlan, ...] = ()


class CurrencyPlan(NamedTuple):
    """What the amount of the quota in another currency asks for, by the deals that have a value in it."""

    standing: QuotaStanding
    history: ClosedHistory
    pipeline: OpenPipeline
    mean_value: Money | None
    mean_of: str
    deals_to_win: int | None
    why_not: str


def beside(standing: QuotaStanding, history: ClosedHistory, pipeline: OpenPipeline) -> CurrencyPlan:
    """The part of a plan that is of another currency."""
    mean, mean_of = _mean_value(standing, history, pipeline)
    return CurrencyPlan(standing, history, pipeline, mean, mean_of, *_deals_to_win(standing, mean))


def plan(
    standing: QuotaStanding,
    history: ClosedHistory,
    pipeline: OpenPipeline,
    rules: DateRules,
    others: Sequence[CurrencyPlan] = (),
) -> ActivityPlan:
    """The plan for the rest of the quota's period, today with it; what is to be won in each currency adds up."""
    own = history.closed >= ENOUGH
    win_rate = history.won / history.closed if own else WIN_RATE
    per_deal = history.touches / history.closed if own else TOUCHES_PER_DEAL
    mean, mean_of = _mean_value(standing, history, pipeline)
    weeks = working_weeks(standing.today, standing.period.last, rules)
    wins, why = _all_to_win(standing, mean, others)
    work: int | None = None
    if wins is not None:
        if wins and not win_rate:
            why = f"none of {history.closed:,} closed deals was won"
        else:
            work = ceil(wins / win_rate - 1e-9) if wins else 0
    touches = None if work is None else ceil(work * per_deal - 1e-9)
    a_week: int | None = None
    if touches is not None:
        if weeks:
            a_week = min(touches, ceil(touches / weeks - 1e-9))
        elif touches:
            why = "no working day is left"
        else:
            a_week = 0
    return ActivityPlan(
        standing,
        history,
        pipeline,
        own,
        win_rate,
        per_deal,
        mean,
        mean_of,
        weeks,
        wins,
        work,
        None if work is None else max(0, work - pipeline.deals),
        touches,
        a_week,
        why,
        tuple(others),
    )


def working_weeks(today: date, last: date, rules: DateRules) -> float:
    """The working days from today to the last one, in weeks of as many working days as the rep's have."""
    if last < today or not rules.workdays:
        return 0.0
    return working_days_between(today - timedelta(days=1), last, rules) / len(rules.workdays)


def _mean_value(standing: QuotaStanding, history: ClosedHistory, pipeline: OpenPipeline) -> tuple[Money | None, str]:
    if standing.quota.amount is None:
        return None, ""
    currency = standing.quota.amount.currency
    for name, some in (("won", history), ("open", pipeline)):
        if some.valued and some.value >= some.valued:
            return Money(some.value // some.valued, currency), name
    return None, ""


def _all_to_win(standing: QuotaStanding, mean: Money | None, others: Sequence[CurrencyPlan]) -> tuple[int | None, str]:
    """The deals that each amount takes together, or more if the count asks for more."""
    parts = [_deals_to_win(standing, mean), *((one.deals_to_win, one.why_not) for one in others)]
    wins = 0
    for part, why in parts:
        if part is None:
            return None, why
        wins += part
    return max(wins, standing.count_gap or 0), ""


def _deals_to_win(standing: QuotaStanding, mean: Money | None) -> tuple[int | None, str]:
    gap = standing.amount_gap
    if gap is None or not gap.minor:
        return 0, ""
    if mean is None:
        return None, f"no deal has a value in {gap.currency}"
    return -(-gap.minor // mean.minor), ""
