"""The steps of the history, a line each; and what one of them changed, two lines a change."""

from datetime import tzinfo
from itertools import islice
from typing import Any, NamedTuple

from pipetui import render
from pipetui.domain.text import cell_width, one_line
from pipetui.phrases.made_by import made_by
from pipetui.store.undo.journal import StepInfo
from pipetui.tui.widgets.cursor_rows import CursorRows, cursor_keys
from pipetui.tui.widgets.pieces import Heading, Piece, aligned, pad

_WHEN, _NEAR = 18, 40
_MEASURED = 300
"""So many steps are looked at to know how wide a column is."""


class StepList(CursorRows[StepInfo], inherit_bindings=False):
    """When, where from, what, and how many changes; a step that is undone steps back."""

    BINDINGS = cursor_keys()
    row_height = 1
    air = 1
    in_frame = True
    leads_a_pane = True
    zone: tzinfo | None = None
    """Of the rep's clock."""
    _by = 0
    """Cells of the column of where a step was made."""

    class NearEnd(CursorRows.Said):
        """The last rows that were read are near: older ones are wanted."""

    class AtEnd(CursorRows.Said):
        """The oldest step of all is wanted."""

    def watch_cursor(self, old: int, new: int) -> None:
        """As in any list; near its end there may be more."""
        super().watch_cursor(old, new)
        if new > len(self.rows) - _NEAR:
            self.post_message(self.NearEnd(self))

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """So with the wheel and the scroll bar."""
        super().watch_scroll_y(old_value, new_value)
        if new_value + self.size.height > len(self.rows) - _NEAR:
            self.post_message(self.NearEnd(self))

    def action_edge(self, direction: int) -> None:
        """To the newest, or to the oldest, which is read first."""
        super().action_edge(direction)
        if direction > 0:
            self.post_message(self.AtEnd(self))

    def _measure(self) -> None:
        super()._measure()
        steps = (row for row in islice(self.rows, _MEASURED) if not isinstance(row, Heading))
        self._by = max((cell_width(made_by(step.source)) for step in steps), default=0)

    def lines(self, row: Any, width: int) -> list[list[Piece]]:
        """`Tue 3 Nov 14:02   app       advanced #4 Acme rollout                    3 changes`."""
        if isinstance(row, Heading):
            return [[(row.text, "heading")]]
        step: StepInfo = row
        at = step.at.astimezone(self.zone)
        when = f"{render.day(at.date(), self.today)} {render.clock(at, self.zone)}"
        rows = "undone" if step.undone else render.plural(step.rows, "change") if step.rows else ""
        left: list[Piece] = [
            (f"{when:<{_WHEN}}", "muted"),
            (aligned(made_by(step.source), self._by + 2), "muted" if step.undone else "key"),
            (one_line(step.label), "muted" if step.undone else "title"),
        ]
        return [pad(left, [(rows, "muted")], width)]


class ChangeLine(NamedTuple):
    """A change: what it is about, and before and after."""

    id: int
    what: str
    before: str
    after: str


class ChangeLines(CursorRows[ChangeLine], inherit_bindings=False):
    """What a step changed."""

    BINDINGS = cursor_keys()
    row_height = 2
    air = 1
    in_frame = True

    def lines(self, row: Any, width: int) -> list[list[Piece]]:
        """`deal #4 Acme rollout: stage` and below it `Proposal → Demo`; each side gets what room it needs."""
        if isinstance(row, Heading):
            return [[(row.text, "muted")]]
        change: ChangeLine = row
        before, after = change.before, change.after
        room = width - 2
        if before and cell_width(f"{before} → {after}") > room:
            half = max(1, (room - 3) // 2)
            before = render.cut(before, max(half, room - 3 - cell_width(after)))
        told: list[Piece] = [("  ", ""), (f"{before} → " if before else "", "muted"), (after, "")]
        return [pad([(change.what, "title")], [], width), pad(told, [], width)]


def change_lines(rows: list[tuple[str, str, str]], left_out: int) -> tuple[ChangeLine | Heading, ...]:
    """The rows of a step, and how many more there are."""
    lines: list[ChangeLine | Heading] = [ChangeLine(place, *row) for place, row in enumerate(rows)]
    if left_out > 0:
        lines.append(Heading(f"… and {left_out:,} more"))
    return tuple(lines)
