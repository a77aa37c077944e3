"""The journal's own rules (behaviour 27): what ends the way forward, what is refused, what is forgotten."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from datetime import UTC, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pipetui import service
from pipetui.cli.errors import what_to_do
from pipetui.domain.errors import ConflictError, InputError, StoreError
from pipetui.domain.line.quick_line import NewDeal
from pipetui.service import Workspace, reads
from pipetui.store.bulk import bulk_insert
from pipetui.store.schema import tables
from pipetui.store.schema.tables import utc_text
from pipetui.store.store import Store
from pipetui.store.undo import journal

if TYPE_CHECKING:
    from tests.conftest import Clock
    from tests.store.conftest import Snapshot

Read = Callable[[sqlite3.Connection], "Snapshot"]


def add(workspace: Workspace, title: str) -> int:
    return service.add(workspace, NewDeal(title)).deals[0]


def titles(workspace: Workspace) -> list[str]:
    return sorted(card.title for card in reads.cards(workspace))


# --- other programs ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "statement",
    [
        "REPLACE INTO note (id, deal_id, at, text) SELECT id, deal_id, at, 'OVERWRITTEN' FROM note",
        "INSERT OR REPLACE INTO deal SELECT * FROM deal WHERE id = 1",
        "REPLACE INTO setting (key, value) VALUES ('currency', 'USD')",
        "UPDATE OR REPLACE setting SET key = 'template' WHERE key = 'currency'",
        "UPDATE OR REPLACE note SET id = 2 WHERE id = 1",
        "INSERT INTO setting (key, value) VALUES ('currency', 'USD') ON CONFLICT DO UPDATE SET value = excluded.value",
    ],
)
def test_b27_another_program_puts_no_row_in_the_place_of_another(
    workspace: Workspace, plain: sqlite3.Connection, snapshot: Read, statement: str
) -> None:
    add(workspace, "Acme")
    service.note(workspace, [1], "budget is 50k")
    service.note(workspace, [1], "decided in March")
    before = snapshot(plain)
    with pytest.raises(sqlite3.IntegrityError, match="which REPLACE would go past"):
        plain.execute(statement)
    assert snapshot(plain) == before
    assert service.undo(workspace).message == "undone: noted on #1 Acme"


def test_b27_what_another_program_puts_in_or_changes_is_a_step_like_any_other(
    workspace: Workspace, plain: sqlite3.Connection, snapshot: Read
) -> None:
    add(workspace, "Acme")
    before = snapshot(plain)
    plain.execute("INSERT INTO note (id, deal_id, at, text) VALUES (77, 1, '2026-11-21T10:00:00Z', 'by hand')")
    plain.execute("UPDATE setting SET key = 'another' WHERE key = 'template'")
    plain.execute("UPDATE note SET id = 78 WHERE id = 77")
    for _ in range(3):
        service.undo(workspace)
    assert snapshot(plain) == before


SWALLOWS = (
    "BEFORE INSERT ON note BEGIN SELECT RAISE(IGNORE); END",
    "BEFORE UPDATE ON deal BEGIN SELECT raise/**/( ignore ); END",
    "AFTER INSERT ON note BEGIN DELETE FROM note WHERE id = NEW.id; END",
    "AFTER INSERT ON note BEGIN UPDATE \"note\" SET text = ''; END",
    "AFTER INSERT ON journal_row BEGIN DELETE FROM step; END",
)


@pytest.mark.parametrize("trigger", SWALLOWS)
def test_nothing_is_written_past_a_trigger_that_could_swallow_it(
    workspace: Workspace, plain: sqlite3.Connection, snapshot: Read, trigger: str
) -> None:
    add(workspace, "Acme")
    plain.execute(f"CREATE TRIGGER mine {trigger}")
    before = snapshot(plain)
    with pytest.raises(StoreError, match="trigger “mine” could keep this out of the book; nothing was written"):
        service.note(workspace, [1], "budget is 50k")
    assert snapshot(plain) == before


def test_a_trigger_that_only_looks_on_is_left_alone(workspace: Workspace, plain: sqlite3.Connection) -> None:
    plain.execute("CREATE TABLE watched (title)")
    plain.execute("CREATE TRIGGER mine AFTER INSERT ON deal BEGIN INSERT INTO watched VALUES (NEW.title); END")
    add(workspace, "Acme")
    assert plain.execute("SELECT title FROM watched").fetchall() == [("Acme",)]


# --- across restarts and processes ---------------------------------------------------------------------------


def test_b27_undo_and_redo_survive_a_restart(workspace: Workspace, book: Path, snapshot: Read) -> None:
    add(workspace, "Acme")
    service.win(workspace, [1])
    end = snapshot(workspace.store.connection)
    workspace.store.close()
    with Store.open(book) as store:
        again = workspace._replace(store=store)
        assert service.undo(again).message == "undone: won #1 Acme"
        assert service.undo(again).message == "undone: added #1 Acme"
        assert titles(again) == []
    with Store.open(book) as store:
        again = workspace._replace(store=store)
        service.redo(again)
        service.redo(again)
        assert snapshot(store.connection) == end


def test_b27_two_processes_take_back_each_others_steps(workspace: Workspace, second: Workspace) -> None:
    add(workspace, "One")
    add(second, "Two")
    assert service.undo(workspace).message == "undone: added #2 Two"
    assert service.undo(second).message == "undone: added #1 One"
    assert service.redo(second).message == "redone: added #1 One"
    assert titles(workspace) == titles(second) == ["One"]
    assert [(step.source, step.undone) for step in reads.history(workspace)] == [("app", True), ("shell", False)]


def test_b27_there_is_nothing_to_undo_or_redo_in_a_new_book(workspace: Workspace) -> None:
    for uow, said in ((service.undo, "nothing to undo"), (service.redo, "nothing to redo")):
        with pytest.raises(ConflictError, match=said) as refused:
            uow(workspace)
        assert refused.value.exit_code == 4


# --- the way forward -----------------------------------------------------------------------------------------


def test_b27_a_new_gesture_ends_the_way_forward_for_ever(workspace: Workspace) -> None:
    add(workspace, "One")
    add(workspace, "Two")
    service.undo(workspace)
    add(workspace, "Three")
    with pytest.raises(ConflictError, match="nothing to redo"):
        service.redo(workspace)
    service.undo(workspace)
    assert service.redo(workspace).message.endswith("Three")  # not Two, which was given up
    with pytest.raises(ConflictError, match="nothing to redo"):
        service.redo(workspace)
    service.undo(workspace)
    service.undo(workspace)
    service.redo(workspace)
    service.redo(workspace)
    assert titles(workspace) == ["One", "Three"]


def test_b27_a_refused_gesture_does_not_end_it(workspace: Workspace) -> None:
    add(workspace, "One")
    service.undo(workspace)
    with pytest.raises(InputError):
        add(workspace, "")
    with workspace.store.transaction("nothing", workspace.now(), "test"):
        pass
    assert service.redo(workspace).message.endswith("One")


def test_b27_another_programs_change_ends_it_too(workspace: Workspace, plain: sqlite3.Connection) -> None:
    add(workspace, "One")
    service.undo(workspace)
    plain.execute("UPDATE stage SET rotting_days = 3 WHERE id = 1")
    with pytest.raises(ConflictError, match="nothing to redo"):
        service.redo(workspace)
    assert service.undo(workspace).message == "undone: stage changed by another program"


# --- gestures and steps --------------------------------------------------------------------------------------


def test_b27_a_gesture_that_raises_leaves_nothing(workspace: Workspace, snapshot: Read) -> None:
    add(workspace, "One")
    before, steps = snapshot(workspace.store.connection), reads.history(workspace)
    with pytest.raises(ZeroDivisionError), workspace.unit_of_work("broken") as uow:
        row = uow.row(1)
        row.title = "Other"
        row.save()
        raise ZeroDivisionError
    assert (snapshot(workspace.store.connection), reads.history(workspace)) == (before, steps)
    assert workspace.store.connection.execute("SELECT step_id FROM journal_head").fetchone() == (None,)
    add(workspace, "Two")


def test_b27_a_gesture_is_one_step_with_its_final_label(workspace: Workspace, clock: Clock) -> None:
    service.add(workspace, NewDeal("One", organization="Acme", people=("Ann",), tags=("a", "b"), note="n"))
    step = reads.history(workspace)[0]
    assert (step.label, step.source, step.at, step.undone) == ("added #1 One", "shell", clock.now, False)
    assert step.rows == 8  # organization, person, deal, its event, link, two tags, note
    with workspace.store.transaction("empty", clock.now, "test"):
        pass
    assert reads.history(workspace) == [step]


def test_b27_another_programs_change_during_no_gesture_is_undone_in_turn(
    workspace: Workspace, plain: sqlite3.Connection
) -> None:
    add(workspace, "One")
    plain.execute("UPDATE deal SET title = 'Theirs', value_minor = 5")
    service.tag(workspace, [1], "hot")
    assert [step.source for step in reads.history(workspace)] == ["shell", "sql", "shell"]
    service.undo(workspace)
    service.undo(workspace)
    assert titles(workspace) == ["One"]
    service.redo(workspace)
    assert titles(workspace) == ["Theirs"]


# --- refused -------------------------------------------------------------------------------------------------


def behind(plain: sqlite3.Connection, sql: str) -> None:
    """Change something as if the journal were not there."""
    plain.executescript(f"UPDATE journal_head SET step_id = -1; {sql}; UPDATE journal_head SET step_id = NULL")


@pytest.mark.parametrize(
    ("sql", "said"),
    [
        ("UPDATE deal SET title = 'Changed' WHERE id = 1", "“tagged 2 deals hot” cannot be undone: a deal tag of #2"),
        ("DELETE FROM deal_tag WHERE deal_id = 1", "a deal tag of #1 changed since"),
        ("UPDATE deal_tag SET tag = 'cold' WHERE deal_id = 1", "a deal tag of #1 changed since"),
    ],
)
def test_b27_what_changed_since_is_not_overwritten(
    workspace: Workspace, plain: sqlite3.Connection, snapshot: Read, sql: str, said: str
) -> None:
    add(workspace, "One")
    add(workspace, "Two")
    service.tag(workspace, [1, 2], "hot")
    if "deal SET" in sql:
        behind(plain, "DELETE FROM deal_tag WHERE deal_id = 2")
    behind(plain, sql)
    before, steps = snapshot(plain), reads.history(workspace)
    with pytest.raises(ConflictError) as refused:
        service.undo(workspace)
    assert said in refused.value.title
    assert "history" in what_to_do(refused.value)
    assert (snapshot(plain), reads.history(workspace)) == (before, steps)
    add(workspace, "Three")  # and the book goes on


def test_b27_what_something_hangs_on_is_not_taken_away(
    workspace: Workspace, plain: sqlite3.Connection, snapshot: Read
) -> None:
    add(workspace, "One")
    behind(plain, "INSERT INTO deal_tag (deal_id, tag) VALUES (1, 'theirs')")
    before = snapshot(plain)
    with pytest.raises(ConflictError, match="does not go with the rest of the book"):
        service.undo(workspace)
    assert snapshot(plain) == before
    assert not workspace.store.connection.in_transaction


def test_b27_a_redo_over_what_changed_since_is_refused_too(
    workspace: Workspace, plain: sqlite3.Connection, snapshot: Read
) -> None:
    add(workspace, "One")
    service.edit(workspace, 1, {"title": "Two"})
    service.undo(workspace)
    behind(plain, "UPDATE deal SET source = 'fair'")
    before = snapshot(plain)
    with pytest.raises(ConflictError, match=r"“edited #1 Two: title” cannot be redone: #1 One changed since"):
        service.redo(workspace)
    assert snapshot(plain) == before


def test_b27_an_image_from_before_a_column_was_added_still_fits(
    workspace: Workspace, plain: sqlite3.Connection
) -> None:
    add(workspace, "One")
    service.edit(workspace, 1, {"source": "fair"})
    older = "json_remove({0}, '$.origin_kind')"
    plain.execute(f"UPDATE journal_row SET before = {older.format('before')}, after = {older.format('after')}")
    service.undo(workspace)
    assert reads.card(workspace, 1).source == ""
    service.redo(workspace)
    assert reads.card(workspace, 1).source == "fair"
    service.undo(workspace)
    service.undo(workspace)
    assert titles(workspace) == []


# --- rows put in together ------------------------------------------------------------------------------------


def put_in(workspace: Workspace, *titles: str) -> None:
    """Several deals with a tag each, as an import puts them in."""
    at = utc_text(workspace.now())
    with workspace.unit_of_work("imported") as uow:
        first = bulk_insert.next_id(uow.connection, tables.Deal)
        deals = [(title, title, "EUR", 1, at, at) for title in titles]
        tags = [(first + place, "new") for place in range(len(titles))]
        batches: tuple[bulk_insert.Batch, ...] = (
            (tables.Deal, "title key currency stage_id entered_stage_at created_at", deals),
            (tables.DealTag, "deal_id tag", tags),
        )
        bulk_insert.insert_journaled(workspace.store.connection, uow.transaction.step_id, batches)
        uow.done([], f"imported {len(titles)} deals")


def test_b27_rows_put_in_together_are_counted_one_by_one(workspace: Workspace) -> None:
    add(workspace, "One")
    put_in(workspace, "Two", "Three", 'Vier "é"\n')
    assert [(step.label, step.rows) for step in reads.history(workspace)] == [
        ("imported 3 deals", 6),
        ("added #1 One", 2),
    ]
    assert workspace.store.connection.execute("SELECT count(*) FROM journal_row WHERE step_id = 2").fetchone() == (2,)


def test_b27_rows_put_in_together_come_back_after_a_restart_as_they_were(
    workspace: Workspace, book: Path, snapshot: Read
) -> None:
    start = snapshot(workspace.store.connection)
    put_in(workspace, "One", 'Zwei "é"\n', "Three")
    middle = snapshot(workspace.store.connection)
    service.edit(workspace, 2, {"title": "Changed"})
    service.tag(workspace, [1, 3], "hot")
    service.delete(workspace, [3])
    end = snapshot(workspace.store.connection)
    workspace.store.close()
    for _ in range(2):
        with Store.open(book) as store:
            again = workspace._replace(store=store)
            for _ in range(3):
                service.undo(again)
            assert snapshot(store.connection) == middle
            service.undo(again)
            assert snapshot(store.connection) == start
            assert reads.history(again)[-1].rows == 6
        with Store.open(book) as store:
            again = workspace._replace(store=store)
            service.redo(again)
            assert snapshot(store.connection) == middle
            for _ in range(3):
                service.redo(again)
            assert snapshot(store.connection) == end


def test_b27_what_was_undone_holds_the_rows_and_what_was_redone_does_not(workspace: Workspace) -> None:
    put_in(workspace, "One", "Two")

    def kept() -> list[bool]:
        return [row[0] is not None for row in workspace.store.connection.execute("SELECT after FROM journal_row")]

    assert kept() == [False, False]
    service.undo(workspace)
    assert kept() == [True, True]
    service.redo(workspace)
    assert kept() == [False, False]


@pytest.mark.parametrize(
    ("sql", "said"),
    [
        ("DELETE FROM deal_tag WHERE deal_id = 2", "“imported 3 deals” cannot be undone: deal tag 2 changed since"),
        (
            "DELETE FROM deal_tag WHERE deal_id > 1; INSERT INTO deal_tag (deal_id, tag) VALUES (3, 'theirs')",
            "“imported 3 deals” cannot be undone: deal tag 2 changed since",
        ),
        (
            "PRAGMA foreign_keys = OFF; DELETE FROM deal WHERE id = 3",
            "“imported 3 deals” cannot be undone: #3 changed since",
        ),
    ],
)
def test_b27_rows_put_in_together_are_not_taken_out_when_some_are_gone(
    workspace: Workspace, plain: sqlite3.Connection, snapshot: Read, sql: str, said: str
) -> None:
    put_in(workspace, "One", "Two", "Three")
    behind(plain, sql)
    before, steps = snapshot(plain), reads.history(workspace)
    schema = plain.execute("SELECT * FROM sqlite_master ORDER BY name").fetchall()
    with pytest.raises(ConflictError) as refused:
        service.undo(workspace)
    assert (refused.value.title, refused.value.exit_code) == (said, 4)
    assert (snapshot(plain), reads.history(workspace)) == (before, steps)
    assert sorted(row[:2] for row in schema) == sorted(
        row[:2] for row in plain.execute("SELECT * FROM sqlite_master").fetchall()
    )
    add(workspace, "Four")  # and the book goes on


def test_b27_rows_put_in_together_are_not_put_over_others(
    workspace: Workspace, plain: sqlite3.Connection, snapshot: Read
) -> None:
    put_in(workspace, "One", "Two", "Three")
    service.undo(workspace)
    behind(
        plain,
        """INSERT INTO deal (id, title, key, currency, status, stage_id, entered_stage_at, source, close_pushed,
                             created_at, lost_reason, lost_note, renewal_lead_days, origin_kind)
           VALUES (2, 'Theirs', 'theirs', 'EUR', 'open', 1, '2026', '', 0, '2026', '', '', 0, '')""",
    )
    before = snapshot(plain)
    with pytest.raises(ConflictError, match=r"“imported 3 deals” cannot be redone: #2 Theirs changed since"):
        service.redo(workspace)
    assert snapshot(plain) == before


def test_b27_rows_that_others_hang_on_are_not_taken_out(
    workspace: Workspace, plain: sqlite3.Connection, snapshot: Read
) -> None:
    put_in(workspace, "One", "Two")
    behind(plain, "INSERT INTO note (deal_id, text, at) VALUES (2, 'theirs', '2026')")
    before = snapshot(plain)
    with pytest.raises(ConflictError, match="does not go with the rest of the book"):
        service.undo(workspace)
    assert snapshot(plain) == before


def test_b27_another_programs_change_of_such_a_row_is_undone_first(
    workspace: Workspace, plain: sqlite3.Connection, snapshot: Read
) -> None:
    start = snapshot(plain)
    put_in(workspace, "One", "Two")
    plain.execute("UPDATE deal SET title = 'Theirs' WHERE id = 2")
    plain.execute("DELETE FROM deal_tag WHERE deal_id = 1")
    assert [step.rows for step in reads.history(workspace)] == [1, 1, 4]
    service.undo(workspace)
    service.undo(workspace)
    assert titles(workspace) == ["One", "Two"]
    service.undo(workspace)
    assert snapshot(plain) == start


# --- forgetting ----------------------------------------------------------------------------------------------


def test_b27_only_what_is_both_old_and_beyond_the_count_is_forgotten(workspace: Workspace, clock: Clock) -> None:
    start = clock.now
    for number in range(6):
        add(workspace, f"Deal {number}")
        clock.tick(days=1)

    def left() -> list[int]:
        return [step.id for step in reversed(reads.history(workspace, 100))]

    assert workspace.store.prune(start - timedelta(days=1), 0) == 0  # all are young
    assert workspace.store.prune(clock.now, 6) == 0  # and not too many
    assert workspace.store.prune(start + timedelta(days=4), 3) == 3
    assert left() == [4, 5, 6]
    assert workspace.store.prune(start + timedelta(days=4), 0) == 1
    assert left() == [5, 6]
    rows = workspace.store.connection.execute("SELECT DISTINCT step_id FROM journal_row ORDER BY 1").fetchall()
    assert rows == [(5,), (6,)]
    service.undo(workspace)
    service.undo(workspace)
    with pytest.raises(ConflictError, match="nothing to undo"):
        service.undo(workspace)
    assert titles(workspace) == [f"Deal {number}" for number in range(4)]


def test_b27_times_in_the_history_are_aware(workspace: Workspace) -> None:
    add(workspace, "One")
    assert reads.history(workspace)[0].at.tzinfo == UTC
    assert journal.history(workspace.store.connection, 0) == []


def test_b27_nothing_newer_than_what_stays_is_forgotten(workspace: Workspace, clock: Clock, snapshot: Read) -> None:
    """A clock that goes back must not make the book forget what a run of rows relies on."""
    start = snapshot(workspace.store.connection)
    put_in(workspace, "One", "Two")
    late = clock.now
    clock.tick(days=-400)
    service.edit(workspace, 1, {"title": "Changed"})
    assert workspace.store.prune(late - timedelta(days=30), 0) == 0
    assert [step.rows for step in reads.history(workspace)] == [1, 4]
    service.undo(workspace)
    service.undo(workspace)
    assert snapshot(workspace.store.connection) == start
    clock.tick(days=800)
    assert workspace.store.prune(clock.now, 0) == 2
    assert workspace.store.connection.execute("SELECT count(*) FROM journal_row").fetchone() == (0,)
