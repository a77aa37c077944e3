"""`Y`: copy the title, a number, an address or a link of a deal."""

from typing import TYPE_CHECKING

from pipetui.tui.copying import copy_one

if TYPE_CHECKING:
    from pipetui.tui.screens.deal_screen import DealScreen


async def run(screen: "DealScreen") -> None:
    """What the deal has."""
    card = screen.one_target()
    if card is not None:
        await copy_one(screen, "deal", card.id, card.title)
