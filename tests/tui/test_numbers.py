"""Numbers in the app: figures, the deals behind them, another period, quota and goals, the reports (behaviour 25)."""

from __future__ import annotations

import pytest

from pipetui import service
from pipetui.domain.dates import period as periods
from pipetui.domain.line import quick_line
from pipetui.insight.numbers import figures
from pipetui.phrases import numbers_page
from pipetui.service import Workspace, activity, numbers, quotas
from pipetui.tui.screens.behind import BehindScreen
from pipetui.tui.screens.numbers import NumbersScreen
from pipetui.tui.screens.report import ReportScreen
from pipetui.tui.screens.sheet import SheetScreen
from pipetui.tui.widgets.named_deal_list import NamedDealList
from pipetui.tui.widgets.number_panels import BarPanel, FigurePanel
from pipetui.tui.widgets.period_chart import PeriodChart
from tests.conftest import Clock
from tests.tui.conftest import Opens, Rep


@pytest.fixture
def closed(sales: Workspace) -> Workspace:
    """The five deals, one of them won, one lost."""
    service.win(sales, [1])
    service.drop(sales, [2], "price")
    return sales


def screen(rep: Rep) -> NumbersScreen:
    found = rep.app.screen
    assert isinstance(found, NumbersScreen)
    return found


async def test_b25_a_figure_leads_to_its_deals_and_esc_back_to_the_same_figure(
    closed: Workspace, opened: Opens
) -> None:
    told = numbers.numbers(closed, periods.parse("", closed.now().date()))
    async with opened(closed) as rep:
        await rep.press("6")
        assert screen(rep).found == told
        panel = screen(rep).query_one(FigurePanel)
        assert [numbers_page.shown(one) for one in panel.figures] == [numbers_page.shown(one) for one in figures(told)]
        await rep.press("right", "right", "enter")
        assert isinstance(rep.app.screen, BehindScreen)
        assert [row.id for row in rep.app.screen.query_one(NamedDealList).rows] == [2]  # type: ignore[union-attr]
        await rep.press("enter")
        assert isinstance(rep.app.screen, SheetScreen)
        await rep.press("escape", "escape")
        assert screen(rep).panel is panel
        assert panel.name_at_cursor == "Deals lost"
        await rep.press("down", "down", "down", "enter")  # over the edge to the funnel
        assert isinstance(rep.app.screen, BehindScreen)
        assert rep.app.screen.selected is not None


async def test_a_high_screen_has_air_between_the_figures_and_a_click_there_hits_none(
    closed: Workspace, opened: Opens
) -> None:
    async with opened(closed, size=(120, 36)) as rep:
        await rep.press("6")
        panel = screen(rep).query_one(FigurePanel)
        for line, hit in ((3, 1), (4, 1), (5, 6)):  # what changed, air, the name of the figure below
            panel.cursor = 1
            await rep.pilot.click(panel, offset=(35, line))
            assert panel.cursor == hit
        assert panel.outer_size.height == 9
        await rep.pilot.resize_terminal(120, 30)
        await rep.settle()
        assert panel.outer_size.height == 8


async def test_b25_keys_choose_the_period(closed: Workspace, opened: Opens) -> None:
    async with opened(closed, size=(80, 24)) as rep:
        await rep.press("6", "left_square_bracket")
        assert screen(rep).period == periods.parse("2026-q3", closed.now().date())
        await rep.press("right_square_bracket", "right_square_bracket")  # what has not begun says nothing
        assert screen(rep).period == periods.parse("2026-q4", closed.now().date())
        await rep.press("p")
        assert screen(rep).period == periods.parse("2026", closed.now().date())
        await rep.press("d")
        await rep.type("1 oct to yesterday")
        await rep.press("enter")
        assert screen(rep).found is not None
        assert screen(rep).found.outcomes.total.won == 0  # type: ignore[union-attr]


async def test_b19_quota_and_goals_are_set_in_the_app_and_undone(closed: Workspace, opened: Opens) -> None:
    async with opened(closed) as rep:
        await rep.press("6", "Q")
        rep.app.worker.reread()  # the book is read while the question stands: who asks goes on waiting
        await rep.settle()
        await rep.type("40k")
        await rep.press("enter")
        await rep.until(lambda: screen(rep).found is not None and screen(rep).found.quota is not None)  # type: ignore[union-attr]
        chart = screen(rep).query_one(PeriodChart)
        assert chart.shown is not None
        assert (chart.shown.quota, chart.shown.won[-1][1]) == (40_000, 12_000)
        assert "quota" in str(chart.shown.legend)
        await rep.press("o")
        await rep.type("60 a week")
        await rep.press("enter")
        assert [one.goal.number for one in activity.goals(closed)] == [60]
        await rep.press("u", "u")
        assert (quotas.standing(closed), activity.goals(closed)) == (None, ())


async def test_b25_all_reports_are_in_one_list(closed: Workspace, opened: Opens) -> None:
    async with opened(closed) as rep:
        await rep.press("6", "r", "down", "enter")
        found = rep.app.screen
        assert isinstance(found, ReportScreen)
        assert (found.kind.name, found.is_reading) == ("funnel", True)
        await rep.press("enter")
        assert isinstance(rep.app.screen, BehindScreen)
        await rep.press("escape", "escape", "escape")
        assert isinstance(rep.app.screen, NumbersScreen)


async def test_b25_an_empty_book_has_numbers_too(workspace: Workspace, opened: Opens) -> None:
    async with opened(workspace, size=(60, 20)) as rep:
        await rep.press("6", "enter", "enter", "escape", "p", "p", "p", "left_square_bracket", "down", "down", "down")
        await rep.press("r", "enter", "enter", "escape", "slash")
        await rep.type("nothing")
        await rep.press("enter", "escape", "escape", "escape")
        assert isinstance(rep.app.screen, NumbersScreen)


async def test_b25_sources_that_have_no_room_are_counted(sales: Workspace, opened: Opens) -> None:
    for number in range(9):
        service.add(
            sales, quick_line.parse(f"Deal {number} source:s{number}", sales.now(), sales.settings.dates, "EUR")
        )
    async with opened(sales, size=(120, 50)) as rep:
        await rep.press("6")
        sources = screen(rep).query_one("#sources", BarPanel)
        assert sources.count >= 9 and not sources.border_subtitle
        every = sources.count
        await rep.pilot.resize_terminal(100, 30)
        await rep.settle()
        assert (sources.count, sources.border_subtitle) == (6, f"{every - 6} more")


async def test_bars_have_air_between_them_where_all_of_it_fits(sales: Workspace, opened: Opens) -> None:
    for number in range(6):
        service.add(
            sales, quick_line.parse(f"Deal {number} source:s{number}", sales.now(), sales.settings.dates, "EUR")
        )
    async with opened(sales, size=(160, 30)) as rep:
        await rep.press("6")
        airy = []
        for lines in range(30, 60, 3):
            await rep.pilot.resize_terminal(160, lines)
            await rep.settle()
            panels = list(screen(rep).query(BarPanel))
            assert not any(panel.border_subtitle for panel in panels)
            assert len({panel.air for panel in panels if panel.count > 1}) == 1
            assert panels[-1].region.bottom <= screen(rep).query_one("#halves").region.bottom
            airy.append(panels[0].air)
        assert (airy[0], airy[-1]) == (0, 1) and airy == sorted(airy)


async def test_b25_when_the_quarter_is_over_the_next_one_is_shown_and_any_other_stays(
    closed: Workspace, opened: Opens, clock: Clock
) -> None:
    async def later(rep: Rep, days: int) -> str:
        clock.tick(days=days)
        rep.app.worker.reread()
        await rep.settle()
        period = screen(rep).period
        assert period is not None and screen(rep).found is not None
        assert screen(rep).found.period == period  # type: ignore[union-attr]
        return period.name

    async with opened(closed, size=(120, 36)) as rep:
        await rep.press("6")
        assert [await later(rep, days) for days in (1, 60)] == ["Q4 2026", "Q1 2027"]
        await rep.press("left_square_bracket")
        assert await later(rep, 90) == "Q4 2026"
