"""Copies of the book, made through SQLite's own backup so that they are whole whatever else is writing.

They lie in a folder named after the book. What is deleted there is known by its name and by what is in it: the rep,
or another program, may keep files of their own there.
"""

from __future__ import annotations

import os
import re
import sqlite3
import stat
from itertools import count
from threading import get_ident

from pipetui import private
from pipetui.domain.errors import ConflictError, Remedy, StoreError
from pipetui.store import connect, files, integrity

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date, datetime
    from pathlib import Path

KEPT = 14
"""How many backups of a kind are kept."""

UNFINISHED = ".part"
"""How the name of a file ends that is not whole yet."""

_ABANDONED_SECONDS = 3600

_USUAL = "book.db"
_MADE = re.compile(r"(daily|by-hand|before-[a-z]+|log-of-another-file)-[0-9-]+\.db")
"""The names that are given here."""

_LEFT_UNFINISHED = re.compile(rf"{_MADE.pattern}\.[0-9]+-[0-9]+{re.escape(UNFINISHED)}(-journal|-wal|-shm)?")


def write(connection: sqlite3.Connection, folder: Path, name: str) -> Path:
    """Copy the book to `folder`/`name`.db and check the copy; an older copy of that name is replaced.

    Beside a file of that name which is no copy of a book it gets a number. Raises StoreError when it cannot be written
    or is not whole; what was there before stays then.
    """
    target = next(path for path in _numbered(folder, name) if files.holds_book(path) or not os.path.lexists(path))
    _copy(connection, target)
    return target


def _numbered(folder: Path, name: str) -> Iterator[Path]:
    """The places for a backup of that name: `name.db`, `name-2.db` …"""
    yield folder / f"{name}.db"
    yield from (folder / f"{name}-{number}.db" for number in count(2))


def write_new(connection: sqlite3.Connection, target: Path) -> None:
    """Copy the book to a file that is not there yet and check the copy; raises ConflictError where there is one."""
    if target.exists():
        raise ConflictError(f"{target} is there already", "name a file that is not")
    _copy(connection, target)


def _copy(connection: sqlite3.Connection, target: Path) -> None:
    # Another process or thread may be at the same backup: each has its own file until it is whole.
    unfinished = target.with_name(f"{target.name}.{os.getpid()}-{get_ident()}{UNFINISHED}")
    with connect.translate_errors(target):
        private.make_folder(str(target.parent))
        try:
            os.close(private.open_new(str(unfinished)))
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
    """What another program put into a row is copied as it is: a book with an odd value needs its backup no less."""
    try:
        whole = integrity.only_rows(integrity.faults(copy, quick=True))
    except sqlite3.DatabaseError as error:
        if integrity.could_not_look(error):
            raise
        whole = False
    if not whole:
        raise StoreError("the copy is damaged, for the book itself is", remedy=Remedy("doctor"))


def rotated(connection: sqlite3.Connection, folder: Path, kind: str, at: datetime) -> Path:
    """A backup that is named after what it precedes and when; of these, too, the newest KEPT stay."""
    # One of the same second stays too: what it holds may be nowhere else.
    free = next(path for path in _numbered(folder, f"{kind}-{at:%Y-%m-%d-%H%M%S}") if not os.path.lexists(path))
    made = write(connection, folder, free.stem)
    _forget(folder, kind, made)
    return made


def daily(connection: sqlite3.Connection, folder: Path, today: date) -> Path | None:
    """The backup of the first start of a day, then keep the newest KEPT; None if today's is there already."""
    name = f"daily-{today.isoformat()}"
    for path in _numbered(folder, name):
        if files.holds_book(path):
            return None
        if not os.path.lexists(path):
            break
    made = write(connection, folder, name)
    _forget(folder, "daily", made)
    return made


def _forget(folder: Path, kind: str, made: Path) -> None:
    """Delete all but the newest backups of a kind, among them the one just made, and what was left unfinished."""
    with connect.translate_errors(folder):
        ours = [path for path in _sorted(folder.glob(f"{kind}-*.db")) if _MADE.fullmatch(path.name) and path != made]
        # By the time of the file: a name may come from a clock that was wrong.
        for old in [path for path in ours if files.holds_book(path)][KEPT - 1 :]:
            old.unlink(missing_ok=True)
        clear_unfinished(folder, _LEFT_UNFINISHED, made.stat().st_mtime)


def clear_unfinished(folder: Path, names: re.Pattern[str], now: float) -> None:
    """Delete what killed processes left unfinished in a folder an hour and more before `now`, a file's time.

    `names` is what it is called. It has to look like a database, or the beginning of one, as well.
    """
    for part in folder.glob(f"*{UNFINISHED}*"):
        if names.fullmatch(part.name) and _is_abandoned(part, now):
            part.unlink(missing_ok=True)


def _is_abandoned(part: Path, now: float) -> bool:
    try:
        about = part.lstat()
        if not stat.S_ISREG(about.st_mode) or now - about.st_mtime <= _ABANDONED_SECONDS:
            return False
        log = part.name.endswith(files.BESIDE)
        return log or not about.st_size or files.head_of(part).startswith(files.MAGIC)
    except OSError:
        return False


def found(folder: Path) -> list[Path]:
    """The backups in a folder, the newest first.

    Those of a book called book.db lay in a folder “backups” once, which may be anybody's: what is ours there is found.
    Raises StoreError for a folder that cannot be looked into: it may hold some.
    """
    with connect.translate_errors(folder):
        there = [path for path in folder.iterdir() if path.suffix == ".db"] if folder.is_dir() else []
        there = [path for path in there if path.is_file()]
    if folder.name == f"{_USUAL}.backups":
        older = folder.with_name("backups")
        there += [path for path in older.glob("*.db") if _MADE.fullmatch(path.name) and files.holds_book(path)]
    return _sorted(there)


def _sorted(paths: Iterable[Path]) -> list[Path]:
    """The files among them, the newest first; another program may be deleting the oldest."""
    known = ((path, files.status(path)) for path in paths if path.is_file())
    there = [(about.st_mtime, path.name, path) for path, about in known if about]
    return [path for *_, path in sorted(there, reverse=True)]


def ours(folder: Path) -> list[Path]:
    """The files of ours in the folder of a book's backups, and the folder itself where it holds nothing else."""
    if not folder.is_dir() or folder.is_symlink():
        return []
    with connect.translate_errors(folder):
        there = list(folder.iterdir())
    known = [path for path in there if _MADE.fullmatch(path.name) and files.holds_book(path)]
    return known if len(known) < len(there) else [folder, *known]


def check_not_lost(path: Path | str, folder: Path | str) -> None:
    """Raise StoreError where a book ought to be and is none: its log or its backups are there, and it is gone or empty.

    A new book in its place would look as if all deals were gone, and SQLite would throw the log away.
    """
    with connect.translate_errors(path):
        files.check_kind(path)
        files.check_log(path)
        if files.holds_something(path):
            return
        gone = "gone" if files.identity(path) is None else "empty"
        from pathlib import Path

        if found(Path(folder)):
            raise StoreError(
                f"the book at {path} is {gone}, but there are backups of it",
                remedy=Remedy("restore.or_init"),
            )
