"""Opening the file: what a book is, and what to say when it is something else.

Standard library only, because the quick verbs come this way too.
"""

from __future__ import annotations

import os
import sqlite3
from time import monotonic, sleep

from pipetui.domain.errors import ConflictError, DamagedError, PipetuiError, StoreError
from pipetui.domain.text import received

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

Connection = sqlite3.Connection
Error = sqlite3.Error
"""For those outside the store, who know no SQL."""

APPLICATION_ID = 0x70697065
"""`PRAGMA application_id` of a book ("pipe"): tells it from any other SQLite file."""

REVISION = 3
"""What `PRAGMA user_version` holds for the present schema; the newest migration carries the same number."""

BUSY_SECONDS = 60.0
"""How long a write waits for another program's, such as a large import, before it gives up and says so."""

CALM_SECONDS = 1.0
"""After how long it is said what is waited for."""

_PAUSE = 0.02
_TURN = 0.25
_SQLITE_HEADER = b"SQLite format 3\x00"


def create_file(path: Path) -> None:
    """Make an empty file that only its owner can read, in a folder of the same kind if that is new."""
    from pipetui import private  # no quick verb makes one

    with worded(path):
        os.close(private.open_file(str(path)))


def connect(path: Path | str, wait: float | None = None) -> sqlite3.Connection:
    """A connection in autocommit mode with this project's pragmas; may be used from any one thread at a time.

    A lock of another program's is waited for up to `wait` seconds, BUSY_SECONDS without it. Texts come out of the book
    without anything that could steer a terminal.

    `synchronous = NORMAL` under WAL: what was acknowledged survives a killed program; a power cut can cost the
    last moments, never the book.
    """
    with worded(path):
        check_header(path)
        patience = BUSY_SECONDS if wait is None else wait
        connection = sqlite3.connect(path, timeout=patience, isolation_level=None, check_same_thread=False)
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.text_factory = received
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


class _patience:  # noqa: N801  # used like a function; see `worded`
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


def identity(path: Path | str) -> tuple[int, int] | None:
    """Which file lies at `path`: device and inode; None when there is none. For a book in memory, too, None."""
    try:
        found = os.stat(path)
    except OSError:
        return None
    return found.st_dev, found.st_ino


def check_header(path: Path | str) -> None:
    """Raise StoreError unless the file is empty or begins as an SQLite database does."""
    if os.path.isdir(path):
        raise StoreError(f"{path} is a folder", "name a file: --db PATH")
    check_log(path)
    if not os.path.exists(path):
        raise StoreError(f"there is no book at {path}", "name another with --db, or PIPETUI_DB")
    with open(path, "rb") as file:
        head = file.read(len(_SQLITE_HEADER))
    if head and head != _SQLITE_HEADER:
        raise DamagedError(f"{path} is no database", "name another book with --db, or PIPETUI_DB")


def check_log(path: Path | str) -> None:
    """Raise StoreError where the log of a book lies without it: SQLite would throw it away with all that is in it."""
    log = f"{path}-wal"
    there = os.path.exists(path)
    if (there and os.path.getsize(path)) or not (os.path.exists(log) and os.path.getsize(log)):
        return
    raise StoreError(
        f"the book at {path} is {'empty' if there else 'gone'}, but its log is still there",
        f"put the book back beside {os.path.basename(log)}; or bring a backup back: pipetui restore",
    )


def revision(connection: sqlite3.Connection, path: Path | str) -> int:
    """The schema revision of the book, 0 for an empty file; raises StoreError for anything that is no book of ours.

    A newer revision than REVISION is refused: this program would not know what it breaks.
    """
    with worded(path):
        # One statement, for another process may be making the book just now.
        kind, version, tables = connection.execute(
            """SELECT application_id, user_version, (SELECT count(*) FROM sqlite_master)
               FROM pragma_application_id, pragma_user_version"""
        ).fetchone()
    if kind == 0 and version == 0 and tables == 0:
        return 0
    if kind != APPLICATION_ID:
        raise StoreError(f"{path} is a database, but no pipetui book", "name another with --db, or PIPETUI_DB")
    if version > REVISION:
        raise StoreError(
            f"{path} was written by a newer pipetui (revision {version}, this one knows {REVISION})",
            "update pipetui, or name another book with --db",
        )
    return int(version)


def data_version(connection: sqlite3.Connection) -> int:
    """A number that changes whenever another connection has changed the book."""
    return int(connection.execute("PRAGMA data_version").fetchone()[0])


class worded:  # noqa: N801  # used like a function; `contextlib` would cost the quick verbs its import
    """Turn what SQLite and the file system say into a StoreError with something to do about it."""

    def __init__(self, path: Path | str) -> None:
        self._path = path

    def __enter__(self) -> None:
        """Nothing to begin with."""

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        """Raise the StoreError; a reader of our output that has seen enough is no file of ours."""
        if isinstance(error, sqlite3.Error):
            raise store_error(error, self._path) from error
        if isinstance(error, OSError) and not isinstance(error, BrokenPipeError):
            raise StoreError(
                f"{self._path} cannot be used: {error.strerror or error}",
                "see `pipetui locate`, or name another with --db",
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


def busy() -> StoreError:
    """The error for a lock that was waited for in vain."""
    return StoreError(
        f"the book is locked by another program (waited {BUSY_SECONDS:.0f} s); nothing was written",
        "try again, or see what else has it open",
    )


def _no_wal() -> StoreError:
    return StoreError(
        "the book lies where SQLite cannot keep its write-ahead log, on a network share perhaps",
        "keep it on a disk of this machine: --db PATH, or PIPETUI_DB",
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
            "give yourself write permission for it and for its folder, where its log is kept; or use --db",
        )
    if code == sqlite3.SQLITE_FULL:
        return StoreError("the disk is full; nothing was written", "free some space and try again")
    if code == sqlite3.SQLITE_IOERR:
        kind = getattr(error, "sqlite_errorname", "SQLITE_IOERR")
        return StoreError(
            f"the disk took or gave no more of {path} ({kind}); nothing was written",
            "is there room, or a quota? then see: pipetui doctor",
        )
    if code == sqlite3.SQLITE_CANTOPEN:
        return StoreError(
            f"{path} cannot be opened with its log beside it",
            "its folder must be yours to write in, and on a disk of this machine; a network share will not do",
        )
    if code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
        return DamagedError(
            f"{path} is damaged or no database", "see: pipetui doctor; bring back a backup: pipetui restore"
        )
    return StoreError(f"{path} cannot be used: {said}", "see: pipetui doctor")
