"""A list of people or organizations: a line each, of which only those on screen are drawn."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Generic, NamedTuple, TypeVar

from textual import events
from textual.app import RenderResult
from textual.content import Content
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from pipetui.render import cell_width, cut, money_short
from pipetui.tui.widgets.card_list import CardList
from pipetui.tui.widgets.painted_rows import PaintedRows
from pipetui.tui.widgets.pieces import Piece
from pipetui.views_people import OrganizationRow, PersonRow

Party = TypeVar("Party", PersonRow, OrganizationRow)
_GAP = 2


class Column(NamedTuple, Generic[Party]):
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


PEOPLE: tuple[Column[PersonRow], ...] = (
    Column("Name", 18, 2, lambda row, today: row.name, "title"),
    Column("Title", 14, 1, lambda row, today: row.job_title, only_from=90),
    Column("Organization", 15, 2, lambda row, today: row.organization),
    Column("Phone", 16, 0, lambda row, today: row.phone, "muted", only_from=74),
    Column("E-mail", 26, 1, lambda row, today: row.email, "muted", only_from=130),
    Column("Open", 9, 1, lambda row, today: _deals(row.open_deals, row.open_value), "money"),
    Column("Touch", 9, 0, lambda row, today: _ago(row.last_touch_at, today), "muted", right=True),
)
ORGANIZATIONS: tuple[Column[OrganizationRow], ...] = (
    Column("Name", 20, 3, lambda row, today: row.name, "title"),
    Column("Sector", 14, 1, lambda row, today: row.sector, "muted", only_from=84),
    Column("People", 6, 0, lambda row, today: str(row.people) if row.people else "", right=True, only_from=60),
    Column("Open", 11, 1, lambda row, today: _deals(row.open_deals, row.open_value), "money"),
    Column("Won", 11, 1, lambda row, today: _deals(row.won_deals, row.won_value), "won"),
    Column("Touch", 9, 0, lambda row, today: _ago(row.last_touch_at, today), "muted", right=True),
)


def widths(columns: tuple[Column[Party], ...], width: int) -> list[tuple[Column[Party], int]]:
    """The columns that are there in a list of `width` cells, and how wide each is."""
    chosen = [column for column in columns if column.only_from <= width]
    spare = max(0, width - sum(column.least + _GAP for column in chosen) + _GAP)
    shares = sum(column.share for column in chosen)
    return [(column, column.least + spare * column.share // shares) for column in chosen]


class PartyHead(Widget):
    """The names of the columns."""

    DEFAULT_CSS = "PartyHead { height: 1; color: $text-muted; background: $foreground 5%; }"

    def __init__(self, columns: tuple[Column[Any], ...]) -> None:
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


class PartyList(PaintedRows, Generic[Party], can_focus=True):
    """The rows over a cursor."""

    COMPONENT_CLASSES = CardList.COMPONENT_CLASSES
    DEFAULT_CSS = CardList.DEFAULT_CSS.replace("CardList", "PartyList")
    BINDINGS = CardList.BINDINGS

    cursor = reactive(0, repaint=False)
    """Index of the row under the cursor."""

    @dataclass
    class Highlighted(Message):
        """The cursor came to another row, or to none in an empty list."""

        row: PersonRow | OrganizationRow | None

    class Opened(Message):
        """A row was double clicked."""

    def __init__(self, columns: tuple[Column[Party], ...]) -> None:
        super().__init__()
        self._columns: tuple[Column[Party], ...] = columns
        self.parties: tuple[Party, ...] = ()

    @property
    def selected(self) -> Party | None:
        """What is under the cursor."""
        return self.parties[self.cursor] if self.cursor < len(self.parties) else None

    def show(self, rows: list[Party], today: date, follow: int | None = None) -> None:
        """Show `rows` as they stand on `today`; the cursor stays with whom it was on, or goes to the one `follow`."""
        here = self.selected
        wanted = follow if follow is not None else here.id if here else None
        parties = tuple(rows)
        if parties == self.parties and today == self.today and (follow is None or (here and here.id == follow)):
            return
        self.parties, self.today = parties, today
        self.rows = parties  # type: ignore[assignment]  # painted by `lines` below, which knows what they are
        self.virtual_size = Size(self._width, len(parties))
        index = next((place for place, row in enumerate(parties) if row.id == wanted), self.cursor)
        self.set_reactive(PartyList.cursor, max(0, min(index, len(parties) - 1)))
        self.refresh()
        self.call_after_refresh(self._reveal)
        self.post_message(self.Highlighted(self.selected))

    def lines(self, row: Any, width: int) -> list[list[Piece]]:
        """One line of cells."""
        pieces: list[Piece] = []
        for column, cells in widths(self._columns, width):
            text = cut(column.text(row, self.today), cells)
            gap = " " * (cells - cell_width(text))
            pieces.append((gap + text if column.right else text + gap, column.part))
            pieces.append((" " * _GAP, ""))
        return [pieces[:-1]]

    def look_of(self, index: int) -> str:
        """The cursor, dimmed while the keys go elsewhere."""
        if index != self.cursor:
            return ""
        return "cursor" if self.has_focus else "unfocused-cursor"

    # --- the cursor

    def watch_cursor(self, old: int, new: int) -> None:
        """Repaint the two rows that changed, and nothing else."""
        self._repaint(old)
        self._repaint(new)
        self._reveal()
        self.post_message(self.Highlighted(self.selected))

    def _repaint(self, index: int) -> None:
        top = index - self.scroll_offset.y
        if 0 <= top < self.size.height:
            self.refresh(Region(0, top, self.size.width, 1))

    def _reveal(self) -> None:
        self.scroll_to_region(Region(0, self.cursor, self._width, 1), animate=False)

    def _move(self, index: int) -> None:
        self.cursor = max(0, min(index, len(self.parties) - 1))

    def action_step(self, offset: int) -> None:
        """One up or down."""
        self._move(self.cursor + offset)

    def action_edge(self, direction: int) -> None:
        """To the first or last."""
        self._move(0 if direction < 0 else len(self.parties) - 1)

    def action_page(self, direction: int) -> None:
        """A screenful up or down."""
        self._move(self.cursor + direction * max(1, self.size.height - 1))

    def on_click(self, event: events.Click) -> None:
        """A click selects, a double click opens."""
        index = event.y + self.scroll_offset.y
        if index < len(self.parties):
            self.cursor = index
            if event.chain == 2:
                self.post_message(self.Opened())

    def on_resize(self, event: events.Resize) -> None:
        """Rows are as wide as the list."""
        self.virtual_size = Size(self._width, len(self.parties))
        self.call_after_refresh(self._reveal)

    def on_focus(self) -> None:
        """The cursor shows where keys go."""
        self._repaint(self.cursor)

    def on_blur(self) -> None:
        """The cursor steps back."""
        self._repaint(self.cursor)
