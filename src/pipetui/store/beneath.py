"""What other programs do to the file beneath an open book without SQLite: it answers from its memory and never sees it.

A file that is written over, or cut off, in its place stays the same file, and gestures would go into what no program
can open any more. A newer pipetui that brings the book over does it through SQLite, but this one does not know then
what it breaks.
"""

from __future__ import annotations

import os
from contextlib import closing

from pipetui.domain.errors import DamagedError, Remedy, StoreError
from pipetui.store import connect, integrity

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from pipetui.store.store import Store

_PATIENCE = 1.0
"""Seconds that the file is waited for where another program holds it."""

_LAST_STEPS = "SELECT id, at FROM step ORDER BY id DESC LIMIT 20"


class Beneath:
    """Looks at the file again when something other than a gesture may have written it."""

    def __init__(self, store: Store) -> None:
        """`store` was opened just now."""
        self._store = store
        self._seen = self._stamp()
        self._version = connect.data_version(store.connection)
        self.found: StoreError | None = None
        """What was seen when it was looked at last, if that is not this book."""
        self._moved = (-1, -1)
        self._steps: dict[int, str] = {}
        """The last steps of the journal, from before the file was written."""
        with connect.translate_errors(store.file):
            self._remember()

    def _stamp(self) -> tuple[tuple[int, int], tuple[int, int]]:
        """When the file was written, and how long it is; which file its log is, and how long.

        SQLite brings the log over from time to time, so another stamp alone says nothing.
        """
        file = self._store.file
        return _of(file, lambda found: found.st_mtime_ns), _of(f"{file}-wal", lambda found: found.st_ino)

    def changed(self) -> bool:
        """Whether it has to be looked at: a log that only grew is SQLite's own. Raises StoreError."""
        (book, (log, length)), now = self._seen, self._stamp()
        if now[0] != book or now[1][0] != log or now[1][1] < length:
            return True
        self._seen = now
        with connect.translate_errors(self._store.file):
            self._remember()
        return False

    def _remember(self) -> None:
        """Know how the journal stands, where anybody has written since."""
        connection = self._store.connection
        moved = connect.data_version(connection), connection.total_changes
        if moved != self._moved:
            self._moved, self._steps = moved, dict(connection.execute(_LAST_STEPS).fetchall())

    def check(self) -> None:
        """Refuse a gesture on a book that a newer program brought over meanwhile; raises StoreError."""
        version = connect.data_version(self._store.connection)
        if version != self._version:
            connect.revision(self._store.connection, self._store.file)
            self._version = version

    def look(self) -> None:
        """Look at the file as a program does that opens it now; raises StoreError where that is not this book."""
        self._seen, self.found = self._stamp(), None
        try:
            with connect.translate_errors(self._store.file):
                self._compare()
        except StoreError as error:
            self.found = error
            raise

    def _compare(self) -> None:
        store = self._store
        store.check_file()
        try:
            with connect.translate_errors(store.file):
                self._remember()  # what was done through SQLite meanwhile, such as restoring a backup
            with closing(connect.connect(store.file, _PATIENCE)) as fresh:  # it remembers nothing of the file
                connect.revision(fresh, store.file)
                with connect.translate_errors(store.file):
                    whole = integrity.only_rows(integrity.faults(fresh, quick=True))
                    same = whole and self._goes_on(dict(fresh.execute(_LAST_STEPS).fetchall()))
        except StoreError as error:
            said = error.__cause__
            if isinstance(said, connect.Error) and integrity.could_not_look(said):
                return  # that says nothing of what is in it
            if not isinstance(said, connect.Error) and not isinstance(error, DamagedError):
                raise
            whole = False
        if not whole:
            raise self._spoilt()
        if not same:
            raise store.replaced()

    def _spoilt(self) -> DamagedError:
        return DamagedError(
            f"{self._store.file} was written over or cut off while it was open; nothing was written",
            remedy=Remedy("doctor.or_restore"),
        )

    def _goes_on(self, steps: dict[int, str]) -> bool:
        """Whether the journal of the file goes on from the one that was known before."""
        return max(steps, default=0) >= max(self._steps, default=0) and all(
            steps[number] == at for number, at in self._steps.items() if number in steps
        )


def _of(file: str, told: Callable[[os.stat_result], int]) -> tuple[int, int]:
    try:
        found = os.stat(file)
    except OSError:
        return 0, 0
    return told(found), found.st_size
