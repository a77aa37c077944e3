"""The undone next steps of deals, each one, not only the earliest of a deal. Standard library only."""

from __future__ import annotations

from pipetui.store import values
from pipetui.store.check_ins import STANDS
from pipetui.store.reads.cards import next_step

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Mapping
    from datetime import datetime
    from typing import Any

    from pipetui.views import NextStep

_STEPS = f"""
SELECT f.deal_id, f.id, f.what, f.due_on, f.due_time, f.kind, f.turn, f.postponed, coalesce(f.cadence_place + 1, 0),
       CASE WHEN f.cadence_place IS NULL THEN 0 ELSE max(
           f.cadence_place + 1, (SELECT count(*) FROM cadence_step s WHERE s.cadence_id = f.cadence_id)) END
FROM follow_up f {{index}} CROSS JOIN deal d ON d.id = f.deal_id
WHERE f.done_at IS NULL AND {STANDS} AND {{where}}
ORDER BY f.due_on, coalesce(f.due_time, '24:00'), f.id"""


def undone(
    connection: sqlite3.Connection, now: datetime, where: str, given: Mapping[str, Any], index: str
) -> Iterator[tuple[int, NextStep]]:
    """The steps `f` of deals `d` that fit the condition, found by that index, the earliest first: deal and step."""
    rows = connection.execute(_STEPS.format(where=where, index=f"INDEXED BY {index}"), given)
    for deal, number, what, day, time, kind, turn, postponed, place, of in rows:
        yield (
            deal,
            next_step(
                now,
                number,
                values.text(what),
                values.day(day),
                values.clock(time),
                values.text(kind),
                values.text(turn),
                values.whole(postponed, 0, values.LARGEST, 0),
                values.whole(place, 0, values.LARGEST, 0),
                values.whole(of, 0, values.LARGEST, 0),
            ),
        )
