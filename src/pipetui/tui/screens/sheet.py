"""One deal, all of it: what is next, who, how much, and beside it everything that happened."""

from collections.abc import Sequence
from datetime import datetime

from textual import work
from textual.app import ComposeResult
from textual.widgets import Static

from pipetui.service import reads
from pipetui.tui.actions import bindings
from pipetui.tui.screens.book_screen import BookScreen
from pipetui.tui.screens.deal_screen import DealScreen
from pipetui.tui.screens.timeline_screen import TimelineScreen
from pipetui.tui.snapshot import Snapshot
from pipetui.tui.visits import Visit
from pipetui.tui.widgets import deal_facts as facts
from pipetui.tui.widgets.bars import StatusBar, TopBar
from pipetui.tui.widgets.paper import Box, Facts, History, Paper
from pipetui.tui.widgets.timeline import Timeline
from pipetui.views import Card, DealSheet

_STEP_KEYS = (
    ("deal.done", "done", "screen.done"),
    ("deal.snooze", "snooze", "screen.snooze"),
    ("deal.steps", "each", "screen.flow('steps')"),
    ("deal.next", "next", "screen.next"),
    ("deal.turn", "theirs", "screen.turn"),
)


class SheetScreen(TimelineScreen, DealScreen):
    """Everything about a deal; every gesture works here too. `among` is the list it was opened from."""

    BINDINGS = bindings("sheet")
    AUTO_FOCUS = ""
    hints: tuple[str, ...] = (
        "deal.call",
        "deal.touch",
        "deal.next",
        "deal.advance",
        "deal.edit",
        "sheet.following",
        "sheet.kinds",
        "deal.copy",
        "app.help",
    )
    entry_hints = ("entry.edit", "entry.delete", "sheet.kinds", "deal.call", "app.undo", "app.help")
    logs = "deal.touch"

    def __init__(self, card: Card, among: Sequence[int] = ()) -> None:
        super().__init__()
        self._card: Card = card
        self._opened = card.id
        self.among = tuple(among)
        self._sheet: DealSheet | None = None
        self._unfolded = False

    @property
    def selected(self) -> Card | None:
        """The deal on the sheet."""
        return self._card

    def compose(self) -> ComposeResult:
        """The deal's name, the boxes, what happened."""
        yield TopBar("")
        yield Box("", id="head")
        with Paper(id="sheet"):
            with Facts(id="facts"):
                yield Box("Next step", id="next")
                yield Box("People", id="people")
                yield Box("Deal", id="deal")
                yield Box("Notes", id="notes")
            with History(id="history"):
                yield Static(id="nothing", markup=False)
                yield Timeline()
        yield StatusBar(self.hints)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """The sheet is open already."""
        return False if action == "open" else super().check_action(action, parameters)

    def show_snapshot(self, snapshot: Snapshot, follow: int | None = None) -> None:
        """The book changed: read the sheet again."""
        self.say_place()
        self.pipetui.worker.want_sheet(self._card.id)

    def show_sheet(self, sheet: DealSheet | None) -> None:
        """Show it, if it is this deal's."""
        if sheet is not None and sheet.card.id == self._card.id:
            self._card = sheet.card
            self._sheet = sheet
            self.pipetui.visits.seen(*self.visit)
            self._paint(sheet)
            self.refresh_bindings()

    def _paint(self, sheet: DealSheet) -> None:
        now = self.pipetui.worker.workspace.now()
        self.query_one("#head", Box).tell(lambda width: facts.head(sheet, now, width))
        self._show_steps(sheet, now)
        edits, opens, goods, why = map(self.pipetui.key, ("deal.edit", "deal.outside", "deal.items", "sheet.why"))
        people = self.query_one("#people", Box)
        people.border_title = f"People · {len(sheet.people)}" if len(sheet.people) > 1 else "People"
        people.tell(lambda width: facts.people(sheet, width, edits))
        self.query_one("#deal", Box).border_title = f"Deal #{sheet.card.id}"
        self.query_one("#deal", Box).tell(
            lambda width: facts.deal(sheet, now, width, opens=opens, changes=goods, key=why, unfolded=self._unfolded)
        )
        self.query_one("#notes", Box).tell(lambda width: [] if width >= facts.TABLE else facts.notes(sheet, now, width))
        self.query_one(Timeline).tell(sheet.timeline, now)
        self.say_what_happened()

    def _show_steps(self, sheet: DealSheet, now: datetime, *, keys: bool = True) -> None:
        """What is planned, the frame in the colour of how it stands."""
        upcoming = self.query_one("#next", Box)
        many = len(sheet.follow_ups)
        upcoming.border_title = f"Next steps · {many}" if many > 1 else "Next step"
        state = sheet.follow_ups[0].state if sheet.follow_ups else "none" if sheet.card.badge else ""
        for name in ("overdue", "today", "planned", "none"):
            upcoming.set_class(name == state, f"-{name}")
        upcoming.tell(lambda width: facts.steps(sheet, now, width, self._step_keys(sheet) if keys else ()))

    def _step_keys(self, sheet: DealSheet) -> list[facts.Key]:
        """The keys for what is planned; where nothing is, the one that plans."""
        if self.check_action("next", ()) is not True:
            return []
        planned = bool(sheet.follow_ups)
        wanted = {"deal.next"} if not planned else {key[0] for key in _STEP_KEYS}
        if len(sheet.follow_ups) < 2:
            wanted.discard("deal.steps")
        offered = [key for key in _STEP_KEYS if key[0] in wanted]
        label = {"deal.next": "another" if planned else "plan one"}
        return [facts.Key(self.pipetui.key(action), label.get(action, said), press) for action, said, press in offered]

    def action_why(self) -> None:
        """What the urgency and the scores are made of, or only the sums again."""
        self._unfolded = not self._unfolded
        if self._sheet is not None:
            self._paint(self._sheet)

    # --- from deal to deal

    @property
    def visit(self) -> Visit:
        """Which sheet it is."""
        return Visit("deal", self._card.id)

    def turn_to(self, deal_id: int) -> None:
        """The deal of that number on the same sheet."""
        card = self.pipetui.snapshot.card(deal_id)
        if card is not None:
            self.show_deal(card)
        else:
            self._read_card(deal_id)

    @work(exclusive=True, group="turn")
    async def _read_card(self, deal_id: int) -> None:
        self.show_deal(await self.ask(lambda workspace: reads.card(workspace, deal_id)))

    def show_deal(self, card: Card) -> None:
        """Another deal on the same sheet."""
        self._card = card
        self.pipetui.visits.seen(*self.visit)  # also where the next key comes before it is read
        self.say("")
        self.query_one(Timeline).cursor = 0
        self.leave_timeline()
        self.say_place()
        self.pipetui.worker.want_sheet(card.id)
        self.refresh_bindings()

    def action_back(self) -> None:
        """To the list, where the cursor stands on the deal that was read last."""
        below = self.app.screen_stack[-2]
        if self._card.id != self._opened and isinstance(below, BookScreen):
            below.go_to(self._card.id)
        super().action_back()
