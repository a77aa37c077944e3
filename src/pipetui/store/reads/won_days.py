"""What was won in a period day by day. Standard library only."""

from __future__ import annotations

from datetime import date

from pipetui.domain.money import Money
from pipetui.domain.rates import in_one
from pipetui.store import values
from pipetui.store.reads.local_days import LocalDays
from pipetui.store.reads.reports.closed import closed_in, rate_day_of
from pipetui.store.reads.worth import SUM

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Set

    from pipetui.store.reads.period_span import Span


def won_days(
    connection: sqlite3.Connection, span: Span, currency: str, apart: Set[str] = frozenset()
) -> list[tuple[date, int, int]]:
    """By each day what was won on it: minor units of that currency, and how many deals in all, whatever their currency.

    By the rates of the span what was won in others is among them, that of each day rounded for itself; what is of a
    currency that stands `apart` is not.

    What was won on an unknown day is in none.
    """
    rows = connection.execute(
        f"""SELECT d.closed_on, CASE WHEN d.closed_on IS NULL THEN d.closed_at END,
                   d.currency, coalesce({SUM}, 0), count(*), {rate_day_of(span)}
            FROM deal d WHERE d.status = 'won' AND d.deleted_at IS NULL AND d.closed_at IS NOT NULL
              AND {closed_in(span)} GROUP BY 1, 2, 3, 6""",
        span._asdict(),
    ).fetchall()
    days = LocalDays(span.moment)
    found: dict[date, list[tuple[Money, str, int]]] = {}
    for kept, at, code, minor, deals, rated_on in rows:
        day = values.day(kept) if kept is not None else days.day(at)
        found.setdefault(day, []).append((Money(minor, values.text(code)), rated_on, deals))
    return [
        (
            day,
            in_one([part for part in parts if part[0].currency not in apart], span.rates, currency).amount.minor,
            sum(deals for *_, deals in parts),
        )
        for day, parts in sorted(found.items())
    ]
