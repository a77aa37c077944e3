"""Erasing a person for good: what goes and what stays is shown, their name is typed, and it is done."""

from typing import TYPE_CHECKING

from pipetui.render import plural
from pipetui.service import Result, Workspace, erasing
from pipetui.store.erasing import Traces
from pipetui.tui.dialogs.typed_name import TypedNameDialog

if TYPE_CHECKING:
    from pipetui.tui.screens.book_screen import BookScreen

_MOST = 6


async def erase_one(screen: "BookScreen", number: int) -> None:
    """Ask, and erase them from the book; which backups hold them still is said."""
    worker = screen.pipetui.worker

    def look(workspace: Workspace) -> tuple[Traces, list[str]]:
        found = erasing.traces(workspace, number)
        return found, list(erasing.told(found, erasing.holding(workspace, found), _MOST))

    found, lines = await worker.ask(look)
    question = TypedNameDialog(
        f"Erase {found.name} for good?",
        "\n".join(lines),
        lambda typed: erasing.is_called(typed, found),
        "their name: undo cannot bring them back",
        "that is not their name: nothing is erased",
    )
    if await screen.answer_to(question):

        def erase(workspace: Workspace) -> Result:
            done = erasing.erase(workspace, number)
            said = f"erased person #{number} for good: {plural(found.touches, 'touch', 'touches')} stay as figures"
            held = [f"{plural(len(done.holding), 'backup')} still hold them"] if done.holding else []
            return Result((), said, (*held, *done.warnings), undoable=False)

        worker.submit(erase)
