"""The dead-lead sweep in the app: a key for each deal, Enter for all of them (behaviour 10)."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from pipetui import service
from pipetui.service import reads
from pipetui.store import swept
from pipetui.tui.screens.board import BoardScreen
from pipetui.tui.screens.sheet import SheetScreen
from pipetui.tui.screens.sweep import SweepScreen
from pipetui.tui.screens.today import TodayScreen
from pipetui.tui.widgets.advice_line import AdviceLine
from pipetui.tui.widgets.bars import StatusBar, TopBar
from pipetui.tui.widgets.frame import Frame
from pipetui.tui.widgets.sweep_list import SweepList

if TYPE_CHECKING:
    from pipetui.service import Workspace
    from tests.conftest import Clock
from tests.tui.conftest import Opens, Rep


@pytest.fixture
def dead(sales: Workspace, clock: Clock) -> Workspace:
    """The five deals 40 days on, without their next steps: all of them rot more than twice their days."""
    service.win(sales, [4])  # and one of them is won, so that four are left
    clock.tick(days=40)
    return sales


def note(rep: Rep) -> str:
    return rep.screen.query_one(TopBar).note


def steps(workspace: Workspace) -> int:
    return len(reads.history(workspace, 1000))


async def test_b10_one_key_a_deal_and_enter_for_all_of_them_as_one_step(dead: Workspace, opened: Opens) -> None:
    async with opened(dead) as rep:
        await rep.press("2", "S")
        assert isinstance(rep.screen, SweepScreen)
        order = [card.id for card in rep.screen.focused_list.cards] if rep.screen.focused_list else []
        assert sorted(order) == [1, 2, 3, 5]
        before = steps(dead)
        await rep.press("x", "w", "k", "l", "p", "v")
        assert steps(dead) == before, "deciding writes nothing yet"
        assert note(rep).startswith("4 dead? · 4 decided")
        await rep.press("enter", "y")
        assert steps(dead) == before + 1
        dropped, kept, last, parked = order
        assert (rep.deal(dropped).status, rep.deal(dropped).lost_reason) == ("lost", "went silent")
        assert (rep.deal(kept).status, rep.deal(kept).parked_until) == ("open", None)
        assert "e-mail: last chance" in [step.what for step in reads.sheet(dead, last).follow_ups]
        assert rep.deal(parked).parked_until == dead.now().date() + timedelta(days=14)
        assert rep.screen.has_class("-nothing")
        bar = rep.screen.query_one(StatusBar)
        assert "apply" not in str(bar.render())
        await rep.press("u")
        assert rep.titles[0] == [rep.deal(number).title for number in order]
        assert "apply" in str(bar.render()), "its keys are there again with the deals"
        await rep.press("escape")
        assert isinstance(rep.screen, BoardScreen), "back to where it was begun"


async def test_b10_marked_deals_are_decided_together_and_a_decision_can_be_taken_back(
    dead: Workspace, opened: Opens
) -> None:
    async with opened(dead) as rep:
        await rep.press("S", "V", "r", "t")
        assert note(rep).startswith("4 dead? · 4 decided")
        await rep.press("backspace")
        assert note(rep).startswith("4 dead? · 3 decided")
        await rep.press("enter", "n")
        assert note(rep).startswith("4 dead? · 3 decided"), "no is no"
        await rep.press("enter", "y")
        lost = [card for card in reads.cards(dead) if card.status == "lost"]
        assert len(lost) == 3
        assert {(card.lost_reason, str(card.revisit_on)) for card in lost} == {("timing", "2027-03-31")}
        assert note(rep).startswith("1 dead?")


async def test_b10_leaving_with_decisions_asks_and_so_does_quitting(dead: Workspace, opened: Opens) -> None:
    async with opened(dead) as rep:
        before = steps(dead)
        await rep.press("S", "k", "escape", "escape")
        assert note(rep).startswith("4 dead? · 1 decided"), "the sweep goes on"
        await rep.press("ctrl+q", "n")
        assert rep.app.is_running
        await rep.press("q", "t")
        assert not isinstance(rep.screen, SweepScreen)
        assert steps(dead) == before, "thrown away"
        await rep.press("S", "k", "escape", "a")
        assert not isinstance(rep.screen, SweepScreen)
        assert steps(dead) == before + 1


async def test_b10_without_a_decision_enter_opens_the_deal(dead: Workspace, opened: Opens) -> None:
    async with opened(dead) as rep:
        await rep.press("S", "enter")
        assert isinstance(rep.app.screen, SheetScreen)


async def test_b10_a_day_that_does_not_lie_ahead_is_refused_at_once(dead: Workspace, opened: Opens) -> None:
    async with opened(dead) as rep:
        await rep.press("S", "p", "tab")
        await rep.type("today")
        await rep.press("enter")
        assert "ahead" in rep.message
        assert "decided" not in note(rep)


async def test_b10_the_day_reminds_of_the_sweep_until_it_is_done(sales: Workspace, clock: Clock, opened: Opens) -> None:
    async with opened(sales) as rep:
        await rep.press("1")
        assert isinstance(rep.screen, TodayScreen)
        assert not rep.screen.query_one(AdviceLine).display
    service.swept(sales)
    clock.tick(days=9)
    async with opened(sales) as rep:
        await rep.press("1")
        line = rep.screen.query_one(AdviceLine)
        assert line.display
        assert str(line.render()).endswith("   sweep last done 9 days ago: S")
        await rep.press("S")
        assert rep.screen.has_class("-nothing"), "nothing looks dead, and that was the sweep"
        assert rep.screen.query_one("#nothing", Frame).title == "Sweep"
        assert swept.last_done(sales.store.connection) == sales.now().date()
        await rep.press("escape")
        assert "sweep" not in str(line.render())


async def test_half_a_row_at_the_bottom_is_none(dead: Workspace, opened: Opens) -> None:
    async with opened(dead, (80, 24)) as rep:
        await rep.press("S")
        shown = rep.app.screen.query_one(SweepList)
        rows = shown.rows
        shown.rows = rows * 20
        lines = [shown.render_line(y).text.strip(" │▌") for y in range(shown.size.height)]
        assert shown.seen_lines <= shown.size.height + shown.gap
        assert not any(lines[shown.seen_lines :])
        assert lines[shown.seen_lines - shown.gap - 1], "the last line of the last whole one"
