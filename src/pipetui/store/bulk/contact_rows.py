"""People and organizations that are in the book, as an import meets them by the batch: what is asked, what is added."""

import json
import sqlite3
from collections.abc import Iterable
from typing import NamedTuple

from pipetui.store import values


class KnownPerson(NamedTuple):
    """Somebody in the book."""

    name: str
    key: str
    job_title: str
    organization_id: int | None
    note: str


class KnownOrganization(NamedTuple):
    """An organization in the book."""

    name: str
    key: str
    sector: str
    website: str
    address: str
    note: str


def people(connection: sqlite3.Connection, numbers: Iterable[int]) -> dict[int, KnownPerson]:
    """These people."""
    return {
        number: KnownPerson(values.text(name), values.text(key), values.text(job), organization, values.text(note))
        for number, name, key, job, organization, note in connection.execute(
            f"SELECT id, {', '.join(KnownPerson._fields)} FROM person WHERE id IN (SELECT value FROM json_each(:ids))",
            {"ids": json.dumps(list(numbers))},
        )
    }


def organizations(connection: sqlite3.Connection, numbers: Iterable[int]) -> dict[int, KnownOrganization]:
    """These organizations."""
    return {
        number: KnownOrganization(*map(values.text, rest))
        for number, *rest in connection.execute(
            f"""SELECT id, {", ".join(KnownOrganization._fields)} FROM organization
                WHERE id IN (SELECT value FROM json_each(:ids))""",
            {"ids": json.dumps(list(numbers))},
        )
    }


def websites(connection: sqlite3.Connection) -> list[tuple[int, str]]:
    """The web and e-mail addresses of organizations that are not in the bin; of several with one the oldest is last."""
    return connection.execute(
        """SELECT o.id, o.website FROM organization o WHERE o.website <> '' AND o.deleted_at IS NULL
           UNION ALL
           SELECT o.id, c.value FROM contact_point c JOIN organization o ON o.id = c.organization_id
           WHERE c.kind = 'email' AND o.deleted_at IS NULL
           ORDER BY 1 DESC"""
    ).fetchall()


def set_values(connection: sqlite3.Connection, table: str, number: int, changes: dict[str, object]) -> None:
    """Write these columns of a person or an organization."""
    connection.execute(
        f"UPDATE {table} SET {', '.join(f'{name} = :{name}' for name in changes)} WHERE id = :number",
        {**changes, "number": number},
    )


def known_since(connection: sqlite3.Connection, table: str, number: int, at: str) -> None:
    """A person or an organization is known since then, if not for longer."""
    connection.execute(
        f"UPDATE {table} SET created_at = :at WHERE id = :number AND created_at > :at", {"at": at, "number": number}
    )


def tags(connection: sqlite3.Connection, table: str, number: int) -> set[str]:
    """The tags of a person or an organization."""
    rows = connection.execute(f"SELECT tag FROM {table}_tag WHERE {table}_id = :number", {"number": number})
    return {tag for (tag,) in rows}


def organization_points(connection: sqlite3.Connection, number: int) -> set[tuple[str, str]]:
    """The addresses and numbers of an organization, as (kind, folded text)."""
    rows = connection.execute("SELECT kind, key FROM contact_point WHERE organization_id = :number", {"number": number})
    return {(kind, key) for kind, key in rows}
