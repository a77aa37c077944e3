"""What is probably there twice: each pair is merged, or told apart, in a key."""

from collections.abc import Sequence

from textual import work
from textual.app import ComposeResult

from pipetui.domain.likeness import MOST, SHOWN
from pipetui.render import plural
from pipetui.service import dupes
from pipetui.tui.actions import OVERLAID, bindings
from pipetui.tui.merging import merge
from pipetui.tui.screens.book_screen import asking
from pipetui.tui.screens.list_overlay import ListOverlay
from pipetui.tui.snapshot import Snapshot
from pipetui.tui.widgets.bars import StatusBar, TopBar
from pipetui.tui.widgets.frame import Frame
from pipetui.tui.widgets.pair_list import PairList, row_of
from pipetui.views_dupes import LikelyPair

_NOTHING = (
    "nothing looks as if it were there twice: people, organizations and deals were compared by e-mail, phone, domain, "
    "organization and name"
)


class DupesScreen(ListOverlay):
    """Lies over the screen it was opened from; every merge and every word is a step of undo."""

    BINDINGS = bindings("dupes", "app.undo", "app.redo", *OVERLAID)
    entered = "merge"
    hints = ("dupes.merge", "dupes.apart", "dupes.leave", "app.undo", "app.help")

    def __init__(self) -> None:
        super().__init__()
        self._read_for: Snapshot | None = None
        """The reading of the book that the pairs belong to."""

    def compose(self) -> ComposeResult:
        """Bars around the list."""
        yield TopBar("dupes", tabs_yield=True)
        with Frame("Duplicates"):
            yield PairList()
        yield StatusBar(self.hints)

    @property
    def selected(self) -> LikelyPair | None:
        """The pair under the cursor."""
        row = self.listed.selected
        return row.pair if row is not None else None

    @property
    def listed(self) -> PairList:
        """The list."""
        return self.query_one(PairList)

    def read_anew(self) -> None:
        """Where the book changed, compare again. Keys typed meanwhile wait for what comes of it."""
        snapshot = self.pipetui.snapshot
        if snapshot is not self._read_for:
            self._read_for = snapshot
            self.query_one(TopBar).note = "comparing …"
            self._read(self.keys_until_read.begin())

    @work(exclusive=True, group="pairs")
    async def _read(self, reading: object) -> None:
        with self.keys_until_read.during(reading):
            found = await self.pipetui.worker.ask(
                lambda workspace: [pair for noun in dupes.NOUNS for pair in dupes.likely(workspace, noun)]
            )
        self._show(found)

    def _show(self, found: Sequence[LikelyPair]) -> None:
        self.listed.explain(_NOTHING)
        self.listed.show(tuple(map(row_of, found)), self.pipetui.snapshot.agenda.today)
        pairs = plural(len(found), "pair")
        self.query_one(TopBar).note = f"{pairs} · shown from {SHOWN} of {MOST} on" if found else ""
        self.refresh_bindings()

    def action_merge(self) -> None:
        """Side by side, and one of the two."""
        if self.selected is not None:
            self._merge(self.selected)

    @asking
    async def _merge(self, pair: LikelyPair) -> None:
        await merge(self, pair.noun, pair.first.id, pair.second.id)

    def action_apart(self) -> None:
        """They are not the same."""
        pair = self.selected
        if pair is not None:
            self.pipetui.worker.submit(dupes.tell_apart, pair.noun, pair.first.id, pair.second.id)
