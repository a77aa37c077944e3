"""The contexts in lines: which is on, what each is called, how much it leaves, and by what."""

from typing import Any, NamedTuple

from pipetui.domain.context import NONE
from pipetui.render import cell_width, cut
from pipetui.service.saved_views import CountedView
from pipetui.tui.widgets.cursor_rows import CursorRows
from pipetui.tui.widgets.pieces import MARK, Heading, Piece, aligned

_SHOWS = 8


class ContextRow(NamedTuple):
    """A context under its place; without one the line that has none on."""

    id: int
    counted: CountedView | None
    is_on: bool

    @property
    def name(self) -> str:
        """What it is called, "" where it is none."""
        return self.counted.view.name if self.counted is not None else ""


class ContextList(CursorRows[ContextRow]):
    """One line a context, that which is on with a tick."""

    row_height = 1
    air = 1
    in_frame = True
    _widest = 0
    """Cells of the longest name."""

    def _measure(self) -> None:
        super()._measure()
        self._widest = max((cell_width(row.name) for row in self.rows if isinstance(row, ContextRow)), default=0) + 2

    def lines(self, row: Any, width: int) -> list[list[Piece]]:
        """`✓ work         12  +saas or stage:proposal`; where there is none, what one is."""
        if isinstance(row, Heading):
            return [[(f"  {row.text}", "muted")]]
        tick: Piece = (f"{MARK if row.is_on else ' '} ", "key")
        if row.counted is None:
            return [[tick, (cut(f"{NONE}: every list is whole", width - 2), "title")]]
        view, _, problem = row.counted
        about = ": ".join(filter(None, (problem, view.filter)))
        return [
            [
                tick,
                (aligned(view.name, self._widest), "title"),
                (aligned(row.counted.shows, _SHOWS, right=True), ""),
                ("  ", ""),
                (cut(about, max(0, width - self._widest - _SHOWS - 4)), "overdue" if problem else "muted"),
            ]
        ]
