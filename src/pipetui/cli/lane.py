"""What the verbs of the fast lane share: the call taken apart, the book opened, a change committed and told.

Wherever there is more to it than that, NotTakenError leaves the call to the careful path.
"""

from __future__ import annotations

import os

from pipetui import paths
from pipetui.cli import streams
from pipetui.cli.words import text
from pipetui.domain.errors import AmbiguousError, PipetuiError, StoreError
from pipetui.store import connect, files

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime
    from typing import NamedTuple, TypeVar

    from pipetui.config import Settings
    from pipetui.store.pen import Outcome, Pen
    from pipetui.store.reads import Moment

    T = TypeVar("T")
else:
    from pipetui.domain.record import NamedTuple

_SOURCE = "shell"
_PATIENCE = 0.25
"""Seconds a write waits for another program before the careful path, which waits longer, takes over."""

_FLAGS = {"-q": "quiet", "--quiet": "quiet", "--ids": "ids", "--json": "json"}


class Call(NamedTuple):
    """The arguments of one call, understood: the verb's words, with the `--` where it stood, and its options.

    `opened` takes the connections made for it, to be closed when it is over however it ends.
    """

    words: tuple[str, ...]
    book: str
    flags: frozenset[str]
    shape: str
    opened: list[connect.Connection]

    @property
    def quiet(self) -> bool:
        """Whether to say nothing but data and errors."""
        return "quiet" in self.flags

    @property
    def json(self) -> bool:
        """Whether to print JSON."""
        return "json" in self.flags

    def speak(self, line: str) -> None:
        """Speech, unless it should be quiet."""
        if not self.quiet:
            streams.complain(line)


class NotTakenError(Exception):
    """This call is for the careful path; nothing was written and nothing said."""


def understood(arguments: Sequence[str], flags: str, opened: list[connect.Connection]) -> Call:
    """The arguments taken apart as Typer would, as far as that is plain."""
    words: list[str] = []
    given: set[str] = set()
    named: dict[str, str] = {}
    rest = iter(arguments)
    for word in rest:
        if word == "--":
            words += [word, *rest]
        elif word in ("--db", "--format"):
            named[word] = next(rest, "")
            if not named[word] or named[word].startswith("-"):
                raise NotTakenError
        elif word in _FLAGS:
            given.add(_FLAGS[word])
        elif word.startswith(("--", "-h", "-y")):
            raise NotTakenError
        else:
            words.append(word)
    try:
        words, shape = [text(word) for word in words], text(named.get("--format", ""))
    except PipetuiError as error:  # the careful path may have something else to say first
        raise NotTakenError from error
    if "words" in flags and not words:
        raise NotTakenError
    if not given <= {"quiet", *flags.split()} or ("--format" in named and "shape" not in flags):
        raise NotTakenError
    book = paths.named(named["--db"]) if "--db" in named else paths.book_file()
    return Call(tuple(words), book, frozenset(given), shape, opened)


# --- the book ------------------------------------------------------------------------------------------------


def present_time() -> datetime:
    """Now, to the second as the store keeps it."""
    from pipetui import present

    return present.present().replace(microsecond=0)


def _settings() -> Settings | None:
    """The settings, None for the usual ones; a rep who has a file pays 20 ms for the parser of it."""
    path = paths.config_file()
    if not os.path.exists(path):
        return None
    from pathlib import Path

    from pipetui import config

    return config.load(Path(path))


def open_book(call: Call) -> connect.Connection:
    """The book, if there is nothing at all to be said about it."""
    return _opened(call, connect.connect)


def _opened(call: Call, how: Callable[[str, float], connect.Connection]) -> connect.Connection:
    try:
        connection = how(call.book, _PATIENCE)
        call.opened.append(connection)
        if connect.revision(connection, call.book) != connect.REVISION:
            raise NotTakenError
    except PipetuiError as error:
        raise NotTakenError from error
    return connection


def open_to_write(call: Call) -> Pen:
    """The book and what to write in it with, if today's backup has been made."""
    from pipetui.domain.workdays import DateRules
    from pipetui.store.pen import Pen

    settings, now = _settings(), present_time()
    if not files.holds_book(os.path.join(paths.backups_of(call.book), f"daily-{now.date().isoformat()}.db")):
        raise NotTakenError
    return Pen(open_book(call), now, settings.dates if settings else DateRules(), [])


def open_to_look(call: Call) -> tuple[connect.Connection, Moment]:
    """The book, and what the reads are worked out for."""
    from pipetui.domain.workdays import DateRules
    from pipetui.store.cards import Moment

    settings = _settings()
    moment = (
        Moment(present_time(), settings.dates, settings.weights) if settings else Moment(present_time(), DateRules())
    )
    return _opened(call, connect.connect_to_read), moment


def _commit(pen: Pen, label: str, gesture: Callable[[Pen], Outcome], onto: int | None = None) -> Outcome:
    """One gesture: one transaction, and one step of undo, or a part of the step `onto`."""
    from pipetui.store.step import begin_step, end_step, joined

    connection = pen.connection
    connection.execute("BEGIN IMMEDIATE")
    try:
        step, before = begin_step(connection, label, _SOURCE, pen.now, onto)
        outcome = gesture(pen)
        if not end_step(connection, step, joined(before, outcome.said)) and outcome.undoable:
            raise StoreError("the book did not take it; nothing was written", "see: pipetui doctor")
        connection.execute("COMMIT")
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
    return outcome._replace(step=step)


def which(call: Call, connection: connect.Connection, split: Callable[[Callable[[str], tuple[int, ...]]], T]) -> T:
    """What `split` finds; several deals of which the rep can choose are for the careful path."""
    from pipetui.store import finding

    try:
        return split(lambda words: (finding.find(connection, words),))
    except AmbiguousError as error:
        from pipetui.cli import asking

        if error.choices and asking.possible(call):
            raise NotTakenError from error
        raise


def carry_out(
    call: Call, pen: Pen, label: str, gesture: Callable[[Pen], Outcome], said: Callable[[Outcome], str] | None = None
) -> int:
    """Make the change and say what it was, in the words of `said` or else its own."""
    outcome = _commit(pen, label, gesture)
    with connect.worded(call.book):  # it is written: the careful path would write it a second time
        _report(call, pen, outcome, said(outcome) if said else "")
    return 0


def _report(call: Call, pen: Pen, outcome: Outcome, said: str = "") -> None:
    """Say what was done, and ask for the next step where there is somebody to ask."""
    from pipetui.cli import output

    if not call.quiet:
        streams.write(said or output.changed(outcome.said))
    for warning in outcome.warnings + outcome.still_due:
        call.speak(f"warning: {warning}")
    if outcome.ask:
        from pipetui.cli import asking

        planned = asking.next_step(call, outcome.ask, pen.now, pen.dates)
        if planned is not None:
            from pipetui.store import fast

            then, taken = pen._replace(now=present_time(), warnings=[]), outcome.ask.taken(planned)
            answer = _commit(then, "planned", lambda pen: fast.plan(pen, outcome.deals, *taken), outcome.step)
            _report(call, then, answer)


def few(deals: Sequence[int]) -> None:
    """A change of many is shown and asked about first, which is for the careful path."""
    from pipetui.domain.rules import MANY

    if len(deals) >= MANY:
        raise NotTakenError


def no_words(call: Call) -> None:
    """The verb takes none; the careful path says so."""
    if call.words:
        raise NotTakenError
