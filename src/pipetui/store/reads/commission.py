"""The deals that were won in a period, by the day of their closing. Standard library only."""

from __future__ import annotations

from pipetui.domain.money import Money
from pipetui.insight.commission import WonDeal
from pipetui.store import values
from pipetui.store.reads.reports.closed import closed_in
from pipetui.store.reads.worth import WORTH

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3

    from pipetui.store.reads.period_span import Span


def won_deals(connection: sqlite3.Connection, span: Span) -> list[WonDeal]:
    """Each with its value and the rep's day of closing."""
    rows = connection.execute(
        f"""SELECT d.id, d.title, d.closed_on, d.closed_at, {WORTH}, d.currency FROM deal d
            WHERE d.status = 'won' AND d.deleted_at IS NULL AND {closed_in(span)} ORDER BY d.closed_at, d.id""",
        span._asdict(),
    ).fetchall()
    zone = span.moment.tzinfo
    return [
        WonDeal(
            number,
            values.text(title),
            values.day(on) if on is not None else values.moment(at).astimezone(zone).date(),
            None if minor is None else Money(minor, values.text(currency)),
        )
        for number, title, on, at, minor, currency in rows
    ]
