"""The disk that fails a write in the middle: the book stays as it was, and it is said what to do."""

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
from pipetui.domain.errors import DamagedError, StoreError
from pipetui.domain.line.quick_line import NewDeal
from pipetui.service import Workspace, reads
from pipetui.service.maintenance import backups
from pipetui.store import connect
from pipetui.store.recovery import backup
from pipetui.store.schema import migrate
from pipetui.store.store import Store
from tests.store.conftest import damage

Titles = list[str]


def titles(book: Path) -> Titles:
    """The deals of a book that must be whole."""
    with closing(sqlite3.connect(book)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        assert connection.execute("SELECT step_id FROM journal_head").fetchall() == [(None,)]
        return [title for (title,) in connection.execute("SELECT title FROM deal ORDER BY id")]


def under_quota(code: str, *arguments: object) -> str:
    """Run `code` in a process that may write no file beyond a size, which it sets with `quota(bytes)`."""
    begin = """
import resource, sys
from pathlib import Path
from datetime import UTC, datetime
from pipetui import service
from pipetui.config import Settings
from pipetui.domain.errors import PipetuiError
from pipetui.domain.line.quick_line import NewDeal
from pipetui.service import Workspace as Desk
from pipetui.store.recovery import backup; from pipetui.store import connect
from pipetui.store.store import Store

def quota(size):
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))

def tried(work):
    try:
        print("done", work())
    except PipetuiError as error:
        print(error.exit_code, error.title)

path = Path(sys.argv[1])
now = lambda: datetime(2026, 11, 21, 10, tzinfo=UTC)
"""
    done = subprocess.run(
        [sys.executable, "-c", begin + code, *map(str, arguments)],
        capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_a_quota_met_in_the_middle_of_a_write_and_at_closing_leaves_the_book_as_it_was(workspace: Workspace) -> None:
    service.add(workspace, NewDeal("Acme"))
    workspace.store.close()
    said = under_quota(
        """
with Store.open(path) as store:
    desk = Desk(store, now, Settings(), "shell")
    service.add(desk, NewDeal("Globex"))
    quota(Path(f"{path}-wal").stat().st_size + 20_000)
    tried(lambda: service.add(desk, NewDeal("Big", note="x" * 200_000)))
    print(store.connection.in_transaction)
    quota(4096)  # nothing of the log can be written back into the book
""",
        workspace.store.path,
    )
    assert "5 the disk took or gave no more of" in said
    assert said.endswith("nothing was written\nFalse\n")
    assert titles(workspace.store.path) == ["Acme", "Globex"]


def test_a_quota_met_by_a_backup_leaves_the_older_one_and_no_part_of_a_new_one(
    workspace: Workspace, tmp_path: Path
) -> None:
    service.add(workspace, NewDeal("Acme"))
    older = backup.write(workspace.store.connection, tmp_path / "backups", "copy")
    before = older.read_bytes()
    said = under_quota(
        """
with Store.open(path) as store:
    quota(40_000)
    tried(lambda: backup.write(store.connection, Path(sys.argv[2]), "copy"))
    tried(lambda: backup.write_new(store.connection, Path(sys.argv[2]) / "new.db"))
    tried(lambda: backup.daily(store.connection, Path(sys.argv[2]), now().date()))
""",
        workspace.store.path,
        older.parent,
    )
    assert said.count("5 the disk took or gave no more of") == 3
    assert [file.name for file in older.parent.iterdir()] == ["copy.db"]
    assert older.read_bytes() == before


def full(workspace: Workspace) -> None:
    """From now on there is room for nothing more."""
    (pages,) = workspace.store.connection.execute("PRAGMA page_count").fetchone()
    workspace.store.connection.execute(f"PRAGMA max_page_count = {pages}")


def test_a_full_disk_ends_a_gesture_as_a_whole_and_the_next_one_lands(workspace: Workspace) -> None:
    service.add(workspace, NewDeal("Acme"))
    full(workspace)
    with pytest.raises(StoreError, match="the disk is full; nothing was written"):
        service.note(workspace, [1], "x" * 100_000)
    assert not workspace.store.connection.in_transaction
    workspace.store.connection.execute("PRAGMA max_page_count = 100000")
    service.note(workspace, [1], "again")
    assert service.undo(workspace).message == "undone: noted on #1 Acme"
    assert titles(workspace.store.path) == ["Acme"]


def test_a_full_disk_ends_a_migration_and_the_older_book_stays(tmp_path: Path, older_book: Path) -> None:
    with closing(connect.connect(older_book)) as connection:
        (pages,) = connection.execute("PRAGMA page_count").fetchone()
        connection.execute(f"PRAGMA max_page_count = {pages}")
        with pytest.raises(StoreError, match="the disk is full; nothing was written") as refused:
            migrate.upgrade(connection, older_book)
        assert "free some space" in refused.value.hint
        assert connect.revision(connection, older_book) == 1
    with Store.open(older_book) as store:
        assert connect.revision(store.connection, older_book) == connect.REVISION


@pytest.mark.parametrize("failing", ["COMMIT", "ROLLBACK"])
def test_a_commit_that_fails_leaves_nothing_open(workspace: Workspace, failing: str) -> None:
    """The disk fails at the very last: SQLite is told to refuse the commit, as it does when the log cannot grow."""
    service.add(workspace, NewDeal("Acme"))
    connection = workspace.store.connection
    if failing == "COMMIT":  # a deferred constraint is refused by the commit, which leaves the transaction open
        with pytest.raises(Exception, match="FOREIGN KEY"), workspace.unit_of_work("x"):
            connection.execute("PRAGMA defer_foreign_keys = ON")
            connection.execute("INSERT INTO deal_tag (deal_id, tag) VALUES (99, 'x')")
    else:
        with pytest.raises(RuntimeError), workspace.unit_of_work("x"):
            connection.execute("INSERT INTO deal_tag (deal_id, tag) VALUES (1, 'x')")
            raise RuntimeError
    assert not connection.in_transaction
    service.note(workspace, [1], "goes on")
    assert [step.label for step in reads.history(workspace)] == ["noted on #1 Acme", "added #1 Acme"]


# --- the log ---------------------------------------------------------------------------------------------------


@pytest.fixture
def killed(book: Path, tmp_path: Path) -> Path:
    """A book as a killed process leaves it: the last change is in the log alone."""
    left = tmp_path / "killed" / "book.db"
    left.parent.mkdir()
    with closing(sqlite3.connect(book, isolation_level=None)) as connection:
        connection.execute("UPDATE stage SET name = 'Only in the log' WHERE id = 1")
        for end in ("", "-wal"):
            shutil.copyfile(f"{book}{end}", f"{left}{end}")
    return left


def stage(book: Path) -> str:
    with Store.open(book) as store:
        return str(store.connection.execute("SELECT name FROM stage WHERE id = 1").fetchone()[0])


def test_what_a_killed_process_had_in_the_log_is_there(killed: Path) -> None:
    assert stage(killed) == "Only in the log"


def test_a_log_of_garbage_costs_only_what_was_in_it(killed: Path) -> None:
    log = Path(f"{killed}-wal")
    log.write_bytes(os.urandom(log.stat().st_size))
    assert stage(killed) == "Prospecting"


@pytest.mark.parametrize("how", ["gone", "empty"])
def test_the_log_of_a_book_that_is_gone_is_never_thrown_away(
    killed: Path, how: str, reach: Callable[[Path], object]
) -> None:
    whole, log = killed.read_bytes(), Path(f"{killed}-wal")
    kept = log.read_bytes()
    if how == "gone":
        killed.unlink()
    else:
        killed.write_bytes(b"")
    with pytest.raises(StoreError, match=f"is {how}, but its log is still there") as refused:
        reach(killed)
    assert f"put the book back beside {log.name}" in refused.value.hint
    assert log.read_bytes() == kept
    assert killed.exists() == (how == "empty")
    killed.write_bytes(whole)
    assert stage(killed) == "Only in the log"


@pytest.fixture(params=["open", "connect", "lost"])
def reach(request: pytest.FixtureRequest) -> Callable[[Path], object]:
    """The ways to a book: with all care, at once, and the look before either."""
    ways: dict[str, Callable[[Path], object]] = {
        "open": Store.open,
        "connect": connect.connect,
        "lost": lambda path: backup.check_not_lost(path, path.parent / "none"),
    }
    return ways[str(request.param)]


def test_an_old_log_beside_a_copy_put_over_the_book_is_found_by_the_check(killed: Path, workspace: Workspace) -> None:
    """SQLite applies the log to whatever book lies there; where that does not fit, it does not go unnoticed."""
    for number in range(60):
        service.add(workspace, NewDeal(f"Deal {number}", note="x" * 500))
    copy = backup.write(workspace.store.connection, killed.parent, "copy")
    shutil.copyfile(copy, killed)
    try:
        with Store.open(killed) as store:
            whole = store.connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            assert not whole or len(titles(killed)) in (0, 60)
    except StoreError as error:
        assert isinstance(error, DamagedError) or "cannot be used" in error.title


# --- where no log can be kept ----------------------------------------------------------------------------------


@pytest.fixture
def on_a_share(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every book lies where SQLite can keep no log beside it, as on a network share."""
    opened = sqlite3.connect

    def connect_there(path: object, *arguments: object, **options: object) -> sqlite3.Connection:
        uri = path if str(path).startswith((":", "file:")) else f"file:{path}?vfs=unix-none"
        return opened(uri, *arguments, **options, uri=True)  # type: ignore[call-overload, no-any-return]

    monkeypatch.setattr("pipetui.store.connect.sqlite3.connect", connect_there)


@pytest.mark.usefixtures("on_a_share")
def test_no_book_is_made_where_no_log_can_be_kept(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="cannot keep its write-ahead log") as refused:
        Store.open(tmp_path / "new.db")
    assert "keep it on a disk of this machine" in refused.value.hint


def test_a_book_that_was_carried_there_is_not_opened(book: Path, on_a_share: None) -> None:
    before = book.read_bytes()
    with pytest.raises(StoreError, match="cannot be opened with its log beside it") as refused:
        Store.open(book)
    assert "a network share will not do" in refused.value.hint
    assert book.read_bytes() == before


# --- many at once ----------------------------------------------------------------------------------------------


def test_b30_twenty_at_the_daily_backup_at_once_make_one_that_is_whole(book: Path, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    code = "with Store.open(path) as store: backup.daily(store.connection, Path(sys.argv[2]), now().date())"
    from concurrent.futures import ThreadPoolExecutor
    from datetime import date

    def thread(_: int) -> None:
        with closing(connect.connect(book)) as connection:
            backup.daily(connection, folder, date(2026, 11, 21))

    with ThreadPoolExecutor(20) as pool:
        other = pool.submit(under_quota, code, book, folder)
        list(pool.map(thread, range(18)))
        other.result()
    assert [file.name for file in folder.iterdir()] == ["daily-2026-11-21.db"]
    assert titles(folder / "daily-2026-11-21.db") == []


def test_b30_a_damaged_book_neither_replaces_nor_outnumbers_a_good_backup(workspace: Workspace, tmp_path: Path) -> None:
    for number in range(40):
        service.add(workspace, NewDeal(f"Deal {number}", note="x" * 300))
    folder, now = tmp_path / "backups", workspace.now()
    for _ in range(backup.KEPT):
        backup.rotated(workspace.store.connection, folder, "before-import", now)
    good = {file.name: file.read_bytes() for file in folder.iterdir()}
    assert len(good) == backup.KEPT
    workspace.store.close()
    damage(workspace.store.path, "note")
    with closing(connect.connect(workspace.store.path)) as connection:
        with pytest.raises(StoreError, match="the copy is damaged, for the book itself is"):
            backup.rotated(connection, folder, "before-import", now.replace(hour=11))
        with pytest.raises(StoreError, match="the copy is damaged"):
            backup.write(connection, folder, "before-import-2026-11-21-100000")
    assert {file.name: file.read_bytes() for file in folder.iterdir()} == good


def test_b30_what_killed_processes_left_unfinished_is_cleared_after_an_hour(
    workspace: Workspace, tmp_path: Path
) -> None:
    folder, now = tmp_path / "backups", workspace.now()
    folder.mkdir()
    book = workspace.store.path
    left = [folder / "daily-2026-11-20.db.77-1.part", book.with_name(f"{book.name}.0123456789ab.part")]
    left += [folder / "before-import-2026-11-20-101010-2.db.77-1.part", Path(f"{left[1]}-wal")]
    young = folder / "daily-2026-11-21.db.78-1.part"
    theirs = [folder / "holiday.part", book.with_name(f"{book.name}.zip.part"), folder / "daily-2026-11-20.db.1-1.part"]
    for file in (*left, young, *theirs):
        file.write_bytes(b"SQLite format 3\x00 half")
    theirs[2].write_text("what is called like ours and is none")
    for file in (*left, *theirs):
        os.utime(file, (file.stat().st_mtime - 7200,) * 2)
    kept = backup.daily(workspace.store.connection, folder, now.date())
    assert kept is not None
    with backups.restoring(kept, workspace.store.path, folder, lambda: None):
        pass
    assert not any(file.exists() for file in left)
    assert young.exists()
    assert all(file.exists() for file in theirs)


def test_b30_two_backups_of_the_same_second_are_two(workspace: Workspace, tmp_path: Path) -> None:
    service.add(workspace, NewDeal("Acme"))
    first = backup.rotated(workspace.store.connection, tmp_path / "backups", "before-restore", workspace.now())
    service.add(workspace, NewDeal("Globex"))
    second = backup.rotated(workspace.store.connection, tmp_path / "backups", "before-restore", workspace.now())
    assert titles(first) == ["Acme"]
    assert titles(second) == ["Acme", "Globex"]


@pytest.mark.parametrize(
    ("code", "name"), [(sqlite3.SQLITE_FULL, "SQLITE_FULL"), (sqlite3.SQLITE_IOERR_SHMSIZE, "SQLITE_IOERR_SHMSIZE")]
)
def test_a_full_disk_is_called_so_also_where_it_has_no_room_for_the_index_of_the_log(
    book: Path, code: int, name: str
) -> None:
    error = sqlite3.OperationalError("disk I/O error")
    error.sqlite_errorcode, error.sqlite_errorname = code, name
    assert connect.store_error(error, book).title == "the disk is full; nothing was written"
