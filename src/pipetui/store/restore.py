"""Bringing a backup back: a checked copy of it takes the place of the book all at once, and the book is kept aside.

A book that others may have open is never replaced as a file: SQLite's own backup writes it over as one transaction,
which they see like any other change. Only a book that is damaged or gone gives its place to another file.
"""

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from glob import escape
from pathlib import Path
from threading import get_ident
from time import monotonic
from urllib.parse import quote

from pipetui.domain.errors import ConflictError, DamagedError, StoreError
from pipetui.store import backup, connect, migrate

_SHARED_FIRST, _SHARED_BYTES = 0x40000002, 510
"""Where SQLite locks a file that it reads: a part of its file format."""

_ANOTHER = "name another: pipetui restore lists the backups"


class _WrittenMeanwhileError(Exception):
    """Another program wrote after the book was kept aside."""


@contextmanager
def staged(file: Path, book: Path) -> Iterator[sqlite3.Connection]:
    """A private copy of the backup `file` beside `book`, whole and at the present revision; `file` is not touched.

    Raises StoreError where it is no book, damaged, or newer than this program.
    """
    with connect.worded(file):
        connect.check_header(file)
        if book.exists() and file.samefile(book):
            raise ConflictError(f"{file} is the book itself", _ANOTHER)
    with place_for(book) as path:
        with connect.worded(file):
            _copy(file, path)
        with closing(connect.connect(path)) as copy:
            found = connect.revision(copy, file)
            if not (found and is_whole(copy, file)):
                raise StoreError(f"{file} is {'damaged' if found else 'empty'}", _ANOTHER)
            if found < connect.REVISION:
                migrate.upgrade(copy, file, None)
            yield copy


@contextmanager
def place_for(book: Path) -> Iterator[Path]:
    """An empty file beside the book, for one that is to take its place; what is left there is deleted.

    Raises StoreError where nothing can be made.
    """
    book = book.resolve()  # what lies behind a link is replaced, not the link
    path = book.with_name(f"{book.name}.{os.getpid()}-{get_ident()}{backup.UNFINISHED}")
    try:
        connect.create_file(path)
        backup.clear_unfinished(book.parent, f"{escape(book.name)}.*", path.stat().st_mtime)
    except (StoreError, OSError) as error:
        raise StoreError(
            f"nothing can be made in {book.parent}; the book is as it was",
            "its folder must be yours to write in, and the disk have room for another book",
        ) from error
    try:
        yield path
    finally:
        for left in _with_log(path):
            left.unlink(missing_ok=True)


def _with_log(path: Path) -> tuple[Path, ...]:
    """A database and the files that SQLite keeps beside it."""
    return (path, Path(f"{path}-wal"), Path(f"{path}-shm"))


def _copy(file: Path, path: Path) -> None:
    with closing(_to_read(file)) as source, closing(sqlite3.connect(path)) as copy:
        source.backup(copy)


def _to_read(file: Path) -> sqlite3.Connection:
    """A connection that only reads. Without a log the file is read as it lies: perhaps where nothing can be written."""
    log = Path(f"{file}-wal")
    how = "" if log.exists() and log.stat().st_size else "&immutable=1"
    return sqlite3.connect(f"file:{quote(str(file.absolute()))}?mode=ro{how}", uri=True)


def is_present(file: Path) -> bool:
    """Whether a backup is whole and at the present revision; raises StoreError for a file that is no book."""
    with connect.worded(file):
        connect.check_header(file)
        with closing(_to_read(file)) as connection:
            return connect.revision(connection, file) == connect.REVISION and is_whole(connection, file)


def deals_in(file: Path) -> int:
    """How many deals a backup holds, those in the bin aside; raises StoreError for a file that is no whole book."""
    with connect.worded(file):
        connect.check_header(file)
        with closing(_to_read(file)) as connection:
            connect.revision(connection, file)
            found = connection.execute("SELECT count(*) FROM deal WHERE deleted_at IS NULL").fetchone()
    return int(found[0])


def is_whole(connection: sqlite3.Connection, path: Path) -> bool:
    """Whether SQLite finds every page, row and index in order."""
    try:
        with connect.worded(path):
            return connection.execute("PRAGMA integrity_check(1)").fetchall() == [("ok",)]
    except DamagedError:
        return False


def is_usable(book: Path) -> bool:
    """Whether the book is there and whole, so that it can be compared, and written over as it is open.

    Raises StoreError where something lies there that no backup should take the place of: a folder, another program's
    database, or a book of a newer pipetui.
    """
    with connect.worded(book):
        if not book.exists() or (book.is_file() and not book.stat().st_size):
            return False
    try:
        with closing(connect.connect(book)) as connection:
            return connect.revision(connection, book) > 0 and is_whole(connection, book)
    except DamagedError:
        return False


def write_over(
    copy: sqlite3.Connection,
    book: sqlite3.Connection,
    path: Path,
    keep: Callable[[], Path],
    waiting: Callable[[], None] = lambda: None,
) -> Path:
    """Make the open book at `path` what the copy is, as one transaction; returns where `keep` has put the present one.

    What another program writes in between is kept aside too. Raises StoreError when another holds the lock for long;
    `waiting` is called when that is for more than a moment.
    """
    with connect.worded(path), closing(connect.connect(path)) as watch:
        connect.begin(book, waiting)
        book.execute("ROLLBACK")
        while True:
            since, seen = monotonic(), connect.data_version(watch)

            def check(status: int, remaining: int, total: int, since: float = since, seen: int = seen) -> None:
                # After the first page SQLite has the lock and nobody else writes; after the last it has itself.
                if status == sqlite3.SQLITE_OK and connect.data_version(watch) != seen:
                    raise _WrittenMeanwhileError
                if status == sqlite3.SQLITE_BUSY and monotonic() - since > connect.BUSY_SECONDS:
                    raise connect.busy()

            kept = keep()
            try:
                copy.backup(book, pages=1, progress=check, sleep=0.05)
            except _WrittenMeanwhileError:
                continue
            return kept


def replace(copy: sqlite3.Connection, path: Path, at: datetime) -> Path | None:
    """Put the staged copy where the damaged book lies, or none; see `take_the_place`."""
    copy.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    (new,) = copy.execute("SELECT file FROM pragma_database_list WHERE name = 'main'").fetchone()
    return take_the_place(Path(new), path, at)


def take_the_place(new: Path, path: Path, at: datetime) -> Path | None:
    """Put the file `new` where the damaged book lies, or none; returns where that one is kept now, None for none.

    Raises StoreError when the files cannot be moved, with all of them where they were, and where another program has
    the book open: it would go on with the old file, and clear away the log of the new one.
    """
    path = path.resolve()
    moved: list[tuple[Path, Path]] = []
    with connect.worded(path):
        _check_alone(path)
        try:
            # The book first: if this is the last that is done, it is there under both names.
            for part in _with_log(path):
                if part.exists() and part.stat().st_size:
                    aside = _aside(path, part, at)
                    _keep(part, aside, twice=part == path)
                    moved.append((part, aside))
            new.replace(path)
        except BaseException:
            for part, aside in reversed(moved):
                aside.replace(part)
                aside.unlink(missing_ok=True)  # two names of one file stay as they are
            raise
    return moved[0][1] if moved else None


def _aside(path: Path, part: Path, at: datetime) -> Path:
    """The name under which a file of the damaged book is kept."""
    return path.with_name(f"{path.name}.damaged-{at:%Y-%m-%d-%H%M%S}{part.name.removeprefix(path.name)}")


def _keep(part: Path, aside: Path, *, twice: bool) -> None:
    """Give a file another name; `twice`: besides the one it has, where the file system knows how."""
    if twice:
        try:
            aside.hardlink_to(part)
        except FileExistsError:
            raise
        except OSError:
            pass
        else:
            return
    part.replace(aside)


def _check_alone(path: Path) -> None:
    """Raise StoreError where another program has the file open as a database. Where that cannot be known, go on."""
    try:
        import fcntl
    except ImportError:  # Windows refuses by itself to move a file that is open
        return
    if not path.exists():
        return
    with path.open("r+b") as file:
        try:
            # Every connection to a book with a log holds a lock on one of these bytes, for as long as it is open.
            fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB, _SHARED_BYTES, _SHARED_FIRST)
        except OSError as error:
            raise StoreError(
                f"{path} is open in another program; it is as it was",
                "quit the app, and do this again: what is damaged can only be replaced while nothing uses it",
            ) from error
