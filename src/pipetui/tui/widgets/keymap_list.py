"""Actions with their keys, a line each under the heading of their group."""

from typing import Any, NamedTuple

from pipetui.render import cell_width, cut
from pipetui.tui.actions import Action, key_text
from pipetui.tui.widgets.cursor_rows import CursorRows
from pipetui.tui.widgets.pieces import Heading, Piece, aligned

_KEYS, _LABEL = 16, 16


class KeyRow(NamedTuple):
    """An action under its place, the keys that it was given, "" for its usual ones, and what shares them."""

    id: int
    action: Action
    given: str = ""
    shared: str = ""


class KeymapList(CursorRows[KeyRow]):
    """What was given other keys stands out."""

    air = 1
    in_frame = True

    @property
    def unsaid(self) -> str:
        """What the action under the cursor does, where there is no room for all of it in its line."""
        row: KeyRow | None = self.selected
        room = self._width - 1 - self.air - _KEYS - _LABEL
        return _about(row) if row is not None and cell_width(_about(row)) > room else ""

    def lines(self, row: Any, width: int) -> list[list[Piece]]:
        """`  > L             Advance         One stage on`."""
        if isinstance(row, Heading):
            return [[(row.text, "heading")]]
        action, given, about = row.action, row.given, _about(row)
        return [
            [
                (aligned(f"  {key_text(given or action.keys)}", _KEYS), "key"),
                (aligned(action.label, _LABEL), "title" if given else ""),
                (cut(about, max(0, width - _KEYS - _LABEL)), "overdue" if row.shared else "muted"),
            ]
        ]


def _about(row: KeyRow) -> str:
    """What shares its keys, else which ones it had, else what it does."""
    return row.shared or (f"by default {key_text(row.action.keys)}" if row.given else row.action.tooltip)
