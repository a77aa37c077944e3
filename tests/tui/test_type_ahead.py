"""Keys typed in one go mean what they would mean typed slowly."""

import sqlite3

from textual import events
from textual.app import App

from pipetui.service import Desk, look
from tests.tui.conftest import Opens, Rep


def at_once(app: App[int], *keys: str) -> None:
    """All keys before the app has seen the first."""
    for key in keys:
        app.post_message(events.Key(key, key if len(key) == 1 else None))


async def all_taken(rep: Rep) -> None:
    """Wait until the last key was taken and what it led to is done."""
    await rep.settle()
    while rep.app._typed.busy or not rep.app.clerk.idle:
        await rep.settle()
    await rep.settle()


async def test_b05_a_call_its_outcome_and_the_next_step_typed_in_one_go(overdue: Desk, opened: Opens) -> None:
    async with opened(overdue) as rep:
        deal = rep.card.id
        at_once(rep.app, "c", "n", "enter")
        await all_taken(rep)
        assert look.sheet(overdue, deal).timeline[0].headline in ("call · no answer", "done")
        assert any(item.headline == "call · no answer" for item in look.sheet(overdue, deal).timeline)
        assert rep.deal(deal).badge == "planned"
        assert len(rep.app.screen_stack) == 1, "no question is left open, and Enter opened nothing"


async def test_a_date_typed_right_behind_its_key_lands_in_the_line(sales: Desk, opened: Opens) -> None:
    async with opened(sales) as rep:
        at_once(rep.app, "n", "f", "r", "i", "enter")
        await all_taken(rep)
        step = rep.deal(2).next_step
        assert step is not None
        assert step.due.isoformat() == "2026-11-27"


async def test_a_locked_book_lets_the_keys_go_on(sales: Desk, opened: Opens) -> None:
    async with opened(sales) as rep:
        holder = sqlite3.connect(sales.store.path, isolation_level=None)
        holder.execute("BEGIN IMMEDIATE")
        at_once(rep.app, "w", "j", "l")
        for _ in range(100):
            await rep.pilot.pause(0.02)
            if rep.card.id == 3:
                break
        assert rep.card.id == 3, "the cursor moves while the gesture waits for the lock"
        assert rep.app.clerk.pending
        holder.execute("ROLLBACK")
        holder.close()
        await rep.settle()
        assert look.card(sales, 2).status == "won"
