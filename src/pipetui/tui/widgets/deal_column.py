"""One stage of the board: its deals, and what stands over them."""

from collections.abc import Callable, Sequence
from datetime import date

from textual import events
from textual.app import RenderResult
from textual.content import Content
from textual.geometry import Offset, Region
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from pipetui import arrange
from pipetui.domain.money import Money
from pipetui.render import cell_width, cut, money, money_short, together, totals_short
from pipetui.tui.widgets.agenda_list import what_short, when_on_card
from pipetui.tui.widgets.card_list import CardList
from pipetui.tui.widgets.frame import Frame
from pipetui.tui.widgets.pieces import HOT, Heading, Piece, Row, aligned, notation, pad, part_of
from pipetui.views import Card

NORMAL, COMPACT = 4, 2
"""Lines of a card: three and a gap, or two."""

_BESIDE = 26
"""From so many cells on the value stands beside the title, which is whole there as a rule; else by the organization."""

_MOST_OF_VALUE = 8
"""Cells that a value written to the cent may take of a card."""

_WEIGHTED = "weighted "

_FAR = 2
"""Cells that the mouse has to go until a card is dragged, not clicked."""


class DealColumn(CardList):
    """The deals of one stage, most urgent first; one can be dragged to another stage."""

    compact = reactive(False)
    air = 1
    in_frame = True

    class Dragged(CardList.Said):
        """A card is dragged; the mouse is at `at` of the screen."""

        def __init__(self, source: "DealColumn", card: Card, at: Offset) -> None:
            super().__init__(source)
            self.card, self.at = card, at

        def can_replace(self, message: Message) -> bool:
            """Only where it is by now counts."""
            return isinstance(message, DealColumn.Dragged)

    class Dropped(CardList.Said):
        """The mouse was let go, at `at` of the screen, while a card was dragged."""

        def __init__(self, source: "DealColumn", card: Card, at: Offset) -> None:
            super().__init__(source)
            self.card, self.at = card, at

    class BadgeClicked(CardList.Said):
        """The sign of the deal under the cursor was clicked."""

    def __init__(self, name: str, *, drags: bool = True) -> None:
        super().__init__(id=name)
        self.row_height = NORMAL
        self._drags = drags
        self._gripped: tuple[Card, Offset] | None = None
        self.dragging = False
        """Whether a card of this column is being dragged."""
        self._ghost: tuple[Card, int] | None = None
        self.dragged: frozenset[int] = frozenset()
        """The deals that are being dragged from here."""
        self.written: Callable[[Money], str] = money
        """How money is written in this column."""
        self._written_for: tuple[object, int] = (None, 0)

    def watch_compact(self, compact: bool) -> None:
        """Another height, the same cursor."""
        self.row_height, self.gap = (COMPACT, 0) if compact else (NORMAL, 1)
        rows, self.rows = self.rows, ()
        if rows:
            selected = rows[self.cursor]
            self.show(rows, self.today, selected.id if isinstance(selected, Card) else None)

    # --- how a card looks

    def rule(self, row: Row, line: int) -> Piece:
        """A line in the colour of the badge; the star of a hot deal in the second."""
        if isinstance(row, Heading):
            return " ", ""
        return (HOT, "today") if line == 1 and row.facts.hot else ("▎", part_of(row))

    def lines(self, row: Row, width: int) -> list[list[Piece]]:
        """A card: title and value; organization; next step. Where it is narrow the value goes to the organization."""
        if isinstance(row, Heading):
            return [[(cut(row.text, width), "heading")]]
        value: list[Piece] = [(self.written(row.value), "money")] if row.value else []
        step = pad([(badge_on_card(row, self.today), part_of(row))], [], width)
        beside = width >= _BESIDE or self.compact
        title = pad([(row.title, "title")], value if beside else [], width)
        if self.compact:
            return [title, step]
        about = row.organization or ", ".join(row.people)
        return [title, pad([(about, "muted")], [] if beside else value, width), step, []]

    def show(self, rows: tuple[Row, ...], today: date, follow: int | None = None) -> None:
        """As in any list; where money is written otherwise by now, all cards are painted anew."""
        if rows is not self.rows:
            self._write_alike(rows)
        super().show(rows, today, follow)
        self.tell_more()

    def _write_alike(self, rows: tuple[Row, ...]) -> None:
        """All money of a column in one way: to the cent where that leaves room for the titles."""
        room = self.room_for_value(rows)
        if rows is self._written_for[0] and room == self._written_for[1]:
            return
        self._written_for = rows, room
        written = notation((row.value for row in rows if isinstance(row, Card)), room).written
        if written is not self.written:
            self.written = written
            self._strips.clear()

    def room_for_value(self, rows: tuple[Row, ...]) -> int:
        """Cells that a value may take of a card."""
        return max(_MOST_OF_VALUE, (self._width - 2) // 3)

    def look_of(self, index: int) -> str:
        """A card that is being dragged away steps back."""
        row = self.rows[index]
        if self.dragged and isinstance(row, Card) and row.id in self.dragged:
            return "dragged"
        return super().look_of(index)

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Others are below now."""
        super().watch_scroll_y(old_value, new_value)
        self.tell_more()

    def on_resize(self, event: events.Resize) -> None:
        """More or fewer are to be seen."""
        self._write_alike(self.rows)
        self.call_after_refresh(self.tell_more)

    def tell_more(self) -> None:
        """Say in the frame how many deals are below what is seen."""
        if isinstance(self.parent, Frame):
            below = len(self.rows) - self._first - self.whole_rows
            self.parent.tell_foot(f"… {below:,} more ↓" if below > 0 and self.size else "")

    @property
    def _first(self) -> int:
        return round(self.scroll_offset.y / self.row_height)

    def overlaid(self, strips: list[Strip], first: int) -> list[Strip]:
        """A card that hangs over the list."""
        if self._ghost is None:
            return strips
        card, top = self._ghost
        for number, strip in enumerate(self._paint(card, "ghost", False)[: self._ghost_lines]):
            if 0 <= top + number - first < len(strips):
                strips[top + number - first] = strip
        return strips

    @property
    def _ghost_lines(self) -> int:
        return self.row_height - self.gap

    def hang(self, card: Card | None, y: int = 0) -> None:
        """Let a card hang over the list around line `y`, or none; what it covered and covers is painted, no more."""
        top = max(0, min(y - 1, self.size.height - self._ghost_lines))
        ghost = None if card is None else (card, top)
        before, self._ghost = self._ghost, ghost
        if ghost != before:
            lines = [place for hung in (before, ghost) if hung is not None for place in (hung[1],)]
            self.refresh(*(Region(0, line, self.size.width, self._ghost_lines) for line in lines))

    # --- the mouse

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """It may be the begin of a movement."""
        index = (event.y + self.scroll_offset.y) // self.row_height
        row = self.rows[index] if event.button == 1 and self._drags and index < len(self.rows) else None
        self._gripped = (row, event.screen_offset) if isinstance(row, Card) and event.y < self.seen_lines else None
        if self._gripped is not None:
            self.capture_mouse()  # a quick hand is over another column with its first motion

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Far enough, and the card goes with it."""
        if self._gripped is None:
            return
        card, began = self._gripped
        if not self.dragging:
            moved = event.screen_offset - began
            if not event.button:  # let go where the terminal did not see it
                self.leave_drag()
            if not event.button or max(abs(moved.x), abs(moved.y) * 2) < _FAR:
                return
            self.dragging = True
        event.stop()
        self.post_message(self.Dragged(self, card, event.screen_offset))

    def on_mouse_up(self, event: events.MouseUp) -> None:
        """Let go."""
        gripped, self._gripped = self._gripped, None
        if self.dragging and gripped is not None:
            event.stop()
            self.post_message(self.Dropped(self, gripped[0], event.screen_offset))
        else:
            self.release_mouse()

    def leave_drag(self) -> None:
        """The card is let go, or stays where it was."""
        self.dragging, self._gripped = False, None
        self.release_mouse()
        if self.dragged:
            self.dragged = frozenset()
            self.refresh()

    @property
    def badge_line(self) -> int:
        """The line of a card that its sign stands in."""
        return 1 if self.compact else 2

    def on_click(self, event: events.Click) -> None:
        """As in any list, which Textual sees to; the sign of the deal that is under the cursor already acts."""
        line = event.y % self.row_height
        index = (event.y + self.scroll_offset.y) // self.row_height
        if event.y >= self.seen_lines:
            event.prevent_default()
            return
        marks = event.shift or event.ctrl
        badge = not marks and line == self.badge_line and event.x <= _MOST_OF_VALUE
        if badge and event.chain == 1 and self.has_focus and index == self.cursor and index < len(self.rows):
            event.prevent_default()
            self.post_message(self.BadgeClicked(self))


def badge_on_card(card: Card, today: date) -> str:
    """`! 16 d  meeting on site`, `→ 27 Nov  call Kim`, `≈ 18 d  no next step`, `? no next step`, `won Fri 13 Nov`."""
    when, what = when_on_card(card, today), what_short(card)
    return "  ".join(filter(None, (when, what if card.badge or card.next_step else "")))


class StageHead(Widget):
    """What stands over the deals of a stage: the sums, and its share of what is likely to come as a bar."""

    DEFAULT_CSS = """
    StageHead { height: auto; padding: 0 0 0 1; }
    """

    def __init__(self, hue: str, pipeline: str = "") -> None:
        """Its bar in the colour `hue`; with the name of the `pipeline` where the board shows several."""
        super().__init__()
        self.hue = hue
        self.pipeline = pipeline
        self._head, self._currency = arrange.head(()), ""
        self._share: float | None = 0.0
        self._labelled = False
        self._line = "$rule"

    def show(self, head: arrange.Head, currency: str, share: float | None, *, labelled: bool) -> None:
        """Show a head, what is in `currency` first.

        `share` is its part of the weighted pipeline, None for no bar; `labelled` whether it says what is weighted.
        """
        shown = head, currency, share, labelled
        if shown != (self._head, self._currency, self._share, self._labelled):
            self._head, self._currency, self._share, self._labelled = shown
            self.refresh()

    def get_content_height(self, container: object, viewport: object, width: int) -> int:
        """The pipeline where it is told, the sums, the bar: as high over every stage, whatever is in it."""
        return 2 + bool(self.pipeline)

    def tint(self, line: str) -> None:
        """Draw the line of the frame, of which a part lies in it, in another colour."""
        if line != self._line:
            self._line = line
            self.refresh()

    def render(self) -> RenderResult:
        """Sums with what is weighted at their right; under them the bar; behind each line that of the frame."""
        width = self.content_size.width - 2
        edge = (" │", self._line)
        parts: list[tuple[str, str]] = []
        if self.pipeline:
            parts += [(aligned(self.pipeline, width), "$dim"), edge, ("\n", "")]
        total, weighted = sums_line(self._head, self._currency, width, labelled=self._labelled)
        gap = " " * max(0, width - cell_width(total) - cell_width(weighted))
        parts += [(total, "bold"), (gap, ""), (weighted, "$dim"), edge, ("\n", "")]
        if self._share is not None:
            full = round(self._share * width) or (1 if self._share > 0 else 0)
            parts += [("▓" * full, self.hue), ("░" * (width - full), "$track"), edge]
        else:
            parts += [(" " * width, ""), edge]
        return Content.assemble(*parts)

    def label(self, labelled: bool) -> None:
        """Say what is weighted, or not."""
        if labelled != self._labelled:
            self._labelled = labelled
            self.refresh()


def sums_line(head: arrange.Head, currency: str, width: int, *, labelled: bool = False) -> tuple[str, str]:
    """The sum and what of it is weighted, in one line whatever currencies there are.

    `€61k + ¥1M` and `€26k + ¥251k`. What there is no room for gives way to what they come to where there are rates,
    else all but the `currency` of the book, and an ellipsis says so; at last the weighted sum does.
    """
    totals, weighted = _shorter(head.total, currency), _shorter(head.weighted, currency)
    ways = [(total, said) for total in totals for said in weighted] + [(total, "") for total in totals]
    if labelled and weighted:
        ways.insert(0, (totals[0], _WEIGHTED + weighted[0]))
    for total, said in ways:
        if cell_width(total) + cell_width(said) + (2 if said else 0) <= width:
            return total, said
    return cut(totals[-1], width) if totals else "", ""


def _shorter(amounts: Sequence[Money], currency: str) -> list[str]:
    """The sums of some currencies, in ever fewer cells."""
    if len(amounts) < 2:
        return [totals_short(amounts)] if amounts else []
    main = next((amount for amount in amounts if amount.currency == currency), amounts[0])
    whole = together(amounts, money_short).strip()
    return [totals_short(amounts), whole if whole.startswith("=") else f"{money_short(main)} …"]
