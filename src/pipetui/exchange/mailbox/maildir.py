"""A Maildir: a message is a file in `cur` or `new`, known by the part of its name before the flags."""

import os
import stat
from collections.abc import Collection
from datetime import UTC, datetime
from typing import NamedTuple

from pipetui.domain.errors import InputError
from pipetui.domain.wording import quoted

MOST_READ = 512 * 1024
"""How much of a message is read: what stands above it, and the first 256 kB and more of what it says."""
_THROWN_AWAY = {"T", "D"}
"""The flags of what is in the trash, and of drafts."""


class Stored(NamedTuple):
    """A message as it lies there: its bytes, cut off behind so many, and when the file was written."""

    raw: bytes
    written: datetime


class Listing(NamedTuple):
    """What lies in a Maildir: which names are `known`, the paths of the others; `times` of its two folders."""

    known: list[str]
    paths: dict[str, str]
    times: list[int]


def times(folder: str) -> list[int]:
    """When its folders were changed last; 0 for one that is not there, or on a disk that only knows whole seconds."""
    found = []
    for name in ("cur", "new"):
        try:
            changed = os.stat(os.path.join(folder, name)).st_mtime_ns
        except OSError:
            changed = 0
        found.append(changed if changed % 1_000_000_000 else 0)
    return found


def listing(folder: str, known: Collection[str]) -> Listing:
    """What lies in it, and which of it is not known. Raises InputError where it cannot be read."""
    paths: dict[str, str] = {}
    there: list[str] = []
    changed = times(folder)
    for name in ("cur", "new"):
        try:
            with os.scandir(os.path.join(folder, name)) as entries:
                for entry in entries:
                    unique, _, flags = entry.name.partition(":2,")
                    if unique in known:
                        there.append(unique)
                    elif (
                        not unique.startswith(".")
                        and not set(flags) & _THROWN_AWAY
                        and entry.is_file(follow_symlinks=False)
                    ):
                        paths[unique] = entry.path
        except FileNotFoundError:
            continue
        except OSError as error:
            raise InputError(f"{quoted(folder, 200)} cannot be read: {error.strerror}") from None
    return Listing(there, dict(sorted(paths.items())), changed)


def read(path: str) -> Stored | None:
    """A message; None for one that is gone, belongs to somebody else, or became something else meanwhile."""
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
    try:
        descriptor = os.open(path, flags)
    except OSError:
        return None
    try:
        found = os.fstat(descriptor)
        if not stat.S_ISREG(found.st_mode):
            return None
        return Stored(_read(descriptor), datetime.fromtimestamp(max(0.0, found.st_mtime), UTC))
    except (OSError, ValueError, OverflowError):
        return None
    finally:
        os.close(descriptor)


def _read(descriptor: int) -> bytes:
    pieces, room = [], MOST_READ
    while room and (piece := os.read(descriptor, room)):
        pieces.append(piece)
        room -= len(piece)
    return b"".join(pieces)
