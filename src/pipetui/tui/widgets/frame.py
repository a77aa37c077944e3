"""A box with a name: its title at the left and its figure at the right stand in the line around it."""

from typing import TYPE_CHECKING, cast

from rich.segment import Segment
from rich.style import Style
from textual.containers import Vertical
from textual.geometry import Region
from textual.strip import Strip

from pipetui.render import cell_width
from pipetui.tui.widgets.parts import PartStyles
from pipetui.tui.widgets.pieces import cut_at_word

if TYPE_CHECKING:
    from pipetui.tui.app import PipetuiApp

_LEAST_LINE = 2
"""Cells of the line that stay between title and figure."""


class Frame(Vertical):
    """Draws the line, and one and the same strip for all that lies within: children cover it.

    A list that is to have its scroll bar in the right line of the frame covers that line and draws it: the padding of
    the frame is then 0 at the right.
    """

    DEFAULT_CSS = """
    Frame { padding: 1; }
    """

    def __init__(
        self,
        title: str = "",
        figure: str = "",
        *,
        id: str | None = None,  # noqa: A002
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self.title, self.figure = title, figure
        self.foot = self.note = self.order = ""
        self.hue = ""
        """The part that the title has its colour of."""
        self.here = False
        """Whether the keys go into it: the line says so by its colour."""
        self._strips: list[Strip] = []
        self._drawn_for: tuple[object, ...] = ()
        self._styles: dict[str, Style] = {}

    def tell(self, title: str, figure: str) -> None:
        """Another title, another figure."""
        if (title, figure) != (self.title, self.figure):
            self.title, self.figure = title, figure
            self.refresh(self._line(0))

    def tell_order(self, order: str) -> None:
        """In which order its rows stand, beside the title; "" where a head in sight says so."""
        if order != self.order:
            self.order = order
            self.refresh(self._line(0))

    def tell_hue(self, hue: str) -> None:
        """Another colour of the title."""
        if hue != self.hue:
            self.hue = hue
            self.refresh(self._line(0))

    def tell_foot(self, foot: str) -> None:
        """What stands at the right in the lowest line, such as how many more there are below."""
        if foot != self.foot:
            self.foot = foot
            self.refresh(self._line(self.outer_size.height - 1))

    def tell_note(self, note: str) -> None:
        """What stands at the left in the lowest line."""
        if note != self.note:
            self.note = note
            self.refresh(self._line(self.outer_size.height - 1))

    def mark(self, here: bool) -> None:
        """The keys go into it, or elsewhere."""
        if here != self.here:
            self.here = here
            width, height = self.outer_size
            sides = [Region(x, 0, 1, height).translate(-self.content_offset) for x in (0, width - 1)]
            self.refresh(self._line(0), self._line(height - 1), *sides)

    def _line(self, y: int) -> Region:
        """A whole line, counted as Textual counts what is to be painted: from the content on."""
        return Region(0, y, self.outer_size.width, 1).translate(-self.content_offset)

    def render_lines(self, crop: Region) -> list[Strip]:
        """The line around, and what is between, over and over."""
        width, height = self.outer_size
        drawn_for = (width, self.title, self.order, self.figure, self.foot, self.note, self.here, self.hue)
        if drawn_for != self._drawn_for:
            self._drawn_for = drawn_for
            background = self.background_colors[1]
            strips = [Strip(line, width) for line in self._lines(width)]
            for line_filter in self.get_line_filters():
                strips = [strip.apply_filter(line_filter, background) for strip in strips]
            self._strips = strips
        top, middle, bottom = self._strips
        lines = [top if y == 0 else bottom if y == height - 1 else middle for y in crop.line_range]
        if crop.column_span != (0, width):
            return [strip.crop(*crop.column_span) for strip in lines]
        return lines

    def _lines(self, width: int) -> list[list[Segment]]:
        line = self._style("key" if self.here else "rule")
        inner = max(0, width - 2)
        return [
            [Segment("╭", line), *self._named(inner, line), Segment("╮", line)],
            [Segment("│", line), Segment(" " * inner, self._style("")), Segment("│", line)],
            [Segment("╰", line), *self._footed(inner, line), Segment("╯", line)],
        ]

    def _named(self, width: int, line: Style) -> list[Segment]:
        figure = f" {self.figure} " if self.figure else ""
        if cell_width(figure) > width - _LEAST_LINE:
            figure = ""
        room = width - cell_width(figure) - 1 - 2
        named = " · ".join(filter(None, (self.title, self.order)))
        title = f" {cut_at_word(named, room)} " if named and room > 1 else ""
        gap = width - cell_width(title) - cell_width(figure)
        return [
            Segment(title, self._style("title") + self._parts[self.hue] if self.hue else self._style("title")),
            Segment("─" * gap, line),
            Segment(figure, self._style("muted")),
        ]

    def _footed(self, width: int, line: Style) -> list[Segment]:
        foot, note = (f" {text} " if text else "" for text in (self.foot, self.note))
        if cell_width(note) + cell_width(foot) > width:
            foot = ""
        if cell_width(note) > width:
            note = ""
        gap = "─" * (width - cell_width(note) - cell_width(foot))
        return [Segment(note, self._style("key")), Segment(gap, line), Segment(foot, self._style("muted"))]

    def _style(self, part: str) -> Style:
        if part not in self._styles:
            plain = self.rich_style
            self._styles[part] = plain + self._parts[part] if part else plain
        return self._styles[part]

    @property
    def _parts(self) -> PartStyles:
        return cast("PipetuiApp", self.app).parts

    def notify_style_update(self) -> None:
        """A new theme: what was drawn no longer holds."""
        super().notify_style_update()
        self._styles.clear()
        self._drawn_for = ()
