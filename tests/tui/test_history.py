"""The history and the bin as screens: what was done is read, one step taken back, what was deleted taken out."""

from __future__ import annotations

from textual.widgets import Input

from pipetui import service
from pipetui.service import Workspace, reads
from pipetui.service import bin as book_bin
from pipetui.tui.dialogs.typed_name import TypedNameDialog
from pipetui.tui.screens.bin import BinScreen
from pipetui.tui.screens.history import HistoryScreen
from pipetui.tui.widgets.bars import StatusBar
from pipetui.tui.widgets.bin_list import BinList
from pipetui.tui.widgets.pieces import Heading
from pipetui.tui.widgets.step_list import ChangeLines, StepList
from tests.tui.conftest import Opens, Rep


def said(rep: Rep) -> str:
    return rep.app.screen.query_one(StatusBar).message


async def test_b27_a_step_is_looked_at_and_taken_back_while_newer_ones_stay(sales: Workspace, opened: Opens) -> None:
    service.edit(sales, 1, {"value": "15k"}, None)
    service.advance(sales, [2])
    async with opened(sales, (80, 24)) as rep:
        await rep.press("Z")
        screen = rep.app.screen
        assert isinstance(screen, HistoryScreen)
        await rep.press("j", "enter")
        (change,) = (row for row in screen.query_one(ChangeLines).rows if not isinstance(row, Heading))
        assert (change.what, change.before, change.after) == ("deal #1 Acme rollout: value", "€12,000", "€15,000")
        await rep.press("escape", "u")
        assert said(rep).startswith("taken back: edited #1 Acme rollout")
        assert screen.selected is not None and screen.selected.label.startswith("taken back")
        assert rep.deal(1).value == (1_200_000, "EUR")
        await rep.press("j", "j", "j", "u")  # adding Hooli: nothing hangs on it
        await rep.press("slash")
        await rep.type("globex")
        await rep.press("enter", "G")
        refused = screen.selected
        await rep.press("u")
        assert "came after it and hangs on it" in said(rep)
        assert screen.selected == refused, "the cursor stays with what was refused"
        (toast,) = (toast for toast in rep.app._notifications if toast.severity == "error")
        assert "hangs on it" in toast.message and not toast.title, "it is told once"
        await rep.press("escape", "escape")
        assert not isinstance(rep.app.screen, HistoryScreen)
    assert [card.id for card in reads.all_cards(sales) if card.title.startswith("Hooli")] == []


async def test_the_step_whose_changes_are_read_is_seen_beside_them(sales: Workspace, opened: Opens) -> None:
    async with opened(sales, (160, 24)) as rep:
        await rep.press("Z")
        steps = rep.app.screen.query_one(StepList)
        assert steps.look_of(steps.cursor) == "cursor"
        await rep.press("enter")
        assert rep.app.screen.query_one(ChangeLines).has_focus
        assert steps.look_of(steps.cursor) == "unfocused-cursor"


async def test_the_bin_gives_back_and_removes_once_the_name_is_typed(sales: Workspace, opened: Opens) -> None:
    service.delete(sales, [1, 2])
    async with opened(sales, (80, 24)) as rep:
        await rep.press("number_sign")
        screen = rep.app.screen
        assert isinstance(screen, BinScreen)
        shown = screen.query_one(BinList)
        assert [row.number for row in shown.rows if not isinstance(row, Heading)] == [2, 1]
        await rep.press("E")
        assert isinstance(rep.app.screen, TypedNameDialog)
        await rep.type("globex")
        await rep.press("enter")
        assert rep.app.screen.query_one(Input).value == ""
        await rep.type("globex seats")
        await rep.press("enter")
        assert said(rep).startswith("removed deal #2 Globex seats from the book")
        await rep.press("enter")
        assert rep.deal(1).title == "Acme rollout"
        assert shown.rows == ()
        await rep.press("enter")
        assert "the bin is empty" in said(rep)
    assert book_bin.contents(sales) == []


async def test_older_steps_come_when_the_cursor_comes_near_them(sales: Workspace, opened: Opens) -> None:
    connection = sales.store.connection
    connection.execute(
        """WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000)
           INSERT INTO step (label, source, at) SELECT 'step ' || i, 'shell', '2026-11-20T10:00:00Z' FROM n"""
    )
    async with opened(sales, (80, 24)) as rep:
        await rep.press("Z")
        shown = rep.app.screen.query_one(StepList)
        assert len(shown.rows) == 300
        shown.cursor = 290
        await rep.settle()
        assert len(shown.rows) == 600
        await rep.press("G")
        assert len(shown.rows) == 1005
        assert shown.selected is not None and shown.selected.id == 1
