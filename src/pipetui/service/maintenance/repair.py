"""Mending the book: in place where SQLite can read it, else as a new one out of what is left of it."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from datetime import datetime
from pathlib import Path

from pipetui.domain.errors import DamagedError, StoreError
from pipetui.render import plural
from pipetui.service.maintenance import doctor
from pipetui.store import connect, files, integrity
from pipetui.store.recovery import backup, checks, mend, restore, salvage
from pipetui.store.recovery.salvage import Backup


def repair(path: Path, folder: Path, now: datetime, waiting: Callable[[], None]) -> list[str]:
    """Mend what can be mended; returns what was done, a sentence each. The book as it was is kept.

    Raises StoreError where the book cannot be written or is none of ours, or where nothing of it can be read and there
    is no backup.
    """
    files.check_kind(path)
    if not path.exists():
        return []
    readable = _is_readable(path)
    done = []
    with connect.translate_errors(path):
        for one in doctor.open_to_others(path, folder):
            files.close_to_others(one)
            done.append(f"closed to others: {one}")
    with _newest_whole(folder, path) as whole:
        if not readable:
            done += _salvaged(path, whole, now)
        return done + _mended(path, folder, whole, now, waiting)


def _is_readable(path: Path) -> bool:
    try:
        with closing(connect.connect(path)) as connection, connect.translate_errors(path):
            present = connect.revision(connection, path) == connect.REVISION
            if present and checks.missing_columns(connection):
                return False
            return integrity.is_readable(integrity.faults(connection))
    except DamagedError:
        return False


@contextmanager
def _newest_whole(folder: Path, path: Path) -> Iterator[Backup | None]:
    """The newest backup that is whole; None where there is none."""
    with ExitStack() as stack:
        for file in backup.found(folder) if folder.is_dir() else ():
            try:
                copy = stack.enter_context(restore.staged(file, path))
            except StoreError:
                continue
            yield Backup(file, restore.file_of(copy))
            return
        yield None


def _mended(path: Path, folder: Path, whole: Backup | None, now: datetime, waiting: Callable[[], None]) -> list[str]:
    with closing(connect.connect(path)) as connection, connect.translate_errors(path):
        if connect.revision(connection, path) != connect.REVISION:
            return []
        connect.begin(connection, waiting)
        try:
            done = ["made the indexes anew"] if mend.reindexed(connection) else []
            done += mend.mend(connection, whole.copy if whole else None, now)
            if done:
                with closing(connect.connect(path)) as before:  # which sees nothing yet of what was mended
                    kept = backup.rotated(before, folder, "before-repair", now)
                done.append(f"the book as it was is kept: {kept}")
                connection.commit()
        finally:
            connection.rollback()
    return done


def _salvaged(path: Path, whole: Backup | None, now: datetime) -> list[str]:
    with restore.place_for(path) as new, restore.copied(path, new) as (damaged, state), connect.translate_errors(path):
        found = salvage.salvage(damaged, new, whole, now)
        kept = restore.take_the_place(new, path, now, state)
    where = f" and {whole.file.name}" if whole else ""
    done = [
        f"read {plural(found.read, 'row')} out of the damaged book, {found.brought:,} more out of its journal{where}",
        f"the damaged book is kept: {kept}",
    ]
    if found.placeholders:
        done.append(
            f"made stand-ins for {plural(found.placeholders, 'row')} that others belong to: they are called “lost …”"
        )
    if found.left:
        done.append(f"left behind: {plural(found.left, 'row')}")
    return done
