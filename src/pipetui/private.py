"""Files and folders that only their owner can read, whatever the umask of the shell is. Standard library only."""

from __future__ import annotations

import errno
import os
import stat

_LARGEST = 256 * 1024 * 1024


def make_folder(folder: str) -> None:
    """Make a folder and what is missing above it; one that is there stays as it is. Raises OSError."""
    above = os.path.dirname(folder)
    if not folder or os.path.isdir(folder):
        return
    if above != folder:
        make_folder(above)  # `makedirs` would make those with what the umask allows
    try:
        os.mkdir(folder, 0o700)
    except FileExistsError:
        if not os.path.isdir(folder):
            raise


def open_file(path: str, flags: int = 0) -> int:
    """A descriptor to write to a file that is made if need be, with its folder. Raises OSError."""
    make_folder(os.path.dirname(path))
    return os.open(path, os.O_CREAT | os.O_WRONLY | flags, 0o600)


def read(path: str) -> bytes:
    """What a file of our own holds. Raises OSError, also for a pipe or a device, which need never end."""
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    with os.fdopen(descriptor, "rb") as file:
        found = os.fstat(descriptor)
        if not stat.S_ISREG(found.st_mode) or found.st_size > _LARGEST:
            raise OSError(errno.EINVAL, "it is not a file of ours", path)
        return file.read(_LARGEST)


def open_new(path: str) -> int:
    """A descriptor to write to a file that is new: one of that name was left by a killed program. Raises OSError.

    A link is not followed.
    """
    make_folder(os.path.dirname(path))
    if os.path.lexists(path):
        os.unlink(path)
    return os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)


def write(path: str, content: bytes, mode: int | None = None) -> None:
    """Put a whole file in its place, also over another, with its owner's rights alone or `mode`. Raises OSError.

    Whoever reads meanwhile finds the old one or the new one; with an error the old one stays.
    """
    unfinished = os.path.join(os.path.dirname(path), f".{os.path.basename(path)[:200]}.{os.getpid()}.tmp")
    try:
        with os.fdopen(open_new(unfinished), "wb") as file:
            file.write(content)
            if mode is not None:
                os.chmod(unfinished, mode)
        os.replace(unfinished, path)
    except BaseException:  # whatever it is, also ctrl+c: nothing unfinished stays beside the file
        if os.path.lexists(unfinished):
            os.unlink(unfinished)
        raise
