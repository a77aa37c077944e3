"""What a won deal has for the time after: its renewal, and the deals that follow from it. Standard library only."""

from __future__ import annotations

from pipetui.store import values

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable
    from datetime import date


def plan_renewal(connection: sqlite3.Connection, deal_ids: Iterable[int], day: date, lead_days: int) -> None:
    """The deals are up for renewal on that day, and are to be seen so many days before."""
    connection.executemany(
        "UPDATE deal SET renewal_on = ?, renewal_lead_days = ? WHERE id = ?",
        [(day.isoformat(), lead_days, number) for number in deal_ids],
    )


def renewal(connection: sqlite3.Connection, deal_id: int) -> date | None:
    """The day on which a deal is up for renewal, None without one."""
    (text,) = connection.execute("SELECT renewal_on FROM deal WHERE id = ?", (deal_id,)).fetchone()
    return values.day(text) if text else None


def renewed(connection: sqlite3.Connection, deal_id: int) -> None:
    """A deal is no longer due for renewal."""
    connection.execute(
        "UPDATE deal SET renewal_on = NULL, renewal_lead_days = 0 WHERE id = ? AND renewal_on IS NOT NULL", (deal_id,)
    )


def follows(connection: sqlite3.Connection, deal_id: int, origin_id: int, kind: str) -> None:
    """A deal came of another, as its renewal, upsell, cross-sell or referral."""
    connection.execute("UPDATE deal SET origin_id = ?, origin_kind = ? WHERE id = ?", (origin_id, kind, deal_id))


def organization_of(connection: sqlite3.Connection, deal_id: int) -> str:
    """The name of the organization that a deal is with, "" without one."""
    row = connection.execute(
        """SELECT o.name FROM deal d JOIN organization o ON o.id = d.organization_id
           WHERE d.id = ? AND o.deleted_at IS NULL""",
        (deal_id,),
    ).fetchone()
    return row[0] if row else ""
