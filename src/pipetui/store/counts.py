"""How many deals want something today: for a shell prompt, counted from indexes alone. Standard library only."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3
    from datetime import datetime

CLOSED_DUE = """
SELECT id FROM deal INDEXED BY ix_deal_revisit
WHERE revisit_on <= ? AND status = 'lost' AND deleted_at IS NULL
UNION ALL
SELECT id FROM deal INDEXED BY ix_deal_renewal
WHERE renewal_on IS NOT NULL AND date(renewal_on, '-' || renewal_lead_days || ' days') <= ?
  AND status = 'won' AND deleted_at IS NULL"""
"""The numbers of the closed deals that want to be seen again on a day, given twice."""

_STEPS = "follow_up f INDEXED BY ix_follow_up_due CROSS JOIN deal d INDEXED BY ix_deal_open ON d.id = f.deal_id"
_OPEN = """
f.done_at IS NULL AND d.status = 'open' AND d.deleted_at IS NULL
AND (d.parked_until IS NULL OR d.parked_until <= :today)"""
_BEFORE_TODAY = """
SELECT count(*) FROM deal d INDEXED BY ix_deal_open
WHERE d.status = 'open' AND d.deleted_at IS NULL AND (d.parked_until IS NULL OR d.parked_until <= :today)
  AND d.id IN (SELECT deal_id FROM follow_up INDEXED BY ix_follow_up_due WHERE done_at IS NULL AND due_on < :today)"""
# Of every deal the earliest undone follow-up decides: one from before today makes it late already.
_TODAY = f"""
SELECT count(*) FILTER (WHERE late), count(*) FROM (
    SELECT max(coalesce(f.due_time || ':00' < :second, 0)) AS late FROM {_STEPS}
    WHERE f.due_on = :today AND {_OPEN} AND NOT EXISTS (
        SELECT 1 FROM follow_up e INDEXED BY ix_follow_up_open
        WHERE e.deal_id = f.deal_id AND e.done_at IS NULL AND e.due_on < :today)
    GROUP BY f.deal_id)"""


_CLOSED = """
SELECT count(*) FILTER (WHERE due < :today), count(*) FROM (
    SELECT revisit_on AS due FROM deal INDEXED BY ix_deal_revisit
    WHERE revisit_on <= :today AND status = 'lost' AND deleted_at IS NULL
    UNION ALL
    SELECT date(renewal_on, '-' || renewal_lead_days || ' days') FROM deal INDEXED BY ix_deal_renewal
    WHERE renewal_on IS NOT NULL AND date(renewal_on, '-' || renewal_lead_days || ' days') <= :today
      AND status = 'won' AND deleted_at IS NULL)"""


def due(connection: sqlite3.Connection, now: datetime) -> tuple[int, int]:
    """How many deals stand under Overdue and under Today (behaviours 1, 2) at `now`, the rep's own time."""
    moment = {"today": now.date().isoformat(), "second": f"{now:%H:%M:%S}"}
    (before,) = connection.execute(_BEFORE_TODAY, moment).fetchone()
    late, of_today = connection.execute(_TODAY, moment).fetchone()
    seen, closed = connection.execute(_CLOSED, moment).fetchone()
    return before + (late or 0) + seen, of_today - (late or 0) + closed - seen
