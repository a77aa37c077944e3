"""A sheet with what happened beside it: in and out of the timeline, narrowing it, correcting an entry where it is."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual import on
from textual.widgets import Static

from pipetui.tui.conditions import own_entry
from pipetui.tui.screens.book_screen import Texts, asking
from pipetui.tui.screens.overlay import OverlayScreen
from pipetui.tui.visits import Visit
from pipetui.tui.widgets.bars import StatusBar, TopBar
from pipetui.tui.widgets.paper import History, Paper
from pipetui.tui.widgets.timeline import FILTERS, Timeline
from pipetui.views import TimelineItem

if TYPE_CHECKING:
    from pipetui.tui.dialogs.edit import FormDialog


class TimelineScreen(OverlayScreen):
    """Down goes into what happened, up from the first entry back to what the sheet is about.

    Subclasses compose a `Paper` with a `Timeline` in a `History`.
    """

    HORIZONTAL_BREAKPOINTS = [(0, "-stacked"), (110, "-columns"), (140, "-wide"), (180, "-roomy")]

    hints: tuple[str, ...] = ()
    entry_hints: tuple[str, ...] = ("entry.edit", "entry.delete", "sheet.kinds", "app.undo", "app.help")
    """The keys of the footer while the cursor is in the timeline."""
    _can_edit = False
    """Whether the entry under the cursor is the rep's own, as the footer was told last."""
    logs = ""
    """The id of the action that logs something here."""
    among: Sequence[int] = ()
    """The numbers on the list it was opened from."""

    @property
    def visit(self) -> Visit:
        """Which sheet it is."""
        raise NotImplementedError

    def turn_to(self, number: int) -> object:
        """Another one, on the same sheet."""
        raise NotImplementedError

    @property
    def paper(self) -> Paper:
        """The sheet."""
        return self.query_one(Paper)

    @property
    def entry(self) -> TimelineItem | None:
        """The entry under the cursor."""
        return self.query_one(Timeline).entry

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only what the rep logged or wrote is edited."""
        if action in ("edit_entry", "delete_entry"):
            return True if own_entry(self) is None else None
        return super().check_action(action, parameters)

    def say_what_happened(self) -> None:
        """How many entries are shown and of what; where there are none, why."""
        timeline, history = self.query_one(Timeline), self.query_one(History)
        shown = len(timeline.entries)
        narrowed = timeline.shown != FILTERS[0]
        history.border_title = " · ".join(
            filter(None, ("Timeline", f"{shown:,}" if shown else "", f"{timeline.shown} only" if narrowed else ""))
        )
        history.border_subtitle = f"{self.pipetui.key('sheet.kinds')} narrows"
        self.set_class(not shown, "-quiet")
        nothing = (
            f"no {timeline.shown} here"
            if narrowed
            else f"nothing yet: {self.pipetui.key(self.logs)} logs what happened"
        )
        self.query_one("#nothing", Static).update(nothing)

    # --- in and out

    def action_scroll(self, direction: int) -> None:
        """Into what happened."""
        timeline = self.query_one(Timeline)
        if direction > 0 and timeline.rows:
            self.set_focus(timeline, scroll_visible=False)
            timeline.reveal()

    def action_page(self, direction: int) -> None:
        """A page of the facts; where all of them are seen, of what happened."""
        if not self.paper.scroll_by_page(direction):
            self.query_one(Timeline).scroll_relative(y=direction * max(1, self.size.height // 2), animate=False)

    def leave_timeline(self) -> None:
        """The keys are for what the sheet is about again."""
        self.set_focus(None)
        self.paper.scroll_home(animate=False)

    @on(Timeline.LeftUpwards)
    def _left_upwards(self) -> None:
        self.leave_timeline()

    @on(Timeline.Opened)
    def _opened_entry(self) -> None:
        self.action_edit_entry()

    @on(Timeline.Highlighted)
    def _another_entry(self) -> None:
        can = own_entry(self) is None
        if can != self._can_edit:  # looking through all bindings takes as long as a step of the cursor
            self._can_edit = can
            self.refresh_bindings()

    def on_descendant_focus(self) -> None:
        """The keys of the entry."""
        self._offer()

    def on_descendant_blur(self) -> None:
        """The keys of the sheet again."""
        self._offer()

    def _offer(self) -> None:
        for bar in self.query(StatusBar):
            bar.offer(self.entry_hints if isinstance(self.focused, Timeline) else self.hints)
        self.refresh_bindings()

    # --- along the list

    def say_place(self) -> None:
        """Which of the list it is."""
        here, many = self.visit.number, len(self.among)
        of = f"{self.among.index(here) + 1:,} of {many:,}   " if here in self.among and many > 1 else ""
        self.query_one(TopBar).note = f"{of}Esc back"

    def action_along(self, offset: int) -> None:
        """To the next or previous one of the list it was opened from."""
        if self.visit.number not in self.among:
            self.say("this was not opened from a list", failed=True)
            return
        place = self.among.index(self.visit.number) + offset
        if not 0 <= place < len(self.among):
            self.say("this is the last one" if offset > 0 else "this is the first one", failed=True)
            return
        self.turn_to(self.among[place])

    # --- what is done there

    def action_kinds(self) -> None:
        """Narrow what happened to a kind."""
        self.query_one(Timeline).narrow()
        self.say_what_happened()

    def action_edit_entry(self) -> None:
        """Text, time, outcome and kind of the entry under the cursor."""
        if self.entry is not None and self.entry.is_own:
            self._edit_entry(self.entry)

    @asking
    async def _edit_entry(self, entry: TimelineItem) -> None:
        from pipetui.service import entries
        from pipetui.tui.dialogs.entry import EntryDialog

        worker = self.pipetui.worker

        async def form(typed: Texts, seen: Texts) -> "FormDialog":
            shown = await worker.ask(lambda workspace: entries.shown(workspace, entry.kind, entry.id))
            heading = f"Correct the {entry.what or entry.kind}"
            return EntryDialog(heading, entry.kind, worker.workspace, shown, typed, seen)

        await self.filled_in(form, entries.correct, entry.kind, entry.id)

    def action_delete_entry(self) -> None:
        """Out of the timeline: undo brings it back, so nothing is asked."""
        from pipetui.service import entries

        if self.entry is not None and self.entry.is_own:
            self.pipetui.worker.submit(entries.take_out, self.entry.kind, self.entry.id)
