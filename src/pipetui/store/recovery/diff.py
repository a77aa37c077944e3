"""What differs between the book and a backup of it, table by table, and which deals."""

import os
import sqlite3
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from pipetui.store.undo import journal
from pipetui.store.undo.journal import TableInfo

NAMED = 5
"""How many deals of a kind are named."""

Named = tuple[tuple[int, str], ...]
"""Deals by number and title, the newest first, NAMED at the most."""


class Compared(NamedTuple):
    """The rows of one table in the book ("here") and in the backup ("there")."""

    table: str
    here: int
    there: int
    only_here: int
    only_there: int
    different: int


class Newest(NamedTuple):
    """The newest change that is not undone."""

    label: str
    at: datetime


class Difference(NamedTuple):
    """What differs: tables, deals, and the newest change of either, None where there is none."""

    tables: tuple[Compared, ...]
    only_here: Named
    only_there: Named
    different: Named
    newest_here: Newest | None
    newest_there: Newest | None


def difference(backup: sqlite3.Connection, book: Path) -> Difference:
    """Compare the open backup with the book at `book`, both at the present revision."""
    backup.execute("ATTACH ? AS here", (os.fsencode(book),))  # to the byte: a name need not be text
    try:
        ours = _of_both(backup)
        tables = [_compared(backup, table) for table in ours.values()]
        return Difference(
            tuple(table for table in tables if table.only_here or table.only_there or table.different),
            _named(backup, f"FROM here.deal d WHERE {_missing('main.deal')}"),
            _named(backup, f"FROM main.deal d WHERE {_missing('here.deal')}"),
            _named(backup, _differing(ours["deal"])),
            _newest(backup, "here"),
            _newest(backup, "main"),
        )
    finally:
        backup.execute("DETACH here")


def _of_both(backup: sqlite3.Connection) -> dict[str, TableInfo]:
    """The tables that both have, by name: as they stand there, for what defines them takes a second to load."""
    here = {name for (name,) in backup.execute("SELECT name FROM here.sqlite_master WHERE type = 'table'")}
    return {
        name: table
        for name, table in journal.tables_of(backup).items()
        if name in here and any(column.name == "id" for column in table.columns)
    }


def _compared(backup: sqlite3.Connection, table: TableInfo) -> Compared:
    name = table.name
    counted = (
        f"FROM here.{name}",
        f"FROM main.{name}",
        f"FROM here.{name} d WHERE {_missing(f'main.{name}')}",
        f"FROM main.{name} d WHERE {_missing(f'here.{name}')}",
        _differing(table),
    )
    return Compared(name, *(int(backup.execute(f"SELECT count(*) {one}").fetchone()[0]) for one in counted))


def _missing(table: str) -> str:
    return f"NOT EXISTS (SELECT 1 FROM {table} other WHERE other.id = d.id)"


def _differing(table: TableInfo) -> str:
    """The rows of both that are not the same, as `d` in the book."""
    unequal = " OR ".join(f"d.{column.name} IS NOT other.{column.name}" for column in table.columns)
    return f"FROM here.{table.name} d JOIN main.{table.name} other ON other.id = d.id WHERE {unequal}"


def _named(backup: sqlite3.Connection, rows: str) -> Named:
    return tuple(backup.execute(f"SELECT d.id, d.title {rows} ORDER BY d.id DESC LIMIT {NAMED}").fetchall())


def _newest(backup: sqlite3.Connection, schema: str) -> Newest | None:
    row = backup.execute(
        f"""SELECT label, at FROM {schema}.step WHERE undone_at IS NULL
            AND strftime('%Y-%m-%dT%H:%M:%SZ', at) IS at ORDER BY id DESC LIMIT 1"""
    ).fetchone()
    return None if row is None else Newest(row[0], datetime.fromisoformat(row[1]))
