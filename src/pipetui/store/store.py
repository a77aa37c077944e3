"""The book: one connection, one way to change it, and the reads.

A `Store` may be handed from thread to thread but is used by one at a time. Standard library only: what makes a book, or
brings it to the present revision, is loaded when there is one to make or to bring over.
"""

from __future__ import annotations

import os

from pipetui.domain.errors import Remedy, StoreError
from pipetui.store import connect, files

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path
    from types import TracebackType
    from typing import Self

    from pipetui.store.schema.migrate import Progress
    from pipetui.store.undo.written_deals import Written

_CLASSIC, _EURO = "classic", "EUR"
"""What a new book begins with where nothing else is said."""


class Writing:
    """A write transaction as a context, begun IMMEDIATE so that it cannot fail to get the lock half way: all or
    nothing.

    What SQLite says comes out as a StoreError.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._open = False

    def __enter__(self) -> Self:
        """Begin it; raises StoreError where another program holds the lock for long."""
        store = self._store
        with connect.translate_errors(store.file):
            store.begin()
            self._open = True
            try:
                store.check_file()
                self._begun()
            except BaseException:  # whatever it is, also ctrl+c: the lock must not stay
                self._roll_back()
                raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Commit, or undo all of it where something was raised."""
        with connect.translate_errors(self._store.file):
            try:
                if error is None:
                    self._ending()
                    if self._open:
                        self._store.commit()
                        self._open = False
            finally:
                self._roll_back()  # SQLite keeps open what a deferred constraint refused, too
        connect.translate_errors(self._store.file).__exit__(kind, error, trace)

    @property
    def connection(self) -> sqlite3.Connection:
        """The book's connection, on which it is written."""
        return self._store.connection

    def _roll_back(self) -> None:
        if self._open and self.connection.in_transaction:  # SQLite may have done it itself, on a full disk
            self._store.roll_back()
        self._open = False

    def _begun(self) -> None:
        """What comes first in it."""

    def _ending(self) -> None:
        """What comes last, before it is committed; it may be rolled back there."""


class Transaction(Writing):
    """One gesture, undone as one step named `label` (which the gesture may still reword).

    It joins the step `onto`, if that is still the newest one. Once it is over, `kept` tells whether it changed
    anything: without a change there is no step to undo.
    """

    def __init__(self, store: Store, label: str, now: datetime, source: str, onto: int | None = None) -> None:
        super().__init__(store)
        self.label = label
        self._as = (source, now, onto)
        self.step_id = 0
        self.before = ""
        """The label of a step that goes on."""
        self.kept = False
        self._since = 0

    def _begun(self) -> None:
        from pipetui.store.undo import step  # no read has one

        if self._store.guard is not None:
            self._since = self._store.newest_row()
        self.step_id, self.before = step.begin_step(self.connection, self.label, *self._as)

    def _ending(self) -> None:
        from pipetui.store.undo import step

        self.kept = step.end_step(self.connection, self.step_id, step.joined(self.before, self.label))
        if not self.kept:  # not even the counter of steps goes on, and no other program reads anew
            self._roll_back()
        elif self._store.guard is not None:
            self._store.ask(self.step_id, self._since, self.label, self._as[0])


class Unjournaled(Writing):
    """A transaction that leaves no trace in the journal, so that undo cannot take it back: for what is no gesture.

    What is remembered of sessions and choices, what is made of other tables, and a demo book.
    """

    def _begun(self) -> None:
        from pipetui.store.undo import step

        self._silent = step.silent(self.connection)
        self._silent.__enter__()

    def _ending(self) -> None:
        self._silent.__exit__(None, None, None)


class Store:
    """An open book."""

    def __init__(
        self, path: Path | str, connection: sqlite3.Connection, identity: tuple[int, int] | None = None
    ) -> None:
        """`identity` is which file the connection was opened on, where that was not just now."""
        self.file = os.fspath(path)
        self.connection = connection
        self._file = identity or connect.identity(self.file)
        self.waiting: Callable[[], None] = lambda: None
        """Called when a write has to wait for another program's for longer than a moment."""
        self.guard: Callable[[sqlite3.Connection, Written], None] | None = None
        """Asked before a step is kept, whatever makes, undoes or redoes it: what it raises takes all of it back."""

    @property
    def path(self) -> Path:
        """Where the book lies."""
        from pathlib import Path

        return Path(self.file)

    @classmethod
    def open(
        cls,
        path: Path | str,
        *,
        template: str = _CLASSIC,
        currency: str = _EURO,
        backups: Path | str | None = None,
        reading: bool = False,
        progress: Progress | None = None,
    ) -> Self:
        """Open the book at `path`; make and seed it if there is none, move it to the present schema if it is older.

        `backups` is the folder of its backups: a migration is preceded by one, and a book that has some is not made
        anew in silence. With `reading` it is read too where nothing can be written. `progress` is told how far an
        older book is, as by `migrate.upgrade`. Raises StoreError for a file that
        is no book, is newer than this program, or cannot be read; InputError for an unknown template or currency.
        """
        if (template, currency) != (_CLASSIC, _EURO):
            from pipetui.store.schema import making

            making.check(template, currency)
        with connect.translate_errors(path):
            files.check_kind(path)
            if not files.holds_something(path):
                if backups is not None:
                    from pipetui.store.recovery import backup

                    backup.check_not_lost(path, backups)
                files.check_log(path)
                if files.identity(path) is None:
                    connect.create_file(path)
        connection = (connect.connect_to_read if reading else connect.connect)(path)
        try:
            store = cls(path, connection)
            found = connect.revision(connection, path)
            if found == 0:
                store._create(template, currency)
            elif found < connect.REVISION:
                store._upgrade(backups, progress or (lambda done, of: None))
        except BaseException:  # whatever it is, also ctrl+c: it goes on, the connection does not stay open
            connection.close()
            raise
        return store

    def _create(self, template: str, currency: str) -> None:
        from pipetui.store.schema import making

        with connect.translate_errors(self.file):
            connect.use_wal(self.connection)
        with Writing(self):
            # Another process may have made the book while this one waited for the lock.
            if connect.revision(self.connection, self.file) == 0:
                making.make(self.connection, template, currency)

    def _upgrade(self, backups: Path | str | None, progress: Progress) -> None:
        from contextlib import closing
        from pathlib import Path

        from pipetui.store.recovery import backup
        from pipetui.store.schema import migrate

        def back_up() -> None:
            """Copy the book as it is, while nobody may write: else the new one could take the place of the old's copy.

            By a connection of its own, for SQLite copies nothing through one that is writing.
            """
            if backups is not None:
                with closing(connect.connect(self.file)) as reading:
                    backup.write(reading, Path(backups), f"before-revision-{connect.REVISION}")

        migrate.upgrade(self.connection, self.path, back_up, progress)

    def transaction(self, label: str, now: datetime, source: str, onto: int | None = None) -> Transaction:
        """One gesture; see `Transaction`. Raises StoreError when the book is locked, read-only or the disk is full;
        nothing is written then.
        """
        return Transaction(self, label, now, source, onto)

    def unjournaled(self) -> Unjournaled:
        """A transaction that undo cannot take back."""
        return Unjournaled(self)

    def undo(self, now: datetime) -> str:
        """Take back the newest step; returns its label. Raises ConflictError when there is none or it changed."""
        from pipetui.store.undo import journal

        with Writing(self):
            return self._through_time(lambda: journal.undo(self.connection, now), undone=False)

    def redo(self) -> str:
        """Do the last undone step again; returns its label. Raises ConflictError when there is none."""
        from pipetui.store.undo import journal

        with Writing(self):
            return self._through_time(lambda: journal.redo(self.connection), undone=True)

    def _through_time(self, go: Callable[[], str], *, undone: bool) -> str:
        """Go one step, and ask about it, where there is anybody to ask; the label."""
        if self.guard is None:
            return go()
        from pipetui.store.undo import step, written_deals

        number, source = written_deals.newest_step(self.connection, undone=undone)
        label = go()
        if source not in step.PASSED:
            self.ask(number, 0, label, "", written_deals.REDO if undone else written_deals.UNDO)
        return label

    def newest_row(self) -> int:
        """Where the journal stands, for `ask`."""
        from pipetui.store.undo import written_deals

        return written_deals.newest_row(self.connection)

    def ask(self, step_id: int, since: int, label: str, source: str, how: str = "command") -> None:
        """Ask the guard about what was written; see `written_deals.Written`."""
        from pipetui.store.undo.written_deals import Written

        if self.guard is not None:
            self.guard(self.connection, Written(step_id, since, label, source, how))

    def deals_of_last(self, *, undone: bool) -> tuple[int, ...]:
        """The deals that the newest step, or the one undone last, is about."""
        from pipetui.store.undo import journal

        with connect.translate_errors(self.file):
            return journal.deals_of_last(self.connection, undone=undone)

    def passed_last(self, *, undone: bool) -> str:
        """The source of the newest step, or of the one undone last, if it is one that undo passes; else ""."""
        from pipetui.store.undo import journal

        with connect.translate_errors(self.file):
            return journal.passed_last(self.connection, undone=undone)

    def prune(self, before: datetime, keep: int) -> int:
        """Forget the steps older than `before` beyond the newest `keep`, which ends their undo; returns how many."""
        from pipetui.store.undo import journal

        with Writing(self):
            return journal.prune(self.connection, before, keep)

    def check_lines(self, sample: int) -> bool:
        """Whether lists show of so many deals and half as many, those by chance and these the newest, what their rows
        say; all lines are made anew where they do not."""
        import random

        from pipetui.store import deal_line

        with connect.translate_errors(self.file):
            (newest,) = self.connection.execute("SELECT coalesce(max(id), 0) FROM deal").fetchone()
            among = {*range(max(0, newest - sample // 2), newest + 1), *random.choices(range(newest + 1), k=sample)}
            if not deal_line.spoilt(self.connection, among):
                return True
        with self.unjournaled():
            deal_line.make_anew(self.connection)
        return False

    def begin(self) -> None:
        """Begin a transaction; waits for another program's."""
        connect.begin(self.connection, self.waiting)

    def commit(self) -> None:
        """Keep what was written in it."""
        self.connection.execute("COMMIT")

    def roll_back(self) -> None:
        """Take back what was written in it."""
        self.connection.execute("ROLLBACK")

    def rehearsal(self) -> Rehearsal | Self:
        """The book as it is now, for a gesture to be tried: of whatever is written there nothing stays.

        To be used as a context. It is this book, in a transaction that is rolled back; where it cannot be written
        now, a copy of it in memory.
        """
        import sqlite3

        with connect.translate_errors(self.file):
            if connect.begins_at_once(self.connection):
                return Rehearsal(self.file, self.connection, self._file)
            copy = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
            copy.execute("PRAGMA foreign_keys = ON")
            copy.text_factory = self.connection.text_factory
            self.connection.backup(copy)
        return type(self)(self.file, copy)

    def check_file(self) -> None:
        """Refuse to go on when the open file is no longer the one at the path.

        What is written then would be lost with the old file, or worse: its write-ahead log would be applied to the
        new one.
        """
        if connect.identity(self.file) != self._file:
            raise self.replaced()

    def replaced(self) -> StoreError:
        """The error for a file that is not the book any more that was opened."""
        return StoreError(
            f"{self.file} was moved, deleted or replaced while it was open; nothing was written",
            remedy=Remedy("quit"),
        )

    def is_free(self) -> bool:
        """Whether no other program is writing just now, so that a gesture would not have to wait."""
        with connect.translate_errors(self.file):
            return connect.is_free(self.connection)

    def data_version(self) -> int:
        """A number that changes whenever another connection has changed the book.

        Raises StoreError when the file at the path is another one by now.
        """
        with connect.translate_errors(self.file):
            self.check_file()
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


class Rehearsal(Store):
    """The open book inside a transaction that is never committed: what a gesture does is a savepoint in it.

    Other programs wait as long as they would for the gesture. It is begun where it is made, and over when it is closed.
    """

    def __init__(self, path: Path | str, connection: sqlite3.Connection, identity: tuple[int, int] | None) -> None:
        super().__init__(path, connection, identity)
        (self._spills,) = connection.execute("PRAGMA cache_spill").fetchone()
        connection.execute("PRAGMA cache_spill = OFF")  # nothing of it comes to the disk

    def begin(self) -> None:
        """A gesture begins."""
        self.connection.execute("SAVEPOINT rehearsed")

    def commit(self) -> None:
        """What it wrote stands, as long as the rehearsal goes on."""
        self.connection.execute("RELEASE rehearsed")

    def roll_back(self) -> None:
        """It was refused."""
        self.connection.execute("ROLLBACK TO rehearsed")
        self.connection.execute("RELEASE rehearsed")

    def close(self) -> None:
        """Take everything back; the book stays open."""
        if self.connection.in_transaction:
            self.connection.execute("ROLLBACK")
        self.connection.execute(f"PRAGMA cache_spill = {self._spills}")
