"""Backups by hand, and bringing one back. Not gestures: no step of undo, for they are about the book as a whole."""

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from pipetui.domain.errors import NotFoundError, PipetuiError, Remedy
from pipetui.domain.text import visible
from pipetui.domain.wording import quoted
from pipetui.store import files
from pipetui.store.connect import Connection, translate_errors
from pipetui.store.recovery import backup, restore
from pipetui.store.store import Store

if TYPE_CHECKING:
    from pipetui.store.recovery import diff


class Kept(NamedTuple):
    """A backup: where it lies, when it was made (aware), its size in bytes, its deals; None for one that is damaged."""

    path: Path
    at: datetime
    size: int
    deals: int | None


def back_up(store: Store, target: Path | None, folder: Path, now: datetime) -> Kept:
    """Copy the open book to `target`, else into the folder of its backups, and check the copy.

    Raises NotFoundError for a folder that is not there, ConflictError for a file that is, StoreError when it cannot be
    written or is not whole.
    """
    with translate_errors(target or folder):
        path = _place(target, now) if target else _new_name(folder, f"by-hand-{now:%Y-%m-%d-%H%M%S}")
    with translate_errors(path):
        backup.write_new(store.connection, path)
        return _kept(path, path.stat())


def _new_name(folder: Path, name: str) -> Path:
    """A name that no backup has yet: there may be two of one second."""
    path, number = folder / f"{name}.db", 1
    while path.exists():
        number += 1
        path = folder / f"{name}-{number}.db"
    return path


def _place(target: Path, now: datetime) -> Path:
    """The file for a backup: in a folder that is there, or of a name with an ending; no folder is made for it.

    Of any other name nobody knows whether it is a file or a stick that is not plugged in.
    """
    if target.is_dir():
        return target / f"pipetui-{now:%Y-%m-%d-%H%M%S}.db"
    if not target.parent.is_dir():
        raise NotFoundError(f"there is no folder {target.parent}; nothing was copied", "make it, or plug it in")
    if not (target.suffix or target.exists()):
        raise NotFoundError(
            f"there is no folder {target}; nothing was copied", f"make it, plug it in, or name a file: {target}.db"
        )
    return target


def backups(folder: Path) -> list[Kept]:
    """The backups in a folder, the newest first."""
    known = ((path, files.status(path)) for path in backup.found(folder))
    return [_kept(path, about) for path, about in known if about]  # another program may be deleting the oldest


def _kept(path: Path, about: os.stat_result) -> Kept:
    try:
        deals = restore.deals_in(path)
    except PipetuiError:
        deals = None
    return Kept(path, datetime.fromtimestamp(about.st_mtime, UTC), about.st_size, deals)


def find(named: Path, folder: Path) -> Path:
    """The file that is meant: a path, or the name of a backup in the folder; raises NotFoundError."""
    for path in (named, folder / named, folder / f"{named}.db"):
        if path.is_file():
            return path
    for path in backup.found(folder):  # which may lie where they did once
        if str(named) in (path.name, path.stem):
            return path
    raise NotFoundError(f"there is no backup {quoted(str(named), 200)}", remedy=Remedy("backups"))


class Restoring(NamedTuple):
    """A backup that is about to take the place of the book at `path`.

    `difference` is None where there is nothing to compare with: the book is damaged, or gone.
    """

    file: Path
    path: Path
    copy: Connection
    store: Store | None
    difference: "diff.Difference | None"

    def carry_out(self, folder: Path, now: datetime) -> Path | None:
        """Bring the backup back; returns where the book that it takes the place of is kept, None when there was none.

        Raises StoreError where nothing can be written, with the book as it was.
        """
        store, label = self.store, f"restored from {visible(self.file.name)}"
        if store is None:
            return restore.replace(self.copy, self.path, now, label)

        def keep(reading: Connection) -> Path:
            return backup.rotated(reading, folder, "before-restore", now)

        return restore.write_over(self.copy, store.connection, self.path, keep, store.waiting, label=label, at=now)


@contextmanager
def restoring(file: Path, path: Path, folder: Path, waiting: Callable[[], None]) -> Iterator[Restoring]:
    """The backup `file`, checked and compared with the book at `path`, ready to be brought back.

    Raises StoreError for a file that is no whole book, or where something else than a book lies at `path`.
    """
    from pipetui.store.recovery import diff

    with restore.staged(file, path) as copy, ExitStack() as stack:
        store = None
        if restore.is_usable(path):
            store = stack.enter_context(closing(Store.open(path, backups=folder)))
            store.waiting = waiting
        yield Restoring(file, path, copy, store, diff.difference(copy, path) if store else None)
