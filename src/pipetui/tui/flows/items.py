"""`I`: what a deal is for, line by line, with what that comes to."""

from typing import TYPE_CHECKING

from pipetui.service import items
from pipetui.tui import dialogs

if TYPE_CHECKING:
    from pipetui.tui.screens.deal_screen import DealScreen


async def run(screen: "DealScreen") -> None:
    """Read the lines and show them; the dialog writes what is changed, one step of undo each."""
    card = screen.one_target()
    if card is None:
        return
    worker = screen.pipetui.worker
    found = await worker.ask(lambda workspace: items.of_deal(workspace, card.id))
    await screen.answer_to(dialogs.ItemsDialog(worker, found))
