"""How many keys the rep's gestures take: each is pressed in the app, and what it led to is looked up in the book.

`python -m tests.bench.keys` prints the table that stands in the README; `tests/tui/test_keys.py` holds it to its goals.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from textual.pilot import Pilot

from pipetui import service
from pipetui.config import Settings
from pipetui.domain.line import quick_line
from pipetui.service import Workspace, reads
from pipetui.store.store import Store
from pipetui.tui.app import PipetuiApp
from pipetui.tui.screens.session import SessionScreen

NOW = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
"""A Wednesday morning."""

OVERDUE = 20
"""Late calls of the morning that is counted."""

LINE = "Acme rollout 12k @demo next:fri"


class Way(NamedTuple):
    """One thing a rep does: from which screen, by which keys, in how many at most, and how one sees that it is done.

    A text among the keys is typed as a line and counts for nothing: it has to be said in any case.
    """

    name: str
    screen: str
    keys: tuple[str, ...]
    most: int
    done: Callable[[PipetuiApp], bool]
    calls: int = 3
    """How many late calls there are in its book."""

    @property
    def pressed(self) -> int:
        """The keys that are pressed."""
        return sum(not key.startswith("line ") for key in self.keys)


def _deal(app: PipetuiApp, title: str) -> int:
    return reads.find(app.worker.workspace, title, closed=True)


def _undone(app: PipetuiApp) -> bool:
    return reads.history(app.worker.workspace, 1)[0].undone


def _added(app: PipetuiApp) -> bool:
    card = reads.card(app.worker.workspace, _deal(app, "Acme rollout"))
    assert card.value is not None
    assert card.next_step is not None
    return (card.stage, card.value.minor, card.next_step.due.isoformat()) == ("Demo", 1_200_000, "2026-11-27")


def _stepped(title: str, stage: str) -> Callable[[PipetuiApp], bool]:
    def done(app: PipetuiApp) -> bool:
        card = reads.card(app.worker.workspace, _deal(app, title))
        return card.badge == "planned" and card.stage == stage

    return done


def _called(app: PipetuiApp) -> bool:
    card = reads.card(app.worker.workspace, _deal(app, "Late call 1"))
    return card.badge == "planned" and card.idle_days == 0


def _reached(app: PipetuiApp) -> bool:
    screen = app.deal_screen
    return screen is not None and screen.selected is not None and screen.selected.title == "Globex seats"


WAYS = (
    Way("log an unanswered call, take the suggested next step", "1", ("c", "n", "enter"), 3, _called),
    Way("advance, take the next step", "2", (">", "enter"), 2, _stepped("Bare lead", "Qualification")),
    Way(
        "drop with a reason",
        "2",
        ("x", "p"),
        2,
        lambda app: reads.card(app.worker.workspace, _deal(app, "Bare lead")).lost_reason == "price",
    ),
    Way(
        "snooze to Monday",
        "1",
        ("z", "m"),
        2,
        lambda app: (
            str(reads.card(app.worker.workspace, _deal(app, "Late call 1")).next_step).count("2026, 11, 30") == 1
        ),
    ),
    Way("reach any deal by name", "2", ("/", "g", "l", "o", "b", "enter"), 6, _reached),
    Way("undo", "1", ("u",), 1, _undone),
    Way("add a deal with value, stage and next step", "1", ("a", f"line {LINE}", "enter"), 2, _added),
)


def session(calls: int) -> Way:
    """Through so many overdue calls, none of them answered; three keys each and two besides are what it may cost."""

    def done(app: PipetuiApp) -> bool:
        late = [card for card in reads.cards(app.worker.workspace, "late") if card.badge == "planned"]
        return len(late) == calls and not isinstance(app.screen, SessionScreen)

    keys = ("s", *("n", "enter") * calls, "k", "enter")
    return Way(f"work through {calls} overdue calls", "1", keys, 3 * calls + 2, done, calls)


def book(workspace: Workspace, calls: int) -> None:
    """So many calls that were due yesterday, a lead without anything, a few others."""
    yesterday = workspace._replace(clock=lambda: NOW.replace(day=23))
    for number in range(1, calls + 1):
        line = f'Late call {number} {90 - number}k @qual next:"tue call Kim" +hot'
        service.add(yesterday, quick_line.parse(line, yesterday.now(), workspace.settings.dates, "EUR"))
    for line in ("Bare lead 99k", "Globex seats 8k @demo next:+2w", "Initech renewal 9k @proposal next:+3w"):
        service.add(workspace, quick_line.parse(line, NOW, workspace.settings.dates, "EUR"))


async def _settle(app: PipetuiApp, pilot: Pilot[int]) -> None:
    for _ in range(1000):
        await pilot.pause()
        if app.worker.idle and not app.typed.busy:
            break
        await asyncio.sleep(0)
    await pilot.pause()


_NAMES = {">": "greater_than_sign", "/": "slash"}


async def walk(way: Way, path: Path) -> bool:
    """Go that way in an app of its own on a new book at `path`; returns whether it led where it should."""
    with Store.open(path) as store:
        workspace = Workspace(store, lambda: NOW, Settings(), "app")
        book(workspace, way.calls)
        app = PipetuiApp(workspace)
        async with app.run_test(size=(120, 36)) as pilot:
            await _settle(app, pilot)
            await pilot.press(way.screen)
            await _settle(app, pilot)
            for key in way.keys:
                if key.startswith("line "):
                    line = app.screen.focused
                    assert line is not None
                    line.insert_text_at_cursor(key.removeprefix("line "))  # type: ignore[attr-defined]
                else:
                    await pilot.press(_NAMES.get(key, key))
                await _settle(app, pilot)
            return way.done(app)


def main() -> int:
    """Go every way and print what it took."""
    wrong = 0
    print("| what | keys | pressed | at most |\n|---|---|---:|---:|")
    for way in (*WAYS, session(OVERDUE)):
        with tempfile.TemporaryDirectory() as folder:
            there = asyncio.run(walk(way, Path(folder) / "book.db"))
        wrong += not there or way.pressed > way.most
        shown = " ".join(f"`{key}`" for key in way.keys[:6] if not key.startswith("line "))
        more = " …" if len(way.keys) > 7 else ""
        print(f"| {way.name} | {shown}{more} | {way.pressed if there else 'not there'} | {way.most} |")
    return wrong


if __name__ == "__main__":
    sys.exit(main())
