"""`b`: budget, authority, need, timing with their notes, and what the deal's scores are made of."""

from pipetui import service
from pipetui.service import reads
from pipetui.tui import dialogs
from pipetui.tui.screens.deal_screen import DealScreen


async def run(screen: DealScreen) -> None:
    """Show what is known about the first of the deals; what is changed there is changed for all of them."""
    deals, cards = screen.target_ids, screen.chosen
    if not deals:
        return
    sheet = await screen.pipetui.worker.ask(lambda workspace: reads.sheet(workspace, deals[0]))
    name = cards[0].title if len(cards) == 1 else f"{cards[0].title}, and {len(cards) - 1:,} more"
    done = await screen.answer_to(dialogs.QualifyDialog(name, sheet, screen.pipetui.worker.workspace.now()))
    if done is not None and done.changes:
        screen.submit(service.qualify, deals, done.changes, doing="Qualify")
    if done is not None and done.rules:
        await _edit_rules(screen)


async def _edit_rules(screen: DealScreen) -> None:
    """The rules of both scores as a text."""
    from pipetui.service import qualification as gestures
    from pipetui.tui.in_editor import change

    text, read = await screen.pipetui.worker.ask(
        lambda workspace: (gestures.rules_text(workspace), gestures.rules_reader(workspace))
    )
    change(screen, text, read, gestures.set_score_rules)
