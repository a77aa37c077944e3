"""Nothing but SQLite opens a book while this process has a connection to it: POSIX would drop all of its locks."""

from __future__ import annotations

import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import traceback
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pipetui import __main__ as door
from pipetui import paths, service
from pipetui.domain.line.quick_line import NewDeal
from pipetui.service import Workspace
from pipetui.service.maintenance import backups
from pipetui.service.maintenance import repair as mending
from pipetui.store import connect, files
from pipetui.store.recovery import backup, mend
from pipetui.store.store import Store
from tests.cli.conftest import Shell, fresh, run
from tests.conftest import NOW
from tests.store.books import load
from tests.store.conftest import damage

__all__ = ["fresh", "run"]


def watched(*commands: tuple[Path, str]) -> tuple[list[int], list[str]]:
    """The exit codes of verbs, each at a book, in one process, and by which names it opened the book while it had a
    connection to it."""
    told, codes, faults, connections = commands[0][0].with_name("told.json"), list[int](), list[str](), list[Any]()
    book = commands[0][0]

    def is_open(connection: sqlite3.Connection) -> bool:
        try:
            rows = sqlite3.Cursor(connection).execute("PRAGMA database_list").fetchall()
        except sqlite3.ProgrammingError:
            return False
        return any(row[2] and files.identity(row[2]) == files.identity(book) for row in rows)

    def watch(event: str, given: tuple[Any, ...]) -> None:
        if event == "sqlite3.connect/handle":
            connections.append(given[0])
        elif event == "open" and isinstance(given[0], (str, bytes)):
            opened = files.identity(os.fsdecode(given[0]))
            if opened and opened == files.identity(book) and any(is_open(one) for one in connections):
                faults.append(str(given[0]))

    def carry_out() -> None:
        nonlocal book
        sys.addaudithook(watch)  # which cannot be taken out again
        for book, words in commands:
            os.environ["PIPETUI_DB"] = str(book)
            sys.argv = ["pipetui", *words.split()]
            codes.append(door.main())
        told.write_text(json.dumps([codes, faults]))

    assert os.waitpid(forked(carry_out), 0)[1] == 0
    codes, faults = json.loads(told.read_text())
    return codes, faults


def forked(work: Callable[[], object]) -> int:
    """A process of its own that does that and ends, with 0 if it could; it knows already whatever is imported here."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of the thread that xdist has, which the other needs not
        process = os.fork()
    if process == 0:
        code = 1
        try:
            work()
            code = 0
        finally:
            if code:
                traceback.print_exc()  # nobody is told of it otherwise
            os._exit(code)
    return process


@pytest.fixture
def sold(workspace: Workspace) -> Path:
    """A book with a deal and a backup, closed."""
    service.add(workspace, NewDeal("Acme"))
    backup.write(workspace.store.connection, paths.backups(workspace.store.path), "by-hand-1")
    service.add(workspace, NewDeal("Globex"))
    workspace.store.close()
    (workspace.store.path.parent / "deals.csv").write_text("Title\nHooli\n")
    return workspace.store.path


VERBS = (
    "add Initech", "list", "prompt", "edit 1 title:Acme-Ltd", "undo", "backup", "import deals.csv --yes",
    "restore by-hand-1 --yes", "doctor", "doctor --repair",
)  # fmt: skip


def test_no_verb_opens_the_book_beside_sqlite(sold: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(sold.parent)
    codes, faults = watched(*((sold, verb) for verb in (*VERBS, "import book.db --yes")))
    assert faults == []
    assert codes[:-1] == [0] * len(VERBS)
    assert codes[-1] != 0


def test_nor_does_a_repair_in_place_or_of_a_damaged_book_or_the_bringing_over_of_an_older_one(
    sold: Path, tmp_path: Path
) -> None:
    odd, damaged, older = (tmp_path / name / sold.name for name in ("odd", "damaged", "older"))
    for book in (odd, damaged):
        book.parent.mkdir()
        shutil.copyfile(sold, book)
        shutil.copytree(paths.backups(sold), paths.backups(book))
    with Store.open(odd) as store:
        store.connection.execute("PRAGMA ignore_check_constraints = ON")
        store.connection.execute("UPDATE deal SET status = 'opem' WHERE id = 2")
    damage(damaged, "note")
    older.parent.mkdir()
    load(3, older)
    repair = "doctor --repair"
    assert watched((odd, repair), (damaged, repair), (older, "add Initech")) == ([0, 0, 0], [])


def test_a_second_connection_of_ours_leaves_the_locks_of_the_first(workspace: Workspace) -> None:
    connection = workspace.store.connection
    connection.execute("BEGIN IMMEDIATE")
    connect.connect(workspace.store.path).close()
    connect.connect_to_read(workspace.store.path).close()
    code = """
import sqlite3, sys
try:
    sqlite3.connect(sys.argv[1], timeout=0).execute("BEGIN IMMEDIATE")
except sqlite3.OperationalError as error:
    print(error)
"""
    done = subprocess.run(
        [sys.executable, "-c", code, workspace.store.path], check=True, capture_output=True, text=True, timeout=60
    )
    assert done.stdout == "database is locked\n"
    connection.execute("ROLLBACK")


def held_up(holder: Callable[[Path, Path], object], owner: Any, name: str, book: Path) -> int:
    """A process that has stopped itself in the middle of what it does with the book."""
    before = getattr(owner, name)

    def stop(*given: Any, **named: Any) -> Any:
        os.kill(os.getpid(), signal.SIGSTOP)
        return before(*given, **named)

    def hold() -> None:
        setattr(owner, name, stop)
        holder(book, paths.backups(book))

    process = forked(hold)
    os.waitpid(process, os.WUNTRACED)
    return process


def restore(book: Path, folder: Path) -> None:
    with backups.restoring(folder / "by-hand-1.db", book, folder, lambda: None) as restoring:
        restoring.carry_out(folder, NOW)


def repair(book: Path, folder: Path) -> None:
    mending.repair(book, folder, NOW, lambda: None)


HOLDERS: dict[str, tuple[Callable[[Path, Path], object], Any, str]] = {
    "a restore that keeps the present book": (restore, backup, "rotated"),
    "a repair under way": (repair, mend, "mend"),
    "a repair that keeps the book as it was": (repair, backup, "rotated"),
}


@pytest.mark.parametrize("what", HOLDERS)
def test_beside_one_that_is_stopped_in_the_middle_nothing_acknowledged_is_lost(
    sold: Path, run: Shell, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    if "repair" in what:
        with Store.open(sold) as store:
            store.connection.execute("DROP INDEX ix_deal_key")
    process = held_up(*HOLDERS[what], sold)
    monkeypatch.setattr(connect, "BUSY_SECONDS", 0.3)
    try:
        assert run("prompt").code == 0
        assert run("add", "Too late").code == 5
        assert run("prompt").code == 0
    finally:
        os.kill(process, signal.SIGCONT)
        ended = os.waitpid(process, 0)[1]
    assert ended == 0
    assert run("add", "After").code == 0
    with Store.open(sold) as store:
        assert store.connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        titles = [title for (title,) in store.connection.execute("SELECT title FROM deal ORDER BY id")]
    assert titles == (["Acme", "After"] if "restore" in what else ["Acme", "Globex", "After"])
    kept = sorted(paths.backups(sold).glob("before-*.db"))
    if "restore" in what:
        with Store.open(kept[-1]) as store:
            assert [row[0] for row in store.connection.execute("SELECT title FROM deal")] == ["Acme", "Globex"]
