"""Painted rows under a cursor that never rests on a heading: the base of every list of deals, people, organizations.

However many rows there are, moving the cursor repaints two of them, and a new reading of the book repaints nothing
when the rows are the same.
"""

from collections.abc import Container
from datetime import date
from itertools import chain
from typing import Any

from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.timer import Timer

from pipetui.tui.widgets.painted_rows import PaintedRows, R
from pipetui.tui.widgets.pieces import Heading

_FLASH = 0.7
"""For how many seconds a row that changed stands out."""


def cursor_keys(up: str = "up,k") -> list[BindingType]:
    """The keys that move the cursor; `up` for a list in which k means something else."""
    return [
        Binding(up, "step(-1)", "Up", show=False),
        Binding("down,j", "step(1)", "Down", show=False),
        Binding("home", "edge(-1)", "First", show=False),
        Binding("G,end", "edge(1)", "Last", show=False),
        Binding("pageup,ctrl+u", "page(-1)", "Page up", show=False),
        Binding("pagedown,ctrl+d", "page(1)", "Page down", show=False),
    ]


class CursorRows(PaintedRows[R], can_focus=True):
    """Rows of one height over a cursor. Subclasses say how a row looks (`lines`) and how high it is."""

    DEFAULT_CSS = """
    CursorRows { overflow-x: hidden; overflow-y: auto; scrollbar-size-vertical: 1; scrollbar-gutter: stable; }
    """
    BINDINGS = cursor_keys()

    leads_a_pane = False
    """Whether a pane beside it tells of its row, which is then seen also while keys go there."""

    cursor = reactive(0, repaint=False)
    """Index of the row under the cursor."""

    class Said(Message):
        """Something happened to the cursor of this list."""

        def __init__(self, source: "CursorRows[Any]") -> None:
            super().__init__()
            self.source = source

        @property
        def control(self) -> "CursorRows[Any]":
            """The list it happened in."""
            return self.source

    class Highlighted(Said):
        """The cursor came to another row, or to none in an empty list."""

    class Opened(Said):
        """A row was double clicked."""

    class MarkClicked(Said):
        """The row under the cursor was clicked with ctrl, to mark it, or with shift, to mark all up to it."""

        def __init__(self, source: "CursorRows[Any]", *, range_: bool) -> None:
            super().__init__(source)
            self.range = range_

    def __init__(self, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id, classes=classes)
        self._current = False
        self._flashing: Container[int] = ()
        """The numbers of the rows that just changed."""
        self._calm: Timer | None = None

    def watch_has_focus(self, _has_focus: bool) -> None:
        """No style depends on the focus, only the cursor does: Textual would take 5 ms to find that out."""

    # --- what is shown

    def show(self, rows: tuple[R | Heading, ...], today: date, follow: int | None = None) -> None:
        """Show `rows` as they stand on `today`; the cursor stays on its row, or goes to the one numbered `follow`.

        A row that is gone leaves the cursor where it was, on what moved up.
        """
        here = self.selected
        wanted = follow if follow is not None else here.id if here else None
        if (
            (rows is self.rows or rows == self.rows)
            and today == self.today
            and (wanted is None or (here and wanted == here.id))
        ):
            return
        old = self.cursor
        self.rows, self.today = rows, today
        self._measure()
        self.set_reactive(CursorRows.cursor, self.nearest(self._index_of(wanted, old)))
        self.refresh()
        if self.size:
            self._reveal()
        else:
            self.call_after_refresh(self._reveal)
        self.post_message(self.Highlighted(self))

    def _measure(self) -> None:
        lines = len(self.rows) * self.row_height
        seen = self.size.height
        if self.row_height > 1 and lines > seen:  # so that the last one, too, can begin at the top
            lines = seen - (seen - lines) // self.row_height * self.row_height
        self.virtual_size = Size(self._width, lines)

    def validate_scroll_y(self, value: float) -> float:
        """The first line that is seen is the first of a row."""
        return self._at_row(super().validate_scroll_y(value))

    def validate_scroll_target_y(self, value: float) -> float:
        """The same of where a movement ends."""
        return self._at_row(super().validate_scroll_target_y(value))

    def _at_row(self, value: float) -> float:
        return round(value / self.row_height) * self.row_height if self.row_height > 1 else value

    def _index_of(self, number: int | None, default: int) -> int:
        if number is None:
            return default
        here = self.rows[default] if 0 <= default < len(self.rows) else None
        if here is not None and not isinstance(here, Heading) and here.id == number:
            return default  # as a rule: rows are many
        found = (n for n, row in enumerate(self.rows) if not isinstance(row, Heading) and row.id == number)
        return next(found, default)

    def nearest(self, index: int, direction: int = 1) -> int:
        """Where the cursor can rest at or near `index`: past headings onward, else back; 0 where there is no row."""
        if not self.rows:
            return 0
        index = max(0, min(index, len(self.rows) - 1))
        onward = range(index, len(self.rows)) if direction > 0 else range(index, -1, -1)
        back = range(index, -1, -1) if direction > 0 else range(index, len(self.rows))
        for candidate in chain(onward, back):
            if not isinstance(self.rows[candidate], Heading):
                return candidate
        return 0

    @property
    def selected(self) -> R | None:
        """The row under the cursor."""
        row = self.rows[self.cursor] if self.cursor < len(self.rows) else None
        return None if isinstance(row, Heading) else row

    def select(self, number: int) -> bool:
        """Put the cursor on the row of that number; returns whether the list has it."""
        index = self._index_of(number, -1)
        if index >= 0:
            self.cursor = index
        return index >= 0

    # --- the cursor

    def watch_cursor(self, old: int, new: int) -> None:
        """Repaint the two rows that changed, and nothing else."""
        self._repaint(old)
        self._repaint(new)
        self._reveal()
        self.post_message(self.Highlighted(self))

    def _repaint(self, index: int) -> None:
        top = index * self.row_height - self.scroll_offset.y
        if top + self.row_height >= 0 and top < self.size.height:
            self.refresh(Region(0, top, self.size.width, self.row_height))

    def _reveal(self) -> None:
        top = self.cursor * self.row_height
        lines = self.row_height
        if lines > 1:
            self._bring(self.cursor)
            return
        if self.cursor > 0 and isinstance(self.rows[self.cursor - 1], Heading):
            top, lines = top - self.row_height, lines + self.row_height
        self.scroll_to_region(Region(0, top, self._width, lines), animate=False)

    @property
    def leads(self) -> bool:
        """Whether it is the list that the keys go to, or will go to again."""
        return self._current

    def keep_above(self, line: int) -> None:
        """Scroll so that the row under the cursor ends above that line of the screen, as far as there is room."""
        end = self.content_region.y + (self.cursor + 1) * self.row_height - self.scroll_offset.y
        if end > line:
            self.scroll_relative(y=end - line, animate=False)

    def _bring(self, index: int) -> None:
        """Scroll as little as need be until a row of several lines is seen whole, but for a gap at its end."""
        height, first = self.row_height, round(self.scroll_offset.y / self.row_height)
        first = index if index < first else max(first, index - self.whole_rows + 1)
        if first * height != self.scroll_offset.y:
            self.scroll_to(y=first * height, animate=False, force=True)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """The wheel goes on by whole rows."""
        self._wheel(event, 1)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """And back."""
        self._wheel(event, -1)

    def _wheel(self, event: events.MouseEvent, direction: int) -> None:
        if self.row_height > 1 and not (event.ctrl or event.shift):
            event.prevent_default()
            event.stop()
            self.scroll_to(y=self.scroll_offset.y + direction * self.row_height, animate=False, force=True)

    def action_step(self, offset: int) -> None:
        """A row up or down."""
        self.cursor = self.nearest(self.cursor + offset, offset)

    def action_edge(self, direction: int) -> None:
        """To the first or last row."""
        self.cursor = self.nearest(0 if direction < 0 else len(self.rows) - 1, -direction)

    def action_page(self, direction: int) -> None:
        """A screenful up or down."""
        rows = max(1, self.size.height // self.row_height - 1)
        self.cursor = self.nearest(self.cursor + direction * rows, direction)

    def on_click(self, event: events.Click) -> None:
        """A click selects, a double click opens; with ctrl it marks, with shift it marks all up to here."""
        index = (event.y + self.scroll_offset.y) // self.row_height
        if index < len(self.rows) and not isinstance(self.rows[index], Heading):
            self.cursor = index
            if event.shift or event.ctrl:
                self.post_message(self.MarkClicked(self, range_=event.shift))
            elif event.chain == 2:
                self.post_message(self.Opened(self))

    @property
    def markable_rows(self) -> list[R]:
        """Those of the rows that can be marked."""
        return [row for row in self.rows if isinstance(row, self.markable)]  # type: ignore[misc]

    def mark_turned(self) -> None:
        """The row under the cursor was marked, or its mark taken away: paint it, and step on."""
        self._repaint(self.cursor)
        self.action_step(1)

    def look_of(self, index: int) -> str:
        """What just changed; the cursor, dimmed where the keys go elsewhere for now, to a question for example."""
        row = self.rows[index]
        if self._flashing and not isinstance(row, Heading) and row.id in self._flashing:
            return "changed"
        if index == self.cursor and not isinstance(self.rows[index], Heading):
            return "cursor" if self.has_focus else "unfocused-cursor" if self._current or self.leads_a_pane else ""
        return ""

    def flash(self, numbers: Container[int]) -> None:
        """Let the rows of those numbers that are in sight stand out for a moment."""
        self._flashing = numbers
        self._repaint_rows(numbers)
        if self._calm is not None:
            self._calm.stop()
        self._calm = self.set_timer(_FLASH, self._forget_flash)

    def _repaint_rows(self, numbers: Container[int]) -> None:
        first = self.scroll_offset.y // self.row_height
        for index in range(first, min(len(self.rows), first + self.size.height // self.row_height + 2)):
            row = self.rows[index]
            if not isinstance(row, Heading) and row.id in numbers:
                self._repaint(index)

    def _forget_flash(self) -> None:
        flashing, self._flashing, self._calm = self._flashing, (), None
        self._repaint_rows(flashing)

    def on_resize(self, event: events.Resize) -> None:
        """Rows are as wide as the list."""
        self._measure()
        self.call_after_refresh(self._reveal)

    def on_focus(self) -> None:
        """The cursor shows where keys go; while a question is asked it still shows, but only here."""
        for other in self.screen.query(CursorRows):
            other._current = other is self
            other._repaint(other.cursor)

    def on_blur(self) -> None:
        """The cursor steps back."""
        self._repaint(self.cursor)
