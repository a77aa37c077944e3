"""`E`: the whole deal as a text in the rep's editor."""

from collections.abc import Callable
from typing import TypeVar

from textual.app import SuspendNotSupported

from pipetui import editing
from pipetui.domain.errors import InputError, PipetuiError
from pipetui.service import Desk, Outcome, form
from pipetui.tui.screens.deal_screen import DealScreen

T = TypeVar("T")


async def run(screen: DealScreen) -> None:
    """Show the deal as a text, and hand what was changed to the clerk; a text that is not written is kept."""
    card, clerk = screen.the_one(), screen.pipetui.clerk
    if card is None:
        return
    shown = await clerk.ask(lambda desk: form.shown(desk, card.id))
    now = clerk.desk.now
    changes = edit(screen, shown.text, lambda text: form.understood(shown, text, now()))
    if changes is None:
        screen.say("nothing was changed")
        return

    def save(desk: Desk) -> Outcome:
        with editing.kept(changes.text):
            return form.save(desk, shown, changes)

    clerk.submit(save)


def edit(screen: DealScreen, text: str, parse: Callable[[str], T], suffix: str = ".txt") -> T | None:
    """`editing.edit_text` at the terminal, which the app gives away for the time; raises InputError if it cannot."""
    editing.editor()  # without one the screen need not even flicker
    failed: PipetuiError | None = None
    edited: T | None = None
    try:
        with screen.app.suspend():
            try:  # an error must not leave this block, or the app would not come back
                edited = editing.edit_text(text, parse, suffix)
            except PipetuiError as error:
                failed = error
    except SuspendNotSupported:
        raise InputError("this terminal cannot be handed to an editor", "In a shell: pipetui edit") from None
    if failed is not None:
        raise failed
    return edited
