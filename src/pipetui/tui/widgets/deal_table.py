"""Every deal as a row of a table that can be put in any order."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any, NamedTuple

from textual import events
from textual.app import ComposeResult, RenderResult
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widget import Widget

from pipetui.domain.deal import OPEN
from pipetui.domain.folding import order
from pipetui.render import cell_width, cut, day, money
from pipetui.tui.widgets.agenda_list import what_short, when_short
from pipetui.tui.widgets.card_list import CardList
from pipetui.tui.widgets.pieces import Heading, Piece, Row, part_of
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


def _state(card: Card, today: date) -> str:
    return card.stage if card.status == OPEN else card.status + (f": {card.lost_reason}" if card.lost_reason else "")


def _next(card: Card, today: date) -> str:
    if not card.badge:
        return day(card.closed_on, today) if card.closed_on else ""
    return f"{when_short(card, today)} {what_short(card)}".strip()


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
    TableColumn("#", 6, 0, lambda card, today: str(card.id), lambda card: card.id, True, "muted"),
    TableColumn("Title", 16, 3, lambda card, today: card.title, lambda card: order(card.title), part="title"),
    TableColumn("Organization", 12, 2, lambda card, today: card.organization, lambda card: order(card.organization)),
    TableColumn("Stage", 13, 1, _state, lambda card: (card.status != OPEN, card.stage_position, card.status)),
    TableColumn(
        "Value",
        11,
        0,
        lambda card, today: money(card.value) if card.value else "",
        _by_worth(""),
        True,
        "money",
    ),
    TableColumn("%", 4, 0, lambda card, today: str(card.probability), lambda card: -card.probability, True, "muted"),
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
    ),
    TableColumn(
        "Urgency", 8, 0, lambda card, today: f"{card.urgency:.1f}" if card.badge else "", lambda c: -c.urgency, True
    ),
)
_NARROW = ("#", "Title", "Stage", "Value", "Next / closed")
_OURS = {"id": "#", "title": "Title", "organization": "Organization", "stage": "Stage", "value": "Value",
         "probability": "%", "next": "Next / closed"}  # fmt: skip
"""The columns that have a shape of their own here, by what they are called where they are chosen."""
_GAP = 2
_LEAST, _MOST = 9, 16


def chosen_columns(names: Sequence[str], custom: "Sequence[CustomField]") -> tuple[TableColumn, ...]:
    """The columns that the configuration names, COLUMNS where it names none; raises InputError."""
    if not names:
        return COLUMNS
    from pipetui.phrases import deal_columns  # few reps choose

    ours = {column.name: column for column in COLUMNS}
    return tuple(
        ours[_OURS[column.name]] if column.name in _OURS else _shaped(column)
        for column in deal_columns.chosen(names, custom)
    )


def _shaped(column: "ListedColumn") -> TableColumn:
    def text(card: Card, today: date) -> str:
        return column.text(card, datetime.combine(today, time()).astimezone())

    heading = column.heading[:1].upper() + column.heading[1:]
    least = min(_MOST, max(_LEAST, cell_width(heading) + 1))
    return TableColumn(heading, least, 0 if column.right else 1, text, column.place, column.right)


def widths(width: int, columns: tuple[TableColumn, ...] = COLUMNS) -> list[tuple[TableColumn, int]]:
    """The columns that fit into `width` cells, and how wide each is; of those chosen by the rep the first ones."""
    chosen = columns
    if columns is COLUMNS and width < 100:
        chosen = tuple(column for column in COLUMNS if column.name in _NARROW)
    while len(chosen) > 1 and columns is not COLUMNS and _cells(chosen) > width:
        chosen = chosen[:-1]
    spare = max(0, width - _cells(chosen))
    shares = max(1, sum(column.share for column in chosen))
    return [(column, column.least + spare * column.share // shares) for column in chosen]


def _cells(columns: tuple[TableColumn, ...]) -> int:
    return sum(column.least + _GAP for column in columns)


class DealRows(CardList):
    """The rows."""

    columns: tuple[TableColumn, ...] = COLUMNS

    def lines(self, row: Row, width: int) -> list[list[Piece]]:
        """One line of cells."""
        assert not isinstance(row, Heading)
        pieces: list[Piece] = []
        for column, cells in widths(width, self.columns):
            text = cut(column.text(row, self.today), cells)
            gap = " " * (cells - cell_width(text))
            part = column.part or (part_of(row) if column.name == "Next / closed" else "")
            pieces.append((gap + text if column.right else text + gap, part))
            pieces.append((" " * _GAP, ""))
        return [pieces]


class TableHead(Widget):
    """The names of the columns, the one that orders the rows marked; a click orders by it."""

    DEFAULT_CSS = "TableHead { height: 1; color: $dim; background: $field; }"

    class Chosen(Message):
        """A column head was clicked."""

        def __init__(self, name: str) -> None:
            super().__init__()
            self.name = name

    def __init__(self, columns: tuple[TableColumn, ...] = COLUMNS) -> None:
        super().__init__()
        self.columns = columns
        self.order = "Urgency"
        self.turned = False

    def render(self) -> RenderResult:
        """The names over their cells."""
        parts: list[tuple[str, str]] = [(" ", "")]
        for column, cells in widths(self._room, self.columns):
            mark = ("▴" if self.turned else "▾") if column.name == self.order else ""
            text = cut(column.name + mark, cells)
            gap = " " * (cells - cell_width(text))
            parts.append((gap + text if column.right else text + gap, "bold $key" if mark else "bold"))
            parts.append((" " * _GAP, ""))
        return Content.assemble(*parts)

    @property
    def _room(self) -> int:
        return self.size.width - 2

    def on_click(self, event: events.Click) -> None:
        """Find the column under the pointer."""
        left = 1
        for column, cells in widths(self._room, self.columns):
            if left <= event.x < left + cells + _GAP:
                self.post_message(self.Chosen(column.name))
            left += cells + _GAP


class DealTable(Vertical):
    """Head and rows."""

    def __init__(
        self,
        order: object = "Urgency",
        turned: object = False,
        columns: tuple[TableColumn, ...] = COLUMNS,
    ) -> None:
        """Ordered by the column of that name, where there is one."""
        super().__init__()
        self._begin = order, turned is True
        self._columns = columns
        self._orders = {column.name: column for column in (*COLUMNS, *columns)}

    def compose(self) -> ComposeResult:
        """The head stays, the rows scroll."""
        head, (order, turned) = TableHead(self._columns), self._begin
        if order in self._orders:
            head.order, head.turned = str(order), turned
        rows = DealRows()
        rows.columns = self._columns
        yield head
        yield rows

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
        """Order by a column (None: the next one to the right), or turn the order round."""
        head = self.query_one(TableHead)
        if turn:
            head.turned = not head.turned
        else:
            names = [column.name for column, _ in widths(self.size.width - 2, self._columns)]
            following = names[(names.index(head.order) + 1) % len(names)] if head.order in names else names[0]
            head.turned = head.order == name and not head.turned
            head.order = name or following
        head.refresh()
