"""Copies of the book, made through SQLite's own backup so that they are whole whatever else is writing."""

from __future__ import annotations

import os
import sqlite3

from pipetui.store.connect import worded

TYPE_CHECKING = False
if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

KEPT = 14


def write(connection: sqlite3.Connection, folder: Path, name: str) -> Path:
    """Copy the book to `folder`/`name`.db and check the copy; an older copy of that name is replaced.

    Raises StoreError when it cannot be written or does not open.
    """
    target = folder / f"{name}.db"
    unfinished = folder / f"{name}.db.part"
    with worded(target):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(unfinished, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600))
        copy = sqlite3.connect(unfinished)
        try:
            connection.backup(copy)
            if copy.execute("PRAGMA quick_check").fetchone()[0] != "ok":
                raise sqlite3.DatabaseError("malformed: the copy is not whole")
        finally:
            copy.close()
        unfinished.replace(target)
    return target


def daily(connection: sqlite3.Connection, folder: Path, today: date) -> Path | None:
    """The backup of the first start of a day, then keep the newest KEPT; None if today's is there already."""
    name = f"daily-{today.isoformat()}"
    if (folder / f"{name}.db").exists():
        return None
    made = write(connection, folder, name)
    with worded(folder):
        for old in sorted(folder.glob("daily-*.db"))[:-KEPT]:
            old.unlink()
    return made
