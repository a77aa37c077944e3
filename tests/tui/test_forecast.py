"""The forecast in the app: the figures of the shell, another period, and what if one does not come (behaviour 18)."""

from __future__ import annotations

from pipetui import service
from pipetui.domain.dates import period as periods
from pipetui.service import Workspace
from pipetui.service import forecast as forecasts
from pipetui.tui.screens.forecast import ForecastScreen, _sums
from pipetui.tui.screens.sheet import SheetScreen
from pipetui.tui.widgets.forecast_list import SLIPS, WITHOUT, ForecastList, ForecastRow
from tests.tui.conftest import Opens, Rep


def rows(rep: Rep) -> list[ForecastRow]:
    return [row for row in rep.app.screen.query_one(ForecastList).rows if isinstance(row, ForecastRow)]


def screen(rep: Rep) -> ForecastScreen:
    found = rep.app.screen
    assert isinstance(found, ForecastScreen)
    return found


def expected(workspace: Workspace) -> Workspace:
    """Two deals are expected in this quarter, one of them late in it."""
    service.edit(workspace, 1, {"close": "2026-12-28", "value": "10k", "probability": "50"})
    service.edit(workspace, 2, {"close": "2026-11-30", "value": "4k", "probability": "50"})
    return workspace


def weighted(rep: Rep) -> int:
    found = screen(rep)._forecast
    assert found is not None
    return next(one.weighted.minor for one in found.currencies if one.currency == "EUR")


async def test_b18_the_screen_shows_what_the_shell_prints(sales: Workspace, opened: Opens) -> None:
    expected(sales)
    told = forecasts.forecast(sales, periods.parse("", sales.now().date()))
    async with opened(sales) as rep:
        await rep.press("dollar_sign")
        assert screen(rep)._forecast == told
        assert [row.id for row in rows(rep)][:2] == [1, 2]  # the one that moves it most comes first
        assert len(rows(rep)) == len(told.deals)
        await rep.press("escape")
        assert not isinstance(rep.app.screen, ForecastScreen)


async def test_b18_without_one_and_a_month_later_change_the_sums_and_not_the_book(
    sales: Workspace, opened: Opens
) -> None:
    expected(sales)
    head = sales.store.connection.execute("SELECT max(id) FROM step").fetchone()
    async with opened(sales) as rep:
        await rep.press("dollar_sign")
        before = weighted(rep)
        await rep.press("x")
        assert (weighted(rep), rows(rep)[0].asked) == (before - 500_000, WITHOUT)
        await rep.press("z")  # it comes, but next year
        assert (weighted(rep), rows(rep)[0].asked) == (before - 500_000, SLIPS)
        await rep.press("z", "down", "z")  # the other one has room to slip
        assert (weighted(rep), rows(rep)[1].asked) == (before, SLIPS)
        assert sales.store.connection.execute("SELECT max(id) FROM step").fetchone() == head


async def test_b18_arrows_and_p_choose_the_period_and_enter_the_deal(sales: Workspace, opened: Opens) -> None:
    expected(sales)
    async with opened(sales) as rep:
        await rep.press("dollar_sign", "right")
        assert screen(rep).period == periods.parse("2027-q1", sales.now().date())
        assert weighted(rep) == 0
        await rep.press("left", "p")
        assert screen(rep).period == periods.parse("2026", sales.now().date())
        await rep.press("y")
        assert screen(rep).has_class("-why")
        await rep.pilot.resize_terminal(80, 15)
        await rep.settle()
        assert rep.app.screen.virtual_size.height == 15  # the sums give way: nothing reaches over the edge
        await rep.press("enter")
        assert isinstance(rep.app.screen, SheetScreen)
        await rep.press("escape")
        assert isinstance(rep.app.screen, ForecastScreen)


async def test_b18_an_empty_book_has_a_screen_too(workspace: Workspace, opened: Opens) -> None:
    async with opened(workspace) as rep:
        await rep.press("dollar_sign", "x", "z", "y", "enter", "p", "left")
        assert rows(rep) == []
        assert isinstance(rep.app.screen, ForecastScreen)


async def test_b18_a_key_puts_a_deal_into_a_category_and_another_tells_how_it_moved(
    sales: Workspace, opened: Opens
) -> None:
    expected(sales)
    async with opened(sales) as rep:
        await rep.press("dollar_sign", "c", "c")
        assert rows(rep)[0].deal.category == "commit"
        await rep.press("m")
        assert screen(rep).has_class("-moved")
        await rep.press("m", "enter", "O", "b")  # on its sheet
        put = sales.store.connection.execute("SELECT category FROM forecast_category ORDER BY id").fetchall()
        assert [category for (category,) in put] == ["best case"]


async def test_what_opens_below_leaves_the_sums_no_more_room_than_they_had(sales: Workspace, opened: Opens) -> None:
    expected(sales)
    async with opened(sales, (80, 27)) as rep:
        await rep.press("dollar_sign")
        before = screen(rep).query_one("#sums").size.height
        await rep.press("m")
        assert screen(rep).query_one("#sums").size.height <= before


async def test_the_list_says_whose_the_deals_are_where_there_is_room(sales: Workspace, opened: Opens) -> None:
    expected(sales)
    async with opened(sales, size=(160, 36)) as rep:
        await rep.press("dollar_sign")
        shown = rep.app.screen.query_one(ForecastList)
        wide = ["#", "Title", "Organization", "Stage", "Value", "Chance", "Adds", "Close"]
        assert [column.name for column, _ in shown.widths if column.name] == wide
        row = rows(rep)[0]
        line = "".join(text for text, _ in shown.lines(row, 150)[0])
        assert "Acme" in line and row.stage in line
        await rep.pilot.resize_terminal(80, 30)
        await rep.settle()
        narrow = [name for name in wide if name not in ("Organization", "Stage")]
        assert [column.name for column, _ in shown.widths if column.name] == narrow


async def test_the_sums_of_several_currencies_stand_under_each_other(sales: Workspace, opened: Opens) -> None:
    expected(sales)
    async with opened(sales, size=(160, 50)) as rep:
        await rep.press("dollar_sign")
        found = screen(rep)._forecast
        assert found is not None and len(found.currencies) == 2
        lines = _sums(found, 90, 50).plain.splitlines()
        heads = [line for line in lines if line.split() == ["deals", "value", "weighted", "estimate"]]
        assert len(heads) == 2 and len(set(heads)) == 1
