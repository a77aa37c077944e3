"""The read of what is late alone: for `overdue`, and for the first frame of the app when the book is large."""

from __future__ import annotations

from pipetui.store.reads import book_reads

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3

    from pipetui.views import Card

_LATE = """
+d.status = 'open' AND d.id IN (
    SELECT deal_id FROM follow_up INDEXED BY ix_follow_up_due
    WHERE done_at IS NULL AND (due_on < ? OR due_on = ? AND due_time <= ?))"""


def late_cards(
    connection: sqlite3.Connection,
    moment: book_reads.Moment,
    *,
    brief: bool = False,
    known: book_reads.BookFacts | None = None,
) -> list[Card]:
    """All deals that are overdue at `moment`; among them may be a few that are not, parked ones for example."""
    today = moment.now.date().isoformat()
    known = known or book_reads.know(connection)
    late = book_reads.cards(connection, moment, _LATE, (today, today, f"{moment.now:%H:%M}"), brief=brief, known=known)
    return late + book_reads.closed_due(connection, moment, brief=brief, known=known)
