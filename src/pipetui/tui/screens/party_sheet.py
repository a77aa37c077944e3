"""One person or organization, all of it: the deals to open, and what happened."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding

from pipetui.domain.errors import NotFoundError, PipetuiError
from pipetui.service.party_gestures import PartyGestures
from pipetui.tui.screens.book_screen import HeldKeys
from pipetui.tui.screens.overlay import OverlayScreen
from pipetui.tui.screens.party_screen import PartyScreen
from pipetui.tui.snapshot import Snapshot
from pipetui.tui.widgets.bars import StatusBar, TopBar
from pipetui.tui.widgets.card_list import CardList
from pipetui.tui.widgets.deal_table import DealRows
from pipetui.tui.widgets.party_pane import PartyPane
from pipetui.views import Card
from pipetui.views_people import OrganizationRow, PersonRow

_MOST_DEALS = 8


class TheirDeals(DealRows):
    """Their deals, as many as leave room for the sheet; a page goes through the sheet."""

    BINDINGS = [
        Binding("pageup,ctrl+u", "screen.page(-1)", "Page up", show=False),
        Binding("pagedown,ctrl+d", "screen.page(1)", "Page down", show=False),
    ]


class PartySheetScreen(OverlayScreen, PartyScreen):
    """Enter opens the deal under the cursor; every gesture of the list works here too."""

    DEFAULT_CSS = """
    PartySheetScreen TheirDeals { height: auto; display: none; border-bottom: solid $rule; }
    PartySheetScreen.-deals TheirDeals { display: block; }
    PartySheetScreen PartyPane { height: 1fr; }
    """
    hints = ("party.open", "party.touch", "party.edit", "party.note", "app.add", "app.help")

    def __init__(self, parties: PartyGestures, row: PersonRow | OrganizationRow) -> None:
        super().__init__(parties)
        self._row = row
        self._gone = False
        self._asking = 0
        """How many gestures are under way here."""

    @property
    def selected(self) -> PersonRow | OrganizationRow:
        """Whose sheet it is."""
        return self._row

    @property
    def paper(self) -> PartyPane:
        """The sheet under the deals."""
        return self.query_one(PartyPane)

    def compose(self) -> ComposeResult:
        """Bars around deals and sheet."""
        yield TopBar("")
        yield TheirDeals()
        yield PartyPane(full=True)
        yield StatusBar(self.hints)

    @property
    def to_open(self) -> Card | None:
        """The deal under the cursor: whose sheet it is, is open."""
        deals = next(iter(self.query(TheirDeals)), None)
        return deals.selected if deals is not None else None

    def show_snapshot(self, snapshot: Snapshot, follow: int | None = None) -> None:
        """The book changed: read the sheet again."""
        self.query_one(TopBar).note = "Esc back"
        self._read()

    def on_screen_resume(self) -> None:
        """A question over it is answered."""
        self._leave()

    @contextmanager
    def asked(self, held: HeldKeys) -> Iterator[None]:
        """While a gesture reads and asks, the sheet stays."""
        self._asking += 1
        try:
            with super().asked(held):
                yield
        finally:
            self._asking -= 1
            self._leave()

    def _leave(self) -> None:
        """Who is gone has no sheet; under a question it waits, and for a gesture, which would be broken off with it."""
        if self._gone and self.is_active and not self._asking:
            bar = self.query_one(StatusBar)
            text, failed = bar.message, bar.failed
            self.dismiss()
            if text:  # why a gesture was refused may have been said here a moment before
                self.pipetui.say(text, failed=failed)

    @work(exclusive=True, group="sheet")  # apart from the questions, which it would take away
    async def _read(self) -> None:
        try:
            sheet: Any = await self.pipetui.worker.ask(lambda workspace: self.parties.sheet(workspace, self._row.id))
        except NotFoundError:  # merged into another, or undone
            self._gone = True
            self._leave()
            return
        except PipetuiError as error:
            self.say(error.title, failed=True)
            return
        self._row = sheet.row
        deals = self.query_one(TheirDeals)
        self.set_class(bool(sheet.deals), "-deals")
        deals.styles.height = min(len(sheet.deals), _MOST_DEALS) + 1
        deals.show(sheet.deals, self.pipetui.snapshot.agenda.today)
        self.paper.show(sheet, self.pipetui.worker.workspace.now())
        self.set_focus(deals if sheet.deals else None, scroll_visible=False)
        self.refresh_bindings()

    def action_open(self) -> None:
        """The deal under the cursor."""
        if self.to_open is not None:
            self.pipetui.push_sheet(self.to_open)

    @on(CardList.Opened)
    def _opened(self) -> None:
        self.action_open()
