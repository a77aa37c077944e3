"""`@`: what became of a deal's value, close date and stage over time."""

from typing import TYPE_CHECKING

from pipetui import render
from pipetui.phrases import deal_changes
from pipetui.service import Workspace, reports

if TYPE_CHECKING:
    from pipetui.tui.screens.deal_screen import DealScreen

_AROUND = 10
"""Cells of the box beside the table."""


async def run(screen: "DealScreen") -> None:
    """Read and show them."""
    card = screen.one_target()
    if card is None:
        return
    width = max(30, screen.size.width * 96 // 100 - _AROUND)

    def asked(workspace: Workspace) -> tuple[list[str], str]:
        found, now = reports.history(workspace, card.id), workspace.now()
        told = deal_changes.table(found, now)
        lines = list(render.table(told.headers, told.rows, told.align, width)) if told.rows else []
        return lines, deal_changes.remark(found, now)

    from pipetui.tui.dialogs.changes import ChangesDialog

    lines, remark = await screen.pipetui.worker.ask(asked)
    await screen.answer_to(ChangesDialog(f"#{card.id} {card.title}: value, close, stage", lines, remark))
