"""What is written of one person or organization: the name, the employer, any other column. Standard library only."""

from __future__ import annotations

from pipetui.domain.errors import NotFoundError, Remedy
from pipetui.domain.folding import key_of
from pipetui.domain.party_kinds import PERSON, PartyKind

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3
    from typing import Any


def gone(kind: PartyKind, number: int | str) -> NotFoundError:
    """That there is none of that number."""
    return NotFoundError(f"there is no {kind.noun} #{number}", remedy=kind.listed)


def missing(connection: sqlite3.Connection, kind: PartyKind, number: int) -> NotFoundError:
    """That there is none of that number where it was looked for: not at all, in the bin, or not in the bin."""
    row = connection.execute(f"SELECT name, deleted_at FROM {kind.noun} WHERE id = ?", (number,)).fetchone()
    if row is None:
        return gone(kind, number)
    if row[1] is None:
        return NotFoundError(f"{row[0]} #{number} is not in the bin", remedy=kind.listed)
    return NotFoundError(
        f"{row[0]} #{number} is in the bin", remedy=Remedy("reopen.party", verb=kind.verb, number=number)
    )


def into_bin(connection: sqlite3.Connection, kind: PartyKind, number: int, at: str | None) -> str:
    """Put one into the bin, or with None take it out; returns the name. Raises NotFoundError where it is not there."""
    row = connection.execute(
        f"""UPDATE {kind.noun} SET deleted_at = :at
            WHERE id = :number AND (deleted_at IS NULL) = (:at IS NOT NULL) RETURNING name""",
        {"at": at, "number": number},
    ).fetchone()
    if row is None:
        raise missing(connection, kind, number)
    return str(row[0])


def set_column(connection: sqlite3.Connection, kind: PartyKind, number: int, column: str, value: Any) -> None:
    """Write one column of a person or an organization."""
    connection.execute(f"UPDATE {kind.noun} SET {column} = ? WHERE id = ?", (value, number))


def rename(connection: sqlite3.Connection, kind: PartyKind, number: int, name: str) -> None:
    """Give a person or an organization another name."""
    connection.execute(f"UPDATE {kind.noun} SET name = ?, key = ? WHERE id = ?", (name, key_of(name), number))


def other_organization(connection: sqlite3.Connection, number: int, name: str) -> str | None:
    """The name of another organization that is called so, None for none."""
    row = connection.execute(
        "SELECT name FROM organization WHERE key = ? AND id <> ? AND deleted_at IS NULL", (key_of(name), number)
    ).fetchone()
    return None if row is None else str(row[0])


def person_name(connection: sqlite3.Connection, number: int) -> str:
    """What somebody is called; raises NotFoundError."""
    row = connection.execute("SELECT name FROM person WHERE id = ? AND deleted_at IS NULL", (number,)).fetchone()
    if row is None:
        raise gone(PERSON, number)
    return str(row[0])


def namesakes(connection: sqlite3.Connection, number: int) -> list[tuple[int, str]]:
    """Number and name of others of somebody's name at the same organization, three at most."""
    return connection.execute(
        """SELECT o.id, o.name FROM person p JOIN person o ON o.key = p.key AND o.organization_id IS p.organization_id
           WHERE p.id = ? AND o.id <> p.id AND o.deleted_at IS NULL LIMIT 3""",
        (number,),
    ).fetchall()
