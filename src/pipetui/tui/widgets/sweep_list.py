"""The deals that look dead: three lines each, the last of them what was decided."""

from collections.abc import Mapping
from datetime import datetime

from pipetui.domain.decisions import Decision
from pipetui.domain.rules import days_since
from pipetui.domain.sweep import Reason
from pipetui.phrases import sweep as phrases
from pipetui.render import age, badge, cell_width, money
from pipetui.tui.widgets.card_list import CardList
from pipetui.tui.widgets.cursor_rows import cursor_keys
from pipetui.tui.widgets.pieces import Heading, Piece, Row, pad, part_of
from pipetui.views import Card

_DECIDED = "▸"
_APART = "  "


class SweepList(CardList, inherit_bindings=False):
    """Title and value; the reasons; then the stage, the next step and the age, or the decision.

    The keys of a list but `k`, which keeps a deal here.
    """

    BINDINGS = cursor_keys(up="up")
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
        """A deal of the sweep and a gap; where the reasons take two lines, how it stands goes beside the second."""
        if isinstance(row, Heading):
            return [[(row.text, "heading")]]
        amount: list[Piece] = [(money(row.value), "money")] if row.value else []
        title = [(row.title, "title"), (f"{_APART}{row.organization}" if row.organization else "", "muted")]
        reasons = [phrases.why(reason, self.today) for reason in self._reasons.get(row.id, ())]
        first, more = _in_two_lines(reasons, width)
        old = f"{age(days_since(row.created_at, self._now))} old" if row.created_at else "age unknown"
        left: Piece = (more, "today") if more else (f"{row.stage} · {old}{_APART}", "muted")
        stands = self._stands(row)
        last = pad([left], [stands], width) if more else pad([left, stands], [], width)
        return [pad(title, amount, width), pad([(first, "today")], [], width), last, []]

    def _stands(self, card: Card) -> Piece:
        """What is decided about a deal; until then its next step."""
        decision = self._decisions.get(card.id)
        if decision is not None:
            return f"{_DECIDED} {phrases.decided(decision, self.today)}", "heading"
        return badge(card, self.today), part_of(card)


def _in_two_lines(reasons: list[str], width: int) -> tuple[str, str]:
    """The reasons side by side; what does not fit goes on in a second line, "" for none."""
    first = ""
    for number, reason in enumerate(reasons):
        line = f"{first} · {reason}" if first else reason
        if first and cell_width(line) > width:
            return first, " · ".join(reasons[number:])
        first = line
    return first, ""
