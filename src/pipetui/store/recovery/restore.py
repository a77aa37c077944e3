"""Bringing a backup back: a checked copy of it takes the place of the book all at once, and the book is kept aside.

A book that others may have open is never replaced as a file: SQLite's own backup writes it over as one transaction,
which they see like any other change. Only a book that is damaged or gone gives its place to another file.
"""

import os
import re
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from datetime import datetime
from pathlib import Path
from time import monotonic
from typing import NamedTuple
from uuid import uuid4

from pipetui.domain.errors import ConflictError, DamagedError, Remedy, StoreError
from pipetui.store import connect, files, integrity, logs
from pipetui.store.recovery import backup

_ANOTHER = Remedy("restore.other")


@contextmanager
def staged(file: Path, book: Path) -> Iterator[sqlite3.Connection]:
    """A private copy of the backup `file` beside `book`, whole and at the present revision; `file` is not touched.

    Raises StoreError where it is no book, damaged, or newer than this program.
    """
    with connect.translate_errors(file):
        if book.exists() and file.samefile(book):
            raise ConflictError(f"{file} is the book itself", remedy=_ANOTHER)
        files.check_kind(file)
        files.check_header(file, files.head_of(file))
    with place_for(book) as path:
        with connect.translate_errors(file):
            _copy(file, path)
        with closing(connect.connect(path)) as copy:
            found = connect.revision(copy, file)
            if not (found and is_whole(copy, file)):
                raise StoreError(f"{file} is {'damaged' if found else 'empty'}", remedy=_ANOTHER)
            if found < connect.REVISION:
                from pipetui.store.schema import migrate

                migrate.upgrade(copy, file)
            connect.use_wal(copy)
            yield copy


@contextmanager
def place_for(book: Path) -> Iterator[Path]:
    """An empty file beside the book, for one that is to take its place; what is left there is deleted.

    Raises StoreError where nothing can be made.
    """
    book = book.resolve()  # what lies behind a link is replaced, not the link
    path = book.with_name(f"{book.name}.{uuid4().hex[:12]}{backup.UNFINISHED}")
    try:
        connect.create_file(path)
        unfinished = re.compile(
            rf"{re.escape(book.name)}\.[0-9a-f]{{12}}{re.escape(backup.UNFINISHED)}(-damaged)?(-\w+)?"
        )
        backup.clear_unfinished(book.parent, unfinished, path.stat().st_mtime)
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
    """A database and the files that SQLite keeps beside it: its logs first."""
    return (path, *(Path(f"{path}{ending}") for ending in files.BESIDE))


def _copy(file: Path, path: Path) -> None:
    with closing(_to_read(file)) as source, closing(sqlite3.connect(path)) as copy:
        source.backup(copy)


def _to_read(file: Path) -> sqlite3.Connection:
    """A connection that only reads. Without a log the file is read as it lies: perhaps where nothing can be written."""
    return sqlite3.connect(files.uri(file, "mode=ro" if files.logs_of(file) else "mode=ro&immutable=1"), uri=True)


def deals_in(file: Path) -> int:
    """How many deals a backup holds, those in the bin aside; raises StoreError for a file that is no whole book."""
    with connect.translate_errors(file):
        files.check_kind(file)
        files.check_header(file, files.head_of(file))
        with closing(_to_read(file)) as connection:
            connect.revision(connection, file)
            found = connection.execute("SELECT count(*) FROM deal WHERE deleted_at IS NULL").fetchone()
    return int(found[0])


def is_whole(connection: sqlite3.Connection, path: Path) -> bool:
    """Whether SQLite finds every page and index in order; what another program put into a row is another matter."""
    try:
        with connect.translate_errors(path):
            return integrity.only_rows(integrity.faults(connection))
    except DamagedError:
        return False


def is_usable(book: Path) -> bool:
    """Whether the book is there and whole, so that it can be compared, and written over as it is open.

    Raises StoreError where something lies there that no backup should take the place of: a folder, another program's
    database, or a book of a newer pipetui.
    """
    with connect.translate_errors(book):
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
    keep: Callable[[sqlite3.Connection], Path],
    waiting: Callable[[], None] = lambda: None,
    *,
    label: str,
    at: datetime,
) -> Path:
    """Make the open book at `path` what the copy is, as one transaction; returns where `keep` has put the present one.

    `label` is what its history says of it. `keep` gets another connection to the book, when nobody can write to it any
    more. Raises StoreError when another program holds the lock for long; `waiting` is called when that is for more than
    a moment.
    """
    kept: list[Path] = []
    marked: int | None = None
    since = monotonic()
    with connect.translate_errors(path), closing(connect.connect(path)) as reading:
        connect.use_wal(book)  # only with a log can it be read while it is written
        connect.begin(book, waiting)
        book.execute("ROLLBACK")
        _match_pages(copy, book)
        while not kept:
            steps = logs.last_steps(book)
            marked = logs.remember_replaced(copy, steps, label, at, marked)
            with suppress(_WrittenMeanwhileError):
                check = _Check(reading, steps, keep, kept, since)
                copy.backup(book, pages=1, progress=check.after_a_page, sleep=0.05)
        # Into the file at once, as far as nobody reads: a second restore would remember the steps of this one alone.
        book.execute("PRAGMA wal_checkpoint(PASSIVE)")
    return kept[0]


class _WrittenMeanwhileError(Exception):
    """Another program has written to the book before SQLite had the lock."""


class _Check(NamedTuple):
    """What is asked after each page of a copy that is written over a book.

    After the first one SQLite has the lock until the end, and a reader sees the book as it was.
    """

    reading: sqlite3.Connection
    steps: dict[int, str]
    keep: Callable[[sqlite3.Connection], Path]
    kept: list[Path]
    since: float

    def after_a_page(self, status: int, remaining: int, total: int) -> None:
        """Keep the book as it was, once; raises StoreError when another program has it for long."""
        if status == sqlite3.SQLITE_OK and not self.kept:
            if logs.last_steps(self.reading) != self.steps:
                raise _WrittenMeanwhileError
            self.kept.append(self.keep(self.reading))
        if status == sqlite3.SQLITE_BUSY and monotonic() - self.since > connect.BUSY_SECONDS:
            raise connect.busy()


def _match_pages(copy: sqlite3.Connection, book: sqlite3.Connection) -> None:
    """Lay the copy out in pages of the book's size, without which SQLite writes nothing over."""
    (wanted,), (found,) = (one.execute("PRAGMA page_size").fetchone() for one in (book, copy))
    if wanted != found:
        copy.execute("PRAGMA journal_mode = DELETE")
        copy.execute(f"PRAGMA page_size = {wanted}")
        copy.execute("VACUUM")


def replace(copy: sqlite3.Connection, path: Path, at: datetime, label: str) -> Path | None:
    """Put the staged copy where the damaged book lies, or none, under that label; see `take_the_place`."""
    logs.remember_replaced(copy, {}, label, at)
    copy.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return take_the_place(file_of(copy), path, at)


def file_of(copy: sqlite3.Connection) -> Path:
    """Where the staged copy lies."""
    # As bytes: texts are made harmless on their way out of the book, and a path must stay what it is.
    (file,) = copy.execute("SELECT CAST(file AS BLOB) FROM pragma_database_list WHERE name = 'main'").fetchone()
    return Path(os.fsdecode(file))


@contextmanager
def copied(path: Path, beside: Path) -> Iterator[tuple[Path, "State"]]:
    """A private copy of a damaged book and its logs, to read from, and how the book was when it was made."""
    copy = beside.with_name(f"{beside.name}-damaged")
    try:
        with connect.translate_errors(path):
            state = state_of(path)
            for part, name in zip(_lasting(path), _lasting(copy), strict=True):
                if part.exists():
                    connect.create_file(name)
                    shutil.copyfile(part, name)
        yield copy, state
    finally:
        for left in _with_log(copy):
            left.unlink(missing_ok=True)


def _lasting(path: Path) -> tuple[Path, ...]:
    """A database and its logs, without what SQLite makes anew by itself."""
    return _with_log(path)[:-1]


State = tuple[tuple[int, int, int] | None, ...]
"""Which files a book and its logs are, how large, and when they were written."""


def state_of(path: Path) -> State:
    """By what it can be told later whether anybody has written to the book since."""
    known = map(files.status, _lasting(path))
    return tuple((at.st_ino, at.st_size, at.st_mtime_ns) if at and at.st_size else None for at in known)


def take_the_place(new: Path, path: Path, at: datetime, state: State | None = None) -> Path | None:
    """Put the file `new` where the damaged book lies, or none; returns where that one is kept now, None for none.

    Its logs are kept with it, under names that no later book will be given: SQLite would play them into the new one.
    Raises StoreError when the files cannot be moved, with all of them where they were; where another program has the
    book open, which would go on with the old file and clear away the log of the new one; and where the book is not any
    more as it was in the `state`.
    """
    path = Path(os.path.realpath(path))
    moved: list[tuple[Path, Path]] = []
    with connect.translate_errors(path), _alone(path):
        if state is not None and state_of(path) != state:
            raise StoreError(f"{path} was written to meanwhile; it is as it was", "do this again")
        try:
            # The book first: if this is the last that is done, it is there under both names.
            for part in _lasting(path):
                if part.exists() and part.stat().st_size:
                    aside = _aside(path, part, at)
                    _keep(part, aside, twice=part == path)
                    moved.append((part, aside))
            Path(f"{path}-shm").unlink(missing_ok=True)
            new.replace(path)
        except BaseException:  # whatever it is, also ctrl+c: the files go back to where they were
            for part, aside in reversed(moved):
                aside.replace(part)
                aside.unlink(missing_ok=True)  # two names of one file stay as they are
            raise
    return moved[0][1] if moved else None


def _aside(path: Path, part: Path, at: datetime) -> Path:
    """The name under which a file of the damaged book is kept, one that is not taken."""
    name, number = f"{path.name}.damaged-{at:%Y-%m-%d-%H%M%S}", 1
    ending = part.name.removeprefix(path.name)
    while (aside := path.with_name(f"{name}{f'-{number}' if number > 1 else ''}{ending}")).exists():
        number += 1
    return aside


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


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """While nobody else has the file open as a database, nor can open it; raises StoreError where another has.

    Where that cannot be known, go on.
    """
    if not path.exists():
        yield
        return
    with path.open("r+b") as file:
        if not logs.lock(file):
            raise StoreError(
                f"{path} is open in another program; it is as it was",
                "quit the app, and do this again: what is damaged can only be replaced while nothing uses it",
            )
        yield
