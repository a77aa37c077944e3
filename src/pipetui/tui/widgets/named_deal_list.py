"""Deals on a line each: what stands behind a figure."""

from datetime import date
from typing import Any

from pipetui import render
from pipetui.render import cell_width, cut
from pipetui.store.reads.named_deals import NamedDeal
from pipetui.tui.widgets.cursor_rows import CursorRows, cursor_keys
from pipetui.tui.widgets.pieces import Heading, Piece

_STATUS, _VALUE, _CLOSED, _GAP = 6, 14, 15, 2
_SIDE_BY_SIDE = 100


class NamedDealList(CursorRows[NamedDeal], inherit_bindings=False):
    """A line a deal."""

    BINDINGS = cursor_keys()
    row_height = 1
    in_frame = True

    def lines(self, row: Any, width: int) -> list[list[Piece]]:
        """`#42 Acme rollout    Acme    won    €12,000   2026-11-04`."""
        if isinstance(row, Heading):
            return [[(row.text, "heading")]]
        deal: NamedDeal = row
        closed = _day(deal.closed_on, self.today) if deal.status != "open" else ""
        right: list[Piece] = [
            (f"  {deal.status:<{_STATUS}}", deal.status if deal.status in ("won", "lost") else "muted"),
            (f"{cut(render.money(deal.value), _VALUE):>{_VALUE}}", "money"),
            (f"  {closed:>{_CLOSED}}", "muted"),
        ]
        room = width - 1 - sum(cell_width(text) for text, _ in right)
        number = f"#{deal.id:<6} "
        room -= len(number)
        left: list[Piece] = [(number, "muted")]
        if width >= _SIDE_BY_SIDE:
            half = room * 3 // 5
            left += [_column(deal.title, half, "title"), _column(deal.organization, room - half, "")]
        else:
            left.append(_column(deal.title, room, "title"))
        return [[*left, *right]]


def _day(closed_on: str, today: date) -> str:
    try:
        return render.day(date.fromisoformat(closed_on), today)
    except ValueError:  # unknown, or what another program wrote
        return ""


def _column(text: str, room: int, part: str) -> Piece:
    shown = cut(text, max(0, room - _GAP))
    return shown + " " * max(0, room - cell_width(shown)), part
