"""A dozen states as pictures, from the demo book on a fixed day."""

import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from textual.pilot import Pilot

from pipetui import demo, service
from pipetui.config import Settings
from pipetui.service import Workspace, pipelines, stages
from pipetui.store.store import Store
from pipetui.tui.app import PipetuiApp
from pipetui.tui.screens.import_screen import ImportScreen
from tests.tui.conftest import Rep

Compare = Callable[..., bool]
NOW = datetime(2026, 11, 21, 10, tzinfo=UTC)
WIDE, USUAL, SMALL = (120, 36), (80, 24), (60, 20)


@pytest.fixture(scope="module")
def demo_book(template_book: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo book of that day, made once."""
    path = tmp_path_factory.mktemp("pictures") / "demo.db"
    shutil.copyfile(template_book, path)
    with Store.open(path) as store:
        demo.build(store, NOW)
    return path


@pytest.fixture
def demo_app(tmp_path: Path, demo_book: Path, now: datetime) -> Iterator[PipetuiApp]:
    """The app on the demo book."""
    assert now == NOW
    shutil.copyfile(demo_book, tmp_path / "demo.db")
    with Store.open(tmp_path / "demo.db") as store:
        yield PipetuiApp(Workspace(store, lambda: now, Settings(motion=False), "app"))


PICTURES: dict[str, tuple[tuple[int, int], list[str]]] = {
    "board": (WIDE, ["2", "right", "down"]),
    "board_at_80": (USUAL, ["2", "right", "right", "right"]),
    "board_at_60": (SMALL, ["2"]),
    "board_compact": (WIDE, ["2", "full_stop"]),
    "board_filtered": (WIDE, ["2", "slash", "type overdue"]),
    "today": (WIDE, ["1"]),
    "today_at_80": (USUAL, ["1"]),
    "deals": (WIDE, ["3", "P"]),
    "week": (WIDE, ["7"]),
    "week_at_80": (USUAL, ["7"]),
    "sheet": (WIDE, ["1", "enter"]),
    "session": (USUAL, ["1", "s"]),
    "sweep": (WIDE, ["S"]),
    "dupes": (WIDE, ["D"]),
    "numbers": (WIDE, ["6", "down"]),
    "numbers_at_80": (USUAL, ["6"]),
    "report": (WIDE, ["6", "r", "down", "enter"]),
    "forecast": (WIDE, ["dollar_sign", "x", "down", "z", "y"]),
    "forecast_at_80": (USUAL, ["dollar_sign"]),
    "merge": (USUAL, ["D", "enter", "down", "right"]),
    "people": (WIDE, ["4"]),
    "marked": (USUAL, ["1", "space", "space", "space", "z", "m"]),
    "add_bar": (WIDE, ["2", "a", "type Acme 12k @dem next:fri"]),
    "touch": (USUAL, ["1", "c"]),
    "drop": (USUAL, ["1", "x"]),
    "edit": (USUAL, ["1", "e"]),
    "help": (WIDE, ["2", "question_mark"]),
}


@pytest.mark.parametrize("name", PICTURES)
def test_it_looks_as_it_did(name: str, demo_app: PipetuiApp, snap_compare: Compare) -> None:
    size, keys = PICTURES[name]

    async def act(pilot: Pilot[int]) -> None:
        rep = Rep(demo_app, pilot)
        await rep.settle()
        for key in keys:
            if key.startswith("type "):
                await rep.type(key.removeprefix("type "))
            else:
                await rep.press(key)

    assert snap_compare(demo_app, terminal_size=size, run_before=act)


TWO_PIPELINES: dict[str, tuple[tuple[int, int], list[str]]] = {
    "stages": (WIDE, ["2", "percent_sign", "down", "down"]),
    "stages_at_80": (USUAL, ["2", "percent_sign", "down", "r"]),
    "all_pipelines_at_80": (USUAL, ["2", "backslash", "backslash", "right", "right", "right", "right", "right"]),
    "checklist": (USUAL, ["2", "right", "right", "greater_than_sign", "space"]),
}


@pytest.mark.parametrize("name", TWO_PIPELINES)
def test_two_pipelines_look_as_they_did(name: str, demo_app: PipetuiApp, snap_compare: Compare) -> None:
    size, keys = TWO_PIPELINES[name]
    workspace = demo_app.worker.workspace
    pipelines.add(workspace, "Renewals", "short")
    for deal in (3, 11, 13, 24):
        service.move(workspace, [deal], "renewals/connecting" if deal % 2 else "renewals/prospecting")
    for text in ("they saw it", "budget is named"):
        stages.add_criterion(workspace, stages.named(workspace, "demo").id, text)

    async def act(pilot: Pilot[int]) -> None:
        rep = Rep(demo_app, pilot)
        await rep.settle()
        demo_app.worker.reader.forget()  # the app was made before
        demo_app.worker.reread()
        await rep.until(lambda: demo_app.snapshot is not None and len(demo_app.snapshot.pipelines.names) == 2)
        for key in keys:  # some move in what the one before has read
            await rep.press(key)
            await rep.until(lambda: demo_app.current_mode == "board")

    assert snap_compare(demo_app, terminal_size=size, run_before=act)


IMPORT = (
    "Our tracker,,,,,\nACTIVE:,2,TOTAL:,900,,\n\nProspect,Company,Stage,Est. Revenue,Next Follow-Up,Remarks made\n"
    "Ivy Stone,Stone & Co,Proposal,80,2027-12-10,\nMax Reed,Reed Ltd,New Lead,820,2027-12-11,TBD\nTotal,,,900,,\n"
)


IMPORTS: dict[str, tuple[tuple[int, int], list[str]]] = {
    "columns": (USUAL, []),
    "field": (USUAL, ["down", "enter"]),
    "tried": (WIDE, ["d"]),
    "receipt": (USUAL, ["i", "i"]),
}


@pytest.mark.parametrize("name", IMPORTS)
def test_an_import_looks_as_it_did(name: str, demo_app: PipetuiApp, snap_compare: Compare, tmp_path: Path) -> None:
    size, keys = IMPORTS[name]
    path = tmp_path / "tracker.csv"
    path.write_text(IMPORT)

    async def act(pilot: Pilot[int]) -> None:
        rep = Rep(demo_app, pilot)
        await rep.settle()
        screen = ImportScreen(path)
        demo_app.push_screen(screen)
        await rep.until(lambda: screen.plan is not None and not screen.under_way)
        for key in keys:
            await rep.press(key)
            await rep.until(lambda: not screen.under_way)

    assert snap_compare(demo_app, terminal_size=size, run_before=act)


def test_an_empty_book_looks_as_it_did(workspace: Workspace, snap_compare: Compare) -> None:
    app = PipetuiApp(workspace)

    async def act(pilot: Pilot[int]) -> None:
        await Rep(app, pilot).settle()

    assert snap_compare(app, terminal_size=USUAL, run_before=act)
