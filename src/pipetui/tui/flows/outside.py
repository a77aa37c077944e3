"""`o`: open what a deal has: a mail, a phone, a site, a file, a link."""

from typing import TYPE_CHECKING

from pipetui.tui.opening import open_one

if TYPE_CHECKING:
    from pipetui.tui.screens.deal_screen import DealScreen


async def run(screen: "DealScreen") -> None:
    """What the deal has."""
    card = screen.one_target()
    if card is not None:
        await open_one(screen, "deal", card.id, card.title)
