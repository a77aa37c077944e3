"""Every deal, closed ones too, as a table in any order."""

from collections.abc import Sequence

from textual import on, work
from textual.app import ComposeResult

from pipetui import arrange
from pipetui.domain.deal import OPEN, WON
from pipetui.domain.errors import InputError
from pipetui.domain.money import Money, totals
from pipetui.domain.query.language import Query
from pipetui.domain.rates import summed
from pipetui.domain.saved_view import SavedView
from pipetui.render import money, money_short, plural, totals_short
from pipetui.tui import dialogs
from pipetui.tui.actions import bindings
from pipetui.tui.screens.list_screen import ListScreen
from pipetui.tui.snapshot import Snapshot
from pipetui.tui.widgets.bars import TopBar
from pipetui.tui.widgets.deal_groups import KNOWN_GROUPINGS, following, group_of, grouped, names
from pipetui.tui.widgets.deal_table import (
    COLUMNS,
    DealRows,
    DealTable,
    TableColumn,
    TableHead,
    TableSum,
    chosen_columns,
)
from pipetui.views import Card

_URGENT_FIRST = ["Urgency", False]


class DealsScreen(ListScreen):
    """The table; closed deals are read only for it."""

    BINDINGS = bindings("view.sort", "view.sort_by", "view.reverse", "table")
    mode_name = "deals"
    side_from = 150

    @property
    def list_wants(self) -> int:
        """Columns that the list is to have before the pane grows."""
        return 140

    def __init__(self) -> None:
        super().__init__()
        self._cards: list[Card] = []
        self._loaded = False
        self._fits: Query | None = None
        self._one_currency = True
        self.grouping = self._usual_grouping
        """What the deals are put together by, "" for nothing."""
        self._folded: frozenset[str] = frozenset()
        """The names of the groups that are closed."""
        self._read_for: Snapshot | None = None
        """The reading of the book that `_cards` belong to: a letter in the filter reads nothing."""

    def listing(self) -> ComposeResult:
        """One table."""
        order, turned = (*self.pipetui.liking.of("order", _URGENT_FIRST), *_URGENT_FIRST)[:2]
        yield DealTable(order, turned, self._columns())

    @property
    def has_read(self) -> bool:
        """All deals are read behind the first frame."""
        return self._loaded

    def _columns(self, names: Sequence[str] = ()) -> tuple[TableColumn, ...]:
        """Those named, else those of the configuration; where it names one that there is not, the usual ones, and it is
        said."""
        if names:
            return chosen_columns(names, self.pipetui.snapshot.fields)
        try:
            return chosen_columns(self.pipetui.worker.workspace.settings.columns, self.pipetui.snapshot.fields)
        except InputError as error:
            self.call_after_refresh(self.say, f"the configuration: {error.title}", failed=True)
            return COLUMNS

    def fill(self, snapshot: Snapshot, fits: Query, follow: int | None) -> None:
        """Filter what is there at once; when the book changed, what changed in it is read first."""
        self._fits = fits
        reads_first = self.is_current and snapshot is not self._read_for
        if reads_first:
            self._read_anew(follow)
        if not (reads_first and self._loaded):
            self._show(snapshot)

    def on_screen_resume(self) -> None:
        """The book may have changed while another screen was shown."""
        if self.pipetui.snapshot is not self._read_for:
            self._read_anew()

    def _read_anew(self, follow: int | None = None) -> None:
        self._read_for = self.pipetui.snapshot
        self._read_all(self.keys_until_read.begin(), follow)

    @work(exclusive=True, group="cards")
    async def _read_all(self, reading: object, follow: int | None) -> None:
        with self.keys_until_read.during(reading):
            self._cards, self._loaded = await self.pipetui.worker.all_deals(), True
        if self.pipetui.marks:
            self.pipetui.marks.renew(self.pipetui.marks, {card.id: card for card in self._cards})
        self._show(self.pipetui.snapshot, follow)

    def _show(self, snapshot: Snapshot, follow: int | None = None) -> None:
        fits = [card for card in self._cards if self._fits is None or self._fits.matches(card)]
        unparked = arrange.unparked(fits, self._fits, snapshot.agenda.today)
        table = self.query_one(DealTable)
        rows = table.in_order(unparked, snapshot.currency)
        self._one_currency = len({card.value.currency for card in rows if card.value is not None}) == 1
        shown = self.query_one(DealRows)
        shown.said_by_heads = self.grouping
        shown.scale(self.pipetui.worker.workspace.settings.weights.full)
        shown.show(grouped(rows, self.grouping, self._folded, self._total), snapshot.agenda.today, follow)  # type: ignore[arg-type]
        if self._loaded:
            adds = f"no deal is in the book: {self.pipetui.key('app.add')} adds one"
            shown.explain(self.explain_empty(adds))
        parked = f" · {len(fits) - len(unparked)} parked" if len(unparked) < len(fits) else ""
        self.query_one(TopBar).note = plural(len(rows), "deal") + parked if self._loaded else "reading …"
        of_all = f" of {len(self._cards):,}" if len(rows) < len(self._cards) else ""
        table.tell("Deals", f"{len(rows):,}{of_all}" if self._loaded else "")
        table.tell_foot(_sums(rows))
        table.tell_note(f"by {self.grouping}" if self.grouping else "")
        table.query_one(TableSum).tell(f"sum of {plural(len(rows), 'deal')}" if rows else "", self._total(rows))

    def _total(self, cards: Sequence[Card]) -> str:
        """What they are worth together: to the unit in a table of one currency, else in a few cells."""
        found = totals(card.value for card in cards)
        book = self.pipetui.worker.workspace
        if self._one_currency and found:
            return money(found[0])
        return totals_short(summed(found, book.settings.rates, book.now().date()))

    # --- groups

    @property
    def _usual_grouping(self) -> str:
        """What the rep chose last, outside of a view."""
        return str(self.pipetui.liking.of("group", ""))

    def action_group(self) -> None:
        """By the next thing, after the last by nothing."""
        self.grouping, self._folded = following(self.grouping), frozenset()
        self.pipetui.liking.choose("group", self.grouping, "")
        self._show(self.pipetui.snapshot)
        self.refresh_bindings()

    def action_fold(self, close: bool) -> None:
        """Close the group of the deal at hand, or open the one under the cursor."""
        here, rows = self.selected, self.query_one(DealRows)
        if close and here is not None:
            self._fold(self._folded | {group_of(here, self.grouping)})
        elif not close and rows.closed_here is not None:
            self._fold(self._folded - {rows.closed_here.name})

    def action_fold_all(self) -> None:
        """Close all groups; if they all are, open them."""
        every = names(self._cards, self.grouping)
        self._fold(frozenset() if every <= self._folded else every)

    @on(DealRows.HeadChosen)
    def _head_chosen(self, event: DealRows.HeadChosen) -> None:
        name = group_of(event.group, self.grouping) if isinstance(event.group, Card) else event.group.name
        self._fold(self._folded ^ {name})

    def _fold(self, closed: frozenset[str]) -> None:
        """Close these groups and no others; the cursor stays in its group."""
        rows = self.query_one(DealRows)
        here = group_of(self.selected, self.grouping) if self.selected else rows.closed_here and rows.closed_here.name
        self._folded = closed
        self._show(self.pipetui.snapshot)
        if here is not None:
            rows.go_to_group(here, lambda card: group_of(card, self.grouping))

    # --- saved views

    def as_view(self) -> SavedView:
        """With the columns chosen, the order where it is not the usual one, and the grouping."""
        table, kept = self.query_one(DealTable), self.view.columns if self.view is not None else ()
        columns = kept or self.pipetui.worker.workspace.settings.columns
        return (
            super()
            .as_view()
            ._replace(columns=tuple(columns), sort=table.sort, reverse=table.reverse, group=self.grouping)
        )

    async def show_view(self, view: SavedView) -> None:
        """With its columns, in its order and groups."""
        self.grouping, self._folded = view.group if view.group in KNOWN_GROUPINGS else "", frozenset()
        try:
            columns, ordering = self._columns(view.columns), self._column_named(view.sort)
            self.query_one(DealTable).take(columns, ordering, view.reverse)
        except InputError as error:  # one of its own that is gone
            self.call_after_refresh(self.say, error.title, failed=True)
        await super().show_view(view)

    def _column_named(self, name: str) -> TableColumn | None:
        return chosen_columns([name], self.pipetui.snapshot.fields)[0] if name else None

    def leave_view(self) -> None:
        """The usual columns and groups; the order stays."""
        had_columns = self.view is not None and self.view.columns
        if self.view is not None:
            self.grouping, self._folded = self._usual_grouping, frozenset()
        super().leave_view()
        if had_columns:
            self.settings_changed()

    def settings_changed(self) -> None:
        """Other columns may be the usual ones now."""
        if self.view is None or not self.view.columns:
            table = self.query_one(DealTable)
            table.take(self._columns(), table.ordering, table.reverse)

    def action_sort(self) -> None:
        """By the next column."""
        self._order()

    def action_sort_by(self) -> None:
        """By the column whose key follows."""
        table, head = self.query_one(DealTable), self.query_one(TableHead)
        self.app.push_screen(dialogs.OrderDialog(table.orders, head.order, turned=head.turned), self._taken)

    def _taken(self, name: str | None) -> None:
        if name is not None:
            self._order(name)

    def action_reverse(self) -> None:
        """The other way round."""
        self._order(turn=True)

    @on(TableHead.Chosen)
    def _by_column(self, event: TableHead.Chosen) -> None:
        self._order(event.name)

    def _order(self, name: str | None = None, *, turn: bool = False) -> None:
        table = self.query_one(DealTable)
        table.order_by(name, turn=turn)
        self.pipetui.liking.choose("order", table.chosen, _URGENT_FIRST)
        self._show(self.pipetui.snapshot)


def _sums(cards: Sequence[Card]) -> str:
    """What the open ones are worth together, all of it and weighted, and what was won."""
    going = arrange.head([card for card in cards if card.status == OPEN])
    won = arrange.head([card for card in cards if card.status == WON])
    parts = []
    if going.deals:
        parts.append(f"{going.deals:,} open {_together(going.total)}".rstrip())
    if going.weighted:
        parts.append(f"weighted {_together(going.weighted)}")
    if won.deals:
        parts.append(f"{won.deals:,} won {_together(won.total)}".rstrip())
    return " · ".join(parts)


def _together(sums: Sequence[Money]) -> str:
    return " + ".join(map(money_short, sums))
