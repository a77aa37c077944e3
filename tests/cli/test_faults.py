"""A book that cannot be written or read: one sentence and exit code 5, whatever the verb."""

from __future__ import annotations

import ctypes
import os
import resource
import shutil
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from pipetui.store import connect
from tests.cli.conftest import Shell
from tests.store.conftest import damage

WRITES = (["add", "Globex"], ["log", "1", "call"], ["note", "1", "x"], ["undo"])
"""Of every kind: a new deal, a touch, a note, undo."""

READS = (["list"], ["show", "1"], ["history"])


def titles(book: Path) -> list[str]:
    """The deals of a book that must be whole."""
    with closing(sqlite3.connect(book)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        return [title for (title,) in connection.execute("SELECT title FROM deal ORDER BY id")]


@pytest.fixture
def acme(run: Shell) -> Shell:
    """A book with one deal and today's backup."""
    run.did("add", "Acme")
    return run


# --- the disk ----------------------------------------------------------------------------------------------------


@contextmanager
def quota(size: int) -> Iterator[None]:
    """No file may be written beyond `size` bytes."""
    usual = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, usual[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, usual)


@pytest.mark.parametrize("verb", [WRITES[0], WRITES[2]])
def test_a_quota_is_said_and_nothing_is_half_written(acme: Shell, book: Path, verb: list[str]) -> None:
    with quota(40_000):
        code, out, err = acme(*verb, "x" * 60_000)
    assert (code, out) == (5, "")
    assert "the disk took or gave no more of" in err
    assert "nothing was written\n  is there room, or a quota?" in err
    assert titles(book) == ["Acme"]


def test_without_room_for_the_daily_backup_it_is_said_and_work_goes_on(acme: Shell, book: Path, tmp_path: Path) -> None:
    shutil.rmtree(tmp_path / "book.db.backups", ignore_errors=True)
    with quota(book.stat().st_size - 4096):
        code, out, err = acme("add", "Globex")
    assert (code, out.startswith("#2 Globex")) == (0, True)
    assert err.startswith("warning: no backup was made: the disk took or gave no more of")
    assert "nothing was written" not in err.splitlines()[0]
    assert list((tmp_path / "book.db.backups").iterdir()) == []
    assert titles(book) == ["Acme", "Globex"]


def test_without_room_for_the_backup_before_it_nothing_is_imported(acme: Shell, book: Path, tmp_path: Path) -> None:
    file = tmp_path / "deals.csv"
    file.write_text("title\nGlobex\n")
    with quota(book.stat().st_size - 4096):
        code, out, err = acme("import", str(file), "--yes")
    assert (code, out) == (5, "")
    assert "the disk took or gave no more of" in err
    assert titles(book) == ["Acme"]


def test_without_room_for_the_calendar_the_one_that_is_there_stays(acme: Shell, tmp_path: Path) -> None:
    acme.did("next", "1", "fri", "call")
    acme.did("backup")
    calendar = tmp_path / "mine.ics"
    event = f"BEGIN:VEVENT\r\nUID:x\r\nSUMMARY:{'x' * 2_000_000}\r\nEND:VEVENT\r\n"
    calendar.write_text(f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{event}END:VCALENDAR\r\n", newline="")
    before = calendar.read_bytes()
    with quota(1_500_000):
        code, out, err = acme("ics", str(calendar))
    assert (code, out) == (5, "")
    assert f"“{calendar}” could not be written: File too large\n  it is as it was before" in err
    assert calendar.read_bytes() == before
    assert not list(tmp_path.glob(".*.tmp"))


# --- permissions -------------------------------------------------------------------------------------------------


@contextmanager
def mode(path: Path, wanted: int) -> Iterator[None]:
    """So long the file or folder has that mode, which counts for whoever runs the tests, also for root."""
    usual = path.stat().st_mode & 0o777
    path.chmod(wanted)
    try:
        with plain_user():
            yield
    finally:
        path.chmod(usual)


class _Whose(ctypes.Structure):
    """Linux's `cap_user_header`: version 3, and 0 for this thread."""

    _fields_ = (("version", ctypes.c_uint32), ("thread", ctypes.c_int))


_GET_BITS, _SET_BITS, _NO_FIXUP = 27, 28, 1 << 2
"""Of Linux's `prctl`. Without the last, access(2) asks what root could do if it wanted."""


@contextmanager
def plain_user() -> Iterator[None]:
    """For a while root is no more than others: without CAP_DAC_OVERRIDE and CAP_DAC_READ_SEARCH, for which no mode
    counts."""
    if os.geteuid() != 0:
        yield
        return
    system, whose, usual = ctypes.CDLL(None), ctypes.byref(_Whose(0x20080522, 0)), (ctypes.c_uint32 * 6)()
    bits = system.prctl(_GET_BITS)
    assert system.capget(whose, usual) == 0
    effective, *others = usual
    assert system.prctl(_SET_BITS, bits | _NO_FIXUP) == 0
    assert system.capset(whose, (ctypes.c_uint32 * 6)(effective & ~0b110, *others)) == 0
    try:
        yield
    finally:
        assert system.capset(whose, usual) == 0
        assert system.prctl(_SET_BITS, bits) == 0


@pytest.mark.parametrize("verb", [WRITES[0], WRITES[3]])
def test_a_read_only_file_can_be_read_and_refuses_writes(acme: Shell, book: Path, verb: list[str]) -> None:
    acme.did("backup")
    with mode(book, 0o400):
        assert "Acme" in acme.did("list")
        code, out, err = acme(*verb)
        assert (code, out) == (5, "")
        assert f"{book} is read-only; nothing was written\n  give yourself write permission for it" in err
    assert titles(book) == ["Acme"]


def test_a_read_only_file_is_not_restored_over_and_that_is_said_at_once(acme: Shell, book: Path) -> None:
    acme.did("backup")
    with mode(book, 0o400):
        code, _, err = acme("restore", "by-hand-2026-11-21-100000", "--yes")
    assert code == 5
    assert f"{book} is read-only; nothing was written" in err
    assert titles(book) == ["Acme"]


def test_a_read_only_folder_is_named(acme: Shell, book: Path, tmp_path: Path) -> None:
    acme.did("backup")
    folder = tmp_path / "read-only"
    folder.mkdir()
    there = folder / "there.db"
    shutil.copyfile(book, there)
    backup = str(tmp_path / "book.db.backups" / "by-hand-2026-11-21-100000.db")
    with mode(folder, 0o500):
        code, _, err = acme("add", "Globex", "--db", str(there))
        assert code == 5
        assert "and for its folder, where its log is kept" in err
        code, _, err = acme("restore", backup, "--yes", "--db", str(there))
        assert code == 5
        assert f"nothing can be made in {folder}; the book is as it was" in err
        code, out, _ = acme("doctor", "--db", str(there))
        assert code == 1
        assert f"{folder} cannot be written to" in out
    assert [file.name for file in folder.iterdir()] == ["there.db"]
    assert titles(there) == ["Acme"]


def test_a_backup_is_brought_back_from_where_nothing_can_be_written(acme: Shell, book: Path, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    acme.did("backup", str(stick / "kept.db"))
    acme.did("add", "Globex")
    with mode(stick, 0o500), mode(stick / "kept.db", 0o400):
        code, out, _ = acme("restore", str(stick / "kept.db"), "--yes")
    assert (code, out.startswith("brought back: kept.db")) == (0, True)
    assert titles(book) == ["Acme"]


# --- what lies there is no book, or not a whole one ----------------------------------------------------------------

Spoil = Callable[[Path], object]
SPOILT: dict[str, tuple[Spoil, str]] = {
    "half": (lambda book: os.truncate(book, book.stat().st_size // 2), "damaged"),
    "page": (lambda book: os.truncate(book, 4096), "damaged"),
    "header": (lambda book: os.truncate(book, 100), "damaged"),
    "tables": (lambda book: damage(book, "deal", "setting", "step"), "damaged"),
    "text": (lambda book: book.write_text("Dear diary, this is not a book"), "is not a database"),
}


@pytest.mark.parametrize("what", SPOILT)
def test_a_book_that_is_not_whole_is_said_and_stays(acme: Shell, book: Path, what: str) -> None:
    acme.did("backup")
    spoil, said = SPOILT[what]
    spoil(book)
    before = book.read_bytes()
    for verb in (*WRITES, *READS):
        result = acme(*verb)
        assert (result.code, result.out) == (5, ""), verb
        assert said in result.err, verb
        assert len(result.err.splitlines()) == 2, verb
    assert book.read_bytes() == before


def test_between_two_verbs_the_book_is_replaced_and_the_other_one_is_used(
    acme: Shell, book: Path, template_book: Path
) -> None:
    shutil.copyfile(template_book, book)
    acme.did("add", "Another")
    assert titles(book) == ["Another"]


# --- another program's lock --------------------------------------------------------------------------------------


@pytest.fixture
def other(book: Path) -> Iterator[sqlite3.Connection]:
    """Another program that is writing to the book."""
    with closing(sqlite3.connect(book, isolation_level=None, check_same_thread=False)) as connection:
        yield connection


@pytest.mark.parametrize("verb", WRITES)
def test_a_lock_held_for_long_is_told_calmly_and_nothing_is_written(
    acme: Shell, other: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch, verb: list[str]
) -> None:
    acme.did("note", "1", "makes today's backup")
    monkeypatch.setattr(connect, "BUSY_SECONDS", 0.05)
    other.execute("BEGIN IMMEDIATE")
    result = acme(*verb)
    assert "Acme" in acme.did("list")
    other.execute("ROLLBACK")
    assert (result.code, result.out) == (5, "")
    lines = result.err.splitlines()
    assert lines[0] == "waiting for another program that is writing to the book …"
    assert lines[1].startswith("pipetui: the book is locked by another program")
    assert lines[1].endswith("nothing was written")
    assert lines[2] == "  try again, or see what else has it open"


@pytest.mark.parametrize("verb", [WRITES[0], WRITES[2]])
def test_a_lock_held_for_a_while_is_waited_for_and_the_write_lands(
    acme: Shell, book: Path, other: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch, verb: list[str]
) -> None:
    """Let go as soon as it is said what is waited for."""
    acme.did("note", "1", "makes today's backup")
    monkeypatch.setattr(connect, "CALM_SECONDS", 0.01)
    told = threading.Event()
    begin = connect.begin

    def begun(connection: sqlite3.Connection, waiting: Callable[[], None]) -> None:
        def tell() -> None:
            waiting()
            told.set()

        begin(connection, tell)

    monkeypatch.setattr(connect, "begin", begun)
    other.execute("BEGIN IMMEDIATE")

    def let_go() -> None:
        told.wait(20)
        other.execute("ROLLBACK")

    letting = threading.Thread(target=let_go)
    letting.start()
    result = acme(*verb)
    letting.join()
    assert result.code == 0
    assert "waiting for another program that is writing to the book …\n" in result.err
