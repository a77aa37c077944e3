"""Rows by the thousand: for imports and the demo book.

Plain statements made from the tables, on the store's own connection and inside whatever transaction is open there;
the triggers of the journal see every row. Values are given as the store keeps them: times as `utc_text`, dates as
ISO text.
"""

import json
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple

from sqlalchemy import Table
from sqlalchemy.sql.schema import ScalarElementColumnDefault

from pipetui.store.journal import image
from pipetui.store.tables import ExternalRef, Row

Connection = sqlite3.Connection
"""For annotations outside the store."""

Batch = tuple[type[Row], str, Sequence[Sequence[Any]]]
"""A table, the names of its columns, and rows of values for them."""

_CACHE_KIB = 65_536
_AMONG = "IN (SELECT value FROM json_each(?))"


class Known(NamedTuple):
    """The deal that another system's row is here; `live` is False when it lies in the bin or is gone."""

    deal_id: int
    live: bool


def insert(connection: sqlite3.Connection, kind: type[Row], columns: str, rows: Iterable[Sequence[Any]]) -> None:
    """Insert rows given as values of `columns` (names separated by blanks); the others get the table's defaults."""
    table = _table(kind)
    named = columns.split()
    defaults = {
        column.name: column.default.arg
        for column in table.columns
        if column.name not in named and isinstance(column.default, ScalarElementColumnDefault)
    }
    marks = ", ".join(["?"] * len(named) + [_literal(value) for value in defaults.values()])
    connection.executemany(f"INSERT INTO {table.name} ({', '.join([*named, *defaults])}) VALUES ({marks})", rows)


def insert_journaled(connection: sqlite3.Connection, step_id: int, batches: Iterable[Batch]) -> None:
    """Insert batch after batch as part of the step, journaling each with one statement instead of row by row.

    The journal holds the same as the triggers would write, in half the time.
    """
    connection.execute("UPDATE journal_head SET step_id = -1 WHERE id = 1")
    for kind, columns, rows in batches:
        if rows:
            table, first = _table(kind), next_id(connection, kind)
            insert(connection, kind, columns, rows)
            connection.execute(
                f"""INSERT INTO journal_row (step_id, table_name, row_id, before, after)
                    SELECT ?, '{table.name}', id, NULL, {image(table, "")} FROM {table.name} WHERE id >= ?""",
                (step_id, first),
            )
    connection.execute("UPDATE journal_head SET step_id = ? WHERE id = 1", (step_id,))


@contextmanager
def much_memory(connection: sqlite3.Connection) -> Iterator[None]:
    """Give SQLite room for the indexes that rows by the thousand touch everywhere; to be used around a transaction."""
    usual = connection.execute("PRAGMA cache_size").fetchone()[0]
    connection.execute(f"PRAGMA cache_size = {-_CACHE_KIB}")
    try:
        yield
    finally:
        connection.execute(f"PRAGMA cache_size = {usual}")


def next_id(connection: sqlite3.Connection, kind: type[Row]) -> int:
    """The number the next row gets; it stays right while this transaction alone inserts, counting on from it."""
    row = connection.execute("SELECT seq FROM sqlite_sequence WHERE name = ?", (_table(kind).name,)).fetchone()
    return 1 if row is None else int(row[0]) + 1


def known_deals(connection: sqlite3.Connection, system: str, keys: Collection[str]) -> dict[str, Known]:
    """Which of another system's ids have come in before, and as which deal."""
    rows = connection.execute(
        f"""SELECT r.external_id, r.entity_id, d.id IS NOT NULL AND d.deleted_at IS NULL
            FROM external_ref r LEFT JOIN deal d ON d.id = r.entity_id
            WHERE r.system = ? AND r.entity = 'deal' AND r.external_id {_AMONG}""",
        (system, json.dumps(list(keys))),
    )
    return {key: Known(deal_id, bool(live)) for key, deal_id, live in rows}


def marks_of(connection: sqlite3.Connection, system: str, entity: str, ids: Collection[int]) -> dict[int, str]:
    """The text kept in `external_ref` for each of these rows."""
    return dict(
        connection.execute(
            f"SELECT entity_id, external_id FROM external_ref WHERE entity = ? AND system = ? AND entity_id {_AMONG}",
            (entity, system, json.dumps(list(ids))),
        ).fetchall()
    )


def set_mark(connection: sqlite3.Connection, system: str, entity: str, entity_id: int, text: str) -> None:
    """Replace that text, or keep the first one."""
    replaced = connection.execute(
        "UPDATE external_ref SET external_id = ? WHERE entity = ? AND system = ? AND entity_id = ?",
        (text, entity, system, entity_id),
    )
    if not replaced.rowcount:
        insert(connection, ExternalRef, "system entity external_id entity_id", [(system, entity, text, entity_id)])


def organizations(connection: sqlite3.Connection, keys: Collection[str]) -> dict[str, int]:
    """The organizations of these folded names; of several the oldest."""
    return dict(
        connection.execute(
            f"SELECT key, id FROM organization WHERE key {_AMONG} ORDER BY id DESC", (json.dumps(list(keys)),)
        ).fetchall()
    )


def people_named(connection: sqlite3.Connection, keys: Collection[str]) -> dict[tuple[str, int | None], int]:
    """The people of these folded names, by name and organization; of several the oldest."""
    rows = connection.execute(
        f"SELECT key, organization_id, id FROM person WHERE key {_AMONG} ORDER BY id DESC", (json.dumps(list(keys)),)
    )
    return {(key, organization_id): person_id for key, organization_id, person_id in rows}


def people_reached(connection: sqlite3.Connection, keys: Collection[str]) -> dict[tuple[str, str], int]:
    """The people who have these addresses or numbers, by kind and folded text; of several the oldest."""
    rows = connection.execute(
        f"""SELECT kind, key, person_id FROM contact_point
            WHERE person_id IS NOT NULL AND key {_AMONG} ORDER BY person_id DESC""",
        (json.dumps(list(keys)),),
    )
    return {(kind, key): person_id for kind, key, person_id in rows}


def contacts_of(connection: sqlite3.Connection, people: Collection[int]) -> dict[int, set[tuple[str, str]]]:
    """The addresses and numbers these people have, as (kind, folded text)."""
    found: dict[int, set[tuple[str, str]]] = {}
    for person_id, kind, key in connection.execute(
        f"SELECT person_id, kind, key FROM contact_point WHERE person_id {_AMONG}", (json.dumps(list(people)),)
    ):
        found.setdefault(person_id, set()).add((kind, key))
    return found


def _table(kind: type[Row]) -> Table:
    table: Table = kind.__table__  # type: ignore[attr-defined]  # SQLModel adds it to every table
    return table


def _literal(value: Any) -> str:
    if isinstance(value, str):
        return "'" + value.replace("'", "''") + "'"
    return str(int(value))
