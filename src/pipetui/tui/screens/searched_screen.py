"""A list that lies over another screen, is narrowed by words, and is read anew whenever the book changes."""

from typing import Any

from textual import on

from pipetui.domain.folding import Wanted, key_of
from pipetui.tui.screens.book_screen import BookScreen
from pipetui.tui.widgets.bars import TopBar
from pipetui.tui.widgets.cursor_rows import CursorRows
from pipetui.tui.widgets.filter_bar import FilterBar


class SearchedScreen(BookScreen):
    """Subclasses compose a FilterBar, name the list it narrows (`searched`), and read it (`read_anew`)."""

    AUTO_FOCUS = None
    is_sheet = True

    def __init__(self) -> None:
        super().__init__()
        self.words = ""
        """What is looked for."""

    @property
    def searched(self) -> CursorRows[Any]:
        """The list."""
        raise NotImplementedError

    def read_anew(self) -> None:
        """Read what the list shows: the book or the words are others."""
        raise NotImplementedError

    def holds(self, text: str) -> bool:
        """Whether every word that is looked for stands in `text`."""
        return Wanted(self.words).all_in(key_of(text))

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
