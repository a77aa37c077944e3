"""The work session: through a list of deals, one at a time (behaviour 3)."""

from collections.abc import Callable, Collection, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from textual import work
from textual.app import ComposeResult

from pipetui import service
from pipetui.domain.deal import OUTCOMES, TOUCH_KINDS
from pipetui.domain.errors import PipetuiError
from pipetui.domain.line.quick_line import TouchLine, direction_of
from pipetui.domain.progress import Progress
from pipetui.service import objections, sessions
from pipetui.service.sessions import Tally
from pipetui.tui.actions import ACTIONS, bindings, shown_key
from pipetui.tui.dialogs.summary import SummaryDialog
from pipetui.tui.screens.book_screen import HeldKeys, ScreenReading
from pipetui.tui.screens.sheet import SheetScreen
from pipetui.tui.snapshot import Snapshot
from pipetui.tui.widgets import deal_facts as facts
from pipetui.tui.widgets import session_pane
from pipetui.tui.widgets.bars import StatusBar, TopBar
from pipetui.tui.widgets.paper import Box, Facts, Paper
from pipetui.views import Card, DealSheet

if TYPE_CHECKING:
    from pipetui.service import Result

_LOGGED_AS_PLANNED = ("meeting", "demo", "visit", "message")
"""Planned kinds that the outcome keys log as such; an e-mail is written with its own key, so a call it is instead."""


class SessionScreen(SheetScreen):
    """One deal after the other: a key for how the call went, Enter for the next step, and on.

    A deal is done with when its outcome is logged and what that raised is answered, and also when it is closed, parked
    or has its next step ahead of it: then the next one comes by itself.
    """

    BINDINGS = bindings("session")
    hints = ("deal.snooze", "deal.done", "deal.mail", "deal.objection", "deal.drop", "app.undo", "app.help")
    _not_here = frozenset(("open", "why", "kinds", "along"))
    """What a sheet can do and a session has no use for."""

    def __init__(self, progress: Progress, card: Card) -> None:
        super().__init__(card)
        self._progress = progress
        self._since: datetime | None = None
        self._tally: Tally = ()
        self._chosen = ""
        """The kind that the rep chose for the deal at hand, "" for none."""
        self._ours = False
        """Whether what changes the deal now is a gesture made here."""

    def compose(self) -> ComposeResult:
        """What the rep needs on the phone, the playbook beside it where there is room, over the outcome keys."""
        yield TopBar("", tabs=False)
        yield Box("", id="progress")
        yield Box("", id="head")
        with Paper(id="sheet"):
            with Facts(id="facts"):
                yield Box("Call", id="phone")
                yield Box("Next step", id="next")
                yield Box("Deal", id="deal")
                yield Box("Last touches", id="touches")
                yield Box("Notes", id="notes")
            with Facts(id="script"):
                yield Box("Playbook", id="playbook")
        yield Box("", id="outcomes")
        yield StatusBar(self.hints)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """A session has its own way through the deals."""
        return False if action in self._not_here else super().check_action(action, parameters)

    def on_mount(self) -> None:
        """The clock runs from here."""
        self._since = self.pipetui.worker.workspace.now()
        self._go_to(self._card)

    @property
    def _kind(self) -> str:
        """What the outcome keys log: what the rep chose, else what was planned for now, else a call."""
        step = self._card.next_step
        planned = step is not None and step.state != "planned" and step.kind in _LOGGED_AS_PLANNED
        return self._chosen or (step.kind if step is not None and planned else "call")

    def action_kind(self) -> None:
        """The outcome keys log another kind."""
        self._chosen = TOUCH_KINDS[(TOUCH_KINDS.index(self._kind) + 1) % len(TOUCH_KINDS)]
        self._show_buttons()

    def _worked(self) -> int:
        stretch = self.pipetui.worker.workspace.now() - self._since if self._since else None
        return self._progress.worked + (max(0, int(stretch.total_seconds())) if stretch else 0)

    # --- what is shown

    def made(self, deals: Collection[int]) -> None:
        """A gesture was made here: if the deal is done with by it, the next one comes."""
        self._ours = self._ours or self._card.id in deals

    def show_snapshot(self, snapshot: Snapshot, follow: int | None = None) -> None:
        """A gesture was made: the deal as it is now, or the next one where this one is done with."""
        before, now = self._card, snapshot.card(self._card.id)
        self._missed = None
        if now is None or self._went_ahead(before, now):
            if not self.is_active:  # the question on top is about this deal still
                self._missed = ScreenReading(snapshot, follow)
                return
            if self._ours:
                self.action_skip(1)
                return
            # A key pressed at this very moment is meant for the deal that is seen.
            self.say(
                f"#{before.id} {before.title} was changed elsewhere: {self.pipetui.key('session.skip')} goes on",
                failed=True,
            )
        self._ours = False
        if now is None:
            return
        self._card = now
        self.pipetui.worker.want_sheet(now.id)
        self._show_buttons()
        self._count()

    @staticmethod
    def _went_ahead(before: Card, now: Card) -> bool:
        parked = now.parked_until is not None and now.parked_until != before.parked_until
        return parked or now.status != before.status or (before.badge != now.badge and now.badge == "planned")

    def _paint(self, sheet: DealSheet) -> None:
        now, edits = self.pipetui.worker.workspace.now(), self.pipetui.key("deal.edit")
        self.query_one("#head", Box).tell(lambda width: facts.head(sheet, now, width))
        self._show_steps(sheet, now, keys=False)
        self.query_one("#phone", Box).tell(lambda width: session_pane.phone(sheet, width, edits))
        self.query_one("#deal", Box).border_title = f"Deal #{sheet.card.id}"
        self.query_one("#deal", Box).tell(lambda width: session_pane.deal(sheet, now, width))
        self.query_one("#notes", Box).tell(lambda width: session_pane.notes(sheet, now, width))
        # last: they get the lines that the others leave
        self.query_one("#touches", Box).tell(lambda width: session_pane.touches(sheet, now, width, self._room))
        self._show_buttons()

    @property
    def _room(self) -> int:
        """The lines that are left for the touches."""
        touches, column = self.query_one("#touches", Box), self.query_one("#facts", Facts)
        others = sum(box.height for box in column.query(Box) if box is not touches and box.display)
        return column.size.height - others - touches.gutter.height

    def on_resize(self) -> None:
        """As many touches as there is room for."""
        self.call_after_refresh(self._paint_anew)

    def _paint_anew(self) -> None:
        if self._sheet is not None and self.is_attached:  # it may be left by now
            self._paint(self._sheet)

    def _show_buttons(self) -> None:
        remapped = self.pipetui.remapped
        keys = [
            facts.Key(shown_key(action, remapped), action.label.lower(), f"screen.{action.name}")
            for action in ACTIONS
            if action.group == "session"
        ]
        outcomes = [key for key in keys if key.label in OUTCOMES]
        kind = next(key for key in keys if key.press == "screen.kind")
        ways = [key for key in keys if key not in outcomes and key != kind]
        self.query_one("#outcomes", Box).tell(
            lambda width: session_pane.buttons(self._kind, kind, outcomes, ways, width)
        )

    @work(exclusive=True, group="script")
    async def _read_script(self, deal_id: int) -> None:
        """The playbook, what was met on this deal first."""
        try:
            entries = await self.ask(lambda workspace: objections.playbook(workspace, [deal_id]))
        except PipetuiError:
            return
        self.query_one("#playbook", Box).tell(lambda width: session_pane.script(entries, width))

    def action_scroll(self, direction: int) -> None:
        """A few lines on."""
        self.query_one("#facts").scroll_relative(y=2 * direction, animate=False)

    def action_page(self, direction: int) -> None:
        """A page on."""
        self.paper.scroll_by_page(direction)

    @work(exclusive=True, group="tally")
    async def _count(self) -> None:
        """What was logged so far, counted in the book: what was undone does not count."""
        try:
            self._tally = await self.ask(lambda workspace: sessions.tally(workspace, self._progress))
        except PipetuiError:
            return  # the gesture itself says what is wrong with the book
        self._show_place()

    def _show_place(self) -> None:
        place, of = self._progress.place + 1, len(self._progress.deals)
        said = session_pane.said_of(self._tally, self._worked())
        self.query_one(TopBar).note = f"Session · {self._progress.about}"
        self.query_one("#progress", Box).tell(lambda width: session_pane.progress(place, of, said, width))

    # --- the way through

    def action_outcome(self, outcome: str) -> None:
        """Log how it went."""
        if outcome in OUTCOMES:
            self.submit(service.log, [self._card.id], TouchLine(self._kind, outcome, direction_of(outcome)))

    def submit(
        self, gesture: "Callable[..., Result]", deals: Sequence[int], *arguments: Any, doing: str = "Change"
    ) -> None:
        """Whichever key logged the outcome: when what that raises is settled, the next deal is there."""
        here = self._card.id

        def on() -> None:
            if self in self.app.screen_stack and self._card.id == here:  # it may be paused by now
                self.action_skip(1)

        super().submit(gesture, deals, *arguments, doing=doing)
        if gesture is service.log and arguments[0].outcome:
            self.pipetui.followups.then(on)

    def action_skip(self, offset: int) -> None:
        """To another deal of the list that still is to be seen; past the last one the session is over."""
        snapshot, deals = self.pipetui.snapshot, self._progress.deals
        place = self._progress.place + offset
        while 0 <= place < len(deals):
            card = snapshot.card(deals[place])
            if card is not None:
                self._progress = self._progress._replace(place=place)
                self._go_to(card)
                return
            place += offset
        if place >= len(deals):
            self._end(len(deals), HeldKeys(self.pipetui.typed))
        else:
            self.say("this is the first one", failed=True)

    def _go_to(self, card: Card) -> None:
        self._card, self._ours, self._chosen = card, False, ""
        self._show_buttons()
        self.query_one("#facts").scroll_home(animate=False)
        self._read_script(card.id)
        self.pipetui.worker.want_sheet(card.id)
        self._show_place()
        self._keep()
        self._count()

    def _keep(self, *, pausing: bool = False) -> None:
        """Keep where it stands. It is the app's work, for this screen may be gone before its turn comes."""
        kept = self._progress._replace(worked=self._worked())
        self.app.run_worker(self._write_down(kept, pausing), group="session")

    async def _write_down(self, kept: Progress, pausing: bool) -> None:
        worker = self.pipetui.worker
        try:
            await worker.ask(lambda workspace: sessions.keep(workspace, kept))
        except PipetuiError as error:
            self.pipetui.refuse(error)
        if pausing:
            worker.reread()  # Today says that it waits

    def action_back(self) -> None:
        """Pause: `s` goes on here, also after a restart."""
        self._keep(pausing=True)
        left = len(self._progress.deals) - self._progress.place
        self.dismiss()
        self.pipetui.say(f"session paused, {left} to go: {self.pipetui.key('view.session')} goes on")

    def action_end(self) -> None:
        """Over: what came of it; keys typed meanwhile are not for this deal any more."""
        self._end(self._progress.place, HeldKeys(self.pipetui.typed))

    @work(group="end")
    async def _end(self, gone_through: int, held: HeldKeys) -> None:
        deals, worked = len(self._progress.deals), self._worked()
        with self.asked(held):
            tally = await self.pipetui.worker.ask(lambda workspace: sessions.tally(workspace, self._progress))
            await self.pipetui.worker.ask(lambda workspace: sessions.keep(workspace, None))
            self.pipetui.worker.reread(awaited=True)
            self.dismiss()
            self.pipetui.say("")  # nothing waits any more
            await self.app.push_screen(SummaryDialog(gone_through, deals, tally, worked))
