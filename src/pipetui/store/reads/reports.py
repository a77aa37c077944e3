"""Reading the rows that the reports are worked out from: sums of deals that are alike, for there may be years of them.

Standard library only, like `reads`.
"""

from __future__ import annotations

from pipetui.domain.deal import WON
from pipetui.domain.money import Money
from pipetui.insight.losses import Closings, Loss, Objected
from pipetui.insight.sources import Closed, Linked, Origins
from pipetui.store.reads.period_span import Span as Span
from pipetui.store.reads.period_span import span as span

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3

_CLOSED_THEN = """d.closed_at >= :about AND d.closed_at < :till AND CASE WHEN d.closed_on IS NULL
    THEN d.closed_at >= :begin AND d.closed_at < :end ELSE d.closed_on BETWEEN :first AND :last END"""
"""Closed in the period; a row of another program may lack the day. A deal closed on an unknown day is in none."""


def closed_in(span: Span) -> str:
    """The condition for a deal that is closed: in the period, or at all."""
    return "1" if span.ever else _CLOSED_THEN


def on_unknown_days(connection: sqlite3.Connection) -> int:
    """How many deals are closed, nobody knows when: they count in no period."""
    asked = "SELECT count(*) FROM deal WHERE status IN ('won', 'lost') AND closed_at IS NULL AND deleted_at IS NULL"
    return int(connection.execute(asked).fetchone()[0])


def closings(connection: sqlite3.Connection, span: Span) -> Closings:
    """The deals lost in a period, and the objections met on all that were closed in it."""
    lost = connection.execute(
        f"""SELECT lost_reason, sum(value_minor), currency, count(*) FROM deal d
            WHERE status = 'lost' AND {closed_in(span)} AND deleted_at IS NULL
            GROUP BY lost_reason, currency""",
        span._asdict(),
    )
    met = connection.execute(
        f"""SELECT d.id, o.text, d.status, m.state = 'open' FROM deal d
            CROSS JOIN deal_objection m ON m.deal_id = d.id JOIN objection o ON o.id = m.objection_id
            WHERE d.status IN ('won', 'lost') AND {closed_in(span)} AND d.deleted_at IS NULL""",
        span._asdict(),
    )
    return Closings(
        [Loss(reason, _money(minor, currency), deals) for reason, minor, currency, deals in lost],
        [Objected(number, text, status, bool(left_open)) for number, text, status, left_open in met],
    )


def origins(connection: sqlite3.Connection, span: Span) -> Origins:
    """How many deals each source made in a period, and the deals closed in it; parked ones count nowhere."""
    created = connection.execute(
        # No index knows when deals were created; the table in its own order is the quickest way through.
        """SELECT source, count(*) FROM deal NOT INDEXED
           WHERE created_at >= :begin AND created_at < :end AND NOT created_unknown AND deleted_at IS NULL
           AND NOT (status = 'open' AND coalesce(parked_until, '') > :today) GROUP BY source""",
        span._asdict(),
    ).fetchall()
    closed = connection.execute(
        f"""SELECT source, status, sum(value_minor), currency, count(*) FROM deal d
            WHERE status IN ('won', 'lost') AND {closed_in(span)} AND deleted_at IS NULL
            GROUP BY source, status, currency""",
        span._asdict(),
    )
    return Origins(
        created,
        [Closed(source, status, _money(minor, currency), deals) for source, status, minor, currency, deals in closed],
    )


def linked(connection: sqlite3.Connection, span: Span) -> list[Linked]:
    """Every deal that came from another, and those that others came from."""
    rows = connection.execute(
        f"""WITH one AS (SELECT id FROM deal WHERE origin_id > 0 UNION SELECT origin_id FROM deal WHERE origin_id > 0)
           SELECT d.id, d.title, coalesce(o.name, d.title), d.status, d.value_minor, d.currency,
                  d.origin_id, d.origin_kind,
                  coalesce(d.created_at >= :begin AND d.created_at < :end AND NOT d.created_unknown, 0),
                  d.status IN ('won', 'lost') AND coalesce({closed_in(span)}, 0)
           FROM one CROSS JOIN deal d ON d.id = one.id
           LEFT JOIN organization o ON o.id = d.organization_id AND o.deleted_at IS NULL
           WHERE d.deleted_at IS NULL""",
        span._asdict(),
    )
    found = []
    for number, title, customer, status, minor, currency, origin_id, kind, created, closed in rows:
        brought, won_now = bool(created or closed), bool(closed) and status == WON
        found.append(
            Linked(number, title, customer, status, _money(minor, currency), origin_id, kind, brought, won_now)
        )
    return found


def _money(minor: int | None, currency: str) -> Money | None:
    return None if minor is None else Money(minor, currency)
