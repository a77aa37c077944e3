"""Copies of the book, made through SQLite's own backup so that they are whole whatever else is writing."""

from __future__ import annotations

import os
import sqlite3
from threading import get_ident

from pipetui import private
from pipetui.domain.errors import ConflictError, StoreError
from pipetui.store import connect

TYPE_CHECKING = False
if TYPE_CHECKING:
    from datetime import date, datetime
    from pathlib import Path

KEPT = 14
"""How many backups of a kind are kept."""

UNFINISHED = ".part"
"""How the name of a file ends that is not whole yet."""

_ABANDONED_SECONDS = 3600


def write(connection: sqlite3.Connection, folder: Path, name: str) -> Path:
    """Copy the book to `folder`/`name`.db and check the copy; an older copy of that name is replaced.

    Raises StoreError when it cannot be written or is not whole; what was there before stays then.
    """
    target = folder / f"{name}.db"
    _copy(connection, target)
    return target


def write_new(connection: sqlite3.Connection, target: Path) -> None:
    """Copy the book to a file that is not there yet and check the copy; raises ConflictError where there is one."""
    if target.exists():
        raise ConflictError(f"{target} is there already", "name a file that is not")
    _copy(connection, target)


def _copy(connection: sqlite3.Connection, target: Path) -> None:
    # Another process or thread may be at the same backup: each has its own file until it is whole.
    unfinished = target.with_name(f"{target.name}.{os.getpid()}-{get_ident()}{UNFINISHED}")
    with connect.worded(target):
        private.make_folder(str(target.parent))
        try:
            os.close(os.open(unfinished, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600))
            copy = sqlite3.connect(unfinished)
            try:
                connection.backup(copy)
                _check_whole(copy)
            finally:
                copy.close()
            unfinished.replace(target)
        finally:
            unfinished.unlink(missing_ok=True)


def _check_whole(copy: sqlite3.Connection) -> None:
    try:
        whole = copy.execute("PRAGMA quick_check(1)").fetchone()[0] == "ok"
    except sqlite3.DatabaseError:
        whole = False
    if not whole:
        raise StoreError("the copy is damaged, for the book itself is", "see: pipetui doctor")


def rotated(connection: sqlite3.Connection, folder: Path, kind: str, at: datetime) -> Path:
    """A backup that is named after what it precedes and when; of these, too, the newest KEPT stay."""
    name, number = f"{kind}-{at:%Y-%m-%d-%H%M%S}", 2
    wanted = name
    while (folder / f"{wanted}.db").exists():  # of the same second, and what it holds may be nowhere else
        wanted, number = f"{name}-{number}", number + 1
    made = write(connection, folder, wanted)
    _forget(folder, kind, made)
    return made


def daily(connection: sqlite3.Connection, folder: Path, today: date) -> Path | None:
    """The backup of the first start of a day, then keep the newest KEPT; None if today's is there already."""
    name = f"daily-{today.isoformat()}"
    if (folder / f"{name}.db").exists():
        return None
    made = write(connection, folder, name)
    _forget(folder, "daily", made)
    return made


def _forget(folder: Path, kind: str, made: Path) -> None:
    """Delete all but the newest backups of a kind, among them the one just made, and what was left unfinished."""
    with connect.worded(folder):
        # By the time of the file: a name may come from a clock that was wrong.
        for old in [path for path in found(folder) if path.name.startswith(f"{kind}-") and path != made][KEPT - 1 :]:
            old.unlink(missing_ok=True)
        clear_unfinished(folder, "*", made.stat().st_mtime)


def clear_unfinished(folder: Path, names: str, now: float) -> None:
    """Delete what killed processes left unfinished in a folder an hour and more before `now`, a file's time."""
    for part in folder.glob(f"{names}{UNFINISHED}*"):
        if part.exists() and now - part.stat().st_mtime > _ABANDONED_SECONDS:
            part.unlink(missing_ok=True)


def found(folder: Path) -> list[Path]:
    """The backups in a folder, the newest first."""
    there = [path for path in folder.glob("*.db") if path.is_file()]
    return sorted(there, key=lambda path: (path.stat().st_mtime, path.name), reverse=True)


def check_not_lost(path: Path, folder: Path) -> None:
    """Raise StoreError where a book ought to be and is none: its log or its backups are there, and it is gone or empty.

    A new book in its place would look as if all deals were gone, and SQLite would throw the log away.
    """
    with connect.worded(path):
        connect.check_log(path)
        if path.exists() and path.stat().st_size:
            return
        gone = "empty" if path.exists() else "gone"
        if folder.is_dir() and next(folder.glob("*.db"), None) is not None:
            raise StoreError(
                f"the book at {path} is {gone}, but there are backups of it",
                "bring one back: pipetui restore; or begin anew: pipetui init",
            )
