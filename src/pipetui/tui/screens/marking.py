"""Marks in a list: one by one, by range, all; by key, with the cursor, by mouse."""

from collections.abc import Iterator
from typing import Any

from textual import on

from pipetui.tui.actions import bindings
from pipetui.tui.conditions import range_begun
from pipetui.tui.screens.book_screen import BookScreen
from pipetui.tui.selection import MarkedRows
from pipetui.tui.widgets.bars import StatusBar
from pipetui.tui.widgets.cursor_rows import CursorRows


class Marking(BookScreen):
    """What is marked is counted at the bottom; what is done next is done to all of it."""

    BINDINGS = bindings("view.mark", "view.mark_range", "view.mark_down", "view.mark_up", "view.mark_all")

    @property
    def marks(self) -> MarkedRows[Any]:
        """What is marked."""
        raise NotImplementedError

    @property
    def rows_at_hand(self) -> CursorRows[Any] | None:
        """The list that the keys go to."""
        raise NotImplementedError

    def markable_rows(self) -> Iterator[Any]:
        """All that can be marked here, from top to bottom and from left to right."""
        raise NotImplementedError

    def told_marks(self) -> str:
        """How much is marked, in words."""
        return f"{len(self.marks):,} marked" if self.marks else ""

    def action_mark(self) -> None:
        """Mark what is under the cursor, or take its mark away, and step on."""
        here = self.rows_at_hand
        if here is not None and here.selected is not None:
            self.marks.turn(here.selected)
            here.mark_turned()
            self.count_marks()

    def action_mark_range(self) -> None:
        """Mark all between what was marked last and what is under the cursor."""
        here = self.rows_at_hand
        if here is not None and here.selected is not None:
            self.marks.reach(here.markable_rows, here.selected.id)
            self.show_marks()

    def action_mark_along(self, offset: int) -> None:
        """Step that way and draw the range with it."""
        here = self.rows_at_hand
        before = here.selected if here is not None else None
        if here is not None and before is not None:
            here.action_step(offset)
            self.marks.draw(here.markable_rows, before, here.selected or before)
            self.show_marks()

    @on(CursorRows.MarkClicked)
    def _mark_clicked(self, event: CursorRows.MarkClicked) -> None:
        here = self.rows_at_hand
        if event.range and range_begun(self) is None:
            self.action_mark_range()
        elif here is not None and here.selected is not None:
            self.marks.turn(here.selected)
            self.show_marks()

    def action_mark_all(self) -> None:
        """Mark all that is shown; if it all is, none of it."""
        self.marks.turn_all(self.markable_rows())
        self.show_marks()

    def take_marks_away(self) -> None:
        """Nothing is marked any more."""
        self.marks.clear()
        self.show_marks()

    def show_marks(self) -> None:
        """Paint them, and count them."""
        for one in self.query(CursorRows):
            one.refresh()
        self.count_marks()

    def count_marks(self) -> None:
        """Say how many there are; what can be done depends on it."""
        self.tell_marks()
        self.refresh_bindings()

    def tell_marks(self) -> None:
        """Say how many there are."""
        self.query_one(StatusBar).mark(self.told_marks())
