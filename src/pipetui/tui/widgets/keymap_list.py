"""Actions with their keys, a line each under the heading of their group."""

from typing import Any, NamedTuple

from pipetui.render import cut
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

    def lines(self, row: Any, width: int) -> list[list[Piece]]:
        """`  > L             Advance         One stage on`."""
        if isinstance(row, Heading):
            return [[(row.text, "heading")]]
        action, given = row.action, row.given
        about = row.shared or (f"by default {key_text(action.keys)}" if given else action.tooltip)
        return [
            [
                (aligned(f"  {key_text(given or action.keys)}", _KEYS), "key"),
                (aligned(action.label, _LABEL), "title" if given else ""),
                (cut(about, max(0, width - _KEYS - _LABEL)), "overdue" if row.shared else "muted"),
            ]
        ]
