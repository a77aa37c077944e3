"""By the rate of which day a deal counts, for statements that sum what is alike. Standard library only.

There are as many groups as there are dated rates, whatever the number of days on which deals were closed.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from pipetui.domain.rates import ExchangeRates

_CLOSED = "coalesce(d.closed_on, substr(d.closed_at, 1, 10), '')"


def expression(rates: ExchangeRates, today: date) -> str:
    """Of a deal `d` the day whose rates count: of an open one the latest, of a closed one that of its closing.

    It is '' before the first rates, on an unknown day, and where there are no rates at all.
    """
    days = rates.days
    if not days:
        return "''"
    latest = max((day for day in days if day <= today.isoformat()), default="")
    return f"CASE WHEN d.status = 'open' THEN '{latest}' ELSE {_halved(_CLOSED, ['', *days])} END"


def _halved(column: str, days: Sequence[str]) -> str:
    """The last of the days that is not behind the column, found by halves: there may be one for each day of years."""
    if len(days) == 1:
        return f"'{days[0]}'"
    middle = len(days) // 2
    before, after = _halved(column, days[:middle]), _halved(column, days[middle:])
    return f"CASE WHEN {column} < '{days[middle]}' THEN {before} ELSE {after} END"
