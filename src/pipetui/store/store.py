"""The book: one connection, one way to change it, and the reads.

A `Store` may be handed from thread to thread but is used by one at a time. Standard library only: what makes a book, or
brings it to the present revision, is loaded when there is one to make or to bring over.
"""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager

from pipetui.domain import templates
from pipetui.domain.errors import StoreError
from pipetui.domain.money import check_currency
from pipetui.store import backup, connect, files, journal, step

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime
    from pathlib import Path
    from types import TracebackType
    from typing import Self


class Transaction:
    """One gesture: the step it will be in the journal.

    Once it is over, `kept` tells whether it changed anything: without a change there is no step to undo.
    """

    def __init__(self, step_id: int, label: str, before: str = "") -> None:
        """`before` is the label of a step that goes on."""
        self.step_id = step_id
        self.before = before
        self.label = label
        self.kept = False


class Store:
    """An open book."""

    def __init__(self, path: Path, connection: sqlite3.Connection, identity: tuple[int, int] | None = None) -> None:
        """`identity` is which file the connection was opened on, where that was not just now."""
        self.path = path
        self.connection = connection
        self._file = identity or connect.identity(path)
        self.waiting: Callable[[], None] = lambda: None
        """Called when a write has to wait for another program's for longer than a moment."""

    @classmethod
    def open(
        cls,
        path: Path,
        *,
        template: str = templates.DEFAULT,
        currency: str = "EUR",
        backups: Path | None = None,
        reading: bool = False,
    ) -> Self:
        """Open the book at `path`; make and seed it if there is none, move it to the present schema if it is older.

        `backups` is the folder of its backups: a migration is preceded by one, and a book that has some is not made
        anew in silence. With `reading` it is read too where nothing can be written. Raises StoreError for a file that
        is no book, is newer than this program, or cannot be read; InputError for an unknown template or currency.
        """
        templates.stages(template)
        currency = check_currency(currency)
        if backups is not None:
            backup.check_not_lost(path, backups)
        with connect.worded(path):
            files.check_kind(path)
            files.check_log(path)
            if not path.exists():
                connect.create_file(path)
        connection = (connect.connect_to_read if reading else connect.connect)(path)
        try:
            store = cls(path, connection)
            found = connect.revision(connection, path)
            if found == 0:
                store._create(template, currency)
            elif found < connect.REVISION:
                from pipetui.store import migrate

                migrate.upgrade(connection, path, backups)
        except BaseException:  # whatever it is, also ctrl+c: it goes on, the connection does not stay open
            connection.close()
            raise
        return store

    def _create(self, template: str, currency: str) -> None:
        from pipetui.store import making

        with connect.worded(self.path):
            connect.use_wal(self.connection)
        with self._writing():
            # Another process may have made the book while this one waited for the lock.
            if connect.revision(self.connection, self.path) == 0:
                making.make(self.connection, template, currency)

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """A write transaction, begun IMMEDIATE so that it cannot fail to get the lock half way; all or nothing."""
        with connect.worded(self.path):
            connect.begin(self.connection, self.waiting)
            try:
                self._check_file()
                yield
                if self.connection.in_transaction:
                    self.connection.execute("COMMIT")
            finally:
                if self.connection.in_transaction:  # SQLite keeps open what a deferred constraint refused, too
                    self.connection.execute("ROLLBACK")

    @contextmanager
    def transaction(self, label: str, now: datetime, source: str, onto: int | None = None) -> Iterator[Transaction]:
        """One gesture, all or nothing, undone as one step named `label` (which the gesture may still reword).

        It joins the step `onto`, if that is still the newest one. Raises StoreError when the book is locked, read-only
        or the disk is full; nothing is written then.
        """
        with self._writing():
            number, before = step.begin_step(self.connection, label, source, now, onto)
            gesture = Transaction(number, label, before)
            yield gesture
            gesture.kept = step.end_step(self.connection, number, step.joined(gesture.before, gesture.label))
            if not gesture.kept:  # not even the counter of steps goes on, and no other program reads anew
                self.connection.execute("ROLLBACK")

    @contextmanager
    def unjournaled(self) -> Iterator[None]:
        """A transaction that leaves no trace in the journal, so that undo cannot take it back: for a demo book."""
        with self._writing(), step.silent(self.connection):
            yield

    def undo(self, now: datetime) -> str:
        """Take back the newest step; returns its label. Raises ConflictError when there is none or it changed."""
        with self._writing():
            return journal.undo(self.connection, now)

    def redo(self) -> str:
        """Do the last undone step again; returns its label. Raises ConflictError when there is none."""
        with self._writing():
            return journal.redo(self.connection)

    def deals_of_last(self, *, undone: bool) -> tuple[int, ...]:
        """The deals that the newest step, or the one undone last, is about."""
        with connect.worded(self.path):
            return journal.deals_of_last(self.connection, undone=undone)

    def prune(self, before: datetime, keep: int) -> int:
        """Forget the steps older than `before` beyond the newest `keep`, which ends their undo; returns how many."""
        with self._writing():
            return journal.prune(self.connection, before, keep)

    def rehearsal(self) -> Self:
        """The book as it is now, copied into memory: whatever is tried on it is gone when it is closed."""
        with connect.worded(self.path):
            copy = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
            copy.execute("PRAGMA foreign_keys = ON")
            copy.text_factory = self.connection.text_factory
            self.connection.backup(copy)
        return type(self)(self.path, copy)

    def _check_file(self) -> None:
        """Refuse to go on when the open file is no longer the one at the path.

        What is written then would be lost with the old file, or worse: its write-ahead log would be applied to the
        new one.
        """
        if connect.identity(self.path) != self._file:
            raise StoreError(
                f"{self.path} was moved, deleted or replaced while it was open; nothing was written",
                "quit and see: pipetui doctor; a backup is brought back by pipetui restore, also under an open app",
            )

    def is_free(self) -> bool:
        """Whether no other program is writing just now, so that a gesture would not have to wait."""
        with connect.worded(self.path):
            return connect.is_free(self.connection)

    def data_version(self) -> int:
        """A number that changes whenever another connection has changed the book.

        Raises StoreError when the file at the path is another one by now.
        """
        with connect.worded(self.path):
            self._check_file()
            return connect.data_version(self.connection)

    def close(self) -> None:
        """Close the book; it cannot be used afterwards."""
        self.connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
