"""The deals that look dead: three lines each, the last of them what was decided."""

from collections.abc import Mapping
from datetime import datetime

from pipetui.domain import decisions
from pipetui.domain.decisions import Decision
from pipetui.domain.rules import days_since
from pipetui.domain.sweep import Reason
from pipetui.phrases import sweep as phrases
from pipetui.render import age, badge, cell_width, cut, money
from pipetui.tui.widgets.card_list import CardList
from pipetui.tui.widgets.cursor_rows import cursor_keys
from pipetui.tui.widgets.pieces import Heading, Piece, Row, pad, part_of

_TAGS = {
    decisions.DROP: "drop",
    decisions.LAST_CHANCE: "chance",
    decisions.PARK: "park",
    decisions.KEEP: "keep",
    decisions.REVIVE: "revive",
}
"""The looks of the decisions."""
_APART = "  "


class SweepList(CardList, inherit_bindings=False):
    """Title and value; the reasons; then the stage, the next step and the age, or the decision.

    The keys of a list but `k`, which keeps a deal here.
    """

    BINDINGS = cursor_keys(up="up")
    row_height = 4
    air = 1
    in_frame = True

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
        """A deal of the sweep and a gap; a decided one steps back behind what was decided, a tag at the right."""
        if isinstance(row, Heading):
            return [[(row.text, "heading")]]
        amount: list[Piece] = [(money(row.value), "money")] if row.value else []
        title = [(row.title, "title"), (f"{_APART}{row.organization}" if row.organization else "", "muted")]
        reasons = [phrases.why(reason, self.today) for reason in self._reasons.get(row.id, ())]
        first, more = _in_two_lines(reasons, width)
        old = f"{age(days_since(row.created_at, self._now))} old" if row.created_at else "age unknown"
        left: Piece = (more, "today") if more else (f"{row.stage} · {old}{_APART}", "muted")
        stands: Piece = (badge(row, self.today), part_of(row))
        decision = self._decisions.get(row.id)
        if decision is not None:
            room = max(8, width - 12)
            tag: Piece = (f" {cut(phrases.decided(decision, self.today), room)} ", f"tag-{_TAGS[decision.kind]}")
            dimmed = [(text, "muted") for text, _ in title], [(text, "muted") for text, _ in amount]
            return [
                pad(*dimmed, width),
                pad([(first, "muted")], [], width),
                pad([(left[0], "muted")], [tag], width),
                [],
            ]
        last = pad([left], [stands], width) if more else pad([left, stands], [], width)
        return [pad(title, amount, width), pad([(first, "today")], [], width), last, []]


def _in_two_lines(reasons: list[str], width: int) -> tuple[str, str]:
    """The reasons side by side; what does not fit goes on in a second line, "" for none."""
    first = ""
    for number, reason in enumerate(reasons):
        line = f"{first} · {reason}" if first else reason
        if first and cell_width(line) > width:
            return first, " · ".join(reasons[number:])
        first = line
    return first, ""
