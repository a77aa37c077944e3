"""Which rows of other systems are known here, and as what, asked by the batch."""

import json
import sqlite3
from collections.abc import Collection, Iterable
from typing import NamedTuple

_TABLES = {
    "deal": "deal",
    "person": "person",
    "organization": "organization",
    "lead": "person",
    "note": "note",
    "activity": "touch",
    "step": "follow_up",
    "item": "deal_item",
    "product": "product",
    "activity note": "note",
}
"""What a row of each kind became here; for a lead it is the person."""


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
    table = _TABLES[entity]
    found: dict[str, list[KnownRef]] = {}
    for key, system, number, digest in connection.execute(
        f"""SELECT r.external_id, r.system, coalesce(t.id, 0), coalesce(r.digest, '')
            FROM external_ref r LEFT JOIN {table} t ON t.id = r.entity_id
            WHERE r.system IN (SELECT value FROM json_each(:among)) AND r.entity = :entity
              AND r.external_id IN (SELECT value FROM json_each(:keys))""",
        {"among": json.dumps(list(among)), "entity": entity, "keys": json.dumps(list(keys))},
    ):
        found.setdefault(key, []).append(KnownRef(system, number, digest))
    return found


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
    """Keep what that row says now."""
    connection.execute(
        """UPDATE external_ref SET digest = :digest
           WHERE system = :system AND entity = :entity AND external_id = :key AND digest IS NOT :digest""",
        {"digest": digest, "system": system, "entity": entity, "key": key},
    )
