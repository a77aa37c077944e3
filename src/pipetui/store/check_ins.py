"""Check-ins: what was planned on a deal since it was won. Standard library only.

What was left undone before the win is the sale's, not the customer's: it counts again only if the deal is reopened.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from pipetui.store.values import utc_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3

SINCE_WON = "f.created_at >= coalesce(d.closed_at, '')"
"""Whether the follow-up `f` of the won deal `d` is a check-in: all are where nobody knows when it was won."""

UNKNOWN = datetime(2, 1, 1, tzinfo=UTC)
"""Stands for the time of a win that nobody knows: whatever is planned came after it."""

STANDS = f"(d.status <> 'won' OR {SINCE_WON})"
"""Whether the undone follow-up `f` is still one of the deal `d`."""

WANTED = f"""EXISTS (
    SELECT 1 FROM deal d WHERE d.id = f.deal_id AND d.status = 'won' AND d.deleted_at IS NULL AND {SINCE_WON})"""
"""Whether the undone follow-up `f` is a check-in of a deal that is not in the bin."""


def keep(connection: sqlite3.Connection, deal_id: int, was: datetime | None, at: datetime) -> None:
    """The deal was won at `at`, not at `was`: what is planned on it stays a check-in, or none, as it was until now.

    What was planned before the win cannot have been planned after it, and the other way round. `was` is None for a win
    that was none before: what is planned then is the sale's, be it of the same second.
    """
    connection.execute(
        """UPDATE follow_up
           SET created_at = CASE WHEN created_at >= :was THEN max(created_at, :at) ELSE min(created_at, :before) END
           WHERE deal_id = :deal AND done_at IS NULL AND coalesce(created_at >= :was, 0) <> (created_at >= :at)""",
        {
            "deal": deal_id,
            "was": None if was is None else utc_text(was),
            "at": utc_text(at),
            "before": utc_text(at - timedelta(seconds=1)),
        },
    )
