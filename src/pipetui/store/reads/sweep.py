"""Which open deals look dead: their facts in a few statements. Standard library only."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from pipetui.domain import rules, sweep
from pipetui.domain.deal import QUESTIONS
from pipetui.domain.rules import days_since
from pipetui.phrases import sweep as phrases
from pipetui.store import values
from pipetui.store.parking import ON_BOARD
from pipetui.store.pipelines import pipelines
from pipetui.store.reads import book_reads
from pipetui.store.reads.local_days import LocalDays
from pipetui.store.values import listed, utc_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3

    from pipetui.domain.sweep import Cycle, Limits, Reason, SweepFacts
    from pipetui.phrases.sweep import Candidate
    from pipetui.store.reads.book_reads import Moment


_HEARD = f"""(t.direction = 'in' AND t.outcome NOT IN ({listed(rules.UNHEARD)})
              OR t.outcome IN ({listed(sweep.ANSWERED)})
              OR t.outcome = '' AND t.kind IN ({listed(sweep.MET)}))"""
_OPEN = "d.status = 'open' AND d.deleted_at IS NULL"
_BACK = "coalesce(strftime('%Y-%m-%dT%H:%M:%SZ', d.parked_until, :to_utc), '')"
"""The rep's morning on which the deal `d` came back from being parked, as the store writes times."""

# Neither parked nor kept; one that was parked begins anew on the day it came back. When it was last touched, and until
# when a next step lies ahead: the clocks of rotting.
_DEALS = f"""
SELECT d.id, d.stage_id, CASE WHEN d.created_unknown THEN NULL ELSE d.created_at END, d.entered_stage_at,
       d.close_pushed, d.parked_until,
       nullif(max(coalesce((SELECT max(at) FROM touch WHERE deal_id = d.id), ''),
                  coalesce(d.touched_elsewhere_at, '')), ''),
       (SELECT due_on || coalesce(due_time, '24:00') FROM follow_up INDEXED BY ix_follow_up_open
        WHERE deal_id = d.id AND done_at IS NULL
        ORDER BY due_on DESC, coalesce(due_time, '24:00') DESC LIMIT 1)
FROM deal d INDEXED BY ix_deal_live
WHERE {ON_BOARD}
  AND (d.keep_until IS NULL OR d.keep_until <= :today)"""

_ATTEMPTS = f"""
SELECT d.id, count(*) FILTER (WHERE t.kind = 'call'), count(*) FILTER (WHERE t.kind = 'email'), min(t.at)
FROM deal d INDEXED BY ix_deal_open CROSS JOIN touch t INDEXED BY ix_touch_deal ON t.deal_id = d.id
WHERE {_OPEN} AND t.direction = 'out' AND (t.kind = 'email' OR (t.kind = 'call' AND t.outcome <> '')) AND NOT {_HEARD}
  AND t.at > coalesce((SELECT max(t.at) FROM touch t WHERE t.deal_id = d.id AND {_HEARD}), '')
  AND t.at >= {_BACK}
GROUP BY d.id"""

# Only the newest cadence of a deal counts, and only one that ended in the stage the deal is in: a move is no dead lead.
_EXHAUSTED = f"""
SELECT d.id, c.done_steps, c.stopped_at
FROM deal d INDEXED BY ix_deal_open CROSS JOIN deal_cadence c ON c.deal_id = d.id
WHERE {_OPEN} AND c.stop_reason = 'finished' AND c.stopped_at >= d.entered_stage_at
  AND c.stopped_at >= {_BACK}
  AND NOT EXISTS (SELECT 1 FROM deal_cadence n WHERE n.deal_id = d.id AND n.id > c.id)
  AND NOT EXISTS (SELECT 1 FROM touch t WHERE t.deal_id = d.id AND t.at >= c.started_at AND {_HEARD})"""

_REFUSED = f"""
SELECT q.deal_id, q.question
FROM deal d INDEXED BY ix_deal_open CROSS JOIN qualification q ON q.deal_id = d.id
WHERE {_OPEN} AND q.answer = 'no'"""

_WON = """
SELECT created_at, closed_at, closed_on FROM deal INDEXED BY ix_deal_closed
WHERE status = 'won' AND closed_at IS NOT NULL AND closed_at > created_at AND NOT created_unknown
  AND deleted_at IS NULL"""


def dead(connection: sqlite3.Connection, moment: Moment, limits: Limits) -> dict[int, tuple[Reason, ...]]:
    """The open deals that look dead at `moment`, by number, with the reasons; neither parked nor kept ones."""
    cycle = usual_cycle(connection, moment.now, limits)
    found = {}
    for number, known in facts(connection, moment):
        if why := sweep.reasons(known, limits, cycle):
            found[number] = why
    return found


def candidates(
    connection: sqlite3.Connection, moment: Moment, limits: Limits, *, brief: bool = False
) -> list[Candidate]:
    """The deals that look dead as cards, the worst first. `brief` is as for `book_reads.cards`."""
    found = dead(connection, moment, limits)
    if not found:
        return []
    numbers = ", ".join(map(str, found))
    return phrases.worst_first(found, book_reads.cards(connection, moment, f"d.id IN ({numbers})", brief=brief))


def usual_cycle(connection: sqlite3.Connection, now: datetime, limits: Limits) -> Cycle:
    """How many days a deal takes, by all wins; one that was written down after it was won tells nothing."""
    local = LocalDays(now)
    return sweep.cycle([_took(local, *row) for row in connection.execute(_WON)], limits)


def _took(local: LocalDays, created: str, closed: str, closed_on: str | None) -> int:
    try:
        end = date.fromisoformat(closed_on).toordinal() if closed_on else local.ordinal(closed)
        return max(0, end - local.ordinal(created))
    except values.ODD:
        return max(0, (_at(closed) - _at(created)).days)


def facts(connection: sqlite3.Connection, moment: Moment) -> list[tuple[int, SweepFacts]]:
    """What each open deal is judged by, by number; the same statements for one deal or ten thousand."""
    now, local = moment.now, LocalDays(moment.now)
    second = f"{now:%Y-%m-%d%H:%M:%S}"
    limits = {stage.id: stage.rotting_days for stage in pipelines(connection).stages}
    offset = now.utcoffset()
    given = {"to_utc": f"{-offset // timedelta(minutes=1) if offset else 0} minutes"}
    attempts = {
        number: (calls, emails, _at(since).astimezone(now.tzinfo).date())
        for number, calls, emails, since in connection.execute(_ATTEMPTS, given)
    }
    exhausted = {
        number: (steps, days_since(_at(stopped), now))
        for number, steps, stopped in connection.execute(_EXHAUSTED, given)
    }
    refused: dict[int, set[str]] = {}
    for number, question in connection.execute(_REFUSED):
        refused.setdefault(number, set()).add(question)
    found = []
    for number, stage_id, created, entered, pushed, parked, touched, last_due in connection.execute(
        _DEALS, {"today": now.date().isoformat()}
    ):
        limit = limits.get(stage_id, 0)
        ahead = last_due is not None and f"{last_due}:00" >= second
        back = local.since(parked) if parked else None
        here, age = _ago(local, entered), 0 if created is None else _ago(local, created)
        quiet = min(here, _ago(local, touched)) if touched else here
        if back is not None:
            quiet, age = min(quiet, back), min(age, back)
        rots = rules.rotting_days(limit, quiet, ahead)
        asked = refused.get(number, ())
        steps, ended = exhausted.get(number, (0, 0))
        calls, emails, since = attempts.get(number, (0, 0, None))
        answers = tuple(question for question in QUESTIONS if question in asked)
        known = sweep.SweepFacts(steps, ended, calls, emails, since, rots, limit, age, answers, pushed)
        found.append((number, known))
    return found


def _ago(local: LocalDays, at: str) -> int:
    try:
        return local.ago(at)
    except values.ODD:
        return local.ago(utc_text(_at(at)))


def _at(text: str) -> datetime:
    return values.moment(text)
