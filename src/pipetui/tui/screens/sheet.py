"""One deal, all of it."""

from textual.app import ComposeResult
from textual.binding import Binding

from pipetui.tui.reading import Snapshot
from pipetui.tui.screens.deal_screen import DealScreen
from pipetui.tui.widgets.bars import StatusBar, TopBar
from pipetui.tui.widgets.deal_pane import DealPane
from pipetui.views import Card, DealSheet


class SheetScreen(DealScreen):
    """Everything about a deal; every gesture works here too."""

    BINDINGS = [
        Binding("escape,backspace,q", "back", "Back", show=False),
        Binding("down,j", "scroll(1)", "Down", show=False),
        Binding("up,k", "scroll(-1)", "Up", show=False),
        Binding("pagedown", "page(1)", "Page down", show=False),
        Binding("pageup", "page(-1)", "Page up", show=False),
    ]
    hints: tuple[str, ...] = ("deal.call", "deal.touch", "deal.next", "deal.advance", "deal.edit", "app.help")

    is_sheet = True

    def __init__(self, card: Card) -> None:
        super().__init__()
        self._card: Card = card

    @property
    def selected(self) -> Card | None:
        """The deal on the sheet."""
        return self._card

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
        self.pipetui.clerk.want_sheet(self._card.id)

    def show_sheet(self, sheet: DealSheet | None) -> None:
        """Show it, if it is this deal's."""
        if sheet is not None and sheet.card.id == self._card.id:
            self._card = sheet.card
            self.query_one(DealPane).show(sheet, self.pipetui.clerk.book.now())
            self.refresh_bindings()

    def action_back(self) -> None:
        """To where we came from."""
        self.dismiss()

    def action_scroll(self, lines: int) -> None:
        """A few lines on."""
        self.query_one(DealPane).scroll_relative(y=2 * lines, animate=False)

    def action_page(self, pages: int) -> None:
        """A page on."""
        pane = self.query_one(DealPane)
        pane.scroll_relative(y=pages * max(1, pane.size.height - 2), animate=False)
