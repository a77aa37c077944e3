"""What the forecast of a period said day by day, and how it moved over the weeks (behaviour 18)."""

from __future__ import annotations

from itertools import groupby
from operator import attrgetter

from pipetui.domain.forecast_categories import BEST_CASE, COMMIT
from pipetui.domain.money import Money
from pipetui.domain.rates import in_one

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from typing import NamedTuple

    from pipetui.domain.rates import ExchangeRates
    from pipetui.insight.forecast import Forecast
else:
    from pipetui.domain.record import NamedTuple


class ForecastDay(NamedTuple):
    """What the forecast of a period said on the morning of a day, in minor units of a currency.

    `together` is what all currencies came to in that one; its range is known of today alone, for ranges do not add up.
    """

    day: date
    currency: str
    won: int
    weighted: int
    estimate: int
    low: int | None
    high: int | None
    commit: int
    best: int
    quota: int | None
    together: bool = False


def of_forecast(found: Forecast) -> list[ForecastDay]:
    """What it says today, in each currency, and together."""
    return [
        ForecastDay(
            found.today,
            one.currency,
            one.won.minor,
            one.weighted.minor,
            one.estimate.minor,
            one.low.minor,
            one.high.minor,
            one.by_hand[COMMIT].minor,
            one.by_hand[BEST_CASE].minor,
            None if one.quota is None else one.quota.minor,
            one is found.together,
        )
        for one in found.blocks
    ]


def together(days: Sequence[ForecastDay], rates: ExchangeRates) -> list[ForecastDay]:
    """What all currencies came to on each day, by the rates of that day; of a day without one of them nothing."""
    found = []
    for day, group in groupby(sorted(days, key=attrgetter("day")), attrgetter("day")):
        here = list(group)
        if all(one.currency == rates.currency for one in here):
            continue
        sums = []
        for name in ("won", "weighted", "estimate", "commit", "best"):
            parts = [(Money(getattr(one, name), one.currency), day.isoformat(), 1) for one in here]
            sums.append(in_one(parts, rates))
        if not any(one.lacking for one in sums):
            won, weighted, estimate, commit, best = (one.amount.minor for one in sums)
            found.append(
                ForecastDay(day, rates.currency, won, weighted, estimate, None, None, commit, best, None, True)
            )
    return found


def by_week(days: Sequence[ForecastDay]) -> list[ForecastDay]:
    """Of each week and currency the last day that is known, in order; the last of all stands for today."""
    in_order = sorted(days, key=lambda one: (one.together, one.currency, one.day))
    newest = {(one.together, one.currency, *one.day.isocalendar()[:2]): one for one in in_order}
    return list(newest.values())
