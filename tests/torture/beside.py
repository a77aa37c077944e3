"""Rounds beside others: holders of a lock that are stopped in the middle, and foreign programs that know no rules.

Whatever happens, what a verb acknowledged is in the book or in the copy that a restore kept, and the book ends whole.
"""

import random
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path
from typing import NamedTuple

from pipetui import paths
from pipetui.domain.errors import PipetuiError
from pipetui.present import present
from pipetui.store import connect, integrity
from pipetui.store.recovery import backup
from tests.torture import ground

_IMPATIENT = """
import sys
from pipetui.store import connect
connect.BUSY_SECONDS = 0.4
from pipetui import __main__ as door
sys.argv = ["pipetui", *sys.argv[1:]]
sys.exit(door.main())
"""
_HOLDERS = ("restore by-hand-1 --yes", "doctor --repair", "import deals.csv --yes", "backup", "edit 12 title:Held")


class Round(NamedTuple):
    """What came of one: what was done, how many writes were acknowledged, what is wrong."""

    what: str
    acknowledged: int
    faults: list[str]


class _Bench:
    """A book in a folder, and verbs that are run on it."""

    def __init__(self, folder: Path, template: Path) -> None:
        self.book = ground.lay(folder, template)
        with closing(connect.connect(self.book)) as connection:
            backup.write(connection, paths.backups(self.book), "by-hand-1")
        ground.deals_file(folder / "deals.csv", "csv", 40)
        self.environment = ground.environment(folder)
        self.acknowledged: list[str] = []
        self.faults: list[str] = []

    def start(self, line: str) -> subprocess.Popen[bytes]:
        """A verb in a process of its own."""
        command = [sys.executable, "-c", _IMPATIENT, *line.split()]
        return subprocess.Popen(
            command, env=self.environment, cwd=self.book.parent, stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
        )  # fmt: skip

    def run(self, line: str, *, may: tuple[int, ...] = (0, 1, 3, 4, 5)) -> int:
        """Run a verb to its end; any other code than those it may end with is a fault."""
        process = self.start(line)
        said = process.communicate(timeout=90)[1].decode(errors="replace")
        if process.returncode not in may or "Traceback" in said:
            self.faults.append(f"{line}: exit code {process.returncode}: {said.strip()[:200]}")
        return process.returncode

    def add(self, title: str, **may: tuple[int, ...]) -> None:
        """Add a deal, and remember it if that is acknowledged."""
        if self.run(f"add {title}", **may) == 0:
            self.acknowledged.append(title)

    def look(self) -> None:
        """The book is whole, and every acknowledged deal is in it or in a copy that was kept of it."""
        titles: set[str] = set()
        kept = sorted(paths.backups(self.book).glob("*.db")) + sorted(self.book.parent.glob("book.db.damaged-*"))
        for path in (self.book, *(one for one in kept if not one.name.endswith(("-wal", "-journal")))):
            with suppress(sqlite3.Error, PipetuiError), closing(sqlite3.connect(path)) as connection:
                titles |= {title for (title,) in connection.execute("SELECT title FROM deal")}
        with closing(sqlite3.connect(self.book)) as connection:
            self.faults += integrity.faults(connection)
        self.faults += [f"acknowledged and nowhere: {title}" for title in self.acknowledged if title not in titles]


def stopped(folder: Path, template: Path, seed: int) -> Round:
    """A holder of the lock is stopped at any moment; others read and write beside it; it goes on, or is killed."""
    chance, bench = random.Random(seed), _Bench(folder, template)
    holder = chance.choice(_HOLDERS)
    bench.add("First")
    if "repair" in holder:
        with closing(sqlite3.connect(bench.book)) as connection:
            connection.execute("DROP INDEX ix_deal_key")
    process = bench.start(holder)
    with suppress(subprocess.TimeoutExpired):
        process.wait(chance.uniform(0.2, 1.6))
    if process.poll() is None:
        process.send_signal(signal.SIGSTOP)
    bench.run("prompt", may=(0, 5))
    bench.add("Beside", may=(0, 5))
    bench.add("Besides", may=(0, 5))
    process.send_signal(chance.choice((signal.SIGCONT, signal.SIGCONT, signal.SIGKILL)))
    said = process.communicate(timeout=90)[1].decode(errors="replace")
    if process.returncode not in (0, 1, 4, 5, -signal.SIGKILL):
        bench.faults.append(f"{holder}: exit code {process.returncode}: {said[:200]}")
    bench.add("After", may=(0,))
    bench.look()
    return Round(f"stopped: {holder}", len(bench.acknowledged), bench.faults)


def foreign(folder: Path, template: Path, seed: int) -> Round:
    """Another program does something to the book between our verbs; then it is repaired."""
    chance, bench = random.Random(seed), _Bench(folder, template)
    bench.add("First")
    name = chance.choice(sorted(_ACTS))
    _ACTS[name](bench.book, chance)
    for line in chance.sample(("list", "note 5 hello", "show 9", "today", "doctor", "snooze 6 +1w", "backup"), 4):
        bench.run(line)
    bench.add("Beside")
    bench.run("doctor --repair")
    bench.add("After", may=(0,))
    bench.run("undo", may=(0,))
    bench.acknowledged.remove("After") if "After" in bench.acknowledged else None
    bench.look()
    return Round(f"foreign: {name}", len(bench.acknowledged), bench.faults)


def _sql(*statements: str) -> Callable[[Path, random.Random], None]:
    def act(book: Path, chance: random.Random) -> None:
        with closing(sqlite3.connect(book, isolation_level=None)) as connection:
            connection.execute("PRAGMA ignore_check_constraints = ON")
            for statement in statements:
                with suppress(sqlite3.IntegrityError):  # refused by name
                    connection.execute(statement)

    return act


def _flip(book: Path, chance: random.Random, first: int, last: int) -> None:
    place = chance.randrange(first, last)
    with book.open("r+b") as file:
        file.seek(place)
        byte = file.read(1)
        file.seek(place)
        file.write(bytes((byte[0] ^ (1 << chance.randrange(8)),)))


def _renamed(book: Path, chance: random.Random) -> None:
    book.rename(book.with_name("elsewhere.db"))
    with closing(sqlite3.connect(book.with_name("elsewhere.db"))) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    book.with_name("elsewhere.db").rename(book)


def _replaced(book: Path, chance: random.Random) -> None:
    """A program that keeps files in step puts an older copy there while a log of ours lies beside it."""
    log = Path(f"{book}-wal")
    with closing(connect.connect(book)) as connection:
        connection.execute("UPDATE deal SET title = title || '!' WHERE id = 9")
        kept = log.read_bytes()
    shutil.copyfile(paths.backups(book) / "by-hand-1.db", book.with_name("arriving"))
    shutil.copyfile(book, paths.backups(book) / f"before-restore-{present():%Y-%m-%d-%H%M%S}.db")
    book.with_name("arriving").replace(book)
    log.write_bytes(kept)


def _hot(book: Path, chance: random.Random) -> None:
    """A program gives the log up and is killed in the middle of a write."""
    code = """
import os, signal, sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("PRAGMA journal_mode = DELETE")
connection.execute("PRAGMA cache_size = 5")
connection.execute("BEGIN IMMEDIATE")
connection.execute("UPDATE deal SET title = 'half ' || title")
connection.execute("UPDATE touch SET text = hex(randomblob(3000))")
os.kill(os.getpid(), signal.SIGKILL)
"""
    subprocess.run([sys.executable, "-c", code, book], check=False)


_ACTS: dict[str, Callable[[Path, random.Random], None]] = {
    "REPLACE": _sql("REPLACE INTO deal SELECT * FROM deal WHERE id = 5", "REPLACE INTO setting VALUES (1, 'a', 'b')"),
    "odd values": _sql("UPDATE deal SET status = 'opem' WHERE id = 7", "UPDATE follow_up SET due_on = 'soon'"),
    "rows deleted": _sql("DELETE FROM organization WHERE id < 5", "DELETE FROM deal WHERE id = 8"),
    "a trigger that swallows": _sql("CREATE TRIGGER mine BEFORE INSERT ON note BEGIN SELECT RAISE(IGNORE); END"),
    "a bit of the header": lambda book, chance: _flip(book, chance, 0, 60),
    "a bit of the contents": lambda book, chance: _flip(book, chance, 100, 4096),
    "a bit anywhere": lambda book, chance: _flip(book, chance, 4096, book.stat().st_size),
    "renamed and back": _renamed,
    "another file in its place": _replaced,
    "killed in a write": _hot,
}
