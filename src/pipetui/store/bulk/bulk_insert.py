"""Rows by the thousand: for imports and the demo book.

Plain statements made from the tables, on the store's own connection and inside whatever transaction is open there.
Values are given as the store keeps them: times as `utc_text`, dates as ISO text.
"""

import gc
import json
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import chain, islice
from typing import Any, NamedTuple

from pipetui.store import book_id, deal_line
from pipetui.store.schema.tables import Row, table_of
from pipetui.store.undo import runs

Connection = sqlite3.Connection
"""For annotations outside the store."""

Batch = tuple[type[Row], str, Sequence[Sequence[Any]]]
"""A table, the names of its columns, and rows of values for them."""

_CACHE_KIB = 8_192
_YOUNG = 100_000
_PARAMETERS = 900  # what any build of SQLite takes
_AMONG = "IN (SELECT value FROM json_each(?))"


class KnownRows(NamedTuple):
    """The deal that another system's row is here, and the digest of that row; "" where none was kept.

    `live` is False when the deal lies in the bin or is gone. `title` and `organization` are the keys of what these are
    in the book now.
    """

    deal_id: int
    live: bool
    digest: str
    title: str
    organization: str


def insert(connection: sqlite3.Connection, kind: type[Row], columns: str, rows: Iterable[Sequence[Any]]) -> None:
    """Insert rows given as values of `columns` (names separated by blanks); the others get the table's defaults.

    Many of them go in by one statement, which takes two thirds of the time of one statement each.
    """
    named = columns.split()
    row = f"({', '.join('?' * len(named))})"
    sql = f"INSERT INTO {table_of(kind).name} ({', '.join(named)}) VALUES "
    many = max(1, _PARAMETERS // len(named))
    left = iter(rows)
    while part := list(islice(left, many)):
        connection.execute(sql + ", ".join([row] * len(part)), [*chain.from_iterable(part)])


def insert_one(connection: sqlite3.Connection, kind: type[Row], **values: Any) -> int:
    """Insert one row; returns its number."""
    insert(connection, kind, " ".join(values), [tuple(values.values())])
    (number,) = connection.execute("SELECT last_insert_rowid()").fetchone()
    return int(number)


def insert_journaled(connection: sqlite3.Connection, step_id: int, batches: Iterable[Batch]) -> None:
    """Insert batch after batch as part of the step, each journaled as one run instead of row by row.

    The rows of a batch are numbered on from `next_id`, one after another.
    """
    filled = [(kind, columns, rows) for kind, columns, rows in batches if rows]
    with runs.without_triggers(connection, "INSERT", [table_of(kind).name for kind, _, _ in filled]) as deals:
        for kind, columns, rows in filled:
            first = next_id(connection, kind)
            insert(connection, kind, columns, rows)
            runs.write_down(connection, step_id, table_of(kind), first, len(rows))
            deals |= deal_line.of_rows(connection, table_of(kind).name, first, first + len(rows) - 1)


@contextmanager
def much_memory(connection: sqlite3.Connection) -> Iterator[None]:
    """Give SQLite room for the indexes that rows by the thousand touch everywhere; to be used around a transaction.

    Eight times as much is no faster, for what it must put aside is kept at hand by the system's own cache of files.
    """
    usual = connection.execute("PRAGMA cache_size").fetchone()[0]
    connection.execute(f"PRAGMA cache_size = {-_CACHE_KIB}")
    try:
        yield
    finally:
        connection.execute(f"PRAGMA cache_size = {usual}")


@contextmanager
def seldom_collected() -> Iterator[None]:
    """Let Python look for cycles of garbage rarely: rows by the thousand make none, and it would go through them all
    again and again, for a sixth of the time."""
    usual = gc.get_threshold()
    gc.set_threshold(_YOUNG, *usual[1:])
    try:
        yield
    finally:
        gc.set_threshold(*usual)


def next_id(connection: sqlite3.Connection, kind: type[Row]) -> int:
    """The number the next row gets; it stays right while this transaction alone inserts, counting on from it."""
    row = connection.execute("SELECT seq FROM sqlite_sequence WHERE name = ?", (table_of(kind).name,)).fetchone()
    return 1 if row is None else int(row[0]) + 1


def knows(connection: sqlite3.Connection, system: str) -> bool:
    """Whether anything of that system has come in before."""
    row = connection.execute("SELECT 1 FROM external_ref WHERE system = ? AND entity = 'deal' LIMIT 1", (system,))
    return row.fetchone() is not None


def known_deals(connection: sqlite3.Connection, system: str, keys: Collection[str]) -> dict[str, KnownRows]:
    """Which of another system's ids have come in before, and as which deal."""
    rows = connection.execute(
        f"""SELECT r.external_id, r.entity_id, d.id IS NOT NULL AND d.deleted_at IS NULL, coalesce(
                r.digest,
                (SELECT m.external_id FROM external_ref m
                 WHERE m.entity = 'deal row' AND m.entity_id = r.entity_id AND m.system = r.system),
                '')
            , coalesce(d.key, ''), coalesce((
                SELECT key FROM organization WHERE id = d.organization_id AND deleted_at IS NULL), '')
            FROM external_ref r LEFT JOIN deal d ON d.id = r.entity_id
            WHERE r.system = ? AND r.entity = 'deal' AND r.external_id {_AMONG}""",
        (system, json.dumps(list(keys))),
    )
    return {key: KnownRows(deal_id, bool(live), *rest) for key, deal_id, live, *rest in rows}


EXPORTED = "exported"
"""Stands for the digest of a deal that an export of this very book told by its number: it says what may be newer."""


def exported_deals(connection: sqlite3.Connection, keys: Collection[str]) -> dict[str, KnownRows]:
    """Which deals an export of this very book told by these ids."""
    book = book_id.kept(connection)
    meant = {number: key for key in keys if (number := book_id.number_of(key, "deal", book)) is not None}
    if not meant:
        return {}
    rows = connection.execute(
        f"""SELECT d.id, d.deleted_at IS NULL, d.key, coalesce(o.key, '') FROM deal d
            LEFT JOIN organization o ON o.id = d.organization_id AND o.deleted_at IS NULL WHERE d.id {_AMONG}""",
        (json.dumps([*meant]),),
    )
    return {meant[number]: KnownRows(number, bool(live), EXPORTED, *told) for number, live, *told in rows}


def set_digest(connection: sqlite3.Connection, system: str, deal_id: int, digest: str) -> None:
    """Keep what that system's row for the deal says now."""
    connection.execute(
        "UPDATE external_ref SET digest = ? WHERE entity = 'deal' AND system = ? AND entity_id = ?",
        (digest, system, deal_id),
    )


def organizations(connection: sqlite3.Connection, keys: Collection[str]) -> dict[str, int]:
    """The organizations of these folded names; of several the oldest."""
    return dict(
        connection.execute(
            f"SELECT key, id FROM organization WHERE key {_AMONG} AND deleted_at IS NULL ORDER BY id DESC",
            (json.dumps(list(keys)),),
        ).fetchall()
    )


def people_named(connection: sqlite3.Connection, keys: Collection[str]) -> dict[tuple[str, int | None], int]:
    """The people of these folded names, by name and organization; of several the oldest."""
    rows = connection.execute(
        f"SELECT key, organization_id, id FROM person WHERE key {_AMONG} AND deleted_at IS NULL ORDER BY id DESC",
        (json.dumps(list(keys)),),
    )
    return {(key, organization_id): person_id for key, organization_id, person_id in rows}


def people_reached(connection: sqlite3.Connection, keys: Collection[str]) -> dict[tuple[str, str], int]:
    """The people who have these addresses or numbers, by kind and folded text; of several the oldest."""
    rows = connection.execute(
        f"""SELECT c.kind, c.key, c.person_id FROM contact_point c JOIN person p ON p.id = c.person_id
            WHERE p.deleted_at IS NULL AND c.key {_AMONG} ORDER BY c.person_id DESC""",
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


def custom_known(connection: sqlite3.Connection, pairs: Iterable[tuple[int, int]]) -> set[tuple[int, int]]:
    """Which of these (field, whose) have a value already."""
    found: set[tuple[int, int]] = set()
    whose: dict[int, list[int]] = {}
    for field, number in pairs:
        whose.setdefault(field, []).append(number)
    for field, numbers in whose.items():
        rows = connection.execute(
            f"SELECT entity_id FROM custom_value WHERE field_id = ? AND entity_id {_AMONG}",
            (field, json.dumps(numbers)),
        )
        found |= {(field, number) for (number,) in rows}
    return found
