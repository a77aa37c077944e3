"""`E`: the whole deal as a text in the rep's editor."""

from pipetui.service import form
from pipetui.tui.in_editor import change
from pipetui.tui.screens.deal_screen import DealScreen


async def run(screen: DealScreen) -> None:
    """Show the deal as a text, and hand what was changed to the worker."""
    card, worker = screen.one_target(), screen.pipetui.worker
    if card is None:
        return
    shown = await worker.ask(lambda workspace: form.shown(workspace, card.id))
    now = worker.workspace.now
    change(
        screen,
        shown.text,
        lambda text: form.understood(shown, text, now()),
        lambda workspace, changes: form.save(workspace, shown, changes),
    )
