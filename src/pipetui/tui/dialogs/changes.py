"""What became of a deal's value, close date and stage: a table to read."""

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.widgets import Static

from pipetui.tui.dialogs.base import Dialog


class ChangesDialog(Dialog[None]):
    """The oldest first; any of the usual keys closes it."""

    BINDINGS = [
        Binding("enter,q,space", "leave", "Close", show=False),
        Binding("down,j", "scroll(1)", "Down", show=False),
        Binding("up,k", "scroll(-1)", "Up", show=False),
    ]

    def __init__(self, heading: str, lines: Sequence[str], remark: str) -> None:
        """`lines` are those of a table, its headings first; none where nothing changed."""
        super().__init__(heading, "↑ ↓ scroll    Enter or Esc closes")
        self._lines, self._remark = lines, remark

    def body(self) -> ComposeResult:
        """Headings, rows, and since when the book knows."""
        headings, *rows = self._lines or ["nothing changed yet"]
        yield Static(headings, classes="label", markup=False)
        with VerticalScroll(classes="rows", can_focus=False):
            yield Static("\n".join(rows), markup=False)
        if self._remark:
            yield Static(self._remark, classes="label", markup=False)

    def on_mount(self) -> None:
        """The newest in sight."""
        self.query_one(VerticalScroll).scroll_end(animate=False)

    def action_scroll(self, direction: int) -> None:
        """A line on."""
        self.query_one(VerticalScroll).scroll_relative(y=direction, animate=False)
