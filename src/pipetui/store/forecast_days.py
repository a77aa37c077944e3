"""What the forecast of a period said day by day, as it is kept once a day (behaviour 18)."""

from __future__ import annotations

from pipetui.domain.dates import period as periods
from pipetui.insight.forecast_days import ForecastDay
from pipetui.store import values

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable
    from datetime import date

    from pipetui.domain.dates.period import Period

UNITS = ("month", "quarter", "year")
"""The periods whose forecast is kept day by day."""
_FIGURES = ("won", "weighted", "estimate", "low", "high", "commit", "best", "quota")


def keep_day(connection: sqlite3.Connection, period: Period, days: Iterable[ForecastDay]) -> None:
    """Write down what the forecast of a period says on a day, unless that is known already. Inside a transaction."""
    columns = ", ".join(f"{name}_minor" for name in _FIGURES)
    for one in days:
        if one.together:  # it is made of the others and the rates
            continue
        connection.execute(
            f"""INSERT INTO forecast_day (day, period, starts_on, currency, {columns})
                SELECT :day, :period, :starts_on, :currency, {", ".join(f":{name}" for name in _FIGURES)}
                WHERE NOT EXISTS (SELECT 1 FROM forecast_day WHERE period = :period AND starts_on = :starts_on
                                  AND currency = :currency AND day = :day)""",
            {
                **dict(zip(_FIGURES, one[2:-1], strict=True)),
                "day": one.day.isoformat(),
                "currency": one.currency,
                "period": period.unit,
                "starts_on": period.first.isoformat(),
            },
        )


def not_kept(connection: sqlite3.Connection, day: date) -> list[Period]:
    """The periods around a day of which it is not known yet what their forecast said on it."""
    found = connection.execute(
        "SELECT DISTINCT period, starts_on FROM forecast_day WHERE day = :day", {"day": day.isoformat()}
    )
    kept = {*found}
    return [one for one in (periods.of(unit, day) for unit in UNITS) if (one.unit, one.first.isoformat()) not in kept]


def days_of(connection: sqlite3.Connection, period: Period) -> list[ForecastDay]:
    """What the forecast of a period said, day by day, each in its currencies."""
    columns = ", ".join(f"{name}_minor" for name in _FIGURES)
    rows = connection.execute(
        f"""SELECT day, currency, {columns} FROM forecast_day
            WHERE period = :period AND starts_on = :first ORDER BY day, currency""",
        {"period": period.unit, "first": period.first.isoformat()},
    )

    def whole(figure: object) -> int:
        return values.whole(figure, -values.LARGEST, values.LARGEST, 0)

    return [
        ForecastDay(
            values.day(day),
            values.text(currency),
            whole(won),
            whole(weighted),
            whole(estimate),
            whole(low),
            whole(high),
            whole(commit),
            whole(best),
            None if quota is None else whole(quota),
        )
        for day, currency, won, weighted, estimate, low, high, commit, best, quota in rows
    ]
