"""Mail that is written down as touches: whose an address is, which deal it belongs to, what was logged already.

Standard library only.
"""

from __future__ import annotations

from pipetui.domain.party_kinds import ORGANIZATION, PERSON
from pipetui.store.undo.step import RESTORED

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3
    from typing import NamedTuple

    from pipetui.domain.party_kinds import PartyKind
else:
    from pipetui.domain.record import NamedTuple

SYSTEM, ENTITY = "mail", "touch"


class AddressOwner(NamedTuple):
    """Whose an address is."""

    kind: PartyKind
    id: int
    name: str


def owners(connection: sqlite3.Connection) -> list[tuple[str, AddressOwner]]:
    """Every e-mail address in the book with whom it belongs to: people first, of several the oldest first."""
    found = connection.execute(
        """SELECT c.value, p.id, p.name, o.id, o.name
           FROM contact_point c LEFT JOIN person p ON p.id = c.person_id
           LEFT JOIN organization o ON o.id = c.organization_id
           WHERE c.kind = 'email' AND coalesce(p.deleted_at, o.deleted_at) IS NULL
           ORDER BY p.id IS NULL, coalesce(p.id, o.id)"""
    )
    return [
        (address, AddressOwner(ORGANIZATION, org, org_name) if person is None else AddressOwner(PERSON, person, name))
        for address, person, name, org, org_name in found
        if person is not None or org is not None
    ]


def last_restored(connection: sqlite3.Connection) -> str:
    """Which bringing back of a backup was the last that this book knows of, "" for none."""
    found = connection.execute(
        "SELECT id, at FROM step WHERE source = :source ORDER BY id DESC LIMIT 1", {"source": RESTORED}
    ).fetchone()
    return "{}, {}".format(*found) if found else ""


def is_there(connection: sqlite3.Connection, owner: AddressOwner) -> bool:
    """Whether they are in the book still: not merged, erased or put into the bin since they were read."""
    there = f"SELECT 1 FROM {owner.kind.noun} WHERE id = :id AND deleted_at IS NULL"
    return connection.execute(there, {"id": owner.id}).fetchone() is not None


def open_deals(connection: sqlite3.Connection, owner: AddressOwner) -> list[tuple[int, str]]:
    """Number and title of their open deals, the one touched last first; one never touched counts from its creation."""
    theirs = (
        "d.organization_id = :id"
        if owner.kind is ORGANIZATION
        else "d.id IN (SELECT deal_id FROM deal_person WHERE person_id = :id)"
    )
    return connection.execute(
        f"""SELECT d.id, d.title FROM deal d
            WHERE {theirs} AND d.status = 'open' AND d.deleted_at IS NULL
            ORDER BY coalesce((SELECT max(at) FROM touch WHERE deal_id = d.id), d.created_at) DESC, d.id DESC""",
        {"id": owner.id},
    ).fetchall()


def deal_of_thread(connection: sqlite3.Connection, keys: tuple[str, ...]) -> int | None:
    """The deal that one of these messages is logged on, the first of them that is."""
    for key in keys:
        row = connection.execute(
            """SELECT t.deal_id FROM external_ref r JOIN touch t ON t.id = r.entity_id
               WHERE r.system = ? AND r.entity = ? AND r.external_id = ? AND t.deal_id IS NOT NULL""",
            (SYSTEM, ENTITY, key),
        ).fetchone()
        if row is not None:
            return int(row[0])
    return None


def is_logged(connection: sqlite3.Connection, key: str) -> bool:
    """Whether the message with that key is in the book."""
    known = "SELECT 1 FROM external_ref WHERE system = ? AND entity = ? AND external_id = ?"
    return connection.execute(known, (SYSTEM, ENTITY, key)).fetchone() is not None


def remember(connection: sqlite3.Connection, key: str) -> None:
    """The touch that was written just now is the message with that key."""
    connection.execute(
        """INSERT INTO external_ref (system, entity, external_id, entity_id)
           VALUES (?, ?, ?, (SELECT max(id) FROM touch))""",
        (SYSTEM, ENTITY, key),
    )
