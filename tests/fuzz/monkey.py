"""A monkey at the app: keys, clicks, drags, pastes, resizes, themes and noise, as a seed gives them, on every screen.

Now and then another program writes into the book. The monkey knows nothing of what should happen. Whatever it does, no
exception leaves the app, every event is taken in within a bounded number of turns of the event loop, and afterwards
the book is whole and undo leads back to its beginning.
What the app would do outside of its terminal (editor, mail program) is kept from it.
"""

import asyncio
import csv
import faulthandler
import io
import os
import random
import sqlite3
import tempfile
import time
import traceback
from collections import deque
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple
from unittest import mock

from textual import events
from textual.drivers.headless_driver import HeadlessDriver
from textual.geometry import Size
from textual.message import Message

from pipetui import demo, outside
from pipetui.config import Settings
from pipetui.service import Workspace
from pipetui.store import integrity
from pipetui.store.recovery import checks
from pipetui.store.store import Store
from pipetui.store.undo import drift, journal
from pipetui.tui.app import PipetuiApp
from pipetui.tui.terminal.keyboard import Keyboard
from tests.fuzz.hands import SIZES, TO_IMPORT, Did, Hands
from tests.fuzz.moment import NOW
from tests.fuzz.steady import FrozenError, SteadyLoop, steady
from tests.hostile import ALL, spoil
from tests.torture.contents import Contents, difference, looked_into, rows_of_the_rep

TURNS = 20_000
"""Turns of the event loop within which an event has to be taken in, with all it leads to."""

BOOKS = ("demo", "hostile")
DEALS = 15
_REST = 0.05
"""Seconds on the loop's clock that an event is given: what is put off by that much still belongs to it."""

_TOLD = 30
"""How many of the last events are told when something fails."""


class Walk(NamedTuple):
    """What came of a walk: how many events were sent, to how many apps one after the other, and the screens seen; the
    most turns of the loop and seconds of the processor that an act took; what failed ("" for nothing)."""

    events: int
    apps: int
    seen: frozenset[str]
    turns: int
    seconds: float
    failed: str


class Monkey:
    """Its hands are on one app after another, over one book."""

    def __init__(self, book: Path, number: int, loop: SteadyLoop, hangs: float) -> None:
        self.random = random.Random(number)
        self.loop = loop
        self.book = book
        self.last: deque[Did] = deque(maxlen=_TOLD)
        self.sent = 0
        self.seen: set[str] = set()
        self.turns = 0
        self.seconds = 0.0
        self.apps = 0
        self._hangs = hangs
        self._now = NOW
        self._hands = Hands(self.random)
        self._keyboard = Keyboard()

    def clock(self) -> datetime:
        """A present that goes on with the loop's clock."""
        return self._now + timedelta(seconds=int(self.loop.time()))

    async def walk(self, count: int) -> None:
        """Send that many events, to new apps where one was left; raises what should not have happened."""
        while self.sent < count:
            self.apps += 1
            with Store.open(self.book) as store:
                app = PipetuiApp(Workspace(store, self.clock, Settings(), "app"))
                self.loop.allow(10 * TURNS)
                async with app.run_test(size=self.random.choice(SIZES[3:9]), tooltips=True, notifications=True):
                    await self._settle()
                    while self.sent < count and app.is_running and not app._exit:
                        await self._act(app)
                    self.loop.allow(10 * TURNS)

    async def _settle(self) -> None:
        """Until nothing is left to do at this moment."""
        await asyncio.sleep(_REST)

    async def _act(self, app: PipetuiApp) -> None:
        """One act of one or several events; in a burst they come before the first one is taken in."""
        if self._hangs:
            faulthandler.dump_traceback_later(self._hangs, exit=True, file=2)
        happens, burst = self._hands.act(app)
        before, began = self.loop.turns, time.process_time()
        self.loop.allow(TURNS)
        for kind, details in happens:
            self.last.append((kind, details))
            self.sent += 1
            await self._send(app, kind, details)
            if not burst:
                await self._settle()
                self.turns = max(self.turns, self.loop.turns - before)
                before = self.loop.turns
                self.loop.allow(TURNS)
            if not app.is_running or app._exit:
                break
        self.loop.allow(TURNS)
        await self._settle()
        self.seconds = max(self.seconds, time.process_time() - began)
        if app.screen_stack:
            self.seen.add(type(app.screen).__name__)

    async def _send(self, app: PipetuiApp, kind: str, details: Any) -> None:
        """Hand the app one event, as its terminal would."""
        driver = app._driver
        assert isinstance(driver, HeadlessDriver)
        if kind == "wait":
            await asyncio.sleep(details)
            return
        if kind == "later":
            self._now += timedelta(seconds=details)
            return
        if kind == "beside":
            written_beside(self.book, *details)
            return
        if kind == "theme":
            app.theme = details
            return
        if kind == "noise":
            for message in self._keyboard.feed(details):
                driver.process_message(message)
            return
        driver.process_message(_event(kind, details, driver))


def _event(kind: str, details: Any, driver: HeadlessDriver) -> Message:
    """The event that a terminal would have sent."""
    if kind == "key":
        return events.Key(*details)
    if kind == "paste":
        return events.Paste(details)
    if kind == "resize":
        driver._size = Size(*details)
        return events.Resize(Size(*details), Size(*details))
    if kind == "focus":
        return events.AppFocus() if details else events.AppBlur()
    made: type[events.MouseEvent] = getattr(events, kind)
    x, y, button, shift, meta, ctrl = details
    return made(None, x, y, 0, 0, button, shift, meta, ctrl, screen_x=x, screen_y=y)


def written_beside(book: Path, statement: str, number: int) -> None:
    """Another program's write; where the book is locked just now it does without."""
    other = sqlite3.connect(book, timeout=0, isolation_level=None)
    with closing(other), suppress(sqlite3.OperationalError):
        other.execute(statement, {"number": number})


def make_book(path: Path, kind: str) -> None:
    """A book of one of the BOOKS."""
    with Store.open(path) as store:
        demo.build(store, NOW, deals=DEALS)
    if kind == "hostile":
        spoil(path)
        with closing(sqlite3.connect(path, isolation_level=None)) as connection:
            connection.execute("DELETE FROM journal_row")  # undo begins here: a thousand steps would only take time
            connection.execute("DELETE FROM step")


@contextmanager
def harmless(folder: Path) -> Iterator[None]:
    """Nothing the app does reaches beyond its terminal and the folder."""
    with ExitStack() as stack:
        stack.enter_context(mock.patch.object(outside, "open_address", lambda address, patience=0.0: None))
        stack.enter_context(mock.patch.object(tempfile, "tempdir", str(folder)))
        stack.enter_context(mock.patch.dict(os.environ, {"HOME": str(folder), "EDITOR": "true"}))
        here = Path.cwd()
        os.chdir(folder)
        stack.callback(os.chdir, here)
        (folder / TO_IMPORT).write_text(_table(), encoding="utf-8", newline="")
        yield


def _table() -> str:
    """What another program exported: rows as they should be, and one of what would do something to a terminal."""
    table = io.StringIO()
    writer = csv.writer(table)
    writer.writerow(("Title", "Company", "Contact", "Amount", "Stage", "Close date", "Next step", "Region"))
    writer.writerow(("Rollout", "Acme", "Ann", "12.000,00 €", "Demo", "03.12.2026", "call", "north"))
    writer.writerow(("Seats", "Globex", "", "8400", "Somewhere else", "12/11/2026", "", "south"))
    writer.writerow(("Seats", "Globex", "Bob", "-1", "Won", "2026-13-45", "", ""))
    writer.writerow([ALL] * 8)
    return table.getvalue()


def unwell(book: Path, start: Contents) -> str:
    """What is wrong with the book now; "" if it is whole and undo leads back to the rows it began with."""
    with looked_into(book) as connection:
        connection.text_factory = _any_text
        found = [
            *integrity.faults(connection),
            *(f"orphan: {row}" for row in integrity.orphans(connection)),
            *(f"changed behind the journal: {row}" for row in drift.drifted(connection)),
        ]
        if checks.open_step(connection) is not None:
            found.append("a step is open")
        if not found:
            seen = difference(start, led_back(connection))
            found = [f"undo leads elsewhere than to the beginning: {seen}"] if seen else []
    return "\n".join(found[:_TOLD])


def led_back(connection: sqlite3.Connection) -> Contents:
    """The rows of the rep once every step is undone, in the transaction that this leaves open."""
    connection.execute("BEGIN")
    (steps,) = connection.execute("SELECT count(*) FROM step WHERE undone_at IS NULL").fetchone()
    for _ in range(steps):
        journal.undo(connection, NOW)
    rows = rows_of_the_rep(connection)
    remembered = ("'session'", "'drafts'", "'liking'")  # where it stopped, what was typed, what the rep likes: no steps
    rows["setting"] = [row for row in rows["setting"] if not any(kind in row for kind in remembered)]
    return rows


def beginning(book: Path) -> Contents:
    """The rows that undo leads back to."""
    with looked_into(book) as connection:
        connection.text_factory = _any_text
        return led_back(connection)


def _any_text(raw: bytes) -> str:
    return raw.decode("utf-8", "surrogateescape")


def run(book: Path, number: int, count: int, hangs: float = 0) -> Walk:
    """Let the monkey of that number send `count` events to the app on a book of its own, and look at the book then.

    With `hangs`, a process that does not come back for so many seconds is ended, telling where it was.
    """
    start = beginning(book)
    with steady() as loop:
        monkey = Monkey(book, number, loop, hangs)
        try:
            with harmless(book.parent):
                loop.run_until_complete(monkey.walk(count))
            failed = ""
        except (Exception, FrozenError):  # noqa: BLE001  # whatever it is, it is told
            failed = traceback.format_exc()
        finally:
            if hangs:
                faulthandler.cancel_dump_traceback_later()
    failed = failed or unwell(book, start)
    if failed:
        failed += "\nthe last events:\n" + "\n".join(f"  {kind} {details!r:.200}" for kind, details in monkey.last)
    return Walk(monkey.sent, monkey.apps, frozenset(monkey.seen), monkey.turns, monkey.seconds, failed)
