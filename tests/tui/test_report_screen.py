"""The insight screen: a report, its picture, the deals behind it, the next report (behaviour 25)."""

from textual.widgets import Static

from pipetui import service
from pipetui.service import Workspace
from tests.tui.conftest import Opens


async def test_b25_a_key_shows_the_deals_behind_a_report_and_a_key_the_next_report(
    sales: Workspace, opened: Opens
) -> None:
    service.drop(sales, [1], "price")
    async with opened(sales) as rep:
        await rep.app.run_action("report('losses')")
        await rep.settle()
        page = rep.app.screen.query_one("#page", Static)
        assert "Deals lost, by reason" in str(page.content)
        assert "price  lost  ██████████████████████████████ 1" in str(page.content)
        await rep.press("d")
        assert "1 deal behind the numbers" in str(page.content)
        assert "#1" in str(page.content)
        await rep.press("d", "r")
        assert str(page.content).startswith("Sources")
        await rep.press("r")
        assert str(page.content).startswith("Won and lost")
