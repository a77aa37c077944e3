"""`M`: a template, what it lacks, the preview; opened or copied it is a touch and the next step is asked for."""

import pytest
from textual.screen import Screen
from textual.widgets import Input, Static

from pipetui import outside
from pipetui.domain.errors import InputError
from pipetui.service import Workspace, reads
from pipetui.tui.dialogs.mail import LackDialog, PreviewDialog
from pipetui.tui.dialogs.step import StepDialog
from tests.tui.conftest import Opens, Rep


@pytest.fixture
def opened_mails(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The addresses handed to the mail program."""
    found: list[str] = []
    monkeypatch.setattr(outside, "open_address", found.append)
    return found


def last_touch(workspace: Workspace, deal: int) -> tuple[str, str]:
    item = reads.sheet(workspace, deal).timeline[0]
    return item.headline, item.text


async def after(rep: Rep, key: str) -> Screen[object]:
    """Press a key that starts the mail program, which takes a thread: wait for the question that follows."""
    before = rep.app.screen
    await rep.pilot.press(key)
    for _ in range(1000):
        await rep.settle()
        if rep.app.screen is not before and rep.app.screen.is_modal:
            break
    return rep.app.screen


async def test_missing_fields_are_asked_for_then_the_mail_is_opened_and_logged(
    sales: Workspace, opened: Opens, opened_mails: list[str]
) -> None:
    async with opened(sales) as rep:
        assert rep.card.id == 2
        await rep.press("M", "l")
        dialog = rep.app.screen
        assert isinstance(dialog, LackDialog)
        await rep.press("enter")
        assert "{first_name} has no value" in str(dialog.query_one("#error-0", Static).content)
        await rep.type("Kim")
        await rep.press("enter")
        assert rep.app.screen.focused is dialog.query_one("#lack-1", Input)
        await rep.type("Jo")
        await rep.press("enter")
        assert isinstance(rep.app.screen, PreviewDialog)
        assert last_touch(sales, 2)[0].startswith("created")
        assert isinstance(await after(rep, "enter"), StepDialog)
        assert opened_mails[0].startswith("mailto:?subject=Shall%20I%20close%20Globex%20seats%3F&body=Hello%20Kim%2C")
        assert last_touch(sales, 2) == ("email", "Shall I close Globex seats? (last chance)")


async def test_the_name_of_the_rep_is_asked_for_once(sales: Workspace, opened: Opens) -> None:
    async with opened(sales) as rep:
        await rep.press("2", "l", "l", "l", "M", "enter")
        assert isinstance(rep.app.screen, LackDialog)
        await rep.type("Jo")
        await rep.press("enter")
        assert isinstance(rep.app.screen, PreviewDialog)
        await rep.press("escape", "M", "enter")
        assert isinstance(rep.app.screen, PreviewDialog)


async def test_a_mail_program_that_fails_leaves_the_preview_and_the_text_can_be_copied(
    sales: Workspace, opened: Opens, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(address: str) -> None:
        raise InputError("no program is set up that opens it")

    monkeypatch.setattr(outside, "open_address", refuse)
    named = sales._replace(settings=sales.settings._replace(my_name="Jo Park"))
    async with opened(named) as rep:
        await rep.press("2", "l", "l", "l")
        assert rep.card.id == 1
        await rep.press("M", "enter")
        assert isinstance(await after(rep, "o"), PreviewDialog)
        assert last_touch(sales, 1)[0].startswith("created")
        await rep.press("c")
        assert rep.app.clipboard.startswith("Hello Ann,\n\nattached is our proposal for Acme rollout, €12,000")
        rep.app.copy_to_clipboard("rm\x1b[201~ -rf\ud800\n")
        assert rep.app.clipboard == "rm -rf", "no escape ends what a shell takes for pasted"
        assert last_touch(sales, 1)[1] == "Our proposal: Acme rollout (proposal)"
