"""Lists of deals side by side, as many as fit: what the board and the week share."""

from collections.abc import Iterable, Sequence

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.geometry import Offset
from textual.message import Message

from pipetui.domain.deal import OPEN
from pipetui.render import plural
from pipetui.tui.actions import bindings
from pipetui.tui.screens.list_screen import ListScreen
from pipetui.tui.widgets.backdrop import Backdrop
from pipetui.tui.widgets.card_list import CardList
from pipetui.tui.widgets.deal_column import DealColumn, StageHead
from pipetui.tui.widgets.frame import Frame
from pipetui.views import Card


class Columns(Backdrop, Horizontal):
    """The lists side by side."""

    class Resized(Message):
        """There is another width for them, whatever it came from: the terminal, the pane, an end of the welcome."""

    def on_resize(self) -> None:
        """Say so."""
        self.post_message(self.Resized())


class ColumnBox(Frame):
    """A list in a frame: its name and count stand in the line around its head and its deals."""

    def __init__(self, title: str, head: StageHead, deals: DealColumn, hue: str = "") -> None:
        super().__init__(title, "0", classes="column")
        self.hue = hue
        self.head, self.deals = head, deals

    def compose(self) -> ComposeResult:
        """Head, deals."""
        yield self.head
        yield self.deals

    def mark(self, here: bool) -> None:
        """The line is drawn in part by the list."""
        super().mark(here)
        self.deals.tint("key" if here else "rule")
        self.head.tint("$key" if here else "$rule")


class ColumnsScreen(ListScreen):
    """Left and right go from column to column, the mouse drags a card to another one."""

    BINDINGS = [
        *bindings("view.compact"),
        ("left,h", "column(-1)", "Column left"),
        ("right,l", "column(1)", "Column right"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._first = 0
        """The leftmost column that is seen."""
        self._target: ColumnBox | None = None
        """Where a dragged card would be let go."""

    @property
    def boxes(self) -> list[ColumnBox]:
        """The columns from left to right."""
        return [box for box in self.query_one(Columns).children if isinstance(box, ColumnBox)]

    def lists(self) -> list[CardList]:
        """Their deals, from left to right."""
        return [box.deals for box in self.boxes]

    @property
    def least_column(self) -> int:
        """Cells that a column needs; where they do not all fit, those around the cursor are shown."""
        raise NotImplementedError

    def columns_in(self, width: int) -> int:
        """How many columns there is room for in so many cells."""
        return width // self.least_column

    def explain_empty(self, usual: str) -> str:
        """In few words: several columns may be empty, and none is wide."""
        context = self.pipetui.snapshot.context
        if self.filter_text.strip():
            return "nothing here fits the filter"
        return usual if context is None else f"nothing here is in @{context.name}"

    def explain_columns(self, boxes: Sequence[ColumnBox], usual: Iterable[str]) -> None:
        """What columns say where they are empty: where a filter leaves nothing in any, one alone, and the way out."""
        alone = bool(self.filter_text.strip()) and not self.shown_deals()
        speaks = next((box for box in boxes if box.deals is self.focused_list), boxes[0]) if alone else None
        for box, said in zip(boxes, usual, strict=False):
            if speaks is None:
                box.deals.explain(self.explain_empty(said))
            else:
                box.deals.explain(super().explain_empty(said) if box is speaks else "")

    def on_descendant_focus(self) -> None:
        """The column under the keys has a line of another colour."""
        for box in self.boxes:
            box.mark(box.deals.has_focus)

    # --- columns that fit

    @on(Columns.Resized)
    def _resized(self) -> None:
        self.arrange_columns()

    def arrange_columns(self) -> None:
        """As many columns as fit (behaviour 37)."""
        width, boxes = self.query_one(Columns).size.width, self.boxes
        if not boxes or not width:  # hidden by the welcome of an empty book; it says so when it has a width
            return
        fit = max(1, min(len(boxes), self.columns_in(width)))
        here = next((n for n, box in enumerate(boxes) if box.deals is self.focused_list), 0)
        first = min(max(self._first, here - fit + 1), here, len(boxes) - fit)
        moved, self._first = first != self._first, first
        for number, box in enumerate(boxes):
            seen = first <= number < first + fit
            if box.display is not seen:  # the whole screen is laid out anew for each that is told what it is
                box.display = seen
        if moved:
            self.columns_moved()
        self._say_position(boxes, first, fit)

    def columns_moved(self) -> None:
        """Others are seen now."""

    def _say_position(self, boxes: Sequence[ColumnBox], first: int, fit: int) -> None:
        """Which of the columns are seen, in the line of the leftmost."""
        said = ""
        if fit < len(boxes):
            before, after = "‹ " if first else "", " ›" if first + fit < len(boxes) else ""
            shown = f"{first + 1}–{first + fit}" if fit > 1 else str(first + 1)
            said = f"{before}{shown} of {len(boxes)}{after}"
        for place, box in enumerate(boxes):
            box.tell_note(said if place == first else "")

    def go_to_list(self, box: ColumnBox) -> None:
        """Put the keys on that column; one out of sight cannot take the focus, so it is brought in first."""
        box.display = True
        # At once, not `deals.focus()`: the next key may be waiting already.
        self.set_focus(box.deals, scroll_visible=False)
        self.arrange_columns()

    def action_column(self, offset: int) -> None:
        """To the next column that way, at the same height."""
        boxes, lists, here = self.boxes, self.lists(), self.focused_list
        if here is None:
            return
        target = lists.index(here) + offset
        if not 0 <= target < len(lists):
            return
        top = here.cursor - round(here.scroll_offset.y / here.row_height)
        there = lists[target]
        there.cursor = there.nearest(round(there.scroll_offset.y / there.row_height) + max(0, top))
        self.go_to_list(boxes[target])
        self.want_sheet()
        self.refresh_bindings()

    def action_compact(self) -> None:
        """Two lines or more, on every screen with columns."""
        self.pipetui.compact = not self.pipetui.compact
        self.pipetui.liking.choose("compact", self.pipetui.compact, self.pipetui.worker.workspace.settings.compact)
        for box in self.boxes:
            box.deals.compact = self.pipetui.compact

    @on(DealColumn.BadgeClicked)
    def _badge_clicked(self) -> None:
        """What a deal without a next step needs is one; any other step is done."""
        card = self.selected
        if card is not None and card.status == OPEN:
            if card.next_step is None:
                self.action_next()
            else:
                self.action_done()

    # --- a card that is dragged

    def takes(self, box: ColumnBox) -> bool:
        """Whether a card can be let go over that column."""
        return True

    def name_of_target(self, box: ColumnBox) -> str:
        """What a card that is dragged would come to."""
        return box.title

    def let_go(self, card: Card, taken: list[int], box: ColumnBox) -> None:
        """A card was let go over another column, with all that goes with it."""
        raise NotImplementedError

    @on(DealColumn.Dragged)
    def _drag(self, event: DealColumn.Dragged) -> None:
        """The card hangs where the mouse is, in the column that it would come into."""
        column = event.control
        if not isinstance(column, DealColumn) or not column.dragging:
            return  # it came late
        target = self._box_at(event.at)
        if not column.dragged:
            column.dragged = frozenset(self.taken(event.card))
            column.refresh()
        if target is not self._target:
            if self._target is not None:
                self._target.deals.hang(None)
                self._target.mark(self._target.deals.has_focus)
            self._target = target
            if target is not None:
                target.mark(True)
                many = plural(len(column.dragged), "deal") if len(column.dragged) > 1 else event.card.title
                self.say(f"{many} to {self.name_of_target(target)} · Esc leaves it where it is")
        if target is not None:
            target.deals.hang(event.card, event.at.y - target.deals.region.y)

    @on(DealColumn.Dropped)
    def _drop_card(self, event: DealColumn.Dropped) -> None:
        """Let go over another column: as the key would do it."""
        taken, target = self.taken(event.card), self._box_at(event.at)
        self._end_drag()
        if target is None or target.deals is event.control:
            self.say("")
        else:
            self.let_go(event.card, taken, target)

    def taken(self, card: Card) -> list[int]:
        """What goes with a card that is dragged: all that is marked, if it is."""
        return self.target_ids if card.id in self.pipetui.marks else [card.id]

    def _box_at(self, at: Offset) -> ColumnBox | None:
        return next(
            (box for box in self.boxes if box.display and self.takes(box) and box.region.contains_point(at)), None
        )

    def _end_drag(self) -> None:
        self._target = None
        for box in self.boxes:
            box.deals.leave_drag()
            box.deals.hang(None)
            box.mark(box.deals.has_focus)

    def action_show_all(self) -> None:
        """While a card is dragged it stays where it was; else marks and filter go."""
        if any(box.deals.dragging for box in self.boxes):
            self._end_drag()
            self.say("")
        else:
            super().action_show_all()
