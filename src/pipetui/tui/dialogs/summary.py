"""The end of a work session: touches by outcome, and the time."""

from textual.app import ComposeResult
from textual.binding import Binding
from textual.widgets import Static

from pipetui.tui.dialogs.base import Dialog
from pipetui.tui.widgets.session_pane import summary


class SummaryDialog(Dialog[None]):
    """What came of it; any of the usual keys closes it."""

    BINDINGS = [Binding("enter,q,space", "leave", "Close", show=False)]

    def __init__(self, gone_through: int, deals: int, tally: tuple[tuple[str, int], ...], seconds: int) -> None:
        super().__init__("Session over", "Enter or Esc closes")
        self._text = summary(gone_through, deals, tally, seconds)

    def body(self) -> ComposeResult:
        """The figures."""
        yield Static(self._text, markup=False)
