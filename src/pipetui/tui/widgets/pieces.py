"""Lines of a list as styled pieces of plain text, before they are painted."""

import re
from collections.abc import Callable, Iterable
from typing import NamedTuple

from pipetui.domain.money import Money, digits
from pipetui.render import cell_width, cut, money, money_short
from pipetui.views import Card

_LONGEST_WAY_BACK = 24
"""The cells of what stands behind a sentence and is never cut: a key and what it does."""

MARK = "✓"
"""The sign of a marked deal."""

HOT = "★"
"""The sign of a deal that is hot."""

SHORT_NOUNS = {"deal": "deal", "person": "person", "organization": "org"}
"""What a line says that it is about, in few cells."""


class Heading(NamedTuple):
    """A line between deals that the cursor passes over."""

    text: str
    note: str = ""

    foot: bool = False
    """The lower line of the group, where groups are drawn as boxes."""


Row = Card | Heading

Piece = tuple[str, str]
"""Text and the part it is (`parts`), or ""."""


_LOST = 3
"""So many cells at most are left empty, so that a cut comes between two words."""


def cut_at_word(text: str, width: int) -> str:
    """`text` in at most `width` cells; what is left out begins at a word where that costs few cells."""
    shown = cut(text, width)
    if shown == text or not shown.endswith("…") or text[len(shown) - 1 : len(shown)].isspace():
        return shown
    words = shown[:-1].rpartition(" ")[0].rstrip(" ,;:·–-(")
    return f"{words}…" if words and width - cell_width(words) - 1 <= _LOST else shown


class Notation(NamedTuple):
    """How all money of a column is written, and how many cells the longest needs."""

    written: Callable[[Money], str]
    cells: int


def notation(values: Iterable[Money | None], room: int) -> Notation:
    """To the cent where the longest fits into `room` cells, else in short."""
    by_code: dict[str, list[int]] = {}
    for value in values:
        if value is not None:
            by_code.setdefault(value[1], []).append(value[0])
    ends, cells = [], 0
    for code, minors in by_code.items():
        unit, most, least = 10 ** digits(code), max(minors), min(minors)
        broken = any(minor % unit for minor in minors)
        ends += [Money(abs(end) // unit * unit * (-1 if end < 0 else 1) + broken, code) for end in (most, least)]
    cells = max((cell_width(money(end)) for end in ends), default=0)
    if cells <= room:
        return Notation(money, cells)
    return Notation(money_short, max((cell_width(money_short(end)) for end in ends), default=0))


def aligned(text: str, width: int, *, right: bool = False) -> str:
    """`text` in exactly `width` cells, cut at a word where it is longer."""
    shown = cut_at_word(text, width)
    gap = " " * max(0, width - cell_width(shown))
    return gap + shown if right else shown + gap


BAR, POINTS = 5, 3
"""Cells of a bar, and of the figure behind it."""

_EIGHTHS = " ▏▎▍▌▋▊▉"


def bar_of(part: float, whole: float) -> str:
    """So much of a bar of five cells, in eighths of a cell; something of it for anything above nothing."""
    eighths = max(0, min(8 * BAR, round(8 * BAR * part / whole) or int(part > 0)))
    return "█" * (eighths // 8) + (_EIGHTHS[eighths % 8] if eighths % 8 else "")


_YEARS_FROM = 730


def span(days: int) -> str:
    """A length of time in few cells: `16 d`, `10 y` from two years up."""
    return f"{days} d" if days < _YEARS_FROM else f"{days // 365} y"


def legend(text: str, signs: str) -> list[tuple[str, str]]:
    """What the signs of a drawing mean: those among `signs` in the colour of bars, as they are drawn there."""
    return [(part, "$bar" if part in signs else "$dim") for part in re.split(f"([{signs}])", text) if part]


def pad(left: list[Piece], right: list[Piece], width: int) -> list[Piece]:
    """A line with `left` cut so that `right` stands at the right edge; without room for both, `left` alone."""
    right_width = sum(cell_width(text) for text, _ in right)
    room = width - right_width - (1 if right else 0)
    if right and room < width // 3:
        return pad(left, [], width)
    line: list[Piece] = []
    for text, part in left:
        shown = cut_at_word(text, room)
        room -= cell_width(shown)
        line.append((shown, part))
    return [*line, (" " * max(0, room + (1 if right else 0)), ""), *right]


def part_of(card: Card) -> str:
    """The look of a deal's next-step text."""
    if card.rotting_days and card.badge == "none":
        return "rotting"
    return card.badge or card.status


def news_cut(text: str, width: int) -> str:
    """What happened on at most `width` cells; the key that takes it back, behind the last dot, stays whole.

    `imported 4 deals, 2 organizati… · u undo`
    """
    said, dot, way_back = text.rpartition(" · ")
    room = width - cell_width(dot + way_back)
    if cell_width(text) <= width or not dot or cell_width(way_back) > _LONGEST_WAY_BACK or room < 1:
        return cut(text, width)
    return f"{cut(said, room)}{dot}{way_back}"
