"""A screen that is read like a sheet of paper, laid over the one it was opened from."""

from textual.binding import Binding
from textual.containers import ScrollableContainer

from pipetui.tui.screens.book_screen import BookScreen

_LINES = 2
"""How many lines an arrow key scrolls."""


class OverlayScreen(BookScreen):
    """Scrolls its `paper`, and is left with Esc."""

    BINDINGS = [
        Binding("escape,backspace,q", "back", "Back", show=False),
        Binding("down,j", "scroll(1)", "Down", show=False),
        Binding("up,k", "scroll(-1)", "Up", show=False),
        Binding("pagedown", "page(1)", "Page down", show=False),
        Binding("pageup", "page(-1)", "Page up", show=False),
    ]
    is_sheet = True

    @property
    def paper(self) -> ScrollableContainer:
        """What is scrolled."""
        raise NotImplementedError

    def action_back(self) -> None:
        """To where we came from."""
        self.dismiss()

    def action_scroll(self, direction: int) -> None:
        """A few lines on."""
        self.paper.scroll_relative(y=_LINES * direction, animate=False)

    def action_page(self, direction: int) -> None:
        """A page on."""
        self.paper.scroll_relative(y=direction * max(1, self.paper.size.height - _LINES), animate=False)
