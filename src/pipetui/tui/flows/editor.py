"""`E`: the whole deal as a text in the rep's editor; and how any text is changed there."""

from collections.abc import Callable
from typing import TypeVar

from textual.app import SuspendNotSupported

from pipetui import editing
from pipetui.domain.errors import InputError, PipetuiError
from pipetui.service import Result, Workspace, form
from pipetui.signals import Terminated
from pipetui.tui.screens.deal_screen import DealScreen

T = TypeVar("T")


async def run(screen: DealScreen) -> None:
    """Show the deal as a text, and hand what was changed to the worker."""
    card, worker = screen.one_target(), screen.pipetui.worker
    if card is None:
        return
    shown = await worker.ask(lambda workspace: form.shown(workspace, card.id))
    now = worker.workspace.now
    change(
        screen,
        shown.text,
        lambda text: form.understood(shown, text, now()),
        lambda workspace, changes: form.save(workspace, shown, changes),
    )


def change(
    screen: DealScreen, text: str, parse: Callable[[str], T | None], save: Callable[[Workspace, T], Result]
) -> None:
    """Edit a text and have what `parse` makes of it written, None for nothing; a text that is not written is kept."""

    def understood(typed: str) -> tuple[str, T] | None:
        made = parse(typed)
        return None if made is None else (typed, made)

    edited = edit(screen, text, understood)
    if edited is None:
        screen.say("nothing was changed")
        return
    typed, made = edited

    def written(workspace: Workspace) -> Result:
        with editing.kept(typed):
            return save(workspace, made)

    screen.pipetui.worker.submit(written)


def edit(screen: DealScreen, text: str, parse: Callable[[str], T | None]) -> T | None:
    """`editing.edit_text` at the terminal, which the app gives away for the time; raises InputError if it cannot."""
    editing.editor()  # without one the screen need not even flicker
    failed: PipetuiError | None = None
    edited: T | None = None
    try:
        with screen.app.suspend():
            try:  # an error must not leave this block, or the app would not come back
                edited = editing.edit_text(text, parse)
            except PipetuiError as error:
                failed = error
            except Terminated as ended:
                screen.pipetui.terminate(ended)
    except SuspendNotSupported:
        raise InputError("this terminal cannot be handed to an editor") from None
    if failed is not None:
        raise failed
    return edited
