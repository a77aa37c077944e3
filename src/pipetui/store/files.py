"""What a book consists of on disk, looked at before SQLite opens it: what kind of file it is, its header, its logs.

POSIX drops every lock that a process holds on a file when any descriptor of that file is closed. So nothing here may
open a book that this process has a connection to: `connect` keeps count of those (`connect.is_open`).

Standard library only, and little of that: the quick verbs come this way too.
"""

from __future__ import annotations

import os
import stat

from pipetui.domain.errors import DamagedError, Remedy, StoreError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pathlib import Path

APPLICATION_ID = 0x70697065
"""`PRAGMA application_id` of a book ("pipe"): tells it from any other SQLite file."""

REVISION = 9
"""What `PRAGMA user_version` holds for the present schema; the newest migration carries the same number."""

LOGS = ("-wal", "-journal")
"""The endings of the files from which SQLite changes a book when it is next opened."""

BESIDE = (*LOGS, "-shm")
"""The endings of all files that SQLite keeps beside a book."""

MAGIC = b"SQLite format 3\x00"
_HEADER, _ID, _VERSIONS = 100, slice(68, 72), slice(18, 20)
_JOURNAL, _PAGES_BEFORE = bytes.fromhex("d9d505f920a163d7"), slice(16, 20)
"""How a rollback journal begins, and where it says how many pages the book had before."""

_OTHERS = 0o077
"""The rights of others than the owner."""

Identity = tuple[int, int]
"""Which file it is: device and inode."""


def status(path: Path | str) -> os.stat_result | None:
    """What the system knows of the file at `path`; None when there is none, which may be since a moment ago.

    Raises OSError where that cannot be seen.
    """
    try:
        return os.stat(path)
    except FileNotFoundError:
        return None


def identity(path: Path | str) -> Identity | None:
    """Which file lies at `path`; None when there is none."""
    try:
        found = os.stat(path)
    except (OSError, ValueError):
        return None
    return found.st_dev, found.st_ino


def uri(path: Path | str, options: str) -> str:
    """The address by which SQLite opens the file at `path` with `options`, whatever letters its name has."""
    from urllib.parse import quote  # seldom

    return f"file:{quote(os.fsencode(os.path.join(os.getcwd(), path)))}?{options}"


def holds_something(path: Path | str) -> bool:
    """Whether there is a file that is not empty."""
    try:
        return os.stat(path).st_size > 0
    except (OSError, ValueError):
        return False


def check_kind(path: Path | str) -> None:
    """Raise StoreError for what is no regular file: a folder, a pipe, a device, or a name that SQLite takes for none.

    It is not opened for that: a pipe nobody writes to would never answer.
    """
    if str(path) == ":memory:":
        raise StoreError("a book is a file on disk; :memory: is none", remedy=Remedy("book.file"))
    try:
        mode = os.stat(path).st_mode
    except FileNotFoundError:
        return
    if stat.S_ISDIR(mode):
        raise StoreError(f"{path} is a folder", remedy=Remedy("book.file"))
    if not stat.S_ISREG(mode):
        kinds = ((stat.S_ISFIFO, "pipe"), (stat.S_ISSOCK, "socket"), (stat.S_ISCHR, "device"), (stat.S_ISBLK, "device"))
        kind = next((name for is_kind, name in kinds if is_kind(mode)), "special file")
        raise StoreError(f"{path} is a {kind}, and a book is a file", remedy=Remedy("book.file"))


def check_log(path: Path | str) -> None:
    """Raise StoreError where the log of a book lies without it: SQLite would throw it away with all that is in it."""
    if holds_something(path):
        return
    logs = [*filter(_holds_pages, logs_of(path))]
    if logs and not holds_something(path):  # another program may have made it meanwhile
        raise StoreError(
            f"the book at {path} is {'empty' if os.path.exists(path) else 'gone'}, but its log is still there",
            f"put the book back beside {os.path.basename(logs[0])}",
            remedy=Remedy("restore.else"),
        )


def _holds_pages(log: str) -> bool:
    """Whether a log holds anything of a book; the rollback journal of a book that is just being made does not."""
    if not log.endswith("-journal"):
        return True
    try:
        head = head_of(log)
    except FileNotFoundError:  # the program that made the book has done so meanwhile
        return False
    return head.startswith(_JOURNAL) and int.from_bytes(head[_PAGES_BEFORE], "big") > 0


def check_header(path: Path | str, head: bytes) -> None:
    """Raise DamagedError unless the file is empty or begins as an SQLite database does that can be written."""
    if head and not head.startswith(MAGIC):
        raise DamagedError(f"{path} is not a database", remedy=Remedy("book.other_or_doctor"))
    if head and not set(head[_VERSIONS]) <= {1, 2}:  # of another format SQLite would read as far as it can
        raise DamagedError(f"the header of {path} is damaged", remedy=Remedy("doctor"))


def logs_of(path: Path | str) -> list[str]:
    """The logs beside a book that hold something. Another program may take its own away at any time."""
    return [log for log in (f"{path}{ending}" for ending in LOGS) if holds_something(log)]


def head_of(path: Path | str) -> bytes:
    """The first bytes of a regular file; raises OSError. Never of a book that this process has open."""
    # Not blocking, for it may have become a pipe since it was looked at.
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
    try:
        return os.read(descriptor, _HEADER) if stat.S_ISREG(os.fstat(descriptor).st_mode) else b""
    finally:
        os.close(descriptor)


def is_ours(head: bytes) -> bool:
    """Whether a file that begins like this is a book or a copy of one."""
    return head.startswith(MAGIC) and int.from_bytes(head[_ID], "big") == APPLICATION_ID


def holds_book(path: Path | str) -> bool:
    """Whether a regular file, no link, lies at `path` and is a book or a copy of one."""
    try:
        return stat.S_ISREG(os.lstat(path).st_mode) and is_ours(head_of(path))
    except OSError:
        return False


def open_to_others(path: Path | str) -> bool:
    """Whether others than the owner have rights to a file or folder that is no link; Windows keeps that elsewhere."""
    try:
        mode = os.lstat(path).st_mode
    except OSError:
        return False
    return os.name == "posix" and (stat.S_ISREG(mode) or stat.S_ISDIR(mode)) and bool(mode & _OTHERS)


def close_to_others(path: Path | str) -> None:
    """Take those rights away, from the very file that is looked at. Raises OSError. Never of a book that is open."""
    descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    try:
        mode = os.fstat(descriptor).st_mode
        if stat.S_ISREG(mode) or stat.S_ISDIR(mode):
            os.fchmod(descriptor, stat.S_IMODE(mode) & ~_OTHERS)
    finally:
        os.close(descriptor)
