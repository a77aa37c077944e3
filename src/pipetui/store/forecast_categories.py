"""Where deals were put in the forecast by hand."""

from __future__ import annotations

from pipetui.domain.deal import OPEN
from pipetui.domain.forecast_categories import CATEGORIES
from pipetui.store import values
from pipetui.store.values import utc_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable
    from datetime import datetime


def put(connection: sqlite3.Connection, deal_id: int, category: str, now: datetime) -> bool:
    """Have a deal in that category, "" in none; whether that is another than before. Inside a transaction."""
    if of_deals(connection, [deal_id]).get(deal_id, "") == category:
        return False
    connection.execute("DELETE FROM forecast_category WHERE deal_id = :deal", {"deal": deal_id})
    if category:
        connection.execute(
            "INSERT INTO forecast_category (deal_id, category, at) VALUES (:deal, :category, :at)",
            {"deal": deal_id, "category": category, "at": utc_text(now)},
        )
    return True


def of_deals(connection: sqlite3.Connection, deals: Iterable[int] | None = None) -> dict[int, str]:
    """By number the categories of open deals, of all or of some; the newest row of a deal counts."""
    rows = connection.execute(
        """SELECT c.deal_id, c.category FROM forecast_category c CROSS JOIN deal d ON d.id = c.deal_id
           WHERE d.status = :open ORDER BY c.id""",
        {"open": OPEN},
    )
    found = {deal: values.word(category, CATEGORIES, "") for deal, category in rows}
    return found if deals is None else {deal: found[deal] for deal in deals if deal in found}
