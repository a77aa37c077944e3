"""The deals behind a figure; Enter leads to one of them, Esc back to the figure."""

from __future__ import annotations

from collections.abc import Callable

from textual import work
from textual.app import ComposeResult

from pipetui import render
from pipetui.domain.money import totals
from pipetui.domain.text import clean
from pipetui.service import Workspace
from pipetui.store.reads.named_deals import NamedDeal
from pipetui.tui.actions import OVERLAID, bindings
from pipetui.tui.screens.list_overlay import ListOverlay
from pipetui.tui.widgets.bars import StatusBar, TopBar
from pipetui.tui.widgets.frame import Frame
from pipetui.tui.widgets.named_deal_list import NamedDealList


class BehindScreen(ListOverlay):
    """Lies over the screen with the figure, and is read anew whenever the book changes."""

    BINDINGS = bindings("behind", "app.undo", "app.redo", *OVERLAID)
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
        return self.listed.selected

    @property
    def listed(self) -> NamedDealList:
        """The list."""
        return self.query_one(NamedDealList)

    def read_anew(self) -> None:
        """The deals, and what they sum up to."""
        self._read(self.keys_until_read.begin())

    @work(exclusive=True, group="deals")
    async def _read(self, reading: object) -> None:
        with self.keys_until_read.during(reading):
            found = await self.pipetui.worker.ask(self._read_deals)
        self.listed.explain("no deal is behind it")
        self.listed.show(tuple(found), self.pipetui.snapshot.agenda.today)
        self.query_one(Frame).tell(self._title, _summed(found))
        self.refresh_bindings()

    async def action_open(self) -> None:
        """Everything about the deal."""
        if self.selected is not None:
            await self.pipetui.push_sheet_of(self.selected.id)


def _summed(found: list[NamedDeal]) -> str:
    """How many, and their sums."""
    sums = totals(deal.value for deal in found)
    return render.plural(len(found), "deal") + (f" · {render.totals(sums)}" if sums else "")
