"""What every screen with a deal under the cursor can do."""

from collections.abc import Callable
from datetime import timedelta
from importlib import import_module
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar, cast

from textual import work
from textual.reactive import Reactive
from textual.screen import ModalScreen, Screen
from textual.widget import Widget

from pipetui.domain.deal import OPEN, Stage
from pipetui.domain.errors import PipetuiError
from pipetui.domain.when import Due
from pipetui.tui import dialogs, flows
from pipetui.tui.actions import bindings
from pipetui.tui.lazily import look, service
from pipetui.tui.reading import Snapshot
from pipetui.tui.widgets.bars import StatusBar
from pipetui.views import Card, DealSheet

if TYPE_CHECKING:
    from pipetui.service import Outcome
    from pipetui.tui.app import PipetuiApp
    from pipetui.tui.dialogs.base import Dialog

T = TypeVar("T")

_OPEN_ONLY = frozenset(
    {"answer", "next", "done", "snooze", "shift", "turn", "advance", "retreat", "move", "win", "drop", "park"}
)


class Reading(NamedTuple):
    """A snapshot for the screens, and the deal the cursor should go with."""

    snapshot: Snapshot
    follow: int | None


class DealScreen(Screen[None]):
    """Asks the questions of a gesture, then hands it to the clerk; what happens is said by the app."""

    BINDINGS = bindings("deal", "app")
    AUTO_FOCUS = None

    focused: Reactive[Widget | None] = Reactive(None, repaint=False)
    """What has the focus repaints itself; Textual's own would paint the whole screen each time."""

    hints: tuple[str, ...] = (
        "deal.call",
        "deal.next",
        "deal.advance",
        "deal.drop",
        "app.add",
        "view.filter",
        "app.help",
    )

    def __init__(self) -> None:
        super().__init__()
        self._holding = False
        """Whether keys wait for the first question of a flow."""
        self._missed: Reading | None = None
        """The last reading that came while the screen was not seen."""

    @property
    def pipetui(self) -> "PipetuiApp":
        """The app, by its own type."""
        return cast("PipetuiApp", self.app)

    @property
    def selected(self) -> Card | None:
        """The deal that gestures are made on."""
        raise NotImplementedError

    def show_snapshot(self, snapshot: Snapshot, follow: int | None = None) -> None:
        """Show another reading of the book; the cursor goes with the deal `follow`."""

    def show_sheet(self, sheet: DealSheet | None) -> None:
        """Show the sheet asked for."""

    def add_preset(self) -> str:
        """What the add bar begins with here."""
        return ""

    def say(self, text: str, *, failed: bool = False) -> None:
        """Say what happened, at the bottom."""
        for bar in self.query(StatusBar):
            bar.say(text, failed=failed)

    def on_mount(self) -> None:
        """Show what is known, and from now on every later reading."""
        self.pipetui.deal_screens.add(self)
        self.show_snapshot(*(self._missed or Reading(self.pipetui.snapshot, None)))
        self._missed = None

    def take(self, reading: Reading) -> None:
        """Show another reading; a screen that nobody sees only keeps it until it is seen again."""
        if self.is_mounted and self._in_sight:
            self.show_snapshot(*reading)
        else:
            before = self._missed.follow if self._missed else None
            self._missed = reading if reading.follow is not None else reading._replace(follow=before)

    @property
    def _in_sight(self) -> bool:
        """Whether it is on top but for questions, which leave what lies under them in sight."""
        stack = self.app.screen_stack
        return self in stack and all(above.is_modal for above in stack[stack.index(self) + 1 :])

    def on_screen_resume(self) -> None:
        """Seen again: catch up."""
        if self._missed is not None and self.is_mounted:
            missed, self._missed = self._missed, None
            self.show_snapshot(*missed)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Dim what makes no sense for the deal under the cursor."""
        card = self.selected
        if action in _OPEN_ONLY:
            return True if card is not None and card.status == OPEN else None
        if action == "flow" and card is not None and parameters[0] in flows.OPEN_ONLY | flows.CLOSED_ONLY:
            return True if (card.status == OPEN) == (parameters[0] in flows.OPEN_ONLY) else None
        if action in ("flow", "open", "touch", "edit", "note", "hot", "delete", "reopen"):
            return True if card is not None else None
        return True

    def _submit(self, gesture: "Callable[..., Outcome]", *arguments: Any) -> None:
        """Make a gesture on the deal under the cursor."""
        card = self.selected
        if card is not None:
            self.pipetui.clerk.submit(gesture, [card.id], *arguments)

    def _stages(self, card: Card) -> tuple[Stage, ...]:
        return self.pipetui.snapshot.places.of(card.pipeline_id)

    # --- gestures that need no question

    def action_advance(self) -> None:
        """One stage on."""
        self._submit(service.advance)

    def action_retreat(self) -> None:
        """One stage back."""
        self._submit(service.retreat)

    def action_done(self) -> None:
        """The next step is done."""
        self._submit(service.finish)

    def action_win(self) -> None:
        """Close as won."""
        self._submit(service.win)

    def action_turn(self) -> None:
        """Mine or theirs."""
        self._submit(service.turn)

    def action_hot(self) -> None:
        """The tag hot on or off."""
        self._submit(service.tag, "hot")

    def action_reopen(self) -> None:
        """Open again; a parked deal comes back."""
        card = self.selected
        if card is not None and card.status == OPEN:
            self._submit(service.unpark)
        else:
            self._submit(service.reopen)

    def action_shift(self, days: int) -> None:
        """The next step a day later or sooner, never into the past."""
        card = self.selected
        if card is None or card.next_step is None:
            self.say("no next step to move: n plans one", failed=True)
            return
        today = self.pipetui.clerk.book.now().date()
        day = max(card.next_step.due, today) + timedelta(days=days)
        if day < today:
            self.say("it cannot be brought further forward", failed=True)
        else:
            self._submit(service.snooze, Due(day))

    # --- gestures that ask first

    def action_open(self) -> None:
        """Everything about the deal."""
        if self.selected is not None:
            self.pipetui.push_sheet(self.selected)

    def action_touch(self, kind: str = "") -> None:
        """Log what happened."""
        card = self.selected
        if card is not None:
            dialog = dialogs.TouchDialog(card.title, self.pipetui.clerk.desk, self._stages(card), kind)
            self._ask(dialog, service.log, card)

    def action_snooze(self) -> None:
        """Another date for the next step."""
        card = self.selected
        if card is None:
            return
        if card.next_step is None:
            self.say("no next step to snooze: n plans one", failed=True)
            return
        self._ask(dialogs.DateDialog(f"Snooze: {card.title}", self.pipetui.clerk.desk), service.snooze, card)

    def action_park(self) -> None:
        """Off the board until a date."""
        card = self.selected
        if card is not None:
            self._ask(dialogs.DateDialog(f"Park until: {card.title}", self.pipetui.clerk.desk), service.park, card)

    def action_move(self) -> None:
        """To any stage."""
        card = self.selected
        if card is not None:
            self._ask(dialogs.MoveDialog(card.title, self._stages(card), card.stage_id), service.move, card)

    def action_note(self) -> None:
        """Write something down."""
        card = self.selected
        if card is not None:
            self._ask(dialogs.NoteDialog(card.title), service.note, card)

    def action_delete(self) -> None:
        """Into the bin: undo brings it back, so nothing is asked (behaviour 28)."""
        self._submit(service.delete)

    def _ask(
        self, dialog: "Dialog[Any]", gesture: "Callable[..., Outcome]", card: Card, *, in_parts: bool = False
    ) -> None:
        """Open a question; its answer, taken apart if it has several parts, is what the gesture is made with."""

        def answered(answer: Any) -> None:
            if answer is not None:
                self.pipetui.clerk.submit(gesture, [card.id], *(answer if in_parts else (answer,)))

        self.app.push_screen(dialog, answered)

    def action_next(self) -> None:
        """Plan the next step."""
        card = self.selected
        if card is not None:
            self._ask(dialogs.StepDialog(card.title, self.pipetui.clerk.desk), service.plan, card, in_parts=True)

    def action_drop(self) -> None:
        """Close as lost."""
        card = self.selected
        if card is not None:
            dialog = dialogs.DropDialog(card.title, self.pipetui.clerk.desk, self.pipetui.snapshot.loss_reasons)
            self._ask(dialog, service.drop, card, in_parts=True)

    @work
    async def action_flow(self, name: str) -> None:
        """A gesture that asks several questions."""
        if self.selected is None:
            return
        self.pipetui.typed.hold()
        self._holding = True
        try:
            await import_module(f"pipetui.tui.flows.{name}").run(self)
        except PipetuiError as error:
            self.pipetui.refuse(error)
        finally:
            self._let_go()

    def _let_go(self) -> None:
        if self._holding:
            self._holding = False
            self.pipetui.typed.let_go()

    async def answer_to(self, dialog: "ModalScreen[T]") -> T:
        """Ask within a flow; gives the answer."""
        answer = self.app.push_screen(dialog, wait_for_dismiss=True)
        self.call_after_refresh(self._let_go)
        return await answer

    @work
    async def action_edit(self) -> None:
        """Every field."""
        from pipetui.service.edit import context

        card, clerk = self.selected, self.pipetui.clerk
        if card is None:
            return
        try:
            sheet = await clerk.ask(lambda desk: look.sheet(desk, card.id))
            against = await clerk.ask(lambda desk: context(desk, card.id))
        except PipetuiError as error:
            self.say(error.title, failed=True)
            return
        changes = await self.app.push_screen_wait(dialogs.EditDialog(sheet, against))
        if changes:
            clerk.submit(service.edit, card.id, changes)
