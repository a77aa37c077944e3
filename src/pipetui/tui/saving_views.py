"""Keeping what a list shows by a name, and changing what is kept."""

from typing import TYPE_CHECKING

from pipetui.domain.saved_view import LONGEST_NAME, SavedView
from pipetui.service import saved_views

if TYPE_CHECKING:
    from pipetui.service import Result, Workspace
    from pipetui.tui.dialogs.edit import FormDialog
    from pipetui.tui.screens.book_screen import BookScreen, HeldKeys, Texts


async def save(screen: "BookScreen", view: SavedView, held: "HeldKeys") -> None:
    """Ask for the name of what is shown; that of the view that is on, or its filter, is offered."""
    suggested = view.name or view.filter[:LONGEST_NAME].strip()
    await _ask(screen, "Save this view", view._replace(name=""), suggested, held)


async def change(screen: "BookScreen", view: SavedView, held: "HeldKeys") -> None:
    """Every field of a view that is kept."""
    await _ask(screen, f"Edit view {view.name}", view, "", held)


async def _ask(screen: "BookScreen", heading: str, view: SavedView, suggested: str, held: "HeldKeys") -> None:
    from pipetui.tui.dialogs.view import ViewDialog  # few ask

    async def form(typed: "Texts", seen: "Texts") -> "FormDialog":
        begun = typed or ({"name": suggested} if suggested else {})
        return ViewDialog(heading, screen.pipetui, view, begun, seen)

    def write(workspace: "Workspace", texts: "Texts", shown: "Texts") -> "Result":
        said = saved_views.of_form(view, texts)
        return saved_views.change(workspace, view.name, said) if view.name else saved_views.save(workspace, said)

    with screen.asked(held):
        await screen.filled_in(form, write)
