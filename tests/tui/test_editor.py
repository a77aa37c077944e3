"""`E` and `C`: the terminal is handed to the rep's editor; a cadence is begun, stopped and edited in it."""

import shlex
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from pipetui import editing
from pipetui.service import Workspace, cadence_reads, reads
from pipetui.tui.app import PipetuiApp
from tests.tui.conftest import Opens


@pytest.fixture
def editor(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """The program that is the rep's editor: it works on `text`. The app hands the terminal over."""

    @contextmanager
    def suspend(app: PipetuiApp) -> Iterator[None]:
        yield

    script = tmp_path / "editor.py"
    monkeypatch.setenv("EDITOR", f"{shlex.quote(sys.executable)} {shlex.quote(str(script))}")
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setattr(editing, "terminal", lambda: True)
    monkeypatch.setattr(PipetuiApp, "suspend", suspend)
    return script


def save(script: Path, code: str) -> None:
    """What the editor does with its `text`."""
    script.write_text(
        "import pathlib, sys\npath = pathlib.Path(sys.argv[-1])\ntext = path.read_text()\n"
        f"{code}\npath.write_text(text)\n"
    )


async def test_e_edits_the_whole_deal_in_the_editor(sales: Workspace, opened: Opens, editor: Path) -> None:
    async with opened(sales) as rep:
        number = rep.card.id
        save(editor, "text = text.replace('source:', 'source: web').replace('note:', 'note: hello')")
        await rep.press("E")
        assert rep.message == f"edited #{number} {rep.card.title}: source, note · u undo"
        assert rep.deal(number).source == "web"
        save(editor, "")
        await rep.press("enter", "E")  # on the sheet
        assert rep.message == "nothing was changed"


async def test_a_text_that_the_book_refuses_is_kept(sales: Workspace, opened: Opens, editor: Path) -> None:
    async with opened(sales) as rep:
        before = reads.sheet(sales, rep.card.id)
        save(editor, "text = text.replace('revisit:', 'revisit: 2027-11-01')")
        await rep.press("E")
        assert "only a lost deal is revisited" in rep.message
        (toast,) = rep.app._notifications
        kept = Path(toast.message.split("kept in ")[1])
        assert "revisit: 2027-11-01" in kept.read_text()
        kept.unlink()
        assert reads.sheet(sales, rep.card.id) == before


async def test_without_a_terminal_to_hand_over_the_app_says_so(
    sales: Workspace, opened: Opens, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EDITOR", "nano")
    async with opened(sales) as rep:
        await rep.press("E")
        assert rep.message == "this terminal cannot be handed to an editor"
        monkeypatch.delenv("EDITOR")
        await rep.press("E")
        assert rep.message.startswith("no editor is set")


async def test_b09_c_begins_stops_and_edits_cadences(sales: Workspace, opened: Opens, editor: Path) -> None:
    async with opened(sales) as rep:
        number = rep.card.id
        await rep.press("C", "1", "enter")  # the first step is suggested
        step = rep.deal(number).next_step
        assert step is not None
        assert (step.what, step.place, step.of) == ("first call", 1, 5)
        await rep.press("C", "minus", "escape")
        assert rep.deal(number).next_step is None
        assert rep.message == f"#{number} {rep.card.title} taken off the cadence · u undo"
        save(editor, "text = text.replace('first call', 'very first call')")
        await rep.press("C", "e")
        assert rep.message == "cadence Five touches: 5 steps · u undo"
        assert cadence_reads.find(sales, "five").steps[0].text == "very first call"
