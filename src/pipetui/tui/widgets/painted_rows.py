"""Rows of one height, of which only the lines on screen are drawn, and each row only once."""

from collections.abc import Container
from datetime import date
from textwrap import wrap
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar, cast

from rich.segment import Segment
from rich.style import Style
from textual.cache import LRUCache
from textual.geometry import Region, Size
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.scrollbar import ScrollBar
from textual.strip import Strip

from pipetui.tui.widgets.parts import PartStyles
from pipetui.tui.widgets.pieces import HOT, MARK, Heading, Piece
from pipetui.tui.widgets.scroll_bar import CalmScrollBar
from pipetui.views import Card

if TYPE_CHECKING:
    from pipetui.tui.app import PipetuiApp


class Numbered(Protocol):
    """What can be a row: a deal, a person, an organization."""

    @property
    def id(self) -> int:
        """Its number in the book."""


R = TypeVar("R", bound=Numbered)


class PaintedRows(ScrollView, Generic[R]):
    """Paints `rows`. Subclasses say how a row looks (`lines`) and what it stands out by (`look_of`)."""

    row_height = 1
    """Lines of one row."""

    gap = 1
    """Of a row of several lines so many at its end are empty."""

    air = 0
    """Cells left empty at the right of a row, so that nothing touches the scroll bar."""

    markable: type | tuple[type, ...] = Card
    """What of the rows can be marked."""

    in_frame = False
    """Whether the cell of the scroll bar lies in the line of a frame, which is drawn where there is none."""

    virtual_size = reactive(Size(0, 0), repaint=False)
    """How much there is to scroll over; how large we are does not depend on it."""

    def __init__(self, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id, classes=classes)
        self.rows: tuple[R | Heading, ...] = ()
        self.today = date.min
        self.marked: Container[int] = ()
        """The numbers of the deals that are marked."""
        self._strips: LRUCache[tuple[int, str, bool, str], tuple[R | Heading, list[Strip]]] = LRUCache(512)
        self._nothing = ""
        self._painted_for: tuple[object, ...] = ()
        self.line = "rule"
        """The part that the line of the frame is drawn in."""
        self._own_style: Style | None = None

    def watch_virtual_size(self, size: Size) -> None:
        """Fit the scroll bar; laying the whole screen out, as Textual would, takes longer than painting the list."""
        if self.size:
            # As `_scroll_update` does it, which would paint the bar as well.
            self._refresh_scrollbars()
            if self.show_vertical_scrollbar:
                self.vertical_scrollbar.window_virtual_size = size.height
                self.vertical_scrollbar.window_size = self.container_size.height
            self.scroll_y = self.validate_scroll_y(self.scroll_y)

    @property
    def vertical_scrollbar(self) -> ScrollBar:
        """Our own, made as Textual makes its own."""
        if self._vertical_scrollbar is None:
            bar = CalmScrollBar(vertical=True, name="vertical", thickness=self.scrollbar_size_vertical)
            self._vertical_scrollbar = bar
            bar.display = False
            self.app._start_widget(self, bar)
        return self._vertical_scrollbar

    def look_of(self, index: int) -> str:
        """What the row stands out by: "cursor", "unfocused-cursor", or "" for nothing."""
        return ""

    def explain(self, nothing: str) -> None:
        """What is said where there is no row: what would be here, and what fills it."""
        if nothing != self._nothing:
            self._nothing = nothing
            self._strips.clear()
            if not self.rows:
                self.refresh()

    def _explained(self, y: int) -> Strip | None:
        """A line of that, below an empty one."""
        room = self._width - 2
        lines = wrap(self._nothing, room) if room > 0 else []
        if not 0 < y <= len(lines):
            return None
        style = self._style("")
        text = Segment(f" {lines[y - 1]}", style + self._style("muted"))
        return self._beside_scroll_bar(Strip([text]).adjust_cell_length(self._width, style), self.ends(None)[1])

    def rule(self, row: R | Heading, line: int) -> Piece:
        """What stands in the first cell of a line of a row: its colour may say how the row stands."""
        return " ", ""

    def ends(self, row: R | Heading | None) -> tuple[str, str]:
        """What stands before and behind a row (None: below the last one): the line of a frame, if it is in one.

        What stands behind lies where the scroll bar would be, in one cell.
        """
        return "", "│" if self.in_frame else " "

    def lines(self, row: R | Heading, width: int) -> list[list[Piece]]:
        """The lines of one row as styled pieces, each line `width` cells at most. Text is plain, never markup."""
        raise NotImplementedError

    @property
    def _width(self) -> int:
        width: int = self.scrollable_content_region.width
        return width

    def render_lines(self, crop: Region) -> list[Strip]:
        """The lines of `crop`.

        A painted strip is handed on as it is, whatever line it stands on now: with it goes all that Textual keeps to
        put it on the screen, which is most of the work after a list has moved by a row.
        """
        painted_for = (self._width, self.size.width, self.row_height, self.today)
        if painted_for != self._painted_for:
            self._painted_for = painted_for
            self._strips.clear()
        strips = self.overlaid([self.render_line(y) for y in crop.line_range], crop.y)
        background = self.background_colors[1]
        for line_filter in self.get_line_filters():
            strips = [strip.apply_filter(line_filter, background) for strip in strips]
        if crop.column_span != (0, self.size.width):
            strips = [strip.crop(*crop.column_span) for strip in strips]
        return strips

    def overlaid(self, strips: list[Strip], first: int) -> list[Strip]:
        """The lines from `first` on with what lies over the list for now."""
        return strips

    @property
    def whole_rows(self) -> int:
        """How many rows are seen whole; of one of several lines that is not, nothing is."""
        return max(1, (self.size.height + (self.gap if self.row_height > 1 else 0)) // self.row_height)

    @property
    def seen_lines(self) -> int:
        """The lines in which rows are seen."""
        return self.whole_rows * self.row_height

    def render_line(self, y: int) -> Strip:
        """One line of the screen; half a row at the bottom is none."""
        if y >= self.seen_lines and self.rows:
            return self._blank()
        index, line = divmod(y + self.scroll_offset.y, self.row_height)
        if index >= len(self.rows):
            return (self._explained(y) if self._nothing and not self.rows else None) or self._blank()
        row = self.rows[index]
        look = self.look_of(index)
        # By identity: the hash of a card is as long as the card. The row is kept, so that no other gets its number.
        marked = isinstance(row, self.markable) and row.id in self.marked  # type: ignore[union-attr]
        key = (id(row), look, marked, self.line)
        painted = self._strips.get(key)
        if painted is None:
            painted = self._strips[key] = (row, self._paint(row, look, marked))
        return painted[1][line]

    def _paint(self, row: R | Heading, look: str, marked: bool) -> list[Strip]:
        plain, width = self._style(""), self._width
        base = plain + self._style(look) if look else plain
        before, behind = self.ends(row)
        left = [Segment(before, plain + self._style(self.line))] if before else []
        inner = width - len(before)
        strips = []
        lines: list[list[Piece]] = self.lines(row, inner - 1 - self.air)[: self.row_height]
        lines += [[] for _ in range(self.row_height - len(lines))]
        for number, pieces in enumerate(lines):
            gap = number == self.row_height - 1 and not pieces
            style = plain if gap else base
            rule = (" ", "") if gap else self.rule(row, number)
            lit = look in ("cursor", "changed") and not gap
            segments = [self._edge(style, lit, marked and number == 0, rule)]
            segments += [Segment(text, style + self._style(part) if part else style) for text, part in pieces if text]
            strip = Strip(segments).adjust_cell_length(inner, style)
            strips.append(self._beside_scroll_bar(Strip([*left, *strip]) if left else strip, behind))
        return strips

    def _edge(self, style: Style, cursor: bool, marked: bool, rule: Piece) -> Segment:
        """The first cell of a line: a bar at the cursor, a tick on a marked deal, a tick within the bar for both."""
        if marked:
            sign = style + self._style("key")
            return Segment(MARK, sign + Style(reverse=True) if cursor else sign)
        text, part = rule
        if cursor and text != HOT:
            return Segment("▌", style + self._style("key"))
        return Segment(text, style + self._style(part) if part else style)

    def _beside_scroll_bar(self, strip: Strip, behind: str) -> Strip:
        """The strip with the cell where a scroll bar would be."""
        plain = self._style("")
        if self.size.width <= self._width or not behind.strip():
            return strip.adjust_cell_length(self.size.width, Style(bgcolor=plain.bgcolor))
        return Strip([*strip.adjust_cell_length(self._width, plain), Segment(behind, plain + self._style(self.line))])

    def bar_styles(self, held: bool) -> tuple[Style, Style]:
        """How the scroll bar looks: the line of the frame, or none beside a list without."""
        plain = self._style("")
        track = plain + self._style(self.line) if self.in_frame else plain + Style(color=plain.bgcolor)
        color = self.styles.scrollbar_color_hover if held else self.styles.scrollbar_color
        return track, plain + Style(color=color.rich_color)

    def tint(self, line: str) -> None:
        """Draw the line of the frame in another part of the look."""
        if line != self.line:
            self.line = line
            self.refresh(Region(self._width, 0, self.size.width - self._width, self.size.height))
            if self.show_vertical_scrollbar:
                self.vertical_scrollbar.refresh()

    def _style(self, part: str) -> Style:
        """The look of a part; "" is the list's own, kept, because Textual works it out anew each time."""
        if part:
            return self._parts[part]
        if self._own_style is None:
            self._own_style = self.rich_style
        return self._own_style

    @property
    def _parts(self) -> PartStyles:
        return cast("PipetuiApp", self.app).parts

    def _blank(self) -> Strip:
        key = (0, "blank", False, self.line)
        if key not in self._strips:
            strip = Strip.blank(self._width, self._style(""))
            self._strips[key] = (Heading(""), [self._beside_scroll_bar(strip, self.ends(None)[1])])
        return self._strips[key][1][0]

    def notify_style_update(self) -> None:
        """A new theme or focus: what was painted no longer holds."""
        super().notify_style_update()
        self._strips.clear()
        self._own_style = None
