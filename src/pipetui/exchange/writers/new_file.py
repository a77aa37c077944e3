"""A file that leaves the house: written beside its place and put there whole, readable by its owner alone.

Nothing that is there is written over unless that is wanted, and never the book or what SQLite keeps beside it.
"""

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from io import BufferedWriter
from pathlib import Path
from typing import IO

from pipetui import private
from pipetui.domain.errors import ConflictError, InputError, NotFoundError, OutputError, Remedy
from pipetui.domain.wording import quoted
from pipetui.exchange.containers.foreign import is_of

_MOST = 200
"""Characters of a name that the one beside it takes over."""


def check(path: Path, book: Path, *, force: bool) -> None:
    """Refuse a place where no file can or may be put, before anything is worked out.

    Raises ConflictError for a file that is there, InputError for the book and for what is no file, NotFoundError for a
    folder that is not there.
    """
    if is_of(book, path):
        raise InputError(f"{quoted(str(path), _MOST)} is the book itself", "name another file")
    if not path.parent.is_dir():
        raise NotFoundError(f"there is no folder {path.parent}", "make it, or name another file")
    if os.path.lexists(path):
        if path.exists() and not stat.S_ISREG(path.stat().st_mode):
            raise InputError(f"{quoted(str(path), _MOST)} is not a plain file", "name another; - is stdout")
        if not force:
            raise ConflictError(f"{quoted(str(path), _MOST)} is there already", remedy=Remedy("export.force"))


@contextmanager
def written(path: Path, book: Path, *, force: bool = False) -> Iterator[IO[bytes]]:
    """A file to write to, which comes to its place once all is written; with an error nothing of it stays.

    Raises as `check` does, OutputError where the disk takes no more.
    """
    check(path, book, force=force)
    beside = path.with_name(f".{path.name[:_MOST]}.{os.getpid()}.part")
    try:
        try:
            descriptor = private.open_new(str(beside))
            with BufferedWriter(os.fdopen(descriptor, "wb", buffering=0)) as file:
                yield file
                file.flush()
                os.fsync(descriptor)
            _put(beside, path, force=force)
        except FileExistsError:
            raise ConflictError(f"{quoted(str(path), _MOST)} is there already", remedy=Remedy("export.force")) from None
        except OSError as error:
            said = f"{quoted(str(path), _MOST)} could not be written: {error.strerror or error}"
            raise OutputError(said, "nothing of it is kept") from error
    finally:
        beside.unlink(missing_ok=True)


def _put(beside: Path, path: Path, *, force: bool) -> None:
    """Another program may have put a file there meanwhile: a link to it is made only where there is none."""
    if not force:
        try:
            os.link(beside, path)
            return
        except FileExistsError:
            raise
        except OSError:  # a disk that knows no links
            if os.path.lexists(path):
                raise FileExistsError(path) from None
    beside.replace(path)
