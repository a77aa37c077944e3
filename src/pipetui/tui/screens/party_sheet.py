"""One person or organization, all of it: how to reach them, the deals to open, and what happened."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from pipetui.domain.errors import NotFoundError
from pipetui.service.party_gestures import PartyGestures
from pipetui.tui.actions import bindings
from pipetui.tui.screens.book_screen import HeldKeys
from pipetui.tui.screens.party_screen import PartyScreen
from pipetui.tui.screens.timeline_screen import TimelineScreen
from pipetui.tui.snapshot import Snapshot
from pipetui.tui.visits import Visit
from pipetui.tui.widgets import party_facts as facts
from pipetui.tui.widgets.bars import StatusBar, TopBar
from pipetui.tui.widgets.card_list import CardList
from pipetui.tui.widgets.paper import Box, Facts, History, Paper
from pipetui.tui.widgets.their_deals import DealsHead, TheirDeals
from pipetui.tui.widgets.timeline import Timeline
from pipetui.views import Card
from pipetui.views_people import OrganizationRow, OrganizationSheet, PersonRow

_AROUND_DEALS = 3
"""Lines of the frame and of what stands over the columns."""


class PartySheetScreen(TimelineScreen, PartyScreen):
    """Enter opens the deal under the cursor; every gesture of the list works here too.

    `among` are the numbers of those it was opened from.
    """

    BINDINGS = bindings("sheet.kinds", "sheet.following", "sheet.previous")
    AUTO_FOCUS = ""
    hints = (
        "party.open",
        "party.touch",
        "party.edit",
        "party.note",
        "party.copy",
        "sheet.following",
        "app.add",
        "app.help",
    )
    logs = "party.touch"

    def __init__(self, parties: PartyGestures, row: PersonRow | OrganizationRow, among: Sequence[int] = ()) -> None:
        super().__init__(parties)
        self._row = row
        self.among = tuple(among)
        self._gone = False
        self._asking = 0
        """How many gestures are under way here."""

    @property
    def selected(self) -> PersonRow | OrganizationRow:
        """Whose sheet it is."""
        return self._row

    def compose(self) -> ComposeResult:
        """The name, how to reach them, and beside it their deals and what happened."""
        yield TopBar("")
        yield Box("", id="head")
        with Paper(id="sheet"):
            with Facts(id="facts"):
                yield Box("Contact", id="reach")
                yield Box("People", id="people")
                yield Box("About", id="about")
            with Vertical(id="beside"):
                with Vertical(id="deals"):
                    deals = TheirDeals()
                    yield DealsHead(deals)
                    yield deals
                with History(id="history"):
                    yield Static(id="nothing", markup=False)
                    yield Timeline()
        yield StatusBar(self.hints)

    @property
    def visit(self) -> Visit:
        """Which sheet it is."""
        return Visit(self.parties.kind.noun, self._row.id)

    @property
    def to_open(self) -> Card | None:
        """The deal under the cursor: whose sheet it is, is open."""
        deals = next(iter(self.query(TheirDeals)), None)
        return deals.selected if deals is not None else None

    def show_snapshot(self, snapshot: Snapshot, follow: int | None = None) -> None:
        """The book changed: read the sheet again."""
        self.say_place()
        self._read(self.keys_until_read.begin())

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

    @work(exclusive=True, group="sheet")
    async def _read(self, reading: object) -> None:
        try:
            with self.keys_until_read.during(reading):
                sheet: Any = await self.pipetui.worker.ask(
                    lambda workspace: self.parties.sheet(workspace, self._row.id)
                )
        except NotFoundError:  # merged into another, or undone
            self._gone = True
            self._leave()
            return
        self._row = sheet.row
        self.pipetui.visits.seen(*self.visit)
        self._paint(sheet)
        self.refresh_bindings()

    def _paint(self, sheet: facts.PartySheet) -> None:
        now = self.pipetui.worker.workspace.now()
        edits = self.pipetui.key("party.edit")
        self.query_one("#head", Box).tell(lambda width: facts.head(sheet, width))
        self.query_one("#reach", Box).tell(lambda width: facts.reach(sheet, width, edits))
        staff = sheet.people if isinstance(sheet, OrganizationSheet) else ()
        people = self.query_one("#people", Box)
        people.border_title = f"People · {len(staff):,}" if staff else "People"
        people.tell(lambda width: facts.staff(staff, width))
        self.query_one("#about", Box).tell(lambda width: facts.about(sheet, now, width))
        self._show_deals(sheet.deals)
        self.query_one(Timeline).tell(sheet.timeline, now)
        self.say_what_happened()

    def _show_deals(self, cards: tuple[Card, ...]) -> None:
        deals, frame = self.query_one(TheirDeals), self.query_one("#deals")
        frame.border_title = f"Deals · {len(cards):,}"
        frame.styles.height = len(cards) + _AROUND_DEALS  # as far as the style sheet lets it
        self.set_class(bool(cards), "-deals")
        deals.show(cards, self.pipetui.snapshot.agenda.today)
        self.query_one(DealsHead).refresh()
        if not isinstance(self.focused, Timeline):
            self.set_focus(deals if cards else None, scroll_visible=False)

    # --- between the deals and what happened

    @on(TheirDeals.LeftDownwards)
    def _into_what_happened(self) -> None:
        self.action_scroll(1)

    def leave_timeline(self) -> None:
        """To the deals, where there are any."""
        super().leave_timeline()
        if self.has_class("-deals"):
            self.set_focus(self.query_one(TheirDeals), scroll_visible=False)

    def action_open(self) -> None:
        """The deal under the cursor."""
        if self.to_open is not None:
            self.pipetui.push_sheet(self.to_open, [card.id for card in self.query_one(TheirDeals).cards])

    @on(CardList.Opened)
    def _opened(self) -> None:
        self.action_open()

    def go_to(self, number: int) -> None:
        """Put the cursor on that deal."""
        self.query_one(TheirDeals).select(number)

    # --- from one to the other

    @work(exclusive=True, group="turn")
    async def turn_to(self, number: int) -> None:
        """The one of that number on the same sheet."""
        rows = await self.ask(lambda workspace: self.parties.some(workspace, [number]))
        if not rows:
            self.say("that one is gone", failed=True)
            return
        self._row = rows[0]
        self.say("")
        self.query_one(Timeline).cursor = 0
        self.query_one(TheirDeals).cursor = 0
        self.leave_timeline()
        self.say_place()
        self._read(self.keys_until_read.begin())

    def action_back(self) -> None:
        """To the list, where the cursor stands on whom was read last."""
        below = self.app.screen_stack[-2]
        if isinstance(below, PartyScreen):
            below.go_to(self._row.id)
        super().action_back()
