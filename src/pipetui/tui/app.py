"""The app: modes, theme, keymap, the worker, and what its messages say."""

import gc
import os
import signal
from asyncio import sleep
from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack, suppress
from functools import partial
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING
from weakref import WeakSet

from textual import events, on, work
from textual.app import SystemCommand
from textual.await_complete import AwaitComplete
from textual.binding import Binding
from textual.constants import TEXTUAL_ANIMATIONS
from textual.css.query import NoMatches
from textual.driver import Driver
from textual.filter import LineFilter
from textual.notifications import SeverityLevel
from textual.reactive import Reactive
from textual.screen import Screen
from textual.theme import Theme
from textual.worker import WorkerFailed

from pipetui import paths, service, signs
from pipetui.domain.errors import PipetuiError
from pipetui.domain.text import harmless, visible
from pipetui.signals import Terminated
from pipetui.tui import dialogs, layouts, modes, navigation, pasting, remedies, themes
from pipetui.tui.actions import BY_ID, shown_key
from pipetui.tui.followups import FollowUps
from pipetui.tui.messages import CommandDone, CommandRefused, SheetLoaded, SnapshotLoaded, WorkerReady
from pipetui.tui.outlet import Harmless, without_colours
from pipetui.tui.pipeline_choice import PipelineChoice, name_of_choice
from pipetui.tui.place_actions import PlaceActions
from pipetui.tui.remembered import Drafts, Liking
from pipetui.tui.screens.book_screen import BookScreen, ScreenReading
from pipetui.tui.screens.deal_screen import DealScreen
from pipetui.tui.selection import Selection
from pipetui.tui.type_ahead import TypeAhead
from pipetui.tui.visits import Visits
from pipetui.tui.widgets import parts
from pipetui.tui.widgets.card_list import CardList
from pipetui.tui.worker import BookWorker
from pipetui.views import Card

if TYPE_CHECKING:
    from pipetui.domain.line.quick_line import NewDeal
    from pipetui.service import Workspace
    from pipetui.service.party_gestures import PartyGestures
    from pipetui.views_people import OrganizationRow, PersonRow

OPEN_DEMO = 64
"""The app's answer when the rep asked for the demo book."""

_OTHER_STYLES = [
    Path(__file__).parent / name
    for name in ("screens/sweep.tcss", "screens/week.tcss", "screens/sheets.tcss", "dialogs/dialogs.tcss")
]
"""The style sheets of what is on no first screen."""

_LAST_WRITES = 2.0
"""Seconds that changes on their way into the book have when the app is asked to end."""


class PipetuiApp(PlaceActions):
    """One book on screen."""

    TITLE = "pipetui"
    COMMANDS = modes.COMMANDS
    COMPONENT_CLASSES = parts.COMPONENT_CLASSES
    DEFAULT_CSS = f"PipetuiApp {{ {parts.CSS} }}"
    CSS_PATH = ["screens/list_screen.tcss", "screens/board.tcss"]
    """A style sheet that came with its screen would make Textual parse the others again: see `_read_other_styles`."""
    theme: Reactive[str] = Reactive(themes.DEFAULT)
    """The name of one of the themes offered."""
    BINDINGS = [Binding("ctrl+c", "quit", show=False, priority=True), Binding("ctrl+z", "suspend_process", show=False)]

    def __init__(
        self, workspace: "Workspace", begin_day: Callable[[], str] = lambda: "", config_file: str | None = None
    ) -> None:
        """The first reading is made here, so that the first frame has it. Raises StoreError.

        `begin_day` does behind the first frame what a book needs before the first write; it returns a warning, if any.
        `config_file` is where the settings stand, your own if none is named.
        """
        self.config_file = paths.config_file() if config_file is None else config_file
        self.worker = BookWorker(workspace, self.post_message, begin_day)
        self.drafts, self.liking = Drafts(self), Liking(self)
        self.pipelines = PipelineChoice(self.liking)
        self.worker.pipeline_id = self.pipelines.on_board
        self.snapshot = self.worker.first_reading()
        overdue = self.snapshot.agenda.buckets[0]
        # Textual reads it while it is made; so the first screen is composed at once, without one to be left first.
        self.DEFAULT_MODE = "today" if overdue.cards else "board"  # type: ignore[misc]
        self.parts = parts.PartStyles(self)
        """How the parts look that painted widgets are made of."""
        self._outlet = Harmless()
        self._outlet.ascii_only = workspace.settings.ascii or signs.dumb_terminal()
        super().__init__()
        self.set_motion(workspace.settings.motion)
        self._changed: frozenset[int] = frozenset()
        """The deals of the last gesture, until they are shown as they are now."""
        if self.no_color:
            self._filters = without_colours(self._filters)
        self.remapped = dict(workspace.settings.keys)
        """Action id -> keys, where the configuration names other keys than the registry."""
        self.book_screens: WeakSet[BookScreen] = WeakSet()
        """The screens that want every reading."""
        self._follow: int | None = None
        self.typed = TypeAhead(
            self,
            self._hand_over,
            self.worker,
            self._say_what_is_waited_for,
            partial(navigation.leads_away, self),
        )
        self.compact = self.liking.of("compact", workspace.settings.compact)
        self.marks = Selection()
        self.failure: PipetuiError | None = None
        """Why there is no workspace: the app is over then."""
        self.ended: Terminated | None = None
        """The signal that asked the app to end."""
        self.followups, self.visits = FollowUps(self), Visits()
        self._all_styles = False

    async def on_event(self, event: events.Event) -> None:
        """Take keys one at a time, each to what the one before it led to."""
        if isinstance(event, (events.Key, events.Paste)) and not event.is_forwarded:
            await self.typed.take(event)
        else:
            await super().on_event(event)

    def set_motion(self, wanted: bool) -> None:
        """Have what changed shown by a short highlight, or nothing move; Textual's own variable goes before."""
        self.motion = wanted and TEXTUAL_ANIMATIONS != "none"
        self.animation_level = TEXTUAL_ANIMATIONS if self.motion else "none"

    def get_default_screen(self) -> Screen[None]:
        """The screen of the first mode.

        Textual puts the default screen on the stack and then starts it. The screen of a mode that it knows it starts
        first; where tasks begin at once, as they do from Python 3.12 on, that screen is mounted on no stack.
        """
        return modes.made(modes.MODES[self.DEFAULT_MODE])

    def pop_screen(self) -> AwaitComplete:
        """Leave the uppermost screen; the key that did it may not come back out of queues that go with it."""
        popped = super().pop_screen()
        self.typed.left()
        return popped

    async def _hand_over(self, event: events.Key | events.Paste) -> None:
        """A key or a paste, when its turn has come."""
        self._read_other_styles()  # it may open what they are about
        if isinstance(event, events.Paste):
            event.text, left_out = pasting.for_field(event.text, self.focused)
            if left_out and self.focused is not None:
                self.notify(f"{left_out:,} characters at the end are left out", title="too long a paste", markup=False)
        else:
            event = layouts.meant(event, self.screen)
        await super().on_event(event)

    def on_mount(self) -> None:
        """Settings, then the first frame; the worker begins behind it."""
        for mode, where in modes.MODES.items():
            self.add_mode(mode, partial(modes.made, where))
        settings = self.worker.workspace.settings
        self.set_keymap(self.remapped)
        theme = self.liking.of("theme", settings.theme)
        if theme in self.available_themes:
            self.theme = theme
        elif settings.theme in self.available_themes:  # what was chosen is offered no more
            self.theme = settings.theme
        else:
            self.notify(f"there is no theme “{settings.theme}”", title="config", severity="warning", markup=False)
        laying_out = ExitStack()
        laying_out.enter_context(self.batch_update())  # columns and rows that do not know their width yet would jump
        self.screen.call_after_refresh(self._paint_first_frame, laying_out)

    @property
    def available_themes(self) -> dict[str, Theme]:
        """The themes offered: those in which every text can be read."""
        return dict(themes.offered())

    def get_css_variables(self) -> dict[str, str]:
        """Textual's own variables, and over them our tokens."""
        self.theme_variables = {**super().get_css_variables(), **themes.tokens(self.theme, colours=not self.no_color)}
        return self.theme_variables

    def notify_style_update(self) -> None:
        """A new theme: the parts look otherwise."""
        super().notify_style_update()
        self.parts.clear()

    def keep_theme(self, name: str) -> None:
        """Have that look from now on, also the next time."""
        self.theme = name
        self.liking.choose("theme", name, self.worker.workspace.settings.theme)

    def _paint_first_frame(self, laying_out: ExitStack) -> None:
        """All of it at once, now that everything on it knows how much room there is."""
        laying_out.close()
        self.screen._refresh_layout()  # now, not when Textual's clock ticks next
        self.screen.check_idle()  # what comes up from now on waits for that again
        gc.freeze()  # what the app is made of stays
        gc.enable()
        self._read_other_styles()
        self.call_after_refresh(self._run_book_worker)

    def _read_other_styles(self) -> None:
        """Know the look of the other screens and of questions; none of it is about what is on the screen by now."""
        if not self._all_styles:
            self._all_styles = True
            self.stylesheet.read_all(_OTHER_STYLES)
            self.stylesheet.parse()

    @work(group="book")
    async def _run_book_worker(self) -> None:
        try:
            await self.worker.run()
        except PipetuiError as error:
            self.failure = error
            self.exit()

    @work(group="terminate")
    async def terminate(self, ended: Terminated) -> None:
        """End as a signal asks for: what was asked for before is still written if that can be done at once."""
        if self.ended is None:
            self.ended = ended
            self._keep_typed()
            until = monotonic() + _LAST_WRITES
            while self.worker.waiting and not self.worker.blocked(_LAST_WRITES / 4) and monotonic() < until:
                await sleep(_LAST_WRITES / 100)
            self.exit()

    async def on_unmount(self) -> None:
        """The app is over when nothing is at work on the book any more: whoever opened it may close it then."""
        await self.worker.at_rest()

    @property
    def book_screen(self) -> BookScreen | None:
        """The screen over the book that is on top, whatever question lies over it."""
        return next((screen for screen in reversed(self.screen_stack) if isinstance(screen, BookScreen)), None)

    @property
    def deal_screen(self) -> DealScreen | None:
        """The screen with deals that is on top, whatever question lies over it."""
        return next((screen for screen in reversed(self.screen_stack) if isinstance(screen, DealScreen)), None)

    def get_line_filters(self) -> Sequence[LineFilter]:
        """What every painted line goes through last."""
        return [*super().get_line_filters(), self._outlet]

    def set_ascii(self, ascii_only: bool) -> None:
        """Draw signs, lines and bars in ASCII, or as they are."""
        self._outlet.ascii_only = ascii_only

    def say(self, text: str, *, failed: bool = False) -> None:
        """Say what happened, at the bottom of the screen."""
        here, text = self.book_screen, visible(text)
        if here is not None:
            here.say(text, failed=failed)
        if isinstance(self.screen, dialogs.Dialog):
            self.screen.tell(text, failed)
        for other in self.book_screens:  # what is said there is no news any more
            if other is not here and other.is_mounted:
                other.say("")

    @property
    def news(self) -> tuple[str, bool]:
        """What stands at the bottom of the screen as long as it is news, and whether it says what was not done."""
        return self.book_screen.news if self.book_screen is not None else ("", False)

    def notify(
        self,
        message: str,
        *,
        title: str = "",
        severity: SeverityLevel = "information",
        timeout: float | None = None,
        markup: bool = False,
    ) -> None:
        """Say something beside the screen, which is never markup, and may name a path as it is."""
        super().notify(harmless(message), title=visible(title), severity=severity, timeout=timeout, markup=markup)

    def key(self, action: str) -> str:
        """The key of an action, as a rep reads it."""
        return shown_key(BY_ID[action], self.remapped)

    def _say_what_is_waited_for(self) -> None:
        from pipetui.service import hooks  # which only those need who have some

        if hooks.asking:
            self.say(f"waiting for the hook {hooks.asking[0]} …")
        else:
            held = self.worker.held_up
            self.say("waiting for the book, which another program is writing …" if held else "writing it down …")

    def warn(self, said: str, timeout: float | None = None) -> None:
        """Warn of something beside the screen, with the way out where there is one."""
        self.notify(remedies.warned(said, self.remapped), severity="warning", timeout=timeout)

    # --- what the worker says

    @on(WorkerReady)
    def _ready_to_write(self, message: WorkerReady) -> None:
        if message.warning:
            self.warn(message.warning)
        self.followups.tell_notices()

    @on(SnapshotLoaded)
    def _read(self, message: SnapshotLoaded) -> None:
        before, self.snapshot = self.snapshot, message.snapshot
        self.marks.renew(before.cards, message.snapshot.cards)
        self._show(ScreenReading(message.snapshot, self._follow))
        self._follow = None
        self._highlight()
        answering = self.worker.pending  # what a gesture of ours did was said just now, and stays there to be read
        self.worker.shown(message.gestures)
        self.typed.caught_up()
        if message.elsewhere and not answering and message.snapshot != before:
            self.say(message.elsewhere)

    def _highlight(self) -> None:
        """Show for a moment which rows a gesture changed."""
        changed, self._changed = self._changed, frozenset()
        if changed and self.motion and self.deal_screen is not None:
            for rows in self.deal_screen.query(CardList):
                rows.flash(changed)

    def _show(self, reading: ScreenReading) -> None:
        """Give the screens another reading, at once: the next key must not meet what was shown before."""
        for screen in tuple(self.book_screens):
            screen.take(reading)

    @on(SheetLoaded)
    def _sheet_read(self, message: SheetLoaded) -> None:
        # One that comes while the app opens its first screen, or closes its last, has nowhere to be shown.
        if self.deal_screen is not None and self.deal_screen.is_mounted and self.is_running:
            self.deal_screen.show_sheet(message.sheet)

    @on(CommandDone)
    def _did(self, message: CommandDone) -> None:
        outcome = message.outcome
        self.drafts.gesture_ended(refused=False)
        self.clear_notifications()  # they were about the gesture before
        # Of many deals none is more meant than the one at hand.
        self._follow = outcome.deals[0] if len(outcome.deals) == 1 else None
        self._changed = frozenset(outcome.deals)
        if self.deal_screen is not None and outcome.undoable:
            self.deal_screen.made(outcome.deals)
        if self.book_screen is not None and outcome.party is not None:
            self.book_screen.made_on(outcome.party)
        back = outcome.way_back or ("undo" if outcome.undoable else "")
        self.say(f"{outcome.message} · {self.key(f'app.{back}')} {back}" if back else outcome.message)
        self.followups.follow(outcome)
        self.typed.caught_up()

    @on(CommandRefused)
    def _refused(self, message: CommandRefused) -> None:
        self.drafts.gesture_ended(refused=True)
        self.followups.give_up()
        self.refuse(message.error)
        self.typed.caught_up()

    def refuse(self, error: PipetuiError) -> None:
        """Say why something was not done, and what to do: once, at the bottom where there is room for it."""
        hint, whole = remedies.hint(error, self.remapped), remedies.told(error, self.remapped)
        if self.book_screen is None or not self.book_screen.has_room_for(visible(whole)):
            title = error.title if hint else ""  # not twice over
            self.notify(hint or error.title, title=title, severity="error", markup=False)
            whole = error.title
        self.say(whole, failed=True)

    def copy_to_clipboard(self, text: str) -> None:
        """Copy what is text wherever it is pasted."""
        from pipetui import outside

        super().copy_to_clipboard(outside.copyable(text))

    # --- actions of the whole app

    async def action_quit(self) -> None:
        """Leave; what is typed into a question that is open is kept."""
        self._keep_typed()
        for memory in (self.drafts, self.liking):
            await memory.written()
        navigation.out(self)

    def _keep_typed(self) -> None:
        """Keep what is typed into the questions that are open."""
        for screen in self.screen_stack:
            if isinstance(screen, dialogs.Dialog):
                screen.keep_draft()

    def _handle_exception(self, error: Exception) -> None:
        """What a worker cannot do is said, and the app goes on: so no worker of a screen has to say it itself.

        By a mistake of ours it is over; what the rep was typing is not. `open_app` writes it. What is opened just when
        the app was asked to end is not composed any more: that it misses its parts is no mistake.
        """
        if self._exit and isinstance(error, NoMatches):
            return
        if isinstance(error, WorkerFailed) and isinstance(error.error, PipetuiError):
            self.refuse(error.error)
            return
        with suppress(Exception):  # the question itself may be what broke
            self._keep_typed()
        super()._handle_exception(error)

    def action_undo(self) -> None:
        """Take the newest gesture back."""
        self.worker.submit(service.undo)

    def action_redo(self) -> None:
        """Do it again."""
        self.worker.submit(service.redo)

    def action_add(self) -> None:
        """A new deal in one line."""
        snapshot = self.snapshot
        home = self.deal_screen.home if self.deal_screen is not None else snapshot.board.pipeline_id

        def answered(new: "NewDeal | None") -> None:
            if new is not None:
                self.worker.submit(service.add, new, home)

        preset = self.book_screen.add_preset() if self.book_screen else ""
        self.push_screen(dialogs.AddBar(self.worker, snapshot.pipelines, home, snapshot.currency, preset), answered)

    @work
    async def show_deal(self, deal_id: int) -> None:
        """Go to a deal wherever it is."""
        await navigation.to_deal(self, deal_id)

    def show_list(self, query: str, again: Callable[[], None]) -> None:
        """Go to the deals that fit a filter; `again` opens what they are shown from."""
        navigation.to_list(self, query, again)

    def push_sheet(self, card: Card, among: Sequence[int] = ()) -> None:
        """Everything about a deal, and from there about the others it is listed `among`."""
        navigation.to_sheet(self, card, among)

    async def push_sheet_of(self, deal_id: int) -> None:
        """Everything about the deal of that number."""
        await navigation.to_sheet_of(self, deal_id)

    def push_party(
        self, parties: "PartyGestures", row: "PersonRow | OrganizationRow", among: Sequence[int] = ()
    ) -> None:
        """Everything about a person or an organization, and from there about the others they are listed `among`."""
        navigation.to_party(self, parties, row, among)

    def show_pipeline(self, chosen: int) -> None:
        """Show a pipeline, or all, on the board or in Today: the one that is on the screen."""
        if self.current_mode == "today":
            self.pipelines.choose("today", chosen)
            self._show(ScreenReading(self.snapshot, None))
        else:
            self.pipelines.choose("board", chosen)
            self.worker.reread(chosen, awaited=True)
        name = name_of_choice(chosen, self.snapshot.pipelines)
        self.say(f"shown: {name} · {self.key('view.pipeline')} next")

    def action_demo(self) -> None:
        """Leave this book for a demo book."""
        self.exit(OPEN_DEMO)

    def action_suspend_process(self) -> None:
        """Back to the shell until it brings the app to the front again."""
        driver = self._driver
        if driver is not None and driver.can_suspend and os.getsid(os.getppid()) == os.getsid(0):
            os.killpg(os.getpgrp(), signal.SIGTSTP)  # to all: make, sudo and their like wait for us to end
        else:  # no terminal, or one that was opened for us alone: nobody there could bring us back
            self.say(f"there is no shell to go back to: {self.key('app.quit')} leaves", failed=True)

    def get_driver_class(self) -> type[Driver]:
        """Our own terminal where there is one to have."""
        usual = super().get_driver_class()
        if usual.__name__ != "LinuxDriver":
            return usual
        from pipetui.tui.terminal.driver import TerminalDriver

        return TerminalDriver

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """What the palette offers besides actions: our own only."""
        from pipetui.tui import offered_commands  # with the palette

        return offered_commands.commands(self)

    def _print_error_renderables(self) -> None:
        """Print no traceback: `open_app` raises the exception for the front door to put into words."""
