"""What has to hold for every book after every kill: it is whole, and its journal leads back to how it began."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from pipetui import paths
from pipetui.domain.errors import PipetuiError
from pipetui.store import connect
from pipetui.store.undo import journal, step
from tests.torture.contents import Contents, difference, rows_of_the_rep

LOST, HALF, DAMAGED, HINDERED = "lost", "half done", "damaged", "hindered"


class Fault(NamedTuple):
    """Something that must not be: which kind, and what was seen."""

    kind: str
    seen: str


def sound(connection: sqlite3.Connection, beginning: Contents | None) -> list[Fault]:
    """What is wrong with the book itself; with the rows it began with, also whether undo leads back to them.

    The connection is to a copy, which is left as it was.
    """
    damage = [str(line) for (line,) in connection.execute("PRAGMA integrity_check") if line != "ok"]
    damage += [f"foreign key: {row}" for row in connection.execute("PRAGMA foreign_key_check")]
    (journaled,) = connection.execute("SELECT count(*) FROM sqlite_master WHERE name = 'journal_head'").fetchone()
    if journaled:
        heads = connection.execute("SELECT step_id FROM journal_head").fetchall()
        if [head for (head,) in heads if head is not None]:
            damage.append(f"the journal's head is {heads}")
        damage += [
            f"step {number} is without any change" for (number,) in connection.execute(
                """SELECT id FROM step WHERE source <> ?
                   AND NOT EXISTS (SELECT 1 FROM journal_row j WHERE j.step_id = step.id)""", (step.ERASED,),
            )
        ]  # fmt: skip
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if not damage and beginning is not None and version == connect.REVISION and not _somebody_was_erased(connection):
        damage += _led_back(connection, beginning)
    return [Fault(DAMAGED, line) for line in damage]


def _somebody_was_erased(connection: sqlite3.Connection) -> bool:
    """Then undo cannot lead back any more, and is not meant to."""
    return connection.execute("SELECT 1 FROM step WHERE source = ?", (step.ERASED,)).fetchone() is not None


def _led_back(connection: sqlite3.Connection, beginning: Contents) -> list[str]:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as copy:
        connection.backup(copy)
        copy.execute("PRAGMA foreign_keys = ON")
        now = rows_of_the_rep(copy)
        (steps,) = copy.execute("SELECT count(*) FROM step WHERE undone_at IS NULL").fetchone()
        try:
            for _ in range(steps):
                copy.execute("BEGIN")
                journal.undo(copy, datetime.now(UTC))
                copy.execute("COMMIT")
            if seen := difference(beginning, rows_of_the_rep(copy)):
                return [f"undo leads elsewhere than to the beginning: {seen}"]
            for _ in range(steps):
                copy.execute("BEGIN")
                journal.redo(copy)
                copy.execute("COMMIT")
        except PipetuiError as error:
            return [f"the journal does not fit the rows: {error.title}"]
        if seen := difference(now, rows_of_the_rep(copy)):
            return [f"redo leads elsewhere than to the end: {seen}"]
    return []


def backups(book: Path) -> list[Fault]:
    """Finished backups that are not whole books."""
    faults = []
    for path in sorted(paths.backups(book).glob("*.db")):
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
            try:
                damage = [line for (line,) in connection.execute("PRAGMA quick_check") if line != "ok"]
                connection.execute("SELECT count(*) FROM step").fetchone()
            except sqlite3.Error as error:
                damage = [str(error)]
        faults += [Fault(DAMAGED, f"backup {path.name}: {line}") for line in damage]
    return faults


def calendars(folder: Path) -> list[Fault]:
    """Calendars beside the book that are not whole, or of which a part was left."""
    whole = b"END:VCALENDAR\r\n"
    return [
        Fault(DAMAGED, f"calendar {path.name} ends with {path.read_bytes()[-40:]!r}")
        for path in sorted(folder.glob("*.ics"))
        if not path.read_bytes().endswith(whole)
    ]
