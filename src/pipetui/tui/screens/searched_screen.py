"""A list that lies over another screen, is narrowed by words, and is read anew whenever the book changes."""

from collections.abc import Callable
from typing import Any, TypeVar

from textual import on

from pipetui.domain.errors import PipetuiError
from pipetui.service import Workspace
from pipetui.tui.screens.book_screen import BookScreen, HeldKeys
from pipetui.tui.widgets.bars import TopBar
from pipetui.tui.widgets.cursor_rows import CursorRows
from pipetui.tui.widgets.filter_bar import FilterBar

T = TypeVar("T")


class SearchedScreen(BookScreen):
    """Subclasses compose a FilterBar, name the list it narrows (`searched`), and read it (`read_anew`)."""

    AUTO_FOCUS = None
    is_sheet = True

    def __init__(self) -> None:
        super().__init__()
        self.words = ""
        """What is looked for."""
        self._waiting: HeldKeys | None = None
        """The keys typed ahead that are meant for what is being read."""

    @property
    def searched(self) -> CursorRows[Any]:
        """The list."""
        raise NotImplementedError

    def read_anew(self) -> None:
        """Read what the list shows: the book or the words are others."""
        raise NotImplementedError

    # --- what is read

    def hold_keys(self) -> None:
        """Keys typed from now on are meant for what is about to be read."""
        if self._waiting is None:
            self._waiting = HeldKeys(self.pipetui.typed)

    async def read_from_book(self, read: Callable[[Workspace], T]) -> T | None:
        """What `read` finds, None where the book refuses it; then the keys that waited go on."""
        try:
            return await self.pipetui.worker.ask(read)
        except PipetuiError as error:
            self.pipetui.refuse(error)
            return None
        finally:
            if self._waiting is not None:
                self.call_after_refresh(self._waiting.let_go)
                self._waiting = None

    # --- the words

    async def action_filter(self) -> None:
        """Narrow what is shown as one types."""
        await self.query_one(FilterBar).open()

    @on(FilterBar.Changed)
    def _words_changed(self, event: FilterBar.Changed) -> None:
        self.words = event.text
        self.query_one(TopBar).chip = event.text.strip()
        self.read_anew()

    @on(FilterBar.Left)
    def _words_left(self) -> None:
        self.searched.focus(scroll_visible=False)

    def action_back(self) -> None:
        """From the words to all; from there to where we came from."""
        if self.words:
            self.query_one(FilterBar).clear()
        else:
            self.dismiss()
