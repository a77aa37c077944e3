"""Reading the rows that the reports are worked out from: sums of deals that are alike, for there may be years of them.

Standard library only, like `reads`.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from pipetui.domain.deal import WON
from pipetui.domain.money import Money
from pipetui.insight.losses import Closings, Loss, Objected
from pipetui.insight.sources import Closed, Linked, Origins
from pipetui.store.values import utc_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3
    from datetime import tzinfo
    from typing import NamedTuple

    from pipetui.domain.dates.period import Period
else:
    from pipetui.domain.record import NamedTuple

_FIRST, _LAST = "", "9999-12-31T23:59:59Z"


class Span(NamedTuple):
    """A period as the store is asked for it: its days, and when it begins and is over as the store writes times.

    Its days are those of the rep's zone. What was closed is of the day that was kept with it, in every zone.
    """

    first: str
    last: str
    begin: str
    end: str
    about: str
    till: str
    today: str
    ever: bool


def span(period: Period, now: datetime) -> Span:
    """The period's, asked at `now`, in the rep's zone."""
    zone = now.tzinfo
    begin, end = _midnight(period.first, zone, _FIRST), _midnight(_later(period.last, 1), zone, _LAST)
    # No zone is further than a day and a bit from another: what is read by the index of times is at most so far off.
    about, till = _midnight(_later(period.first, -2), zone, _FIRST), _midnight(_later(period.last, 3), zone, _LAST)
    return Span(
        period.first.isoformat(),
        period.last.isoformat(),
        begin,
        end,
        about,
        till,
        now.date().isoformat(),
        period.unit == "all",
    )


_CLOSED_THEN = """d.closed_at >= :about AND d.closed_at < :till AND CASE WHEN d.closed_on IS NULL
    THEN d.closed_at >= :begin AND d.closed_at < :end ELSE d.closed_on BETWEEN :first AND :last END"""
"""Closed in the period; a row of another program may lack the day. A deal closed on an unknown day is in none."""


def _closed(span: Span) -> str:
    """The condition for a deal that is closed: in the period, or at all."""
    return "1" if span.ever else _CLOSED_THEN


def on_unknown_days(connection: sqlite3.Connection) -> int:
    """How many deals are closed, nobody knows when: they count in no period."""
    asked = "SELECT count(*) FROM deal WHERE status IN ('won', 'lost') AND closed_at IS NULL AND deleted_at IS NULL"
    return int(connection.execute(asked).fetchone()[0])


def _later(day: date, days: int) -> date:
    try:
        return day + timedelta(days=days)
    except OverflowError:  # where the calendar begins, and where it ends
        return date.min if days < 0 else date.max


def _midnight(day: date, zone: tzinfo | None, beyond: str) -> str:
    if day in (date.min, date.max):
        return beyond
    try:
        return utc_text(datetime.combine(day, time(), zone))
    except (OverflowError, ValueError, OSError):
        return beyond


def closings(connection: sqlite3.Connection, span: Span) -> Closings:
    """The deals lost in a period, and the objections met on all that were closed in it."""
    lost = connection.execute(
        f"""SELECT lost_reason, sum(value_minor), currency, count(*) FROM deal d
            WHERE status = 'lost' AND {_closed(span)} AND deleted_at IS NULL
            GROUP BY lost_reason, currency""",
        span._asdict(),
    )
    met = connection.execute(
        f"""SELECT d.id, o.text, d.status, m.state = 'open' FROM deal d
            CROSS JOIN deal_objection m ON m.deal_id = d.id JOIN objection o ON o.id = m.objection_id
            WHERE d.status IN ('won', 'lost') AND {_closed(span)} AND d.deleted_at IS NULL""",
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
            WHERE status IN ('won', 'lost') AND {_closed(span)} AND deleted_at IS NULL
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
                  d.status IN ('won', 'lost') AND coalesce({_closed(span)}, 0)
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
