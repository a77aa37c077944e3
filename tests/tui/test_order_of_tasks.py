"""The app opens whatever task comes first: one that begins within the call that makes it, or one that dawdles.

Textual has its tasks begin at once from Python 3.12 on, so a screen is composed and mounted before the call that
starts it is over.
"""

import asyncio
import contextvars
from collections.abc import Callable, Coroutine, Generator, Sequence
from typing import Any

import pytest
from textual.pilot import Pilot

from pipetui.service import Workspace
from pipetui.tui.app import PipetuiApp
from pipetui.tui.screens.board import BoardScreen, StageBox
from pipetui.tui.screens.list_screen import ListScreen
from pipetui.tui.screens.today import TodayScreen
from tests.tui.conftest import Rep

Work = Coroutine[Any, Any, Any]


def at_once(
    loop: asyncio.AbstractEventLoop, work: Work, *, context: contextvars.Context | None = None, **named: Any
) -> "asyncio.Task[Any]":
    """What `asyncio.eager_task_factory` does; that is not there before Python 3.12."""
    context = context or contextvars.copy_context()
    over, given = False, None
    try:
        given = context.run(work.send, None)
    except StopIteration as end:
        over, given = True, end.value

    class Rest:
        def __await__(self) -> Generator[Any, None, Any]:
            waits_for = given
            try:
                while True:
                    try:
                        yield waits_for
                    except asyncio.CancelledError as cancelled:
                        waits_for = work.throw(cancelled)
                    else:
                        waits_for = work.send(None)
            except StopIteration as end:
                return end.value

    async def rest() -> Any:
        return given if over else await Rest()

    return asyncio.Task(rest(), loop=loop, context=context, **named)


def late(loop: asyncio.AbstractEventLoop, work: Work, **named: Any) -> "asyncio.Task[Any]":
    """Only when everybody else has had five turns."""

    async def dawdle() -> Any:
        for _ in range(5):
            await asyncio.sleep(0)
        return await work

    task = asyncio.Task(dawdle(), loop=loop, **named)
    task.add_done_callback(lambda done: work.close())  # it may be cancelled before it begins
    return task


async def open_app(workspace: Workspace, look: Callable[[Rep], None], keys: Sequence[str] = ()) -> list[str]:
    """Run the app as a rep does, not as a test does; returns the screens that the keys lead to."""
    app = PipetuiApp(workspace)
    screens: list[str] = []

    async def act(pilot: Pilot[Any]) -> None:
        rep = Rep(app, pilot)
        await rep.settle()
        look(rep)
        for key in keys:
            await rep.press(key)
            assert not app.typed.busy, f"{key} is still under way"
            screens.append(type(app.screen).__name__)
        app.exit()

    await app.run_async(headless=True, size=(120, 36), auto_pilot=act)
    assert app._exception is None
    return screens


AT_ONCE = getattr(asyncio, "eager_task_factory", at_once)


@pytest.fixture(params=[AT_ONCE, late], ids=["at_once", "late"])
def order(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """In what order tasks are done; Textual takes the factory of this name if there is one."""
    monkeypatch.setattr(asyncio, "eager_task_factory", request.param, raising=False)


@pytest.mark.usefixtures("order")
async def test_today_is_the_first_screen_in_any_order_of_tasks(overdue: Workspace) -> None:
    def look(rep: Rep) -> None:
        assert isinstance(rep.screen, TodayScreen)
        assert rep.card.title == "Acme rollout"

    assert await open_app(overdue, look, ["2", "1"]) == ["BoardScreen", "TodayScreen"]


@pytest.mark.usefixtures("order")
async def test_the_board_is_the_first_screen_in_any_order_of_tasks(sales: Workspace) -> None:
    def look(rep: Rep) -> None:
        assert isinstance(rep.screen, BoardScreen)
        assert rep.screen.focused is not None
        assert sum(box.display for box in rep.screen.query(StageBox)) == 5, "as many as there is room for"

    assert await open_app(sales, look, ["1", "3", "4", "5", "S", "2", "x", "escape", "question_mark"]) == [
        "TodayScreen",
        "DealsScreen",
        "PeopleScreen",
        "OrganizationsScreen",
        "SweepScreen",
        "BoardScreen",
        "DropDialog",
        "BoardScreen",
        "HelpScreen",
    ]


@pytest.mark.usefixtures("order")
async def test_an_empty_book_welcomes_in_any_order_of_tasks(workspace: Workspace) -> None:
    def look(rep: Rep) -> None:
        assert isinstance(rep.screen, ListScreen)
        assert rep.screen.has_class("-empty")

    await open_app(workspace._replace(source="app"), look)
