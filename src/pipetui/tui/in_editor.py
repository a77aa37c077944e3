"""A text changed in the rep's editor, to which the app gives the terminal for the time."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from textual.app import SuspendNotSupported

from pipetui import editing
from pipetui.domain.errors import InputError, PipetuiError
from pipetui.signals import Terminated

if TYPE_CHECKING:
    from pipetui.service import Result, Workspace
    from pipetui.tui.screens.book_screen import BookScreen

T = TypeVar("T")


def change(
    screen: BookScreen, text: str, parse: Callable[[str], T | None], save: Callable[[Workspace, T], Result]
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


def edit(screen: BookScreen, text: str, parse: Callable[[str], T | None]) -> T | None:
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
