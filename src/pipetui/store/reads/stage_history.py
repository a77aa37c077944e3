"""What became of the deals that entered each stage: read as counts, all of a stage's summed in SQL."""

from __future__ import annotations

from pipetui.insight.stage_history import Entered

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3


def entered(connection: sqlite3.Connection) -> list[Entered]:
    """Of every stage how many closed deals entered it and were won; what was merged into it is counted with it.

    A deal entered the stages that its history names, and the one it stands in: one that was imported may know no other.
    """
    rows = connection.execute(
        """SELECT coalesce(s.merged_into, s.id) AS stage, count(DISTINCT CASE d.status WHEN 'won' THEN d.id END),
                  count(DISTINCT d.id)
           FROM (SELECT to_stage_id AS stage_id, deal_id FROM stage_event WHERE to_stage_id IS NOT NULL
                 UNION SELECT stage_id, id FROM deal WHERE status IN ('won', 'lost') AND deleted_at IS NULL) e
           JOIN deal d ON d.id = e.deal_id JOIN stage s ON s.id = e.stage_id
           WHERE d.status IN ('won', 'lost') AND d.deleted_at IS NULL
           GROUP BY stage"""
    )
    return [Entered(*row) for row in rows.fetchall()]
