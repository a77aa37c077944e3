"""What differs between the book and a backup of it, table by table, and which deals."""

import os
import sqlite3
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

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
        tables = [_compared(backup, name, columns) for name, columns in ours.items()]
        return Difference(
            tuple(table for table in tables if table.only_here or table.only_there or table.different),
            _named(backup, f"FROM here.deal d WHERE {_missing('main.deal')}"),
            _named(backup, f"FROM main.deal d WHERE {_missing('here.deal')}"),
            _named(backup, _differing("deal", ours["deal"])),
            _newest(backup, "here"),
            _newest(backup, "main"),
        )
    finally:
        backup.execute("DETACH here")


def _of_both(backup: sqlite3.Connection) -> dict[str, list[str]]:
    """The columns that both have of each table whose changes are written down, names as SQL quotes them.

    As they stand there: what defines them takes a second to load, and another program may have changed either.
    """
    found: dict[str, list[str]] = {}
    for name, column in backup.execute(
        """WITH journaled AS (
               SELECT tbl_name, name FROM main.sqlite_master WHERE type = 'trigger'
               UNION SELECT tbl_name, name FROM here.sqlite_master WHERE type = 'trigger'
           )
           SELECT t.name, there.name FROM main.sqlite_master t
           JOIN pragma_table_info(t.name, 'main') there JOIN pragma_table_info(t.name, 'here') here
           ON here.name = there.name
           WHERE t.type = 'table' AND (
               t.name = 'deal' OR (t.name, 'journal_' || t.name || '_insert') IN (SELECT tbl_name, name FROM journaled)
           )
           ORDER BY t.name, there.cid"""
    ):
        found.setdefault(name, []).append(_quoted(column))
    return {name: columns for name, columns in found.items() if '"id"' in columns}


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _compared(backup: sqlite3.Connection, name: str, columns: list[str]) -> Compared:
    table = _quoted(name)
    counted = (
        f"FROM here.{table}",
        f"FROM main.{table}",
        f"FROM here.{table} d WHERE {_missing(f'main.{table}')}",
        f"FROM main.{table} d WHERE {_missing(f'here.{table}')}",
        _differing(table, columns),
    )
    return Compared(name, *(int(backup.execute(f"SELECT count(*) {one}").fetchone()[0]) for one in counted))


def _missing(table: str) -> str:
    return f"NOT EXISTS (SELECT 1 FROM {table} other WHERE other.id = d.id)"


def _differing(table: str, columns: list[str]) -> str:
    """The rows of both that are not the same, as `d` in the book."""
    unequal = " OR ".join(f"d.{column} IS NOT other.{column}" for column in columns)
    return f"FROM here.{table} d JOIN main.{table} other ON other.id = d.id WHERE {unequal}"


def _named(backup: sqlite3.Connection, rows: str) -> Named:
    return tuple(backup.execute(f"SELECT d.id, d.title {rows} ORDER BY d.id DESC LIMIT {NAMED}").fetchall())


def _newest(backup: sqlite3.Connection, schema: str) -> Newest | None:
    row = backup.execute(
        f"""SELECT label, at FROM {schema}.step WHERE undone_at IS NULL
            AND strftime('%Y-%m-%dT%H:%M:%SZ', at) IS at ORDER BY id DESC LIMIT 1"""
    ).fetchone()
    return None if row is None else Newest(row[0], datetime.fromisoformat(row[1]))
