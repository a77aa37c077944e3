"""`make bench`: what things cost, as medians and as ratios to floors measured in the same run.

Whole processes take turns, so that a machine whose speed drifts slows all of them alike. Prints a table and writes
`bench.json` beside the working directory's other output. Not part of the suite: a time is never asserted.
"""

import asyncio
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from textual.pilot import Pilot

from pipetui import demo
from pipetui.config import Settings
from pipetui.domain import query
from pipetui.service import Desk
from pipetui.store.store import Store
from pipetui.tui.app import PipetuiApp
from pipetui.tui.clerk import snapshot

RUNS = 7
SIZES = (100, 10_000)
BARE_INSERT = "import sqlite3, sys; c = sqlite3.connect(sys.argv[1]); c.execute('INSERT INTO t VALUES (1)'); c.commit()"
VERBS: dict[str, list[str]] = {
    "add": ["add", "Acme", "pilot", "12k", "next:fri"],
    "log": ["log", "12", "call"],
    "prompt": ["prompt"],
    "overdue": ["overdue"],
    "list": ["list"],
}

Figures = dict[str, float]


def present() -> datetime:
    """Now, in the local zone."""
    return datetime.now().astimezone()


def timed(command: list[str], environment: dict[str, str]) -> float:
    """Milliseconds of one whole process."""
    began = time.perf_counter()
    subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
    return (time.perf_counter() - began) * 1000


def processes(books: dict[int, Path], folder: Path) -> Figures:
    """Median milliseconds of the floors and of each verb on each book."""
    bare = folder / "bare.db"
    subprocess.run(
        [sys.executable, "-c", f"import sqlite3; sqlite3.connect({str(bare)!r}).execute('CREATE TABLE t (n)')"],
        check=True,
    )
    commands: dict[str, tuple[list[str], dict[str, str]]] = {
        "python -c pass": ([sys.executable, "-c", "pass"], dict(os.environ)),
        "python, one sqlite3 insert": ([sys.executable, "-c", BARE_INSERT, str(bare)], dict(os.environ)),
    }
    for size, book in books.items():
        environment = {**os.environ, "PIPETUI_DB": str(book)}
        for name, words in VERBS.items():
            commands[f"{name}, {size:,} deals"] = ([sys.executable, "-m", "pipetui", *words], environment)
    taken: dict[str, list[float]] = {name: [] for name in commands}
    for run in range(RUNS + 1):
        for name, (command, environment) in commands.items():
            milliseconds = timed(command, environment)
            if run:  # the first one warms up
                taken[name].append(milliseconds)
    return {name: statistics.median(times) for name, times in taken.items()}


def often(action: Callable[[], object], runs: int = RUNS) -> float:
    """Median milliseconds of something in this process."""
    times = []
    for _ in range(runs):
        began = time.perf_counter()
        action()
        times.append((time.perf_counter() - began) * 1000)
    return statistics.median(times)


async def still(app: PipetuiApp, pilot: Pilot[int]) -> None:
    """Until the book is read and shown."""
    while app.snapshot is None or not app.clerk.idle:
        await pilot.pause()


async def in_app(book: Path, size: int) -> Figures:
    """What the app does with the book: reading, filtering, opening, moving."""
    figures: Figures = {}
    with Store.open(book) as store:
        desk = Desk(store, present, Settings(), "app")
        read = snapshot(desk, None)
        asked = query.parse("value>10k acme", present(), desk.settings.dates, "EUR")
        figures[f"read board and day, {size:,} deals"] = often(lambda: snapshot(desk, None))
        figures[f"filter {len(read.cards):,} cards"] = often(lambda: [c for c in read.cards if asked.matches(c)])
        app = PipetuiApp(desk)
        began = time.perf_counter()
        async with app.run_test(size=(120, 36)) as pilot:
            await still(app, pilot)
            figures[f"open the app to a still screen, {size:,} deals"] = (time.perf_counter() - began) * 1000
            await pilot.press("2")
            for name, key in (("cursor down", "j"), ("advance and back", "greater_than_sign")):
                times = []
                for _ in range(RUNS):
                    began = time.perf_counter()
                    await pilot.press(key)
                    await still(app, pilot)
                    times.append((time.perf_counter() - began) * 1000)
                    await pilot.press("escape", "u")
                    await still(app, pilot)
                figures[f"{name}, test pilot's own wait included, {size:,} deals"] = statistics.median(times)
    return figures


def main() -> None:
    """Measure, print, write."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        books = {size: folder / f"{size}.db" for size in SIZES}
        for size, book in books.items():
            with Store.open(book) as store:
                demo.build(store, present(), deals=size)
        whole = processes(books, folder)
        inside: Figures = {}
        for size, book in books.items():
            inside |= asyncio.run(in_app(book, size))
    floor = whole["python -c pass"]
    print(f"{'whole process':<58}{'ms':>9}{'× python -c pass':>20}")
    for name, milliseconds in whole.items():
        print(f"{name:<58}{milliseconds:>9.1f}{milliseconds / floor:>20.1f}")
    print(f"\n{'inside':<78}{'ms':>9}")
    for name, milliseconds in inside.items():
        print(f"{name:<78}{milliseconds:>9.1f}")
    Path("bench.json").write_text(json.dumps({"process_ms": whole, "inside_ms": inside}, indent=2), encoding="utf-8")


if __name__ == "__main__":
    main()
