"""The frame around what is told of whoever or whatever is under the cursor; its edge can be dragged."""

from typing import TYPE_CHECKING

from textual import events
from textual.app import ComposeResult
from textual.message import Message

from pipetui.tui.widgets.frame import Frame

if TYPE_CHECKING:
    from textual.widget import Widget


class SidePane(Frame):
    """Below the list or at its side; the line towards the list is what it is made larger and smaller by."""

    DEFAULT_CSS = "SidePane { background: $surface; }"

    class Pulled(Message):
        """The edge was dragged to that column and line of the screen; `done` when it was let go there."""

        def __init__(self, column: int, line: int, *, done: bool) -> None:
            super().__init__()
            self.column, self.line, self.done = column, line, done

        def can_replace(self, message: Message) -> bool:
            """Only where it is by now counts, and that it was let go."""
            return isinstance(message, SidePane.Pulled) and not self.done

    def __init__(self, paper: "Widget") -> None:
        super().__init__(id="pane")
        self.paper = paper
        self.below = False
        """Whether it stands below the list."""
        self._pulled = False

    def compose(self) -> ComposeResult:
        """What it is the frame of."""
        yield self.paper

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """On the edge: from now on it goes with the mouse."""
        if event.button == 1 and (event.y if self.below else event.x) == 0:
            self._pulled = True
            self.capture_mouse()
            event.stop()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """It goes with the mouse."""
        if self._pulled:
            event.stop()
            self.post_message(self.Pulled(event.screen_x, event.screen_y, done=False))

    def on_mouse_up(self, event: events.MouseUp) -> None:
        """It stays there."""
        if self._pulled:
            self._pulled = False
            self.release_mouse()
            event.stop()
            self.post_message(self.Pulled(event.screen_x, event.screen_y, done=True))
