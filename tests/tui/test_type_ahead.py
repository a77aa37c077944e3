"""Keys typed in one go mean what they would mean typed slowly."""

import asyncio
import sqlite3
import threading
from types import SimpleNamespace
from typing import Any

import pytest
from textual import events
from textual.app import App
from textual.message import Message

from pipetui import service
from pipetui.domain.deal import OPEN
from pipetui.service import Workspace, reads
from pipetui.tui import type_ahead
from pipetui.tui.app import PipetuiApp
from pipetui.tui.messages import SnapshotLoaded
from pipetui.tui.worker import BookWorker
from tests.tui.conftest import Opens, Rep, begin_tasks_as_a_real_app


def at_once(app: App[int], *keys: str) -> None:
    """All keys before the app has seen the first."""
    for key in keys:
        app.post_message(events.Key(key, key if len(key) == 1 else None))


async def all_taken(rep: Rep) -> None:
    """Wait until the last key was taken and what it led to is done."""
    await rep.settle()
    while rep.app.typed.busy or not rep.app.worker.idle:
        await rep.settle()
    await rep.settle()


async def test_b05_a_call_its_outcome_and_the_next_step_typed_in_one_go(overdue: Workspace, opened: Opens) -> None:
    async with opened(overdue) as rep:
        deal = rep.card.id
        at_once(rep.app, "c", "n", "enter")
        await all_taken(rep)
        assert reads.sheet(overdue, deal).timeline[0].headline in ("call · no answer", "done")
        assert any(item.headline == "call · no answer" for item in reads.sheet(overdue, deal).timeline)
        assert rep.deal(deal).badge == "planned"
        assert len(rep.app.screen_stack) == 1, "no question is left open, and Enter opened nothing"


async def test_a_date_typed_right_behind_its_key_lands_in_the_line(sales: Workspace, opened: Opens) -> None:
    async with opened(sales) as rep:
        at_once(rep.app, "n", "f", "r", "i", "enter")
        await all_taken(rep)
        step = rep.deal(2).next_step
        assert step is not None
        assert step.due.isoformat() == "2026-11-27"


async def test_a_key_behind_enter_never_gets_into_the_line(sales: Workspace, opened: Opens) -> None:
    async with opened(sales) as rep:
        at_once(rep.app, "a", *"Vandelay", "enter", *"jjkk")
        await all_taken(rep)
        assert "Vandelay" in {card.title for card in reads.cards(sales)}
        at_once(rep.app, "n", *"fri", "enter", "greater_than_sign")
        await all_taken(rep)
        assert len(rep.app.screen_stack) == 1
        assert rep.card.next_step is not None


async def test_a_locked_book_lets_the_keys_go_on(sales: Workspace, opened: Opens) -> None:
    async with opened(sales) as rep:
        holder = sqlite3.connect(sales.store.path, isolation_level=None)
        holder.execute("BEGIN IMMEDIATE")
        at_once(rep.app, "w", "j", "l")
        for _ in range(100):
            await rep.pilot.pause(0.02)
            if rep.card.id == 3:
                break
        assert rep.card.id == 3, "the cursor moves while the gesture waits for the lock"
        assert rep.app.worker.pending
        holder.execute("ROLLBACK")
        holder.close()
        await rep.settle()
        assert reads.card(sales, 2).status == "won"


async def test_two_drops_typed_in_one_go_drop_two_deals(sales: Workspace, opened: Opens) -> None:
    async with opened(sales) as rep:
        at_once(rep.app, "x", "p", "x", "b")
        await all_taken(rep)
        assert reads.card(sales, 2).lost_reason == "price"
        assert reads.card(sales, 5).lost_reason == "budget"


async def test_a_key_that_leaves_a_screen_does_not_wait_for_what_it_reads(sales: Workspace, opened: Opens) -> None:
    async with opened(sales) as rep:
        await rep.press("2")
        free = threading.Event()
        busy = asyncio.ensure_future(rep.app.worker.ask(lambda _: free.wait(10)))
        at_once(rep.app, "dollar_sign", "escape", "6", "4", "3", "G")
        try:
            for _ in range(30):
                await rep.pilot.pause()
            assert rep.app.current_mode == "deals"
            assert rep.app.typed.busy, "the last row is among those that are still to be read"
        finally:
            free.set()
        await busy
        await all_taken(rep)
        assert rep.card.id == rep.screen.listed[-1] != rep.screen.listed[0]


async def test_whoever_types_the_whole_word_of_an_answer_means_no_more_than_that(
    sales: Workspace, opened: Opens
) -> None:
    async with opened(sales) as rep:
        at_once(rep.app, "x", *"price", "enter")
        await all_taken(rep)
        assert reads.card(sales, 2).lost_reason == "price"
        assert rep.card.id == 5
        at_once(rep.app, "z", *"tomorrow", "enter")
        await all_taken(rep)
        assert len(rep.app.screen_stack) == 1
        assert [card.status for card in reads.cards(sales)].count(OPEN) == 4, "no letter of it was a gesture"
        step = rep.deal(5).next_step
        assert step is not None
        assert step.due.isoformat() == "2026-11-22"
        at_once(rep.app, "j", "k", "w")
        await all_taken(rep)
        assert reads.card(sales, 5).status == "won", "later it is a gesture again"


@pytest.mark.parametrize(
    ("question", "word", "left"),
    [
        ("z", "thursday", (1, [])),
        ("z", "dec", (1, [])),
        ("z", "may", (1, [])),
        ("x", "bad fit", (1, [])),
        ("x", "decision", (0, ["DropDialog"])),
        ("c", "left message", (0, ["TouchDialog"])),
        ("c", "won", (0, ["TouchDialog"])),
        ("c", "fri 14:00 vm", (0, ["TouchDialog"])),
        ("t", "competitor", (0, ["TouchDialog"])),
        ("b", "competitor", (0, ["QualifyDialog"])),
        ("z", "next week", (1, [])),
    ],
)
async def test_no_letter_of_a_word_is_a_gesture_where_another_answer_begins_as_it_does_or_none(
    sales: Workspace, opened: Opens, question: str, word: str, left: tuple[int, list[str]]
) -> None:
    async with opened(sales) as rep:
        await rep.press("j")
        made = len(reads.history(sales))
        at_once(rep.app, question, *word, "enter")
        await all_taken(rep)
        kinds = [type(screen).__name__ for screen in rep.app.screen_stack[1:]]
        assert (len(reads.history(sales)) - made, kinds) == left


@pytest.mark.parametrize(
    ("keys", "left"),
    [
        ([("r", 0.1), ("i", 0.2), ("d", 0.3), ("a", 0.3), ("y", 0.2), ("enter", 0.3), ("w", 0.1)], ["w"]),
        ([("r", 0.5)], ["r"]),
        ([("r", 0.1), ("w", 0.5)], ["w"]),
        ([("w", 0.1), ("r", 0.1)], ["w", "r"]),
        ([("enter", 0.1)], ["enter"]),
        ([("r", 0.1), ("down", 0.1), ("i", 0.1)], ["down", "i"]),
    ],
)
async def test_letters_behind_an_answer_are_of_its_word_as_long_as_they_follow_at_once(
    keys: list[tuple[str, float]], left: list[str]
) -> None:
    app: Any = SimpleNamespace(focused=None, call_later=lambda *what: True)
    app.screen = app
    went: list[str] = []

    async def hand_over(event: events.Key | events.Paste) -> None:
        assert isinstance(event, events.Key)
        went.append(event.key)
        if event.key == "f":
            typed.spelt("fri")

    typed = type_ahead.TypeAhead(app, hand_over, app, lambda: None)
    at = 10.0
    for key, seconds in [("f", 1.0), *keys]:
        at += seconds
        event = events.Key(key, key if len(key) == 1 else None)
        event.time = at
        typed._key = None  # the one before it is done with
        await typed.take(event)
    assert went == ["f", *left]


async def test_the_word_of_a_question_answers_that_one_alone(sales: Workspace, opened: Opens) -> None:
    async with opened(sales) as rep:
        at_once(rep.app, "b", *"budget", "down", "n")
        await all_taken(rep)
        await rep.press("enter")
        given = {said.question: said.answer for said in reads.sheet(sales, rep.card.id).qualification}
        assert given == {"budget": "yes", "authority": "unknown", "need": "yes", "timing": "unknown"}


async def test_a_reading_is_on_the_screen_before_the_next_key_is_handed_over(sales: Workspace, opened: Opens) -> None:
    async with opened(sales) as rep:
        assert rep.card.id == 2
        service.win(sales, [2])
        rep.app.worker.reader.forget()
        rep.app._read(SnapshotLoaded(rep.app.worker.reader.read(), "", 0))
        assert rep.card.id == 5, "at once, not after some more messages"


async def test_a_key_waits_for_the_one_before_it_though_another_program_has_written(
    sales: Workspace, opened: Opens
) -> None:
    async with opened(sales) as rep:
        await rep.press("1")
        went: list[str] = []
        hand_over = rep.app.typed._hand_over

        async def noted(event: events.Key | events.Paste) -> None:
            went.append(rep.app.current_mode)
            rep.app.typed.caught_up()  # as a reading does that was made for what another program wrote
            await hand_over(event)
            rep.app.typed.caught_up()

        rep.app.typed._hand_over = noted
        at_once(rep.app, "2", "j")
        await all_taken(rep)
        assert went == ["today", "board"]


async def test_a_gesture_is_pending_until_what_it_changed_is_shown(sales: Workspace) -> None:
    said: list[Message] = []
    worker = BookWorker(sales, said.append)
    worker.submit(service.win, [2])
    running = asyncio.create_task(worker.run())
    while not worker.idle:
        await asyncio.sleep(0.001)
    running.cancel()
    read = next(message for message in said if isinstance(message, SnapshotLoaded))
    assert worker.pending, "the reading was made, but nobody has put it on the screen"
    worker.shown(read.gestures)
    assert not worker.pending


async def test_gestures_made_before_the_day_has_begun_wait_for_it_and_the_cursor_does_not(sales: Workspace) -> None:
    begin = threading.Event()

    def begin_day() -> str:
        assert begin.wait(60)
        return ""

    app = PipetuiApp(sales, begin_day)
    begin_tasks_as_a_real_app()
    async with app.run_test(size=(120, 36)) as pilot:
        rep = Rep(app, pilot)
        at_once(app, "j", "w", "k")
        try:
            for _ in range(5):
                await pilot.pause()
            assert rep.card.id == 5, "the cursor has moved"
            assert reads.card(sales, 5).status == OPEN
        finally:
            begin.set()
        await all_taken(rep)
        assert reads.card(sales, 5).status == "won"
        assert not app.typed.busy


async def test_what_goes_with_the_cursor_waits_while_a_key_is_held_down(monkeypatch: pytest.MonkeyPatch) -> None:
    at, done = [10.0], list[str]()
    monkeypatch.setattr(type_ahead, "RUN", 0.1)
    monkeypatch.setattr(type_ahead, "monotonic", lambda: at[0])
    app: Any = SimpleNamespace(focused=None, call_later=lambda *what: True)
    app.screen = app

    async def hand_over(event: object) -> None:
        """A step of the cursor."""

    typed = type_ahead.TypeAhead(app, hand_over, app, lambda: None)

    async def step(seconds: float, name: str) -> list[str]:
        at[0] += seconds
        await typed.take(events.Key("j", "j"))
        typed.at_rest(lambda: done.append(name))
        return done

    assert await step(5, "alone") == ["alone"]
    assert await step(0.2, "slowly") == ["alone", "slowly"]
    for name in ("held", "still held", "let go"):
        assert await step(0.03, name) == ["alone", "slowly"]
        assert typed.busy
    at[0] += 1
    typed._look_for_rest()
    assert done == ["alone", "slowly", "let go"]
    at[0] += 1
    typed.at_rest(lambda: done.append("by the mouse"))
    assert done[-1] == "by the mouse"
