"""A terminal's cells as SVG: exact in every viewer, no font of their own, nothing loaded from anywhere.

Texts stand at their cell and are stretched to the cells they take (`textLength`), so that any monospaced font will do.
What fills cells (bars, shades, half blocks) is drawn as rectangles, for no font's glyphs meet without a gap.
"""

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import NamedTuple
from xml.sax.saxutils import escape

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual._compositor import LayoutUpdate
from textual.app import App
from textual.color import Color

WIDTH, HEIGHT, SIZE, PAD = 9.632, 20, 16, 12
"""Pixels of a cell, as DejaVu Sans Mono has it, of its letters, and around all of them."""
FONTS = "'JetBrains Mono','Cascadia Mono','DejaVu Sans Mono','Noto Sans Mono CJK JP','Noto Sans Mono',monospace"
_SHADES = {"░": 0.25, "▒": 0.5, "▓": 0.75, "█": 1.0}
_EIGHTHS_ACROSS = "▏▎▍▌▋▊▉"
_EIGHTHS_UP = "▁▂▃▄▅▆▇"
_ELSEWHERE = {
    "▀": (0.0, 0.0, 1.0, 0.5), "▐": (0.5, 0.0, 0.5, 1.0), "▔": (0.0, 0.0, 1.0, 0.125), "▕": (0.875, 0.0, 0.125, 1.0),
    "│": (0.44, 0.0, 0.12, 1.0), "┃": (0.38, 0.0, 0.24, 1.0), "─": (0.0, 0.47, 1.0, 0.06), "━": (0.0, 0.44, 1.0, 0.12),
}  # fmt: skip


class Look(NamedTuple):
    """How a run of cells is drawn."""

    colour: str
    ground: str
    bold: bool = False
    italic: bool = False
    underlined: bool = False
    struck: bool = False


Row = tuple[tuple[int, str, Look], ...]
"""Runs of one look in a row: the cell each begins at, and its text."""


def rows_of(app: App[object]) -> list[Row]:
    """What the screen of an app shows, questions over it included."""
    ground = ground_of(app)
    update = app.screen._compositor.render_update(full=True, screen_stack=app._background_screens)
    assert isinstance(update, LayoutUpdate)
    return [_row([segment for strip in line for segment in strip], ground) for line in update.strips]


def ground_of(app: App[object]) -> str:
    """The background of its theme."""
    return Color.parse(app.current_theme.background or "#000000").hex


def _row(segments: Iterable[Segment], ground: str) -> Row:
    place, runs = 0, []
    for look, group in groupby(segments, lambda segment: _look(segment.style, ground)):
        text = "".join(segment.text for segment in group)
        runs.append((place, text, look))
        place += cell_len(text)
    return tuple(runs)


def _look(style: Style | None, ground: str) -> Look:
    if style is None:
        return Look("#c5c8c6", ground)
    colour, behind = (
        one.get_truecolor().hex if one is not None and not one.is_default else usual
        for one, usual in ((style.color, "#c5c8c6"), (style.bgcolor, ground))
    )
    if style.reverse:
        colour, behind = behind, colour
    if style.dim:
        colour = Color.parse(behind).blend(Color.parse(colour), 0.6).hex.lower()
    return Look(colour, behind, bool(style.bold), bool(style.italic), bool(style.underline), bool(style.strike))


def draw_row(y: int, row: Row, ground: str) -> str:
    """A row of cells; `ground` is behind the whole picture, and not drawn again."""
    top = PAD + y * HEIGHT
    parts = []
    for ground_of_run, group in groupby(row, lambda run: run[2].ground):
        runs = [*group]
        if ground_of_run.lower() != ground.lower():
            begin = runs[0][0]
            end = runs[-1][0] + cell_len(runs[-1][1])
            # A hair over its edge: no line is seen between two rows of one ground.
            parts.append(
                f'<rect x="{_x(begin)}" y="{top}" width="{_w(end - begin)}" height="{HEIGHT + 0.4}"'
                f' fill="{ground_of_run}"/>'
            )
    for begin, text, look in row:
        parts += _drawn(begin, top, text, look)
    return "".join(parts)


def _drawn(begin: int, top: int, text: str, look: Look) -> Iterator[str]:
    place = begin
    for kind, group in groupby(_pieces(text), lambda piece: piece[1]):
        pieces = [*group]
        said = "".join(piece for piece, _ in pieces)
        cells = cell_len(said)
        if kind == "block":
            for symbol, same in groupby(said):
                many = len([*same])
                yield _block(symbol, place, many, top, look.colour)
                place += many
            continue
        if kind == "text":
            yield _text(said, place, top, look)
        place += cells


def _pieces(text: str) -> Iterator[tuple[str, str]]:
    """Words with single blanks between them, wider blanks, and blocks."""
    for index, letter in enumerate(text):
        if letter in _SHADES or letter in _EIGHTHS_ACROSS or letter in _EIGHTHS_UP or letter in _ELSEWHERE:
            yield letter, "block"
        elif letter == " " and (
            index in (0, len(text) - 1) or not (_is_word(text[index - 1]) and _is_word(text[index + 1]))
        ):
            yield letter, "blank"
        else:
            yield letter, "text"


def _is_word(letter: str) -> bool:
    return letter != " " and letter not in _SHADES and letter not in _ELSEWHERE


def _text(said: str, place: int, top: int, look: Look) -> str:
    wide = _w(cell_len(said))
    named = (
        f'<text x="{_x(place)}" y="{top + 15}" textLength="{wide}" lengthAdjust="spacingAndGlyphs" fill="{look.colour}"'
    )
    if look.bold:
        named += ' class="b"'
    if look.italic:
        named += ' font-style="italic"'
    lines = " ".join(line for line, wanted in (("underline", look.underlined), ("line-through", look.struck)) if wanted)
    if lines:
        named += f' text-decoration="{lines}"'
    return f"{named}>{escape(said)}</text>"


def _block(symbol: str, place: int, many: int, top: int, colour: str) -> str:
    if symbol in _SHADES:
        shade = _SHADES[symbol]
        opacity = "" if shade == 1 else f' opacity="{shade}"'
        return f'<rect x="{_x(place)}" y="{top}" width="{_w(many)}" height="{HEIGHT}" fill="{colour}"{opacity}/>'
    if symbol in _EIGHTHS_UP:
        high = (_EIGHTHS_UP.index(symbol) + 1) / 8
        left, down, wide, high = 0.0, 1 - high, 1.0, high
    elif symbol in _EIGHTHS_ACROSS:
        left, down, wide, high = 0.0, 0.0, (_EIGHTHS_ACROSS.index(symbol) + 1) / 8, 1.0
    else:
        left, down, wide, high = _ELSEWHERE[symbol]
    if wide == 1.0:
        return (
            f'<rect x="{_x(place)}" y="{round(top + down * HEIGHT, 1)}" width="{_w(many)}"'
            f' height="{round(high * HEIGHT, 1)}" fill="{colour}"/>'
        )
    return "".join(
        f'<rect x="{round(_x(place + at) + left * WIDTH, 1)}" y="{round(top + down * HEIGHT, 1)}"'
        f' width="{round(wide * WIDTH, 1)}" height="{round(high * HEIGHT, 1)}" fill="{colour}"/>'
        for at in range(many)
    )


def _x(cells: int) -> float:
    return round(PAD + cells * WIDTH, 1)


def _w(cells: int) -> float:
    return round(cells * WIDTH, 1)


def picture(size: tuple[int, int], ground: str, inside: str, style: str = "") -> str:
    """A whole SVG of so many columns and rows."""
    wide, high = round(2 * PAD + size[0] * WIDTH, 1), 2 * PAD + size[1] * HEIGHT
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide} {high}" width="{wide}" height="{high}"'
        f' font-family="{FONTS}" font-size="{SIZE}" xml:space="preserve">'
        f"<style>.b{{font-weight:bold}}rect{{shape-rendering:crispEdges}}{style}</style>"
        f'<rect width="{wide}" height="{high}" rx="8" fill="{ground}"/>{inside}</svg>\n'
    )
