"""`>` on a deal whose stage has exit criteria: they are ticked first, in the same step of undo as the move."""

from pipetui import service
from pipetui.domain.deal import OPEN
from pipetui.service import reads
from pipetui.tui import dialogs
from pipetui.tui.screens.deal_screen import DealScreen


async def run(screen: DealScreen) -> None:
    """Show what is asked before it leaves the stage; nothing is in the way of going on without it."""
    card = screen.one_target()
    if card is None:
        return
    deal_id = card.id
    sheet = await screen.pipetui.worker.ask(lambda workspace: reads.sheet(workspace, deal_id))
    if sheet.criteria and sheet.card.status == OPEN:
        ticked = await screen.answer_to(dialogs.ChecklistDialog(sheet.card.title, sheet.card.stage, sheet.criteria))
        if ticked is None:
            return
        screen.pipetui.worker.submit(service.advance, [deal_id], None, ticked)
    else:
        screen.submit(service.advance, [deal_id], doing="Advance")
