"""Deals that stand in a stage which is none any more: no board shows them, as where another program removed it."""

import sqlite3
from datetime import datetime

from pipetui.render import plural
from pipetui.store import stages
from pipetui.store.undo import step
from pipetui.store.values import utc_text

_HEIR = """
SELECT coalesce(
  (SELECT id FROM stage WHERE id = gone.merged_into AND removed_at IS NULL),
  (SELECT id FROM stage WHERE pipeline_id = gone.pipeline_id AND removed_at IS NULL AND position <= gone.position
   ORDER BY position DESC, id LIMIT 1),
  (SELECT id FROM stage WHERE pipeline_id = gone.pipeline_id AND removed_at IS NULL ORDER BY position, id LIMIT 1),
  (SELECT s.id FROM stage s JOIN pipeline p ON p.id = s.pipeline_id WHERE s.removed_at IS NULL
   ORDER BY p.is_default DESC, p.position, s.position, s.id LIMIT 1))
"""
"""Where the deals of a removed stage belong: to the one it was merged into, else one before it, else a first one."""


def find(connection: sqlite3.Connection) -> dict[int, list[int]]:
    """The deals, the closed and the deleted too, by the removed stage that they stand in."""
    found: dict[int, list[int]] = {}
    for stage_id, deal in connection.execute(
        """SELECT d.stage_id, d.id FROM deal d JOIN stage s ON s.id = d.stage_id
           WHERE s.removed_at IS NOT NULL ORDER BY d.stage_id, d.id"""
    ):
        found.setdefault(stage_id, []).append(deal)
    return found


def put_right(connection: sqlite3.Connection, at: datetime) -> str:
    """Move them to where they belong, inside a transaction, as one step of undo; returns what was done, if anything."""
    found = find(connection)
    if not found:
        return ""
    number, _ = step.begin_step(connection, "", "doctor", at)
    moved = 0
    for stage_id, deals in found.items():
        row = connection.execute(f"SELECT ({_HEIR}), name FROM stage gone WHERE id = :stage", {"stage": stage_id})
        heir, name = row.fetchone()
        if heir is not None:
            stages.move_deals(connection, stage_id, heir, "moved", utc_text(at), f"{name} is not a stage any more")
            moved += len(deals)
    said = f"{plural(moved, 'deal')} out of a removed stage"
    return f"moved {said}" if step.end_step(connection, number, said) else ""
