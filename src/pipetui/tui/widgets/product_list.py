"""The price list, a line each: name, code, price, how often it is paid, unit, on how many lines of deals it stands."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from pipetui.domain.items import ListedProduct
from pipetui.phrases import items as phrases
from pipetui.render import cell_width, cut, plural
from pipetui.tui.widgets.cursor_rows import CursorRows
from pipetui.tui.widgets.pieces import Heading, Piece, aligned

_LOOKS = ("title", "muted", "", "muted", "muted", "muted")
_GAP = 2


class ProductRow(NamedTuple):
    """A product under its number."""

    id: int
    product: ListedProduct


class ProductList(CursorRows[ProductRow]):
    """One line a product; columns as broad as they need, the name takes what is left."""

    row_height = 1
    air = 1
    in_frame = True
    _widest: Sequence[int] = ()
    """Cells of the longest of each column."""

    def _measure(self) -> None:
        super()._measure()
        shown = (_cells(row.product) for row in self.rows if isinstance(row, ProductRow))
        self._widest = [max(map(cell_width, column)) for column in zip(*shown, strict=True)]

    def lines(self, row: Any, width: int) -> list[list[Piece]]:
        """`Support gold    SUP-1   €1,200  a month  hours   3 items`."""
        if isinstance(row, Heading):
            return [[(row.text, "heading")]]
        name, *others = self._widest
        room = max(0, width - sum(wide + _GAP for wide in others if wide))
        pieces: list[Piece] = []
        for place, (cell, wide, look) in enumerate(
            zip(_cells(row.product), (min(name, room), *others), _LOOKS, strict=True)
        ):
            if wide:
                gap = _GAP if place else 0
                pieces.append((" " * gap + aligned(cut(cell, wide), wide, right=place in (2, 5)), look))
        return [pieces]


def _cells(one: ListedProduct) -> tuple[str, ...]:
    *cells, _ = phrases.product_cells(one)
    return (*cells, plural(one.uses, "item") if one.uses else "")
