"""Erasing a person for good: what becomes of the backups is chosen, their name is typed, and it is done."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from pipetui.render import plural
from pipetui.service import Result, Workspace, erasing
from pipetui.store.erasing import Traces
from pipetui.tui.dialogs.person import PickDialog
from pipetui.tui.dialogs.typed_name import TypedNameDialog

if TYPE_CHECKING:
    from pipetui.tui.screens.book_screen import BookScreen

_MOST = 6
_CHOICES = {
    erasing.KEEP: ("leave this file as it is", "leave these files as they are"),
    erasing.ERASE: ("erase this person in it", "erase this person in each of them"),
    erasing.DELETE: ("delete this file", "delete these files"),
}
"""What becomes of the one that holds them still, or of several, in words."""


async def erase_one(screen: "BookScreen", number: int) -> None:
    """Ask, and erase them from the book, and from its backups as chosen; what holds them still is said."""
    worker = screen.pipetui.worker

    def look(workspace: Workspace) -> tuple[Traces, list[Path]]:
        found = erasing.traces(workspace, number)
        return found, erasing.holding(workspace, found)

    found, kept = await worker.ask(look)
    how, held = erasing.KEEP, len(kept)
    if held:
        asked = f"{_files(held)} of this book {'holds' if held == 1 else 'hold'} {found.name}"
        offered = [one if held == 1 else several for one, several in _CHOICES.values()]
        picked = await screen.answer_to(PickDialog(asked, list(enumerate(offered))))
        if picked is None:
            return
        how = [*_CHOICES][picked]
    question = TypedNameDialog(
        f"Erase {found.name} for good?",
        "\n".join(erasing.told(found, kept, _MOST, how)),
        lambda typed: erasing.is_called(typed, found),
        "their name: undo cannot bring them back",
        "that is not their name: nothing is erased",
    )
    if await screen.answer_to(question):

        def erase(workspace: Workspace) -> Result:
            done = erasing.erase(workspace, number, how)
            said = f"erased person #{number} for good: {plural(found.touches, 'touch', 'touches')} stay as figures"
            return Result((), said, tuple(_told(done, how)), undoable=False)

        worker.submit(erase)


def _told(done: erasing.Erased, how: str) -> Iterator[str]:
    if done.cleaned:
        yield f"{_files(len(done.cleaned))} {'deleted' if how == erasing.DELETE else 'cleaned'}"
    if done.holding:
        yield f"{_files(len(done.holding))} still {'holds' if len(done.holding) == 1 else 'hold'} them"
    yield from done.warnings


def _files(count: int) -> str:
    return plural(count, "backup or kept file", "backups and kept files")
