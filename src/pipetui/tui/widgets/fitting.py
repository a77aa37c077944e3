"""How wide the columns of a table are: as what stands in them needs, as far as there is room."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from pipetui.render import cell_width

MEASURED = 300
"""So many rows are looked at to know what a column needs."""


ORDERED = 1
"""Cells behind the name of a column, for the mark of the one that orders the rows."""


def order_mark(name: str, cells: int, *, turned: bool) -> str:
    """What stands behind the `name` of the column that orders the rows; `turned` where they are the other way round."""
    mark = order_sign(turned=turned)
    return f" {mark}" if cell_width(name) + ORDERED < cells else mark


def order_sign(*, turned: bool) -> str:
    """The mark alone."""
    return "▴" if turned else "▾"


def order_unseen(name: str, shown: Iterable[str], *, turned: bool) -> str:
    """What the frame says of the order where the head of the column `name` is not among those `shown`."""
    return "" if not name or name in shown else f"{name} {order_sign(turned=turned)}"


class Need(NamedTuple):
    """What a column needs: at the `least`, for `all` that stands in it, and its `share` of what is left (0: none)."""

    least: int
    all: int
    share: int


def fitted(needs: Sequence[Need], width: int, gap: int) -> list[int]:
    """The cells of each column in `width` cells with `gap` cells between two.

    Where there is not room for all, the widest that can give way are narrowed, cell by cell; where there is more, those
    with a share have it.
    """
    room = width - gap * (len(needs) - 1)
    cells = [max(need.all, need.least if not need.share else 0) for need in needs]
    while (over := sum(cells) - room) > 0:
        wide = [place for place, need in enumerate(needs) if need.share and cells[place] > need.least]
        if not wide:
            break
        most = max(cells[place] for place in wide)
        widest = [place for place in wide if cells[place] == most]
        lower = max([cells[place] for place in wide if cells[place] < most] + [needs[place].least for place in widest])
        each = max(1, min(most - lower, over // len(widest)))
        for place in widest[: max(1, over)]:
            cells[place] -= each
    spare, shares = room - sum(cells), sum(need.share for need in needs)
    if spare > 0 and shares:
        for place, need in enumerate(needs):
            cells[place] += spare * need.share // shares
    return cells
