"""What screens read behind the frame: nothing it does takes a question away, and what the book refuses is said."""

import ast
import asyncio
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from textual import work
from textual.app import ComposeResult
from textual.widgets import Static

from pipetui import tui
from pipetui.domain.errors import StoreError
from pipetui.service import Workspace
from pipetui.tui.dialogs.base import Dialog
from pipetui.tui.dialogs.person import FindDialog
from tests.tui.conftest import LINES, Opens


def test_a_worker_that_takes_the_place_of_another_has_a_group_of_its_own() -> None:
    """In the group that Textual gives to all, the next reading of the book would break off who waits for an answer."""
    known = [
        {word.arg: ast.unparse(word.value) for word in call.keywords}
        for path in sorted(Path(tui.__file__).parent.rglob("*.py"))
        for source in [path.read_text("utf-8")]
        if "@work" in source or "run_worker" in source
        for call in ast.walk(ast.parse(source))
        if isinstance(call, ast.Call) and ast.unparse(call.func) in ("work", "self._app.run_worker")
    ]
    exclusive = [words for words in known if words.get("exclusive") == "True"]
    assert len(exclusive) > 20
    assert all("group" in words for words in exclusive)


async def test_what_the_book_refuses_to_a_worker_is_said_and_the_app_lives_on(
    sales: Workspace, opened: Opens, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def refuse(question: Any) -> None:
        raise StoreError("the book is gone")

    async with opened(sales) as rep:
        for keys, further in ((("dollar_sign",), "m"), (("escape", "4"), "m"), (("escape", "6"), "Q"), ((), "3")):
            with monkeypatch.context() as patch:
                await rep.press(*keys)
                patch.setattr(rep.app.worker, "ask", refuse)
                rep.app.say("")
                await rep.press(further)
                assert rep.app.news == ("the book is gone", True), (keys, further)
            if isinstance(rep.app.screen, FindDialog):
                await rep.press("escape")
        assert rep.app.is_running


class Signs(Static):
    """Tells when it goes."""

    def __init__(self) -> None:
        super().__init__()
        self.gone = asyncio.Event()

    def on_unmount(self) -> None:
        self.gone.set()


class Waiting(Dialog[None]):
    """Has a worker that gets its answer just when the widgets of the dialog go."""

    def __init__(self) -> None:
        super().__init__("Waiting")
        self.looked = False

    def body(self) -> ComposeResult:
        yield Signs()

    def on_mount(self) -> None:
        self.read()

    @work
    async def read(self) -> None:
        await self.query_one(Signs).gone.wait()
        self.looked = True
        self.query_one(Signs).update("read")


class Late(Dialog[None]):
    """Is opened just when the app is asked to end."""

    def body(self) -> ComposeResult:
        self.app.exit()
        yield Signs()

    def on_mount(self) -> None:
        self.query_one(Signs).update("here")


async def test_what_is_opened_as_the_app_ends_breaks_nothing(sales: Workspace, opened: Opens) -> None:
    async with opened(sales) as rep:
        rep.app.push_screen(Late("Late"))
        while rep.app.is_running:
            await asyncio.sleep(0)
    assert rep.app.return_code == 0


async def test_what_a_dialog_has_under_way_ends_before_its_widgets_do(sales: Workspace, opened: Opens) -> None:
    async with opened(sales) as rep:
        dialog = Waiting()
        await rep.app.push_screen(dialog)
        await rep.press("escape")
        assert rep.app.is_running and not dialog.looked
        await rep.app.push_screen(Waiting())
        await rep.press("ctrl+c")
    assert rep.app.return_code == 0


async def test_the_app_is_over_when_nothing_is_at_work_on_the_book_any_more(sales: Workspace, opened: Opens) -> None:
    """Who opened the book closes it then: under a thread that reads it, that would be the end of the process."""
    begun, may_end = Event(), Event()
    done: list[int] = []

    def read(workspace: Workspace) -> None:
        begun.set()
        may_end.wait()
        done.extend(row[0] for row in workspace.store.connection.execute("SELECT count(*) FROM deal"))

    async with opened(sales) as rep:
        asked = asyncio.ensure_future(rep.app.worker.ask(read))
        await asyncio.to_thread(begun.wait)
        asyncio.get_running_loop().call_later(0.2, may_end.set)
    assert done == [len(LINES)]
    asked.cancel()
