"""What became of the deals that entered each stage: read as counts, all of a stage's summed in SQL."""

from __future__ import annotations

from pipetui.insight.stage_history import Entered
from pipetui.store.pipelines import TOLD

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3


def entered(connection: sqlite3.Connection) -> list[Entered]:
    """Of every stage how many closed deals entered it and were won; what was merged into it is counted with it.

    A deal entered the stages that its history names, and the one it stands in, unless nobody told in which it was.
    """
    rows = connection.execute(
        f"""SELECT coalesce(s.merged_into, s.id) AS stage, count(DISTINCT CASE d.status WHEN 'won' THEN d.id END),
                  count(DISTINCT d.id)
           FROM (SELECT to_stage_id AS stage_id, deal_id FROM stage_event WHERE to_stage_id IS NOT NULL
                 UNION SELECT d.stage_id, d.id FROM deal d
                 WHERE d.status IN ('won', 'lost') AND d.deleted_at IS NULL AND {TOLD}) e
           JOIN deal d ON d.id = e.deal_id JOIN stage s ON s.id = e.stage_id
           WHERE d.status IN ('won', 'lost') AND d.deleted_at IS NULL
           GROUP BY stage"""
    )
    return [Entered(*row) for row in rows.fetchall()]
