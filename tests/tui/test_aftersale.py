"""Behaviour 26 on screen: the question after a win, check-ins in Today, deals that follow from a won one."""

from datetime import date

from textual.widgets import Input, Static

from pipetui import service
from pipetui.domain.aftersale import PlannedFollowUps, Renewal
from pipetui.domain.dates.when import Due
from pipetui.domain.line.quick_line import NextLine
from pipetui.service import Workspace, reads
from pipetui.tui.dialogs.add_bar import AddBar
from pipetui.tui.dialogs.won import WonDialog
from pipetui.tui.widgets.echo_input import EchoInput
from pipetui.views import Link
from tests.conftest import Clock
from tests.tui.conftest import Opens


async def test_b26_won_asks_once_and_one_undo_takes_all_back(sales: Workspace, opened: Opens) -> None:
    async with opened(sales) as rep:
        await rep.press("w")
        assert rep.deal(2).status == "won", "at once, whatever is answered"
        dialog = rep.app.screen
        assert isinstance(dialog, WonDialog)
        said = [str(line.query_one(Static).content) for line in dialog.query(EchoInput)]
        assert said == [
            "Sun 21 Nov 2027, in 365 days · comes up Fri 22 Oct 2027",
            "Fri 4 Dec, in 13 days · check in",
        ]
        await rep.press("enter")
        card = rep.deal(2)
        assert card.renewal_on == date(2027, 11, 21)
        assert card.next_step is not None
        assert card.next_step.due == date(2026, 12, 4)
        await rep.press("u")
        card = rep.deal(2)
        assert (card.status, card.renewal_on, card.next_step) == ("open", None, None)


async def test_b26_escape_skips_both(sales: Workspace, opened: Opens) -> None:
    async with opened(sales) as rep:
        await rep.press("w", "escape")
        card = rep.deal(2)
        assert (card.status, card.renewal_on, card.next_step) == ("won", None, None)
        assert len(rep.app.screen_stack) == 1


async def test_b26_a_typed_date_goes_in_place_of_the_suggested_one(sales: Workspace, opened: Opens) -> None:
    async with opened(sales) as rep:
        await rep.press("w", "backspace", "tab")
        line = rep.app.screen.query_one("#check-in Input", Input)
        line.value = "flurbsday"
        await rep.press("enter")
        assert isinstance(rep.app.screen, WonDialog)
        line.value = "mon call Kim"
        await rep.press("enter")
        card = rep.deal(2)
        assert card.renewal_on is None
        assert card.next_step is not None
        assert (card.next_step.due, card.next_step.what) == (date(2026, 11, 23), "call Kim")


async def test_b26_a_check_in_is_done_in_today(sales: Workspace, clock: Clock, opened: Opens) -> None:
    clock.tick(minutes=1)
    service.win(sales, [2], PlannedFollowUps(None, NextLine(Due(date(2026, 11, 21)), "call Kim")))
    async with opened(sales) as rep:
        await rep.press("1")
        assert rep.titles == [["Globex seats", *rep.titles[0][1:]]]
        assert rep.card.id == 2
        await rep.press("d")
        assert rep.message.startswith("done: next step of #2")
        assert "Globex seats" not in rep.titles[0]
        assert len(rep.app.screen_stack) == 1, "nothing is asked after won"


async def test_b26_a_renewal_follows_in_three_keys(sales: Workspace, opened: Opens) -> None:
    service.win(sales, [1], PlannedFollowUps(Renewal(date(2026, 12, 1), 30)))
    async with opened(sales) as rep:
        await rep.press("1")
        assert rep.card.id == 1
        await rep.press("f", "r")
        bar = rep.app.screen
        assert isinstance(bar, AddBar)
        assert bar.query_one(Input).value == "Acme rollout renewal value:12000 close:2026-12-01 org:Acme who:Ann "
        await rep.press("enter")
        made = reads.sheet(sales, 6)
        assert made.links == (Link(1, "Acme rollout", "won", "renewal", True),)
        assert rep.deal(1).renewal_on is None
        await rep.press("u")
        assert rep.deal(1).renewal_on == date(2026, 12, 1)
        assert {card.id for card in reads.cards(sales, "open or won")} == {1, 2, 3, 4, 5}


async def test_b26_what_is_typed_into_an_upsell_comes_after_what_is_known(sales: Workspace, opened: Opens) -> None:
    service.win(sales, [1], PlannedFollowUps(Renewal(date(2026, 12, 1), 30)))
    async with opened(sales) as rep:
        await rep.press("1", "f", "u")
        await rep.type("5k")
        await rep.press("enter")
        made = reads.card(sales, 6)
        assert (made.title, made.value and made.value.decimal) == ("Acme rollout upsell", "5000.00")


async def test_b26_a_referral_needs_its_title_and_has_its_source(sales: Workspace, opened: Opens) -> None:
    service.win(sales, [1], PlannedFollowUps(Renewal(date(2026, 12, 1), 30)))
    async with opened(sales) as rep:
        await rep.press("1", "f", "f", "enter")
        assert len(reads.cards(sales, "open or won")) == 5, "an untouched line adds nothing"
        await rep.press("f", "f")
        await rep.type("Stark lab 18k ")
        await rep.press("enter")
        made = reads.sheet(sales, 6)
        assert (made.card.title, made.card.source) == ("Stark lab", "Acme")
        assert made.links == (Link(1, "Acme rollout", "won", "referral", True),)


async def test_b26_a_lost_deal_is_not_followed(sales: Workspace, opened: Opens) -> None:
    service.drop(sales, [2], "price", "", sales.now().date())
    async with opened(sales) as rep:
        await rep.press("1", "f")
        assert rep.message == "#2 Globex seats is lost: only a won deal leads to another"
        assert len(rep.app.screen_stack) == 1
