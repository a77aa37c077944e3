"""What was done and what is planned: the rows behind the activity plan, the week and the goals."""

from __future__ import annotations

from pipetui.domain import sweep
from pipetui.domain.goals import GOALS, PERIODS, Goal
from pipetui.domain.money import Money
from pipetui.insight.plan import ENOUGH, ClosedHistory, OpenPipeline
from pipetui.insight.week import ActivityTally

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence
    from datetime import date

    from pipetui.store.reads.period_span import Span


def _listed(words: Sequence[str]) -> str:
    return ", ".join(f"'{word}'" for word in words)


_MEETINGS = (*sweep.MET, "visit")
_WHOLE = "typeof(d.value_minor) = 'integer'"
_CLOSED = "d.status IN ('won', 'lost') AND d.deleted_at IS NULL"
_OF_CURRENCY = f"d.status = 'won' AND d.currency = :currency AND {_WHOLE}"
_SUMS = f"""
SELECT count(*) FILTER (WHERE d.status = 'won'), count(*) FILTER (WHERE d.status = 'lost'),
       coalesce(sum(d.value_minor) FILTER (WHERE {_OF_CURRENCY}), 0), count(*) FILTER (WHERE {_OF_CURRENCY})
FROM deal d {{by}} WHERE {_CLOSED} AND {{since}}"""
_TOUCHES = f"""
SELECT count(*) FROM deal d {{by}} CROSS JOIN touch t INDEXED BY ix_touch_deal ON t.deal_id = d.id
WHERE {_CLOSED} AND {{since}} AND t.direction = 'out'"""
_LAST_YEAR = {"by": "INDEXED BY ix_deal_closed", "since": "d.closed_at >= :since AND d.closed_at IS NOT NULL"}
_EVER = {"by": "", "since": "1"}

_OPEN = "d.status = 'open' AND d.deleted_at IS NULL AND (d.parked_until IS NULL OR d.parked_until <= :today)"

# With somebody whose deal lies in the bin nothing was done any more.
_KEPT = "NOT EXISTS (SELECT 1 FROM deal d WHERE d.id = t.deal_id AND d.deleted_at IS NOT NULL)"
_DONE = f"""
SELECT t.kind, count(*) FILTER (WHERE t.direction = 'out'),
       count(*) FILTER (WHERE t.direction = 'out' AND t.outcome IN ({_listed(sweep.ANSWERED)})),
       count(*) FILTER (WHERE t.kind IN ({_listed(_MEETINGS)}) AND t.outcome NOT IN ('no answer', 'bounced'))
FROM touch t INDEXED BY ix_touch_at WHERE t.at >= :begin AND t.at < :end AND {_KEPT} GROUP BY t.kind"""


def history(connection: sqlite3.Connection, currency: str, since: str) -> ClosedHistory:
    """The deals closed from that time on, if they are enough, else all that are closed."""
    asked = {"currency": currency, "since": since}
    found = _history(connection, asked, _LAST_YEAR, 12)
    return found if found.closed >= ENOUGH else _history(connection, asked, _EVER, 0)


def _history(
    connection: sqlite3.Connection, asked: dict[str, str], which: dict[str, str], months: int
) -> ClosedHistory:
    won, lost, value, valued = connection.execute(_SUMS.format(**which), asked).fetchone()
    (touches,) = connection.execute(_TOUCHES.format(**which), asked).fetchone()
    return ClosedHistory(won, lost, touches, value, valued, months)


def pipeline(connection: sqlite3.Connection, currency: str, today: date) -> OpenPipeline:
    """The open deals."""
    row = connection.execute(
        f"""SELECT count(*), coalesce(sum(d.value_minor) FILTER (WHERE d.currency = :currency AND {_WHOLE}), 0),
                   count(*) FILTER (WHERE d.currency = :currency AND {_WHOLE})
            FROM deal d INDEXED BY ix_deal_expected WHERE {_OPEN}""",
        {"currency": currency, "today": today.isoformat()},
    ).fetchone()
    return OpenPipeline(*row)


def planned(connection: sqlite3.Connection, today: date, until: date) -> dict[str, int]:
    """What the rep still has to do on open deals by that day, overdue things with it, by kind; "" is any kind."""
    rows = connection.execute(
        f"""SELECT f.kind, count(*) FROM follow_up f INDEXED BY ix_follow_up_due CROSS JOIN deal d ON d.id = f.deal_id
            WHERE f.done_at IS NULL AND f.due_on <= :until AND f.turn = 'mine' AND {_OPEN} GROUP BY f.kind""",
        {"today": today.isoformat(), "until": until.isoformat()},
    )
    return {str(kind): number for kind, number in rows}


def tally(connection: sqlite3.Connection, span: Span) -> ActivityTally:
    """What was done in a span of days."""
    asked = span._asdict()
    touches, through, meetings = {}, {}, 0
    for kind, out, got_through, met in connection.execute(_DONE, asked):
        meetings += met
        if out:
            touches[str(kind)] = out
            through[str(kind)] = got_through
    (new,) = connection.execute(
        # No index knows when deals were created; the table in its own order is the quickest way through.
        """SELECT count(*) FROM deal NOT INDEXED
           WHERE created_at >= :begin AND created_at < :end AND NOT created_unknown AND deleted_at IS NULL""",
        asked,
    ).fetchone()
    closed = connection.execute(
        f"""SELECT d.status, d.currency, count(*), sum(d.value_minor) FILTER (WHERE {_WHOLE})
            FROM deal d INDEXED BY ix_deal_closed
            WHERE {_CLOSED} AND d.closed_at IS NOT NULL AND d.closed_at >= :about AND d.closed_at < :till
              AND CASE WHEN d.closed_on IS NULL THEN d.closed_at >= :begin AND d.closed_at < :end
                  ELSE d.closed_on BETWEEN :first AND :last END
            GROUP BY d.status, d.currency ORDER BY d.currency""",
        asked,
    ).fetchall()
    return ActivityTally(
        touches,
        through,
        meetings,
        new,
        sum(deals for status, _, deals, _ in closed if status == "won"),
        tuple(Money(minor, code) for status, code, _, minor in closed if status == "won" and minor is not None),
        sum(deals for status, _, deals, _ in closed if status == "lost"),
    )


def goals(connection: sqlite3.Connection) -> list[Goal]:
    """The goals that are set, in their usual order; what another program spoilt is none."""
    found = []
    for what in GOALS:
        row = connection.execute("SELECT value FROM setting WHERE key = :key", {"key": f"goal {what}"}).fetchone()
        number, _, per = str(row[0]).partition(" ") if row else ("", "", "")
        if number.isascii() and number.isdecimal() and len(number) < 7 and int(number) and per in PERIODS:
            found.append(Goal(what, int(number), per))
    return found
