"""The line on top: how far the quota is made, in every screen, in no more room than there is."""

from pipetui import service
from pipetui.service import Workspace, quotas
from pipetui.tui.widgets.bars import StatusBar, TopBar, _fitting
from pipetui.tui.widgets.filter_bar import FilterBar
from tests.tui.conftest import Opens


def top(bar: TopBar) -> list[str]:
    return str(bar.render()).split("\n")


async def test_b19_the_quota_stands_in_every_screen_and_follows_what_is_won(sales: Workspace, opened: Opens) -> None:
    quotas.put(sales, ["40k"], "quarter")
    async with opened(sales, (150, 36)) as rep:
        bar = rep.app.screen.query_one(TopBar)
        assert top(bar)[0].rstrip().endswith("Q4 ░░░░░┃░░░ €0 of €40k")
        assert bar.size.height == 1
        service.win(sales, [1])
        rep.app.worker.reread()
        await rep.settle()
        assert "€12k of €40k" in top(bar)[0]
        for mode in ("board", "deals", "people", "orgs"):
            rep.app.action_go(mode)
            await rep.settle()
            assert "€12k of €40k" in top(rep.app.screen.query_one(TopBar))[0], mode


async def test_where_it_is_narrow_the_quota_stands_over_the_keys_unless_there_is_news(
    sales: Workspace, opened: Opens
) -> None:
    quotas.put(sales, ["40k"], "quarter")
    async with opened(sales, (80, 24)) as rep:
        bar = rep.app.screen.query_one(StatusBar)
        assert str(bar.render()).startswith(" Q4  €0 of €40k  0 %")
        rep.app.say("won #1 Acme")
        assert str(bar.render()).startswith(" won #1 Acme\n")
        rep.app.say("")
        await rep.settle()
        await rep.pilot.click(bar, offset=(3, 0))
        await rep.until(lambda: type(rep.app.screen).__name__ == "ForecastScreen")


async def test_without_a_quota_it_is_said_what_was_won_this_month(sales: Workspace, opened: Opens) -> None:
    async with opened(sales, (150, 36)) as rep:
        bar = rep.app.screen.query_one(TopBar)
        assert len(top(bar)) == 1
        assert "won" not in top(bar)[0]
        service.win(sales, [1])
        service.win(sales, [4])
        rep.app.worker.reread()
        await rep.settle()
        assert top(bar)[0].rstrip().endswith("won €12k + ¥1.2M this month")
        quotas.put(sales, ["3", "deals"], "month")
        rep.app.worker.reread()
        await rep.settle()
        assert top(bar)[0].rstrip().endswith("Nov ██████┃░░ 2 of 3 deals")


async def test_screens_figures_and_the_filter_answer_the_mouse(sales: Workspace, opened: Opens) -> None:
    async with opened(sales) as rep:
        bar = rep.app.screen.query_one(TopBar)
        await rep.pilot.click(bar, offset=(top(bar)[0].index("3 Deals") + 1, 0))
        await rep.settle()
        assert rep.app.current_mode == "deals"
        await rep.press("slash")
        await rep.type("acme")
        await rep.press("enter")
        bar = rep.app.screen.query_one(TopBar)
        assert not rep.app.screen.query_one(FilterBar).display
        await rep.pilot.click(bar, offset=(top(bar)[0].index("/acme") + 1, 0))
        await rep.settle()
        assert rep.app.screen.query_one(FilterBar).display


def test_a_figure_in_the_line_on_top_stands_whole_or_not_at_all() -> None:
    note = "37 open €692k + ¥1M · weighted €297k"
    for room, said in ((36, note), (35, "37 open €692k + ¥1M"), (18, "37 open €692k"), (12, "37 open"), (5, "")):
        assert _fitting(note, room) == said
