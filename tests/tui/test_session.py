"""The work session: one deal after the other, and what is asked after a touch."""

import asyncio
import sqlite3
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from operator import sub
from pathlib import Path
from threading import Event

import pytest
from textual.widgets import Input, Static

from pipetui import service
from pipetui.domain.dates.when import Due
from pipetui.domain.line import quick_line
from pipetui.domain.line.quick_line import TouchLine
from pipetui.service import Workspace, reads, sessions
from pipetui.store.store import Store
from pipetui.tui.dialogs.base import Dialog
from pipetui.tui.dialogs.decide import DecideDialog, DueDialog
from pipetui.tui.dialogs.step import StepDialog
from pipetui.tui.dialogs.summary import SummaryDialog
from pipetui.tui.dialogs.won import WonDialog
from pipetui.tui.screens.session import SessionScreen
from pipetui.tui.screens.today import TodayScreen
from pipetui.tui.widgets import session_pane
from pipetui.tui.widgets.advice_line import AdviceLine
from pipetui.tui.widgets.paper import Box, Facts
from pipetui.tui.widgets.pressable import content
from tests.tui.conftest import Opens, Rep


@pytest.fixture
def calls(workspace: Workspace, now: datetime, clock: Callable[[], datetime]) -> Workspace:
    """Three calls, all a day late, the most urgent first; and one deal that is planned for later."""
    at = workspace._replace(source="app")
    for line in (
        "Acme 90k @demo next:'mon call Ann' who:Ann +4930123 +hot",
        "Globex 50k @demo next:'mon call Bob' +hot",
        "Initech 10k @demo next:'mon call Cy' +hot",
        "Hooli 5k @demo next:+3w",
    ):
        service.add(at, quick_line.parse(line.replace("'", '"'), now, at.settings.dates, "EUR"))
    clock.tick(days=3)  # type: ignore[attr-defined]
    return at


def here(rep: Rep) -> str:
    """The deal the session is at."""
    assert isinstance(rep.screen, SessionScreen)
    return rep.card.title


def progress(rep: Rep) -> str:
    """How far it is, and what was logged so far."""
    return " ".join(str(rep.screen.query_one("#progress", Box).content).strip("▓░ ").split())


async def test_b03_outcome_then_enter_and_the_next_deal_is_there(calls: Workspace, opened: Opens) -> None:
    async with opened(calls) as rep:
        await rep.press("1", "s")
        assert here(rep) == "Acme"
        await rep.press("n")
        assert isinstance(rep.app.screen, StepDialog)
        await rep.press("enter")
        assert here(rep) == "Globex"
        assert progress(rep) == "2 of 3 1 no answer · 0 min"
        card = rep.deal(1)
        assert (card.badge, card.idle_days) == ("planned", 0)
        await rep.press("u")
        assert rep.deal(1).badge == "overdue"
        assert progress(rep) == "2 of 3 0 min"


async def test_b03_an_outcome_logged_by_the_key_of_every_other_screen_goes_on_as_well(
    calls: Workspace, opened: Opens
) -> None:
    for title in ("Umbrella", "Zorg"):
        written = f'{title} 10k next:"today email Al"'
        service.add(calls, quick_line.parse(written, calls.now(), calls.settings.dates, "EUR"))
    async with opened(calls) as rep:
        await rep.press("1", "s", "k", "k", "k")
        assert here(rep) == "Umbrella"
        await rep.press("c", "n")
        assert isinstance(rep.app.screen, DueDialog)
        await rep.press("l")
        assert here(rep) == "Zorg"
        assert progress(rep) == "5 of 5 1 no answer · 0 min"
        await rep.press("t", "e", "full_stop")
        await rep.press("escape")
        assert here(rep) == "Zorg", "an e-mail beside it is no outcome"


async def test_b03_it_pauses_goes_on_where_it_stopped_and_ends_with_a_summary(calls: Workspace, opened: Opens) -> None:
    async with opened(calls) as rep:
        await rep.press("1", "s", "k")
        assert here(rep) == "Globex"
        await rep.press("left")
        assert here(rep) == "Acme"
        await rep.press("k", "escape")
        assert isinstance(rep.screen, TodayScreen)
        assert "session paused, 2 to go" in rep.message
    async with opened(calls) as rep:  # another start of the app
        await rep.press("1", "s")
        assert here(rep) == "Globex"
        await rep.press("b", "enter", "k")
        assert isinstance(rep.app.screen, SummaryDialog)
        shown = "\n".join(str(static.render()) for static in rep.app.screen.query(Static))
        assert "3 of 3 deals" in shown
        assert "1  booked" in shown
        await rep.press("enter")
        assert isinstance(rep.screen, TodayScreen)
        assert sessions.paused(calls, "today") is None


async def test_b03_the_deal_it_is_ended_at_does_not_count_as_gone_through(calls: Workspace, opened: Opens) -> None:
    async with opened(calls) as rep:
        await rep.press("1", "s", "k", "Q")
        assert isinstance(rep.app.screen, SummaryDialog)
        assert "1 of 3 deals" in "\n".join(str(static.render()) for static in rep.app.screen.query(Static))


async def test_b03_a_pause_is_kept_although_the_book_was_busy_when_the_screen_went(
    calls: Workspace, opened: Opens, clock: Callable[[], datetime]
) -> None:
    reading, free = Event(), Event()

    def long_read(_: Workspace) -> bool:
        reading.set()
        return free.wait(10)

    async with opened(calls) as rep:
        await rep.press("1", "s")
        clock.tick(minutes=7)  # type: ignore[attr-defined]
        busy = asyncio.ensure_future(rep.app.worker.ask(long_read))
        await asyncio.to_thread(reading.wait, 10)
        await rep.pilot.press("escape")
        assert isinstance(rep.screen, TodayScreen)
        free.set()
        await busy
        await rep.settle()
        kept = sessions.paused(calls, "today")
        assert kept is not None and kept.worked == 7 * 60


async def test_b03_a_touch_that_waited_for_the_book_is_settled_after_the_pause(calls: Workspace, opened: Opens) -> None:
    async with opened(calls) as rep:
        await rep.press("1", "s")
        holder = sqlite3.connect(calls.store.path, isolation_level=None)
        holder.execute("BEGIN IMMEDIATE")
        await rep.pilot.press("n", "escape")
        for _ in range(100):
            await rep.pilot.pause(0.02)
            if isinstance(rep.screen, TodayScreen):
                break
        assert rep.app.worker.pending
        holder.execute("ROLLBACK")
        holder.close()
        await rep.settle()
        assert isinstance(rep.app.screen, StepDialog)
        await rep.press("enter")
        assert isinstance(rep.app.screen, TodayScreen)
        assert rep.deal(1).badge == "planned"
        assert sessions.paused(calls, "today") is not None


async def test_b03_what_is_put_off_dropped_or_parked_is_done_with(calls: Workspace, opened: Opens) -> None:
    async with opened(calls) as rep:
        await rep.press("1", "s", "z", "f")
        assert here(rep) == "Globex"
        await rep.press("x", "p")
        assert here(rep) == "Initech"
        await rep.press("n")
        await rep.press("tab", "p")  # instead of a next step
        await rep.press("w")
        assert isinstance(rep.app.screen, SummaryDialog)
        assert reads.card(calls, 3).parked_until is not None


async def test_b03_it_goes_through_what_a_filter_shows_or_the_marked_ones(calls: Workspace, opened: Opens) -> None:
    async with opened(calls) as rep:
        await rep.press("2", "slash")
        await rep.type("hooli")
        await rep.press("enter", "s")
        assert here(rep) == "Hooli"
        assert progress(rep).startswith("1 of 1 ")
        await rep.press("escape", "escape", "1", "space", "space", "s")
        assert progress(rep).startswith("1 of 2 ")


async def test_b05_a_touch_of_another_kind_asks_whether_that_was_what_is_due(calls: Workspace, opened: Opens) -> None:
    service.plan(calls, [1], Due(calls.now().date()), "send quote")
    async with opened(calls) as rep:
        await rep.press("1", "c", "r")
        dialog = rep.app.screen
        assert isinstance(dialog, DueDialog)
        await rep.press("d")
        assert isinstance(rep.app.screen, StepDialog)  # now there is no next step left
        await rep.press("escape")
        assert [step.what for step in reads.sheet(calls, 1).follow_ups] == []


@pytest.mark.parametrize("answer", [["d", "enter"], ["d", "escape"], ["z", "f"]])
async def test_b05_what_is_answered_about_it_is_undone_with_the_touch(
    calls: Workspace, opened: Opens, answer: list[str]
) -> None:
    service.plan(calls, [1], Due(calls.now().date()), "send quote")
    before = reads.sheet(calls, 1)
    async with opened(calls) as rep:
        await rep.press("1", "c", "r", *answer, "u")
        after = reads.sheet(calls, 1)
        assert (after.follow_ups, after.timeline) == (before.follow_ups, before.timeline)


@pytest.mark.parametrize(("key", "says"), [("l", "e-mail: last chance"), ("x", "lost"), ("p", "parked"), ("k", "next")])
async def test_b09_the_last_step_of_a_cadence_is_a_decision(
    workspace: Workspace, opened: Opens, key: str, says: str
) -> None:
    at = workspace._replace(source="app")
    service.add(at, quick_line.parse("Acme 9k", at.now(), at.settings.dates, "EUR"))
    for kind in ("call", "email", "call", "email"):
        service.log(at, [1], quick_line.TouchLine(kind, "no answer" if kind == "call" else ""))
    async with opened(at) as rep:
        await rep.press("2", "c", "n")
        assert isinstance(rep.app.screen, DecideDialog)
        await rep.press(key)
        if key == "x":
            await rep.press("w")  # went silent
            assert rep.deal(1).lost_reason == "went silent"
        elif key == "p":
            await rep.press("w")
            assert rep.deal(1).parked_until is not None
        else:
            if key == "k":
                assert isinstance(rep.app.screen, StepDialog)
                await rep.press("enter")
            step = rep.deal(1).next_step
            assert step is not None
            assert step.what == ("" if key == "k" else says)


async def test_b26_the_question_after_a_win_stays_when_the_session_is_over_with_it(
    sales: Workspace, opened: Opens
) -> None:
    async with opened(sales) as rep:
        await rep.press("space", "s", "w")
        assert isinstance(rep.app.screen, WonDialog)
        await rep.press("escape")
        assert isinstance(rep.app.screen, SummaryDialog)


async def test_a_question_outlives_that_its_deal_is_closed_elsewhere(sales: Workspace, opened: Opens) -> None:
    async with opened(sales) as rep:
        await rep.press("space", "s")
        deal = rep.card.id
        await rep.press("n")
        question = rep.app.screen
        assert isinstance(question, Dialog)
        with Store.open(sales.store.path) as other:
            service.drop(sales._replace(store=other, source="shell"), [deal], "price")
        rep.app.worker._poll()  # what the worker does each half second
        rep.app.worker._wake.set()
        await rep.settle()
        assert rep.app.screen is question
        await rep.press("escape")
        assert isinstance(rep.app.screen, SummaryDialog)


async def test_b03_a_deal_that_is_dropped_elsewhere_stays_in_sight_until_the_rep_goes_on(
    calls: Workspace, opened: Opens, book: Path
) -> None:
    async with opened(calls) as rep:
        await rep.press("1", "s")
        with Store.open(book) as other:
            service.drop(Workspace(other, calls.clock, calls.settings, "shell"), [1], "price")
        rep.app.worker._poll()
        rep.app.worker.reread()
        await rep.settle()
        assert here(rep) == "Acme"
        assert "changed elsewhere" in rep.message
        await rep.press("k")
        assert here(rep) == "Globex"


async def test_b09_the_decision_is_asked_for_though_another_step_is_planned(
    workspace: Workspace, opened: Opens
) -> None:
    at = workspace._replace(source="app")
    service.add(at, quick_line.parse("Acme 9k", at.now(), at.settings.dates, "EUR"))
    for kind in ("call", "email", "call", "email"):
        service.log(at, [1], quick_line.TouchLine(kind, "no answer" if kind == "call" else ""))
    service.plan(at, [1], Due(at.now().date().replace(month=12)), "check in")
    async with opened(at) as rep:
        await rep.press("2", "c", "n")
        assert isinstance(rep.app.screen, DecideDialog)


async def test_b03_today_says_that_a_session_waits(calls: Workspace, opened: Opens) -> None:
    async with opened(calls) as rep:
        await rep.press("1", "s", "k", "escape")
        assert "session paused at 2 of 3: s" in str(rep.screen.query_one(AdviceLine).render())
        await rep.press("s", "Q", "enter")
        assert "paused" not in str(rep.screen.query_one(AdviceLine).render())


@pytest.mark.parametrize("letters", ["x-ray proposal", "park it", "> quote", "<3"])
async def test_what_is_typed_as_a_next_step_is_text(calls: Workspace, opened: Opens, letters: str) -> None:
    async with opened(calls) as rep:
        await rep.press("1", "c", "r")
        assert isinstance(rep.app.screen, StepDialog)
        await rep.press(*("space" if letter == " " else letter for letter in letters))
        assert isinstance(rep.app.screen, StepDialog)
        assert rep.app.screen.query_one(Input).value == letters
        await rep.press("escape")
        assert (rep.deal(1).status, rep.deal(1).stage) == ("open", "Demo")


async def test_nobody_there_does_not_make_a_planned_meeting_done(calls: Workspace, opened: Opens) -> None:
    service.finish(calls, [1])
    service.plan(calls, [1], Due(calls.now().date()), "meeting on site")
    async with opened(calls) as rep:
        await rep.press("1", "s", "n")
        await rep.press("escape", "escape")
        assert [step.what for step in reads.sheet(calls, 1).follow_ups] == ["meeting on site"]


async def test_a_deal_without_people_tells_the_key_that_edits_as_it_is_remapped(
    calls: Workspace, opened: Opens
) -> None:
    service.edit(calls, 1, {"people": ""})
    own = calls._replace(settings=calls.settings._replace(keys=(("deal.edit", "Z"),)))
    async with opened(own) as rep:
        await rep.press("1", "s")
        assert "nobody is named on the deal  Z edits" in str(rep.screen.query_one("#phone", Box).content)


async def test_as_many_touches_are_told_as_there_is_room_for_and_their_days_stand_in_a_column(
    calls: Workspace, opened: Opens
) -> None:
    for number in range(30):
        at = partial(sub, calls.now(), timedelta(days=3 + number))
        service.log(calls._replace(clock=at), [1], TouchLine("call", "no answer", "out"))
    sheet = reads.sheet(calls, 1)
    lines = content(session_pane.touches(sheet, calls.now(), 80, room=12)).plain.splitlines()
    assert len(lines) == 12
    assert len({line.index("☎") for line in lines}) == 1
    assert len(session_pane.touches(sheet, calls.now(), 80)) == 3
    async with opened(calls, size=(200, 50)) as rep:
        await rep.press("1", "s")
        column = rep.screen.query_one("#facts", Facts)
        told = []
        for height in (50, 40, 20):
            await rep.pilot.resize_terminal(200, height)
            await rep.settle()
            told.append(rep.screen.query_one("#touches", Box).size.height)
            assert not column.show_vertical_scrollbar or told[-1] == 3
        assert told[0] > told[1] > told[2] == 3
