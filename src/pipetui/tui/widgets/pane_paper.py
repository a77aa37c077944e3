"""What a pane tells of the row under the cursor, in as many cells as it has."""

from collections.abc import Callable
from typing import TYPE_CHECKING, cast

from textual.app import ComposeResult
from textual.containers import VerticalScroll

from pipetui.tui.widgets.paper import Box
from pipetui.tui.widgets.pressable import Bits

if TYPE_CHECKING:
    from pipetui.tui.app import PipetuiApp


class PanePaper(VerticalScroll, can_focus=False):
    """Scrolls what is told; of something else it begins at the top."""

    DEFAULT_CSS = """
    PanePaper { padding: 0 0 0 1; scrollbar-size-vertical: 1; scrollbar-gutter: stable; }
    PanePaper Box { height: auto; min-height: 100%; padding: 0 1 0 0; }
    PanePaper.-peek { overflow-y: hidden; }
    PanePaper.-peek Box { text-wrap: nowrap; text-overflow: ellipsis; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._box = Box("", id="told")
        """Here before it is mounted, for a sheet may come as early as that."""
        self._number: int | None = None
        self._told: object = None

    def compose(self) -> ComposeResult:
        """One block of text."""
        yield self._box

    def tell(self, number: int | None, about: object, say: Callable[[int], list[Bits]]) -> None:
        """Show what `say` gives for so many cells.

        `about` is all that it depends on, `number` that of whoever or whatever it is of.
        """
        if about == self._told:
            return
        self._told = about
        self._box.tell(say)
        if number != self._number:
            self._number = number
            self.scroll_home(animate=False)

    def key(self, action: str) -> str:
        """The key of an action, as a rep reads it."""
        return cast("PipetuiApp", self.app).key(action)
