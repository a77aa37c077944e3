"""What the forecast of a period said day by day, and how it moved over the weeks (behaviour 18)."""

from __future__ import annotations

from pipetui.domain.forecast_categories import BEST_CASE, COMMIT

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from typing import NamedTuple

    from pipetui.insight.forecast import Forecast
else:
    from pipetui.domain.record import NamedTuple


class ForecastDay(NamedTuple):
    """What the forecast of a period said on the morning of a day, in minor units of a currency."""

    day: date
    currency: str
    won: int
    weighted: int
    estimate: int
    low: int
    high: int
    commit: int
    best: int
    quota: int | None


def of_forecast(found: Forecast) -> list[ForecastDay]:
    """What it says today, in each currency."""
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
        )
        for one in found.currencies
    ]


def by_week(days: Sequence[ForecastDay]) -> list[ForecastDay]:
    """Of each week and currency the last day that is known, in order; the last of all stands for today."""
    newest = {(one.currency, *one.day.isocalendar()[:2]): one for one in sorted(days)}
    return sorted(newest.values(), key=lambda one: (one.currency, one.day))
