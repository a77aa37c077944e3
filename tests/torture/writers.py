"""Many shells at one book, each with its own verbs one after the other, and perhaps the app among them."""

import contextlib
import itertools
import re
import sqlite3
import threading
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from tests.terminal import Size, Terminal, terminal
from tests.torture import ground
from tests.torture.checks import backups, sound
from tests.torture.contents import Contents, looked_into
from tests.torture.killing import Ended, Shell

NOTHING_TO_UNDO = 4
_TAKEN_BACK = re.compile(r"^undone: (.*) · redo: pipetui redo$", re.MULTILINE)
_MOVED = re.compile(r"((?:advanced|moved back) #\d+ [^#]*? to \w+) · u undo")

_LINE = re.compile(r"^│?[▌▎]?\s*(\d+)\s{2,}(\S.*?)\s{2,}")
_STAGES = """SELECT d.id, d.title, CASE d.status WHEN 'open' THEN s.name ELSE d.status END
             FROM deal d JOIN stage s ON s.id = d.stage_id WHERE d.deleted_at IS NULL"""

Words = tuple[str, ...]


class Spoken(NamedTuple):
    """One call and how it ended."""

    words: Words
    ended: Ended


class Writer(threading.Thread):
    """A rep's shell: verbs one after the other, each begun when the one before has ended."""

    def __init__(self, name: str, lines: Sequence[Words], book: Path) -> None:
        super().__init__(name=name)
        self.spoken: list[Spoken] = []
        self._lines = lines
        self._book = book

    def run(self) -> None:
        """Write."""
        for number, words in enumerate(self._lines):
            shell = Shell(words, ground.environment(self._book.parent), self._book.parent, f"{self.name}-{number}")
            self.spoken.append(Spoken(words, shell.ended()))


class Mover(threading.Thread):
    """Somebody at the app, who moves deals on and back until told to stop, or has done so often enough."""

    MOST = 20

    def __init__(self, app: Terminal) -> None:
        super().__init__(name="app")
        self.app = app
        self._enough = threading.Event()

    def run(self) -> None:
        """Move."""
        for _ in range(self.MOST):
            if self._enough.is_set():
                break
            for keys in ("j>", "<"):
                before = self.app.written
                self.app.type(keys)
                with contextlib.suppress(TimeoutError):  # an undo may have taken the deal from under the cursor
                    self.app.await_match(_MOVED, before, 1.0)

    def stop(self) -> None:
        """Finish what was begun."""
        self._enough.set()
        self.join()


def told(app: Terminal) -> list[str]:
    """What the app's status line said that it moved, in order."""
    return _once(_MOVED.findall(app.text()))


def _once(labels: Sequence[str]) -> list[str]:
    """Without repetitions: a line may be painted several times."""
    return [label for label, _ in itertools.groupby(labels)]


def together(writers: Sequence[threading.Thread]) -> None:
    """Let all of them write at once, and wait until they have."""
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()


def complaints(writers: Sequence[Writer]) -> list[str]:
    """Whatever a shell said that it should not have: anything but success, an undo that finds nothing aside."""
    found = []
    for writer in writers:
        for words, ended in writer.spoken:
            good = ended.code == 0 and ended.acknowledged
            nothing = words[0] == "undo" and ended.code == NOTHING_TO_UNDO
            if not (good or nothing) or "locked" in ended.err or "backup" in ended.err:
                found.append(f"{writer.name}: {' '.join(words)} ended with {ended.code}: {ended.err or ended.out}")
    return found


def missing(writers: Sequence[Writer], book: sqlite3.Connection, moved: Sequence[str] = ()) -> list[str]:
    """What was acknowledged and is not there, is there in another order, or was taken back though no undo said so.

    The last word of every call but an undo has to be a token of its own; `moved` is what the app said.
    """
    found = []
    images: dict[int, str] = dict(
        book.execute("SELECT step_id, group_concat(after) FROM journal_row WHERE before IS NULL GROUP BY step_id")
    )
    for writer in writers:
        before = 0
        for words, _ in writer.spoken:
            if words[0] != "undo":
                steps = [step for step, image in images.items() if f'"{words[-1]}"' in (image or "")]
                if len(steps) != 1 or steps[0] <= before:
                    found.append(f"{writer.name}: {' '.join(words)} is in the steps {steps}, after {before}")
                before = max([before, *steps])
    told = Counter(
        label for writer in writers for _, ended in writer.spoken for label in _TAKEN_BACK.findall(ended.out)
    )
    undone = Counter(label for (label,) in book.execute("SELECT label FROM step WHERE undone_at IS NOT NULL"))
    if told != undone:
        found.append(f"undone but not told: {undone - told}; told but not undone: {told - undone}")
    by_app = [label for (label,) in book.execute("SELECT label FROM step WHERE source = 'app' ORDER BY id")]
    by_app = [label for label in by_app if not label.startswith("added")]
    # One message may give way to the next before it is painted; what was painted is written, and in that order.
    written = iter(_once(by_app))
    if not all(label in written for label in moved):
        found.append(f"the app said {moved} and wrote {by_app}")
    return found


def stages(book: sqlite3.Connection) -> dict[int, tuple[str, str]]:
    """The title and stage of every deal, or what became of it."""
    return {number: (title, stage) for number, title, stage in book.execute(_STAGES)}


def on_screen(app: Terminal, after: int, wanted: dict[int, tuple[str, str]]) -> bool:
    """Whether the table of all deals, painted since that byte, has just these deals, with their stages."""
    if not all(title in app.text(after) for title, _ in wanted.values()):  # a screen takes long to be made of it
        return False
    lines = {int(line[1]): line for line in map(_LINE.match, app.screen(after)) if line}
    return lines.keys() == wanted.keys() and all(
        lines[number][2] == title and re.search(rf"\s{{2}}{re.escape(stage)}\b", lines[number].string)
        for number, (title, stage) in wanted.items()
    )


def begun_together(book: Path, beginning: Contents, shells: int) -> list[str]:
    """Shells that all come first, to a book without a backup of today or to none at all; what is wrong afterwards."""
    writers = [Writer(f"first{number}", [("add", f"First{number}")], book) for number in range(shells)]
    together(writers)
    found = complaints(writers)
    with looked_into(book) as connection:
        found += missing(writers, connection)
        found += [fault.seen for fault in sound(connection, beginning)]
    return found + [fault.seen for fault in backups(book)]


def crowded(book: Path, beginning: Contents, lines: Sequence[Sequence[Words]]) -> list[str]:
    """Shells with these lines while the app is open and moves deals; what is wrong then, in the book or on screen."""
    environment = ground.environment(book.parent)
    with terminal(environment, book.parent, Size(150, 60 + ground.DEALS + 2 * len(lines))) as app:
        app.await_text("Ground")
        mover = Mover(app)
        mover.start()
        writers = [Writer(f"shell{number}", words, book) for number, words in enumerate(lines)]
        together(writers)
        mover.stop()
        app.type(f"aLast next:{ground.in_days(9)}\r")
        app.await_match(re.compile(r"added #\d+ Last"), 0, 60.0)  # and so all that was typed before it is done
        found = complaints(writers)
        with looked_into(book) as connection:
            found += missing(writers, connection, told(app))
            found += [fault.seen for fault in sound(connection, beginning)]
            wanted = stages(connection)
        found += [] if told(app) else ["the app moved nothing"]
        found += ["the app said that the book is locked"] if "locked" in app.text() else []
        before = app.written
        app.type("3")
        app.await_that(lambda: on_screen(app, before, wanted), f"shows {wanted}")
    return found


def lines_of(number: int, *, undoing: bool) -> list[Words]:
    """What one of many shells does, in an order of its own."""
    add, log = ("add", f"W{number}a"), ("log", str(number % 20 + 5), "call", f"W{number}b")
    first = [add, log] if number % 2 else [log, add]
    return [*first, ("undo",), ("add", f"W{number}c")] if undoing else first
