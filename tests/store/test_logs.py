"""A log that lies beside a book is played in when it is of that book, and kept aside when it is not."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from pipetui import notices, paths, service
from pipetui.config import Settings
from pipetui.domain.errors import StoreError
from pipetui.domain.line.quick_line import NewDeal
from pipetui.service import Workspace, erasing
from pipetui.service.maintenance import backups
from pipetui.store import connect, integrity
from pipetui.store import erasing as stored
from pipetui.store.store import Store
from tests.conftest import Clock


@pytest.fixture(autouse=True)
def nothing_left_to_say() -> Iterator[None]:
    notices.take()
    yield
    notices.take()


@pytest.fixture
def killed(workspace: Workspace, tmp_path: Path) -> Path:
    """A book as a killed program leaves it: Acme in the file, Globex in its log."""
    service.add(workspace, NewDeal("Acme"))
    workspace.store.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    service.add(workspace, NewDeal("Globex"))
    return left_by_a_kill(workspace.store.path, tmp_path / "killed" / "book.db")


def left_by_a_kill(book: Path | str, to: Path) -> Path:
    """The files of an open book, as they would lie there if its program ended now."""
    to.parent.mkdir()
    for ending in ("", "-wal", "-journal"):
        if Path(f"{book}{ending}").exists():
            shutil.copyfile(f"{book}{ending}", f"{to}{ending}")
    return to


@pytest.fixture
def another(workspace: Workspace, killed: Path, tmp_path: Path, clock: Clock) -> Path:
    """The book of another machine, which has gone its own way since Acme: a whole file without a log."""
    path = tmp_path / "another.db"
    shutil.copyfile(killed, path)
    clock.tick(minutes=5)
    with Store.open(path) as store:
        theirs = Workspace(store, clock, Settings(), "app")
        service.add(theirs, NewDeal("Hooli"))
        service.note(theirs, [1], "they called back")
    return path


def titles(book: Path) -> list[str]:
    """The deals of a book that must be whole."""
    with closing(connect.connect(book)) as connection:
        found = [title for (title,) in connection.execute("SELECT title FROM deal ORDER BY id")]
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    return found


def by_another_name(theirs: Path, book: Path) -> None:
    """As most programs do that keep files in step: a file of its own takes the place of the book."""
    shutil.copyfile(theirs, book.with_name("arriving"))
    book.with_name("arriving").replace(book)


def in_place(theirs: Path, book: Path) -> None:
    """As `cp` does: the same file gets other bytes."""
    shutil.copyfile(theirs, book)


def test_what_a_killed_program_acknowledged_is_there(killed: Path) -> None:
    assert titles(killed) == ["Acme", "Globex"]
    assert notices.take() == []
    assert not paths.backups(killed).exists()


@pytest.mark.parametrize("reached", ["", "VACUUM"], ids=["before the file is written anew", "while it is"])
def test_what_was_acknowledged_is_there_when_an_erasing_is_killed(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, reached: str
) -> None:
    service.add(workspace, NewDeal("Acme"))
    service.add_person(workspace, "Kim Park", [("email", "kim@acme.example")])
    workspace.store.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    service.add(workspace, NewDeal("Globex"))
    monkeypatch.setattr(stored, "wipe", lambda connection: connection.execute(reached))
    erasing.erase(workspace, 1)
    killed = left_by_a_kill(workspace.store.path, tmp_path / "killed" / "book.db")
    assert titles(killed) == ["Acme", "Globex"]
    assert notices.take() == []
    with closing(connect.connect(killed)) as connection:
        assert connection.execute("SELECT count(*) FROM person").fetchone() == (0,)


@pytest.mark.parametrize("code", [sqlite3.SQLITE_FULL, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_IOERR_SHMSIZE])
def test_without_room_to_look_at_it_a_log_stays_where_it_is(
    killed: Path, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    def full(*given: object, **options: object) -> list[str]:
        error = sqlite3.OperationalError("database or disk is full")
        error.sqlite_errorcode = code
        raise error

    with monkeypatch.context() as patched:
        patched.setattr(integrity, "faults", full)
        with pytest.raises(StoreError, match="could not be copied to be looked at: database or disk is full"):
            connect.connect(killed)
    assert titles(killed) == ["Acme", "Globex"]
    assert notices.take() == []
    assert not paths.backups(killed).exists()


@pytest.mark.parametrize("put", [by_another_name, in_place])
def test_another_machines_book_is_not_written_over_by_the_log_of_ours(
    killed: Path, another: Path, put: Callable[[Path, Path], None]
) -> None:
    log = Path(f"{killed}-wal").read_bytes()
    put(another, killed)
    assert titles(killed) == ["Acme", "Hooli"]
    (said,) = notices.take()
    assert "the log of another file" in said
    kept = sorted(paths.backups(killed).iterdir())
    assert [path.suffix for path in kept] == [".db", ".wal"]
    assert kept[1].read_bytes() == log
    assert titles(kept[0]) == ["Acme", "Hooli"]
    assert titles(killed) == ["Acme", "Hooli"]
    assert notices.take() == []


def test_our_own_older_copy_is_not_mixed_with_a_newer_log(workspace: Workspace, tmp_path: Path) -> None:
    service.add(workspace, NewDeal("Acme"))
    workspace.store.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    older = tmp_path / "older.db"
    shutil.copyfile(workspace.store.path, older)
    for number in range(60):
        service.add(workspace, NewDeal(f"Between {number}"))
        service.note(workspace, [number + 2], "what is said of it " * 20)
    workspace.store.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    service.add(workspace, NewDeal("Newest"))
    book = left_by_a_kill(workspace.store.path, tmp_path / "killed" / "book.db")
    shutil.copyfile(older, book)
    assert titles(book) == ["Acme"]
    assert len(notices.take()) == 1


def test_a_log_written_back_by_half_is_still_of_its_book(workspace: Workspace, tmp_path: Path) -> None:
    service.add(workspace, NewDeal("Acme"))
    with closing(connect.connect(workspace.store.path)) as reading:
        reading.execute("BEGIN")
        reading.execute("SELECT count(*) FROM deal").fetchone()  # holds the end of what can be written back
        service.add(workspace, NewDeal("Globex"))
        workspace.store.connection.execute("PRAGMA wal_checkpoint(PASSIVE)")
        book = left_by_a_kill(workspace.store.path, tmp_path / "killed" / "book.db")
    assert titles(book) == ["Acme", "Globex"]
    assert notices.take() == []


def test_the_log_of_a_book_that_another_program_has_open_is_its_own(workspace: Workspace) -> None:
    service.add(workspace, NewDeal("Acme"))
    code = (
        "from pipetui.store import connect, logs\n"
        "logs.is_of = None  # nothing is tried out\n"
        "print(connect.connect(sys.argv[1]).execute('SELECT title FROM deal').fetchall())"
    )
    done = subprocess.run(
        [sys.executable, "-c", f"import sys\n{code}", workspace.store.path], check=True, capture_output=True, text=True
    )
    assert done.stdout == "[('Acme',)]\n"


@pytest.fixture
def restored(workspace: Workspace, tmp_path: Path, clock: Clock) -> Path:
    """A book with Acme and Globex whose program was killed right after a backup with Acme alone took its place."""
    service.add(workspace, NewDeal("Acme"))
    backup = tmp_path / "backup.db"
    with closing(sqlite3.connect(backup)) as copy:
        workspace.store.connection.backup(copy)
    service.add(workspace, NewDeal("Globex"))
    workspace.store.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    book, folder = Path(workspace.store.path), tmp_path / "kept"
    with (
        closing(connect.connect(book)) as reading,  # another program reads, so that all of it stays in the log
        backups.restoring(backup, book, folder, lambda: None) as restoring,
    ):
        reading.execute("BEGIN")
        reading.execute("SELECT count(*) FROM deal").fetchone()
        restoring.carry_out(folder, clock())
        return left_by_a_kill(str(book), tmp_path / "killed" / "book.db")


def test_the_log_that_brings_a_backup_back_is_of_its_book(restored: Path) -> None:
    assert titles(restored) == ["Acme"]
    assert notices.take() == []


def test_what_is_written_after_a_restore_is_of_its_book(restored: Path, clock: Clock, tmp_path: Path) -> None:
    with Store.open(restored) as store:
        assert notices.take() == []
        for number in range(3):
            service.add(Workspace(store, clock, Settings(), "app"), NewDeal(f"After {number}"))
        book = left_by_a_kill(str(restored), tmp_path / "again" / "book.db")
    assert titles(book) == ["Acme", "After 0", "After 1", "After 2"]
    assert notices.take() == []


def test_a_restore_is_not_played_into_another_machines_book(restored: Path, clock: Clock) -> None:
    elsewhere = restored.with_name("elsewhere.db")
    shutil.copyfile(restored, elsewhere)  # the file alone: Acme and Globex
    with Store.open(elsewhere) as store:
        service.add(Workspace(store, clock, Settings(), "app"), NewDeal("Hooli"))
    shutil.copyfile(elsewhere, restored)
    assert titles(restored) == ["Acme", "Globex", "Hooli"]
    assert len(notices.take()) == 1


def half_written(book: Path) -> None:
    """A foreign program gives the book up its log and is killed in the middle of a write."""
    with closing(sqlite3.connect(book)) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")
    connection = sqlite3.connect(book, isolation_level=None)
    connection.execute("PRAGMA cache_size = 2")
    connection.execute("BEGIN IMMEDIATE")
    connection.execute("UPDATE deal SET title = 'half ' || title")
    for _ in range(30):
        connection.execute(
            "INSERT INTO note (deal_id, at, text) VALUES (1, '2026-11-21T10:00:00Z', hex(randomblob(2000)))"
        )
    left_by_a_kill(book, book.parent / "half" / "book.db")
    connection.execute("ROLLBACK")
    connection.close()


def test_a_half_written_change_is_rolled_back_by_its_own_journal(killed: Path) -> None:
    assert titles(killed) == ["Acme", "Globex"]
    half_written(killed)
    assert titles(killed.parent / "half" / "book.db") == ["Acme", "Globex"]
    assert notices.take() == []


def test_a_journal_is_not_rolled_back_into_another_book(killed: Path, another: Path) -> None:
    titles(killed)
    half_written(killed)
    book = killed.parent / "half" / "book.db"
    shutil.copyfile(another, book)
    assert titles(book) == ["Acme", "Hooli"]
    assert len(notices.take()) == 1


def test_the_journal_of_a_book_that_is_gone_is_not_thrown_away(killed: Path) -> None:
    titles(killed)
    half_written(killed)
    book = killed.parent / "half" / "book.db"
    book.unlink()
    with pytest.raises(StoreError, match=r"is gone, but its log is still there"):
        Store.open(book)
    assert Path(f"{book}-journal").exists()


def test_the_program_that_has_the_old_file_open_writes_nothing_into_the_new_one(
    workspace: Workspace, killed: Path, another: Path
) -> None:
    by_another_name(another, workspace.store.path)
    with pytest.raises(StoreError, match="moved, deleted or replaced"):
        service.add(workspace, NewDeal("Into the void"))
