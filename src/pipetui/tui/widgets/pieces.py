"""Lines of a list as styled pieces of plain text, before they are painted."""

from typing import NamedTuple

from pipetui.render import cell_width, cut
from pipetui.views import Card

MARK = "✓"
"""The sign of a marked deal."""


class Heading(NamedTuple):
    """A line between deals that the cursor passes over."""

    text: str
    note: str = ""


Row = Card | Heading

Piece = tuple[str, str]
"""Text and the part of the look it is drawn in: a component class without the widget's prefix, or ""."""


def pad(left: list[Piece], right: list[Piece], width: int) -> list[Piece]:
    """A line with `left` cut so that `right` stands at the right edge; without room for both, `left` alone."""
    right_width = sum(cell_width(text) for text, _ in right)
    room = width - right_width - (1 if right else 0)
    if right and room < width // 3:
        return pad(left, [], width)
    line: list[Piece] = []
    for text, part in left:
        shown = cut(text, room)
        room -= cell_width(shown)
        line.append((shown, part))
    return [*line, (" " * max(0, room + (1 if right else 0)), ""), *right]


def part_of(card: Card) -> str:
    """The look of a deal's next-step text."""
    if card.rotting_days and card.badge == "none":
        return "rotting"
    return card.badge or card.status
