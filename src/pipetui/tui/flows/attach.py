"""`F`: put a file or a page to a deal, by its path with completion, or as it is pasted."""

from typing import TYPE_CHECKING

from pipetui.service import attachments
from pipetui.tui import dialogs

if TYPE_CHECKING:
    from pipetui.tui.screens.deal_screen import DealScreen


async def run(screen: "DealScreen") -> None:
    """Ask for the path or the address until it is one."""
    card = screen.one_target()
    if card is None:
        return
    target = await screen.answer_to(dialogs.PathDialog(f"Attach to {card.title}"))
    if target:
        screen.pipetui.worker.submit(attachments.attach, card.id, [target])
