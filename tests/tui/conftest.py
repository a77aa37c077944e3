"""An app on a small book, driven as a rep drives it."""

import asyncio
import shutil
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import textual.app
import textual.pilot
from textual import _callback
from textual._compositor import Compositor
from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet
from textual.message_pump import MessagePump
from textual.pilot import Pilot, WaitForScreenTimeout
from textual.screen import Screen
from textual.widgets import Input, TextArea

from pipetui import service
from pipetui.config import Settings
from pipetui.domain.dates import when
from pipetui.domain.line import quick_line
from pipetui.service import Workspace, reads
from pipetui.store.store import Store
from pipetui.tui import type_ahead
from pipetui.tui.app import PipetuiApp
from pipetui.tui.screens.deal_screen import DealScreen
from pipetui.tui.widgets.bars import StatusBar
from pipetui.tui.widgets.card_list import CardList
from pipetui.views import Card
from tests.conftest import NOW

LINES = (
    "Acme rollout 12k @proposal org:Acme who:Ann next:mon ann@acme.example +hot",
    "Globex seats 8400 @prosp org:Globex",
    "Initech renewal 9100 @qual org:Initech next:+2w",
    "Mirai 導入 1200000 JPY @demo org:株式会社ミライ next:tomorrow",
    "Hooli [red]pilot[/] 4k @prosp org:Hooli next:fri",
)
"""Five open deals, numbers 1 to 5; the fourth in yen, the fifth with markup in its name."""


class Rep:
    """The hands of the rep: presses keys and sees what is under the cursor."""

    def __init__(self, app: PipetuiApp, pilot: Pilot[int]) -> None:
        self.app = app
        self.pilot = pilot

    async def press(self, *keys: str) -> None:
        """Press keys, then wait until the book and the screen are still."""
        await self.pilot.press(*keys)
        await self.settle()

    async def type(self, text: str) -> None:
        """Type a text into the line that has the focus, in one go."""
        line = self.app.screen.focused
        assert isinstance(line, (Input, TextArea))
        if isinstance(line, Input):
            line.insert_text_at_cursor(text)
        else:
            line.insert(text)
        await self.settle()

    async def settle(self) -> None:
        """Wait for the worker, the messages that follow from its answer and may ask it again, and the layout."""
        loop: Any = asyncio.get_running_loop()
        for _ in range(1000):
            with suppress(WaitForScreenTimeout):  # a widget that goes meanwhile does not answer the pilot
                await self.pilot.pause()
            if not self.app.worker.idle or self.app.typed.busy or is_laid_out_soon(self.app.screen):
                await asyncio.sleep(0.002)  # a thread is at work on the book, or Textual's clock ticks soon
            elif not loop._ready:  # the pause ends with what Textual's clock would do, which may lead to more
                return

    async def until(self, holds: Callable[[], bool]) -> None:
        """Wait for something that a worker of the app does in its own time."""
        for _ in range(500):
            await self.settle()
            if holds():
                return
            await asyncio.sleep(0.01)
        raise AssertionError("it never came to that")

    @property
    def screen(self) -> DealScreen:
        """The screen below any question."""
        found = self.app.deal_screen
        assert found is not None
        return found

    @property
    def card(self) -> Card:
        """The deal under the cursor."""
        card = self.screen.selected
        assert card is not None
        return card

    @property
    def message(self) -> str:
        """What the status line says."""
        return self.screen.query_one(StatusBar).message

    @property
    def titles(self) -> list[list[str]]:
        """The titles shown, list by list."""
        return [
            [row.title for row in shown.rows if isinstance(row, Card)]
            for shown in self.screen.query(CardList).results()
        ]

    def deal(self, deal_id: int) -> Card:
        """A deal as the book has it."""
        return reads.card(self.app.worker.workspace, deal_id)


Opens = Callable[..., AbstractAsyncContextManager[Rep]]

_SOON = 0.01
"""Seconds: Textual lets a window that is being resized come to rest for so long."""


@pytest.fixture(autouse=True)
def steady(monkeypatch: pytest.MonkeyPatch) -> None:
    """No cursor blinks in a picture."""
    monkeypatch.setattr(Input.cursor_blink, "_default", False)
    monkeypatch.setattr(TextArea.cursor_blink, "_default", False)


@pytest.fixture(scope="session", autouse=True)
def nobody_guesses_what_is_still() -> Iterator[None]:
    """The pilot goes on as soon as nothing is left to do; see `until_nothing_is_left`."""
    with pytest.MonkeyPatch.context() as patch:
        for module in (textual.app, textual.pilot):
            patch.setattr(module, "wait_for_idle", until_nothing_is_left)
        yield


async def until_nothing_is_left(min_sleep: float = 0, max_sleep: float = 1) -> None:
    """Wait until no task can go on, nor will in the next hundredth of a second.

    Textual's own sleeps until the process has used little of its processor, which depends on how quick and how busy
    the machine is; what is still on its way then is tested by chance.
    """
    loop: Any = asyncio.get_running_loop()
    until = loop.time() + _SOON
    while True:
        await asyncio.sleep(0)
        if not loop._ready:
            due = loop._scheduled[0].when() if loop._scheduled else until
            if due >= until:
                return
            await asyncio.sleep(max(0, due - loop.time()))


@pytest.fixture(autouse=True)
def one_key_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """No key is taken for one that is held down, however fast the pilot is: nothing waits until the keys rest."""
    monkeypatch.setattr(type_ahead, "RUN", 0.0)


@pytest.fixture(scope="session", autouse=True)
def only_the_busy_are_asked() -> Iterator[None]:
    """The pilot waits for the widgets that have something to do.

    Textual's asks each of some forty widgets, several times a key: half of what a key takes in a test.
    """
    usual = _callback._count_parameters
    counts: dict[object, int] = {}

    def counted(func: Callable[..., object]) -> int:
        """By its code, and whether it is bound: a function that is made anew for each call needs no new look."""
        code = getattr(func, "__code__", None)
        if code is None or hasattr(func, "__wrapped__"):
            return usual(func)
        of_what = code, hasattr(func, "__self__")
        if of_what not in counts:
            counts[of_what] = usual(func)
        return counts[of_what]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(_callback, "_count_parameters", counted)
        patch.setattr(Pilot, "_wait_for_screen", wait_for_the_busy)
        yield


async def wait_for_the_busy(pilot: Pilot[object], timeout: float = 30.0) -> bool:
    """Wait until what app, screen and widgets have to do by now is done; returns whether it is."""
    app = pilot.app
    if not app._screen_stack:
        return False
    widgets = app.screen.walk_children()
    asked = [app, app.screen, *(widget for widget in widgets if not is_waiting(widget))]
    done = [asyncio.Event() for node in asked]
    queued = [event for node, event in zip(asked, done, strict=True) if node.call_later(event.set)]
    answers = asyncio.gather(*(event.wait() for event in queued))
    failed: asyncio.Future[Any] = asyncio.ensure_future(app._exception_event.wait())
    either: set[asyncio.Future[Any]] = {answers, failed}
    try:
        await asyncio.wait(either, timeout=timeout, return_when=asyncio.FIRST_COMPLETED)
        if not (answers.done() or failed.done()):
            raise WaitForScreenTimeout("widgets have not done yet what they have to do")
        return answers.done()
    finally:
        for left in either:
            left.cancel()


def is_laid_out_soon(screen: Screen[Any]) -> bool:
    """Whether something on it has another size or place when Textual's clock ticks next, sixty times a second."""
    return screen._layout_required or screen._scroll_required or screen._recompose_required


def is_waiting(node: MessagePump) -> bool:
    """Whether it has nothing to do: no message, nor one under way."""
    ready: Any = node._message_queue.ready_event
    return not ready.is_set() and any(not waiter.done() for waiter in ready._waiters)


@pytest.fixture(scope="session", autouse=True)
def parsed_once() -> Iterator[None]:
    """A text of styles is parsed once a worker for each theme, not once an app: a twelfth of what a test takes."""
    parsed: dict[frozenset[tuple[str, str]], dict[tuple[object, ...], list[RuleSet]]] = {}

    def share(sheet: Stylesheet) -> None:
        sheet._parse_cache = parsed.setdefault(frozenset(sheet._variables.items()), {})  # type: ignore[assignment]

    made, set_variables = Stylesheet.__init__, Stylesheet.set_variables

    def make(sheet: Stylesheet, *, variables: dict[str, str] | None = None) -> None:
        made(sheet, variables=variables)
        share(sheet)

    def set_(sheet: Stylesheet, variables: dict[str, str]) -> None:
        sheet._parse_cache = {}  # type: ignore[assignment]  # which is cleared
        set_variables(sheet, variables)
        share(sheet)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Stylesheet, "__init__", make)
        patch.setattr(Stylesheet, "set_variables", set_)
        patch.setattr(RuleSet, "__hash__", object.__hash__)  # the same, without Python a hundred times a widget
        yield


@pytest.fixture(scope="session")
def sales_template(template_book: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A book of five open deals, made once."""
    path = tmp_path_factory.mktemp("sales") / "book.db"
    shutil.copyfile(template_book, path)
    with Store.open(path) as store:
        at = Workspace(store, lambda: NOW, Settings(), "app")
        for line in LINES:
            service.add(at, quick_line.parse(line, NOW, at.settings.dates, "EUR"))
    return path


@pytest.fixture
def sales(book: Path, sales_template: Path, clock: Callable[[], datetime]) -> Iterator[Workspace]:
    """A workspace in the app at a book of five open deals."""
    shutil.copyfile(sales_template, book)
    with Store.open(book) as store:
        yield Workspace(store, clock, Settings(), "app")


@pytest.fixture
def overdue(sales: Workspace, clock: Callable[[], datetime]) -> Workspace:
    """The same book three days later: Acme's follow-up of Monday is a day late."""
    clock.tick(days=3)  # type: ignore[attr-defined]
    return sales


_painted: set[type[Screen[Any]]] = set()
"""The screens at which a test of this worker ended, each painted the first time."""


@pytest.fixture
def opened() -> Opens:
    """Open the app on a workspace: `async with opened(workspace) as rep`."""

    @asynccontextmanager
    async def open_(workspace: Workspace, size: tuple[int, int] = (120, 36)) -> AsyncIterator[Rep]:
        app = PipetuiApp(workspace)
        begin_tasks_as_a_real_app()
        with unpainted():
            async with app.run_test(size=size) as pilot:
                rep = Rep(app, pilot)
                await rep.settle()
                yield rep
                if app.is_running and type(app.screen) not in _painted:  # where it got to can be painted
                    _painted.add(type(app.screen))
                    app.screen._compositor.render_full_update().render_segments(app.console)

    return open_


@contextmanager
def unpainted() -> Iterator[None]:
    """What nobody looks at is not painted: nearly half of what a test of the app would take.

    The pictures are painted, and what the monkey does; so is what runs in a terminal.
    """

    def nothing(compositor: Compositor, *how: object, **more: object) -> None:
        compositor._dirty_regions.clear()

    usual, Compositor.render_update = Compositor.render_update, nothing  # type: ignore[method-assign, assignment]
    try:
        yield
    finally:
        Compositor.render_update = usual  # type: ignore[method-assign]


def begin_tasks_as_a_real_app() -> None:
    """At once, where Python can: Textual asks for it in an app that is run, but not in one that is tested."""
    if sys.version_info >= (3, 12):
        asyncio.get_running_loop().set_task_factory(asyncio.eager_task_factory)


def due(text: str, now: datetime) -> when.Due:
    """A date as the rep would type it."""
    return when.parse_due(text, now, when.DateRules())
