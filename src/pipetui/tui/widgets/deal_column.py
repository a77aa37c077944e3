"""One stage of the board: its head and its deals."""

from collections.abc import Callable

from textual.app import RenderResult
from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from pipetui import arrange
from pipetui.domain.deal import Stage
from pipetui.domain.money import Money
from pipetui.render import badge, badge_sign, cell_width, cut, money, money_short, together
from pipetui.tui.widgets.agenda_list import what_short, when_short
from pipetui.tui.widgets.card_list import CardList
from pipetui.tui.widgets.pieces import Heading, Piece, Row, pad, part_of
from pipetui.views import Card

NORMAL, COMPACT = 4, 2
"""Lines of a card: three and a gap, or two."""


class DealColumn(CardList):
    """The deals of one stage, most urgent first."""

    compact = reactive(False)

    def __init__(self, stage_id: int) -> None:
        super().__init__(id=f"stage-{stage_id}")
        self.stage_id = stage_id
        self.row_height = NORMAL

    def watch_compact(self, compact: bool) -> None:
        """Another height, the same cursor."""
        self.row_height = COMPACT if compact else NORMAL
        rows, self.rows = self.rows, ()
        if rows:
            selected = rows[self.cursor]
            self.show(rows, self.today, selected.id if isinstance(selected, Card) else None)

    def lines(self, row: Row, width: int) -> list[list[Piece]]:
        """A card: title; organization and value; next step."""
        if isinstance(row, Heading):
            return [[(cut(row.text, width), "heading")]]
        hot: list[Piece] = [("*", "today")] if row.facts.hot else []
        step = pad([(self._badge(row, width), part_of(row))], [], width)
        if self.compact:
            value: list[Piece] = [(money_short(row.value), "money")] if row.value else []
            return [pad([(row.title, "title")], hot + value, width), step]
        amount: list[Piece] = [(money(row.value), "money")] if row.value else []
        return [
            pad([(row.title, "title")], hot, width),
            pad([(row.organization or ", ".join(row.people), "muted")], amount, width),
            step,
            [],
        ]

    def _badge(self, card: Card, width: int) -> str:
        """The badge in full where it fits, else with the short time of the day's list."""
        said = badge(card, self.today)
        if cell_width(said) <= width:
            return said
        rotting = f"≈{card.rotting_days}d" if card.rotting_days and card.next_step else ""
        short = "  ".join(filter(None, (when_short(card, self.today), what_short(card), rotting)))
        return f"{badge_sign(card)} {short}"


class StageHead(Widget):
    """What stands over a column: name, count, sum and weighted sum of the deals shown, a line per currency."""

    DEFAULT_CSS = """
    StageHead { height: auto; padding: 0 1; color: $dim; }
    """

    def __init__(self, stage: Stage, pipeline: str = "") -> None:
        """With the name of the `pipeline` where the board shows several."""
        super().__init__()
        self.stage = stage
        self.pipeline = pipeline
        self._head = arrange.head(())
        self._lines = 1

    def show(self, head: arrange.Head, lines: int) -> None:
        """Show a head with room for `lines` currencies, as many as the fullest column has."""
        if (head, lines) != (self._head, self._lines):
            relayout = lines != self._lines
            self._head, self._lines = head, lines
            self.refresh(layout=relayout)

    def get_content_height(self, container: object, viewport: object, width: int) -> int:
        """The pipeline where it is told, the name and a line per currency."""
        return 1 + self._lines + bool(self.pipeline)

    def render(self) -> RenderResult:
        """The name with the count at its right; sums under it."""
        width = self.content_size.width
        count = str(self._head.deals)
        name = cut(self.stage.name, max(1, width - len(count) - 1))
        gap = " " * max(1, width - cell_width(name) - len(count))
        over = [(f"{cut(self.pipeline, width)}\n", "$dim")] if self.pipeline else []
        parts: list[Content | tuple[str, str]] = [
            *over,
            (name, "bold $foreground"),
            (gap, ""),
            (count, "bold $key"),
        ]
        sums = self._sums(width)
        for number in range(self._lines):
            parts += [("\n", ""), (sums[number] if number < len(sums) else "", "")]
        return Content.assemble(*parts)

    def _sums(self, width: int) -> list[str]:
        """A line per currency: the sum and its weighted part, all in one notation; where it is too narrow, the sum."""
        for show in (money, money_short):
            lines = sums_of(self._head, show)
            if all(cell_width(line) <= width for line in lines):
                return lines
        short = [money_short(total) for total in self._head.total]
        return [cut(line, width) for line in (*short, *filter(None, [together(self._head.total, money_short)]))]


def sums_of(head: arrange.Head, show: Callable[[Money], str] = money) -> list[str]:
    """A line per currency, the sum and its weighted part; then what they come to, or which of them has no rate."""
    weighted = {amount.currency: amount for amount in head.weighted}
    lines = [
        f"{show(total)} · {show(weighted[total.currency])}" if total.currency in weighted else show(total)
        for total in head.total
    ]
    whole = together(head.total, show).strip()
    part = together(head.weighted, show).strip(" =") if whole.startswith("=") else ""
    return [*lines, *filter(None, [" · ".join(filter(None, (whole, part)))])]
