"""The schema: one definition, the same by either way, its journal complete, its constraints kept."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from pipetui.service import Workspace
from pipetui.store import connect, deal_line, search_index
from pipetui.store.schema import migrate, triggers
from pipetui.store.schema.tables import JOURNAL_TABLES, Row
from pipetui.store.undo import journal
from tests.store.schema import assert_same_schema

if TYPE_CHECKING:
    from tests.store.conftest import Snapshot


def test_a_new_book_and_a_migrated_one_have_the_same_schema(tmp_path: Path, book: Path) -> None:
    path = tmp_path / "migrated.db"
    path.touch()
    migrated = connect.connect(path)
    migrate.upgrade(migrated, path)
    fresh = sqlite3.connect(book)
    try:
        assert_same_schema(fresh, migrated)
    finally:
        fresh.close()
        migrated.close()


def test_b27_every_table_is_journaled_by_three_triggers_and_guarded_by_two(workspace: Workspace) -> None:
    tables = {
        name
        for (name,) in workspace.store.connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        if not name.startswith("sqlite_")
    }
    made = {
        name for (name,) in workspace.store.connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
    }
    recorded = tables - JOURNAL_TABLES - {"alembic_version", *deal_line.TABLES, *search_index.TABLES}
    assert recorded == {table.name for table in triggers.journaled()}
    assert made == {
        f"journal_{table}_{event}"
        for table in recorded
        for event in ("insert", "update", "delete", "insert_guard", "update_guard")
    } | {"journal_write_down", "deal_line_later", "deal_line_renew", "deal_line_settle"}


def filled(connection: sqlite3.Connection, table: str) -> dict[str, Any]:
    """Values for every column of a row that the table's checks accept."""
    words = {
        "status": "open", "turn": "mine", "direction": "out", "question": "need", "answer": "yes", "state": "open",
        "billing": "once", "side": "fit", "category": "commit",
        "period": "month", "entity": "deal", "currency": "EUR",
    }  # fmt: skip
    kinds = {"stage_event": "created", "contact_point": "email"}
    values: dict[str, Any] = {}
    for _, name, kind, *_ in connection.execute(f"PRAGMA table_info({table})"):
        if name == "id" or (table == "contact_point" and name == "organization_id"):
            continue
        if name == "kind":
            values[name] = kinds.get(table, "call")
        elif name in words:
            values[name] = words[name]
        elif name == "position":
            values[name] = 77
        else:
            values[name] = 1 if kind in ("INTEGER", "BOOLEAN") else "2026-11-21"
    return values


@pytest.mark.parametrize("table", sorted(set(Row.metadata.tables) - JOURNAL_TABLES))
def test_b27_inserts_updates_and_deletes_of_every_table_are_undone(
    workspace: Workspace, plain: sqlite3.Connection, snapshot: Callable[[sqlite3.Connection], Snapshot], table: str
) -> None:
    """Another program's statements become steps of their own, whatever table they change."""
    states = [snapshot(plain)]
    values = filled(plain, table)
    marks = ", ".join("?" * len(values))
    plain.execute(f"INSERT INTO {table} ({', '.join(values)}) VALUES ({marks})", tuple(values.values()))
    states.append(snapshot(plain))
    (number,) = plain.execute(f"SELECT max(id) FROM {table}").fetchone()
    changing = next(name for name, value in values.items() if value == "2026-11-21")
    plain.execute(f"UPDATE {table} SET {changing} = ? WHERE id = ?", ("2026-12-24", number))
    states.append(snapshot(plain))
    plain.execute(f"DELETE FROM {table} WHERE id = ?", (number,))
    states.append(snapshot(plain))

    steps = journal.history(plain, 10)
    assert [(step.label, step.source, step.rows) for step in steps] == [
        (f"{table} changed by another program", "sql", 1)
    ] * 3
    workspace.store.connection.execute("PRAGMA foreign_keys = OFF")  # the rows above belong to nobody
    for state in reversed(states[:-1]):
        workspace.store.undo(workspace.now())
        assert snapshot(plain) == state
    for state in states[1:]:
        workspace.store.redo()
        assert snapshot(plain) == state


def test_b27_an_update_that_changes_nothing_is_no_step(workspace: Workspace, plain: sqlite3.Connection) -> None:
    plain.execute("UPDATE stage SET name = name, probability = probability")
    assert journal.history(plain, 1) == []


@pytest.mark.parametrize(
    ("table", "change"),
    [
        ("deal", "status = 'parked'"),
        ("deal", "value_minor = -1"),
        ("deal", "currency = 'EURO'"),
        ("deal", "own_probability = 101"),
        ("stage", "probability = -1"),
        ("stage", "rotting_days = -1"),
        ("follow_up", "turn = 'ours'"),
        ("touch", "direction = 'up'"),
        ("stage_event", "kind = 'jumped'"),
    ],
)
def test_what_no_deal_can_be_is_refused_whoever_writes_it(
    workspace: Workspace, plain: sqlite3.Connection, table: str, change: str
) -> None:
    for name in {"deal", table} - {"stage"}:
        values = filled(plain, name)
        marks = ", ".join("?" * len(values))
        plain.execute(f"INSERT INTO {name} ({', '.join(values)}) VALUES ({marks})", tuple(values.values()))
    with pytest.raises(sqlite3.IntegrityError, match="CHECK"):
        plain.execute(f"UPDATE {table} SET {change}")


def test_money_and_times_are_whole_numbers_and_utc_text() -> None:
    """Money is never a float, and every column is one the journal's JSON images keep exactly."""
    for table in Row.metadata.tables.values():
        for column in table.columns:
            kind = str(column.type.compile()).upper()
            assert kind in ("INTEGER", "VARCHAR", "DATE", "BOOLEAN"), f"{table.name}.{column.name}: {kind}"
