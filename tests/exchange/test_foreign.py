"""A file of another program is read only where that can neither hang nor cost the book its locks."""

from __future__ import annotations

import os
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from pipetui.domain.errors import InputError, NotFoundError
from pipetui.exchange.apply import apply
from pipetui.exchange.containers import foreign
from pipetui.exchange.plan import Options, plan
from pipetui.service import Workspace, reads
from tests.exchange.conftest import WriteCsv
from tests.exchange.tables import open_csv

WRITES = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], timeout=0, isolation_level=None)
connection.execute("BEGIN IMMEDIATE")
"""


def fifo(folder: Path) -> Path:
    os.mkfifo(folder / "deals.csv")
    return folder / "deals.csv"


def piped(folder: Path) -> Path:
    """What a shell makes of `<(command)`."""
    read, write = os.pipe()
    os.write(write, b"Title\nAcme\n")
    return Path(f"/dev/fd/{read}")


def bound(folder: Path) -> Path:
    with closing(socket.socket(socket.AF_UNIX)) as one:
        one.bind(str(folder / "s"))
    return folder / "s"


def linked(folder: Path) -> Path:
    (folder / "link.csv").symlink_to("/dev/zero")
    return folder / "link.csv"


@pytest.mark.parametrize(
    ("make", "kind"),
    [
        (fifo, "a pipe"),
        (piped, "a pipe"),
        (bound, "a socket"),
        (linked, "a device"),
        (lambda _: Path("/dev/null"), "a device"),
        (lambda _: Path("/dev/tty"), "a device"),
        (lambda folder: folder, "a folder"),
    ],
)
def test_what_is_no_file_is_refused_unopened(
    make: Callable[[Path], Path], kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = make(tmp_path)
    monkeypatch.setattr(os, "open", None)
    with pytest.raises(InputError, match=f"is {kind}, not a file"):
        open_csv(path)


def names_of_the_book(folder: Path, book: Path) -> list[Path]:
    """The book, its log, and every other way to name them."""
    link, hard, log, log_link = (folder / f"{name}.csv" for name in ("link", "hard", "log", "log-link"))
    link.symlink_to(book)
    hard.hardlink_to(book)
    log.hardlink_to(f"{book}-wal")
    log_link.symlink_to(f"{book}-wal")
    return [book, Path(f"{book}-wal"), Path(f"{book}-shm"), link, hard, log, log_link, book.parent / "." / book.name]


def test_the_book_and_its_log_are_refused_by_any_name_and_keep_their_locks(
    workspace: Workspace, tmp_path: Path
) -> None:
    book = workspace.store.path
    workspace.store.connection.execute("PRAGMA journal_mode = WAL")
    workspace.store.connection.execute("BEGIN IMMEDIATE")
    for path in names_of_the_book(tmp_path, book):
        with pytest.raises(InputError, match="is the book itself"):
            plan(workspace, path, Options())
        other = subprocess.run([sys.executable, "-c", WRITES, str(book)], capture_output=True, check=False, text=True)
        assert "database is locked" in other.stderr, path


def test_a_book_that_is_reached_through_a_link_keeps_its_log_where_it_lies(tmp_path: Path, book: Path) -> None:
    link = tmp_path / "elsewhere" / "link.db"
    link.parent.mkdir()
    link.symlink_to(book)
    with closing(sqlite3.connect(link)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("SELECT count(*) FROM deal").fetchone()
        assert foreign.is_of(link, Path(f"{book}-wal"))


def test_another_database_is_named_for_what_it_is(workspace: Workspace, tmp_path: Path) -> None:
    other = tmp_path / "other.db"
    with closing(sqlite3.connect(other)) as connection, connection:
        connection.execute("CREATE TABLE t (a)")
    with pytest.raises(InputError, match="is a database, not a CSV"):
        plan(workspace, other, Options())


@pytest.mark.parametrize("change", ["grows", "is rewritten", "is another", "is gone", "is a pipe now"])
def test_a_file_that_changes_meanwhile_is_not_imported(workspace: Workspace, write_csv: WriteCsv, change: str) -> None:
    path = write_csv("Title,Stage\nAcme,Demo\n")
    made = plan(workspace, path, Options())
    if change == "grows":
        path.write_text(path.read_text() + "Globex,Elsewhere\n")
    elif change == "is rewritten":
        path.write_text("Title,Stage\nAcme,Next\n")
        os.utime(path, ns=(0, 0))
    else:
        path.unlink()
    if change == "is another":
        path.write_text("Stage,Title\nDemo,Acme\n")
    elif change == "is a pipe now":
        os.mkfifo(path)
    with pytest.raises((InputError, NotFoundError), match=r"was changed|there is no file|is a pipe"):
        apply(workspace, made)
    assert reads.cards(workspace) == []


def test_failed_rows_never_take_the_place_of_the_book(
    tmp_path: Path, workspace: Workspace, write_csv: WriteCsv
) -> None:
    path = write_csv("Title,Value\nA,5\nB,1,2\n")
    path.with_name("deals-failed.csv").symlink_to(workspace.store.path)
    result = apply(workspace, plan(workspace, path, Options()))
    assert result.failed_file == path.with_name("deals-2-failed.csv")
    assert path.with_name("deals-failed.csv").is_symlink()


def test_failed_rows_are_not_written_through_a_link(tmp_path: Path, workspace: Workspace, write_csv: WriteCsv) -> None:
    path, mine = write_csv("Title,Value\nA,5\nB,1,2\n"), tmp_path / "mine.txt"
    mine.write_text("mine")
    path.with_name(".deals-failed.csv.part").symlink_to(mine)
    apply(workspace, plan(workspace, path, Options()))
    assert mine.read_text() == "mine"
    assert path.with_name("deals-failed.csv").is_file()
