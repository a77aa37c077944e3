"""A key that can do nothing now says why, truly."""

from types import SimpleNamespace
from typing import Any

import pytest

from pipetui import service
from pipetui.service import Workspace
from pipetui.tui.actions import BY_ID
from pipetui.tui.conditions import deals_in_a_row
from pipetui.tui.screens.book_screen import BookScreen
from pipetui.tui.widgets.bars import StatusBar
from pipetui.tui.widgets.deal_table import DealRows
from pipetui.tui.widgets.people_list import PartyList
from tests.tui.conftest import Opens, Rep


async def nothing_fits(rep: Rep, screen: str) -> BookScreen:
    """A screen whose filter hides everything."""
    await rep.press(screen, "slash")
    await rep.type("zzz")
    await rep.press("enter")
    here = rep.app.book_screen
    assert here is not None
    return here


def said(rep: Rep) -> str:
    here = rep.app.book_screen
    assert here is not None
    return here.query_one(StatusBar).message


@pytest.mark.parametrize("screen", ["1", "2", "3", "4", "5"])
async def test_no_key_is_silent_where_nothing_is_shown(sales: Workspace, opened: Opens, screen: str) -> None:
    async with opened(sales) as rep:
        here = await nothing_fits(rep, screen)
        dimmed = [key for key, bound in here.active_bindings.items() if not bound.enabled]
        assert {"enter", "t", "e", "i"} <= set(dimmed)
        for key in dimmed:
            row = BY_ID[here.active_bindings[key].binding.id or ""]
            assert row.when is not None
            why = row.when(here)
            rep.app.say("")
            await rep.press(key)
            assert said(rep) == why != "", row.id


@pytest.mark.parametrize(
    ("screen", "why"),
    [
        ("2", "no deal is under the cursor"),
        ("4", "nobody is under the cursor"),
        ("5", "no organization is under the cursor"),
    ],
)
async def test_who_or_what_is_missing_is_named(sales: Workspace, opened: Opens, screen: str, why: str) -> None:
    async with opened(sales) as rep:
        await nothing_fits(rep, screen)
        await rep.press("t")
        assert said(rep) == why


async def test_an_open_deal_has_no_follow_on_and_is_not_to_be_reopened_for_it(sales: Workspace, opened: Opens) -> None:
    async with opened(sales) as rep:
        await rep.press("f")
        assert rep.message == "#2 Globex seats is open: only a won deal leads to another"


async def test_without_a_next_step_there_is_none_to_snooze(sales: Workspace, opened: Opens) -> None:
    async with opened(sales) as rep:
        await rep.press("z")
        assert rep.message == "#2 Globex seats has no next step · n plans one"
        await rep.press("space", "right", "space", "z")
        assert rep.app.screen is not rep.screen, "one of the two has one"


async def test_the_first_of_several_that_cannot_take_part_is_named(sales: Workspace, opened: Opens) -> None:
    service.win(sales, [2])
    service.drop(sales, [3], "price")
    async with opened(sales) as rep:
        await rep.press("3")
        await rep.until(lambda: any("Globex seats" in titles for titles in rep.titles))
        for number in (2, 3):
            rep.screen.query_one(DealRows).select(number)
            await rep.press("space")
        first = rep.screen.chosen[0]
        await rep.press("greater_than_sign")
        assert rep.message == (
            f"none of the 2 deals can take part: #{first.id} {first.title} is {first.status} · r reopens"
        )


async def test_what_takes_one_deal_says_so_with_several_marked(sales: Workspace, opened: Opens) -> None:
    async with opened(sales) as rep:
        await rep.press("space", "space", "e")
        assert rep.message == "that takes one deal, and 2 are marked: Esc takes the marks away"


async def test_a_deal_that_does_not_look_dead_is_not_swept(sales: Workspace, opened: Opens) -> None:
    async with opened(sales) as rep:
        card = rep.card
        await rep.press("space", "S", "k")
        assert rep.message == f"#{card.id} {card.title} does not look dead"


async def test_on_the_sheet_of_somebody_without_deals_there_is_none_to_open(sales: Workspace, opened: Opens) -> None:
    number = service.add_person(sales, "Kim Park").party
    assert number is not None
    async with opened(sales) as rep:
        await rep.press("4")
        rep.app.screen.query_one(PartyList).select(number)
        await rep.press("enter", "enter")
        assert said(rep) == "Kim Park takes part in no deal"


def test_a_session_waits_for_its_key_also_where_no_deal_is_listed() -> None:
    app: Any = SimpleNamespace(key=lambda action: f"<{action}>", snapshot=SimpleNamespace(paused=None))
    here: Any = SimpleNamespace(pipetui=app, marked=(), mode_name="today", markable_rows=lambda: iter(()))
    assert deals_in_a_row(here) == "no deal is here to go through · <app.board> has all open deals"
    here.mode_name = "board"
    assert deals_in_a_row(here) == "no deal is here to go through · <app.add> adds one"
    app.snapshot.paused = object()
    assert deals_in_a_row(here) is None
    app.snapshot.paused, here.markable_rows = None, lambda: iter((object(),))
    assert deals_in_a_row(here) is None


async def test_a_key_of_the_screens_below_says_that_it_is_not_for_here(sales: Workspace, opened: Opens) -> None:
    async with opened(sales) as rep:
        await rep.press("percent_sign", "f3")
        bar = rep.app.screen.query_one(StatusBar)
        assert (bar.message, bar.failed) == ("Keys is not for here: Esc leaves this first", True)
        await rep.press("f12")
        assert bar.message == "Keys is not for here: Esc leaves this first", "what no key of ours is says nothing"
        await rep.press("escape", "Q", "w")
        bar = rep.app.screen.query_one(StatusBar)
        assert (bar.message, bar.failed) == ("Win is not for here: Esc leaves this first", True)
