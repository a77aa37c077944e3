"""A list in a frame that lies over another screen, is read anew whenever the book changes, and is left again."""

from collections.abc import Callable, Hashable, Sequence
from typing import Any

from textual import on

from pipetui.tui.screens.book_screen import BookScreen
from pipetui.tui.snapshot import Snapshot
from pipetui.tui.widgets.cursor_rows import CursorRows
from pipetui.tui.widgets.pieces import Heading


class ListOverlay(BookScreen):
    """Subclasses compose the list in a Frame, name it (`listed`), and read it (`read_anew`)."""

    AUTO_FOCUS = None
    DEFAULT_CSS = """
    ListOverlay Frame { height: 1fr; padding: 1 0 1 1; }
    ListOverlay CursorRows { height: 1fr; }
    """
    is_sheet = True
    entered = "open"
    """The action that Enter runs, and so a double click."""

    @property
    def listed(self) -> CursorRows[Any]:
        """The list."""
        raise NotImplementedError

    def read_anew(self) -> None:
        """Read what the list shows."""
        raise NotImplementedError

    def show_snapshot(self, snapshot: Snapshot, follow: int | None = None) -> None:
        """The book was read: so is the list."""
        if self.focused is None:
            self.listed.focus(scroll_visible=False)
        self.read_anew()

    def just_made(self, rows: Sequence[Any], named: Callable[[Any], Hashable]) -> int | None:
        """The one row that was not there before, by what it is `named`: the cursor goes to what the rep just made."""
        known = {named(row) for row in self.listed.rows if not isinstance(row, Heading)}
        new = [row.id for row in rows if named(row) not in known]
        return new[0] if known and len(new) == 1 else None

    @on(CursorRows.Highlighted)
    def _what_can_be_done_changed(self) -> None:
        self.refresh_bindings()

    @on(CursorRows.Opened)
    async def _double_clicked(self) -> None:
        await self.run_action(self.entered)

    def action_back(self) -> None:
        """To where we came from."""
        self.dismiss()
