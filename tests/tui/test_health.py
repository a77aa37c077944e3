"""Health, plan and week in the app; the advice on Today."""

from textual.widgets import Static

from pipetui import service
from pipetui.domain.deal import Due
from pipetui.domain.goals import Goal
from pipetui.service import Workspace, activity, quotas, steps
from pipetui.tui import report_pages
from pipetui.tui.screens.deals import DealsScreen
from pipetui.tui.screens.list_screen import ListScreen
from pipetui.tui.screens.report import ReportScreen
from pipetui.tui.widgets.advice_line import AdviceLine
from tests.conftest import Clock
from tests.tui.conftest import Opens, Rep


def text(rep: Rep, where: str) -> str:
    return str(rep.app.screen.query_one(where, Static).render())


def page(rep: Rep) -> str:
    """The report on the screen, line by line."""
    screen = rep.app.screen
    assert isinstance(screen, ReportScreen)
    return "\n".join(line.text for line in report_pages.lines(screen.read, 110)) if screen.read else ""


async def test_b24_a_flag_leads_to_the_deals_behind_it(overdue: Workspace, opened: Opens) -> None:
    async with opened(overdue) as rep:
        rep.app.action_report("health")
        await rep.until(lambda: "overdue" in page(rep))
        screen = rep.app.screen
        assert isinstance(screen, ReportScreen)
        assert screen.target == "overdue"
        await rep.press("j")
        assert screen.target == "nonext"
        await rep.press("enter")
        await rep.until(lambda: isinstance(rep.app.screen, DealsScreen) and rep.app.screen.filter_text == "nonext")
        assert isinstance(rep.app.screen, ListScreen)
        await rep.until(lambda: rep.screen.shown_deals() == [2])  # type: ignore[attr-defined]
        await rep.press("escape")
        assert rep.app.screen_stack[-1] is screen, "back to where the rep came from, as it was left"
        await rep.press("3")
        assert rep.screen.filter_text == ""  # type: ignore[attr-defined]
        rep.app.action_report("health")
        await rep.until(lambda: "overdue" in page(rep))
        await rep.press("enter")
        await rep.until(lambda: isinstance(rep.app.screen, DealsScreen) and rep.app.screen.filter_text == "overdue")
        await rep.press("escape")
        await rep.until(lambda: isinstance(rep.app.screen, ReportScreen))
        await rep.press("escape", "1")
        assert rep.app.current_mode == "today", "and no old report lies over the day"
        assert not isinstance(rep.app.screen, ReportScreen)


async def test_b24_where_nothing_is_wrong_it_says_so_and_esc_leads_back(workspace: Workspace, opened: Opens) -> None:
    async with opened(workspace) as rep:
        rep.app.action_report("health")
        await rep.until(lambda: "Nothing is wrong" in page(rep))
        await rep.press("enter")
        await rep.press("escape")
        assert not isinstance(rep.app.screen, ReportScreen)


async def test_b24_the_advice_stands_on_today_and_nowhere_in_a_tiny_book(
    sales: Workspace, clock: Clock, opened: Opens
) -> None:
    quotas.put(sales, ["90k"], "quarter")
    steps.plan(sales, [2], Due(sales.now().date()))
    clock.tick(days=2)
    async with opened(sales) as rep:
        rep.app.action_go("today")
        await rep.settle()
        line = rep.app.screen.query_one(AdviceLine)
        assert str(line.render()) == "fill the funnel: €0 weighted is expected for a gap of €90k · a adds a deal"
        rep.app.worker.submit(service.delete, [1])
        await rep.settle()
        assert line.display is False


async def test_b23_the_plan_and_the_week_are_pages(sales: Workspace, opened: Opens) -> None:
    quotas.put(sales, ["90k"], "quarter")
    activity.set_goal(sales, Goal("touches", 60, "week"))
    async with opened(sales) as rep:
        for name, words in (("plan", "touches a week"), ("week", "touches")):
            rep.app.action_report(name)
            await rep.until(lambda words=words: words in page(rep))  # type: ignore[misc]
            await rep.press("escape")
        assert not isinstance(rep.app.screen, ReportScreen)
