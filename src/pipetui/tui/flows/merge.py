"""`&`: two marked deals that are the same become one."""

from typing import TYPE_CHECKING

from pipetui.tui.merging import merge

if TYPE_CHECKING:
    from pipetui.tui.screens.deal_screen import DealScreen


async def run(screen: "DealScreen") -> None:
    """The older one stays, unless the rep says otherwise."""
    marked = sorted(screen.target_ids)
    if len(marked) == 2 and await merge(screen, "deal", *marked):
        screen.pipetui.marks.clear()
