"""Importing from the app: asked what, then shown on a screen of its own how it is understood."""

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipetui.tui.screens.book_screen import BookScreen


async def import_file(screen: "BookScreen") -> None:
    """Ask for the file or folder, and open the screen on it."""
    from pipetui.tui.dialogs.import_path import ImportPathDialog
    from pipetui.tui.screens.import_screen import ImportScreen

    path = await screen.answer_to(ImportPathDialog())
    if path is not None:
        screen.app.push_screen(ImportScreen(Path(path)))
