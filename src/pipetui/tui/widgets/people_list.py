"""A list of people or organizations: a line each, of which only those on screen are drawn."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from itertools import islice
from typing import Any, Generic, NamedTuple, TypeVar

from textual.app import RenderResult
from textual.content import Content
from textual.widget import Widget

from pipetui.domain.party_kinds import ORGANIZATION, PERSON, PartyKind
from pipetui.render import cell_width, cut, money_short
from pipetui.tui.widgets.cursor_rows import CursorRows
from pipetui.tui.widgets.pieces import Heading, Piece
from pipetui.views_people import OrganizationRow, PersonRow, Unread

Party = TypeVar("Party", PersonRow, OrganizationRow)
_GAP = 2


class PartyColumn(NamedTuple, Generic[Party]):
    """One column: its least cells, its share of what is left, and from which width of the list on it is there."""

    name: str
    least: int
    share: int
    text: Callable[[Party, date], str]
    part: str = ""
    right: bool = False
    only_from: int = 0


def _deals(count: int, value: tuple[Any, ...]) -> str:
    """`2 · €59.8k`, "" for none."""
    if not count:
        return ""
    return " · ".join([str(count), " + ".join(map(money_short, value))] if value else [str(count)])


def _ago(at: datetime | None, today: date) -> str:
    """`today`, `3d ago`, "" for never."""
    if at is None:
        return ""
    days = (today - at.astimezone().date()).days
    return "today" if days <= 0 else f"{days}d ago"


_PEOPLE: tuple[PartyColumn[PersonRow], ...] = (
    PartyColumn("Name", 18, 2, lambda row, today: row.name, "title"),
    PartyColumn("Title", 14, 1, lambda row, today: row.job_title, only_from=90),
    PartyColumn("Organization", 15, 2, lambda row, today: row.organization),
    PartyColumn("Phone", 16, 0, lambda row, today: row.phone, "muted", only_from=74),
    PartyColumn("E-mail", 26, 1, lambda row, today: row.email, "muted", only_from=130),
    PartyColumn("Tags", 12, 1, lambda row, today: " ".join(row.tags), "muted", only_from=150),
    PartyColumn("Open", 9, 1, lambda row, today: _deals(row.open_deals, row.open_value), "money"),
    PartyColumn("Touch", 9, 0, lambda row, today: _ago(row.last_touch_at, today), "muted", right=True),
)
_ORGANIZATIONS: tuple[PartyColumn[OrganizationRow], ...] = (
    PartyColumn("Name", 20, 3, lambda row, today: row.name, "title"),
    PartyColumn("Sector", 14, 1, lambda row, today: row.sector, "muted", only_from=84),
    PartyColumn("People", 6, 0, lambda row, today: str(row.people) if row.people else "", right=True, only_from=60),
    PartyColumn("Tags", 12, 1, lambda row, today: " ".join(row.tags), "muted", only_from=100),
    PartyColumn("Open", 11, 1, lambda row, today: _deals(row.open_deals, row.open_value), "money"),
    PartyColumn("Won", 11, 1, lambda row, today: _deals(row.won_deals, row.won_value), "won"),
    PartyColumn("Touch", 9, 0, lambda row, today: _ago(row.last_touch_at, today), "muted", right=True),
)
COLUMNS: dict[PartyKind, tuple[PartyColumn[Any], ...]] = {PERSON: _PEOPLE, ORGANIZATION: _ORGANIZATIONS}


def widths(columns: tuple[PartyColumn[Party], ...], width: int) -> list[tuple[PartyColumn[Party], int]]:
    """The columns that are there in a list of `width` cells, and how wide each is."""
    chosen = [column for column in columns if column.only_from <= width]
    spare = max(0, width - sum(column.least + _GAP for column in chosen) + _GAP)
    shares = sum(column.share for column in chosen)
    return [(column, column.least + spare * column.share // shares) for column in chosen]


class PartyHead(Widget):
    """The names of the columns."""

    DEFAULT_CSS = "PartyHead { height: 1; color: $dim; background: $field; }"

    def __init__(self, columns: tuple[PartyColumn[Any], ...]) -> None:
        super().__init__()
        self._columns = columns

    def render(self) -> RenderResult:
        """The names over their cells."""
        line = [
            f"{c.name:>{cells}}" if c.right else f"{c.name:<{cells}}" for c, cells in widths(self._columns, self._room)
        ]
        return Content.styled(" " + (" " * _GAP).join(line), "bold")

    @property
    def _room(self) -> int:
        return self.size.width - 2


class PartyList(CursorRows[Any]):
    """A line of cells each; of whom nothing was read yet, none until the screen has read it: see `unread`."""

    class Scrolled(CursorRows.Said):
        """Others are on the screen now."""

    def __init__(self, columns: tuple[PartyColumn[Any], ...], want: Callable[[], None]) -> None:
        """`want` is called when the cursor comes to somebody unread, before the next key is handed over."""
        super().__init__()
        self._columns = columns
        self._want = want

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
        for column, cells in widths(self._columns, width):
            text = cut(column.text(row, self.today), cells)
            gap = " " * (cells - cell_width(text))
            pieces.append((gap + text if column.right else text + gap, column.part))
            pieces.append((" " * _GAP, ""))
        return [pieces[:-1]]
