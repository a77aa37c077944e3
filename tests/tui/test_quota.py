"""The line on top: how far the quota is made, in every screen, in no more room than there is."""

from pipetui import service
from pipetui.service import Workspace, quotas
from pipetui.tui.widgets.bars import TopBar
from tests.tui.conftest import Opens


def top(bar: TopBar) -> list[str]:
    return str(bar.render()).split("\n")


async def test_b19_the_line_stands_in_every_screen_and_follows_what_is_won(sales: Workspace, opened: Opens) -> None:
    quotas.put(sales, ["40k"], "quarter")
    async with opened(sales) as rep:
        bar = rep.app.screen.query_one(TopBar)
        assert top(bar)[1].startswith(" Q4  €0 of €40k  0 %")
        assert top(bar)[1].endswith("56 % of the quarter gone  gap €40k  coverage 0.0×")
        assert bar.size.height == 2
        service.win(sales, [1])
        rep.app.worker.reread()
        await rep.settle()
        assert "€12k of €40k  30 %" in top(bar)[1]
        for mode in ("board", "deals", "people", "orgs"):
            rep.app.action_go(mode)
            await rep.settle()
            assert "€12k of €40k" in top(rep.app.screen.query_one(TopBar))[1], mode


async def test_without_a_quota_there_is_no_line(sales: Workspace, opened: Opens) -> None:
    async with opened(sales) as rep:
        bar = rep.app.screen.query_one(TopBar)
        assert len(top(bar)) == 1
        assert bar.size.height == 1
        quotas.put(sales, ["3", "deals"], "month")
        rep.app.worker.reread()
        await rep.settle()
        assert "0 of 3 deals" in top(bar)[1]
        service.undo(sales)
        rep.app.worker.reread()
        await rep.settle()
        assert bar.size.height == 1
