"""The open deals of a forecast, those first that move it most: what each brings, how likely, and what it adds."""

from collections.abc import Callable
from datetime import date
from typing import Any, NamedTuple

from textual.app import RenderResult
from textual.content import Content
from textual.widget import Widget

from pipetui import render
from pipetui.domain.money import Money
from pipetui.domain.text import one_line
from pipetui.insight.forecast import OpenDeal
from pipetui.phrases import forecast_page
from pipetui.phrases.report_page import rate
from pipetui.render import cell_width
from pipetui.tui.widgets.cursor_rows import CursorRows, cursor_keys
from pipetui.tui.widgets.fitting import MEASURED, Need, fitted
from pipetui.tui.widgets.pieces import Heading, Piece, aligned

_GAP = 2
_WIDE = 100
"""From so many cells on the list says whose the deals are, and where they stand."""

WITHOUT, SLIPS = "without", "a month later"
"""What a deal is in a forecast that asks what if."""


class ForecastRow(NamedTuple):
    """An open deal, and what if it is asked of it: "", WITHOUT or SLIPS; whose it is, and its stage."""

    deal: OpenDeal
    asked: str = ""
    organization: str = ""
    stage: str = ""

    @property
    def id(self) -> int:
        """The deal's."""
        return self.deal.id


class _Column(NamedTuple):
    """One column: at least so many cells, its share of what is left; one without a share is as wide as its cells."""

    name: str
    least: int
    share: int
    text: Callable[[ForecastRow, date], str]
    look: Callable[[ForecastRow], str]
    right: bool = False
    only_from: int = 0


def _adds(row: ForecastRow, today: date) -> str:
    return render.money_short(Money(round(row.deal.expected), row.deal.currency))


def _close(row: ForecastRow, today: date) -> str:
    close = row.deal.close
    return render.NONE if close is None else render.day(date.fromordinal(close), today)


_COLUMNS = (
    _Column("#", 0, 0, lambda row, today: f"#{row.deal.id}", lambda row: "muted", right=True),
    _Column(
        "Title",
        16,
        3,
        lambda row, today: one_line(row.deal.title),
        lambda row: "muted" if row.asked == WITHOUT else "title",
    ),
    _Column("Organization", 12, 2, lambda row, today: one_line(row.organization), lambda row: "", only_from=_WIDE),
    _Column("Stage", 10, 1, lambda row, today: one_line(row.stage), lambda row: "muted", only_from=_WIDE),
    _Column("", 0, 0, lambda row, today: row.deal.category, lambda row: "heading"),
    _Column("", 0, 0, lambda row, today: row.asked, lambda row: "overdue" if row.asked == WITHOUT else "today"),
    _Column(
        "Value",
        0,
        0,
        lambda row, today: forecast_page.value_of(row.deal),
        lambda row: "muted" if row.deal.estimated else "money",
        right=True,
    ),
    _Column("Chance", 0, 0, lambda row, today: rate(row.deal.chance), lambda row: "heading", right=True),
    _Column("Adds", 0, 0, _adds, lambda row: "money", right=True),
    _Column("Close", 0, 0, _close, lambda row: "muted", right=True, only_from=70),
)


class ForecastList(CursorRows[ForecastRow], inherit_bindings=False):
    """A line a deal."""

    BINDINGS = cursor_keys()
    row_height = 1
    air = 1

    def __init__(self) -> None:
        super().__init__()
        self.widths: list[tuple[_Column, int]] = []
        """The columns that there is room for, and how wide each is."""

    def _measure(self) -> None:
        super()._measure()
        width = self._width - 1 - self.air
        rows = [row for row in self.rows if isinstance(row, ForecastRow)]
        columns, needs = [], []
        for column in _COLUMNS:
            measured = rows if column.right else rows[:MEASURED]  # no figure is cut
            most = max((cell_width(column.text(row, self.today)) for row in measured), default=0)
            if most and width >= column.only_from:
                columns.append(column)
                most = max(most, cell_width(column.name))
                needs.append(Need(min(column.least, most), most, column.share))
        widths = list(zip(columns, fitted(needs, width, _GAP), strict=True))
        if widths != self.widths:
            self.widths = widths
            self._strips.clear()
            self.refresh()
            for head in self.screen.query(ForecastHead):
                head.refresh()

    def lines(self, row: Any, width: int) -> list[list[Piece]]:
        """`#42  Acme rollout  Acme GmbH  Proposal  without  €12,000  40 %  €4,800  Fri 11 Dec`."""
        if isinstance(row, Heading):
            return [[(row.text, "heading")]]
        pieces: list[Piece] = []
        texts = [column.text(row, self.today) for column, _ in self.widths]
        place = 0
        while place < len(texts):
            (column, cells), text = self.widths[place], texts[place]
            place += 1
            while place < len(texts) and not texts[place] and cell_width(text) > cells:  # it goes on over what is empty
                cells += _GAP + self.widths[place][1]
                place += 1
            gap = " " * _GAP if pieces else ""
            pieces.append((gap + aligned(text, cells, right=column.right), column.look(row)))
        return [pieces]


class ForecastHead(Widget):
    """The names of the columns over their cells."""

    DEFAULT_CSS = "ForecastHead { height: 1; color: $dim; background: $surface; }"

    def __init__(self, rows: ForecastList) -> None:
        super().__init__()
        self._rows = rows

    def render(self) -> RenderResult:
        """`#  Title  Organization  Stage  Value  Chance  Adds  Close`."""
        names = (aligned(column.name, cells, right=column.right) for column, cells in self._rows.widths)
        return Content.styled(" " + (" " * _GAP).join(names), "bold")
