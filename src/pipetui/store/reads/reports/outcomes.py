"""What was won and lost, month by month and currency by currency. Standard library only."""

from __future__ import annotations

from pipetui.domain.deal import LOST, OPEN, WON
from pipetui.domain.money import Money
from pipetui.domain.rates import in_one
from pipetui.insight.behind import Behind
from pipetui.insight.outcomes import Ended, Outcomes, Pace
from pipetui.store.parking import ON_BOARD
from pipetui.store.reads.local_days import LocalDays
from pipetui.store.reads.reports.closed import closed_in, money, rate_day_of
from pipetui.store.reads.worth import COUNTS, SUM, WORTH

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator
    from typing import NamedTuple

    from pipetui.store.reads.period_span import Span
else:
    from pipetui.domain.record import NamedTuple

_MONTH = "coalesce(substr(coalesce(d.closed_on, d.closed_at), 1, 7), '')"
_ENDED = "d.status IN ('won', 'lost') AND d.deleted_at IS NULL"
_DAYS = "julianday(d.closed_at) - julianday(d.created_at)"
_TIMED = "d.status = 'won' AND d.deleted_at IS NULL AND NOT d.created_unknown AND d.closed_at IS NOT NULL"


class _Reopened(NamedTuple):
    deal_id: int
    month: str
    currency: str
    minor: int | None
    day: str


def outcomes(connection: sqlite3.Connection, span: Span) -> Outcomes:
    """How deals ended in a period, and how long the won ones took."""
    ended = connection.execute(
        f"""SELECT {_MONTH} AS month, d.status, {SUM}, d.currency, count(*),
                   {rate_day_of(span)} AS rated
            FROM deal d WHERE {_ENDED} AND {closed_in(span)} GROUP BY month, d.status, d.currency, rated""",
        span._asdict(),
    )
    found = [
        Ended(month, status, money(span, minor, code, day, deals), deals)
        for month, status, minor, code, deals, day in ended
    ]
    again = _reopened(connection, span)
    found += [Ended(one.month, LOST, money(span, one.minor, one.currency, one.day), 1, reopened=True) for one in again]
    cycles = connection.execute(
        f"SELECT {_MONTH}, {_DAYS} FROM deal d WHERE {_TIMED} AND {closed_in(span)}", span._asdict()
    ).fetchall()
    known = [(month, days) for month, days in cycles if days is not None and days >= 0]
    return Outcomes(found, known, len(cycles) - len(known))


def months(connection: sqlite3.Connection, span: Span) -> tuple[str, ...]:
    """The first and the last month of a period as far as it has come; none of all time."""
    last = min(span.last, span.today)
    return () if span.ever or last < span.first else (span.first[:7], last[:7])


def behind_outcomes(connection: sqlite3.Connection, span: Span) -> Iterator[Behind]:
    """The deals behind each month: won, lost, lost and opened again."""
    for month, status, number in connection.execute(
        f"SELECT {_MONTH}, d.status, d.id FROM deal d WHERE {_ENDED} AND {closed_in(span)} ORDER BY d.id",
        span._asdict(),
    ):
        yield Behind(month, status, number)
    for one in _reopened(connection, span):
        yield Behind(one.month, LOST, one.deal_id)
        yield Behind(one.month, "reopened", one.deal_id)


def _reopened(connection: sqlite3.Connection, span: Span) -> list[_Reopened]:
    """The deals lost in a period, each once a month, that were opened again and do not count as lost in it as it is.

    The index is of three kinds of move: SQLite takes it where the condition names all three.
    """
    rows = connection.execute(
        f"""SELECT DISTINCT d.id, l.at, d.currency, {WORTH}, CASE d.status WHEN 'lost' THEN {_MONTH} ELSE '' END
            FROM stage_event again INDEXED BY ix_stage_event_winding
            CROSS JOIN stage_event l ON l.deal_id = again.deal_id CROSS JOIN deal d ON d.id = l.deal_id
            WHERE again.kind IN ('retreated', 'moved', 'reopened') AND again.kind = 'reopened'
            AND l.kind = 'lost' AND (l.at, l.id) < (again.at, again.id)
            AND l.at >= :begin AND l.at < :end AND d.deleted_at IS NULL ORDER BY l.at, d.id""",
        span._asdict(),
    ).fetchall()
    days = LocalDays(span.moment)
    found = {}
    for number, at, currency, minor, lost_now in rows:
        day = days.day(at).isoformat()
        month = day[:7]
        if month != lost_now:
            found[number, month] = _Reopened(number, month, currency, minor, day)
    return list(found.values())


# --- velocity ----------------------------------------------------------------------------------------------------


def paces(connection: sqlite3.Connection, span: Span) -> list[Pace]:
    """What makes the pace of each currency in a period."""
    found: dict[str, Pace] = {}

    def of(currency: str) -> Pace:
        return found.get(currency, Pace(currency))

    for currency, count in connection.execute(
        f"SELECT d.currency, count(*) FROM deal d WHERE {_open_then(span)} GROUP BY d.currency", span._asdict()
    ):
        found[currency] = of(currency)._replace(open=count)
    sums: list[tuple[Money, str, int]] = []
    for currency, won, lost, valued, value, day in connection.execute(
        f"""SELECT d.currency, sum(d.status = 'won'), sum(d.status = 'lost'),
                   count(*) FILTER (WHERE d.status = 'won' AND {COUNTS}),
                   coalesce(sum(d.value_minor) FILTER (WHERE d.status = 'won' AND {COUNTS}), 0),
                   {rate_day_of(span)} AS rated
            FROM deal d WHERE {_ENDED} AND {closed_in(span)} GROUP BY d.currency, rated""",
        span._asdict(),
    ):
        one = of(currency)
        found[currency] = one._replace(
            won=one.won + won, lost=one.lost + lost, valued=one.valued + valued, value=one.value + value
        )
        sums.append((Money(value, currency), day, valued))
    for again in _reopened(connection, span):
        found[again.currency] = of(again.currency)._replace(lost=of(again.currency).lost + 1)
    cycles: dict[str, list[float]] = {}
    for currency, days in connection.execute(
        f"SELECT d.currency, {_DAYS} FROM deal d WHERE {_TIMED} AND {closed_in(span)}", span._asdict()
    ):
        if days is not None and days >= 0:
            cycles.setdefault(currency, []).append(days)
    lines = [pace._replace(days=cycles.get(currency, ())) for currency, pace in found.items()]
    return lines + _together(lines, sums, span)


def _together(lines: list[Pace], sums: list[tuple[Money, str, int]], span: Span) -> list[Pace]:
    """All of them as if they were of one currency, where every deal that was won has a rate."""
    rates = span.rates
    if not rates.known or all(pace.currency == rates.currency for pace in lines):
        return []
    worth = in_one(((amount, day, deals) for amount, day, deals in sums if deals), rates)
    if worth.lacking:
        return []
    open_, won, lost, valued = (sum(part) for part in zip(*(pace[1:5] for pace in lines), strict=True))
    days = [days for pace in lines for days in pace.days]
    return [Pace(rates.currency, open_, won, lost, valued, worth.amount.minor, days, together=True)]


def behind_paces(connection: sqlite3.Connection, span: Span) -> Iterator[Behind]:
    """The deals behind each currency: open at the end of the period, won and lost in it."""
    for currency, number in connection.execute(
        f"SELECT d.currency, d.id FROM deal d WHERE {_open_then(span)} ORDER BY d.id", span._asdict()
    ):
        yield Behind(currency, OPEN, number)
    for currency, status, number in connection.execute(
        f"SELECT d.currency, d.status, d.id FROM deal d WHERE {_ENDED} AND {closed_in(span)} ORDER BY d.id",
        span._asdict(),
    ):
        yield Behind(currency, WON if status == WON else LOST, number)
    for one in _reopened(connection, span):
        yield Behind(one.currency, LOST, one.deal_id)


def _open_then(span: Span) -> str:
    """The condition for a deal that was open when the period ended, or is now if it has not ended.

    Until when a deal was parked in the past is not kept: of a period that is over every one counts. Of those that were
    created on an unknown day nobody knows whether they were there.
    """
    if span.end > span.now:
        return ON_BOARD
    return """d.deleted_at IS NULL AND d.created_at < :end AND NOT d.created_unknown
        AND (d.status = 'open' OR d.closed_at >= :end)"""
