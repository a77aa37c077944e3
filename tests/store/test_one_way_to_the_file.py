"""Nothing but SQLite opens a book while this process has a connection to it: POSIX would drop all of its locks."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from pipetui import paths, service
from pipetui.domain.line.quick_line import NewDeal
from pipetui.service import Workspace
from pipetui.store import connect
from pipetui.store.recovery import backup
from pipetui.store.store import Store
from tests.store.books import load
from tests.store.conftest import damage

WATCHED = """
import json, os, sqlite3, sys
book, told, commands = sys.argv[1:]
connections, faults = [], []

def which(path):
    try:
        found = os.stat(path)
        return found.st_dev, found.st_ino
    except (OSError, TypeError, ValueError):
        return None

def watch(event, given):
    if event == "sqlite3.connect/handle":
        connections.append(given[0])
    elif event == "open" and isinstance(given[0], (str, bytes)) and which(given[0]) is not None:
        if which(given[0]) == which(book) and any(is_open(one) for one in connections):
            faults.append(str(given[0]))

def is_open(connection):
    try:
        return any(row[2] and which(row[2]) == which(book) for row in list_of(connection))
    except sqlite3.ProgrammingError:
        return False

def list_of(connection):
    cursor = sqlite3.Cursor(connection)
    return cursor.execute("PRAGMA database_list").fetchall()

sys.addaudithook(watch)
from pipetui import __main__ as door
codes = []
for arguments in json.loads(commands):
    sys.argv = ["pipetui", *arguments]
    codes.append(door.main())
open(told, "w").write(json.dumps([codes, faults]))
"""


def watched(book: Path, *commands: str) -> tuple[list[int], list[str]]:
    """The exit codes of verbs in one process, and by which names it opened the book while it had a connection to it."""
    told = book.with_name("told.json")
    words = json.dumps([command.split() for command in commands])
    command = [sys.executable, "-c", WATCHED, str(book), str(told), words]
    subprocess.run(command, check=True, capture_output=True, timeout=60)
    codes, faults = json.loads(told.read_text())
    return codes, faults


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
    codes, faults = watched(sold, *VERBS, "import book.db --yes")
    assert faults == []
    assert codes[:-1] == [0] * len(VERBS)
    assert codes[-1] != 0


def test_nor_does_a_repair_in_place_or_of_a_damaged_book_or_the_bringing_over_of_an_older_one(
    sold: Path, tmp_path: Path
) -> None:
    with Store.open(sold) as store:
        store.connection.execute("PRAGMA ignore_check_constraints = ON")
        store.connection.execute("UPDATE deal SET status = 'opem' WHERE id = 2")
    assert watched(sold, "doctor --repair") == ([0], [])
    damage(sold, "note")
    assert watched(sold, "doctor --repair") == ([0], [])
    load(3, tmp_path / "older.db")
    shutil.move(tmp_path / "older.db", sold)
    assert watched(sold, "add Initech") == ([0], [])


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


ADD = """
import sys
from pipetui.store import connect
connect.BUSY_SECONDS = 0.3
from pipetui import __main__ as door
sys.argv = ["pipetui", *sys.argv[1:]]
sys.exit(door.main())
"""


def ours(*arguments: str) -> int:
    """A verb in a process of its own, which waits for a lock only for a moment; its exit code."""
    return subprocess.run(
        [sys.executable, "-c", ADD, *arguments], check=False, capture_output=True, timeout=60
    ).returncode


def held_up(holder: str, until: str, book: Path) -> subprocess.Popen[bytes]:
    """A process that has stopped itself in the middle of what it does with the book."""
    code = f"""
import os, signal, sys
from datetime import UTC, datetime
from pathlib import Path
from pipetui.store.recovery import backup, mend as mending; from pipetui.store import connect
book, folder, now = Path(sys.argv[1]), Path(sys.argv[1] + ".backups"), datetime(2026, 11, 21, 10, tzinfo=UTC)
before = {until}
def stop(*given, **named):
    os.kill(os.getpid(), signal.SIGSTOP)
    return before(*given, **named)
{until} = stop
{holder}
"""
    process = subprocess.Popen([sys.executable, "-c", code, book])
    os.waitpid(process.pid, os.WUNTRACED)
    return process


RESTORE = """
from pipetui.service.maintenance import backups as safekeeping
with safekeeping.restoring(folder / "by-hand-1.db", book, folder, lambda: None) as restoring:
    restoring.carry_out(folder, now)
"""
REPAIR = """
from pipetui.service.maintenance.repair import repair
repair(book, folder, now, lambda: None)
"""
HOLDERS = {
    "a restore that keeps the present book": (RESTORE, "backup.rotated"),
    "a repair under way": (REPAIR, "mending.mend"),
    "a repair that keeps the book as it was": (REPAIR, "backup.rotated"),
}


@pytest.mark.parametrize("what", HOLDERS)
def test_beside_one_that_is_stopped_in_the_middle_nothing_acknowledged_is_lost(
    sold: Path, clock: Callable[[], object], what: str
) -> None:
    if "repair" in what:
        with Store.open(sold) as store:
            store.connection.execute("DROP INDEX ix_deal_key")
    process = held_up(*HOLDERS[what], sold)
    try:
        assert ours("prompt") == 0
        assert ours("add", "Too late") == 5
        assert ours("prompt") == 0
    finally:
        process.send_signal(signal.SIGCONT)
        process.wait(60)
    assert process.returncode == 0
    assert ours("add", "After") == 0
    with Store.open(sold) as store:
        assert store.connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        titles = [title for (title,) in store.connection.execute("SELECT title FROM deal ORDER BY id")]
    assert titles == (["Acme", "After"] if "restore" in what else ["Acme", "Globex", "After"])
    kept = sorted(paths.backups(sold).glob("before-*.db"))
    if "restore" in what:
        with Store.open(kept[-1]) as store:
            assert [row[0] for row in store.connection.execute("SELECT title FROM deal")] == ["Acme", "Globex"]
