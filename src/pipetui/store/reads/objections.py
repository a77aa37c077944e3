"""The playbook of objections, with how often each was met and what it cost. Standard library only."""

from __future__ import annotations

from pipetui.domain.playbook import Entry

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    from pipetui.domain.playbook import PlaybookText


def playbook(connection: sqlite3.Connection, deals: Sequence[int] = ()) -> list[Entry]:
    """Every objection; those met on `deals` first, the open ones before the others, then what is met most.

    Deals in the bin do not count.
    """
    here = _standing(connection, deals)
    entries = [
        Entry(*row)._replace(here=here.get(row[0], ""))
        for row in connection.execute(
            """SELECT o.id, o.text, o.response, count(DISTINCT d.id),
                      count(DISTINCT d.id) FILTER (WHERE m.state = 'open'),
                      count(DISTINCT d.id) FILTER (WHERE m.state = 'overcome'),
                      count(DISTINCT d.id) FILTER (WHERE m.state = 'open' AND d.status = 'lost'),
                      count(DISTINCT m.deal_id)
               FROM objection o LEFT JOIN deal_objection m ON m.objection_id = o.id
               LEFT JOIN deal d ON d.id = m.deal_id AND d.deleted_at IS NULL GROUP BY o.id"""
        )
    ]
    order = {"open": 0, "overcome": 1, "": 2}
    return sorted(entries, key=lambda entry: (order[entry.here], -entry.met, entry.id))


def met_on(connection: sqlite3.Connection, deal_id: int, objection_id: int) -> tuple[int, str, str] | None:
    """When the objection was met on the deal: number, state and note of the newest row; None if it was not."""
    row: tuple[int, str, str] | None = connection.execute(
        "SELECT id, state, note FROM deal_objection WHERE deal_id = ? AND objection_id = ? ORDER BY id DESC LIMIT 1",
        (deal_id, objection_id),
    ).fetchone()
    return row


def meet(connection: sqlite3.Connection, deal_id: int, objection_id: int, state: str, note: str, at: str) -> None:
    """An objection was met on a deal."""
    connection.execute(
        "INSERT INTO deal_objection (deal_id, objection_id, state, note, at) VALUES (?, ?, ?, ?, ?)",
        (deal_id, objection_id, state, note, at),
    )


def meet_again(connection: sqlite3.Connection, number: int, state: str, note: str, at: str) -> None:
    """What was met before, by the number of its row, stands otherwise now."""
    connection.execute("UPDATE deal_objection SET state = ?, note = ?, at = ? WHERE id = ?", (state, note, at, number))


def insert(connection: sqlite3.Connection, text: str, response: str) -> int:
    """A new entry of the playbook; returns its number."""
    number = connection.execute("INSERT INTO objection (text, response) VALUES (?, ?)", (text, response)).lastrowid
    assert number is not None
    return number


def reword(connection: sqlite3.Connection, entries: Sequence[PlaybookText]) -> None:
    """Give entries other words and responses."""
    # Two may have changed places, and no two may be called the same in between.
    connection.executemany(
        "UPDATE objection SET text = ? WHERE id = ?", [(f"\n{entry.id}", entry.id) for entry in entries]
    )
    connection.executemany(
        "UPDATE objection SET text = ?, response = ? WHERE id = ?",
        [(entry.text, entry.response, entry.id) for entry in entries],
    )


def delete(connection: sqlite3.Connection, objection_id: int) -> None:
    """Take an entry out of the playbook."""
    connection.execute("DELETE FROM objection WHERE id = ?", (objection_id,))


def _standing(connection: sqlite3.Connection, deals: Sequence[int]) -> dict[int, str]:
    """How each objection stands on the deals: open if it is on any of them."""
    return dict(
        connection.execute(
            f"""SELECT objection_id, iif(sum(state = 'open') > 0, 'open', 'overcome') FROM deal_objection
                WHERE deal_id IN ({", ".join("?" * len(deals))}) GROUP BY objection_id""",
            deals,
        ).fetchall()
    )
