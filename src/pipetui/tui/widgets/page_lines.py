"""A page line by line under a cursor, which rests on the lines that something is behind; without any it scrolls."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from itertools import count
from typing import Any, NamedTuple

from pipetui.phrases import report_bars
from pipetui.tui.report_pages import PageKind, PageLine
from pipetui.tui.widgets.cursor_rows import CursorRows, cursor_keys
from pipetui.tui.widgets.pieces import Heading, Piece, pad

_A_STEP = 2
_BARS = re.compile(f"([{''.join(report_bars.FULL)}]+)")


class LineRow(NamedTuple):
    """A line that something is behind, under its place among those: the others wrap, and are more or fewer."""

    id: int
    line: PageLine


class PageLines(CursorRows[LineRow], inherit_bindings=False):
    """A page; the rows that nothing is behind are passed over."""

    BINDINGS = cursor_keys()
    row_height = 1

    def show_lines(self, lines: Sequence[PageLine], today: date) -> None:
        """Another page, or the same anew."""
        places = count()
        rows: list[LineRow | Heading] = [
            LineRow(next(places), line) if line.target is not None else Heading(line.text, line.look) for line in lines
        ]
        self.show(tuple(rows), today)

    @property
    def has_targets(self) -> bool:
        """Whether something is behind a line."""
        return any(not isinstance(row, Heading) for row in self.rows)

    def lines(self, row: Any, width: int) -> list[list[Piece]]:
        """The text as it is, its bars in the colour of bars."""
        text, look = (row.text, row.note) if isinstance(row, Heading) else (row.line.text, row.line.look)
        return [[(part, "bar" if part[:1] in report_bars.FULL else look) for part in _BARS.split(text) if part]]

    def action_step(self, offset: int) -> None:
        """To the next line that something is behind, past the last one as far as there is more to read."""
        before = self.cursor
        if self.has_targets:
            super().action_step(offset)
        if self.cursor == before or not self.has_targets:
            self.scroll_relative(y=_A_STEP * offset, animate=False)

    def action_page(self, direction: int) -> None:
        """A screenful on."""
        if self.has_targets:
            super().action_page(direction)
        else:
            self.scroll_relative(y=direction * max(1, self.size.height - _A_STEP), animate=False)

    def action_edge(self, direction: int) -> None:
        """To the first or the last."""
        super().action_edge(direction)
        if direction < 0:
            self.scroll_home(animate=False)
        else:
            self.scroll_end(animate=False)


class KindRow(NamedTuple):
    """A page that can be chosen."""

    id: int
    kind: PageKind


class KindList(CursorRows[KindRow], inherit_bindings=False):
    """The pages by their titles; where there is room with what they tell."""

    BINDINGS = cursor_keys()
    row_height = 1
    leads_a_pane = True

    def lines(self, row: Any, width: int) -> list[list[Piece]]:
        """`Funnel     What became of the deals in each stage`."""
        if isinstance(row, Heading):
            return [[(row.text, "heading")]]
        kind: PageKind = row.kind
        return [pad([(f"{kind.title:<20}", "title"), (kind.hint if width >= 60 else "", "muted")], [], width)]
