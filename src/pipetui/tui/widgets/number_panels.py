"""The figures of a period, and the bars under them: funnel, reasons, sources."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget

from pipetui.domain.quota import QuotaStanding
from pipetui.insight.numbers import BehindFigure, Figure
from pipetui.phrases import numbers_page
from pipetui.phrases.numbers_page import BarLine
from pipetui.render import cell_width, cut
from pipetui.tui.widgets.cell_panel import CellPanel, Part

_ALL_ABREAST, _FIVE_ABREAST, _A_FIGURE = 160, 70, 15
_HIGH = 36
"""From how many lines on there is air between the figures."""
_LEAST_BAR, _LONGEST_NAME = 6, 24


class NumberPanel(CellPanel):
    """Figures that have deals behind them."""

    @property
    def behind(self) -> BehindFigure | None:
        """The deals behind what is under the cursor."""
        raise NotImplementedError

    @property
    def name_at_cursor(self) -> str:
        """What is under the cursor."""
        raise NotImplementedError


class QuotaGauge(Widget):
    """How far a quota is made, as broad as there is room."""

    def __init__(self, id: str) -> None:  # noqa: A002
        super().__init__(id=id)
        self._standing: QuotaStanding | None = None
        self._without = ""

    def show(self, standing: QuotaStanding | None, without: str) -> None:
        """Show that; `without` is said where no quota is set."""
        self._standing, self._without = standing, without
        self.refresh(layout=True)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """A line for each that is said, the long ones wrapped."""
        return sum(-(-max(1, cell_width(line)) // max(1, width)) for line in self._lines(width))

    def render(self) -> Content:
        """The bar between what it is of and what is left."""
        return Content("\n".join(self._lines(self.content_size.width)))

    def _lines(self, width: int) -> list[str]:
        return list(numbers_page.gauge(self._standing, width)) or [self._without]


class FigurePanel(NumberPanel):
    """Ten figures: what each is, how much, and how it changed."""

    cell_height = 3

    def __init__(self, id: str) -> None:  # noqa: A002
        super().__init__(id=id)
        self.figures: Sequence[Figure] = ()

    @property
    def air(self) -> int:
        """What changed would seem to be of the figure below; a lower screen has no line to spare."""
        return int(self.app.size.height >= _HIGH)

    @property
    def count(self) -> int:
        """How many figures there are."""
        return len(self.figures)

    def columns(self, width: int) -> int:
        """Five abreast, all of them where there is room, fewer where there is none."""
        return 10 if width >= _ALL_ABREAST else 5 if width >= _FIVE_ABREAST else max(1, width // _A_FIGURE)

    def show(self, figures: Sequence[Figure]) -> None:
        """Other figures."""
        self.figures = figures
        self.changed()

    @property
    def behind(self) -> BehindFigure | None:
        """The deals behind the figure under the cursor."""
        return self.figures[self.cursor].behind if self.cursor < self.count else None

    @property
    def name_at_cursor(self) -> str:
        """What is under the cursor."""
        return numbers_page.NAMES[self.figures[self.cursor].key]

    def cell(self, index: int, width: int) -> list[list[Part]]:
        """`Won`, `€61k`, `▲ €12k`."""
        figure = self.figures[index]
        return [
            [(cut(numbers_page.NAMES[figure.key], width), "$dim")],
            [(cut(numbers_page.shown(figure), width), "bold")],
            [(cut(numbers_page.change(figure), width), "$dim")],
        ]


class BarPanel(NumberPanel):
    """Lines with a bar each."""

    def __init__(self, id: str, nothing: str) -> None:  # noqa: A002
        super().__init__(id=id)
        self.nothing = nothing
        self.lines: Sequence[BarLine] = ()
        self._airy = False

    @property
    def count(self) -> int:
        """How many lines there are."""
        return len(self.lines)

    @property
    def air(self) -> int:
        """Bars that touch are one block to the eye."""
        return int(self._airy)

    def show(self, lines: Sequence[BarLine], most: int | None = None, *, airy: bool = False) -> None:
        """Other lines, with `airy` a blank one between them; of more than the `most` it is said how many there are."""
        self.lines, self._airy = lines[:most], airy
        self.border_subtitle = f"{len(lines) - len(self.lines):,} more" if len(lines) > len(self.lines) else ""
        self.changed()

    @property
    def behind(self) -> BehindFigure | None:
        """The deals behind the line under the cursor."""
        return self.lines[self.cursor].behind if self.cursor < self.count else None

    @property
    def name_at_cursor(self) -> str:
        """What is under the cursor."""
        return self.lines[self.cursor].name

    def cell(self, index: int, width: int) -> list[list[Part]]:
        """`Demo        ███████████░░░░░  12  → 58 %`."""
        line = self.lines[index]
        said = max(cell_width(one.said) for one in self.lines)
        names = min(_LONGEST_NAME, max(cell_width(one.name) for one in self.lines), max(8, width - said - 2))
        room = width - names - said - 4
        name = cut(line.name, names)
        if room < _LEAST_BAR:
            gap = " " * max(1, width - cell_width(name) - cell_width(line.said))
            return [[(name, ""), (gap, ""), (line.said, "$dim")]]
        drawn = numbers_page.bar(line.part, room)
        return [
            [
                (name + " " * (names - cell_width(name) + 2), ""),
                (drawn, "$bar"),
                (" " * (room - len(drawn) + 2 + said - cell_width(line.said)), ""),
                (line.said, "$dim"),
            ]
        ]
