"""Making one of two in the app: both are read and shown side by side, and what is chosen is written."""

from typing import TYPE_CHECKING

from pipetui.tui import dialogs

if TYPE_CHECKING:
    from pipetui.tui.screens.book_screen import BookScreen


async def merge(screen: "BookScreen", noun: str, keep: int, other: int) -> bool:
    """Ask over the two; whether they are to be one."""
    from pipetui.service import merging

    worker = screen.pipetui.worker
    found = await worker.ask(lambda workspace: merging.compare(workspace, noun, keep, other))
    answer = await screen.answer_to(dialogs.MergeDialog(found))
    if answer is not None:
        worker.submit(merging.merge, noun, answer.keep, answer.other, answer.second)
    return answer is not None
