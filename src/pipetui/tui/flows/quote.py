"""`Q`: the quote of a deal, as it will be read."""

from typing import TYPE_CHECKING

from pipetui.service import quotes

if TYPE_CHECKING:
    from pipetui.tui.screens.deal_screen import DealScreen


async def run(screen: "DealScreen") -> None:
    """Make it once, so that what cannot be quoted is said here; then show it."""
    card = screen.one_target()
    if card is None:
        return
    await screen.pipetui.worker.ask(lambda workspace: quotes.quote(workspace, card.id))
    from pipetui.tui.screens.quote import QuoteScreen

    screen.app.push_screen(QuoteScreen(card.id))
