"""Which rows of other systems are known here, and as what, asked by the batch."""

import json
import sqlite3
from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

from pipetui.store import book_id

OWN = "pipetui"
"""The system that our own exports are of."""

TABLES = {
    "deal": "deal",
    "person": "person",
    "organization": "organization",
    "lead": "person",
    "lead organization": "organization",
    "note": "note",
    "activity": "touch",
    "step": "follow_up",
    "item": "deal_item",
    "product": "product",
    "activity note": "note",
    "touch": "touch",
}
"""What a row of each kind became here; for a lead it is the person, or the organization where it names nobody."""


_EDITED = ("deal", "person", "organization")
_TOLD_AS = {
    **{table: table for table in (*_EDITED, "note", "touch")},
    "follow_up": "follow-up",
    "deal_item": "item",
}
"""What an export of ours calls a row, by its table."""


class KnownRef(NamedTuple):
    """A row that came in before: of which system, what it is here (0 for what is gone since), and its digest."""

    system: str
    entity_id: int
    digest: str


def systems(connection: sqlite3.Connection) -> list[str]:
    """The names by which ids of other systems are kept."""
    return [
        name
        for (name,) in connection.execute(
            """WITH RECURSIVE found(name) AS (
                   SELECT min(system) FROM external_ref
                   UNION ALL SELECT (SELECT min(system) FROM external_ref WHERE system > name) FROM found
                   WHERE name IS NOT NULL)
               SELECT name FROM found WHERE name IS NOT NULL"""
        )
    ]


def known(
    connection: sqlite3.Connection, among: Collection[str], entity: str, keys: Iterable[str]
) -> dict[str, list[KnownRef]]:
    """What the rows with these ids are here, in any of the systems."""
    table = TABLES[entity]
    found: dict[str, list[KnownRef]] = {}
    for key, system, number, digest in connection.execute(
        f"""SELECT r.external_id, r.system, coalesce(t.id, 0), coalesce(r.digest, '')
            FROM external_ref r LEFT JOIN {table} t ON t.id = r.entity_id
            WHERE r.system IN (SELECT value FROM json_each(:among)) AND r.entity = :entity
              AND r.external_id IN (SELECT value FROM json_each(:keys))""",
        {"among": json.dumps(list(among)), "entity": entity, "keys": json.dumps(list(keys))},
    ):
        found.setdefault(key, []).append(KnownRef(system, number, digest))
    for key, number in _of_this_book(connection, table, keys):
        if all(ref.system != OWN for ref in found.get(key, ())):
            found.setdefault(key, []).append(KnownRef(OWN, number, ""))
    return found


def _of_this_book(connection: sqlite3.Connection, table: str, keys: Iterable[str]) -> Iterator[tuple[str, int]]:
    """The rows that an export of this very book told by their numbers, as far as they are still there.

    Of what happened, was noted or planned it is known but not said which row it is (0): it stays as it stands here.
    """
    kind, book = _TOLD_AS.get(table), book_id.kept(connection)
    if kind is None:
        return
    meant = {number: key for key in keys if (number := book_id.number_of(key, kind, book)) is not None}
    if meant:
        sql = f"SELECT id FROM {table} WHERE id IN (SELECT value FROM json_each(:numbers))"
        for (number,) in connection.execute(sql, {"numbers": json.dumps([*meant])}):
            yield meant[number], number if table in _EDITED else 0


def is_known_as_another(connection: sqlite3.Connection, system: str, entity: str, number: int, key: str) -> bool:
    """Whether this row of ours is another one of that system."""
    return (
        connection.execute(
            """SELECT 1 FROM external_ref WHERE entity = :entity AND entity_id = :number AND system = :system
               AND external_id <> :key LIMIT 1""",
            {"entity": entity, "number": number, "system": system, "key": key},
        ).fetchone()
        is not None
    )


def set_digest(connection: sqlite3.Connection, system: str, entity: str, key: str, digest: str) -> None:
    """Keep what that row says now; of one that came from an export of this book, also what it is here."""
    given = {"digest": digest, "system": system, "entity": entity, "key": key}
    connection.execute(
        """UPDATE external_ref SET digest = :digest
           WHERE system = :system AND entity = :entity AND external_id = :key AND digest IS NOT :digest""",
        given,
    )
    number = book_id.number_of(key, entity, book_id.kept(connection)) if system == OWN else None
    if number is not None:
        connection.execute(
            """INSERT INTO external_ref (system, entity, external_id, entity_id, digest)
               SELECT :system, :entity, :key, :number, :digest WHERE NOT EXISTS (
                   SELECT 1 FROM external_ref WHERE system = :system AND entity = :entity AND external_id = :key)""",
            {**given, "number": number},
        )
