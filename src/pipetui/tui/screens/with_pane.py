"""A list and, below it or at its side, what is told of the row under the cursor."""

from textual import events, on

from pipetui.tui import pane_place
from pipetui.tui.pane_place import AS_FITS, OFF, PEEK, SIDE
from pipetui.tui.screens.book_screen import BookScreen
from pipetui.tui.widgets.side_pane import SidePane

_LEAST_BELOW, _LEAST_LIST = 4, 8
"""Lines of what stands below, and of the list over it."""


class WithPane(BookScreen):
    """Where the pane stands is the rep's choice, kept for each screen; without one, what there is room for."""

    side_from = 110
    """From so many columns on it stands at the side by itself."""

    _placed: tuple[str, int] | None = None

    @property
    def pane_name(self) -> str:
        """What the choice is kept under."""
        raise NotImplementedError

    @property
    def list_wants(self) -> int:
        """Columns that the list is to have before the pane grows."""
        return 84

    @property
    def pane_place(self) -> str:
        """Where it stands now."""
        chosen = self.pipetui.liking.of(f"pane {self.pane_name}", AS_FITS)
        return pane_place.place(chosen, *self.app.size, self.side_from)

    def place_pane(self, pane: SidePane, *, first: bool = False) -> None:
        """Put it where it belongs; the `first` time nothing is styled yet."""
        where = self.pane_place
        columns, lines = self.app.size
        kept = self.pipetui.liking.of(f"pane {self.pane_name} {where}", 0)
        if where == SIDE:
            size = min(kept or pane_place.side_columns(columns, self.list_wants), columns * 2 // 3)
        else:
            size = min(kept or pane_place.PEEK_HEIGHT, max(_LEAST_BELOW, lines - _LEAST_LIST))
        if (where, size) == self._placed:
            return
        self._placed = where, size
        for place in (OFF, PEEK):
            self.set_class(where == place, f"-{place}", update=not first)
        pane.below = where == PEEK
        if where == SIDE:
            pane.styles.width, pane.styles.height = size, "1fr"
        elif where == PEEK:
            pane.styles.width, pane.styles.height = "100%", size

    @property
    def pane(self) -> SidePane:
        """It."""
        return self.query_one(SidePane)

    def on_resize(self, event: events.Resize) -> None:
        """There may be room for it elsewhere."""
        self.replace_pane()

    def replace_pane(self) -> None:
        """Put it where it belongs by now, and show in it what is told there."""
        for pane in self.query(SidePane):
            before = self._placed
            self.place_pane(pane)
            if before is None or self._placed is None or before[0] != self._placed[0]:
                self.pane_moved()

    def pane_moved(self) -> None:
        """It stands elsewhere now: show what is told there."""

    def action_pane(self) -> None:
        """Not shown, below, at the side."""
        chosen = pane_place.following(self.pane_place, self.app.size.width)
        self.pipetui.liking.choose(f"pane {self.pane_name}", chosen, AS_FITS)
        self.replace_pane()

    @on(SidePane.Pulled)
    def _pulled(self, event: SidePane.Pulled) -> None:
        """Its edge goes with the mouse, and stays where it is let go."""
        main, where = self.pane.parent, self.pane_place
        region = main.region if main is not None else self.region  # type: ignore[attr-defined]
        if where == SIDE:
            size = max(pane_place.NARROWEST_PULLED, min(region.right - event.column, region.width * 2 // 3))
            self.pane.styles.width = size
        else:
            size = max(_LEAST_BELOW, min(region.bottom - event.line, region.height - _LEAST_LIST))
            self.pane.styles.height = size
        if event.done:
            self.pipetui.liking.choose(f"pane {self.pane_name} {where}", size, 0)
            self._placed = where, size
