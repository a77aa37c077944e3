"""Opening the file: what a book is, and what to say when it is something else.

Standard library only, because the quick verbs come this way too.
"""

from __future__ import annotations

import os
from _thread import allocate_lock
from time import monotonic, sleep

from pipetui import notices
from pipetui.domain.errors import ConflictError, DamagedError, PipetuiError, Remedy, StoreError
from pipetui.domain.text import decode
from pipetui.store import files
from pipetui.store.files import APPLICATION_ID as APPLICATION_ID
from pipetui.store.files import REVISION as REVISION
from pipetui.store.files import identity as identity

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable
    from pathlib import Path
else:
    # What `sqlite3` is made of. The package adds what is not used here, and takes a quick verb 0.6 ms.
    import _sqlite3 as sqlite3

Connection = sqlite3.Connection
Error = sqlite3.Error
OperationalError = sqlite3.OperationalError
"""For those outside the store, who know no SQL."""

_BYTES_DAMAGED = 2
"""Of the four of the mark; with more of them other it is another program's."""

_MOST_REVISIONS = 10_000
"""More than there will ever be: a header that says so is damaged."""

BUSY_SECONDS = 60.0
"""How long a write waits for another program's, such as a large import, before it gives up and says so."""

CALM_SECONDS = 1.0
"""After how long it is said what is waited for."""

_PAUSE = 0.02
_TURN = 0.25
_OF_THE_PLACE = (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR)
"""What SQLite reports where it cannot make or change the files that it keeps beside a book."""

_open: dict[files.Identity, int] = {}
"""The books that this process has connections to, and how many to each."""
_counting = allocate_lock()
"""Held while `_open` is changed: connections are opened and closed in several threads."""


class CountedConnection(sqlite3.Connection):
    """A connection to a book, counted for as long as it is open: see `is_open`."""

    _book: files.Identity | None = None

    looked_through: int | None = None
    """The version of the schema whose triggers were looked at and do no harm: see `foreign_triggers.check`."""

    def count(self, book: files.Identity | None) -> None:
        """It is open, on that file."""
        self._book = book
        if book is not None:
            with _counting:
                _open[book] = _open.get(book, 0) + 1

    def close(self) -> None:
        """Close it; the second time nothing happens."""
        super().close()
        with _counting:
            if self._book is not None:
                _open[self._book] -= 1
                self._book = None


def is_open(path: Path | str) -> bool:
    """Whether this process has a connection to the file at `path`.

    Then nothing but SQLite may open it, by whatever name: POSIX drops all locks of a process on a file when any
    descriptor of it is closed, and other programs would write into the middle of what is read or written here.
    """
    return _open.get(files.identity(path) or (0, 0), 0) > 0


def create_file(path: Path | str) -> None:
    """Make an empty file that only its owner can read, in a folder of the same kind if that is new."""
    from pipetui import private  # no quick verb makes one

    with translate_errors(path):
        os.close(private.open_file(str(path)))


def connect(path: Path | str, wait: float | None = None) -> CountedConnection:
    """A connection in autocommit mode with this project's pragmas; may be used from any one thread at a time.

    The one way to open a book. A lock of another program's is waited for up to `wait` seconds, BUSY_SECONDS without
    it. Texts come out of the book without anything that could steer a terminal. Raises StoreError for what is no file,
    or no database.

    `synchronous = NORMAL` under WAL: what was acknowledged survives a killed program; a power cut can cost the
    last moments, never the book.
    """
    with translate_errors(path):
        look_at(path)
        return _set_up(_opened(path, wait))


def connect_to_read(path: Path | str, wait: float | None = None) -> CountedConnection:
    """A connection for reading alone where the book cannot be opened to write: its folder or disk is read-only or full.

    Where nothing keeps it from being opened as usual it is a connection like any other.
    """
    with translate_errors(path):
        look_at(path)
        connection = _opened(path, wait)
        try:
            _set_up(connection).execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone()
        except BaseException as error:  # as in _set_up: the file must not stay open
            connection.close()
            if not isinstance(error, sqlite3.Error) or _code(error) not in _OF_THE_PLACE:
                raise
            from pipetui.store import readonly  # seldom

            return _set_up(readonly.opened(path, CountedConnection))
        return connection


def look_at(path: Path | str) -> None:
    """Raise StoreError where no book can be at `path`; set a log aside that is not of the file there.

    A book that this process has open already was looked at then.
    """
    files.check_kind(path)
    if is_open(path):
        return
    files.check_log(path)
    try:
        head = files.head_of(path)
    except FileNotFoundError:
        raise StoreError(f"there is no book at {path}", remedy=Remedy("book.other")) from None
    files.check_header(path, head)
    if head and files.logs_of(path):
        from pipetui.store import logs  # only the book of a program that was killed, or is at work, has one

        for said in logs.set_strangers_aside(str(path)):
            notices.leave(said)


def _opened(path: Path | str, wait: float | None) -> CountedConnection:
    patience = BUSY_SECONDS if wait is None else wait
    # As an absolute path: SQLite gives names such as :memory: a meaning.
    name, kind = os.path.abspath(path), CountedConnection
    connection = sqlite3.connect(name, timeout=patience, isolation_level=None, check_same_thread=False, factory=kind)
    connection.count(files.identity(path))
    return connection


def _set_up(connection: CountedConnection) -> CountedConnection:
    try:
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA synchronous = NORMAL")
    except BaseException:  # also a text that cannot be read, or a signal: the file must not stay open
        connection.close()
        raise
    connection.text_factory = decode
    return connection


def use_wal(connection: sqlite3.Connection) -> None:
    """Switch the book to write-ahead logging for good, waiting up to BUSY_SECONDS for other programs."""
    attempts = max(1, round(BUSY_SECONDS / _PAUSE))
    for left in reversed(range(attempts)):
        try:
            (mode,) = connection.execute("PRAGMA journal_mode = WAL").fetchone()
        except sqlite3.OperationalError as error:
            # For this one change SQLite does not wait by itself.
            if not (left and is_busy(error)):
                raise
            sleep(_PAUSE)
        else:
            if mode != "wal":
                raise _no_wal()
            return


def begin(connection: sqlite3.Connection, waiting: Callable[[], None]) -> None:
    """Begin a write transaction, waiting up to BUSY_SECONDS for another program's; `waiting` is called when it takes
    longer than CALM_SECONDS."""
    try:
        with _patience(connection, min(CALM_SECONDS, BUSY_SECONDS)):
            connection.execute("BEGIN IMMEDIATE")
    except sqlite3.OperationalError as error:
        if not is_busy(error):
            raise
        waiting()
        _begin_by(monotonic() + BUSY_SECONDS, connection)


def _begin_by(end: float, connection: sqlite3.Connection) -> None:
    """Wait for the lock in short turns: a signal is heeded only between them."""
    while True:
        try:
            with _patience(connection, min(_TURN, BUSY_SECONDS)):
                connection.execute("BEGIN IMMEDIATE")
            return
        except sqlite3.OperationalError as error:
            if not is_busy(error) or monotonic() >= end:
                raise


def is_free(connection: sqlite3.Connection) -> bool:
    """Whether no other program is writing just now, so that a write would not have to wait."""
    try:
        with _patience(connection, 0):
            connection.execute("BEGIN IMMEDIATE")
    except sqlite3.OperationalError as error:
        return not is_busy(error)  # whatever else it is, the write itself is to say it
    connection.execute("ROLLBACK")
    return True


def begins_at_once(connection: sqlite3.Connection) -> bool:
    """Begin a write transaction, and say whether that could be done without waiting for another program."""
    try:
        with _patience(connection, 0):
            connection.execute("BEGIN IMMEDIATE")
    except sqlite3.OperationalError:  # it is locked, or cannot be written at all
        return False
    return True


class _patience:  # noqa: N801  # used like a function; see `translate_errors`
    """For a while, wait that many seconds for a lock."""

    def __init__(self, connection: sqlite3.Connection, seconds: float) -> None:
        self._connection = connection
        self._wanted = round(seconds * 1000)

    def __enter__(self) -> None:
        """Remember how long is waited else."""
        (self._usual,) = self._connection.execute("PRAGMA busy_timeout").fetchone()
        self._connection.execute(f"PRAGMA busy_timeout = {self._wanted}")

    def __exit__(self, kind: object, error: object, trace: object) -> None:
        """As before."""
        self._connection.execute(f"PRAGMA busy_timeout = {self._usual}")


def revision(connection: sqlite3.Connection, path: Path | str) -> int:
    """The schema revision of the book, 0 for an empty file; raises StoreError for anything that is no book of ours.

    A newer revision than REVISION is refused: this program would not know what it breaks. Raises DamagedError where
    the header says something else than the tables do.
    """
    with translate_errors(path):
        # One statement, for another process may be making the book just now.
        kind, version, tables = connection.execute(
            """SELECT application_id, user_version, (SELECT count(*) FROM sqlite_master)
               FROM pragma_application_id, pragma_user_version"""
        ).fetchone()
    if kind == 0 and version == 0 and tables == 0:
        return 0
    odd = 0 < _bytes_other(kind) <= _BYTES_DAMAGED or not 0 < version < _MOST_REVISIONS
    if odd and _has_our_tables(connection):
        raise DamagedError(f"the header of {path} is damaged", remedy=Remedy("doctor"))
    if kind != APPLICATION_ID:
        raise StoreError(f"{path} is a database, but no pipetui book", remedy=Remedy("book.other"))
    if version > REVISION:
        raise StoreError(
            f"{path} was written by a newer pipetui (revision {version}, this one knows {REVISION})",
            "update pipetui",
            remedy=Remedy("book.older"),
        )
    return int(version)


def _bytes_other(kind: int) -> int:
    """How many bytes of the mark in the header are other than ours."""
    pair = zip((kind & 0xFFFFFFFF).to_bytes(4, "big"), APPLICATION_ID.to_bytes(4, "big"), strict=True)
    return sum(found != wanted for found, wanted in pair)


def _has_our_tables(connection: sqlite3.Connection) -> bool:
    """Whether the tables are those of a book of a revision that is known, whatever the header says."""
    try:
        (revision,) = connection.execute("SELECT version_num FROM alembic_version").fetchone()
        connection.execute("SELECT 1 FROM deal, step, journal_row LIMIT 1").fetchone()
        return 0 < int(revision) <= REVISION
    except (sqlite3.Error, TypeError, ValueError):  # no such table, no row, no number
        return False


def data_version(connection: sqlite3.Connection) -> int:
    """A number that changes whenever another connection has changed the book."""
    return int(connection.execute("PRAGMA data_version").fetchone()[0])


class translate_errors:  # noqa: N801  # used like a function; `contextlib` would cost the quick verbs its import
    """Turn what SQLite and the file system say into a StoreError with something to do about it."""

    def __init__(self, path: Path | str) -> None:
        self._path = path

    def __enter__(self) -> None:
        """Nothing to begin with."""

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        """Raise the StoreError; a reader of our output that has seen enough is no file of ours."""
        if isinstance(error, sqlite3.Error):
            raise store_error(error, self._path) from error
        if isinstance(error, UnicodeDecodeError):  # SQLite quotes what it stumbled over; our own texts are all decoded
            raise _damaged(self._path) from error
        if isinstance(error, OSError) and not isinstance(error, BrokenPipeError):
            raise StoreError(
                f"{self._path} cannot be used: {error.strerror or error}",
                remedy=Remedy("locate.or_other"),
            ) from error


def is_busy(error: sqlite3.Error) -> bool:
    """Whether SQLite refuses only because another program is writing."""
    return _code(error) in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)


def is_of_the_disk(error: sqlite3.Error) -> bool:
    """Whether it is not the statement that is at fault, but the file, its disk, or another program's lock."""
    return is_busy(error) or _code(error) in (
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_CORRUPT,
    )


def _code(error: sqlite3.Error) -> int:
    """SQLite's primary result code; 0 for what Python's module itself refuses."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF


def _damaged(path: Path | str) -> DamagedError:
    return DamagedError(f"{path} is damaged or no database", remedy=Remedy("doctor.or_restore"))


def busy() -> StoreError:
    """The error for a lock that was waited for in vain."""
    return StoreError(
        f"the book is locked by another program (waited {BUSY_SECONDS:.0f} s); nothing was written",
        "try again, or see what else has it open",
    )


def _no_wal() -> StoreError:
    return StoreError(
        "the book lies where SQLite cannot keep its write-ahead log, on a network share perhaps",
        "keep it on a disk of this machine",
        remedy=Remedy("book.elsewhere"),
    )


def store_error(error: sqlite3.Error, path: Path | str) -> PipetuiError:
    """The error for what SQLite reports: a StoreError, or a ConflictError where a constraint speaks."""
    code, said = _code(error), str(error)
    if isinstance(error, sqlite3.IntegrityError):
        return ConflictError(f"that does not go with the rest of the book: {said}", "nothing was written")
    if is_busy(error):
        return busy()
    if code == sqlite3.SQLITE_READONLY:
        return StoreError(
            f"{path} is read-only; nothing was written",
            "give yourself write permission for it and for its folder, where its log is kept",
            remedy=Remedy("book.or_other"),
        )
    if code == sqlite3.SQLITE_FULL or getattr(error, "sqlite_errorname", "") == "SQLITE_IOERR_SHMSIZE":
        return StoreError("the disk is full; nothing was written", "free some space and try again")
    if code == sqlite3.SQLITE_IOERR:
        kind = getattr(error, "sqlite_errorname", "SQLITE_IOERR")
        return StoreError(
            f"the disk took or gave no more of {path} ({kind}); nothing was written",
            "is there room, or a quota?",
            remedy=Remedy("doctor.then"),
        )
    if code == sqlite3.SQLITE_CANTOPEN:
        return StoreError(
            f"{path} cannot be opened with its log beside it",
            "its folder must be yours to write in, and on a disk of this machine; a network share will not do",
        )
    if code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
        return _damaged(path)
    return DamagedError(f"{path} cannot be used: {said}", remedy=Remedy("doctor"))
