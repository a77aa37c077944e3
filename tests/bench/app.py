"""What the app costs: from a key to its painted answer, memory, idling, and the first frame in a terminal.

"Painted" is the moment the screen's update was handed to the terminal, not the end of a test pilot's waits. Keys are
measured inside this process on a driver that writes nowhere; the rest on whole processes inside tmux.
"""

import asyncio
import contextlib
import os
import shlex
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from textual import events
from textual.drivers.headless_driver import HeadlessDriver
from textual.geometry import Offset

from pipetui import paths
from pipetui.config import Settings
from pipetui.domain.deal import OPEN
from pipetui.present import present
from pipetui.service import Workspace
from pipetui.service.maintenance import daily
from pipetui.store.store import Store
from pipetui.tui.app import PipetuiApp
from pipetui.tui.screens.deal_screen import DealScreen
from pipetui.tui.snapshot import SnapshotLoader
from pipetui.tui.widgets.deal_column import DealColumn

RUNS = 9
SIZE = (120, 36)
IDLE_SECONDS = 30.0
HELD_SECONDS, HELD_STEPS = 0.033, 24
"""How quickly the keys of one that is held down follow each other, and how many there are."""
SETTLED_SECONDS = 8.0
"""Until everything behind the first frame is imported and read."""

HELLO = """
from textual.app import App
from textual.widgets import Footer, Static
class Hello(App):
    BINDINGS = [("q", "quit", "Leave")]
    def compose(self):
        yield Static("hello, painted")
        yield Footer()
Hello().run()
"""
"""The floor: the smallest app that shows a text and its keys."""

Figures = dict[str, float]


class Moment(NamedTuple):
    """A reading of both clocks, in seconds."""

    wall: float
    cpu: float


def moment() -> Moment:
    """Now, and the processor time of all threads so far."""
    return Moment(time.perf_counter(), time.process_time())


class Paper(HeadlessDriver):
    """A terminal that is painted on in full but shows nothing; `painted` is called with all that is written."""

    painted: Callable[[str], None] = staticmethod(lambda data: None)

    @property
    def is_headless(self) -> bool:
        """Not to the app: it paints."""
        return False

    def write(self, data: str) -> None:
        """Take note instead of writing."""
        type(self).painted(data)


class Hands:
    """Presses keys on an app and tells when their answer was painted."""

    def __init__(self, app: PipetuiApp) -> None:
        self.app = app
        self._last = moment()
        self._shown: Callable[[str], bool] = lambda data: True
        self._first: Moment | None = None
        Paper.painted = self._painted

    def _painted(self, data: str) -> None:
        if data.startswith("\x1b[?2026"):  # begin and end of a synchronized update
            return
        self._last = moment()
        if self._first is None and self._shown(data):
            self._first = self._last

    async def still(self) -> None:
        """Wait until nothing is asked, read or painted any more."""
        quiet = 0
        while quiet < 4:
            before = self._last
            await asyncio.sleep(0.02)
            resting = self.app.worker.idle and not self.app.typed.busy
            quiet = quiet + 1 if resting and self._last is before else 0

    async def press(self, *keys: str) -> None:
        """Press keys and wait."""
        for key in keys:
            self.app.post_message(events.Key(key, key if len(key) == 1 else None))
        await self.still()

    async def timed(self, key: str, shown: Callable[[str], bool] = lambda data: True) -> tuple[Moment, Moment]:
        """Milliseconds from a key to the first painting that has what `shown` looks for, and to the last one."""
        return await self._timed(events.Key(key, key if len(key) == 1 else None), shown)

    async def _timed(self, event: events.Event, shown: Callable[[str], bool]) -> tuple[Moment, Moment]:
        await asyncio.sleep(0.05)
        self._first, self._shown = None, shown
        began = moment()
        self.app.post_message(event)
        await self.still()
        assert self._first is not None, f"{event} painted nothing"
        return _since(began, self._first), _since(began, self._last)

    async def hold(self, key: str, steps: int) -> float:
        """Milliseconds of processor time that a step takes of a key that is held down."""
        await asyncio.sleep(0.2)
        began = moment()
        for _ in range(steps):
            self.app.post_message(events.Key(key, key))
            await asyncio.sleep(HELD_SECONDS)
        taken = _since(began, moment()).cpu / steps
        await self.still()
        return taken

    async def mouse(self, kind: type[events.MouseEvent], at: Offset) -> tuple[Moment, Moment]:
        """Milliseconds from what the mouse does there with its left button down to its painting."""
        x, y = at
        button = 0 if kind is events.MouseUp else 1
        event = kind(None, x, y, 0, 0, button, False, False, False, x, y)
        if kind is events.MouseMove:
            return await self._timed(event, lambda data: True)
        self.app.post_message(event)
        await self.still()
        return Moment(0, 0), Moment(0, 0)

    @property
    def screen(self) -> DealScreen:
        """The screen with deals."""
        found = self.app.deal_screen
        assert found is not None
        return found


def _since(began: Moment, ended: Moment) -> Moment:
    return Moment((ended.wall - began.wall) * 1000, (ended.cpu - began.cpu) * 1000)


@contextlib.asynccontextmanager
async def opened(book: Path) -> AsyncIterator[Hands]:
    """The app on a book, at rest on its board."""
    with Store.open(book) as store:
        app = PipetuiApp(Workspace(store, present, Settings(), "app"))
        app.driver_class = Paper
        hands = Hands(app)
        running = asyncio.create_task(app.run_async(size=SIZE))
        try:
            await hands.still()
            await hands.press("2")
            yield hands
        finally:
            app.exit()
            await running


def _medians(name: str, times: list[Moment]) -> Figures:
    return {
        f"{name}, wall ms": statistics.median(one.wall for one in times),
        f"{name}, CPU ms": statistics.median(one.cpu for one in times),
    }


async def advance(hands: Hands, size: int) -> Figures:
    """`>` on deals with a next step of their own, so that no question follows; each is taken back by undo.

    What a cadence suggested goes with the stage, and the next step is asked for.
    """
    cards, all_, undone = [], [], []
    for _ in range(RUNS):
        while (card := hands.screen.selected) is None or card.next_step is None or card.next_step.place:
            await hands.press("j")

        def moved(data: str, deal: int = card.id, stage: int = card.stage_id, title: str = card.title) -> bool:
            now = hands.screen.selected
            return now is not None and now.id == deal and now.stage_id != stage and title[:12] in data

        def back(data: str, deal: int = card.id, stage: int = card.stage_id, title: str = card.title) -> bool:
            now = hands.app.snapshot
            found = now.card(deal)
            return found is not None and found.stage_id == stage and title[:12] in data

        painted, last = await hands.timed("greater_than_sign", moved)
        cards.append(painted)
        all_.append(last)
        undone.append((await hands.timed("u", back))[0])
        await hands.press("h")
        await hands.press("j")
    return {
        **_medians(f"advance, key to painted card, {size:,} open", cards),
        **_medians(f"advance, key to the pane painted too, {size:,} open", all_),
        **_medians(f"undo, key to painted card, {size:,} open", undone),
    }


async def cursor(hands: Hands, size: int, where: str) -> Figures:
    """`j` down a list."""
    times = [(await hands.timed("j"))[0] for _ in range(RUNS)]
    return _medians(f"cursor, key to painted, {where}, {size:,} cards", times)


async def held(hands: Hands, size: int, where: str) -> Figures:
    """A cursor key that is held down, there and back, its pane behind it once it rests."""
    times = [await hands.hold(key, HELD_STEPS) for _ in range(3) for key in ("j", "k")]
    return {f"cursor held, a step, {where}, {size:,} cards, CPU ms": statistics.median(times)}


async def drag(hands: Hands, size: int) -> Figures:
    """A card that is moved with the mouse, over its own column and into the next ones, and left by Esc."""
    lists = [one for one in hands.screen.query(DealColumn) if one.rows and one.display]
    column, others = lists[0], lists[1:]
    begin = column.region.offset + Offset(4, 1)
    await hands.mouse(events.MouseDown, begin)
    down = [begin + Offset(0, step) for step in range(2, 2 + RUNS)]
    across = [other.region.offset + Offset(5, 6 + step) for other in others for step in range(2)]
    times = [(await hands.mouse(events.MouseMove, at))[0] for at in (*down, *across)]
    assert column.dragging
    await hands.press("escape")
    await hands.mouse(events.MouseUp, across[-1] if across else down[-1])
    return _medians(f"drag of a card, a move to painted, {size:,} cards", times)


async def filtering(hands: Hands, size: str) -> Figures:
    """Letters typed into the filter one by one."""
    times = []
    for word in ("renewal", "annual"):
        await hands.press("slash")
        times += [(await hands.timed(letter))[0] for letter in word]
        await hands.press("escape")
    return {
        **_medians(f"filter, key to painted, {size}", times),
        f"filter, slowest key, {size}, wall ms": max(one.wall for one in times),
    }


async def _in_app(book: Path, size: int) -> Figures:
    async with opened(book) as hands:
        figures = await cursor(hands, size, "board")
        figures |= await held(hands, size, "board")
        figures |= await drag(hands, size)
        figures |= await filtering(hands, f"{size:,} cards")
        figures |= await advance(hands, size)
        await hands.press("3")
        figures |= await cursor(hands, size, "table")
        return figures | await held(hands, size, "table")


def in_app(book: Path, size: int) -> Figures:
    """Keys on the board and the table of a book with `size` open deals; the book itself is left as it was."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(shutil.copy(book, folder))
        return asyncio.run(_in_app(copy, size))


async def _in_career(book: Path) -> Figures:
    async with opened(book) as hands:
        return await filtering(hands, "a career")


def in_career(book: Path) -> Figures:
    """The filter, which looks into notes and touches too, in a book with a million of them."""
    with tempfile.TemporaryDirectory() as folder:
        return asyncio.run(_in_career(Path(shutil.copy(book, folder))))


# --- whole processes in a terminal


class Terminal:
    """One command in a tmux of its own, everything it writes caught as it comes."""

    def __init__(self, command: list[str], environment: dict[str, str], folder: Path) -> None:
        self._socket = str(folder / "tmux")
        self._stream = folder / "written"
        self._stream.unlink(missing_ok=True)
        os.mkfifo(self._stream)
        spelled = " ".join(f"{name}={shlex.quote(value)}" for name, value in environment.items())
        waiting = f"read go; exec env {spelled} {shlex.join(command)}"
        width, height = map(str, SIZE)
        self._tmux("-f", "/dev/null", "new-session", "-d", "-x", width, "-y", height, waiting)
        self._tmux("pipe-pane", f"exec cat > {shlex.quote(str(self._stream))}")
        self._read = os.open(self._stream, os.O_RDONLY)
        self.pid = int(self._tmux("display-message", "-p", "#{pane_pid}"))

    def _tmux(self, *words: str) -> str:
        done = subprocess.run(["tmux", "-S", self._socket, *words], check=True, capture_output=True, text=True)
        return done.stdout.strip()

    def start(self, marker: str) -> float:
        """Let the command begin; milliseconds until it has written `marker`."""
        began = time.perf_counter()
        self._tmux("send-keys", "Enter")
        seen = b""
        while marker.encode() not in seen:
            more = os.read(self._read, 65536)
            if not more:
                raise RuntimeError(f"the command ended without {marker!r}: {seen[-400:]!r}")
            seen += more
        return (time.perf_counter() - began) * 1000

    def drain(self, seconds: float) -> None:
        """Let it run on, reading away what it writes."""
        os.set_blocking(self._read, False)
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            with contextlib.suppress(BlockingIOError):
                os.read(self._read, 65536)
            time.sleep(0.05)

    def resident_mb(self) -> float:
        """Resident memory in MB."""
        pages = int(Path(f"/proc/{self.pid}/statm").read_text(encoding="ascii").split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE") / 1e6

    def cpu_seconds(self) -> float:
        """Processor time used so far."""
        fields = Path(f"/proc/{self.pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def close(self) -> None:
        """End it."""
        with contextlib.suppress(subprocess.CalledProcessError):
            self._tmux("kill-server")
        os.close(self._read)


@contextlib.contextmanager
def terminal(command: list[str], environment: dict[str, str]) -> Iterator[Terminal]:
    """A command waiting to be started in a terminal."""
    with tempfile.TemporaryDirectory() as folder:
        shown = Terminal(command, environment, Path(folder))
        try:
            yield shown
        finally:
            shown.close()


Command = tuple[list[str], dict[str, str], str]
"""Words, environment, and what it shows first."""


def _hello(environment: dict[str, str]) -> Command:
    return [sys.executable, "-c", HELLO], environment, "hello, painted"


def _app(book: Path, environment: dict[str, str]) -> Command:
    """The app on a book, and a title that is on its first screen."""
    return [sys.executable, "-m", "pipetui"], {**environment, "PIPETUI_DB": str(book)}, _first_title(book)


def _first_title(book: Path) -> str:
    """The beginning of the deal that is on top of the first screen."""
    with Store.open(book) as store:
        read = SnapshotLoader(Workspace(store, present, Settings(), "app")).read()
    overdue = read.agenda.buckets[0].cards
    top = overdue[0] if overdue else next(column.cards[0] for column in read.board.columns if column.cards)
    assert top.status == OPEN
    return top.title[:12]


def in_terminal(book: Path, size: int, *, runs: int = RUNS, idle_seconds: float = IDLE_SECONDS) -> Figures:
    """First frame, memory and idling of whole processes, the hello app beside ours in turns."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(shutil.copy(book, folder))
        with Store.open(copy) as store:  # the day's backup is made, as it is at every start of a day but the first
            daily.begin_day(Workspace(store, present, Settings(), "app"), paths.backups(copy))
        # Compiled modules, as an installed program has them, whatever this environment says.
        compiled = {"PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": f"{folder}/compiled"}
        commands = {"Textual hello": _hello(compiled), f"pipetui, {size:,} open": _app(copy, compiled)}
        frames: dict[str, list[float]] = {name: [] for name in commands}
        figures: Figures = {}
        for run in range(runs + 1):
            for name, (command, environment, marker) in commands.items():
                with terminal(command, environment) as shown:
                    taken = shown.start(marker)
                    if run:
                        frames[name].append(taken)
                    else:  # the first one warms up: all that is imported behind the frame is compiled, too
                        shown.drain(SETTLED_SECONDS)
        for name, (command, environment, marker) in commands.items():
            figures[f"first frame, {name}, ms"] = statistics.median(frames[name])
            with terminal(command, environment) as shown:
                shown.start(marker)
                shown.drain(SETTLED_SECONDS)
                figures[f"resident memory, {name}, MB"] = shown.resident_mb()
                before = shown.cpu_seconds()
                shown.drain(idle_seconds)
                figures[f"idle CPU, {name}, %"] = (shown.cpu_seconds() - before) / idle_seconds * 100
        return figures


def figures(book: Path, size: int) -> Figures:
    """Everything about the app with `book`, which has `size` open deals and is left as it was."""
    return in_app(book, size) | in_terminal(book, size)


def main() -> None:
    """`python -m tests.bench.app BOOK [BOOK …]`: the figures as lines."""
    for name in sys.argv[1:]:
        with Store.open(Path(name)) as store:
            size = store.connection.execute(
                "SELECT count(*) FROM deal WHERE status = 'open' AND deleted_at IS NULL"
            ).fetchone()[0]
        print(f"{name}, {datetime.now():%H:%M}")
        for what, value in figures(Path(name), size).items():
            print(f"  {what:<70}{value:>10.1f}")


if __name__ == "__main__":
    main()
