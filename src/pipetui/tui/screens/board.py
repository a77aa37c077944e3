"""The board: open deals in their stages."""

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.widgets import Static

from pipetui import arrange
from pipetui.domain.query.language import Query
from pipetui.render import totals_short
from pipetui.tui.actions import bindings
from pipetui.tui.pipeline_choice import ALL, following
from pipetui.tui.screens.list_screen import ListScreen
from pipetui.tui.snapshot import Snapshot
from pipetui.tui.widgets.backdrop import Backdrop
from pipetui.tui.widgets.bars import TopBar
from pipetui.tui.widgets.card_list import CardList
from pipetui.tui.widgets.deal_column import DealColumn, StageHead, sums_of
from pipetui.views import Board, BoardColumn, Card

LEAST_COLUMN = 22
"""Cells a column needs; where they do not all fit, the board shows those around the cursor."""


class Columns(Backdrop, Horizontal):
    """The stages side by side."""

    class Resized(Message):
        """There is another width for them, whatever it came from: the terminal, the pane, an end of the welcome."""

    def on_resize(self) -> None:
        """Say so."""
        self.post_message(self.Resized())


class StageBox(Vertical):
    """A stage: its head over its deals."""

    def __init__(self, column: BoardColumn, pipeline: str = "") -> None:
        """With the name of the `pipeline` where the board shows several."""
        super().__init__(classes="stage")
        self.head = StageHead(column.stage, pipeline)
        self.deals = DealColumn(column.stage.id)
        self.shown: tuple[Card, ...] = ()
        self._sums = arrange.head(())
        self._cards: tuple[Card, ...] | None = None
        self._fits: Query | None = None

    def compose(self) -> ComposeResult:
        """Head, deals."""
        yield self.head
        yield self.deals

    def mark_leftmost(self, leftmost: bool) -> None:
        """No line at the left of the leftmost. Only the box is styled anew: the list in it would cost 10 ms."""
        if leftmost != self.has_class("-leftmost"):
            self.set_class(leftmost, "-leftmost", update=False)
            self.app.stylesheet.apply(self)

    def narrow(self, cards: tuple[Card, ...], fits: Query) -> arrange.Head:
        """Keep what fits of `cards` as `shown`; returns the head over it. Nothing is done twice for the same cards."""
        if cards is not self._cards or fits is not self._fits:
            same, before = fits is self._fits, self.shown
            self._cards, self._fits = cards, fits
            self.shown = tuple(filter(fits.matches, cards)) if fits.text else cards
            self._sums = arrange.changed_head(self._sums, before, self.shown) if same else arrange.head(self.shown)
        return self._sums


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
        self._position = ""

    def listing(self) -> ComposeResult:
        """A column for each stage."""
        yield Columns(*(StageBox(*wanted) for wanted in _wanted(self.pipetui.snapshot)), id="columns")
        yield Static(id="position", markup=False)

    @property
    def home(self) -> int:
        """The pipeline of the column under the cursor."""
        here = next((box.head.stage for box in self.boxes if box.deals is self.focused_list), None)
        return here.pipeline_id if here is not None else super().home

    @property
    def boxes(self) -> list[StageBox]:
        """The stages from left to right."""
        return [box for box in self.query_one(Columns).children if isinstance(box, StageBox)]

    def lists(self) -> list[CardList]:
        """The columns from left to right."""
        return [box.deals for box in self.boxes]

    def fill(self, snapshot: Snapshot, fits: Query, follow: int | None) -> None:
        """Deals into their columns; another pipeline gets other columns."""
        board = snapshot.board
        wanted = [(column.stage, pipeline) for column, pipeline in _wanted(snapshot)]
        if [(box.head.stage, box.head.pipeline) for box in self.boxes] != wanted:
            self._rebuild(snapshot, fits, follow)
            return
        boxes = self.boxes
        heads = [box.narrow(column.cards, fits) for box, column in zip(boxes, board.columns, strict=True)]
        rates, today = self.pipetui.worker.workspace.settings.rates, snapshot.agenda.today
        together = arrange.rated(arrange.heads_together(heads), rates, today)
        heads = [arrange.rated(head, rates, today) for head in heads]
        lines = max((len(sums_of(head)) for head in heads), default=1) or 1
        followed = snapshot.card(follow) if follow is not None else None
        for box, head in zip(boxes, heads, strict=True):
            box.head.show(head, lines)
            box.deals.compact = self.pipetui.compact
            # The deal may be filtered out, and so in no column.
            at_home = followed is not None and followed.stage_id == box.head.stage.id and followed in box.shown
            here = follow if at_home else None
            box.deals.show(box.shown, snapshot.agenda.today, here)
            if here is not None and (self.is_current or self.focused is not None):
                self.set_focus(box.deals, scroll_visible=False)
        self._arrange_columns()
        self._note(board, together, snapshot)

    def _rebuild(self, snapshot: Snapshot, fits: Query, follow: int | None) -> None:
        columns = self.query_one(Columns)

        async def rebuild() -> None:
            await columns.remove_children()
            await columns.mount_all([StageBox(*wanted) for wanted in _wanted(snapshot)])
            self.fill(snapshot, fits, follow)
            self.focus_list()
            self.want_sheet()

        self.call_next(rebuild)

    def _note(self, board: Board, sums: arrange.Head, snapshot: Snapshot) -> None:
        parts = [board.pipeline] if len(snapshot.pipelines.names) > 1 else []
        worth, weighted = (totals_short(some) for some in (sums.total, sums.weighted))
        parts.append(f"{sums.deals:,} open {worth}".rstrip() + (f" · weighted {weighted}" if weighted else ""))
        if board.parked:
            parts[-1] += f" · {board.parked} parked"
        self.query_one(TopBar).note = "   ".join(parts) if snapshot.whole else "reading …"

    def on_descendant_focus(self) -> None:
        """Mark the head of the stage under the keys."""
        for box in self.boxes:
            box.head.set_class(box.deals.has_focus, "-here")

    # --- columns that fit

    @on(Columns.Resized)
    def _arrange_columns(self) -> None:
        """As many columns as fit (behaviour 37)."""
        boxes = self.boxes
        width = self.query_one(Columns).size.width
        if not boxes or not width:  # hidden by the welcome of an empty book; it says so when it has a width
            return
        fit = max(1, min(len(boxes), width // LEAST_COLUMN))
        here = next((n for n, box in enumerate(boxes) if box.deals is self.focused_list), 0)
        self._first = min(max(self._first, here - fit + 1), here, len(boxes) - fit)
        for number, box in enumerate(boxes):
            box.display = self._first <= number < self._first + fit
            box.mark_leftmost(number == self._first)
        position = self.query_one("#position", Static)
        position.display = fit < len(boxes)
        if position.display:
            before, after = "‹" if self._first else " ", "›" if self._first + fit < len(boxes) else " "
            shown = f"{self._first + 1}–{self._first + fit}" if fit > 1 else str(self._first + 1)
            self._say_position(f"{before} {shown} of {len(boxes)} {after}")

    def _say_position(self, text: str) -> None:
        if text != self._position:
            self._position = text
            self.query_one("#position", Static).update(text)

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

    def action_pipeline(self) -> None:
        """The next pipeline, or all of them."""
        pipelines = self.pipetui.snapshot.pipelines
        self.pipetui.show_pipeline(following(self.pipetui.pipelines.board(pipelines), pipelines))

    def action_compact(self) -> None:
        """Two lines or three, on every board."""
        self.pipetui.compact = not self.pipetui.compact
        self.pipetui.liking.choose("compact", self.pipetui.compact, self.pipetui.worker.workspace.settings.compact)
        for box in self.boxes:
            box.deals.compact = self.pipetui.compact


def _wanted(snapshot: Snapshot) -> list[tuple[BoardColumn, str]]:
    """The columns, each with the name of its pipeline where the board shows several."""
    names = snapshot.pipelines.names if snapshot.chosen == ALL else {}
    return [(column, names.get(column.stage.pipeline_id, "")) for column in snapshot.board.columns]
