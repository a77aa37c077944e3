"""What was done and what is planned: the rows behind the activity plan, the week and the goals."""

from __future__ import annotations

from pipetui.domain import sweep
from pipetui.domain.deal import MEETINGS
from pipetui.domain.goals import GOALS, PERIODS, Goal
from pipetui.domain.money import Money
from pipetui.domain.rates import NO_RATES, ExchangeRates, in_one, rated, totals
from pipetui.insight.plan import ENOUGH, ClosedHistory, OpenPipeline
from pipetui.insight.week import ActivityTally
from pipetui.store.parking import ON_BOARD
from pipetui.store.reads import rate_day
from pipetui.store.reads.period_span import CLOSED_THEN
from pipetui.store.reads.worth import COUNTS, SUM
from pipetui.store.values import listed

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Set
    from datetime import date

    from pipetui.store.reads.period_span import Span


_CLOSED = "d.status IN ('won', 'lost') AND d.deleted_at IS NULL"
_WON = f"d.status = 'won' AND {COUNTS}"
_SUMS = f"""
SELECT d.currency, {{rated}} AS rated, count(*) FILTER (WHERE d.status = 'won'),
       count(*) FILTER (WHERE d.status = 'lost'),
       coalesce(sum(d.value_minor) FILTER (WHERE {_WON}), 0), count(*) FILTER (WHERE {_WON})
FROM deal d {{by}} WHERE {_CLOSED} AND {{since}} GROUP BY d.currency, rated"""
_TOUCHES = f"""
SELECT count(*) FROM deal d {{by}} CROSS JOIN touch t INDEXED BY ix_touch_deal ON t.deal_id = d.id
WHERE {_CLOSED} AND {{since}} AND t.direction = 'out'"""
_LAST_YEAR = {"by": "INDEXED BY ix_deal_closed", "since": "d.closed_at >= :since AND d.closed_at IS NOT NULL"}
_EVER = {"by": "", "since": "1"}

# With somebody whose deal lies in the bin nothing was done any more.
_KEPT = "NOT EXISTS (SELECT 1 FROM deal d WHERE d.id = t.deal_id AND d.deleted_at IS NOT NULL)"
_DONE = f"""
SELECT t.kind, count(*) FILTER (WHERE t.direction = 'out'),
       count(*) FILTER (WHERE t.direction = 'out' AND t.outcome IN ({listed(sweep.ANSWERED)})),
       count(*) FILTER (WHERE t.kind IN ({listed(MEETINGS)}) AND t.outcome NOT IN ('no answer', 'bounced'))
FROM touch t INDEXED BY ix_touch_at WHERE t.at >= :begin AND t.at < :end AND {_KEPT} GROUP BY t.kind"""


def history(
    connection: sqlite3.Connection,
    currency: str,
    since: str,
    today: date,
    rates: ExchangeRates = NO_RATES,
    apart: Set[str] = frozenset(),
) -> ClosedHistory:
    """The deals closed from that time on, if they are enough, else all that are closed.

    Their values are those in `currency`, and those of which there is a rate to it on the day of their closing, but for
    what is of a currency that stands `apart`.
    """
    asked = {"since": since}, currency, rates, apart, rate_day.expression(rates, today)
    found = _history(connection, *asked, _LAST_YEAR, 12)
    return found if found.closed >= ENOUGH else _history(connection, *asked, _EVER, 0)


def _history(
    connection: sqlite3.Connection,
    asked: dict[str, str],
    currency: str,
    rates: ExchangeRates,
    apart: Set[str],
    rated_by: str,
    which: dict[str, str],
    months: int,
) -> ClosedHistory:
    rows = connection.execute(_SUMS.format(rated=rated_by, **which), asked).fetchall()
    (touches,) = connection.execute(_TOUCHES.format(**which), asked).fetchone()
    sums = [(code, day, minor, count) for code, day, _, _, minor, count in rows if code not in apart]
    value, valued = _worth(sums, rates, currency)
    return ClosedHistory(sum(row[2] for row in rows), sum(row[3] for row in rows), touches, value, valued, months)


def _worth(rows: list[tuple[str, str, int, int]], rates: ExchangeRates, currency: str) -> tuple[int, int]:
    """What sums come to in one currency, and of how many deals; those without a rate are in neither."""
    if not currency:
        return 0, 0
    known = [row for row in rows if rates.between(row[0], currency, row[1]) is not None]
    parts = [(Money(minor, code), day, count) for code, day, minor, count in known]
    return in_one(parts, rates, currency).amount.minor, sum(count for *_, count in known)


def pipeline(
    connection: sqlite3.Connection,
    currency: str,
    today: date,
    rates: ExchangeRates = NO_RATES,
    apart: Set[str] = frozenset(),
) -> OpenPipeline:
    """The open deals, their values as in `history` by the latest rates."""
    rows = connection.execute(
        f"""SELECT d.currency, count(*), coalesce({SUM}, 0),
                   count(*) FILTER (WHERE {COUNTS})
            FROM deal d INDEXED BY ix_deal_expected WHERE {ON_BOARD} GROUP BY d.currency""",
        {"today": today.isoformat()},
    ).fetchall()
    by_code = [(code, today.isoformat(), minor, count) for code, _, minor, count in rows if code not in apart]
    return OpenPipeline(sum(row[1] for row in rows), *_worth(by_code, rates, currency))


def planned(connection: sqlite3.Connection, today: date, until: date) -> dict[str, int]:
    """What the rep still has to do on open deals by that day, overdue things with it, by kind; "" is any kind."""
    rows = connection.execute(
        f"""SELECT f.kind, count(*) FROM follow_up f INDEXED BY ix_follow_up_due CROSS JOIN deal d ON d.id = f.deal_id
            WHERE f.done_at IS NULL AND f.due_on <= :until AND f.turn = 'mine' AND {ON_BOARD} GROUP BY f.kind""",
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
        f"""SELECT d.status, d.currency, count(*), {SUM},
                   {rate_day.expression(span.rates, span.moment.date())} AS rated
            FROM deal d INDEXED BY ix_deal_closed
            WHERE {_CLOSED} AND d.closed_at IS NOT NULL AND {CLOSED_THEN}
            GROUP BY d.status, d.currency, rated ORDER BY d.currency""",
        asked,
    ).fetchall()
    return ActivityTally(
        touches,
        through,
        meetings,
        new,
        sum(deals for status, _, deals, *_ in closed if status == "won"),
        totals(
            rated(Money(minor, code), span.rates, day, deals)
            for status, code, deals, minor, day in closed
            if status == "won" and minor is not None
        ),
        sum(deals for status, _, deals, *_ in closed if status == "lost"),
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
