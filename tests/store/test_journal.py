"""The journal's own rules (behaviour 27): what ends the way forward, what is refused, what is forgotten."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from datetime import UTC, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pipetui import service
from pipetui.domain.errors import ConflictError, InputError, StoreError
from pipetui.domain.line.quick_line import NewDeal
from pipetui.service import Desk, look
from pipetui.store.bulk import bulk_insert
from pipetui.store.schema import tables
from pipetui.store.schema.tables import utc_text
from pipetui.store.store import Store
from pipetui.store.undo import journal

if TYPE_CHECKING:
    from tests.conftest import Clock
    from tests.store.conftest import Snapshot

Read = Callable[[sqlite3.Connection], "Snapshot"]


def add(desk: Desk, title: str) -> int:
    return service.add(desk, NewDeal(title)).deals[0]


def titles(desk: Desk) -> list[str]:
    return sorted(card.title for card in look.cards(desk))


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
    desk: Desk, plain: sqlite3.Connection, snapshot: Read, statement: str
) -> None:
    add(desk, "Acme")
    service.note(desk, [1], "budget is 50k")
    service.note(desk, [1], "decided in March")
    before = snapshot(plain)
    with pytest.raises(sqlite3.IntegrityError, match="which REPLACE would go past"):
        plain.execute(statement)
    assert snapshot(plain) == before
    assert service.undo(desk).said == "undone: noted on #1 Acme"


def test_b27_what_another_program_puts_in_or_changes_is_a_step_like_any_other(
    desk: Desk, plain: sqlite3.Connection, snapshot: Read
) -> None:
    add(desk, "Acme")
    before = snapshot(plain)
    plain.execute("INSERT INTO note (id, deal_id, at, text) VALUES (77, 1, '2026-11-21T10:00:00Z', 'by hand')")
    plain.execute("UPDATE setting SET key = 'another' WHERE key = 'template'")
    plain.execute("UPDATE note SET id = 78 WHERE id = 77")
    for _ in range(3):
        service.undo(desk)
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
    desk: Desk, plain: sqlite3.Connection, snapshot: Read, trigger: str
) -> None:
    add(desk, "Acme")
    plain.execute(f"CREATE TRIGGER mine {trigger}")
    before = snapshot(plain)
    with pytest.raises(StoreError, match="trigger “mine” could keep this out of the book; nothing was written"):
        service.note(desk, [1], "budget is 50k")
    assert snapshot(plain) == before


def test_a_trigger_that_only_looks_on_is_left_alone(desk: Desk, plain: sqlite3.Connection) -> None:
    plain.execute("CREATE TABLE watched (title)")
    plain.execute("CREATE TRIGGER mine AFTER INSERT ON deal BEGIN INSERT INTO watched VALUES (NEW.title); END")
    add(desk, "Acme")
    assert plain.execute("SELECT title FROM watched").fetchall() == [("Acme",)]


# --- across restarts and processes ---------------------------------------------------------------------------


def test_b27_undo_and_redo_survive_a_restart(desk: Desk, book: Path, snapshot: Read) -> None:
    add(desk, "Acme")
    service.win(desk, [1])
    end = snapshot(desk.store.connection)
    desk.store.close()
    with Store.open(book) as store:
        again = desk._replace(store=store)
        assert service.undo(again).said == "undone: won #1 Acme"
        assert service.undo(again).said == "undone: added #1 Acme"
        assert titles(again) == []
    with Store.open(book) as store:
        again = desk._replace(store=store)
        service.redo(again)
        service.redo(again)
        assert snapshot(store.connection) == end


def test_b27_two_processes_take_back_each_others_steps(desk: Desk, second: Desk) -> None:
    add(desk, "One")
    add(second, "Two")
    assert service.undo(desk).said == "undone: added #2 Two"
    assert service.undo(second).said == "undone: added #1 One"
    assert service.redo(second).said == "redone: added #1 One"
    assert titles(desk) == titles(second) == ["One"]
    assert [(step.source, step.undone) for step in look.history(desk)] == [("app", True), ("shell", False)]


def test_b27_there_is_nothing_to_undo_or_redo_in_a_new_book(desk: Desk) -> None:
    for gesture, said in ((service.undo, "nothing to undo"), (service.redo, "nothing to redo")):
        with pytest.raises(ConflictError, match=said) as refused:
            gesture(desk)
        assert refused.value.exit_code == 4


# --- the way forward -----------------------------------------------------------------------------------------


def test_b27_a_new_gesture_ends_the_way_forward_for_ever(desk: Desk) -> None:
    add(desk, "One")
    add(desk, "Two")
    service.undo(desk)
    add(desk, "Three")
    with pytest.raises(ConflictError, match="nothing to redo"):
        service.redo(desk)
    service.undo(desk)
    assert service.redo(desk).said.endswith("Three")  # not Two, which was given up
    with pytest.raises(ConflictError, match="nothing to redo"):
        service.redo(desk)
    service.undo(desk)
    service.undo(desk)
    service.redo(desk)
    service.redo(desk)
    assert titles(desk) == ["One", "Three"]


def test_b27_a_refused_gesture_does_not_end_it(desk: Desk) -> None:
    add(desk, "One")
    service.undo(desk)
    with pytest.raises(InputError):
        add(desk, "")
    with desk.store.transaction("nothing", desk.now(), "test"):
        pass
    assert service.redo(desk).said.endswith("One")


def test_b27_another_programs_change_ends_it_too(desk: Desk, plain: sqlite3.Connection) -> None:
    add(desk, "One")
    service.undo(desk)
    plain.execute("UPDATE stage SET rotting_days = 3 WHERE id = 1")
    with pytest.raises(ConflictError, match="nothing to redo"):
        service.redo(desk)
    assert service.undo(desk).said == "undone: stage changed by another program"


# --- gestures and steps --------------------------------------------------------------------------------------


def test_b27_a_gesture_that_raises_leaves_nothing(desk: Desk, snapshot: Read) -> None:
    add(desk, "One")
    before, steps = snapshot(desk.store.connection), look.history(desk)
    with pytest.raises(ZeroDivisionError), desk.gesture("broken") as gesture:
        row = gesture.deal(1)
        row.title = "Other"
        row.save()
        raise ZeroDivisionError
    assert (snapshot(desk.store.connection), look.history(desk)) == (before, steps)
    assert desk.store.connection.execute("SELECT step_id FROM journal_head").fetchone() == (None,)
    add(desk, "Two")


def test_b27_a_gesture_is_one_step_with_its_final_label(desk: Desk, clock: Clock) -> None:
    service.add(desk, NewDeal("One", organization="Acme", people=("Ann",), tags=("a", "b"), note="n"))
    step = look.history(desk)[0]
    assert (step.label, step.source, step.at, step.undone) == ("added #1 One", "shell", clock.now, False)
    assert step.rows == 8  # organization, person, deal, its event, link, two tags, note
    with desk.store.transaction("empty", clock.now, "test"):
        pass
    assert look.history(desk) == [step]


def test_b27_another_programs_change_during_no_gesture_is_undone_in_turn(desk: Desk, plain: sqlite3.Connection) -> None:
    add(desk, "One")
    plain.execute("UPDATE deal SET title = 'Theirs', value_minor = 5")
    service.tag(desk, [1], "hot")
    assert [step.source for step in look.history(desk)] == ["shell", "sql", "shell"]
    service.undo(desk)
    service.undo(desk)
    assert titles(desk) == ["One"]
    service.redo(desk)
    assert titles(desk) == ["Theirs"]


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
    desk: Desk, plain: sqlite3.Connection, snapshot: Read, sql: str, said: str
) -> None:
    add(desk, "One")
    add(desk, "Two")
    service.tag(desk, [1, 2], "hot")
    if "deal SET" in sql:
        behind(plain, "DELETE FROM deal_tag WHERE deal_id = 2")
    behind(plain, sql)
    before, steps = snapshot(plain), look.history(desk)
    with pytest.raises(ConflictError) as refused:
        service.undo(desk)
    assert said in refused.value.title
    assert "history" in refused.value.hint
    assert (snapshot(plain), look.history(desk)) == (before, steps)
    add(desk, "Three")  # and the book goes on


def test_b27_what_something_hangs_on_is_not_taken_away(desk: Desk, plain: sqlite3.Connection, snapshot: Read) -> None:
    add(desk, "One")
    behind(plain, "INSERT INTO deal_tag (deal_id, tag) VALUES (1, 'theirs')")
    before = snapshot(plain)
    with pytest.raises(ConflictError, match="does not go with the rest of the book"):
        service.undo(desk)
    assert snapshot(plain) == before
    assert not desk.store.connection.in_transaction


def test_b27_a_redo_over_what_changed_since_is_refused_too(
    desk: Desk, plain: sqlite3.Connection, snapshot: Read
) -> None:
    add(desk, "One")
    service.edit(desk, 1, {"title": "Two"})
    service.undo(desk)
    behind(plain, "UPDATE deal SET source = 'fair'")
    before = snapshot(plain)
    with pytest.raises(ConflictError, match=r"“edited #1 Two: title” cannot be redone: #1 One changed since"):
        service.redo(desk)
    assert snapshot(plain) == before


def test_b27_an_image_from_before_a_column_was_added_still_fits(desk: Desk, plain: sqlite3.Connection) -> None:
    add(desk, "One")
    service.edit(desk, 1, {"source": "fair"})
    older = "json_remove({0}, '$.origin_kind')"
    plain.execute(f"UPDATE journal_row SET before = {older.format('before')}, after = {older.format('after')}")
    service.undo(desk)
    assert look.card(desk, 1).source == ""
    service.redo(desk)
    assert look.card(desk, 1).source == "fair"
    service.undo(desk)
    service.undo(desk)
    assert titles(desk) == []


# --- rows put in together ------------------------------------------------------------------------------------


def put_in(desk: Desk, *titles: str) -> None:
    """Several deals with a tag each, as an import puts them in."""
    at = utc_text(desk.now())
    with desk.gesture("imported") as gesture:
        first = bulk_insert.next_id(gesture.desk.store.connection, tables.Deal)
        deals = [(title, title, "EUR", 1, at, at) for title in titles]
        tags = [(first + place, "new") for place in range(len(titles))]
        batches: tuple[bulk_insert.Batch, ...] = (
            (tables.Deal, "title key currency stage_id entered_stage_at created_at", deals),
            (tables.DealTag, "deal_id tag", tags),
        )
        bulk_insert.insert_journaled(desk.store.connection, gesture.transaction.step_id, batches)
        gesture.done([], f"imported {len(titles)} deals")


def test_b27_rows_put_in_together_are_counted_one_by_one(desk: Desk) -> None:
    add(desk, "One")
    put_in(desk, "Two", "Three", 'Vier "é"\n')
    assert [(step.label, step.rows) for step in look.history(desk)] == [("imported 3 deals", 6), ("added #1 One", 2)]
    assert desk.store.connection.execute("SELECT count(*) FROM journal_row WHERE step_id = 2").fetchone() == (2,)


def test_b27_rows_put_in_together_come_back_after_a_restart_as_they_were(
    desk: Desk, book: Path, snapshot: Read
) -> None:
    start = snapshot(desk.store.connection)
    put_in(desk, "One", 'Zwei "é"\n', "Three")
    middle = snapshot(desk.store.connection)
    service.edit(desk, 2, {"title": "Changed"})
    service.tag(desk, [1, 3], "hot")
    service.delete(desk, [3])
    end = snapshot(desk.store.connection)
    desk.store.close()
    for _ in range(2):
        with Store.open(book) as store:
            again = desk._replace(store=store)
            for _ in range(3):
                service.undo(again)
            assert snapshot(store.connection) == middle
            service.undo(again)
            assert snapshot(store.connection) == start
            assert look.history(again)[-1].rows == 6
        with Store.open(book) as store:
            again = desk._replace(store=store)
            service.redo(again)
            assert snapshot(store.connection) == middle
            for _ in range(3):
                service.redo(again)
            assert snapshot(store.connection) == end


def test_b27_what_was_undone_holds_the_rows_and_what_was_redone_does_not(desk: Desk) -> None:
    put_in(desk, "One", "Two")

    def kept() -> list[bool]:
        return [row[0] is not None for row in desk.store.connection.execute("SELECT after FROM journal_row")]

    assert kept() == [False, False]
    service.undo(desk)
    assert kept() == [True, True]
    service.redo(desk)
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
    desk: Desk, plain: sqlite3.Connection, snapshot: Read, sql: str, said: str
) -> None:
    put_in(desk, "One", "Two", "Three")
    behind(plain, sql)
    before, steps = snapshot(plain), look.history(desk)
    schema = plain.execute("SELECT * FROM sqlite_master ORDER BY name").fetchall()
    with pytest.raises(ConflictError) as refused:
        service.undo(desk)
    assert (refused.value.title, refused.value.exit_code) == (said, 4)
    assert (snapshot(plain), look.history(desk)) == (before, steps)
    assert sorted(row[:2] for row in schema) == sorted(
        row[:2] for row in plain.execute("SELECT * FROM sqlite_master").fetchall()
    )
    add(desk, "Four")  # and the book goes on


def test_b27_rows_put_in_together_are_not_put_over_others(
    desk: Desk, plain: sqlite3.Connection, snapshot: Read
) -> None:
    put_in(desk, "One", "Two", "Three")
    service.undo(desk)
    behind(
        plain,
        """INSERT INTO deal (id, title, key, currency, status, stage_id, entered_stage_at, source, close_pushed,
                             created_at, lost_reason, lost_note, renewal_lead_days, origin_kind)
           VALUES (2, 'Theirs', 'theirs', 'EUR', 'open', 1, '2026', '', 0, '2026', '', '', 0, '')""",
    )
    before = snapshot(plain)
    with pytest.raises(ConflictError, match=r"“imported 3 deals” cannot be redone: #2 Theirs changed since"):
        service.redo(desk)
    assert snapshot(plain) == before


def test_b27_rows_that_others_hang_on_are_not_taken_out(desk: Desk, plain: sqlite3.Connection, snapshot: Read) -> None:
    put_in(desk, "One", "Two")
    behind(plain, "INSERT INTO note (deal_id, text, at) VALUES (2, 'theirs', '2026')")
    before = snapshot(plain)
    with pytest.raises(ConflictError, match="does not go with the rest of the book"):
        service.undo(desk)
    assert snapshot(plain) == before


def test_b27_another_programs_change_of_such_a_row_is_undone_first(
    desk: Desk, plain: sqlite3.Connection, snapshot: Read
) -> None:
    start = snapshot(plain)
    put_in(desk, "One", "Two")
    plain.execute("UPDATE deal SET title = 'Theirs' WHERE id = 2")
    plain.execute("DELETE FROM deal_tag WHERE deal_id = 1")
    assert [step.rows for step in look.history(desk)] == [1, 1, 4]
    service.undo(desk)
    service.undo(desk)
    assert titles(desk) == ["One", "Two"]
    service.undo(desk)
    assert snapshot(plain) == start


# --- forgetting ----------------------------------------------------------------------------------------------


def test_b27_only_what_is_both_old_and_beyond_the_count_is_forgotten(desk: Desk, clock: Clock) -> None:
    start = clock.now
    for number in range(6):
        add(desk, f"Deal {number}")
        clock.tick(days=1)

    def left() -> list[int]:
        return [step.id for step in reversed(look.history(desk, 100))]

    assert desk.store.prune(start - timedelta(days=1), 0) == 0  # all are young
    assert desk.store.prune(clock.now, 6) == 0  # and not too many
    assert desk.store.prune(start + timedelta(days=4), 3) == 3
    assert left() == [4, 5, 6]
    assert desk.store.prune(start + timedelta(days=4), 0) == 1
    assert left() == [5, 6]
    rows = desk.store.connection.execute("SELECT DISTINCT step_id FROM journal_row ORDER BY 1").fetchall()
    assert rows == [(5,), (6,)]
    service.undo(desk)
    service.undo(desk)
    with pytest.raises(ConflictError, match="nothing to undo"):
        service.undo(desk)
    assert titles(desk) == [f"Deal {number}" for number in range(4)]


def test_b27_times_in_the_history_are_aware(desk: Desk) -> None:
    add(desk, "One")
    assert look.history(desk)[0].at.tzinfo == UTC
    assert journal.history(desk.store.connection, 0) == []


def test_b27_nothing_newer_than_what_stays_is_forgotten(desk: Desk, clock: Clock, snapshot: Read) -> None:
    """A clock that goes back must not make the book forget what a run of rows relies on."""
    start = snapshot(desk.store.connection)
    put_in(desk, "One", "Two")
    late = clock.now
    clock.tick(days=-400)
    service.edit(desk, 1, {"title": "Changed"})
    assert desk.store.prune(late - timedelta(days=30), 0) == 0
    assert [step.rows for step in look.history(desk)] == [1, 4]
    service.undo(desk)
    service.undo(desk)
    assert snapshot(desk.store.connection) == start
    clock.tick(days=800)
    assert desk.store.prune(clock.now, 0) == 2
    assert desk.store.connection.execute("SELECT count(*) FROM journal_row").fetchone() == (0,)
