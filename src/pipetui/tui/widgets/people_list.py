"""A list of people or organizations: a line each, of which only those on screen are drawn."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from itertools import islice
from typing import Any, Generic, NamedTuple, TypeVar

from textual import events
from textual.app import ComposeResult, RenderResult
from textual.content import Content
from textual.message import Message
from textual.widget import Widget

from pipetui.domain.party_kinds import ORGANIZATION, PERSON, PartyKind
from pipetui.render import cell_width, money_short
from pipetui.tui.widgets.cursor_rows import CursorRows
from pipetui.tui.widgets.fitting import MEASURED, ORDERED, Need, fitted, order_mark, order_unseen
from pipetui.tui.widgets.frame import Frame
from pipetui.tui.widgets.pieces import Heading, Piece, aligned, span
from pipetui.views_people import OrganizationRow, PersonRow, Unread

Party = TypeVar("Party", PersonRow, OrganizationRow)
_GAP = 2
_TAGS = "Tags"


class PartyColumn(NamedTuple, Generic[Party]):
    """One column: its least cells, its share of what is left, and from which width of the list on it is there."""

    name: str
    least: int
    share: int
    text: Callable[[Party, date], str]
    part: str = ""
    right: bool = False
    only_from: int = 0
    by: str = ""
    """What it is called where the list is put in order by it, "" where it cannot be: see `party_columns`."""


def _count(count: int) -> str:
    return f"{count:,}" if count else ""


def _sum(value: tuple[Any, ...]) -> str:
    """`€59.8k`, "" for none."""
    return " + ".join(map(money_short, value))


def _ago(at: datetime | None, today: date) -> str:
    """`today`, `3 d ago`, "" for never."""
    if at is None:
        return ""
    days = (today - at.astimezone().date()).days
    return "today" if days <= 0 else f"{span(days)} ago"


_PEOPLE: tuple[PartyColumn[PersonRow], ...] = (
    PartyColumn("Name", 18, 2, lambda row, today: row.name, "title", by="name"),
    PartyColumn("Title", 14, 1, lambda row, today: row.job_title, only_from=90, by="title"),
    PartyColumn("Organization", 14, 2, lambda row, today: row.organization, by="organization"),
    PartyColumn("Phone", 16, 0, lambda row, today: row.phone, "muted", only_from=74),
    PartyColumn("E-mail", 26, 1, lambda row, today: row.email, "muted", only_from=130),
    PartyColumn(_TAGS, 12, 1, lambda row, today: " ".join(row.tags), "muted", only_from=150),
    PartyColumn("Deals", 5, 0, lambda row, today: _count(row.open_deals), "", right=True, by="deals"),
    PartyColumn("Open", 7, 0, lambda row, today: _sum(row.open_value), "money", right=True, only_from=60, by="open"),
    PartyColumn("Touch", 9, 0, lambda row, today: _ago(row.last_touch_at, today), "muted", right=True, by="touch"),
)
_ORGANIZATIONS: tuple[PartyColumn[OrganizationRow], ...] = (
    PartyColumn("Name", 20, 3, lambda row, today: row.name, "title", by="name"),
    PartyColumn("Sector", 14, 1, lambda row, today: row.sector, "muted", only_from=84, by="sector"),
    PartyColumn("People", 6, 0, lambda row, today: _count(row.people), right=True, only_from=60, by="people"),
    PartyColumn(_TAGS, 12, 1, lambda row, today: " ".join(row.tags), "muted", only_from=100),
    PartyColumn("Deals", 5, 0, lambda row, today: _count(row.open_deals), "", right=True, by="deals"),
    PartyColumn("Open", 7, 0, lambda row, today: _sum(row.open_value), "money", right=True, only_from=60, by="open"),
    PartyColumn("Won", 7, 0, lambda row, today: _sum(row.won_value), "won", right=True, by="won"),
    PartyColumn("Touch", 9, 0, lambda row, today: _ago(row.last_touch_at, today), "muted", right=True, by="touch"),
)
COLUMNS: dict[PartyKind, tuple[PartyColumn[Any], ...]] = {PERSON: _PEOPLE, ORGANIZATION: _ORGANIZATIONS}


def those_that_fit(columns: tuple[PartyColumn[Party], ...], width: int) -> tuple[PartyColumn[Party], ...]:
    """The columns that are there in a list of `width` cells."""
    return tuple(column for column in columns if column.only_from <= width)


class PartyHead(Widget):
    """The names of the columns, the one that orders the list marked; a click orders by it."""

    DEFAULT_CSS = "PartyHead { height: 1; color: $dim; }"

    class Chosen(Message):
        """A column head was clicked."""

        def __init__(self, by: str) -> None:
            super().__init__()
            self.by = by

    def __init__(self, rows: "PartyList") -> None:
        super().__init__()
        self._rows = rows
        self._by, self._turned = "name", False

    def mark(self, by: str, turned: bool) -> None:
        """The list stands in that order now; "" for one that is no column's."""
        self._by, self._turned = by, turned
        self.refresh()
        self.tell_unseen()

    def tell_unseen(self) -> None:
        """The frame says what orders the list where there is no room for that column."""
        by, shown = self._rows.named(self._by), [column.name for column, _ in self._rows.widths]
        for frame in self.screen.query(PartyTable):
            frame.tell_order(order_unseen(by, shown, turned=self._turned))

    def render(self) -> RenderResult:
        """The names over their cells."""
        parts: list[tuple[str, str]] = [(" ", "")]
        for column, cells in self._rows.widths:
            mark = order_mark(column.name, cells, turned=self._turned) if column.by and column.by == self._by else ""
            text = aligned(column.name + mark, cells, right=column.right)
            parts += [(text, "bold $key" if mark else "bold"), (" " * _GAP, "")]
        room = self.size.width - 1 - sum(cell_width(text) for text, _ in parts[:-1])
        return Content.assemble(*parts[:-1], (" " * room, ""), ("│", "$rule"))

    def on_click(self, event: events.Click) -> None:
        """Find the column under the pointer."""
        left = 1
        for column, cells in self._rows.widths:
            if left <= event.x < left + cells + _GAP and column.by:
                self.post_message(self.Chosen(column.by))
            left += cells + _GAP


class PartyTable(Frame):
    """Head and rows in a frame."""

    DEFAULT_CSS = "PartyTable { padding: 1 0 1 1; height: 1fr; }"

    def __init__(self, title: str, rows: "PartyList") -> None:
        super().__init__(title)
        self._rows = rows

    def compose(self) -> ComposeResult:
        """The head stays, the rows scroll."""
        yield PartyHead(self._rows)
        yield self._rows


class PartyList(CursorRows[Any]):
    """A line of cells each; of whom nothing was read yet, none until the screen has read it: see `unread`."""

    air = 1
    in_frame = True
    markable = (PersonRow, OrganizationRow, Unread)

    class Scrolled(CursorRows.Said):
        """Others are on the screen now."""

    def __init__(self, columns: tuple[PartyColumn[Any], ...], want: Callable[[], None]) -> None:
        """`want` is called when the cursor comes to somebody unread, before the next key is handed over."""
        super().__init__()
        self._columns = columns
        self._want = want
        self.widths: list[tuple[PartyColumn[Any], int]] = []
        """The columns that there is room for, and how wide each is."""
        self._widths_for: tuple[object, int] = ((), -1)

    def _measure(self) -> None:
        super()._measure()
        width = self._width - 1 - self.air
        numbers = (len(self.rows), self.rows[0].id if self.rows else 0)  # type: ignore[union-attr]
        if self._widths_for != (numbers, width):
            self._fit(width)
            self._widths_for = numbers, width

    def _fit(self, width: int) -> None:
        """As wide as what stands in them, measured over the first who were read: the head and all rows go by it."""
        columns = those_that_fit(self._columns, width)
        read = list(islice((row for row in self.rows if not isinstance(row, (Unread, Heading))), MEASURED))
        if not any(row.tags for row in read):  # an empty column says nothing
            columns = tuple(column for column in columns if column.name != _TAGS)
        needs = []
        for column in columns:
            name = cell_width(column.name) + (ORDERED if column.by else 0)
            most = max([name, *(cell_width(column.text(row, self.today)) for row in read)])
            needs.append(Need(min(column.least, most) if column.share else 0, most, column.share))
        self.widths = list(zip(columns, fitted(needs, width, _GAP), strict=True))
        self._strips.clear()
        self.refresh()
        for head in self.screen.query(PartyHead):
            head.refresh()
            head.tell_unseen()

    def named(self, by: str) -> str:
        """The name of the column that is called so where the list is put in order, "" for none."""
        return next((column.name for column in self._columns if by and column.by == by), "")

    def watch_cursor(self, old: int, new: int) -> None:
        """As in any list; a key typed ahead is meant for the one that is to be read."""
        super().watch_cursor(old, new)
        if isinstance(self.selected, Unread):
            self._want()

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """The wheel and the scroll bar leave the cursor where it is."""
        super().watch_scroll_y(old_value, new_value)
        self.post_message(self.Scrolled(self))

    def unread(self, near: int, most: int) -> list[int]:
        """The numbers of those to be read: if one within `near` rows of the screen or the cursor is unread, `most`
        around there."""
        for top in (self.cursor, self.scroll_offset.y):
            first, last = max(0, top - near), top + self.size.height + near
            if any(isinstance(row, Unread) for row in islice(self.rows, first, last)):
                around = islice(self.rows, max(0, top - most // 2), top + most // 2)
                return [row.id for row in around if isinstance(row, Unread)]
        return []

    def fill(self, read: Mapping[int, Any]) -> None:
        """Show what was read of some."""
        unread = isinstance(self.selected, Unread)
        self.rows = tuple(row if isinstance(row, Heading) else read.get(row.id, row) for row in self.rows)
        self.refresh()
        if unread:
            self.post_message(self.Highlighted(self))

    def lines(self, row: Any, width: int) -> list[list[Piece]]:
        """One line of cells."""
        if isinstance(row, Heading):
            return [[(row.text, "heading")]]
        if isinstance(row, Unread):
            return [[("…", "muted")]]
        pieces: list[Piece] = []
        for column, cells in self.widths:
            pieces.append((aligned(column.text(row, self.today), cells, right=column.right), column.part))
            pieces.append((" " * _GAP, ""))
        return [pieces[:-1]]
