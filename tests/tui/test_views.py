"""What a list shows is kept by a name and shown again from anywhere (behaviour 43); `g` goes to places."""

import pytest
from textual.widgets import Input

from pipetui import service
from pipetui.domain.saved_view import BOARD, DEALS, PEOPLE, SavedView
from pipetui.service import Workspace, saved_views
from pipetui.service.saved_views import CountedView
from pipetui.tui.palette import ViewProvider
from pipetui.tui.screens.board import BoardScreen
from pipetui.tui.screens.deals import DealsScreen
from pipetui.tui.screens.people import PeopleScreen
from pipetui.tui.screens.views import ViewsScreen
from pipetui.tui.widgets.deal_table import DealRows, TableHead
from pipetui.tui.widgets.people_list import PartyList
from pipetui.tui.widgets.view_list import ViewList
from tests.tui.conftest import Opens


async def test_b43_what_the_table_shows_is_saved_and_shown_again(sales: Workspace, opened: Opens) -> None:
    async with opened(sales) as rep:
        await rep.press("3", "slash")
        await rep.type("value.over:9k")
        await rep.press("enter", "semicolon", "full_stop", "W", "b", "enter")
        (view,) = rep.app.snapshot.views
        assert view == SavedView("b", DEALS, "value.over:9k", (), "", True, 0, "1", "stage")
        await rep.press("escape", "semicolon", *["full_stop"] * 4)
        assert rep.screen.grouping == ""  # type: ignore[attr-defined]
        await rep.press("2", "g", "1")
        assert isinstance(rep.screen, DealsScreen)
        assert sorted(rep.titles[0]) == ["Acme rollout", "Initech renewal"]
        assert rep.screen.query_one(TableHead).turned
        assert rep.screen.grouping == "stage"
        await rep.press("escape")
        assert rep.screen.grouping == "", "as it was without the view"


async def test_b43_a_view_of_people_has_its_order(sales: Workspace, opened: Opens) -> None:
    for name in ("Kim", "Bob"):
        service.add_person(sales, name, [])
    async with opened(sales) as rep:
        await rep.press("4", "semicolon", "W", "z", "enter")
        (view,) = rep.app.snapshot.views
        assert view == SavedView("z", PEOPLE, "", (), "name", True, 0, "1")
        await rep.press("semicolon", "2", "g", "1")
        names = [row.name for row in rep.app.screen.query_one(PartyList).rows]  # type: ignore[union-attr]
        assert names == sorted(names, reverse=True)
        assert len(names) == 3


async def test_b43_a_view_has_its_own_columns_until_it_is_left(sales: Workspace, opened: Opens) -> None:
    saved_views.save(sales, SavedView("names", DEALS, "", ("title", "created"), "created"))
    async with opened(sales) as rep:
        await rep.press("g", "1")
        rows = rep.screen.query_one(DealRows)
        assert [column.name for column in rows.columns] == ["Title", "Created"]
        assert rep.screen.query_one(TableHead).order == "Created"
        await rep.press("escape")
        assert [column.key for column in rows.columns][:3] == ["id", "title", "organization"]


async def test_b43_the_list_says_which_way_round_a_view_is(sales: Workspace, opened: Opens) -> None:
    saved_views.save(sales, SavedView("newest", DEALS, sort="id", reverse=True))
    async with opened(sales) as rep:
        await rep.press("apostrophe")
        views = rep.app.screen.query_one(ViewList)
        (line,) = views.lines(views.rows[0], 80)
        assert "by id, the other way round" in "".join(text for text, _ in line)


async def test_b43_the_names_of_views_are_in_sight_before_they_are_counted_one_by_one(
    sales: Workspace, opened: Opens, monkeypatch: pytest.MonkeyPatch
) -> None:
    saved_views.save(sales, SavedView("big", DEALS, "value.over:9k"))
    saved_views.save(sales, SavedView("odd", DEALS, "stage:quatsch"))
    told: list[list[str]] = []
    show = ViewsScreen.show_counted

    def tell(screen: ViewsScreen, found: list[CountedView]) -> None:
        told.append([one.shows for one in found])
        show(screen, found)

    monkeypatch.setattr(ViewsScreen, "show_counted", tell)
    async with opened(sales) as rep:
        await rep.press("apostrophe")
        assert told == [["…", "…"], ["2", "…"], ["2", "0"]]
        told.clear()
        await rep.press("down", "X", "u")
        assert [told[0], told[-1]] == [["2"], ["2", "0"]], "what was counted stays until it is counted again"


async def test_b43_views_are_listed_edited_and_removed(sales: Workspace, opened: Opens) -> None:
    saved_views.save(sales, SavedView("gone", BOARD, "stage:quatsch"))
    saved_views.save(sales, SavedView("anns", PEOPLE, "ann"))
    async with opened(sales) as rep:
        await rep.press("g", "v")
        shown = rep.app.screen
        assert isinstance(shown, ViewsScreen)
        assert shown.selected is not None
        assert shown.selected.name == "anns"
        await rep.press("e")
        assert isinstance(rep.app.screen.focused, Input)
        await rep.press("end", "x", "enter", "down", "X")
        assert [view.name for view in rep.app.snapshot.views] == ["annsx"]
        found = [str(hit.prompt) async for hit in ViewProvider(rep.screen).search("anns")]
        assert found == ["view      annsx   1  people  ann"]
        await rep.press("enter")
        assert isinstance(rep.app.screen, PeopleScreen)
        await rep.press("u", "apostrophe")
        assert [view.name for view in rep.app.snapshot.views] == ["annsx", "gone"]
        await rep.press("down", "enter")
        assert isinstance(rep.screen, BoardScreen)
        assert rep.message == "view gone: there is no stage “quatsch”"


async def test_g_goes_to_places_and_to_the_first_row(sales: Workspace, opened: Opens) -> None:
    async with opened(sales) as rep:
        await rep.press("3", "G")
        last = rep.card.id
        await rep.press("g", "g")
        assert rep.card.id != last
        await rep.press("g", "b")
        assert isinstance(rep.screen, BoardScreen)
        await rep.press("g", "escape")
        assert isinstance(rep.app.screen, BoardScreen)
