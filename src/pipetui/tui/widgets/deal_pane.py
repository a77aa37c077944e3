"""The deal under the cursor: in six lines of what matters, or all of it."""

from datetime import datetime

from pipetui.tui.widgets.pane_paper import PanePaper
from pipetui.tui.widgets.pressable import Bit, Bits
from pipetui.views import DealSheet


class DealPane(PanePaper):
    """Shows a deal's sheet as it stands at a moment."""

    def show(self, sheet: DealSheet | None, now: datetime, *, peek: bool, without: str = "") -> None:
        """Show it; `without` one say that."""
        self.set_class(peek, "-peek")

        def say(width: int) -> list[Bits]:
            from pipetui.tui.widgets import pane_lines  # behind the first frame, with the first sheet

            if sheet is None:
                return [[Bit(without, "$dim")]] if without else []
            if peek:
                return pane_lines.peek(sheet, now, width)
            named = ("deal.next", "deal.open", "deal.outside", "deal.items", "deal.edit")
            return pane_lines.side(sheet, now, width, pane_lines.PaneKeys(*map(self.key, named)))

        self.tell(sheet.card.id if sheet is not None else None, (sheet, now.date(), peek, without), say)
