"""The deals that entered the stages in a period, and how long the open ones have lain in theirs.

Standard library only.
"""

from __future__ import annotations

from pipetui.domain.deal import OPEN, STATUSES
from pipetui.insight.ageing import Aged, StageOfDeals, band, longer_than_usual
from pipetui.insight.behind import Behind
from pipetui.insight.funnel import ADVANCED, DROPPED, THERE, Entries, Forward, Moved, StageAt, fates
from pipetui.store import values
from pipetui.store.parking import ON_BOARD
from pipetui.store.pipelines import pipelines
from pipetui.store.reads.local_days import LocalDays
from pipetui.store.reads.medians import medians, newest_stays

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator
    from typing import Any

    from pipetui.store.reads.period_span import Span


def stages_at(connection: sqlite3.Connection, span: Span | None = None) -> list[StageAt]:
    """Every stage that may be counted, in order; those that are no stage any more behind the others."""
    rows = connection.execute(
        """SELECT s.id, CASE WHEN (SELECT count(*) FROM pipeline) > 1 THEN p.name || '/' ELSE '' END || s.name
                  || CASE WHEN s.removed_at IS NULL THEN '' ELSE ' (removed)' END, s.pipeline_id, s.position
           FROM stage s JOIN pipeline p ON p.id = s.pipeline_id WHERE s.merged_into IS NULL
           ORDER BY s.removed_at IS NOT NULL, p.position, p.id, s.position, s.id"""
    )
    return [StageAt(*row) for row in rows]


_ENTERS = "e.at >= :begin AND e.at < :end AND e.kind IN ('created', 'advanced', 'retreated', 'moved')"
_CREATED = "NOT (e.kind = 'created' AND d.created_unknown)"
_FORWARD = "e.at >= :begin AND e.at < :end AND e.kind IN ('created', 'advanced')"
_WINDING = """SELECT deal_id FROM stage_event INDEXED BY ix_stage_event_winding
        WHERE kind IN ('retreated', 'moved', 'reopened')
    UNION SELECT deal_id FROM stage_event NOT INDEXED WHERE EXISTS (SELECT 1 FROM stage WHERE merged_into IS NOT NULL)
        AND coalesce(to_stage_id, from_stage_id) IN (SELECT id FROM stage WHERE merged_into IS NOT NULL)"""
"""The deals that did not go straight on: few, and the only ones whose every move must be looked at."""


def entries(connection: sqlite3.Connection, span: Span) -> Entries:
    """What became of the deals that entered a stage in a period.

    No index knows when deals moved: the table in its own order is the quickest way through, and one number a group
    (the stage, and what became of the deal: see `parts`) the quickest way to sum it.
    """
    parts = (ADVANCED, DROPPED, THERE)
    forward = connection.execute(
        f"""WITH winding AS ({_WINDING})
            SELECT e.to_stage_id * 3 + CASE WHEN d.stage_id <> e.to_stage_id THEN 0
                WHEN d.status = 'won' THEN 0 WHEN d.status = 'lost' THEN 1 ELSE 2 END AS fate, count(*)
            FROM stage_event e NOT INDEXED CROSS JOIN deal d ON d.id = e.deal_id
            WHERE {_FORWARD} AND {_CREATED} AND e.deal_id NOT IN winding AND d.deleted_at IS NULL
            AND e.to_stage_id IS NOT NULL GROUP BY fate""",
        span._asdict(),
    )
    found = [
        Forward(fate // 3, parts[fate % 3], deals)
        for fate, deals in forward
        if type(fate) is int  # another program may write anything
    ]
    return Entries(found, _moves(connection, span, f"({_WINDING})"), _stays(connection, span))


def _moves(connection: sqlite3.Connection, span: Span, deals: str) -> list[Moved]:
    """The history of each deal of these that entered a stage in a period, deal by deal."""
    merged = dict(connection.execute("SELECT id, merged_into FROM stage WHERE merged_into IS NOT NULL").fetchall())
    rows = connection.execute(
        f"""WITH entered AS MATERIALIZED (SELECT DISTINCT e.deal_id FROM {deals} n
                CROSS JOIN stage_event e ON e.deal_id = n.deal_id WHERE {_ENTERS})
            SELECT e.deal_id, e.kind, e.from_stage_id, e.to_stage_id, {_ENTERS} AND {_CREATED}, d.status, d.stage_id
            FROM entered n CROSS JOIN deal d ON d.id = n.deal_id CROSS JOIN stage_event e ON e.deal_id = n.deal_id
            WHERE d.deleted_at IS NULL AND e.kind NOT IN ('parked', 'unparked') ORDER BY n.deal_id, e.at, e.id""",
        span._asdict(),
    )
    return [
        Moved(deal, kind, merged.get(one, one), merged.get(to, to), bool(now), _status(status), merged.get(here, here))
        for deal, kind, one, to, now, status, here in rows
    ]


def _status(word: Any) -> str:
    """How a deal stands; one of which nobody can say it is open, as in the lists."""
    return values.word(word, STATUSES, OPEN)


def _stays(connection: sqlite3.Connection, span: Span) -> dict[int, list[int]]:
    """The newest stays that ended in a period, as many as any median is made of."""
    homes: dict[int, list[int]] = {}
    for stage, home in connection.execute("SELECT id, coalesce(merged_into, id) FROM stage"):
        homes.setdefault(home, []).append(stage)
    return {home: newest_stays(connection, stages, span.begin, span.end) for home, stages in homes.items()}


def behind_entries(connection: sqlite3.Connection, span: Span) -> Iterator[Behind]:
    """The deals behind each stage of the funnel: all that entered it, and each under what became of it."""
    known = stages_at(connection)
    names = {stage.id: stage.name for stage in known}
    for fate in fates(_moves(connection, span, "(SELECT id AS deal_id FROM deal)"), known):
        yield Behind(names[fate.stage_id], "entered", fate.deal_id)
        yield Behind(names[fate.stage_id], fate.part, fate.deal_id)


def aged(connection: sqlite3.Connection, span: Span) -> list[Aged]:
    """The open deals that are not parked, each with its whole days in its stage."""
    days = LocalDays(span.moment)
    return [
        Aged(number, stage, days.ago(entered))
        for number, stage, entered in connection.execute(
            f"SELECT id, stage_id, entered_stage_at FROM deal d WHERE {ON_BOARD} ORDER BY id",
            span._asdict(),
        )
    ]


def usual_stays(connection: sqlite3.Connection, span: Span) -> list[StageOfDeals]:
    """The stages in order, with the median of their newest stays, which urgency measures deals against, too."""
    known = pipelines(connection)
    usual = medians(connection, known.stages).stays
    names = {stage.id: stage.name for stage in stages_at(connection)}
    return [StageOfDeals(stage.id, names.get(stage.id, stage.name), usual.get(stage.id)) for stage in known.stages]


def behind_ages(connection: sqlite3.Connection, span: Span) -> Iterator[Behind]:
    """The deals behind each stage: all, by band, and those that have lain there longer than is usual."""
    stages = usual_stays(connection, span)
    names = {stage.id: stage.name for stage in stages}
    usual = {stage.id: stage.usual for stage in stages if stage.usual is not None}
    for deal in aged(connection, span):
        name = names.get(deal.stage_id)
        if name is not None:
            yield Behind(name, "deals", deal.deal_id)
            yield Behind(name, f"band{band(deal.days)}", deal.deal_id)
            if longer_than_usual(deal, usual):
                yield Behind(name, "longer", deal.deal_id)
