"""The board: open deals in their stages, and what was won this month."""

from collections.abc import Iterator, Sequence

from textual import work
from textual.app import ComposeResult

from pipetui import arrange, service
from pipetui.domain.deal import WON, Stage
from pipetui.domain.errors import PipetuiError
from pipetui.domain.query.language import Query
from pipetui.render import totals_short
from pipetui.service import reads
from pipetui.tui.actions import bindings
from pipetui.tui.pipeline_choice import ALL, following
from pipetui.tui.screens.columns import ColumnBox, Columns, ColumnsScreen
from pipetui.tui.snapshot import Snapshot
from pipetui.tui.widgets.bars import TopBar
from pipetui.tui.widgets.card_list import CardList
from pipetui.tui.widgets.deal_column import DealColumn, StageHead
from pipetui.views import Board, BoardColumn, Card

LEAST_COLUMN = 22
"""Cells a column needs; where they do not all fit, the board shows those around the cursor."""

GOOD_COLUMN = 26
"""Cells of a column in which a card is read with ease: what is wider than all of them goes to the pane."""

WON_FROM, LEAST_WITH_WON = 150, 24
"""From so many cells on there is a column of what was won this month, in sight while each column has that many."""

STAGE_HUES = ("$stage-1", "$stage-2", "$stage-3", "$stage-4", "$stage-5")
"""The colours of stages."""


class StageBox(ColumnBox):
    """A stage: its name and count in the line around its head and its deals."""

    def __init__(self, stage: Stage, pipeline: str = "", hue: int = 1, *, won: bool = False) -> None:
        """With the name of the `pipeline` where the board shows several; `hue` is one of the colours of stages."""
        super().__init__(
            stage.name,
            StageHead(STAGE_HUES[hue - 1], pipeline),
            DealColumn(f"stage-{stage.id}", drags=not won),
            "won" if won else f"stage-{hue}",
        )
        self.stage = stage
        self.shown: tuple[Card, ...] = ()
        self._sums = arrange.head(())
        self._cards: tuple[Card, ...] | None = None
        self._fits: Query | None = None

    def narrow(self, cards: tuple[Card, ...], fits: Query) -> arrange.Head:
        """Keep what fits of `cards` as `shown`; returns the head over it. Nothing is done twice for the same cards."""
        if cards is not self._cards or fits is not self._fits:
            same, before = fits is self._fits, self.shown
            self._cards, self._fits = cards, fits
            self.shown = tuple(filter(fits.matches, cards)) if fits.text else cards
            self._sums = arrange.changed_head(self._sums, before, self.shown) if same else arrange.head(self.shown)
            self.tell(self.title, f"{self._sums.deals:,}")
        return self._sums


class WonBox(StageBox):
    """What was won this month, the last one first; it is read when the board is wide enough for it."""

    def __init__(self) -> None:
        super().__init__(Stage(0, 0, "Won this month", 0, 100, 0), won=True)
        self.won: tuple[Card, ...] = ()

    def on_resize(self) -> None:
        """Where it is narrow its name is short."""
        self.tell("Won this month" if self.outer_size.width >= LEAST_COLUMN else "Won", self.figure)


class BoardScreen(ColumnsScreen):
    """Columns of cards; left and right go from stage to stage, the mouse drags a card there."""

    BINDINGS = bindings("view.pipeline")
    mode_name = "board"
    side_from = 150

    def __init__(self) -> None:
        super().__init__()
        self._won_for: Snapshot | None = None
        """The reading of the book that the won deals belong to."""

    def listing(self) -> ComposeResult:
        """A column for each stage."""
        yield Columns(*self._made(self.pipetui.snapshot), id="columns")

    @property
    def _wide(self) -> bool:
        """Whether there is room for what was won."""
        return self.app.size.width >= WON_FROM

    def _made(self, snapshot: Snapshot) -> Iterator[StageBox]:
        """The stages from left to right, each in its hue, and what was won."""
        wanted = _wanted(snapshot)
        for place, (column, pipeline) in enumerate(wanted):
            yield StageBox(column.stage, pipeline, 1 + place * len(STAGE_HUES) // max(len(STAGE_HUES), len(wanted)))
        if self._wide and wanted:
            yield WonBox()

    @property
    def home(self) -> int:
        """The pipeline of the column under the cursor."""
        here = next((box.stage for box in self.stage_boxes if box.deals is self.focused_list), None)
        return here.pipeline_id if here is not None else super().home

    @property
    def shown_pipeline(self) -> int:
        """That of the board, where there are several."""
        return self.pipetui.snapshot.chosen if len(self.pipetui.snapshot.pipelines.names) > 1 else 0

    @property
    def stage_boxes(self) -> list[StageBox]:
        """The stages from left to right."""
        return [box for box in self.boxes if isinstance(box, StageBox) and not isinstance(box, WonBox)]

    def working_lists(self) -> list[CardList]:
        """The stages: what is won is done with."""
        return [box.deals for box in self.stage_boxes]

    def fill(self, snapshot: Snapshot, fits: Query, follow: int | None) -> None:
        """Deals into their columns; another pipeline gets other columns."""
        board, boxes = snapshot.board, self.stage_boxes
        wanted = [(column.stage, pipeline) for column, pipeline in _wanted(snapshot)]
        if [(box.stage, box.head.pipeline) for box in boxes] != wanted:
            self._rebuild(snapshot, fits, follow)
            return
        heads = [box.narrow(column.cards, fits) for box, column in zip(boxes, board.columns, strict=True)]
        rates, today = self.pipetui.worker.workspace.settings.rates, snapshot.agenda.today
        together = arrange.rated(arrange.heads_together(heads), rates, today)
        heads = [arrange.rated(head, rates, today) for head in heads]
        followed = snapshot.card(follow) if follow is not None else None
        for box in boxes:
            box.deals.compact = self.pipetui.compact
            # The deal may be filtered out, and so in no column.
            at_home = followed is not None and followed.stage_id == box.stage.id and followed in box.shown
            here = follow if at_home else None
            box.deals.show(box.shown, today, here)
            if here is not None and (self.is_current or self.focused is not None):
                self.set_focus(box.deals, scroll_visible=False)
        self._show_heads(heads, together)
        self._fill_won(snapshot, fits)
        self._explain()
        self.arrange_columns()
        self._note(board, together, snapshot)

    def _show_heads(self, heads: Sequence[arrange.Head], together: arrange.Head) -> None:
        """Sums, and bars that are together the funnel: the shares of what is weighted, in one currency.

        Where nothing has a value they are the shares of the deals.
        """
        code = self.pipetui.snapshot.currency
        if code not in {amount.currency for amount in together.weighted}:
            code = max(together.weighted, key=lambda amount: amount.minor).currency if together.weighted else ""
        whole = _in_one(together, code)
        for place, (box, head) in enumerate(zip(self.stage_boxes, heads, strict=True)):
            part = _in_one(head, code) / whole if whole > 0 else head.deals / max(1, together.deals)
            share = min(1.0, max(0.0, part))
            box.head.show(head, code, share, labelled=place == self._first)

    def _explain(self) -> None:
        """What an empty column is for, and the key that fills it."""
        key, boxes = self.pipetui.key, self.stage_boxes
        on = f"nothing here: {key('deal.advance')} brings a deal on from"
        usual = (f"nothing here: {key('app.add')} adds a deal", *(f"{on} {box.stage.name}" for box in boxes))
        self.explain_columns(boxes, usual)
        for box in self.query(WonBox):
            box.deals.explain(f"nothing yet: {key('deal.win')} closes the deal under the cursor as won")

    # --- what was won this month

    def _fill_won(self, snapshot: Snapshot, fits: Query) -> None:
        for box in self.query(WonBox):
            won = tuple(card for card in box.won if snapshot.chosen in (ALL, card.pipeline_id))
            head = box.narrow(won, fits)
            box.head.show(head._replace(weighted=()), snapshot.currency, None, labelled=False)
            box.deals.compact = self.pipetui.compact
            box.deals.show(box.shown, snapshot.agenda.today)
            if self.is_current and snapshot is not self._won_for and snapshot.whole:
                self._read_won(snapshot)

    @work(exclusive=True, group="won")
    async def _read_won(self, snapshot: Snapshot) -> None:
        self._won_for = snapshot
        month = f"status:{WON} closed:{snapshot.agenda.today:%Y-%m}"
        try:
            won = await self.ask(lambda workspace: reads.cards(workspace, month))
        except PipetuiError:
            return  # it is said when the book is read
        won.sort(key=lambda card: (card.closed_at or card.entered_stage_at, card.id), reverse=True)
        for box in self.query(WonBox):
            if tuple(won) != box.won:
                box.won = tuple(won)
                self._fill_won(self.pipetui.snapshot, self._filter)

    def on_screen_resume(self) -> None:
        """Deals may have been won on another screen."""
        self._fill_won(self.pipetui.snapshot, self._filter)

    def _rebuild(self, snapshot: Snapshot, fits: Query, follow: int | None) -> None:
        columns = self.query_one(Columns)

        async def rebuild() -> None:
            await columns.remove_children()
            await columns.mount_all(self._made(snapshot))
            self._won_for = None
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

    # --- columns that fit

    @property
    def list_wants(self) -> int:
        """The columns get the width first, then the pane."""
        return GOOD_COLUMN * (len(self.pipetui.snapshot.board.columns) + 1)

    @property
    def least_column(self) -> int:
        """In fewer cells neither title nor value of a card can be read."""
        return LEAST_COLUMN

    def columns_in(self, width: int) -> int:
        """What was won takes no room that a card needs: until there is more it is a step to the right."""
        fit, boxes = super().columns_in(width), self.boxes
        beside = isinstance(boxes[-1], WonBox) and fit >= len(boxes)
        return len(boxes) - 1 if beside and width // len(boxes) < LEAST_WITH_WON else fit

    def arrange_columns(self) -> None:
        """With what was won where there is room for it, without where there is none."""
        boxes = self.boxes
        if boxes and self.query_one(Columns).size.width and self._wide is not isinstance(boxes[-1], WonBox):
            self._show_won()
        super().arrange_columns()

    def columns_moved(self) -> None:
        """Only the leftmost head says what its second figure is."""
        for place, box in enumerate(self.stage_boxes):
            box.head.label(place == self._first)

    def _show_won(self) -> None:
        """There is room for what was won by now, or none any more."""

        async def show() -> None:
            columns, there = self.query_one(Columns), self.query(WonBox)
            if self._wide and not there and self.boxes:
                await columns.mount(WonBox())
                self._won_for = None
                self._fill_won(self.pipetui.snapshot, self._filter)
            elif not self._wide and there:
                if there.first().deals.has_focus:
                    self.action_column(-1)
                await there.remove()
            self.arrange_columns()

        self.call_next(show)

    def action_pipeline(self) -> None:
        """The next pipeline, or all of them."""
        pipelines = self.pipetui.snapshot.pipelines
        self.pipetui.show_pipeline(following(self.pipetui.pipelines.board(pipelines), pipelines))

    def name_of_target(self, box: ColumnBox) -> str:
        """The stage."""
        return box.stage.name if isinstance(box, StageBox) else box.title

    def let_go(self, card: Card, taken: list[int], box: ColumnBox) -> None:
        """Into that stage, or won: as the key would do it."""
        if isinstance(box, WonBox):
            self.submit(service.win, taken, doing="Win")
        elif isinstance(box, StageBox):
            name = self.pipetui.snapshot.pipelines.called(box.stage, card.pipeline_id)
            self.submit(service.move, taken, name, doing="Move")


def _in_one(head: arrange.Head, code: str) -> int:
    """What is weighted, in one currency: in the reported one where there are rates, else what there is in `code`."""
    rated = getattr(head.weighted, "together", None)
    if rated is not None:
        return int(rated.amount.minor)
    return sum(amount.minor for amount in head.weighted if amount.currency == code)


def _wanted(snapshot: Snapshot) -> list[tuple[BoardColumn, str]]:
    """The columns, each with the name of its pipeline where the board shows several."""
    names = snapshot.pipelines.names if snapshot.chosen == ALL else {}
    return [(column, names.get(column.stage.pipeline_id, "")) for column in snapshot.board.columns]
