"""The deals behind a figure; Enter leads to one of them, Esc back to the figure."""

from __future__ import annotations

from collections.abc import Callable

from textual import on, work
from textual.app import ComposeResult

from pipetui import render
from pipetui.domain.money import totals
from pipetui.domain.text import clean
from pipetui.service import Workspace
from pipetui.store.reads.named_deals import NamedDeal
from pipetui.tui.actions import OVERLAID, bindings
from pipetui.tui.screens.book_screen import BookScreen
from pipetui.tui.snapshot import Snapshot
from pipetui.tui.widgets.bars import StatusBar, TopBar
from pipetui.tui.widgets.frame import Frame
from pipetui.tui.widgets.named_deal_list import NamedDealList


class BehindScreen(BookScreen):
    """Lies over the screen with the figure, and is read anew whenever the book changes."""

    BINDINGS = bindings("behind", "app.undo", "app.redo", *OVERLAID)
    AUTO_FOCUS = None
    DEFAULT_CSS = """
    BehindScreen Frame { height: 1fr; padding: 1 0 1 1; }
    BehindScreen NamedDealList { height: 1fr; }
    """
    is_sheet = True
    hints = ("behind.open", "behind.leave", "app.undo", "app.help")

    def __init__(self, title: str, read: Callable[[Workspace], list[NamedDeal]]) -> None:
        """`read` finds the deals, in the order they are shown."""
        super().__init__()
        self._title = clean(title)
        self._read_deals = read

    def compose(self) -> ComposeResult:
        """The deals in a frame that says what it is."""
        yield TopBar("numbers")
        with Frame(self._title):
            yield NamedDealList()
        yield StatusBar(self.hints)

    @property
    def selected(self) -> NamedDeal | None:
        """The deal under the cursor."""
        return self.query_one(NamedDealList).selected

    def show_snapshot(self, snapshot: Snapshot, follow: int | None = None) -> None:
        """The book was read: so is the list."""
        self.query_one(NamedDealList).focus(scroll_visible=False)
        self._read(snapshot)

    @work(exclusive=True, group="deals")
    async def _read(self, snapshot: Snapshot) -> None:
        found = await self.pipetui.worker.ask(self._read_deals)
        shown = self.query_one(NamedDealList)
        shown.explain("no deal is behind it")
        shown.show(tuple(found), snapshot.agenda.today)
        self.query_one(Frame).tell(self._title, _summed(found))
        self.refresh_bindings()

    @on(NamedDealList.Highlighted)
    def _another(self) -> None:
        self.refresh_bindings()

    @on(NamedDealList.Opened)
    async def _opened(self) -> None:
        await self.action_open()

    async def action_open(self) -> None:
        """Everything about the deal."""
        if self.selected is not None:
            await self.pipetui.push_sheet_of(self.selected.id)

    def action_back(self) -> None:
        """To the figure."""
        self.dismiss()


def _summed(found: list[NamedDeal]) -> str:
    """How many, and their sums."""
    sums = totals(deal.value for deal in found)
    return render.plural(len(found), "deal") + (f" · {render.totals(sums)}" if sums else "")
