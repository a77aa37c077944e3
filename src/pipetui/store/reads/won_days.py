"""What was won in a period day by day. Standard library only."""

from __future__ import annotations

from datetime import date

from pipetui.store import values
from pipetui.store.reads.local_days import LocalDays
from pipetui.store.reads.reports.closed import closed_in

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3

    from pipetui.store.reads.period_span import Span


def won_days(connection: sqlite3.Connection, span: Span, currency: str) -> list[tuple[date, int, int]]:
    """By each day what was won on it: minor units of that currency, and how many deals in all, whatever their currency.

    What was won on an unknown day is in none.
    """
    rows = connection.execute(
        f"""SELECT d.closed_on, CASE WHEN d.closed_on IS NULL THEN d.closed_at END,
                   coalesce(sum(d.value_minor) FILTER (WHERE d.currency = :currency), 0), count(*)
            FROM deal d WHERE d.status = 'won' AND d.deleted_at IS NULL AND d.closed_at IS NOT NULL
              AND {closed_in(span)} GROUP BY 1, 2""",
        {**span._asdict(), "currency": currency},
    ).fetchall()
    days = LocalDays(span.moment)
    found: dict[date, tuple[int, int]] = {}
    for kept, at, minor, deals in rows:
        day = values.day(kept) if kept is not None else date.fromordinal(days.ordinal(at))
        sum_, many = found.get(day, (0, 0))
        found[day] = sum_ + minor, many + deals
    return [(day, *sums) for day, sums in sorted(found.items())]
