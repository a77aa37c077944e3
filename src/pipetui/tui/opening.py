"""Opening what a deal, a person or an organization has: one thing at once, of several the one with its key."""

import asyncio
from typing import TYPE_CHECKING

from pipetui.tui import dialogs

if TYPE_CHECKING:
    from pipetui.tui.screens.book_screen import BookScreen


async def open_one(screen: "BookScreen", noun: str, number: int, name: str) -> None:
    """Ask which, where there are several; then hand it to the program that opens it, and say so."""
    from pipetui.service import opening

    found = await screen.pipetui.worker.ask(lambda workspace: opening.targets_of(workspace, noun, number))
    if not found:
        screen.say(f"{name} has no address, no number, no link and no file", failed=True)
        return
    place: int | None = 0
    if len(found) > 1:
        offered = [(place, f"{one.kind:<6} {one.text}  {one.about}".rstrip()) for place, one in enumerate(found)]
        place = await screen.answer_to(dialogs.PickDialog(f"Open what of {name}?", offered))
    if place is not None:
        done = await asyncio.to_thread(opening.open_target, found[place], screen.app.copy_to_clipboard)
        screen.say(done)
