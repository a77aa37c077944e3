"""A backup takes the place of the book all at once; the book is kept; whatever fails leaves the one or the other."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from pipetui import service
from pipetui.cli.errors import what_to_do
from pipetui.domain.errors import ConflictError, StoreError
from pipetui.domain.line.quick_line import NewDeal
from pipetui.service import Workspace, past_steps, reads
from pipetui.service.maintenance import backups
from pipetui.store import connect
from pipetui.store.recovery import backup, diff, restore
from pipetui.store.store import Store
from pipetui.store.undo import drift
from tests.store.conftest import damage, make_older


def nothing() -> None:
    """Nobody is told that it waits."""


def titles(book: Path) -> list[str]:
    """The deals of a book that must be whole."""
    with closing(sqlite3.connect(book)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        return [title for (title,) in connection.execute("SELECT title FROM deal ORDER BY id")]


@pytest.fixture
def folder(workspace: Workspace) -> Path:
    """The backups of the book."""
    return workspace.store.path.parent / "backups"


@pytest.fixture
def older(workspace: Workspace, folder: Path) -> Path:
    """A backup with Acme; in the book Acme was renamed since, and Globex has come."""
    service.add(workspace, NewDeal("Acme"))
    kept = backup.write(workspace.store.connection, folder, "older")
    service.edit(workspace, 1, {"title": "Acme Ltd"})
    service.add(workspace, NewDeal("Globex"))
    return kept


def bring_back(file: Path, workspace: Workspace, folder: Path) -> Path | None:
    with backups.restoring(file, workspace.store.path, folder, nothing) as restoring:
        return restoring.carry_out(folder, workspace.now())


def test_what_is_brought_back_is_seen_by_who_has_the_book_open_and_can_be_undone_in(
    workspace: Workspace, second: Workspace, folder: Path, older: Path
) -> None:
    before = second.store.data_version()
    kept = bring_back(older, workspace, folder)
    assert kept is not None
    assert second.store.data_version() != before
    assert [card.title for card in reads.cards(second)] == ["Acme"]
    assert past_steps.restored(second) == f"the book was restored from {older.name}"
    service.note(second, [1], "goes on")
    assert past_steps.restored(second) == ""
    assert service.undo(second).message == "undone: noted on #1 Acme"
    assert past_steps.restored(second) == "", "an undo is no restore"
    said = service.undo(workspace)
    assert said.message == f"not undone: restored from {older.name}"
    assert [card.title for card in reads.cards(second)] == ["Acme"]
    assert [(one.label, one.source) for one in reads.history(workspace, 9)] == [
        ("noted on #1 Acme", "app"),
        (f"restored from {older.name}", "restore"),
        ("added #1 Acme", "shell"),
    ]
    assert service.undo(workspace).message == "undone: added #1 Acme"
    assert [service.redo(workspace).message for _ in range(3)] == [
        "redone: added #1 Acme",
        f"redone: restored from {older.name}",
        "redone: noted on #1 Acme",
    ]
    assert drift.drifted(workspace.store.connection) == []
    assert titles(kept) == ["Acme Ltd", "Globex"]
    bring_back(kept, workspace, folder)
    assert [card.title for card in reads.cards(second)] == ["Acme Ltd", "Globex"]


def test_what_differs_is_counted_and_the_deals_are_named(workspace: Workspace, folder: Path, older: Path) -> None:
    service.delete(workspace, [2])
    with restore.staged(older, workspace.store.path) as copy:
        found = diff.difference(copy, workspace.store.path)
    deals = next(table for table in found.tables if table.table == "deal")
    assert (deals.here, deals.there, deals.only_here, deals.only_there, deals.different) == (2, 1, 1, 0, 1)
    assert (found.only_here, found.only_there, found.different) == (((2, "Globex"),), (), ((1, "Acme Ltd"),))
    assert found.newest_here is not None
    assert found.newest_there is not None
    assert (found.newest_here.label, found.newest_there.label) == ("deleted #2 Globex", "added #1 Acme")


def test_what_another_program_put_into_either_is_in_nobodys_way(
    workspace: Workspace, folder: Path, older: Path
) -> None:
    connection = workspace.store.connection
    names = [
        name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE tbl_name IN ('deal', 'note')")
    ]
    for name in names:
        if name.startswith("journal_"):
            connection.execute(f'DROP TRIGGER "{name}"')
    connection.execute('ALTER TABLE deal ADD COLUMN "order" TEXT')
    connection.execute('CREATE TABLE "group" (id INTEGER PRIMARY KEY)')
    with closing(sqlite3.connect(older)) as copy:
        found = diff.difference(copy, workspace.store.path)
        assert {table.table: table.only_here for table in found.tables} == {"deal": 1, "stage_event": 1}
    assert (found.only_here, found.different) == (((2, "Globex"),), ((1, "Acme Ltd"),))


def test_what_would_come_back_is_named_too(workspace: Workspace, folder: Path, older: Path) -> None:
    service.undo(workspace)
    service.undo(workspace)
    service.undo(workspace)
    with restore.staged(older, workspace.store.path) as copy:
        found = diff.difference(copy, workspace.store.path)
    assert found.only_there == ((1, "Acme"),)
    assert found.newest_here is None


def test_nobody_can_write_what_would_be_in_neither_book(
    workspace: Workspace, second: Workspace, folder: Path, older: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def keep(reading: connect.Connection) -> Path:
        monkeypatch.setattr(connect, "BUSY_SECONDS", 0.0)
        with pytest.raises(StoreError, match="locked"):
            service.add(second, NewDeal("Too late"))
        return backup.rotated(reading, folder, "before-restore", workspace.now())

    with restore.staged(older, workspace.store.path) as copy:
        service.add(second, NewDeal("Written meanwhile"))
        book, at = workspace.store, workspace.now()
        last = restore.write_over(copy, book.connection, book.path, keep, label="restored", at=at)
    assert titles(last) == ["Acme Ltd", "Globex", "Written meanwhile"]
    assert titles(workspace.store.path) == ["Acme"]


def test_a_lock_held_for_long_is_told_and_ends_it_with_the_book_as_it_was(
    workspace: Workspace, plain: sqlite3.Connection, folder: Path, older: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connect, "BUSY_SECONDS", 0.05)
    monkeypatch.setattr(connect, "CALM_SECONDS", 0.01)
    told: list[bool] = []
    plain.execute("BEGIN IMMEDIATE")
    with (
        backups.restoring(older, workspace.store.path, folder, lambda: told.append(True)) as restoring,
        pytest.raises(StoreError, match="locked by another program"),
    ):
        restoring.carry_out(folder, workspace.now())
    plain.execute("ROLLBACK")
    assert told == [True]
    assert titles(workspace.store.path) == ["Acme Ltd", "Globex"]


def test_a_book_that_cannot_be_written_ends_it_at_once(workspace: Workspace, folder: Path, older: Path) -> None:
    with backups.restoring(older, workspace.store.path, folder, nothing) as restoring:
        assert restoring.store is not None
        restoring.store.connection.execute("PRAGMA query_only = ON")
        with pytest.raises(StoreError, match=r"book\.db is read-only; nothing was written"):
            restoring.carry_out(folder, workspace.now())
    assert titles(workspace.store.path) == ["Acme Ltd", "Globex"]


def test_a_full_disk_in_the_middle_of_it_leaves_the_book_as_it_was(
    workspace: Workspace, folder: Path, older: Path
) -> None:
    with Store.open(older) as store:
        service.note(workspace._replace(store=store), [1], "x" * 200_000)
    with backups.restoring(older, workspace.store.path, folder, nothing) as restoring:
        assert restoring.store is not None
        (pages,) = restoring.store.connection.execute("PRAGMA page_count").fetchone()
        restoring.store.connection.execute(f"PRAGMA max_page_count = {pages}")
        with pytest.raises(StoreError, match="the disk is full; nothing was written"):
            restoring.carry_out(folder, workspace.now())
    assert titles(workspace.store.path) == ["Acme Ltd", "Globex"]


KILLED = """
import os, sqlite3, sys
from datetime import UTC, datetime
from pathlib import Path
from pipetui.store import connect; from pipetui.store.recovery import restore
seen = 0
class Dying(sqlite3.Connection):
    def backup(self, target, *, progress, **how):
        def step(status, remaining, total):
            global seen
            seen += 1
            progress(status, remaining, total)
            if seen == 40:
                os._exit(9)
        super().backup(target, progress=step, **how)
file, book = map(Path, sys.argv[1:])
with restore.staged(file, book) as staged:
    (where,) = staged.execute("SELECT file FROM pragma_database_list WHERE name = 'main'").fetchone()
    copy = sqlite3.connect(where, factory=Dying, isolation_level=None)
    at = datetime(2026, 11, 21, tzinfo=UTC)
    restore.write_over(copy, connect.connect(book), book, lambda reading: book, label="restored", at=at)
"""


def test_killed_in_the_middle_of_it_the_book_is_as_it_was(workspace: Workspace, older: Path) -> None:
    done = subprocess.run([sys.executable, "-c", KILLED, older, workspace.store.path], check=False, timeout=60)
    assert done.returncode == 9
    assert titles(workspace.store.path) == ["Acme Ltd", "Globex"]
    assert [card.title for card in reads.cards(workspace)] == ["Acme Ltd", "Globex"]


# --- which files are taken -------------------------------------------------------------------------------------


def test_a_backup_of_an_older_revision_is_brought_up_and_itself_left_alone(
    workspace: Workspace, folder: Path, tmp_path: Path
) -> None:
    file = tmp_path / "stick" / "older.db"
    file.parent.mkdir()
    make_older(file)
    before = file.read_bytes()
    bring_back(file, workspace, folder)
    assert connect.revision(workspace.store.connection, workspace.store.path) == connect.REVISION
    assert [stage.name for stage in reads.pipelines(workspace).stages] == ["Begun"]
    assert file.read_bytes() == before
    service.add(workspace, NewDeal("Acme"))
    assert service.undo(workspace).message == "undone: added #1 Acme"


def a_newer_one(file: Path) -> None:
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA user_version = 99")


def another_programs(file: Path) -> None:
    file.unlink()
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("CREATE TABLE mail (subject)")


REFUSED: dict[str, tuple[Callable[[Path], object], str]] = {
    "newer": (a_newer_one, "was written by a newer pipetui"),
    "damaged": (lambda file: damage(file, "note"), "is damaged"),
    "half": (lambda file: os.truncate(file, file.stat().st_size // 2), "is damaged"),
    "page": (lambda file: os.truncate(file, 4096), "is damaged"),
    "header": (lambda file: os.truncate(file, 100), "is damaged or no database"),
    "empty": (lambda file: os.truncate(file, 0), "is empty"),
    "text": (lambda file: file.write_text("Dear diary"), "is not a database"),
    "other": (another_programs, "is a database, but no pipetui book"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_is_no_whole_book_of_ours_is_refused(workspace: Workspace, folder: Path, older: Path, what: str) -> None:
    spoil, said = REFUSED[what]
    spoil(older)
    before = sorted(workspace.store.path.parent.rglob("*"))
    with pytest.raises(StoreError, match=said) as refused:
        bring_back(older, workspace, folder)
    assert what_to_do(refused.value)
    assert titles(workspace.store.path) == ["Acme Ltd", "Globex"]
    assert sorted(workspace.store.path.parent.rglob("*")) == before


def test_the_book_itself_is_refused(workspace: Workspace, folder: Path, older: Path) -> None:
    with pytest.raises(ConflictError, match="is the book itself"):
        bring_back(workspace.store.path, workspace, folder)


@pytest.mark.parametrize(("what", "said"), [("newer", "newer pipetui"), ("other", "no pipetui book")])
def test_no_backup_takes_the_place_of_what_is_no_book_of_ours(
    workspace: Workspace, folder: Path, older: Path, tmp_path: Path, what: str, said: str
) -> None:
    there = tmp_path / "there.db"
    shutil.copyfile(older, there)
    REFUSED[what][0](there)
    before = there.read_bytes()
    with (
        pytest.raises(StoreError, match=said),
        backups.restoring(older, there, folder, nothing) as restoring,
    ):
        restoring.carry_out(folder, workspace.now())
    assert there.read_bytes() == before


# --- a book that is damaged or gone ------------------------------------------------------------------------------


@pytest.fixture
def damaged(workspace: Workspace, folder: Path, older: Path) -> Path:
    """The book, damaged, with a log beside it."""
    workspace.store.close()
    damage(workspace.store.path, "deal", "note")
    Path(f"{workspace.store.path}-wal").write_bytes(b"log")
    return workspace.store.path


def carry_out(file: Path, book: Path, folder: Path, workspace: Workspace) -> Path | None:
    with backups.restoring(file, book, folder, nothing) as restoring:
        assert restoring.difference is None
        return restoring.carry_out(folder, workspace.now())


def test_a_damaged_book_gives_its_place_and_is_kept_with_its_log(
    workspace: Workspace, damaged: Path, folder: Path, older: Path
) -> None:
    before = damaged.read_bytes()
    kept = carry_out(older, damaged, folder, workspace)
    assert kept is not None
    assert kept.name == "book.db.damaged-2026-11-21-100000"
    assert kept.read_bytes() == before
    assert Path(f"{damaged}-wal").exists() is False
    assert titles(damaged) == ["Acme"]
    assert list(damaged.parent.glob("*.part*")) == []


@pytest.mark.parametrize("how", ["gone", "empty", "log"])
def test_a_book_that_is_gone_comes_back(workspace: Workspace, folder: Path, older: Path, how: str) -> None:
    book, log = workspace.store.path, Path(f"{workspace.store.path}-wal")
    workspace.store.close()
    book.unlink()
    if how == "empty":
        book.touch()
    if how == "log":
        log.write_bytes(b"all there is")
    kept = carry_out(older, book, folder, workspace)
    assert (kept is not None and kept.read_bytes() == b"all there is") if how == "log" else kept is None
    assert titles(book) == ["Acme"]


@pytest.mark.parametrize("failing", [1, 2])
def test_a_move_that_fails_leaves_every_file_where_it_was(
    workspace: Workspace, damaged: Path, older: Path, monkeypatch: pytest.MonkeyPatch, failing: int
) -> None:
    before = {file: file.read_bytes() for file in damaged.parent.glob("book.db*")}
    new = damaged.with_name("new.db")
    shutil.copyfile(older, new)
    moves = 0
    real = Path.replace

    def replace(self: Path, target: Path) -> Path:
        nonlocal moves
        moves += 1
        if moves == failing:
            raise OSError(28, "No space left on device")
        return real(self, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", replace)
        with pytest.raises(StoreError, match="No space left on device"):
            restore.take_the_place(new, damaged, workspace.now())
    assert {file: file.read_bytes() for file in damaged.parent.glob("book.db*")} == before


def test_killed_between_two_moves_a_book_lies_in_its_place(damaged: Path, older: Path) -> None:
    code = """
import os, sys
from datetime import UTC, datetime
from pathlib import Path
from pipetui.store.recovery import restore
new, book, last = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
real, moves = Path.replace, 0
def replace(self, target):
    global moves
    moves += 1
    if moves == last:
        os._exit(9)
    return real(self, target)
Path.replace = replace
restore.take_the_place(new, book, datetime(2026, 11, 21, 10, tzinfo=UTC))
"""
    before = damaged.read_bytes()
    new = damaged.with_name("new.db")
    shutil.copyfile(older, new)
    done = subprocess.run([sys.executable, "-c", code, new, damaged, "2"], check=False, timeout=60)
    assert done.returncode == 9
    assert damaged.read_bytes() == before
    assert Path(f"{damaged}.damaged-2026-11-21-100000-wal").read_bytes() == b"log"


HOLDER = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1])
connection.execute("SELECT count(*) FROM stage").fetchone()
print("open", flush=True)
sys.stdin.read()
"""


def test_a_damaged_book_that_another_program_has_open_is_not_replaced(
    workspace: Workspace, folder: Path, older: Path, tmp_path: Path
) -> None:
    workspace.store.close()
    damage(workspace.store.path, "note")
    book = workspace.store.path
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, book], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "open\n"
        before = book.read_bytes()
        with pytest.raises(StoreError, match="is open in another program; it is as it was") as refused:
            carry_out(older, book, folder, workspace)
        assert "quit the app" in refused.value.hint
        assert book.read_bytes() == before
        holder.communicate("")
    carry_out(older, book, folder, workspace)
    assert titles(book) == ["Acme"]


def test_behind_a_link_the_book_is_replaced_and_the_link_stays(
    workspace: Workspace, damaged: Path, folder: Path, older: Path, tmp_path: Path
) -> None:
    link = tmp_path / "link.db"
    link.symlink_to(damaged)
    carry_out(older, link, folder, workspace)
    assert link.is_symlink()
    assert titles(damaged) == ["Acme"]
