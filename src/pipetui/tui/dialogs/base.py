"""The frame that every question shares."""

from typing import TypeVar

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static

from pipetui.tui.dismissal import LeftOnce

Answer = TypeVar("Answer")


class Dialog(LeftOnce, ModalScreen[Answer | None]):
    """A titled box; Esc leaves without an answer. Subclasses compose `body`."""

    BINDINGS = [Binding("escape", "leave", "Cancel", show=False)]

    def __init__(self, heading: str, hint: str = "") -> None:
        super().__init__()
        self.heading = heading
        self.hint = hint

    def compose(self) -> ComposeResult:
        """Title, body, hint."""
        with Vertical(id="frame"):
            yield Static(self.heading, id="heading", markup=False)
            yield from self.body()
            if self.hint:
                yield Static(self.hint, id="hint", markup=False)

    def body(self) -> ComposeResult:
        """What is asked."""
        raise NotImplementedError

    def action_leave(self) -> None:
        """No answer."""
        self.dismiss(None)
