"""A list of deals: the base of board columns, the day, and the table."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, cast

from pipetui.tui.widgets.cursor_rows import CursorRows
from pipetui.views import Card

if TYPE_CHECKING:
    from pipetui.tui.app import PipetuiApp


class CardList(CursorRows[Card]):
    """Deals and headings over a cursor, with the marks."""

    whole_bar = 1.0
    """How urgent a deal is whose bar is full."""

    def scale(self, whole: float) -> None:
        """Draw the bars of the urgency so: the same in every list, whatever else is in it."""
        if whole != self.whole_bar:
            self.whole_bar = whole or 1.0
            self._strips.clear()
            self.refresh()

    def on_mount(self) -> None:
        """What is marked is marked on every screen."""
        self.marked = cast("PipetuiApp", self.app).marks

    @property
    def cards(self) -> Iterator[Card]:
        """The deals shown, from top to bottom."""
        return (row for row in self.rows if isinstance(row, Card))
