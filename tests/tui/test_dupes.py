"""What is there twice in the app: a pair is merged side by side, or told apart; two marked deals become one."""

from __future__ import annotations

from asyncio import CancelledError
from contextlib import suppress
from types import SimpleNamespace
from typing import cast

import pytest

from pipetui import service
from pipetui.service import Workspace, dupes, merging, reads
from pipetui.tui.dialogs import ConfirmDialog, MergeDialog
from pipetui.tui.dialogs.merge import MergeColumns, Merged
from pipetui.tui.screens.book_screen import BookScreen, KeysUntilRead
from pipetui.tui.screens.dupes import DupesScreen
from pipetui.tui.widgets.bars import StatusBar
from pipetui.tui.widgets.pair_list import PairList
from pipetui.tui.widgets.pieces import Heading
from tests.tui.conftest import Opens, Rep


@pytest.fixture
def twice(sales: Workspace) -> Workspace:
    """The five deals, and two people who are there twice."""
    service.add_person(sales, "Kim Park", [("org", "Globex"), ("title", "CTO"), ("phone", "+49 30 1234567")])
    service.add_person(sales, "Kim Parks", [("org", "Globex"), ("title", "Buyer"), ("email", "kim@globex.example")])
    service.add_person(sales, "Bob [b]Alvarez", [("email", "bob@acme.example")])
    service.add_person(sales, "Alvarez [b]Bob", [("email", "bob@acme.example")])
    return sales


def pairs(rep: Rep) -> list[str]:
    return [row.pair.first.name for row in rep.app.screen.query_one(PairList).rows if not isinstance(row, Heading)]


async def test_a_pair_is_merged_with_the_chosen_values_and_undo_brings_it_back(twice: Workspace, opened: Opens) -> None:
    async with opened(twice) as rep:
        await rep.press("D")
        assert isinstance(rep.app.screen, DupesScreen)
        assert pairs(rep) == ["Bob [b]Alvarez", "Kim Park"]
        await rep.press("j", "enter")
        assert isinstance(rep.app.screen, MergeDialog)
        assert rep.app.screen.query_one("#frame").size.width > 100, "nothing is cut while there is room"
        await rep.press("down", "right", "enter")
        assert pairs(rep) == ["Bob [b]Alvarez"]
        kim = reads.person(twice, reads.find_person(twice, "kim"))
        assert (kim.row.name, kim.row.job_title, kim.row.email) == ("Kim Park", "Buyer", "kim@globex.example")
        await rep.press("u")
        assert pairs(rep) == ["Bob [b]Alvarez", "Kim Park"]


async def test_a_pair_that_is_told_apart_goes_and_esc_leads_back(twice: Workspace, opened: Opens) -> None:
    async with opened(twice) as rep:
        await rep.press("D", "x", "x")
        assert rep.app.screen.query_one(PairList)._nothing.startswith("nothing looks as if it were there twice")
        assert dupes.likely(twice, "person") == []
        await rep.press("enter")  # there is nothing to do it to
        await rep.press("escape")
        assert not isinstance(rep.app.screen, DupesScreen)


async def test_the_other_one_can_stay(twice: Workspace, opened: Opens) -> None:
    found = merging.compare(twice, "person", *(reads.find_person(twice, name) for name in ("Kim Park", "Kim Parks")))
    answers: list[Merged | None] = []
    async with opened(twice) as rep:
        rep.app.push_screen(MergeDialog(found), answers.append)
        await rep.press("tab", "down", "space", "enter")
    assert answers == [Merged(found.other, found.keep, frozenset({"title"}))]


async def test_two_marked_deals_become_one(twice: Workspace, opened: Opens) -> None:
    async with opened(twice) as rep:
        await rep.press("3", "ampersand")
        assert "mark both" in rep.message
        await rep.press("space", "space", "ampersand")
        assert isinstance(rep.app.screen, MergeDialog)
        await rep.press("enter")
        assert rep.message.startswith("merged #")
        assert len(reads.all_cards(twice)) == 4
        assert not rep.app.marks


async def test_an_organization_with_deals_asks_before_it_goes_into_the_bin(twice: Workspace, opened: Opens) -> None:
    async with opened(twice) as rep:
        await rep.press("5", "X")
        assert isinstance(rep.app.screen, ConfirmDialog)
        await rep.press("n")
        count = len(list(reads.organizations(twice)))
        await rep.press("X", "y")
        assert len(list(reads.organizations(twice))) == count - 1
        await rep.press("4", "X")
        assert rep.app.screen.query_one(StatusBar).message.startswith("put person")


def test_what_is_read_for_a_screen_that_is_left_meanwhile_is_not_shown_on_it() -> None:
    shown: list[str] = []
    for display in (True, False):
        screen = cast(BookScreen, SimpleNamespace(display=display))  # Textual takes its parts away one by one
        with suppress(CancelledError):
            with KeysUntilRead(screen).during(object()):
                pass
            shown.append(f"displayed: {display}")
    assert shown == ["displayed: True"]


async def test_two_long_values_stand_whole_where_the_screen_has_room(twice: Workspace, opened: Opens) -> None:
    long = "Senior Vice President of Procurement and of the Transformation of Logistics"
    service.add_person(twice, "Kim Parker", [("title", long)])
    found = merging.compare(twice, "person", *(reads.find_person(twice, name) for name in ("Kim Park", "Kim Parker")))
    async with opened(twice, size=(200, 50)) as rep:
        rep.app.push_screen(MergeDialog(found))
        await rep.settle()
        assert long in str(rep.app.screen.query_one(MergeColumns).render())
