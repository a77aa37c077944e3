"""A list that lies over another screen, is narrowed by words, and is read anew whenever the book changes."""

from textual import on

from pipetui.domain.folding import Wanted, key_of, sought
from pipetui.tui.actions import actions_of
from pipetui.tui.screens.list_overlay import ListOverlay
from pipetui.tui.widgets.bars import TopBar
from pipetui.tui.widgets.filter_bar import FilterBar


class SearchedScreen(ListOverlay):
    """Subclasses compose a FilterBar, too, and read what holds the words."""

    def __init__(self) -> None:
        super().__init__()
        self.words = ""
        """What is looked for."""
        self._wanted = Wanted("")

    def holds(self, text: str) -> bool:
        """Whether every word that is looked for stands in `text`."""
        return self._wanted.all_in(key_of(text))

    # --- the words

    async def action_filter(self) -> None:
        """Narrow what is shown as one types."""
        await self.query_one(FilterBar).open()

    @on(FilterBar.Changed)
    def _words_changed(self, event: FilterBar.Changed) -> None:
        self.words, self._wanted = event.text, Wanted(" ".join(sought(event.text)))
        self.query_one(TopBar).chip = event.text.strip()
        self.read_anew()

    @on(FilterBar.Left)
    def _words_left(self) -> None:
        self.listed.focus(scroll_visible=False)

    def action_back(self) -> None:
        """From the words to all; from there to where we came from."""
        if self.words:
            self.query_one(FilterBar).clear()
        else:
            super().action_back()

    def explain(self, nothing_holds: str, otherwise: str = "") -> None:
        """Say why the list is empty: `nothing_holds` the words, or `otherwise` where none are looked for."""
        key = self.pipetui.key(actions_of(type(self))["back", ()].id)
        self.listed.explain(f"{nothing_holds} these words · {key} shows all" if self.words.strip() else otherwise)
