"""Saved views, a line each: key, name, screen, how much it shows by now, and what it asks for."""

from typing import Any, NamedTuple

from pipetui.render import cell_width, cut
from pipetui.service.saved_views import CountedView
from pipetui.tui.widgets.cursor_rows import CursorRows
from pipetui.tui.widgets.pieces import Heading, Piece, aligned

_KEY, _SCREEN, _SHOWS = 3, 8, 7


class ViewRow(NamedTuple):
    """A view under its place, by which the cursor finds it again."""

    id: int
    counted: CountedView


class ViewList(CursorRows[ViewRow]):
    """One line a view."""

    row_height = 1
    air = 1
    in_frame = True
    _widest = 0
    """Cells of the longest name."""

    def _measure(self) -> None:
        super()._measure()
        names = (row.counted.view.name for row in self.rows if isinstance(row, ViewRow))
        self._widest = max(map(cell_width, names), default=0) + 2

    def lines(self, row: Any, width: int) -> list[list[Piece]]:
        """`1  late      deals        3  overdue value.over:10k`."""
        if isinstance(row, Heading):
            return [[(row.text, "heading")]]
        view, _, problem = row.counted
        groups = f"in groups by {view.group}" if view.group else ""
        order = f"by {view.sort}{', the other way round' if view.reverse else ''}" if view.sort else ""
        said = ", ".join(filter(None, (view.filter, order, groups, ",".join(view.columns))))
        about = ": ".join(filter(None, (problem, said or "all")))
        widest = min(self._widest, width // 2)
        room = max(0, width - _KEY - widest - _SCREEN - _SHOWS - 2)
        return [
            [
                (aligned(f" {view.key}", _KEY), "key"),
                (aligned(view.name, widest), "title"),
                (aligned(view.screen, _SCREEN), "muted"),
                (aligned(row.counted.shows, _SHOWS, right=True), ""),
                ("  ", ""),
                (cut(about, room), "overdue" if problem else "muted"),
            ]
        ]
