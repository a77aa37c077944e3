"""Every deal as a row of a table that can be put in any order."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any, NamedTuple

from textual import events
from textual.app import ComposeResult, RenderResult
from textual.content import Content
from textual.message import Message
from textual.widget import Widget

from pipetui.domain.deal import OPEN
from pipetui.domain.folding import order
from pipetui.domain.money import Money
from pipetui.render import badge_sign, cell_width, day, money
from pipetui.tui.widgets.agenda_list import what_short, when_short
from pipetui.tui.widgets.card_list import CardList
from pipetui.tui.widgets.deal_groups import ClosedGroup
from pipetui.tui.widgets.fitting import MEASURED, ORDERED, Need, fitted, order_mark, order_unseen
from pipetui.tui.widgets.frame import Frame
from pipetui.tui.widgets.pieces import BAR, HOT, POINTS, Heading, Piece, Row, aligned, bar_of, notation, part_of
from pipetui.views import Card

if TYPE_CHECKING:
    from pipetui.domain.custom_fields import CustomField
    from pipetui.phrases.deal_columns import ListedColumn


class TableColumn(NamedTuple):
    """One column: its share of the width (0 = just `least` cells), how it reads and how it sorts."""

    name: str
    least: int
    share: int
    text: Callable[[Card, date], str]
    order: Callable[[Card], Any]
    right: bool = False
    part: str = ""
    most: int = 0
    """Cells that it never needs more of; 0 for none such."""
    key: str = ""
    """What it is called where columns are chosen; "" for the urgency, which is the usual order."""


def _state(card: Card, today: date) -> str:
    return card.stage if card.status == OPEN else card.status + (f": {card.lost_reason}" if card.lost_reason else "")


def _next(card: Card, today: date) -> str:
    if not card.badge:
        return day(card.closed_on, today) if card.closed_on else ""
    return "  ".join(filter(None, (f"{badge_sign(card)} {when_short(card, today)}", what_short(card))))


def _by_worth(book: str) -> Callable[[Card], Any]:
    """Currency by currency, the book's own first, the largest on top; deals without a value last (behaviour 36)."""
    return lambda card: (
        card.value is None,
        card.currency != book,
        card.currency,
        -card.value.minor if card.value else 0,
    )


_LAST = date.max.isoformat()

COLUMNS = (
    TableColumn("#", 6, 0, lambda card, today: str(card.id), lambda card: card.id, True, "muted", key="id"),
    TableColumn(
        "Title", 16, 3, lambda card, today: card.title, lambda card: order(card.title), part="title", key="title"
    ),
    TableColumn(
        "Organization",
        12,
        2,
        lambda card, today: card.organization,
        lambda card: order(card.organization),
        most=24,
        key="organization",
    ),
    TableColumn(
        "Stage",
        11,
        1,
        _state,
        lambda card: (card.status != OPEN, card.stage_position, card.status),
        most=14,
        key="stage",
    ),
    TableColumn(
        "Value",
        11,
        0,
        lambda card, today: money(card.value) if card.value else "",
        _by_worth(""),
        True,
        "money",
        key="value",
    ),
    TableColumn(
        "%",
        4,
        0,
        lambda card, today: str(card.probability),
        lambda card: -card.probability,
        True,
        "muted",
        key="probability",
    ),
    TableColumn(
        "Next / closed",
        17,
        2,
        _next,
        lambda card: (
            card.status != OPEN,
            card.next_step.due.isoformat() if card.next_step else _LAST,
            -(card.closed_at.timestamp() if card.closed_at else 0),
        ),
        key="next",
    ),
    TableColumn(
        "Urgency",
        BAR + 1 + POINTS,
        0,
        lambda card, today: f"{card.urgency:.0f}" if card.badge else "",
        lambda card: -card.urgency,
    ),
)
_NARROW = ("#", "Title", "Stage", "Value", "Next / closed")
_OURS = {column.key: column for column in COLUMNS if column.key}
"""The columns that have a shape of their own here, by what they are called where they are chosen."""
_GAP = 2
_LEAST, _MOST = 9, 16
_MOST_VALUE = 12
_STAR = 2
"""Cells in front of a title, for the star of a hot deal."""


def chosen_columns(names: Sequence[str], custom: "Sequence[CustomField]") -> tuple[TableColumn, ...]:
    """The columns that the configuration names, COLUMNS where it names none; raises InputError."""
    if not names:
        return COLUMNS
    from pipetui.phrases import deal_columns  # few reps choose

    return tuple(_OURS.get(column.name) or _shaped(column) for column in deal_columns.chosen(names, custom))


def _shaped(column: "ListedColumn") -> TableColumn:
    def text(card: Card, today: date) -> str:
        return column.text(card, datetime.combine(today, time()).astimezone())

    heading = column.heading[:1].upper() + column.heading[1:]
    least = min(_MOST, max(_LEAST, cell_width(heading) + 1))
    return TableColumn(heading, least, 0 if column.right else 1, text, column.place, column.right, key=column.name)


def those_that_fit(width: int, columns: tuple[TableColumn, ...] = COLUMNS) -> tuple[TableColumn, ...]:
    """The columns that fit into `width` cells; of those chosen by the rep the first ones."""
    chosen = columns
    if columns is COLUMNS and width < 100:
        chosen = tuple(column for column in COLUMNS if column.name in _NARROW)
    while len(chosen) > 1 and columns is not COLUMNS and _cells(chosen) > width:
        chosen = chosen[:-1]
    return chosen


def _cells(columns: tuple[TableColumn, ...]) -> int:
    return sum(column.least + _GAP for column in columns) - _GAP


class DealRows(CardList):
    """The rows."""

    class HeadChosen(CardList.Said):
        """The head of a group was clicked."""

        def __init__(self, source: "DealRows", group: Card | ClosedGroup) -> None:
            """`group` is the closed one, or of an open one the first deal."""
            super().__init__(source)
            self.group = group

    columns: tuple[TableColumn, ...] = COLUMNS
    said_by_heads = ""
    """What the heads of groups say for all deals under them: it needs no column."""
    air = 1
    in_frame = True

    def __init__(self, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id, classes=classes)
        self.widths: list[tuple[TableColumn, int]] = []
        """The columns that there is room for, and how wide each is."""
        self._widths_for: tuple[object, int] = ((), -1)
        self._money: Callable[[Money], str] = money

    def take(self, columns: tuple[TableColumn, ...]) -> None:
        """Show other columns."""
        if columns != self.columns:
            self.columns, self._widths_for = columns, ((), -1)
            self._measure()

    def _measure(self) -> None:
        super()._measure()
        self._fit()

    def _fit(self) -> None:
        """As wide as what stands in them, measured over the first rows: the head and all rows go by it.

        Figures are never cut: what they need at most is known of all rows.
        """
        width = self._width - 1 - self.air
        if self._widths_for[0] is self.rows and self._widths_for[1] == width:
            return
        self._widths_for = self.rows, width
        all_cards = list(self.cards)
        written, longest = notation((card.value for card in all_cards), _MOST_VALUE)
        largest = max((card.id for card in all_cards), default=0)
        figures = {"#": len(str(largest)), "Value": longest, "%": len("100"), "Urgency": BAR + 1 + POINTS}
        changed = written != self._money
        self._money = written
        columns, cards = those_that_fit(width, self.columns), all_cards[:MEASURED]
        if self.said_by_heads:
            columns = tuple(column for column in columns if column.key != self.said_by_heads) or columns
        needs = []
        for column in columns:
            texts = [self._text(column, card) for card in cards]
            most = max([cell_width(column.name) + ORDERED, figures.get(column.name, 0), *map(cell_width, texts)])
            most = min(most, column.most or most)
            needs.append(Need(min(column.least, most) if column.share else 0, most, column.share))
        widths = list(zip(columns, fitted(needs, width, _GAP), strict=True))
        if widths != self.widths or changed:
            self.widths = widths
            self._strips.clear()
            self.refresh()
            for beside in self.screen.query("TableHead, TableSum"):
                beside.refresh()
            for table in self.screen.query(DealTable):
                table.tell_unseen()

    def _text(self, column: TableColumn, card: Card) -> str:
        if column.name == "Value":
            return self._money(card.value) if card.value else ""
        text = column.text(card, self.today)
        if column.name == "Urgency" and text:
            return f"{bar_of(card.urgency, self.whole_bar):<{BAR}} {text:>{POINTS}}"
        return f"{HOT if card.facts.hot else ' '} {text}" if column.name == "Title" else text

    @property
    def selected(self) -> Card | None:
        """The deal under the cursor; the head of a closed group is none."""
        row: object = super().selected
        return row if isinstance(row, Card) else None

    @property
    def closed_here(self) -> ClosedGroup | None:
        """The closed group under the cursor."""
        row: object = self.rows[self.cursor] if self.cursor < len(self.rows) else None
        return row if isinstance(row, ClosedGroup) else None

    def go_to_group(self, name: str, group: Callable[[Card], str]) -> None:
        """Put the cursor into that group, on its head where it is closed, unless it is there already."""
        if self.selected is not None and group(self.selected) == name:
            return
        for index, row in enumerate[object](self.rows):
            if (isinstance(row, ClosedGroup) and row.name == name) or (isinstance(row, Card) and group(row) == name):
                self.cursor = index
                return

    def on_click(self, event: events.Click) -> None:
        """As in any list, which Textual sees to; a click on the head of a group closes or opens it."""
        index = event.y + self.scroll_offset.y
        row: object = self.rows[index] if index < len(self.rows) else None
        if isinstance(row, (Heading, ClosedGroup)):
            event.prevent_default()
            first: object = row if isinstance(row, ClosedGroup) else self.rows[index + 1]
            assert isinstance(first, (Card, ClosedGroup))  # no group is empty
            self.post_message(self.HeadChosen(self, first))

    def rule(self, row: Row | ClosedGroup, line: int) -> Piece:
        """A line in the colour of the badge."""
        return (" ", "") if not isinstance(row, Card) or not row.badge else ("▎", part_of(row))

    def across(self, said: str, total: str) -> list[tuple[str, bool]]:
        """A line over the columns: what is said at the left, a total under or over the values; whether it is one."""
        end = 0
        for column, cells in self.widths:
            end += cells + _GAP
            if column.name == "Value":
                break
        room = max(0, end - _GAP - cell_width(total) - (_GAP if total else 0))
        return [(aligned(said, room), False), (" " * _GAP if total else "", False), (total, True)]

    def lines(self, row: Row | ClosedGroup, width: int) -> list[list[Piece]]:
        """One line of cells, or the head of a group."""
        if not isinstance(row, Card):
            sign = "▸" if isinstance(row, ClosedGroup) else "▾"
            return [
                [(text, "money" if total else "heading") for text, total in self.across(f"{sign} {row.text}", row.note)]
            ]
        pieces: list[Piece] = []
        for column, cells in self.widths:
            if pieces:
                pieces.append((" " * _GAP, ""))
            text = aligned(self._text(column, row), cells, right=column.right)
            if column.name == "Title":
                pieces.append((text[:1], "today"))
                text = text[1:]
            if column.name == "Urgency":
                pieces += [(text[:BAR], "bar"), (text[BAR:], "muted")]
                continue
            part = column.part or (part_of(row) if column.name == "Next / closed" else "")
            pieces.append((text, part))
        return [pieces]


class TableSum(Widget):
    """The lowest line of the table: how many deals it shows, and under their values what these come to."""

    DEFAULT_CSS = "TableSum { height: 1; }"

    def __init__(self, rows: DealRows) -> None:
        super().__init__()
        self._rows = rows
        self._said = self._total = ""

    def tell(self, said: str, total: str) -> None:
        """Another sum; without one the line is empty."""
        if (said, total) != (self._said, self._total):
            self._said, self._total = said, total
            self.refresh()

    def render(self) -> RenderResult:
        """The sum under the values."""
        parts = [(" ", "")]
        parts += [(text, "bold" if total else "$dim") for text, total in self._rows.across(self._said, self._total)]
        room = self.size.width - 1 - sum(cell_width(text) for text, _ in parts)
        return Content.assemble(*parts, (" " * max(0, room), ""), ("│", "$rule"))


class TableHead(Widget):
    """The names of the columns, the one that orders the rows marked; a click orders by it."""

    DEFAULT_CSS = "TableHead { height: 1; color: $dim; }"

    class Chosen(Message):
        """A column head was clicked."""

        def __init__(self, name: str) -> None:
            super().__init__()
            self.name = name

    def __init__(self, rows: DealRows) -> None:
        super().__init__()
        self._rows = rows
        self.order = "Urgency"
        self.turned = False

    def render(self) -> RenderResult:
        """The names over their cells."""
        parts: list[tuple[str, str]] = [(" ", "")]
        for column, cells in self._rows.widths:
            name = f"{' ' * _STAR}{column.name}" if column.name == "Title" else column.name
            mark = order_mark(name, cells, turned=self.turned) if column.name == self.order else ""
            parts.append((aligned(name + mark, cells, right=column.right), "bold $key" if mark else "bold"))
            parts.append((" " * _GAP, ""))
        room = self.size.width - 1 - sum(cell_width(text) for text, _ in parts)
        return Content.assemble(*parts[:-1], (" " * (room + _GAP), ""), ("│", "$rule"))

    def on_click(self, event: events.Click) -> None:
        """Find the column under the pointer."""
        left = 1
        for column, cells in self._rows.widths:
            if left <= event.x < left + cells + _GAP:
                self.post_message(self.Chosen(column.name))
            left += cells + _GAP


class DealTable(Frame):
    """Head and rows in a frame."""

    DEFAULT_CSS = "DealTable { padding: 1 0 1 1; height: 1fr; }"

    def __init__(
        self,
        order: object = "Urgency",
        turned: object = False,
        columns: tuple[TableColumn, ...] = COLUMNS,
    ) -> None:
        """Ordered by the column of that name, where there is one."""
        super().__init__("Deals")
        self._begin = order, turned is True
        self._columns = columns
        self._orders = {column.name: column for column in (*COLUMNS, *columns)}

    def compose(self) -> ComposeResult:
        """The head stays, the rows scroll."""
        rows, (order, turned) = DealRows(), self._begin
        rows.columns = self._columns
        head = TableHead(rows)
        if order in self._orders:
            head.order, head.turned = str(order), turned
        yield head
        yield rows
        yield TableSum(rows)

    def take(self, columns: tuple[TableColumn, ...], ordering: TableColumn | None, reverse: bool) -> None:
        """Other columns, in the order of one of them or of another; None for the urgency."""
        rows, head = self.query_one(DealRows), self.query_one(TableHead)
        ordered = (ordering,) if ordering is not None else ()
        self._orders = {column.name: column for column in (*COLUMNS, *columns, *ordered)}
        head.order, head.turned = ordering.name if ordering is not None else "Urgency", reverse
        rows.take(columns)
        head.refresh()
        self.tell_unseen()

    @property
    def ordering(self) -> TableColumn:
        """The column that orders the rows."""
        return self._orders[self.query_one(TableHead).order]

    @property
    def orders(self) -> list[str]:
        """The names of the columns that can order the rows, those too that there is no room for."""
        return list(dict.fromkeys([*(column.name for column in self.query_one(DealRows).columns), "Urgency"]))

    @property
    def sort(self) -> str:
        """What that is called where columns are chosen, "" for the urgency."""
        return self.ordering.key

    @property
    def reverse(self) -> bool:
        """Whether the order is turned round."""
        return self.query_one(TableHead).turned

    @property
    def chosen(self) -> list[object]:
        """The name of the column that orders the rows, and whether it is turned round."""
        head = self.query_one(TableHead)
        return [head.order, head.turned]

    def in_order(self, cards: list[Card], currency: str) -> tuple[Card, ...]:
        """`cards` by the chosen column; of equals the more urgent first. `currency` is the book's."""
        head = self.query_one(TableHead)
        column = self._orders[head.order]
        by_urgency = sorted(cards, key=lambda card: (-card.urgency, card.id))
        order = _by_worth(currency) if column.name == "Value" else column.order
        return tuple(sorted(by_urgency, key=order, reverse=head.turned))

    def order_by(self, name: str | None = None, *, turn: bool = False) -> None:
        """Order by a column (None: the next one to the right; where none has room, of all), or turn the order round."""
        head = self.query_one(TableHead)
        if turn:
            head.turned = not head.turned
        else:
            names = [column.name for column, _ in self.query_one(DealRows).widths] or self.orders
            following = names[(names.index(head.order) + 1) % len(names)] if head.order in names else names[0]
            head.turned = head.order == name and not head.turned
            head.order = name or following
        head.refresh()
        self.tell_unseen()

    def tell_unseen(self) -> None:
        """The frame says what orders the rows where there is no room for that column."""
        head, shown = self.query_one(TableHead), [column.name for column, _ in self.query_one(DealRows).widths]
        self.tell_order(order_unseen(head.order, shown, turned=head.turned))
