"""Walks the lines of a screen as they are painted, and finds what an eye would stumble over.

Three rules: what is cut says so by an ellipsis; it is not cut beside cells that are free; nothing touches a scroll bar.
Any test of a screen may ask: `faults(app)` gives sentences, none where all is well.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from textual.app import App
from textual.scrollbar import ScrollBar
from textual.widget import Widget

from pipetui.domain.text import cell_width

_FREE = 6
"""So many free cells behind an ellipsis are too many: a gap of two, and what is lost where a cut comes at a word."""

_FIGURE, _MONEY = 8, frozenset("€$£¥")
"""Before a figure, which stands at the right of its column, there are so many more."""

_START = 14
"""Letters by which a text is known again."""

_LINES = frozenset("│┃▐╭╮╰╯─├┤┬┴┼▌▎║ ")
_BARS = frozenset("░▒▓█▉▊▋▍▏")


def painted(app: App[Any]) -> list[str]:
    """The lines of the screen as text, a line of the terminal each."""
    strips = app.screen._compositor.render_strips()
    return ["".join(strip.text for strip in (line if isinstance(line, list) else [line])) for line in strips]


def faults(app: App[Any], whole: Iterable[str] = ()) -> list[str]:
    """What is wrong with the lines on the screen; `whole` are texts that may not be cut without saying so."""
    lines = painted(app)
    return [*_cut_beside_air(lines), *_cut_silently(lines, whole), *_touching(app, lines), *_too_wide(app, lines)]


def _cut_beside_air(lines: Sequence[str]) -> Iterator[str]:
    """An ellipsis that is followed by more free cells than a column has between itself and the next."""
    for number, line in enumerate(lines):
        place = line.find("…")
        while place >= 0:
            rest = line[place + 1 :]
            free = len(rest) - len(rest.lstrip(" "))
            word = place > 0 and line[place - 1] not in " ("
            figure = rest.lstrip(" ")[:1]
            if word and free > _FREE + (_FIGURE if figure.isdigit() or figure in _MONEY else 0):
                yield f"line {number}: cut beside {free} free cells: {line.strip()!r}"
            place = line.find("…", place + 1)


def _cut_silently(lines: Sequence[str], whole: Iterable[str]) -> Iterator[str]:
    """A beginning of texts, behind which neither the rest of one of them stands nor an ellipsis."""
    starts: dict[str, list[str]] = {}
    for text in whole:
        starts.setdefault(text[:_START], []).append(text)
    for number, line in enumerate(lines):
        for start, texts in starts.items():
            place = line.find(start)
            while place >= 0:
                here = line[place:]
                if not any(here.startswith(text) or _is_cut(here, text) for text in texts):
                    yield f"line {number}: cut without an ellipsis: {here[:40]!r}"
                place = line.find(start, place + 1)


def _is_cut(here: str, text: str) -> bool:
    end = here.find("…")
    return end > 0 and text.startswith(here[:end])


def _touching(app: App[Any], lines: Sequence[str]) -> Iterator[str]:
    """A letter or figure in the cell beside a vertical scroll bar."""
    for bar in _bars(app.screen):
        region = bar.region
        for y in range(region.y, min(region.bottom, len(lines))):
            beside = _cell(lines[y], region.x - 1)
            if beside and beside not in _LINES and beside not in _BARS:
                yield f"line {y}: {beside!r} touches a scroll bar: {lines[y].strip()!r}"


def _bars(screen: Widget) -> Iterator[Widget]:
    for widget in screen.walk_children(Widget):
        if widget.is_scrollable and widget.show_vertical_scrollbar and widget.is_on_screen and widget.region:
            bar = widget.vertical_scrollbar
            if isinstance(bar, ScrollBar) and bar.region and bar.display:
                yield bar


def _cell(line: str, x: int) -> str:
    """The character in a cell; "" in the second cell of a wide one."""
    at = 0
    for char in line:
        if at == x:
            return char
        at += cell_width(char)
        if at > x:
            return char
    return ""


def _too_wide(app: App[Any], lines: Sequence[str]) -> Iterator[str]:
    width = app.size.width
    for number, line in enumerate(lines):
        if cell_width(line) != width:
            yield f"line {number} is {cell_width(line)} cells wide, not {width}"
