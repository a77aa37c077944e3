"""Rows by the thousand are the same rows, and the journal sees the same."""

from __future__ import annotations

from datetime import UTC, datetime

from pipetui.service import Desk
from pipetui.store import bulk, tables
from pipetui.store.tables import utc_text

NOW = datetime(2026, 11, 21, 10, tzinfo=UTC)
COLUMNS = "id title key currency stage_id entered_stage_at created_at"
VALUES = (7, "A", "a", "EUR", 1, utc_text(NOW), utc_text(NOW))


def test_the_columns_not_named_get_the_tables_defaults(desk: Desk) -> None:
    with desk.store.transaction("by hand", NOW, "test") as transaction:
        transaction.session.add(
            tables.Deal(id=6, title="A", key="a", currency="EUR", stage_id=1, entered_stage_at=NOW, created_at=NOW)
        )
    with desk.store.transaction("by the thousand", NOW, "test"):
        bulk.insert(desk.store.connection, tables.Deal, COLUMNS, [VALUES])
    one, other = desk.store.connection.execute("SELECT * FROM deal ORDER BY id").fetchall()
    assert one[1:] == other[1:]


def test_the_journal_holds_what_the_triggers_would_have_written(desk: Desk) -> None:
    connection = desk.store.connection
    with desk.store.transaction("triggers", NOW, "test"):
        bulk.insert(connection, tables.Deal, COLUMNS, [VALUES])
        bulk.insert(connection, tables.DealTag, "deal_id tag", [(7, "hot"), (7, "it's")])
    with desk.store.transaction("undo", NOW, "test"):
        connection.execute("DELETE FROM deal_tag")
        connection.execute("DELETE FROM deal")
    with desk.store.transaction("by the thousand", NOW, "test") as transaction:
        connection.execute("UPDATE sqlite_sequence SET seq = 0 WHERE name IN ('deal', 'deal_tag')")
        tags = [(7, "hot"), (7, "it's")]
        batches: tuple[bulk.Batch, ...] = (
            (tables.Deal, COLUMNS, [VALUES]),
            (tables.DealTag, "deal_id tag", tags),
            (tables.Note, "text", []),
        )
        bulk.insert_journaled(connection, transaction.step_id, batches)
        connection.execute("UPDATE deal SET source = 'seen by the triggers'")
    rows = "SELECT table_name, row_id, before, after FROM journal_row WHERE step_id = ? ORDER BY id"
    by_triggers = connection.execute(rows, (1,)).fetchall()
    by_thousand = connection.execute(rows, (3,)).fetchall()
    assert by_thousand[:-1] == by_triggers
    assert len(by_triggers) == 3
    assert by_thousand[-1][0] == "deal"


def test_numbers_go_on_from_the_highest_ever_used(desk: Desk) -> None:
    connection = desk.store.connection
    assert bulk.next_id(connection, tables.Deal) == 1
    with desk.store.transaction("one", NOW, "test"):
        bulk.insert(connection, tables.Deal, COLUMNS, [VALUES])
    with desk.store.transaction("none", NOW, "test"):
        connection.execute("DELETE FROM deal")
    assert bulk.next_id(connection, tables.Deal) == 8
