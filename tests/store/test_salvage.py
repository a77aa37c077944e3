"""A new book out of a damaged one: nothing that can still be read, or that journal or backup hold, is lost."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipetui import service
from pipetui.cli.errors import advised
from pipetui.config import Settings
from pipetui.domain.errors import DamagedError, StoreError
from pipetui.domain.line import quick_line
from pipetui.domain.line.quick_line import NewDeal
from pipetui.service import Workspace, reads
from pipetui.service.maintenance import doctor
from pipetui.service.maintenance.repair import repair
from pipetui.store import connect
from pipetui.store.recovery import backup, checks, restore, salvage
from pipetui.store.schema import triggers
from pipetui.store.store import Store
from pipetui.store.undo import drift
from tests.store.books import OLD, load
from tests.store.conftest import damage

NOW = datetime(2026, 11, 21, 10, tzinfo=UTC)
Rows = dict[str, dict[int, tuple[Any, ...]]]


def rows(connection: sqlite3.Connection) -> Rows:
    """Every row that a reader gets, table by table and one by one."""
    connection.text_factory = bytes
    found: Rows = {}
    for table in triggers.journaled():
        mine = found[table.name] = {}
        try:
            connection.execute(f"SELECT * FROM {table.name} LIMIT 0")
        except sqlite3.DatabaseError:
            continue  # nobody knows where it lies
        with suppress(sqlite3.DatabaseError):
            mine |= {row[0]: row for row in connection.execute(f"SELECT * FROM {table.name}").fetchall()}
            continue
        for number in range(1, 60):
            try:
                row = connection.execute(f"SELECT * FROM {table.name} WHERE id = ?", (number,)).fetchone()
            except sqlite3.DatabaseError:
                continue
            if row is not None:
                mine[number] = row
    return found


def rows_of(book: Path) -> Rows:
    with closing(sqlite3.connect(book)) as connection:
        return rows(connection)


def fill(workspace: Workspace, deals: int) -> None:
    for number in range(deals):
        line = f"Deal{number} {number}k org:Org{number} who:Per{number} next:fri +hot / note {'x' * 150}"
        service.add(workspace, quick_line.parse(line, workspace.now(), workspace.settings.dates, "EUR"))


@pytest.fixture(scope="session")
def dozen(template_book: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A book of some dozen deals, with a backup made before the last of them."""
    path = tmp_path_factory.mktemp("dozen") / "book.db"
    shutil.copyfile(template_book, path)
    with Store.open(path) as store:
        workspace = Workspace(store, lambda: NOW, Settings(), "shell")
        fill(workspace, 10)
        backup.write(store.connection, path.parent / "backups", "older")
        fill(workspace, 3)
        service.win(workspace, [3])
        service.delete(workspace, [4])
    return path


def is_in_order(book: Path, folder: Path) -> bool:
    with closing(sqlite3.connect(book)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    assert repair(book, folder, NOW, lambda: None) == []
    return not [found for found in doctor.examine(book, folder, NOW) if found.state == checks.FAIL]


@settings(max_examples=4, deadline=None)
@given(seed=st.integers(0, 1 << 30), many=st.sampled_from((1, 2, 5, 12)), with_backup=st.booleans())
def test_whatever_pages_are_damaged_no_row_is_lost_that_can_be_read_or_is_in_the_backup(
    dozen: Path, tmp_path_factory: pytest.TempPathFactory, seed: int, many: int, with_backup: bool
) -> None:
    folder = tmp_path_factory.mktemp("damaged")
    book, chance = folder / "book.db", Random(seed)
    shutil.copyfile(dozen, book)
    if with_backup:
        shutil.copytree(dozen.parent / "backups", folder / "backups")
    raw = bytearray(book.read_bytes())
    for page in chance.sample(range(len(raw) // 4096), many):
        raw[page * 4096 : (page + 1) * 4096] = chance.choice((bytes(4096), b"\xff" * 4096, chance.randbytes(4096)))
    book.write_bytes(bytes(raw))
    readable = rows_of(book)
    done = repair(book, folder / "backups", NOW, lambda: None)
    after = rows_of(book)
    assert is_in_order(book, folder / "backups")
    left = any(said.startswith("left behind") for said in done)
    for table, found in readable.items():
        assert left or found.keys() <= after[table].keys(), (table, done)
    if with_backup:
        for table, found in rows_of(dozen.parent / "backups" / "older.db").items():
            assert found.keys() <= after[table].keys(), (table, done)


def salvaged(book: Path, backup: Path | None = None) -> salvage.Salvaged:
    """Salvage a damaged book in place."""
    new = book.with_name("new.db")
    found = salvage.salvage(book, new, salvage.Backup(backup, backup) if backup else None, NOW)
    new.replace(book)
    return found


def test_a_damaged_table_of_contents_costs_nothing(dozen: Path, tmp_path: Path) -> None:
    book = tmp_path / "book.db"
    shutil.copyfile(dozen, book)
    whole = rows_of(book)
    raw = book.read_bytes()
    book.write_bytes(b"\xff" * 4096 + raw[4096:])
    salvaged(book)
    assert rows_of(book) == whole


def test_what_is_read_and_what_the_journal_knows_make_the_same_deals(dozen: Path, tmp_path: Path) -> None:
    book = tmp_path / "book.db"
    shutil.copyfile(dozen, book)
    whole = rows_of(book)
    damage(book, "deal", "touch", "follow_up")
    salvaged(book)
    assert rows_of(book) == whole


def without_journal(book: Path) -> None:
    with closing(sqlite3.connect(book, isolation_level=None)) as connection:
        connection.execute("DELETE FROM journal_row")
        connection.execute("DELETE FROM step")


def test_around_a_page_that_cannot_be_read_all_rows_are(workspace: Workspace) -> None:
    service.add(workspace, NewDeal("Acme"))
    for number in range(12):
        service.note(workspace, [1], f"number {number}: {'x' * 1500}")
    without_journal(workspace.store.path)
    workspace.store.close()
    raw = bytearray(workspace.store.path.read_bytes())
    page = raw.index(b"number 6: ") // 4096
    raw[page * 4096 : (page + 1) * 4096] = b"\xff" * 4096
    workspace.store.path.write_bytes(bytes(raw))
    readable = rows_of(workspace.store.path)["note"]
    assert 8 < len(readable) < 12
    salvaged(workspace.store.path)
    assert rows_of(workspace.store.path)["note"] == readable


def test_a_lost_customer_takes_no_deal_along(workspace: Workspace) -> None:
    fill(workspace, 3)
    workspace.store.close()
    book = workspace.store.path
    without_journal(book)
    damage(book, "organization")
    found = salvaged(book)
    with closing(sqlite3.connect(book)) as connection:
        assert connection.execute("SELECT title, organization_id FROM deal").fetchall() == [
            ("Deal0", 1), ("Deal1", 2), ("Deal2", 3),
        ]  # fmt: skip
        assert connection.execute("SELECT name FROM organization ORDER BY id LIMIT 1").fetchone() == (
            "lost organization 1",
        )
        assert connection.execute("SELECT count(*) FROM person").fetchone() == (3,)
    assert (found.placeholders, found.left) == (3, 0)


def test_lost_deals_get_stand_ins_that_their_touches_stay_with(workspace: Workspace) -> None:
    fill(workspace, 3)
    workspace.store.close()
    book = workspace.store.path
    without_journal(book)
    damage(book, "deal")
    found = salvaged(book)
    assert (found.placeholders, found.left) == (3, 0)
    with Store.open(book) as store:
        again = workspace._replace(store=store)
        assert [card.title for card in reads.cards(again)] == ["lost deal 1", "lost deal 2", "lost deal 3"]
        assert all(card.next_step for card in reads.cards(again))


def test_lost_stages_are_those_that_the_book_began_with(tmp_path: Path) -> None:
    book = tmp_path / "mine.db"
    with Store.open(book, template="real-estate", currency="USD") as store:
        workspace = Workspace(store, lambda: NOW, Settings(), "shell")
        service.add(workspace, NewDeal("Acme"))
        before = reads.pipelines(workspace)
    damage(book, "stage", "pipeline")
    salvaged(book)
    with Store.open(book) as store:
        assert reads.pipelines(workspace._replace(store=store)) == before


def test_what_was_undone_since_the_backup_stays_undone(workspace: Workspace, tmp_path: Path) -> None:
    service.add(workspace, NewDeal("Acme"))
    service.add(workspace, NewDeal("Undone"))
    kept = backup.write(workspace.store.connection, tmp_path / "backups", "older")
    service.undo(workspace)
    workspace.store.close()
    damage(workspace.store.path, "note")
    salvaged(workspace.store.path, kept)
    assert list(rows_of(workspace.store.path)["deal"]) == [1]


def test_no_number_is_given_twice(workspace: Workspace) -> None:
    service.add(workspace, NewDeal("Acme"))
    service.add(workspace, NewDeal("Gone"))
    service.undo(workspace)
    without_journal(workspace.store.path)
    workspace.store.close()
    damage(workspace.store.path, "note")
    salvaged(workspace.store.path)
    with Store.open(workspace.store.path) as store:
        assert service.add(workspace._replace(store=store), NewDeal("Third")).deals == (3,)


@pytest.mark.parametrize("make", [lambda book: b"\xff" * 9000, lambda book: b"Dear diary"])
def test_where_nothing_can_be_read_it_is_said_and_the_file_stays(
    book: Path, tmp_path: Path, make: Callable[[Path], bytes]
) -> None:
    book.write_bytes(make(book))
    before = book.read_bytes()
    with pytest.raises(DamagedError, match=r"nothing can be read of .*; it is as it was"):
        repair(book, tmp_path / "backups", NOW, lambda: None)
    assert book.read_bytes() == before
    assert [file.name for file in tmp_path.glob("book.db*")] == ["book.db"]


def test_a_disk_that_fails_in_the_middle_leaves_the_damaged_book_in_its_place(
    dozen: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = tmp_path / "book.db"
    shutil.copyfile(dozen, book)
    damage(book, "note")
    before = book.read_bytes()

    def full(connection: sqlite3.Connection) -> None:
        error = sqlite3.OperationalError("database or disk is full")
        error.sqlite_errorcode = sqlite3.SQLITE_FULL
        raise error

    monkeypatch.setattr(connect, "use_wal", full)
    with pytest.raises(Exception, match="full"):
        repair(book, tmp_path / "backups", NOW, lambda: None)
    assert book.read_bytes() == before
    assert [file.name for file in tmp_path.glob("book.db*")] == ["book.db"]


def test_a_healthy_book_never_drifts(workspace: Workspace) -> None:
    fill(workspace, 3)
    for gesture in (service.undo, service.redo, service.undo):
        gesture(workspace)
    service.win(workspace, [1])
    service.undo(workspace)
    service.delete(workspace, [2])
    assert drift.drifted(workspace.store.connection) == []


@pytest.fixture
def own(dozen: Path, tmp_path: Path) -> Path:
    """A book of a dozen deals that a test may do anything to."""
    return Path(shutil.copytree(dozen.parent, tmp_path / "own")) / dozen.name


def test_what_another_program_put_into_a_row_is_told_and_put_right(own: Path) -> None:
    with closing(sqlite3.connect(own, isolation_level=None)) as connection:
        connection.execute("PRAGMA ignore_check_constraints = ON")
        connection.execute("UPDATE deal SET own_probability = 150 WHERE id = 1")
        connection.execute("DELETE FROM journal_row")
    folder = own.parent / "backups"
    told = {found.check: found for found in doctor.examine(own, folder, NOW)}["integrity"]
    assert (told.state, advised("", told.remedy)) == (checks.FAIL, "pipetui doctor --repair")
    assert "deal 1 own_probability “150” is a number again: nothing" in repair(own, folder, NOW, lambda: None)
    with closing(sqlite3.connect(own)) as connection:
        assert connection.execute("SELECT own_probability FROM deal WHERE id = 1").fetchone() == (None,)
    assert is_in_order(own, folder)


@pytest.mark.parametrize("number", OLD)
def test_of_an_older_book_every_table_that_can_be_read_is(tmp_path: Path, number: int) -> None:
    book, folder = tmp_path / "old.db", tmp_path / "backups"
    load(number, book)
    with closing(sqlite3.connect(book)) as connection:
        before = {
            name: connection.execute(f"SELECT count(*) FROM {name}").fetchone()[0]
            for name in ("deal", "touch", "follow_up", "note", "person")
        }
        connection.execute("PRAGMA journal_mode = DELETE")
    damage(book, "setting")
    repair(book, folder, NOW, lambda: None)
    with closing(sqlite3.connect(book)) as connection:
        assert {name: connection.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in before} == before
        assert connection.execute("PRAGMA user_version").fetchone() == (connect.REVISION,)
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


@pytest.mark.parametrize(
    ("number", "brought_over"), [(number, place % 2 == 0) for place, number in enumerate(OLD[::2])]
)
def test_of_a_book_without_its_contents_whose_newest_backup_is_older_every_row_is_found(
    tmp_path: Path, number: int, brought_over: bool
) -> None:
    """Bringing a book over lays its tables elsewhere."""
    book, folder = tmp_path / "old.db", tmp_path / "backups"
    load(number, book)
    with closing(connect.connect(book)) as connection:
        backup.write(connection, folder, "older")
    Store.open(book, backups=folder).close()
    wanted = rows_of(book)
    if not brought_over:
        load(number, book.with_name("again.db"))
        book = book.with_name("again.db")
    with closing(sqlite3.connect(book)) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")
    book.write_bytes(b"\xff" * 4096 + book.read_bytes()[4096:])
    (done, *_) = repair(book, folder, NOW, lambda: None)
    found = rows_of(book)
    if brought_over:
        assert ", 0 more out of its journal" in done
        assert found == wanted
    assert {name: mine.keys() for name, mine in found.items()} == {name: mine.keys() for name, mine in wanted.items()}
    assert {row[1] for row in found["deal"].values()} == {row[1] for row in wanted["deal"].values()}
    assert is_in_order(book, tmp_path / "none")  # else the backup would be brought over twice more


def test_a_book_that_is_written_to_meanwhile_is_not_replaced(own: Path) -> None:
    damage(own, "note")
    with restore.place_for(own) as new, restore.copied(own, new) as (copy, state):
        salvage.salvage(copy, new, None, NOW)
        os.utime(own, ns=(1, 1))
        before = own.read_bytes()
        with pytest.raises(StoreError, match="was written to meanwhile"):
            restore.take_the_place(new, own, NOW, state)
    assert own.read_bytes() == before


def test_two_damaged_books_of_one_second_are_both_kept(own: Path) -> None:
    whole = own.read_bytes()
    kept = set()
    for number in range(2):
        own.write_bytes(b"damaged %d" % number)
        with restore.place_for(own) as new:
            new.write_bytes(whole)
            kept.add(restore.take_the_place(new, own, NOW))
    assert sorted(path.read_bytes() for path in kept if path) == [b"damaged 0", b"damaged 1"]
