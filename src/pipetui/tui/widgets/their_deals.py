"""The deals of a person or an organization under a head: title, stage or how it ended, value, next step."""

from datetime import date

from textual.app import RenderResult
from textual.binding import Binding
from textual.content import Content
from textual.message import Message
from textual.widget import Widget

from pipetui.domain.deal import OPEN
from pipetui.domain.text import one_line
from pipetui.render import badge, cell_width, cut, day_in_column, money
from pipetui.tui.widgets.card_list import CardList
from pipetui.tui.widgets.pieces import Heading, Piece, Row, part_of
from pipetui.views import Card

_GAP = 2
_TITLE, _NEXT = 14, 14
"""What the title and the next step have at least, where there is room for them at all."""


def stage_of(card: Card, today: date) -> str:
    """The stage; of a closed deal how it ended and when."""
    if card.status == OPEN:
        return one_line(card.stage)
    closed = " ".join(day_in_column(card.closed_on, today).split()) if card.closed_on else ""
    return f"{card.status} {closed}".rstrip()


class TheirDeals(CardList):
    """One line a deal; a page goes through the sheet."""

    BINDINGS = [
        Binding("pageup,ctrl+u", "screen.page(-1)", "Page up", show=False),
        Binding("pagedown,ctrl+d", "screen.page(1)", "Page down", show=False),
    ]

    _title = _stage = _value = 0
    """Cells of the longest of each."""

    class LeftDownwards(Message):
        """The cursor was to go down from the last deal."""

    def action_step(self, offset: int) -> None:
        """A deal up or down; from the last one to what happened."""
        if offset > 0 and self.cursor == len(self.rows) - 1:
            self.post_message(self.LeftDownwards())
        else:
            super().action_step(offset)

    def _measure(self) -> None:
        super()._measure()
        cards = list(self.cards)
        self._stage = max((cell_width(stage_of(card, self.today)) for card in cards), default=0)
        self._value = max((cell_width(money(card.value)) for card in cards if card.value), default=0)
        self._title = max((cell_width(one_line(card.title)) for card in cards), default=0)

    def columns(self, width: int) -> tuple[int, int, int, int]:
        """How wide title, stage, value and next step are."""
        stage, value = max(5, self._stage), max(5, self._value)
        room = width - 1 - stage - value - 3 * _GAP
        if room < _TITLE + _NEXT:
            return max(1, room + _GAP), stage, value, 0
        title = max(_TITLE, min(self._title, room - _NEXT))
        return title, stage, value, room - title

    def lines(self, row: Row, width: int) -> list[list[Piece]]:
        """`Acme rollout  Proposal  €12,000  → tomorrow 10:00  call Kim`."""
        assert not isinstance(row, Heading)
        title, stage, value, upcoming = self.columns(width)
        going = row.status == OPEN
        worth = money(row.value) if row.value else ""
        pieces = [
            _cell(one_line(row.title), title, "title" if going else "muted"),
            _cell(stage_of(row, self.today), stage, "" if going else row.status),
            (" " * (value - cell_width(worth)) + worth + " " * _GAP, "money" if going else "muted"),
        ]
        if upcoming and going:
            pieces.append((cut(one_line(badge(row, self.today)), upcoming), part_of(row)))
        return [pieces]


def _cell(text: str, cells: int, part: str) -> Piece:
    shown = cut(text, cells)
    return shown + " " * (cells - cell_width(shown) + _GAP), part


class DealsHead(Widget):
    """The names of the columns over their cells."""

    def __init__(self, deals: TheirDeals) -> None:
        super().__init__()
        self._deals = deals

    def render(self) -> RenderResult:
        """`Title   Stage   Value   Next step`."""
        title, stage, value, upcoming = self._deals.columns(self._deals.scrollable_content_region.width - 1)
        names = f" {'Title':<{title + _GAP}}{'Stage':<{stage + _GAP}}{'Value':>{value}}{' ' * _GAP}"
        return Content.styled(names + ("Next step" if upcoming else ""), "bold")
