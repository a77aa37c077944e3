"""Rows by the thousand are the same rows, and the journal sees them."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime

import pytest
from sqlalchemy import create_engine
from sqlalchemy.pool import StaticPool
from sqlmodel import Session

from pipetui.service import Workspace
from pipetui.store.bulk import bulk_insert
from pipetui.store.bulk.spill import Scratch
from pipetui.store.schema import tables
from pipetui.store.schema.tables import utc_text

NOW = datetime(2026, 11, 21, 10, tzinfo=UTC)
COLUMNS = "id title key currency stage_id entered_stage_at created_at"
VALUES = (7, "A", "a", "EUR", 1, utc_text(NOW), utc_text(NOW))


def test_the_columns_not_named_get_the_tables_defaults(workspace: Workspace) -> None:
    engine = create_engine("sqlite://", creator=lambda: workspace.store.connection, poolclass=StaticPool)
    with Session(engine) as session:  # as SQLModel fills them
        session.add(
            tables.Deal(id=6, title="A", key="a", currency="EUR", stage_id=1, entered_stage_at=NOW, created_at=NOW)
        )
        session.commit()
    with workspace.store.transaction("by the thousand", NOW, "test"):
        bulk_insert.insert(workspace.store.connection, tables.Deal, COLUMNS, [VALUES])
    one, other = workspace.store.connection.execute("SELECT * FROM deal ORDER BY id").fetchall()
    assert one[1:] == other[1:]


def test_each_batch_is_one_line_of_the_journal_and_later_changes_are_lines_of_their_own(workspace: Workspace) -> None:
    connection = workspace.store.connection
    triggers = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' ORDER BY name"
    before = connection.execute(triggers).fetchall()
    with workspace.store.transaction("by the thousand", NOW, "test") as transaction:
        connection.execute("UPDATE sqlite_sequence SET seq = 6 WHERE name = 'deal'")
        connection.execute("INSERT INTO sqlite_sequence (name, seq) SELECT 'deal', 6 WHERE changes() = 0")
        tags = [(7, "hot"), (7, "it's")]
        batches: tuple[bulk_insert.Batch, ...] = (
            (tables.Deal, COLUMNS, [VALUES]),
            (tables.DealTag, "deal_id tag", tags),
            (tables.Note, "text", []),
        )
        bulk_insert.insert_journaled(connection, transaction.step_id, batches)
        connection.execute("UPDATE deal SET source = 'seen by the triggers'")
    rows = connection.execute("SELECT table_name, row_id, last_id, before IS NULL, after IS NULL FROM journal_row")
    assert rows.fetchall() == [("deal", 7, 7, 1, 1), ("deal_tag", 1, 2, 1, 1), ("deal", 7, None, 0, 0)]
    assert connection.execute(triggers).fetchall() == before


def test_rows_that_are_not_numbered_on_are_refused_and_the_triggers_stay(workspace: Workspace) -> None:
    connection = workspace.store.connection
    triggers = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' ORDER BY name"
    before = connection.execute(triggers).fetchall()
    with workspace.store.transaction("odd", NOW, "test") as transaction:
        with pytest.raises(ValueError, match="not numbered 1 to 1"):
            bulk_insert.insert_journaled(connection, transaction.step_id, [(tables.Deal, COLUMNS, [VALUES])])
        with pytest.raises(sqlite3.IntegrityError):
            bulk_insert.insert_journaled(
                connection, transaction.step_id, [(tables.DealTag, "deal_id tag", [(7, None)])]
            )
        assert connection.execute(triggers).fetchall() == before


def test_numbers_beyond_what_is_kept_at_hand_are_found_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipetui.store.bulk.spill._AT_HAND", 10)
    with Scratch() as scratch:
        assert scratch.get([1]) == {}
        for number in range(100):
            scratch.put({hash(str(number)): number, hash(str(number // 2)): -number})
        wanted = {hash(str(number)): number for number in range(50, 100)}
        assert scratch.get([*wanted, 1]) == wanted
        assert scratch.get([hash("49")]) == {hash("49"): -99}


def test_numbers_go_on_from_the_highest_ever_used(workspace: Workspace) -> None:
    connection = workspace.store.connection
    assert bulk_insert.next_id(connection, tables.Deal) == 1
    with workspace.store.transaction("one", NOW, "test"):
        bulk_insert.insert(connection, tables.Deal, COLUMNS, [VALUES])
    with workspace.store.transaction("none", NOW, "test"):
        connection.execute("DELETE FROM deal")
    assert bulk_insert.next_id(connection, tables.Deal) == 8
