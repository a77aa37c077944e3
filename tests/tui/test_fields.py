"""Fields of one's own and tags in the app: on the sheet, in the form, in the filter, in the line that adds a deal."""

from __future__ import annotations

import pytest
from textual.widgets import Input, Label

from pipetui import service
from pipetui.domain.custom_fields import CHOICE, DATE, DEAL, NUMBER, ORGANIZATION, PERSON, TEXT
from pipetui.service import Workspace, reads
from pipetui.store import custom_fields
from pipetui.tui.dialogs import EditDialog, PartyDialog
from pipetui.tui.widgets.deal_table import DealRows, DealTable
from pipetui.tui.widgets.pane_lines import PaneKeys, side
from pipetui.tui.widgets.party_pane import PartyPane
from pipetui.tui.widgets.pressable import content
from tests.tui.conftest import Opens, Rep


@pytest.fixture
def own(sales: Workspace) -> Workspace:
    """The five deals, with fields of their own; the first one's are filled."""
    with sales.unit_of_work("fields") as uow:
        connection = uow.connection
        region = custom_fields.ensure(connection, DEAL, "Region", CHOICE, ["north", "south"])
        custom_fields.ensure(connection, DEAL, "契約", DATE)
        custom_fields.ensure(connection, DEAL, "Seats", NUMBER)
        custom_fields.ensure(connection, ORGANIZATION, "Plan", TEXT)
        custom_fields.ensure(connection, PERSON, "Birthday", DATE)
        custom_fields.put(connection, region, 1, "north")
    return sales


def field(rep: Rep, label: str) -> Input:
    """The line of a form that is called so."""
    for row in rep.app.screen.query(".row .row").results():
        if str(row.query_one("Label").render()) == label:
            return row.query_one(Input)
    raise LookupError(label)


def titles(rep: Rep) -> list[str]:
    return [title for column in rep.titles for title in column]


async def test_the_form_has_them_and_says_what_is_wrong(own: Workspace, opened: Opens) -> None:
    async with opened(own) as rep:
        await rep.press("3", "slash")
        await rep.type("acme")
        await rep.press("enter", "e")
        assert isinstance(rep.app.screen, EditDialog)
        assert field(rep, "Region").value == "north"
        field(rep, "契約").value = "1 mar 2027"
        field(rep, "Seats").value = "many"
        await rep.press("ctrl+s")
        assert rep.app.screen.focused is field(rep, "Seats")
        field(rep, "Seats").value = "12"
        await rep.press("ctrl+s")
        assert [value.text for value in rep.deal(1).custom] == ["north", "2027-03-01", "12"]
        sheet = content(side(reads.sheet(own, 1), own.now(), 60, PaneKeys())).plain
        assert "\nRegion   north\n契約     Mon 1 Mar\nSeats    12\n" in sheet


async def test_the_filter_asks_them_and_a_change_is_seen_at_once(own: Workspace, opened: Opens) -> None:
    async with opened(own) as rep:
        await rep.press("2", "slash")
        await rep.type("region:n")
        await rep.press("enter")
        assert titles(rep) == ["Acme rollout"]
        service.edit(own, 2, {"region": "north"})
        rep.app.worker.reread()
        rep.app.worker.reader.forget()
        await rep.until(lambda: len(titles(rep)) == 2)


async def test_a_line_adds_a_deal_with_them(own: Workspace, opened: Opens) -> None:
    async with opened(own) as rep:
        await rep.press("a")
        await rep.type("Umbrella region:south seats:4 /")
        await rep.press("enter")
        assert [value.text for value in rep.deal(6).custom] == ["south", "4"]


async def test_the_table_has_the_columns_of_the_configuration(own: Workspace, opened: Opens) -> None:
    chosen = own._replace(settings=own.settings._replace(columns=("title", "region", "source")))
    async with opened(chosen) as rep:
        await rep.press("3", "comma")
        columns = [column.name for column, _ in rep.screen.query_one(DealRows).widths]
        assert columns == ["Title", "Region", "Source"]
        assert rep.screen.query_one(DealTable).chosen == ["Title", False]
        await rep.press("comma")
        assert rep.titles[0][0] == "Acme rollout"


async def test_columns_that_are_not_there_are_said(own: Workspace, opened: Opens) -> None:
    chosen = own._replace(settings=own.settings._replace(columns=("colour",)))
    async with opened(chosen) as rep:
        await rep.press("3")
        assert rep.message == "the configuration: there is no column “colour”"
        assert rep.screen.query_one(DealRows).widths[1][0].name == "Title"


async def test_a_tag_and_a_field_of_a_person(own: Workspace, opened: Opens) -> None:
    async with opened(own, (160, 45)) as rep:
        await rep.press("4", "plus")
        await rep.type("vip")
        await rep.press("enter")
        assert reads.person(own, 1).row.tags == ("vip",)
        await rep.press("e")
        assert isinstance(rep.app.screen, PartyDialog)
        assert field(rep, "Tags").value == "vip"
        field(rep, "Birthday").value = "1980-02-03"
        await rep.press("ctrl+s")
        text = str(rep.app.screen.query_one(PartyPane).query_one("Static").render())
        assert "#vip" in text
        assert "\nBirthday Sun 3 Feb 1980" in text
        await rep.press("plus")
        await rep.type("vip")
        await rep.press("enter")
        assert reads.person(own, 1).row.tags == ()


async def test_the_name_of_a_field_stands_whole_where_the_screen_is_broad(sales: Workspace, opened: Opens) -> None:
    with sales.unit_of_work("fields") as uow:
        custom_fields.ensure(uow.connection, DEAL, "Decision process in their own words", TEXT)
    async with opened(sales, size=(200, 50)) as rep:
        await rep.press("3", "e")
        names = [str(label.render()) for label in rep.app.screen.query(".name").results(Label)]
        assert "Decision process in their own words" in names
