"""Marked deals: what is done next is done to all of them."""

import threading
from itertools import pairwise
from typing import Any, cast

import pytest
from textual.widgets import Static

from pipetui import service
from pipetui.domain.deal import OPEN
from pipetui.service import Workspace, preview, reads
from pipetui.tui.dialogs.confirm import ConfirmDialog
from pipetui.tui.screens.list_screen import ListScreen
from pipetui.tui.selection import Selection
from pipetui.tui.widgets.bars import StatusBar
from pipetui.tui.widgets.card_list import CardList
from tests.tui.conftest import Opens, Rep
from tests.tui.test_type_ahead import all_taken, at_once


def marked(rep: Rep) -> set[int]:
    """The numbers of the marked deals."""
    return {card.id for card in rep.app.marks.cards}


def footer(rep: Rep) -> str:
    """The line at the bottom."""
    return str(rep.screen.query_one(StatusBar).render()).splitlines()[1]


def ticked(rep: Rep) -> list[int]:
    """The deals that are drawn with a tick, list by list."""
    found = []
    for shown in rep.screen.query(CardList).results():
        for place, card in enumerate(shown.rows):
            line = shown.render_line(place * shown.row_height - shown.scroll_offset.y).text
            if line.removeprefix("│").startswith("✓"):
                found.append(card.id)  # type: ignore[union-attr]
    return found


def question(rep: Rep) -> ConfirmDialog:
    """The question that is asked."""
    assert isinstance(rep.app.screen, ConfirmDialog)
    return rep.app.screen


# --- the marks themselves


def test_marks_turn_one_by_one_and_all_at_once(sales: Workspace) -> None:
    marks, cards = Selection(), reads.cards(sales)
    marks.turn(cards[0])
    marks.turn(cards[1])
    marks.turn(cards[0])
    assert [card.id for card in marks.cards] == [cards[1].id]
    marks.turn_all(cards)
    assert len(marks) == 5
    marks.turn_all(cards[:3])
    assert len(marks) == 2, "all of them were marked, so none is; others stay"


def test_a_range_goes_from_the_deal_marked_last_to_where_one_is(sales: Workspace) -> None:
    marks, cards = Selection(), reads.cards(sales)

    def reached(begin: int, end: int) -> list[int]:
        marks.clear()
        marks.turn(cards[begin])
        assert marks.reach(cards, cards[end].id)
        return sorted(cards.index(card) for card in marks.cards)

    assert (reached(1, 3), reached(3, 1), reached(2, 2)) == ([1, 2, 3], [1, 2, 3], [2])
    assert marks.reach(cards, cards[4].id), "another end, the same beginning"
    assert not marks.reach(cards[3:], cards[4].id), "it begins in another list"
    marks.turn(cards[2])
    assert marks.last is None
    assert not marks.reach(cards, cards[0].id), "where it began is marked no more"


def test_a_range_is_drawn_with_the_cursor_and_taken_back_with_it(sales: Workspace) -> None:
    marks, cards = Selection(), reads.cards(sales)
    way = [1, 2, 3, 2, 1, 0, 0]
    found = []
    for here, there in pairwise(way):
        marks.draw(cards, cards[here], cards[there])
        found.append(sorted(cards.index(card) for card in marks.cards))
    assert found == [[1, 2], [1, 2, 3], [1, 2], [1], [0, 1], [0, 1]]


def test_the_count_of_the_marked_comes_with_their_sums(sales: Workspace) -> None:
    marks = Selection()
    assert str(marks) == ""
    marks.turn_all(reads.cards(sales))
    assert str(marks) == "5 marked · €34k + ¥1.2M"


def test_marks_follow_their_deals_and_go_with_them(sales: Workspace) -> None:
    marks = Selection()
    before = {card.id: card for card in reads.cards(sales)}
    marks.turn_all(before.values())
    service.advance(sales, [2])
    service.delete(sales, [1])
    now = {card.id: card for card in reads.cards(sales)}
    marks.renew(before, now)
    assert 1 not in marks
    assert {card.id: card.stage for card in marks.cards}[2] == "Qualification"
    marks.renew((), {})
    assert len(marks) == 4, "a deal that was never among those read is not missed"


# --- marking


async def test_space_marks_and_steps_on_and_escape_takes_marks_away_before_the_filter(
    sales: Workspace, opened: Opens
) -> None:
    async with opened(sales) as rep:
        await rep.press("slash")
        await rep.type("e")
        await rep.press("enter", "space")
        assert (marked(rep), ticked(rep)) == ({2}, [2])
        assert rep.card.id == 5, "on the next deal"
        await rep.press("v", "v")
        assert marked(rep) == {2}, "the last deal of a column is marked and unmarked in place"
        assert "2 marked" not in footer(rep)
        assert footer(rep).startswith(" ✓ 1 marked · €8.4k ")
        await rep.press("escape")
        assert (marked(rep), ticked(rep)) == (set(), [])
        assert cast("ListScreen", rep.screen).filter_text == "e"
        await rep.press("escape")
        assert cast("ListScreen", rep.screen).filter_text == ""


async def test_all_shown_are_marked_or_none_and_every_screen_shows_it(sales: Workspace, opened: Opens) -> None:
    async with opened(sales) as rep:
        await rep.press("V")
        assert marked(rep) == {1, 2, 3, 4, 5}, "also those in columns for which there is no room"
        assert ticked(rep)[:4] == [2, 5, 3, 4]
        await rep.press("V", "space")
        for screen in ("3", "1"):
            await rep.press(screen)
            assert ticked(rep) == [2]
            assert "1 marked" in footer(rep)
        await rep.press("escape", "2")
        assert ticked(rep) == []
        assert "marked" not in footer(rep)


async def test_a_range_is_marked_by_key_by_arrows_and_by_mouse(sales: Workspace, opened: Opens) -> None:
    async with opened(sales) as rep:
        await rep.press("3", "R")
        assert rep.message == "mark where it begins: Space"
        await rep.press("space", "down", "R")
        (shown,) = rep.screen.query(CardList).results(CardList)
        order = [card.id for card in shown.cards]
        assert ticked(rep) == order[:3]
        assert "3 marked" in footer(rep)
        await rep.press("escape", "shift+up", "shift+up", "shift+down")
        assert ticked(rep) == order[1:3]
        await rep.pilot.click(shown, offset=(5, 0), control=True)
        await rep.pilot.click(shown, offset=(5, 3), shift=True)
        await rep.settle()
        assert (ticked(rep), rep.card.id) == (order[:4], order[3])
        await rep.pilot.double_click(shown, offset=(5, 2))
        await rep.settle()
        assert len(rep.app.screen_stack) == 2, "opened once"
        await rep.press("escape", "2", "R")
        assert rep.message.startswith("what was marked last is in another list")


# --- gestures


async def test_two_marked_deals_of_two_stages_move_in_one_step_of_undo(sales: Workspace, opened: Opens) -> None:
    async with opened(sales) as rep:
        await rep.press("space", "right", "space", "left", "greater_than_sign")
        assert [rep.deal(deal).stage for deal in (2, 3, 5)] == ["Qualification", "Demo", "Prospecting"]
        assert rep.message == "advanced 2 deals · u undo"
        assert (marked(rep), ticked(rep)) == (set(), [])
        assert rep.card.id == 5, "the cursor stays where it was"
        await rep.press("u")
        assert [rep.deal(deal).stage for deal in (2, 3)] == ["Prospecting", "Qualification"]


async def test_b31_three_deals_are_shown_and_asked_about(sales: Workspace, opened: Opens) -> None:
    async with opened(sales) as rep:
        await rep.press("space", "space", "right", "space", "greater_than_sign")
        assert question(rep).heading == "Advance 3 deals?"
        assert question(rep).rows[0] == ("#2 Globex seats", "Prospecting", "Qualification")
        await rep.press("n")
        assert rep.deal(2).stage == "Prospecting"
        assert marked(rep) == {2, 3, 5}, "nothing was done: the marks are still there"
        at_once(rep.app, "x", "p", "y")
        await all_taken(rep)
        assert [rep.deal(deal).lost_reason for deal in (2, 3, 5)] == ["price"] * 3
        assert marked(rep) == set()
        await rep.press("u")
        assert [rep.deal(deal).status for deal in (2, 3, 5)] == [OPEN] * 3


async def test_keys_typed_ahead_wait_for_the_question_however_long_the_look_takes(
    sales: Workspace, opened: Opens, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked, rehearse = threading.Event(), preview.rehearse

    def slowly(*arguments: Any) -> preview.Preview:
        assert looked.wait(60)
        return rehearse(*arguments)

    monkeypatch.setattr(preview, "rehearse", slowly)
    async with opened(sales) as rep:
        await rep.press("V")
        at_once(rep.app, "greater_than_sign", "y")
        try:
            for _ in range(10):
                await rep.pilot.pause()
            assert rep.message == "looking at what becomes of 5 deals …"
            assert rep.app.typed.busy, "y would be another gesture without the question"
        finally:
            looked.set()
        await all_taken(rep)
        assert [rep.deal(deal).stage for deal in range(1, 6)] == [
            "Negotiation", "Qualification", "Demo", "Proposal", "Qualification",
        ]  # fmt: skip


async def test_b13_of_the_marked_deals_those_that_cannot_take_part_are_named_and_left_out(
    sales: Workspace, opened: Opens
) -> None:
    async with opened(sales) as rep:
        await rep.press("V", "d")
        await rep.until(lambda: isinstance(rep.app.screen, ConfirmDialog))
        asked = question(rep)
        assert "4 deals?" in asked.heading
        assert "left out: #2 Globex seats has no next step" in str(
            asked.query_one("VerticalScroll Static", Static).content
        )
        await rep.press("y")
        assert rep.deal(5).next_step is None
        assert rep.message.startswith("done: next step of 4 deals")


async def test_of_deals_without_a_next_step_none_is_asked_for_a_date(sales: Workspace, opened: Opens) -> None:
    async with opened(sales) as rep:
        lists = list(rep.screen.query(CardList).results())
        here = next(shown for shown in lists if any(card.id == 2 for card in shown.cards))
        here.focus()
        here.select(2)
        await rep.settle()
        await rep.press("z")
        assert rep.message.startswith("#2 Globex seats has no next step")
        assert len(rep.app.screen_stack) == 1


async def test_marked_deals_that_a_filter_hides_are_counted_and_acted_on(sales: Workspace, opened: Opens) -> None:
    async with opened(sales) as rep:
        await rep.press("V", "slash")
        await rep.type("nothing like it")
        await rep.press("enter")
        assert ticked(rep) == []
        assert "5 marked" in footer(rep)
        await rep.press("asterisk")
        assert question(rep).heading == "Tag 5 deals?"
        await rep.press("y")
        assert all("hot" in rep.deal(deal).tags for deal in range(1, 6))


async def test_a_question_names_many_deals_by_their_number(sales: Workspace, opened: Opens) -> None:
    async with opened(sales) as rep:
        await rep.press("space", "space", "c")
        assert rep.app.screen.heading == "Touch: 2 deals"  # type: ignore[attr-defined]
        await rep.press("n", "escape")
        assert [reads.sheet(sales, deal).timeline[0].headline for deal in (2, 5)] == ["call · no answer"] * 2


async def test_the_sheet_acts_on_its_deal_alone_and_leaves_the_marks(sales: Workspace, opened: Opens) -> None:
    async with opened(sales) as rep:
        await rep.press("space", "space", "right", "enter", "asterisk", "escape")
        assert rep.deal(3).tags == ("hot",)
        assert rep.deal(2).tags == ()
        assert marked(rep) == {2, 5}


@pytest.mark.parametrize("key", ["e", "E"])
async def test_what_takes_one_deal_says_that_several_are_marked(sales: Workspace, opened: Opens, key: str) -> None:
    async with opened(sales) as rep:
        await rep.press("space", "space", key)
        assert rep.message == "that takes one deal, and 2 are marked: Esc takes the marks away"
        assert len(rep.app.screen_stack) == 1
