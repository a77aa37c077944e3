"""Pairs that are probably one: the two, one below the other, and why."""

from typing import Any, NamedTuple

from pipetui.tui.widgets.cursor_rows import CursorRows, cursor_keys
from pipetui.tui.widgets.pieces import SHORT_NOUNS, Heading, Piece, pad
from pipetui.views_dupes import LikelyPair, Twin

_LABEL = 8


class PairRow(NamedTuple):
    """A pair under a number of its own, by which the cursor finds it again."""

    id: int
    pair: LikelyPair


def row_of(pair: LikelyPair) -> PairRow:
    """The row of a pair."""
    kind = tuple(SHORT_NOUNS).index(pair.noun)
    return PairRow(((pair.first.id << 64) + pair.second.id) * len(SHORT_NOUNS) + kind, pair)


class PairList(CursorRows[PairRow], inherit_bindings=False):
    """Four lines a pair, the last of them empty."""

    BINDINGS = cursor_keys()
    row_height = 4
    air = 1
    in_frame = True

    def lines(self, row: Any, width: int) -> list[list[Piece]]:
        """The kind and the one; the points and the other; the reasons."""
        if isinstance(row, Heading):
            return [[(row.text, "heading")]]
        pair: LikelyPair = row.pair
        reasons = " · ".join(pair.reasons)
        return [
            pad([(f"{SHORT_NOUNS[pair.noun]:<{_LABEL}}", "muted"), *_twin(pair.first)], [], width),
            pad([(f"{pair.score:<{_LABEL}}", "heading"), *_twin(pair.second)], [], width),
            pad([(" " * _LABEL, ""), (reasons, "today")], [], width),
            [],
        ]


def _twin(twin: Twin) -> list[Piece]:
    return [(f"#{twin.id} ", "muted"), (twin.name, "title"), (f"  {twin.about}" if twin.about else "", "muted")]
