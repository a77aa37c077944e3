"""Copying a title, a number, an address or a link through the terminal (OSC 52), be it far away."""

from typing import TYPE_CHECKING

from pipetui.domain.text import clean
from pipetui.render import cut
from pipetui.tui.dialogs.copy import TITLE, CopyDialog
from pipetui.views_targets import Openable

if TYPE_CHECKING:
    from pipetui.tui.screens.book_screen import BookScreen

_SAID = 60


async def copy_one(screen: "BookScreen", noun: str, number: int, name: str) -> None:
    """Ask which, where there is more than the name; then copy it, and say so."""
    from pipetui.service import opening

    found = await screen.pipetui.worker.ask(lambda workspace: opening.targets_of(workspace, noun, number))
    offered = [Openable(TITLE if noun == "deal" else "name", "", name), *found]
    place: int | None = 0
    if len(offered) > 1:
        place = await screen.answer_to(CopyDialog(name, offered))
    if place is not None:
        text = clean(offered[place].text)  # in one line, which a shell does not run before Enter
        screen.app.copy_to_clipboard(text)
        screen.say(f"copied {cut(text, _SAID)}")
