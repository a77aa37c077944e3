"""A list of deals that draws only the lines on screen: the base of board columns, the day, and the table.

However many deals there are, moving the cursor repaints two of them, and a new reading of the book repaints
nothing when the deals are the same.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import chain
from typing import TYPE_CHECKING, cast

from textual import events
from textual.binding import Binding
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive

from pipetui.tui.widgets.painted_rows import PaintedRows
from pipetui.tui.widgets.pieces import Heading, Row
from pipetui.views import Card

if TYPE_CHECKING:
    from pipetui.tui.app import PipetuiApp


class CardList(PaintedRows, can_focus=True):
    """Rows of one height over a cursor. Subclasses say how a row looks (`lines`) and how high it is."""

    COMPONENT_CLASSES = {
        "card-list--cursor",
        "card-list--unfocused-cursor",
        "card-list--heading",
        "card-list--title",
        "card-list--muted",
        "card-list--money",
        "card-list--overdue",
        "card-list--today",
        "card-list--planned",
        "card-list--none",
        "card-list--rotting",
        "card-list--won",
        "card-list--lost",
    }
    DEFAULT_CSS = """
    CardList {
        overflow-x: hidden;
        overflow-y: auto;
        scrollbar-size-vertical: 1;
        scrollbar-gutter: stable;
        & > .card-list--cursor { background: $primary-muted; }
        & > .card-list--unfocused-cursor { background: $surface-lighten-1; }
        & > .card-list--heading { color: $text-primary; text-style: bold; }
        & > .card-list--title { text-style: bold; }
        & > .card-list--muted { text-style: dim; }
        & > .card-list--overdue { color: $text-error; text-style: bold; }
        & > .card-list--today { color: $text-warning; }
        & > .card-list--planned { color: $text-success; }
        & > .card-list--none { color: $text-accent; }
        & > .card-list--rotting { color: $text-accent; }
        & > .card-list--won { color: $text-success; }
        & > .card-list--lost { text-style: dim; }
    }
    """
    BINDINGS = [
        Binding("up,k", "step(-1)", "Up", show=False),
        Binding("down,j", "step(1)", "Down", show=False),
        Binding("g,home", "edge(-1)", "First", show=False),
        Binding("G,end", "edge(1)", "Last", show=False),
        Binding("pageup,ctrl+u", "page(-1)", "Page up", show=False),
        Binding("pagedown,ctrl+d", "page(1)", "Page down", show=False),
    ]

    cursor = reactive(0, repaint=False)
    """Index of the row under the cursor; it never rests on a heading while there is a deal."""

    @dataclass
    class Highlighted(Message):
        """The cursor came to a deal, or to none in an empty list."""

        card_list: "CardList"
        card: Card | None

        @property
        def control(self) -> "CardList":
            """The list it happened in."""
            return self.card_list

    @dataclass
    class Opened(Message):
        """A deal was double clicked."""

        card_list: "CardList"
        card: Card

        @property
        def control(self) -> "CardList":
            """The list it happened in."""
            return self.card_list

    def __init__(self, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id, classes=classes)
        self._current = False

    def watch_has_focus(self, _has_focus: bool) -> None:
        """No style depends on the focus, only the cursor does: Textual would take 5 ms to find that out."""

    def on_mount(self) -> None:
        """What is marked is marked on every screen."""
        self.marked = cast("PipetuiApp", self.app).marks

    # --- what is shown

    def show(self, rows: tuple[Row, ...], today: date, follow: int | None = None) -> None:
        """Show `rows` as they stand on `today`; the cursor stays on its deal, or goes to the deal `follow`.

        A deal that is gone leaves the cursor where it was, on what moved up.
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
        self.virtual_size = Size(self._width, len(rows) * self.row_height)
        self.set_reactive(CardList.cursor, self.nearest(self._index_of(wanted, old)))
        self.refresh()
        if self.size:
            self._reveal()
        else:
            self.call_after_refresh(self._reveal)
        self.post_message(self.Highlighted(self, self.selected))

    def _index_of(self, deal_id: int | None, default: int) -> int:
        if deal_id is None:
            return default
        found = (n for n, row in enumerate(self.rows) if isinstance(row, Card) and row.id == deal_id)
        return next(found, default)

    def nearest(self, index: int, direction: int = 1) -> int:
        """The index of a deal at or near `index`: past headings onward, else back; 0 without any deal."""
        if not self.rows:
            return 0
        index = max(0, min(index, len(self.rows) - 1))
        onward = range(index, len(self.rows)) if direction > 0 else range(index, -1, -1)
        back = range(index, -1, -1) if direction > 0 else range(index, len(self.rows))
        for candidate in chain(onward, back):
            if isinstance(self.rows[candidate], Card):
                return candidate
        return 0

    @property
    def cards(self) -> Iterator[Card]:
        """The deals shown, from top to bottom."""
        return (row for row in self.rows if isinstance(row, Card))

    @property
    def selected(self) -> Card | None:
        """The deal under the cursor."""
        row = self.rows[self.cursor] if self.cursor < len(self.rows) else None
        return row if isinstance(row, Card) else None

    def select(self, deal_id: int) -> bool:
        """Put the cursor on a deal; returns whether the list has it."""
        index = self._index_of(deal_id, -1)
        if index >= 0:
            self.cursor = index
        return index >= 0

    # --- the cursor

    def watch_cursor(self, old: int, new: int) -> None:
        """Repaint the two rows that changed, and nothing else."""
        self._repaint(old)
        self._repaint(new)
        self._reveal()
        self.post_message(self.Highlighted(self, self.selected))

    def _repaint(self, index: int) -> None:
        top = index * self.row_height - self.scroll_offset.y
        if top + self.row_height >= 0 and top < self.size.height:
            self.refresh(Region(0, top, self.size.width, self.row_height))

    def mark_turned(self) -> None:
        """The deal under the cursor was marked, or its mark taken away: paint it, and step on."""
        self._repaint(self.cursor)
        self.action_step(1)

    def _reveal(self) -> None:
        top = self.cursor * self.row_height
        lines = self.row_height
        if self.cursor > 0 and isinstance(self.rows[self.cursor - 1], Heading):
            top, lines = top - self.row_height, lines + self.row_height
        self.scroll_to_region(Region(0, top, self._width, lines), animate=False)

    def action_step(self, offset: int) -> None:
        """A deal up or down."""
        self.cursor = self.nearest(self.cursor + offset, offset)

    def action_edge(self, direction: int) -> None:
        """To the first or last deal."""
        self.cursor = self.nearest(0 if direction < 0 else len(self.rows) - 1, -direction)

    def action_page(self, direction: int) -> None:
        """A screenful up or down."""
        rows = max(1, self.size.height // self.row_height - 1)
        self.cursor = self.nearest(self.cursor + direction * rows, direction)

    def on_click(self, event: events.Click) -> None:
        """A click selects, a double click opens."""
        index = (event.y + self.scroll_offset.y) // self.row_height
        if index < len(self.rows) and isinstance(self.rows[index], Card):
            self.cursor = index
            if event.chain == 2 and self.selected:
                self.post_message(self.Opened(self, self.selected))

    def look_of(self, index: int) -> str:
        """The cursor; dimmed where the keys go elsewhere for now, to a question for example."""
        if index == self.cursor and isinstance(self.rows[index], Card):
            return "cursor" if self.has_focus else "unfocused-cursor" if self._current else ""
        return ""

    def on_resize(self, event: events.Resize) -> None:
        """Rows are as wide as the list."""
        self.virtual_size = Size(self._width, len(self.rows) * self.row_height)
        self.call_after_refresh(self._reveal)

    def on_focus(self) -> None:
        """The cursor shows where keys go; while a question is asked it still shows, but only here."""
        for other in self.screen.query(CardList):
            other._current = other is self
            other._repaint(other.cursor)

    def on_blur(self) -> None:
        """The cursor steps back."""
        self._repaint(self.cursor)
