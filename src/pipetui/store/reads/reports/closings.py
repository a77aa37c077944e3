"""What was lost and why, where deals came from and who brought whom: sums of deals that are alike.

Standard library only.
"""

from __future__ import annotations

from pipetui.domain.deal import LOST, WON
from pipetui.insight.behind import Behind
from pipetui.insight.losses import Closings, Loss, Objected
from pipetui.insight.sources import Closed, Linked, Origins, referrers
from pipetui.store.parking import NOT_PARKED
from pipetui.store.reads.reports.closed import closed_in, money, rate_day_of
from pipetui.store.reads.worth import SUM, WORTH

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    from pipetui.store.reads.period_span import Span


_CREATED = f"""d.created_at >= :begin AND d.created_at < :end AND NOT d.created_unknown AND d.deleted_at IS NULL
    AND (d.status <> 'open' OR {NOT_PARKED})"""


def closings(connection: sqlite3.Connection, span: Span) -> Closings:
    """The deals lost in a period, and the objections met on all that were closed in it."""
    lost = connection.execute(
        f"""SELECT d.lost_reason, {SUM}, d.currency, count(*), coalesce(s.name, ''), d.source,
                   {rate_day_of(span)} AS rated
            FROM deal d LEFT JOIN stage s ON s.id = d.lost_stage_id
            WHERE d.status = 'lost' AND {closed_in(span)} AND d.deleted_at IS NULL
            GROUP BY d.lost_reason, s.name, d.source, d.currency, rated""",
        span._asdict(),
    )
    met = connection.execute(
        f"""SELECT d.id, o.text, d.status, m.state = 'open' FROM deal d
            CROSS JOIN deal_objection m ON m.deal_id = d.id JOIN objection o ON o.id = m.objection_id
            WHERE d.status IN ('won', 'lost') AND {closed_in(span)} AND d.deleted_at IS NULL""",
        span._asdict(),
    )
    return Closings(
        [
            Loss(reason, money(span, minor, currency, day, deals), deals, stage, source)
            for reason, minor, currency, deals, stage, source, day in lost
        ],
        [Objected(number, text, status, bool(left_open)) for number, text, status, left_open in met],
    )


def behind_closings(connection: sqlite3.Connection, span: Span) -> Iterator[Behind]:
    """The deals behind each reason and each place in which it was met, and behind each objection."""
    for number, *place in connection.execute(
        f"""SELECT d.id, d.lost_reason, coalesce(s.name, ''), d.source
            FROM deal d LEFT JOIN stage s ON s.id = d.lost_stage_id
            WHERE d.status = 'lost' AND {closed_in(span)} AND d.deleted_at IS NULL ORDER BY d.id""",
        span._asdict(),
    ):
        yield Behind(place[0], "deals", number)
        yield Behind(" · ".join(filter(None, place)), "deals", number)
    # Met twice on a deal, as on two that were merged, an objection counts once there, however it stood each time.
    met = closings(connection, span).objections
    figures = {(one.objection, one.deal_id, one.status) for one in met}
    figures |= {(one.objection, one.deal_id, "left_open") for one in met if one.status == LOST and one.left_open}
    yield from (Behind(objection, figure, number) for objection, number, figure in sorted(figures))


def origins(connection: sqlite3.Connection, span: Span) -> Origins:
    """How many deals each source made in a period, and the deals closed in it; parked ones count nowhere."""
    created = connection.execute(
        # No index knows when deals were created; the table in its own order is the quickest way through.
        f"SELECT source, count(*) FROM deal d NOT INDEXED WHERE {_CREATED} GROUP BY source",
        span._asdict(),
    ).fetchall()
    closed = connection.execute(
        f"""SELECT source, status, {SUM}, currency, count(*), {rate_day_of(span)} AS rated FROM deal d
            WHERE status IN ('won', 'lost') AND {closed_in(span)} AND deleted_at IS NULL
            GROUP BY source, status, currency, rated""",
        span._asdict(),
    )
    return Origins(
        created,
        [
            Closed(source, status, money(span, minor, currency, day, deals), deals)
            for source, status, minor, currency, deals, day in closed
        ],
    )


def behind_origins(connection: sqlite3.Connection, span: Span) -> Iterator[Behind]:
    """The deals behind each source: new, won, lost."""
    for source, number in connection.execute(
        f"SELECT source, id FROM deal d NOT INDEXED WHERE {_CREATED} ORDER BY id", span._asdict()
    ):
        yield Behind(source, "created", number)
    for source, status, number in connection.execute(
        f"""SELECT d.source, d.status, d.id FROM deal d
            WHERE d.status IN ('won', 'lost') AND {closed_in(span)} AND d.deleted_at IS NULL ORDER BY d.id""",
        span._asdict(),
    ):
        yield Behind(source, status, number)
    for line in referrers(linked(connection, span)):
        yield from (Behind(line.name, WON, brought.deal.id) for brought in line.chain if brought.deal.won_now)


def linked(connection: sqlite3.Connection, span: Span) -> list[Linked]:
    """Every deal that came from another, and those that others came from."""
    rows = connection.execute(
        f"""WITH one AS (SELECT id FROM deal WHERE origin_id > 0 UNION SELECT origin_id FROM deal WHERE origin_id > 0)
           SELECT d.id, d.title, coalesce(o.name, d.title), d.status, {WORTH}, d.currency,
                  d.origin_id, d.origin_kind,
                  coalesce(d.created_at >= :begin AND d.created_at < :end AND NOT d.created_unknown, 0),
                  d.status IN ('won', 'lost') AND coalesce({closed_in(span)}, 0), {rate_day_of(span)}
           FROM one CROSS JOIN deal d ON d.id = one.id
           LEFT JOIN organization o ON o.id = d.organization_id AND o.deleted_at IS NULL
           WHERE d.deleted_at IS NULL""",
        span._asdict(),
    )
    found = []
    for number, title, customer, status, minor, currency, origin_id, kind, created, closed, day in rows:
        brought, won_now = bool(created or closed), bool(closed) and status == WON
        value = money(span, minor, currency, day)
        found.append(Linked(number, title, customer, status, value, origin_id, kind, brought, won_now))
    return found
