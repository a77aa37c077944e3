"""Who takes part in a deal, and as what. Standard library only."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable


def on_deal(connection: sqlite3.Connection, deal_id: int) -> list[tuple[int, str, str]]:
    """Number, name and role of those on a deal, in the order they were put on it."""
    return connection.execute(
        """SELECT p.id, p.name, dp.role FROM deal_person dp
           JOIN person p ON p.id = dp.person_id AND p.deleted_at IS NULL
           WHERE dp.deal_id = ? ORDER BY dp.id""",
        (deal_id,),
    ).fetchall()


def open_deals(connection: sqlite3.Connection, person: int) -> list[int]:
    """The open deals somebody takes part in, by number."""
    found = connection.execute(
        """SELECT d.id FROM deal_person dp JOIN deal d ON d.id = dp.deal_id
           WHERE dp.person_id = ? AND d.status = 'open' AND d.deleted_at IS NULL ORDER BY d.id""",
        (person,),
    )
    return [number for (number,) in found]


def take_off(connection: sqlite3.Connection, deal_id: int, person: int) -> None:
    """Somebody takes no part in a deal any more."""
    connection.execute("DELETE FROM deal_person WHERE deal_id = ? AND person_id = ?", (deal_id, person))


def keep_on(connection: sqlite3.Connection, person: int, deal_ids: Iterable[int]) -> None:
    """Take somebody off all deals but these and those in the bin."""
    connection.execute(
        f"""DELETE FROM deal_person WHERE person_id = ? AND deal_id NOT IN ({", ".join(map(str, deal_ids)) or "0"})
            AND deal_id IN (SELECT id FROM deal WHERE deleted_at IS NULL)""",
        (person,),
    )
