"""The table of all deals, the sheet, the side pane."""

import re
from datetime import datetime

import pytest
from textual.widgets import Static

from pipetui import service
from pipetui.render import cell_width
from pipetui.service import Workspace, reads
from pipetui.store.store import Store
from pipetui.tui.screens.board import BoardScreen
from pipetui.tui.screens.sheet import SheetScreen
from pipetui.tui.widgets import deal_table
from pipetui.tui.widgets.deal_table import DealRows, DealTable, TableHead
from pipetui.tui.widgets.pane_lines import PaneKeys, side
from pipetui.tui.widgets.paper import Box
from pipetui.tui.widgets.pressable import content
from pipetui.tui.widgets.side_pane import SidePane
from pipetui.views import Card, DealSheet
from tests.tui.conftest import Opens


async def test_the_table_has_closed_deals_too(sales: Workspace, opened: Opens) -> None:
    service.win(sales, [3])
    service.drop(sales, [5], "price")
    async with opened(sales) as rep:
        await rep.press("3")
        assert sorted(rep.titles[0]) == sorted(
            ["Acme rollout", "Globex seats", "Initech renewal", "Mirai 導入", "Hooli [red]pilot[/]"]
        )


async def test_the_table_is_ordered_by_any_column_both_ways(sales: Workspace, opened: Opens) -> None:
    async with opened(sales, size=(160, 30)) as rep:
        await rep.press("3", "P", "comma")
        head = rep.screen.query_one(TableHead)
        assert head.order == "#"
        assert rep.titles[0][0] == "Acme rollout"
        await rep.press("semicolon")
        assert rep.titles[0][0] == "Hooli [red]pilot[/]"
        await rep.press("comma")
        assert head.order == "Title"
        assert rep.titles[0] == sorted(rep.titles[0], key=str.casefold)


async def test_a_column_has_a_key_that_orders_the_table_by_it_and_once_more_turns_it_round(
    sales: Workspace, opened: Opens
) -> None:
    async with opened(sales, size=(80, 30)) as rep:
        await rep.press("3", "quotation_mark", "t")
        head, frame = rep.screen.query_one(TableHead), rep.screen.query_one(DealTable)
        assert (head.order, head.turned, frame.order) == ("Title", False, "")
        await rep.press("quotation_mark", "escape", "quotation_mark", "t")
        assert (head.order, head.turned) == ("Title", True)
        await rep.press("quotation_mark", "u")
        assert (head.order, head.turned) == ("Urgency", False)


async def test_where_there_is_no_room_for_the_column_that_orders_the_table_its_frame_says_so(
    sales: Workspace, opened: Opens
) -> None:
    async with opened(sales, size=(80, 30)) as rep:
        await rep.press("3")
        frame = rep.screen.query_one(DealTable)
        assert frame.order == "Urgency ▾"
        await rep.press("semicolon")
        assert frame.order == "Urgency ▴"
        await rep.pilot.resize_terminal(120, 30)
        await rep.settle()
        assert frame.order == ""


async def test_no_figure_is_cut_in_a_row_that_was_not_measured(
    sales: Workspace, opened: Opens, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(deal_table, "MEASURED", 1)
    service.win(sales, [3])
    service.edit(sales, 3, {"value": "1234567.89"})
    async with opened(sales) as rep:
        await rep.press("3")
        rows = rep.screen.query_one(DealRows)
        assert next(rows.cards).id != 3
        for column, cells in rows.widths:
            if column.right or column.name == "Urgency":
                assert max(cell_width(rows._text(column, card)) for card in rows.cards) <= cells, column.name


async def test_a_click_on_a_column_head_orders_by_it(sales: Workspace, opened: Opens) -> None:
    async with opened(sales) as rep:
        await rep.press("3")
        await rep.pilot.click(TableHead, offset=(12, 0))
        await rep.settle()
        assert rep.screen.query_one(TableHead).order == "Title"


async def test_the_table_stands_in_groups_that_open_and_close_over_their_sums(sales: Workspace, opened: Opens) -> None:
    def lines() -> list[str]:
        rows: tuple[object, ...] = rep.screen.query_one(DealRows).rows
        return [row.title if isinstance(row, Card) else f"{row.text} = {row.note}" for row in rows]  # type: ignore[attr-defined]

    service.win(sales, [3])
    async with opened(sales, size=(160, 30)) as rep:
        await rep.press("3", "full_stop")
        heads = [line for line in lines() if " = " in line]
        assert heads == ["Prospecting  2 = €12k", "Demo  1 = ¥1.2M", "Proposal  1 = €12k", "Won  1 = €9.1k"]
        everything = lines()
        await rep.press("home", "left")  # the cursor is in the first group and stays on its head
        assert len(lines()) == len(everything) - int(heads[0].split()[1])
        assert rep.screen.query_one(DealRows).closed_here is not None
        await rep.press("x")  # what is done to a deal finds none there
        await rep.press("right")
        assert lines() == everything
        await rep.press("backslash")
        assert lines() == heads
        await rep.press("backslash", "full_stop", "full_stop", "full_stop", "full_stop")
        assert [line for line in lines() if " = " in line] == []


async def test_reopen_from_the_table(sales: Workspace, opened: Opens) -> None:
    service.drop(sales, [5], "price")
    async with opened(sales) as rep:
        await rep.press("3", "G")
        assert rep.card.id == 5
        await rep.press("r", "escape")
        assert rep.deal(5).status == "open"


async def test_the_filter_narrows_as_one_types_and_escape_clears_it(sales: Workspace, opened: Opens) -> None:
    async with opened(sales) as rep:
        await rep.press("3", "slash")
        await rep.type("value.over:9k")
        assert sorted(rep.titles[0]) == ["Acme rollout", "Initech renewal"]
        await rep.press("enter", "escape")
        assert len(rep.titles[0]) == 5


async def test_enter_opens_the_sheet_and_escape_comes_back(sales: Workspace, opened: Opens) -> None:
    async with opened(sales) as rep:
        await rep.press("down", "enter")
        assert isinstance(rep.screen, SheetScreen)
        assert "Hooli [red]pilot[/]" in str(rep.screen.query_one("#head", Box).content)
        await rep.press("greater_than_sign")
        assert rep.deal(5).stage == "Qualification"
        await rep.press("escape")
        assert isinstance(rep.screen, BoardScreen)
        assert rep.card.id == 5


async def test_the_pane_shows_the_deal_under_the_cursor(sales: Workspace, opened: Opens) -> None:
    async with opened(sales) as rep:
        await rep.press("right")
        pane = rep.screen.query_one(SidePane)
        said = rep.screen.query_one("DealPane Static", Static)
        assert (pane.title, pane.figure) == ("Initech renewal", "#3")
        assert str(said.content).startswith("€9,100  Qualification · 0 days  25 %")
        assert len(str(said.content).splitlines()) <= 6, "a peek"
        await rep.press("P")
        assert str(said.content).startswith("Initech "), "all of it, at the side"
        assert "Timeline ─" in str(said.content)
        await rep.press("P")
        assert not pane.display


def in_pane(sheet: DealSheet, now: datetime) -> str:
    """What the pane at the side says of a deal."""
    return content(side(sheet, now, 60, PaneKeys(plans="n"))).plain


def test_the_timeline_is_newest_first_and_long_notes_are_cut_in_the_pane(sales: Workspace) -> None:
    service.note(sales, [2], "word " * 2000)
    pane = in_pane(reads.sheet(sales, 2), sales.now())
    assert len(pane) < 2000
    assert pane.index("✎ note") < pane.index("created in")
    assert all(cell_width(line) <= 60 for line in pane.splitlines())


def test_the_pane_has_the_boxes_of_the_sheet_and_the_key_where_nothing_is_planned(sales: Workspace) -> None:
    pane = in_pane(reads.sheet(sales, 2), sales.now())
    assert re.findall(r"^(\w[\w ]*) ─+$", pane, re.MULTILINE) == ["Next step", "People", "Deal", "Timeline"]
    assert "\n? no next step\n" in pane
    assert "\nn plans one\n" in pane


def test_markup_in_names_is_shown_as_it_stands(sales: Workspace) -> None:
    service.note(sales, [5], "call [bold]them[/]")
    assert "call [bold]them[/]" in in_pane(reads.sheet(sales, 5), sales.now())


@pytest.mark.parametrize("key", ["e", "b"])
async def test_a_question_over_the_table_outlives_what_another_process_writes(
    sales: Workspace, opened: Opens, key: str
) -> None:
    async with opened(sales) as rep:
        await rep.press("3", key)
        with Store.open(sales.store.path) as other:
            service.note(sales._replace(store=other, source="shell"), [2], "from the shell")
        rep.app.worker._poll()  # what the worker does each half second
        rep.app.worker._wake.set()
        await rep.settle()
        if key == "e":
            await rep.type(" anew")
            await rep.press("ctrl+s")
            assert rep.card.title == "Acme rollout anew"
        else:
            await rep.press("escape")
        assert rep.app.is_running
        assert rep.app.screen is rep.screen


async def test_b35_the_filter_finds_what_was_noted_and_says_where(sales: Workspace, opened: Opens) -> None:
    service.note(sales, [2], "they asked for the Price List, and Herr Müller wants seats")
    async with opened(sales) as rep:
        await rep.press("3", "slash")
        await rep.type("price")
        assert rep.titles[0] == ["Globex seats"]
        where = rep.screen.query_one("FilterBar #problem", Static)
        assert str(where.content).startswith("note ")
        assert str(where.content).endswith("for the Price List, and Herr Müller wants seats")
        await rep.press("enter")
        await rep.press("P", "slash")
        await rep.type(" -mueller")
        assert rep.titles[0] == []
        assert str(where.content) == ""
        await rep.press("enter", "escape")
        assert len(rep.titles[0]) == 5


async def test_b35_a_word_just_noted_is_found_by_the_filter_that_stands(sales: Workspace, opened: Opens) -> None:
    async with opened(sales) as rep:
        await rep.press("2", "slash")
        await rep.type("zebra")
        assert [title for column in rep.titles for title in column] == []
        rep.app.worker.submit(service.note, [2], "a zebra")
        await rep.settle()
        assert [title for column in rep.titles for title in column] == ["Globex seats"]
