"""The bin: what was deleted, taken out as it was in one key, or removed for good once its name is typed."""

from __future__ import annotations

from textual import work
from textual.app import ComposeResult

from pipetui.render import plural
from pipetui.service import bin as book_bin
from pipetui.tui.actions import OVERLAID, bindings
from pipetui.tui.dialogs.typed_name import TypedNameDialog
from pipetui.tui.screens.book_screen import asking
from pipetui.tui.screens.searched_screen import SearchedScreen
from pipetui.tui.widgets.bars import StatusBar, TopBar
from pipetui.tui.widgets.bin_list import BinList
from pipetui.tui.widgets.filter_bar import FilterBar
from pipetui.tui.widgets.frame import Frame
from pipetui.views_history import BinRow

_GOES = {
    "deal": "With it go its touches, notes, next steps, items and history; who took part stays in the book.",
    "organization": "Its deals and people stay, without it; its notes and addresses go.",
}


class BinScreen(SearchedScreen):
    """Lies over the screen it was opened from, and is read anew whenever the book changes."""

    BINDINGS = bindings("bin", "app.undo", "app.redo", *OVERLAID)
    entered = "restore"
    hints = ("bin.restore", "bin.remove", "bin.filter", "bin.leave", "app.undo", "app.help")

    def compose(self) -> ComposeResult:
        """Bars around the list."""
        yield TopBar("bin", tabs_yield=True)
        with Frame("Bin"):
            yield BinList()
        yield FilterBar("words of what was deleted")
        yield StatusBar(self.hints)

    @property
    def listed(self) -> BinList:
        """The list."""
        return self.query_one(BinList)

    @property
    def selected(self) -> BinRow | None:
        """What is under the cursor."""
        return self.listed.selected

    def read_anew(self) -> None:
        """All that lies there, and holds the words."""
        self._read_all(self.keys_until_read.begin())

    @work(exclusive=True, group="bin")
    async def _read_all(self, reading: object) -> None:
        words = self.words
        with self.keys_until_read.during(reading):
            found = await self.pipetui.worker.ask(lambda workspace: book_bin.contents(workspace, words))
        shown = self.listed
        shown.zone = self.pipetui.worker.workspace.now().tzinfo
        shown.show(tuple(found), self.pipetui.snapshot.agenda.today)
        empty = "the bin is empty: what you delete lies here until it is taken out, or removed for good"
        self.explain("nothing in the bin holds", empty)
        counted = [
            plural(sum(row.kind == kind for row in found), *nouns)
            for kind, nouns in (
                ("deal", ("deal",)), ("person", ("person", "people")), ("organization", ("organization",))
            )
            if any(row.kind == kind for row in found)
        ]  # fmt: skip
        self.query_one(TopBar).note = " · ".join(counted)
        self.refresh_bindings()

    def action_restore(self) -> None:
        """Out of the bin, as it was."""
        if self.selected is not None:
            self.pipetui.worker.submit(book_bin.take_out, self.selected)

    def action_remove(self) -> None:
        """Out of the book, once its name is typed."""
        if self.selected is not None:
            self._remove(self.selected)

    @asking
    async def _remove(self, row: BinRow) -> None:
        if row.kind == "person":
            from pipetui.tui.erasing import erase_one

            await erase_one(self, row.number)
        elif await self.answer_to(
            TypedNameDialog(
                f"Remove {row.name} for good?", _GOES[row.kind], lambda typed: book_bin.is_called(typed, row)
            )
        ):
            self.pipetui.worker.submit(book_bin.remove, row)
