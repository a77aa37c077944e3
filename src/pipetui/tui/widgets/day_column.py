"""One day of the week: its steps in the order of their time; one can be dragged to another day."""

from datetime import date

from pipetui import arrange
from pipetui.domain.rules import OVERDUE
from pipetui.render import badge_sign, cell_width
from pipetui.tui.widgets.agenda_list import AGAIN, what_short
from pipetui.tui.widgets.deal_column import DealColumn
from pipetui.tui.widgets.pieces import Heading, Piece, Row, pad, part_of
from pipetui.views import Card


class DayColumn(DealColumn):
    """A card for each step: when and how much; what; the deal. Where it is compact what stands beside when."""

    @property
    def badge_line(self) -> int:
        """The sign stands first."""
        return 0

    def lines(self, row: Row, width: int) -> list[list[Piece]]:
        """`14:00  €12k`, `call Kim`, `Acme rollout`."""
        if isinstance(row, Heading):
            return []
        when: Piece = (when_planned(row, self.today), part_of(row))
        what = what_short(row) or "next step"
        title = pad([(row.title, "title")], [], width)
        if self.compact:
            return [pad([(f"{when[0]} {what}", when[1])], [], width), title]
        value = self.written(row.value) if row.value else ""
        fits = value and cell_width(f"{when[0]} {value}") <= width
        return [pad([when], [(value, "money")] if fits else [], width), pad([(what, "")], [], width), title, []]

    def room_for_value(self, rows: tuple[Row, ...]) -> int:
        """What the longest time of day leaves, so that all money of the column is written in one way."""
        times = (when_planned(row, self.today) for row in rows if isinstance(row, Card))
        return self._width - 2 - 1 - max(map(cell_width, times), default=0)


def when_planned(card: Card, today: date) -> str:
    """When, for a card that stands under its day: `→ 14:00`, `! 3 d`, the sign alone; `↻` for a closed deal."""
    step = card.next_step
    if step is None:
        due = arrange.after_close(card)
        return f"{AGAIN} {(today - due).days} d" if due is not None and due < today else AGAIN
    late = f"{step.days_late} d" if step.state == OVERDUE and step.days_late else ""
    return " ".join(filter(None, (badge_sign(card), step.time or late)))
