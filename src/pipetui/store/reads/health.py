"""The facts behind the health flags and the advice: counts of open deals, from indexes. Standard library only."""

from __future__ import annotations

from datetime import timedelta

from pipetui.domain.dates.workdays import is_working_day
from pipetui.insight import health as insight
from pipetui.insight.health import UNFIT_DAYS, HealthFacts
from pipetui.phrases import health as phrases
from pipetui.store import late
from pipetui.store.parking import ON_BOARD
from pipetui.store.pipelines import pipelines
from pipetui.store.values import utc_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3
    from datetime import datetime

    from pipetui.domain.quota import QuotaStanding
    from pipetui.store.reads.book_reads import Moment

_BY_STAGE = f"SELECT d.stage_id, count(*) FROM deal d INDEXED BY ix_deal_expected WHERE {ON_BOARD} GROUP BY d.stage_id"

_OVERDUE = f"""
SELECT count(*) FROM (SELECT DISTINCT f.deal_id AS id FROM follow_up f INDEXED BY ix_follow_up_due
                      WHERE f.done_at IS NULL AND {late.STEP}) AS behind
CROSS JOIN deal d INDEXED BY ix_deal_open ON d.id = behind.id WHERE {ON_BOARD}"""

_NO_STEP = f"""
SELECT count(*) FROM deal d INDEXED BY ix_deal_open WHERE {ON_BOARD} AND NOT EXISTS (
    SELECT 1 FROM follow_up f INDEXED BY ix_follow_up_open WHERE f.deal_id = d.id AND f.done_at IS NULL)"""

# As the lists know what rots: since when a deal lies untouched, and whether anything is planned ahead.
_ROTTING = f"""
SELECT count(*) FROM deal d INDEXED BY ix_deal_live JOIN deal_line l ON l.deal_id = d.id
WHERE {ON_BOARD} AND max(d.entered_stage_at, coalesce(l.touched_at, '')) < CASE d.stage_id {{bounds}} END
  AND (d.parked_until IS NULL OR d.parked_until <= CASE d.stage_id {{days}} END)
  AND (l.last_due IS NULL OR l.last_due || ':00' < :second)"""

_UNFIT = f"""
SELECT count(DISTINCT d.id), count(t.id)
FROM deal d INDEXED BY ix_deal_open
LEFT JOIN touch t INDEXED BY ix_touch_deal ON t.deal_id = d.id AND t.at >= :since AND t.direction = 'out'
WHERE {ON_BOARD} AND EXISTS (SELECT 1 FROM qualification q WHERE q.deal_id = d.id AND q.answer = 'no')"""

_TOUCHES = """
SELECT count(*), count(*) FILTER (WHERE t.at >= :midnight) FROM touch t INDEXED BY ix_touch_at
WHERE t.at >= :since AND t.direction = 'out'
  AND NOT EXISTS (SELECT 1 FROM deal d WHERE d.id = t.deal_id AND d.deleted_at IS NOT NULL)"""

_STEPS = f"""
SELECT count(*) FROM follow_up f INDEXED BY ix_follow_up_due
CROSS JOIN deal d INDEXED BY ix_deal_open ON d.id = f.deal_id
WHERE f.done_at IS NULL AND f.due_on <= :today AND f.turn = 'mine' AND {ON_BOARD}"""


def by_stage(connection: sqlite3.Connection, now: datetime) -> dict[int, int]:
    """How many open deals that are not parked stand in each stage."""
    return dict(connection.execute(_BY_STAGE, late.moment(now)).fetchall())


def overdue(connection: sqlite3.Connection, now: datetime) -> int:
    """How many of them have a step that is late."""
    return _count(connection, _OVERDUE, late.moment(now))


def facts(connection: sqlite3.Connection, moment: Moment) -> HealthFacts:
    """All that the flags are made of."""
    now = moment.now
    asked = late.moment(now) | {
        "midnight": utc_text(now.replace(hour=0, minute=0, second=0)),
        "since": utc_text(now - timedelta(days=UNFIT_DAYS)),
    }
    unfit, unfit_touches = connection.execute(_UNFIT, asked).fetchone()
    touches, touches_today = connection.execute(_TOUCHES, asked).fetchone()
    return HealthFacts(
        by_stage(connection, now),
        _count(connection, _OVERDUE, asked),
        _rotting(connection, now),
        _count(connection, _NO_STEP, asked),
        unfit,
        unfit_touches,
        touches,
        _count(connection, _STEPS, asked),
        touches_today,
        is_working_day(now.date(), moment.dates),
    )


def _rotting(connection: sqlite3.Connection, now: datetime) -> int:
    """How many rot: untouched for the days of their stage, parked or in it no shorter than that, nothing ahead."""
    limits = {stage.id: stage.rotting_days for stage in pipelines(connection).stages if stage.rotting_days}
    if not limits:
        return 0
    today = now.date()
    midnight = {stage: _midnight(now, days) for stage, days in limits.items()}
    asked = late.moment(now) | {"second": f"{now:%Y-%m-%d%H:%M:%S}"}
    bounds = " ".join(f"WHEN {stage} THEN '{utc_text(at)}'" for stage, at in midnight.items())
    days = " ".join(f"WHEN {stage} THEN '{today - timedelta(days=days)}'" for stage, days in limits.items())
    return _count(connection, _ROTTING.format(bounds=bounds, days=days), asked)


def _midnight(now: datetime, days: int) -> datetime:
    """The end of the day so many days ago: what happened before lies at least as long back."""
    return (now - timedelta(days=days - 1)).replace(hour=0, minute=0, second=0, microsecond=0)


def _count(connection: sqlite3.Connection, statement: str, asked: dict[str, str]) -> int:
    return int(connection.execute(statement, asked).fetchone()[0])


def advice(connection: sqlite3.Connection, now: datetime, standing: QuotaStanding | None) -> str:
    """The one thing to do, in words, "" for nothing."""
    return phrases.advice(advised(connection, now, standing))


def advised(connection: sqlite3.Connection, now: datetime, standing: QuotaStanding | None) -> insight.Advice | None:
    """The one thing to do, None for nothing; two counts, as cheap as those of a prompt."""
    known = pipelines(connection)
    stages = known.of(known.default_pipeline)
    return insight.advice(by_stage(connection, now), overdue(connection, now), stages, standing)
