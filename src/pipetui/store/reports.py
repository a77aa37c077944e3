"""Reading the rows that the reports are worked out from: sums of deals that are alike, for there may be years of them.

Standard library only, like `reads`.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from pipetui.domain.deal import LOST, WON
from pipetui.domain.money import Money
from pipetui.insight.losses import Closings, Loss, Objected
from pipetui.insight.sources import Closed, Linked, Origins
from pipetui.store.step import utc_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3
    from datetime import tzinfo

    from pipetui.domain.period import Period

_FIRST, _LAST = "", "9999-12-31T23:59:59Z"


def span(period: Period, zone: tzinfo | None) -> tuple[str, str]:
    """When a period begins and when it is over, as the store writes times; its days are those of `zone`."""
    try:
        begin = _midnight(period.first, zone)
    except (OverflowError, ValueError, OSError):  # where the calendar begins, and where it ends
        begin = _FIRST
    try:
        return begin, _midnight(period.last + timedelta(days=1), zone)
    except (OverflowError, ValueError, OSError):
        return begin, _LAST


def _midnight(day: date, zone: tzinfo | None) -> str:
    return utc_text(datetime.combine(day, time(), zone))


def closings(connection: sqlite3.Connection, begin: str, end: str) -> Closings:
    """The deals lost from `begin` until `end`, and the objections met on all that were closed then."""
    lost = connection.execute(
        """SELECT lost_reason, sum(value_minor), currency, count(*) FROM deal
           WHERE status = 'lost' AND closed_at >= ? AND closed_at < ? AND deleted_at IS NULL
           GROUP BY lost_reason, currency""",
        (begin, end),
    )
    met = connection.execute(
        """SELECT d.id, o.text, d.status, m.state = 'open' FROM deal d
           CROSS JOIN deal_objection m ON m.deal_id = d.id JOIN objection o ON o.id = m.objection_id
           WHERE d.status IN ('won', 'lost') AND d.closed_at >= ? AND d.closed_at < ? AND d.deleted_at IS NULL""",
        (begin, end),
    )
    return Closings(
        [Loss(reason, _money(minor, currency), deals) for reason, minor, currency, deals in lost],
        [Objected(number, text, status, bool(left_open)) for number, text, status, left_open in met],
    )


def origins(connection: sqlite3.Connection, begin: str, end: str) -> Origins:
    """How many deals each source made from `begin` until `end`, and the deals closed then."""
    created = connection.execute(
        # No index knows when deals were created; the table in its own order is the quickest way through.
        """SELECT source, count(*) FROM deal NOT INDEXED
           WHERE created_at >= ? AND created_at < ? AND deleted_at IS NULL GROUP BY source""",
        (begin, end),
    ).fetchall()
    closed = connection.execute(
        """SELECT source, status, sum(value_minor), currency, count(*) FROM deal
           WHERE status IN ('won', 'lost') AND closed_at >= ? AND closed_at < ? AND deleted_at IS NULL
           GROUP BY source, status, currency""",
        (begin, end),
    )
    return Origins(
        created,
        [Closed(source, status, _money(minor, currency), deals) for source, status, minor, currency, deals in closed],
    )


def linked(connection: sqlite3.Connection, begin: str, end: str) -> list[Linked]:
    """Every deal that came from another, and those that others came from; `begin` and `end` are the period's."""
    rows = connection.execute(
        """WITH one AS (SELECT id FROM deal WHERE origin_id > 0 UNION SELECT origin_id FROM deal WHERE origin_id > 0)
           SELECT d.id, d.title, coalesce(o.name, d.title), d.status, d.value_minor, d.currency,
                  d.origin_id, d.origin_kind, d.created_at, coalesce(d.closed_at, '')
           FROM one CROSS JOIN deal d ON d.id = one.id LEFT JOIN organization o ON o.id = d.organization_id
           WHERE d.deleted_at IS NULL""",
    )
    found = []
    for number, title, customer, status, minor, currency, origin_id, kind, created_at, closed_at in rows:
        closed = status in (WON, LOST) and begin <= closed_at < end
        brought = closed or begin <= created_at < end
        value = _money(minor, currency)
        found.append(Linked(number, title, customer, status, value, origin_id, kind, brought, closed and status == WON))
    return found


def _money(minor: int | None, currency: str) -> Money | None:
    return None if minor is None else Money(minor, currency)
