"""The one door through which a file of another program is opened to be read, never blocking and never the book.

POSIX drops all locks that a process holds on a file when it closes any descriptor of it: so what is the book, by
whatever name, is known before it is opened. Anything but a plain file is refused unopened: a pipe can be read only
once, and neither it nor a device need ever end.
"""

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, NamedTuple

from pipetui.domain.errors import InputError, NotFoundError
from pipetui.domain.text import visible
from pipetui.domain.wording import quoted
from pipetui.store import files

_KINDS = {
    stat.S_IFDIR: "a folder",
    stat.S_IFIFO: "a pipe",
    stat.S_IFSOCK: "a socket",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
}


class State(NamedTuple):
    """Which file it is, how large, and when it was written last: by what a change is known."""

    device: int
    inode: int
    size: int
    written_ns: int


class Foreign(NamedTuple):
    """A file to read, as it was when it was first looked at."""

    path: Path
    book: Path | None
    state: State
    shown: str = ""

    @property
    def name(self) -> str:
        """What the rep knows it by."""
        return visible(self.shown or self.path.name)

    @contextmanager
    def opened(self, *, growing: bool = False) -> Iterator[BinaryIO]:
        """Its bytes. Raises NotFoundError or InputError where it cannot be read, or was changed since or meanwhile.

        One that is `growing`, such as a mailbox, may be written to by others all the time.
        """
        with reading(self.path):
            self._check(_looked_at(self.path, self.book), growing)
            descriptor = os.open(self.path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
            with os.fdopen(descriptor, "rb") as file:
                self._check(_state(os.fstat(descriptor)), growing)
                yield file
                self._check(_state(os.fstat(descriptor)), growing)

    def _check(self, now: State, growing: bool) -> None:
        if (now[:2] != self.state[:2]) if growing else (now != self.state):
            raise InputError(
                f"{quoted(str(self.path), 200)} was changed while it was being read",
                "nothing was imported; do it again when it is finished",
            )


def foreign(path: Path, book: Path | None, shown: str = "") -> Foreign:
    """The file at `path`, which is to be read beside `book`, by its name or what it is `shown` as.

    Raises NotFoundError when there is none, InputError for anything but a plain file, and for the book and its log.
    """
    with reading(path):
        return Foreign(path, book, _looked_at(path, book), shown)


def is_of(book: Path | None, path: Path) -> bool:
    """Whether `path` is the book or one of the files that SQLite keeps beside it, by whatever name or link."""
    try:
        found = path.stat()
    except OSError:
        return False
    return _is_of(book, found)


@contextmanager
def reading(path: Path) -> Iterator[None]:
    """What the system says to a file that is read, in our words."""
    try:
        yield
    except FileNotFoundError:
        raise NotFoundError(f"there is no file {quoted(str(path), 200)}", "name one that is there") from None
    except OSError as error:
        raise InputError(f"{quoted(str(path), 200)} cannot be read: {error.strerror}") from None


def _looked_at(path: Path, book: Path | None) -> State:
    found = path.stat()
    if not stat.S_ISREG(found.st_mode):
        kind = _KINDS.get(stat.S_IFMT(found.st_mode), "something else")
        hint = "name a file in it" if kind == "a folder" else "write it into a file first, and name that"
        raise InputError(f"{quoted(str(path), 200)} is {kind}, not a file", hint)
    if _is_of(book, found):
        raise InputError(f"{quoted(str(path), 200)} is the book itself", "name another file")
    return _state(found)


def _is_of(book: Path | None, found: os.stat_result) -> bool:
    if book is None:
        return False
    for name in {book, Path(os.path.realpath(book))}:  # SQLite keeps the log beside what a link leads to
        for ending in ("", *files.BESIDE):
            try:
                if os.path.samestat(os.stat(f"{name}{ending}"), found):  # noqa: PTH116
                    return True
            except OSError:
                continue
    return False


def _state(found: os.stat_result) -> State:
    return State(found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns)
