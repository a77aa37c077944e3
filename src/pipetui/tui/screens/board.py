"""The board: open deals in their stages."""

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Static

from pipetui import arrange
from pipetui.domain.query import Query
from pipetui.render import money_short, plural
from pipetui.tui.actions import bindings
from pipetui.tui.clerk import Snapshot
from pipetui.tui.screens.list_screen import ListScreen
from pipetui.tui.widgets.bars import TopBar
from pipetui.tui.widgets.card_list import CardList
from pipetui.tui.widgets.deal_column import DealColumn, StageHead
from pipetui.views import Board, Card, Column

LEAST_COLUMN = 22
"""Cells a column needs; where they do not all fit, the board shows those around the cursor."""


class StageBox(Vertical):
    """A stage: its head over its deals."""

    def __init__(self, column: Column) -> None:
        super().__init__(classes="stage")
        self.head = StageHead(column.stage)
        self.deals = DealColumn(column.stage.id)

    def compose(self) -> ComposeResult:
        """Head, deals."""
        yield self.head
        yield self.deals


class BoardScreen(ListScreen):
    """Columns of cards; left and right go from stage to stage."""

    BINDINGS = [
        *bindings("view.compact", "view.pipeline"),
        ("left,h", "column(-1)", "Stage left"),
        ("right,l", "column(1)", "Stage right"),
    ]
    mode_name = "board"

    def __init__(self) -> None:
        super().__init__()
        self._first = 0

    def listing(self) -> ComposeResult:
        """A column for each stage; a screen is made when the book has been read."""
        snapshot = self.pipetui.snapshot
        yield Horizontal(*map(StageBox, snapshot.board.columns if snapshot else ()), id="columns")
        yield Static(id="position", markup=False)

    @property
    def boxes(self) -> list[StageBox]:
        """The stages from left to right."""
        return list(self.query(StageBox))

    def lists(self) -> list[CardList]:
        """The columns from left to right."""
        return [box.deals for box in self.boxes]

    def fill(self, snapshot: Snapshot, fits: Query, follow: int | None) -> None:
        """Deals into their columns; another pipeline gets other columns."""
        board = snapshot.board
        stages = tuple(column.stage for column in board.columns)
        if tuple(box.head.stage for box in self.boxes) != stages:
            self._rebuild(board, snapshot, fits, follow)
            return
        shown = [tuple(filter(fits.matches, column.cards)) for column in board.columns]
        heads = [arrange.head(cards) for cards in shown]
        lines = max(1, *(len(head.total) for head in heads))
        for box, cards, head in zip(self.boxes, shown, heads, strict=True):
            box.head.show(head, lines)
            box.deals.compact = self.pipetui.compact
            here = follow if any(card.id == follow for card in cards) else None
            box.deals.show(cards, snapshot.agenda.today, here)
            if here is not None and (self.is_current or self.focused is not None):
                self.set_focus(box.deals, scroll_visible=False)
        self._arrange_columns()
        self._note(board, heads, snapshot)

    def _rebuild(self, board: Board, snapshot: Snapshot, fits: Query, follow: int | None) -> None:
        columns = self.query_one("#columns", Horizontal)

        async def rebuild() -> None:
            await columns.remove_children()
            await columns.mount_all([StageBox(column) for column in board.columns])
            self.fill(snapshot, fits, follow)
            self.focus_list()
            self.want_sheet()

        self.call_next(rebuild)

    def _note(self, board: Board, heads: list[arrange.Head], snapshot: Snapshot) -> None:
        deals = sum(head.deals for head in heads)
        sums = arrange.head([card for box in self.boxes for card in box.deals.rows if isinstance(card, Card)])
        parts = [board.pipeline] if len(snapshot.places.pipelines) > 1 else []
        parts.append(plural(deals, "open deal"))
        parts += [f"{money_short(t)} · {money_short(w)}" for t, w in zip(sums.total, sums.weighted, strict=False)]
        if board.parked:
            parts.append(f"{board.parked} parked")
        self.query_one(TopBar).note = "   ".join(parts)

    def on_descendant_focus(self) -> None:
        """Mark the head of the stage under the keys."""
        for box in self.boxes:
            box.head.set_class(box.deals.has_focus, "-here")

    # --- columns that fit

    def on_resize(self, event: events.Resize) -> None:
        """As many columns as fit."""
        self.call_after_refresh(self._arrange_columns)

    def _arrange_columns(self) -> None:
        boxes = self.boxes
        width = self.query_one("#columns", Horizontal).size.width
        if not boxes or self.has_class("-empty"):
            return
        if not width:
            # The board was hidden until now, by the welcome of an empty book: it has its width after this layout.
            self.call_after_refresh(self._arrange_columns)
            return
        fit = max(1, min(len(boxes), width // LEAST_COLUMN))
        here = next((n for n, box in enumerate(boxes) if box.deals is self.focused_list), 0)
        self._first = min(max(self._first, here - fit + 1), here, len(boxes) - fit)
        for number, box in enumerate(boxes):
            box.display = self._first <= number < self._first + fit
            box.set_class(number == self._first, "-leftmost")
        position = self.query_one("#position", Static)
        position.display = fit < len(boxes)
        before, after = "‹" if self._first else " ", "›" if self._first + fit < len(boxes) else " "
        shown = f"{self._first + 1}–{self._first + fit}" if fit > 1 else str(self._first + 1)
        position.update(f"{before} {shown} of {len(boxes)} {after}")

    def action_column(self, offset: int) -> None:
        """To the next stage that way, at the same height."""
        lists, here = self.lists(), self.focused_list
        if here is None:
            return
        target = lists.index(here) + offset
        if not 0 <= target < len(lists):
            return
        top = here.cursor - round(here.scroll_offset.y / here.row_height)
        there = lists[target]
        there.cursor = there.nearest(round(there.scroll_offset.y / there.row_height) + max(0, top))
        # A column out of sight cannot take the focus: bring it in first.
        self.boxes[target].display = True
        # At once, not `there.focus()`: the next key may be waiting already.
        self.set_focus(there, scroll_visible=False)
        self._arrange_columns()
        self.want_sheet()
        self.refresh_bindings()

    def action_compact(self) -> None:
        """Two lines or three, on every board."""
        self.pipetui.compact = not self.pipetui.compact
        for box in self.boxes:
            box.deals.compact = self.pipetui.compact

    def action_pipeline(self) -> None:
        """The next pipeline."""
        snapshot = self.pipetui.snapshot
        if snapshot is None or len(snapshot.places.pipelines) < 2:
            self.say("there is only one pipeline")
            return
        known = list(snapshot.places.pipelines)
        following = known[(known.index(snapshot.board.pipeline_id) + 1) % len(known)]
        self.pipetui.clerk.reread(following)
