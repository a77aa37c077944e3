"""The deals that look dead: three lines each, the last of them what was decided."""

from collections.abc import Mapping
from datetime import datetime

from textual.binding import Binding

from pipetui.domain.decisions import Decision
from pipetui.domain.sweep import Reason
from pipetui.render import age, badge, cell_width, money
from pipetui.telling import sweep as telling
from pipetui.tui.widgets.card_list import CardList
from pipetui.tui.widgets.pieces import Heading, Piece, Row, pad, part_of
from pipetui.views import Card

_DECIDED = "▸"
_APART = "  "


class SweepList(CardList, inherit_bindings=False):
    """Title and value; the reasons; then the stage, the next step and the age, or the decision.

    The keys of a list but `k`, which keeps a deal here.
    """

    BINDINGS = [
        Binding("up", "step(-1)", "Up", show=False),
        Binding("down,j", "step(1)", "Down", show=False),
        Binding("g,home", "edge(-1)", "First", show=False),
        Binding("G,end", "edge(1)", "Last", show=False),
        Binding("pageup,ctrl+u", "page(-1)", "Page up", show=False),
        Binding("pagedown,ctrl+d", "page(1)", "Page down", show=False),
    ]
    row_height = 4

    def __init__(self) -> None:
        super().__init__()
        self._reasons: Mapping[int, tuple[Reason, ...]] = {}
        self._decisions: Mapping[int, Decision] = {}
        self._now = datetime.min

    def tell(self, reasons: Mapping[int, tuple[Reason, ...]], decisions: Mapping[int, Decision], now: datetime) -> None:
        """Show these reasons and decisions, by the number of the deal, as they stand at `now`."""
        if (reasons, decisions) != (self._reasons, self._decisions):
            self._strips.clear()
            self.refresh()
        self._reasons, self._decisions, self._now = reasons, dict(decisions), now

    def lines(self, row: Row, width: int) -> list[list[Piece]]:
        """A deal of the sweep, and a gap if the reasons leave one."""
        if isinstance(row, Heading):
            return [[(row.text, "heading")]]
        amount: list[Piece] = [(money(row.value), "money")] if row.value else []
        title = [(row.title, "title"), (f"{_APART}{row.organization}" if row.organization else "", "muted")]
        reasons = [telling.why(reason, self.today) for reason in self._reasons.get(row.id, ())]
        return [
            pad(title, amount, width),
            *(pad([(line, "today")], [], width) for line in _in_two_lines(reasons, width)),
            self._last_line(row, width),
            [],
        ]

    def _last_line(self, card: Card, width: int) -> list[Piece]:
        decision = self._decisions.get(card.id)
        if decision is not None:
            return pad([(f"{_DECIDED} {telling.decided(decision, self.today)}", "heading")], [], width)
        old = age(max(0, (self._now - card.created_at).days))
        return pad(
            [(f"{card.stage} · {old} old{_APART}", "muted"), (badge(card, self.today), part_of(card))], [], width
        )


def _in_two_lines(reasons: list[str], width: int) -> list[str]:
    """The reasons side by side; what does not fit goes on in a second line."""
    first = ""
    for number, reason in enumerate(reasons):
        line = f"{first} · {reason}" if first else reason
        if first and cell_width(line) > width:
            return [first, " · ".join(reasons[number:])]
        first = line
    return [first]
