"""A named frame with cells in rows and columns under a cursor: a row of figures, a list of bars."""

from __future__ import annotations

from textual import events
from textual.app import RenderResult
from textual.binding import Binding
from textual.content import Content
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from pipetui.render import cell_width, cut

Part = tuple[str, str]
"""Plain text and its style."""


class CellPanel(Widget, can_focus=True):
    """Draws its `count` cells by itself; a subclass says how one looks (`cell`) and how many stand beside each other.

    Without a cell it has no cursor, says its `nothing`, and keys pass it by.
    """

    BINDINGS = [
        Binding("up,k", "step(0, -1)", "Up", show=False),
        Binding("down,j", "step(0, 1)", "Down", show=False),
        Binding("left,h", "step(-1, 0)", "Left", show=False),
        Binding("right,l", "step(1, 0)", "Right", show=False),
    ]
    DEFAULT_CSS = """
    CellPanel {
        height: auto;
        width: 1fr;
        padding: 0 1;
        border: round $rule;
        background: $surface;
        border-title-color: $dim;
        &:focus { border: round $key; border-title-color: $key; }
    }
    """

    cell_height = 1
    """Lines of a cell."""
    nothing = ""
    cursor = reactive(0)

    class Highlighted(Message):
        """The cursor came to another cell."""

        def __init__(self, panel: CellPanel) -> None:
            super().__init__()
            self.panel = panel

    class Opened(Highlighted):
        """A cell was double clicked."""

    class Crossed(Highlighted):
        """A key leads over the edge, to what lies above (-1) or below (1)."""

        def __init__(self, panel: CellPanel, direction: int) -> None:
            super().__init__(panel)
            self.direction = direction

    @property
    def count(self) -> int:
        """How many cells there are."""
        raise NotImplementedError

    def cell(self, index: int, width: int) -> list[list[Part]]:
        """The lines of a cell, none wider than `width`."""
        raise NotImplementedError

    def columns(self, width: int) -> int:
        """How many cells stand beside each other."""
        return 1

    @property
    def air(self) -> int:
        """Lines between two rows of cells."""
        return 0

    @property
    def _pitch(self) -> int:
        """Lines from the top of a row to that of the next one."""
        return self.cell_height + self.air

    def _columns(self) -> int:
        return max(1, self.columns(self.content_size.width))

    def changed(self) -> None:
        """There are other cells."""
        self.can_focus = self.count > 0
        self.set_reactive(CellPanel.cursor, max(0, min(self.cursor, self.count - 1)))
        self.refresh(layout=True)

    # --- drawing

    def get_content_width(self, container: Size, viewport: Size) -> int:
        """As broad as there is room."""
        return container.width

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As high as the cells."""
        rows = -(-self.count // max(1, self.columns(width)))
        return max(1, rows * self._pitch - self.air)

    def render(self) -> RenderResult:
        """The cells row by row."""
        width, columns = self.content_size.width, self._columns()
        if not self.count or width < 1:
            return Content.assemble((cut(self.nothing, width), "$dim"))
        room = width // columns
        lines: list[Content] = []
        for first in range(0, self.count, columns):
            lines += [Content("")] * (self.air if first else 0)
            beside = [self._drawn(index, room) for index in range(first, min(first + columns, self.count))]
            lines += [Content("").join(parts) for parts in zip(*beside, strict=True)]
        return Content("\n").join(lines)

    def _drawn(self, index: int, width: int) -> list[Content]:
        here = index == self.cursor and self.has_focus
        room = width - 2
        lines = []
        for line in range(self.cell_height):
            parts = self.cell(index, room)[line] if room > 0 else []
            used = sum(cell_width(text) for text, _ in parts)
            drawn = Content.assemble(
                ("▌" if here else " ", "$key"), *parts, " " * max(0, room - used) + (" " if width > 1 else "")
            )
            lines.append(drawn.stylize_before(self._cursor_style) if here else drawn)
        return lines

    @property
    def _cursor_style(self) -> str:
        """Where there are no colours it is told by its style."""
        style = self.app.theme_variables.get("cursor-style", "none")
        return "on $selected" if style == "none" else f"{style} on $selected"

    # --- the cursor

    def watch_cursor(self) -> None:
        """Another cell."""
        self.post_message(self.Highlighted(self))

    def on_focus(self) -> None:
        """Keys come here."""
        self.post_message(self.Highlighted(self))
        self.show_cursor()

    def show_cursor(self) -> None:
        """Have the row of the cursor in sight, in the first and the last one the frame, too."""
        row = self.cursor // self._columns()
        top = 1 + row * self._pitch
        bottom = top + self.cell_height
        top, bottom = (0 if not row else top), (bottom + 1 if self.cursor + self._columns() >= self.count else bottom)
        self.scroll_visible(animate=False) if self.size.height <= bottom - top else self._bring(top, bottom)

    def _bring(self, top: int, bottom: int) -> None:
        parent = self.parent
        while parent is not None and not (isinstance(parent, Widget) and parent.allow_vertical_scroll):
            parent = parent.parent
        if isinstance(parent, Widget):
            away = self.region.y - parent.content_region.y + parent.scroll_offset.y
            parent.scroll_to_region(
                Region(0, away + top, 1, bottom - top), animate=False, force=True, origin_visible=False
            )

    def action_step(self, across: int, down: int) -> None:
        """To the cell beside; over the edge to what lies there."""
        columns = self._columns()
        there = self.cursor + across + down * columns
        if down > 0 and there >= self.count and self.cursor // columns < (self.count - 1) // columns:
            there = self.count - 1
        if across and columns == 1:
            return
        if 0 <= there < self.count:
            self.cursor = there
            self.show_cursor()
        elif down:
            self.post_message(self.Crossed(self, down))

    def on_click(self, event: events.Click) -> None:
        """A click selects, a double click opens."""
        at = event.get_content_offset(self)
        if at is None or not self.count or not self.content_size.width:
            return
        columns = self._columns()
        across = min(columns - 1, at.x // max(1, self.content_size.width // columns))
        index = at.y // self._pitch * columns + across
        if index < self.count and at.y % self._pitch < self.cell_height:
            self.cursor = index
            if event.chain == 2:
                self.post_message(self.Opened(self))
