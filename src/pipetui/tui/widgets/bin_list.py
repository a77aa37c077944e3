"""What lies in the bin, two lines each: what it is, and since when and by which gesture it lies there."""

from datetime import tzinfo
from typing import Any

from pipetui import render
from pipetui.domain.text import one_line
from pipetui.phrases.made_by import made_by
from pipetui.tui.widgets.cursor_rows import CursorRows, cursor_keys
from pipetui.tui.widgets.pieces import SHORT_NOUNS, Heading, Piece, pad
from pipetui.views_history import BinRow

_LABEL = 8


class BinList(CursorRows[BinRow], inherit_bindings=False):
    """Deals, people and organizations, what was deleted last first."""

    BINDINGS = cursor_keys()
    row_height = 3
    air = 1
    in_frame = True
    zone: tzinfo | None = None
    """Of the rep's clock."""

    def lines(self, row: Any, width: int) -> list[list[Piece]]:
        """`deal    #4 Globex seats  Globex` and below it `Tue 3 Nov 14:02 · app · deleted #4 Globex seats`."""
        if isinstance(row, Heading):
            return [[(row.text, "heading")]]
        found: BinRow = row
        named: list[Piece] = [
            (f"{SHORT_NOUNS[found.kind]:<{_LABEL}}", "muted"),
            (f"#{found.number} ", "muted"),
            (one_line(found.name), "title"),
            (f"  {one_line(found.about)}" if found.about else "", "muted"),
        ]
        why = [self._when(found), made_by(found.source), one_line(found.label)]
        said = " · ".join(filter(None, why)) or "nobody knows since when"
        return [pad(named, [], width), pad([(" " * _LABEL, ""), (said, "muted")], [], width), []]

    def _when(self, row: BinRow) -> str:
        if row.at is None:
            return ""
        at = row.at.astimezone(self.zone)
        return f"{render.day(at.date(), self.today)} {render.clock(at, self.zone)}"
