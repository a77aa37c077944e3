"""What every screen over the book does: shows each reading of it, asks questions, hands gestures to the worker."""

from asyncio import CancelledError
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from functools import wraps
from typing import TYPE_CHECKING, Any, Concatenate, NamedTuple, ParamSpec, TypeVar, cast

from textual import events, work
from textual.reactive import Reactive
from textual.screen import ModalScreen, Screen
from textual.widget import Widget

from pipetui.domain import rules
from pipetui.domain.errors import ChangedMeanwhileError, PipetuiError
from pipetui.render import plural
from pipetui.tui import dialogs
from pipetui.tui.actions import BY_ID, actions_of, anywhere
from pipetui.tui.dismissal import LeftOnce
from pipetui.tui.snapshot import Snapshot
from pipetui.tui.type_ahead import TypeAhead
from pipetui.tui.widgets.backdrop import Backdrop
from pipetui.tui.widgets.bars import StatusBar, TopBar
from pipetui.views import DealSheet

if TYPE_CHECKING:
    from pipetui.domain.saved_view import SavedView
    from pipetui.service import Result, Workspace
    from pipetui.service.preview import Gesture
    from pipetui.tui.app import PipetuiApp
    from pipetui.tui.dialogs.edit import FormDialog

Texts = Mapping[str, str]
T = TypeVar("T")
P = ParamSpec("P")
S = TypeVar("S", bound="BookScreen")


def asking(action: Callable[Concatenate[S, P], Awaitable[None]]) -> Callable[Concatenate[S, P], None]:
    """An action that reads or waits before it asks: it goes on in a worker, and keys typed ahead wait for its question.

    The action asks by `answer_to`.
    """

    async def ask(screen: S, held: HeldKeys, /, *arguments: P.args, **named: P.kwargs) -> None:
        with screen.asked(held):
            await action(screen, *arguments, **named)

    asks: Callable[..., object] = work(ask)

    @wraps(action)
    def begin(screen: S, /, *arguments: P.args, **named: P.kwargs) -> None:
        asks(screen, screen.hold_keys(), *arguments, **named)

    return begin


class ScreenReading(NamedTuple):
    """A snapshot for the screens, and the deal the cursor should go with."""

    snapshot: Snapshot
    follow: int | None


class HeldKeys:
    """Keys typed ahead that wait for a question which is not asked yet, or for a `reading` which is not shown yet."""

    def __init__(self, typed: TypeAhead, *, reading: bool = False) -> None:
        self._typed = typed
        self._reading = reading
        self._holding = False
        self.hold()

    def hold(self) -> None:
        """A question is to come."""
        if not self._holding:
            self._holding = True
            self._typed.hold(reading=self._reading)

    def let_go(self) -> None:
        """The question is asked, or there is none; the second time nothing happens."""
        if self._holding:
            self._holding = False
            self._typed.let_go(reading=self._reading)


class KeysUntilRead:
    """Keys typed ahead that are meant for what a screen is about to read: they wait for the newest of its readings.

    One that a newer one takes the place of lets no key go, however it ends.
    """

    def __init__(self, screen: "BookScreen") -> None:
        self._screen = screen
        self._newest: object = None
        self._held: HeldKeys | None = None

    def begin(self, *, hold: bool = True) -> object:
        """A reading is asked for, and keys wait for it if they are to `hold`; returns what `during` is told."""
        self._newest = newest = object()
        if hold:
            self.hold()
        return newest

    @property
    def under_way(self) -> bool:
        """Whether something is being read."""
        return self._newest is not None

    def hold(self) -> None:
        """Keys typed from now on wait for the reading under way, if there is one."""
        if self.under_way and self._held is None:
            self._held = HeldKeys(self._screen.pipetui.typed, reading=True)

    @contextmanager
    def during(self, reading: object) -> Iterator[None]:
        """While it is read; the keys go on when what came of it is painted, and also when it was refused.

        On a screen that is left meanwhile nothing is painted any more, for its parts are taken away one by one.
        """
        try:
            yield
            if not self._screen.display:
                raise CancelledError
        finally:
            if reading is self._newest:
                self.give_up()

    def give_up(self) -> None:
        """Nothing is waited for any more."""
        held, self._held, self._newest = self._held, None, None
        if held is not None and not self._screen.call_after_refresh(held.let_go):
            held.let_go()  # the screen is going


class BookScreen(LeftOnce, Backdrop, Screen[None]):
    """A screen that shows something of the book."""

    DEFAULT_CSS = "BookScreen { layers: default message; }"

    is_sheet = False
    """Whether it lies over another screen and is left with it."""

    focused: Reactive[Widget | None] = Reactive(None, repaint=False)
    """What has the focus repaints itself; Textual's own would paint the whole screen each time."""

    def __init__(self) -> None:
        super().__init__()
        # What is made now is styled by the rules there are now. Textual takes it for outdated, and to show a mode for
        # the first time would parse every style sheet anew, twice: a tenth of a second.
        self._css_update_count = self.app._css_update_count
        self._held: HeldKeys | None = None
        """The keys that wait for the next question."""
        self._missed: ScreenReading | None = None
        """The last reading that came while the screen was not seen."""
        self.keys_until_read = KeysUntilRead(self)

    @property
    def pipetui(self) -> "PipetuiApp":
        """The app, by its own type."""
        return cast("PipetuiApp", self.app)

    @property
    def unwritten(self) -> str:
        """What was decided here and is not in the book yet, in words; "" for nothing."""
        return ""

    # --- keys

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Dim what cannot be done now; the condition stands in the row of the action."""
        row = actions_of(type(self)).get((action, parameters))
        return None if row is not None and row.why_not(self) else True

    def on_key(self, event: events.Key) -> None:
        """A key that can do nothing now says why."""
        # What `active_bindings` would say of this key; it asks of all others, too, whether they can be pressed.
        for node, bindings in self._modal_binding_chain:
            for binding in bindings.key_to_bindings.get(event.key, ()):
                enabled = self.app._check_action_state(binding.action, node)
                if enabled is None:
                    event.stop()
                    self.say(BY_ID[binding.id].why_not(self) if binding.id in BY_ID else "", failed=True)
                if enabled is not False:
                    return
        elsewhere = anywhere(event.key, self.pipetui.remapped) if self.is_sheet else None
        leaves = actions_of(type(self)).get(("back", ()))
        if elsewhere is not None and leaves is not None:
            event.stop()
            self.say(f"{elsewhere.label} is not for here: {self.pipetui.key(leaves.id)} leaves this first", failed=True)

    # --- readings

    async def ask(self, question: "Callable[[Workspace], T]") -> T:
        """What the book says, for something to be shown here: a screen that is left meanwhile hears no answer.

        Its parts are taken away one by one then. Raises what the worker's `ask` raises.
        """
        answer = await self.pipetui.worker.ask(question)
        if not self.display:
            raise CancelledError
        return answer

    def show_snapshot(self, snapshot: Snapshot, follow: int | None = None) -> None:
        """Show another reading of the book; the cursor goes with the deal `follow`."""

    def show_sheet(self, sheet: DealSheet | None) -> None:
        """Show the sheet asked for."""

    async def show_view(self, view: "SavedView") -> None:
        """Show what is kept by a name."""

    def settings_changed(self) -> None:
        """The settings of the app are others now."""

    def go_to(self, number: int) -> None:
        """Put the cursor on the row of that number, where there is a list that has it."""

    def made_on(self, party: int) -> None:
        """A gesture was made on this person or organization."""

    def add_preset(self) -> str:
        """What the add bar begins with here."""
        return ""

    def say(self, text: str, *, failed: bool = False) -> None:
        """Say what happened, at the bottom."""
        for bar in self.children:
            if isinstance(bar, StatusBar):
                bar.say(text, failed=failed)

    @property
    def news(self) -> tuple[str, bool]:
        """What is said there by now, and whether it is something that was not done."""
        return next(((bar.message, bar.failed) for bar in self.children if isinstance(bar, StatusBar)), ("", False))

    def has_room_for(self, text: str) -> bool:
        """Whether such a sentence is shown whole at the bottom."""
        return all(bar.has_room_for(text) for bar in self.query(StatusBar))

    def take(self, reading: ScreenReading) -> None:
        """Show another reading; a screen that nobody sees only keeps it until it is seen again."""
        if self.is_mounted and self._in_sight:
            self._show_reading(reading)
        else:
            before = self._missed.follow if self._missed else None
            self._missed = reading if reading.follow is not None else reading._replace(follow=before)

    def _compositor_refresh(self) -> None:
        """While the first frame is laid out Textual would paint what it then does not show."""
        if not self.app._batch_count:
            super()._compositor_refresh()

    @property
    def _in_sight(self) -> bool:
        """Whether it is on top but for questions, which leave what lies under them in sight."""
        stack = self.app.screen_stack
        return self in stack and all(above.is_modal for above in stack[stack.index(self) + 1 :])

    def on_mount(self) -> None:
        """Show what is known, and from now on every later reading."""
        self.pipetui.book_screens.add(self)
        self._show_reading(self._missed or ScreenReading(self.pipetui.snapshot, None))
        self._missed = None

    def on_unmount(self) -> None:
        """No key waits for what is gone."""
        self.keys_until_read.give_up()

    def on_screen_resume(self) -> None:
        """Seen again: catch up."""
        if self._missed is not None and self.is_mounted:
            missed, self._missed = self._missed, None
            self._show_reading(missed)

    def _show_reading(self, reading: ScreenReading) -> None:
        for bar in self.children:
            if isinstance(bar, (TopBar, StatusBar)):
                bar.show(reading.snapshot)
        self.show_snapshot(*reading)

    # --- gestures

    def submit(
        self, gesture: "Callable[..., Result]", deals: Sequence[int], *arguments: Any, doing: str = "Change"
    ) -> None:
        """Make a gesture of `service` on some deals; many are shown and asked about first (behaviour 31).

        `doing` begins that question: "Advance 4 deals?".
        """
        if len(deals) < rules.MANY:
            self.pipetui.worker.submit(gesture, deals, *arguments)
        else:
            self._confirm(lambda workspace, numbers: gesture(workspace, numbers, *arguments), deals, doing)

    @asking
    async def _confirm(self, gesture: "Gesture", deals: Sequence[int], doing: str) -> None:
        from pipetui.service import preview

        worker, many = self.pipetui.worker, plural(len(deals), "deal")
        self.say(f"looking at what becomes of {many} …")

        def changes(workspace: "Workspace") -> tuple[str, str, list[tuple[str, str, str]]]:
            tried = preview.rehearse(workspace, deals, gesture, preview.SHOWN)
            remarks = "\n".join(preview.remarks(tried))
            return plural(tried.taken, "deal"), remarks, preview.table(workspace, tried)

        taken, remarks, rows = await worker.ask(changes)
        self.say("")
        if await self.answer_to(dialogs.ConfirmDialog(f"{doing} {taken}?", remarks, rows)):
            worker.submit(gesture, deals)
        else:
            self.say("nothing was changed")

    @contextmanager
    def asked(self, held: HeldKeys) -> Iterator[None]:
        """While a gesture reads and asks, in a worker; keys typed ahead go on behind it."""
        try:
            yield
        finally:
            held.let_go()

    def hold_keys(self) -> HeldKeys:
        """Let keys typed ahead wait for the question that `answer_to` will ask."""
        self._held = HeldKeys(self.pipetui.typed)
        return self._held

    async def filled_in(
        self, form: "Callable[[Texts, Texts], Awaitable[FormDialog]]", write: "Callable[..., Result]", *target: Any
    ) -> None:
        """Have a form filled in and written down, again with what was typed until the book takes it.

        `form` makes it, for what was typed and what was seen before it was changed elsewhere, if anything; `write` is
        the gesture, on the `target`, with the changed texts and those that were shown.
        """
        from pipetui import editing

        typed: Texts = {}
        seen: Texts = {}
        while True:
            with editing.kept("\n".join(f"{name}: {text}" for name, text in typed.items())) if typed else nullcontext():
                dialog = await form(typed, seen)  # what it is about may be gone by now
            answer = await self.answer_to(dialog)
            if not answer:
                return
            typed = answer
            try:
                await self.pipetui.worker.make(write, *target, typed, dialog.shown)
                return
            except ChangedMeanwhileError as error:
                seen = {name: dialog.shown[name] for name in error.fields}
            except PipetuiError as error:
                self.pipetui.refuse(error)

    async def answer_to(self, dialog: "ModalScreen[T]") -> T:
        """Ask within a gesture that asks several questions; gives the answer."""
        held = self._held
        answer = self.app.push_screen(dialog, wait_for_dismiss=True)
        if held is None:
            return await answer
        self.call_after_refresh(held.let_go)
        given = await answer
        held.hold()  # until the next question, or the end of the gesture
        return given
