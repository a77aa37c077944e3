"""`O`: what moved the deal in the forecast of this quarter, and where the rep puts it by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipetui import render
from pipetui.domain.dates import period as periods
from pipetui.phrases import forecast_page
from pipetui.phrases.report_page import rate
from pipetui.service import Workspace
from pipetui.service import forecast as service
from pipetui.tui import dialogs

if TYPE_CHECKING:
    from pipetui.tui.screens.deal_screen import DealScreen


async def run(screen: DealScreen) -> None:
    """Show why, and ask for the category."""
    card = screen.one_target()
    if card is None:
        return
    width = max(20, screen.size.width - 8)

    def asked(workspace: Workspace) -> tuple[str, str, list[str]]:
        period = periods.parse("", workspace.now().date(), workspace.settings.dates)
        found = service.why(workspace, period, card.id)
        table = forecast_page.why(found.deal, found.reasons, service.stage_names(workspace))
        lines = list(render.table(table.headers, table.rows, table.align, width))
        heading = f"{card.title}: won in {period.name} in {rate(found.deal.chance)} of all cases"
        return heading, found.deal.category, lines

    heading, category, lines = await screen.pipetui.worker.ask(asked)
    answer = await screen.answer_to(dialogs.ForecastDialog(heading, category, lines))
    if answer is not None:
        screen.submit(service.put, [card.id], answer, doing="Put into the forecast")
