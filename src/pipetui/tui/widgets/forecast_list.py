"""The open deals of a forecast, those first that move it most: what each brings, how likely, and what it adds."""

from datetime import date
from typing import Any, NamedTuple

from pipetui import render
from pipetui.domain.money import Money
from pipetui.insight.forecast import OpenDeal
from pipetui.phrases import forecast_page
from pipetui.phrases.report_page import rate
from pipetui.tui.widgets.cursor_rows import CursorRows, cursor_keys
from pipetui.tui.widgets.pieces import Heading, Piece, pad

_VALUE, _CHANCE, _ADDS, _CLOSE = 13, 6, 12, 12
_NARROW = 90

WITHOUT, SLIPS = "without", "a month later"
"""What a deal is in a forecast that asks what if."""


class ForecastRow(NamedTuple):
    """An open deal, and what if it is asked of it: "", WITHOUT or SLIPS."""

    deal: OpenDeal
    asked: str = ""

    @property
    def id(self) -> int:
        """The deal's."""
        return self.deal.id


class ForecastList(CursorRows[ForecastRow], inherit_bindings=False):
    """A line a deal."""

    BINDINGS = cursor_keys()
    row_height = 1

    def lines(self, row: Any, width: int) -> list[list[Piece]]:
        """`#42 Acme rollout          without   €12,000   40 %   €4,800   Fri 11 Dec`."""
        if isinstance(row, Heading):
            return [[(row.text, "heading")]]
        deal: OpenDeal = row.deal
        gone = row.asked == WITHOUT
        left: list[Piece] = [(f"#{deal.id} ", "muted"), (deal.title, "muted" if gone else "title")]
        put: list[Piece] = [(f"  {deal.category}", "heading")] if deal.category else []
        asked: list[Piece] = [(f"  {row.asked}", "overdue" if gone else "today")] if row.asked else []
        adds = Money(round(deal.expected), deal.currency)
        right: list[Piece] = [
            *put,
            *asked,
            (f"{forecast_page.value_of(deal):>{_VALUE}}", "muted" if deal.estimated else "money"),
            (f"{rate(deal.chance):>{_CHANCE}}", "heading"),
            (f"{render.money_short(adds):>{_ADDS - 4}}", "money"),
        ]
        if width >= _NARROW:
            right.append((f"{_day(deal.close, self.today):>{_CLOSE}}", "muted"))
        return [pad(left, right, width - 1)]  # nothing touches the scroll bar


def _day(close: int | None, today: date) -> str:
    return render.NONE if close is None else render.day(date.fromordinal(close), today)
