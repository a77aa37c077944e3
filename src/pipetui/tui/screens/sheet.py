"""One deal, all of it."""

from textual.app import ComposeResult

from pipetui.tui.screens.deal_screen import DealScreen
from pipetui.tui.screens.overlay import OverlayScreen
from pipetui.tui.snapshot import Snapshot
from pipetui.tui.widgets.bars import StatusBar, TopBar
from pipetui.tui.widgets.deal_pane import DealPane
from pipetui.views import Card, DealSheet


class SheetScreen(OverlayScreen, DealScreen):
    """Everything about a deal; every gesture works here too."""

    hints: tuple[str, ...] = ("deal.call", "deal.touch", "deal.next", "deal.advance", "deal.edit", "app.help")

    def __init__(self, card: Card) -> None:
        super().__init__()
        self._card: Card = card

    @property
    def selected(self) -> Card | None:
        """The deal on the sheet."""
        return self._card

    @property
    def paper(self) -> DealPane:
        """The sheet."""
        return self.query_one(DealPane)

    def compose(self) -> ComposeResult:
        """Bars around the sheet."""
        yield TopBar("")
        yield DealPane(full=True)
        yield StatusBar(self.hints)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """The sheet is open already."""
        return False if action == "open" else super().check_action(action, parameters)

    def show_snapshot(self, snapshot: Snapshot, follow: int | None = None) -> None:
        """The book changed: read the sheet again."""
        self.query_one(TopBar).note = "Esc back"
        self.pipetui.worker.want_sheet(self._card.id)

    def show_sheet(self, sheet: DealSheet | None) -> None:
        """Show it, if it is this deal's."""
        if sheet is not None and sheet.card.id == self._card.id:
            self._card = sheet.card
            self.paper.show(sheet, self.pipetui.worker.workspace.now())
            self.refresh_bindings()
