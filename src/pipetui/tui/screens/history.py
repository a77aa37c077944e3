"""The history: every step that undo knows, what each changed, and one of them taken back by itself."""

from __future__ import annotations

from collections.abc import Callable

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Horizontal

from pipetui.phrases import step_changes
from pipetui.render import plural
from pipetui.service import past_steps
from pipetui.store.undo.journal import StepInfo
from pipetui.tui.actions import OVERLAID, bindings
from pipetui.tui.screens.searched_screen import SearchedScreen
from pipetui.tui.snapshot import Snapshot
from pipetui.tui.widgets.bars import StatusBar, TopBar
from pipetui.tui.widgets.filter_bar import FilterBar
from pipetui.tui.widgets.frame import Frame
from pipetui.tui.widgets.pieces import Heading
from pipetui.tui.widgets.step_list import ChangeLines, StepList, change_lines

_PAGE, _ALL, _READ_AGAIN = 300, 10_000_000, 3_000


class HistoryScreen(SearchedScreen):
    """Lies over the screen it was opened from; steps are read page by page, and what one changed when it is wanted."""

    BINDINGS = bindings("history", "app.redo", *OVERLAID)
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (130, "-beside"), (160, "-broad")]
    DEFAULT_CSS = """
    HistoryScreen {
        #halves { height: 1fr; }
        #steps, #changes { height: 100%; width: 1fr; padding: 1 0 1 1; }
        &.-broad #steps { width: 3fr; }
        &.-broad #changes { width: 2fr; }
        StepList, ChangeLines { height: 1fr; }
        &.-narrow #changes { display: none; }
        &.-narrow.-reading #changes { display: block; }
        &.-narrow.-reading #steps { display: none; }
    }
    """
    hints = ("history.open", "history.undo", "app.redo", "history.filter", "history.leave", "app.help")

    def __init__(self) -> None:
        super().__init__()
        self._whole = False
        """Whether the oldest step is among those shown."""
        self._shown_of: int | None = None
        self._newest: tuple[int, int | None] | None = None
        """The newest step, and the newest that can be undone, as they were read last."""

    def compose(self) -> ComposeResult:
        """The steps, and what the one under the cursor changed."""
        yield TopBar("history", tabs_yield=True)
        with Horizontal(id="halves"):
            with Frame("History", id="steps"):
                yield StepList()
            with Frame("What it changed", id="changes"):
                yield ChangeLines()
        yield FilterBar("words of what was done")
        yield StatusBar(self.hints)

    @property
    def listed(self) -> StepList:
        """The steps."""
        return self.query_one(StepList)

    @property
    def selected(self) -> StepInfo | None:
        """The step under the cursor."""
        return self.listed.selected

    @property
    def is_reading(self) -> bool:
        """Whether keys go to what a step changed."""
        return self.has_class("-reading")

    # --- what is read

    def show_snapshot(self, snapshot: Snapshot, follow: int | None = None) -> None:
        """The book was read: so is its history, to the newest step that can be undone where that is another one now."""
        if self.focused is None:
            self.listed.focus(scroll_visible=False)
        self.read_anew(to_newest=True)

    def read_anew(self, *, to_newest: bool = False) -> None:
        """The newest steps, about as many as there were."""
        many = max(_PAGE, min(len(self.listed.rows), _READ_AGAIN))
        self._read_steps(self.keys_until_read.begin(), many, self._another_newest, follow=to_newest)

    def _read_older(self, count: int, *, to_end: bool = False) -> None:
        last = self.listed.rows[-1]
        before = None if isinstance(last, Heading) else last.id
        self._read_steps(self.keys_until_read.begin(hold=to_end), count, _oldest, before, follow=to_end)

    @work(exclusive=True, group="steps")
    async def _read_steps(
        self,
        reading: object,
        count: int,
        onto: Callable[[list[StepInfo]], int | None],
        before: int | None = None,
        *,
        follow: bool,
    ) -> None:
        """Show so many steps, behind those shown where they are `before` one of them; `onto` says which of what was
        read the cursor could go to, if it is to `follow`."""
        words = self.words
        with self.keys_until_read.during(reading):
            found = await self.pipetui.worker.ask(lambda workspace: past_steps.steps(workspace, count, before, words))
        self._whole = len(found) < count
        rows = found if before is None else (*self.listed.rows, *found)
        wanted = onto(found)
        self._show(tuple(rows), wanted if follow else None)

    def _show(self, steps: tuple[StepInfo | Heading, ...], follow: int | None = None) -> None:
        shown = self.listed
        shown.zone = self.pipetui.worker.workspace.now().tzinfo
        shown.show(steps, self.pipetui.snapshot.agenda.today, follow)
        self.explain("no step holds", "nothing was done yet: each step will stand here, to be looked at and taken back")
        many = plural(len(steps), "step")
        self.query_one(TopBar).note = many if self._whole else f"the newest {many}"
        self._shown_of = None
        self._want_changes()
        self.refresh_bindings()

    @on(StepList.NearEnd)
    def _near_end(self) -> None:
        if not self._whole and self.listed.rows and not self.keys_until_read.under_way:
            self._read_older(_PAGE)

    @on(StepList.AtEnd)
    def _at_end(self) -> None:
        if not self._whole and self.listed.rows:
            self._read_older(_ALL, to_end=True)

    # --- what a step changed

    @on(StepList.Highlighted)
    def _want_changes(self) -> None:
        step = self.selected
        if step is not None and step.id != self._shown_of and (self.is_reading or not self.has_class("-narrow")):
            self._read_changes(step)
        elif step is None:
            self.query_one(ChangeLines).show((), self.pipetui.snapshot.agenda.today)

    @work(exclusive=True, group="changes")
    async def _read_changes(self, step: StepInfo) -> None:
        changes, count = await self.ask(lambda workspace: past_steps.changes(workspace, step.id))
        now = self.pipetui.worker.workspace.now()
        lines = change_lines(list(step_changes.rows(changes, now)), count - len(changes))
        shown = self.query_one(ChangeLines)
        shown.show(lines, now.date())
        shown.action_edge(-1)
        shown.explain("nothing of the book was changed by it")
        self.query_one("#changes", Frame).tell(step.label, "")
        self._shown_of = step.id

    def action_open(self) -> None:
        """To what the step changed."""
        if self.selected is not None and not self.is_reading:
            self.add_class("-reading")
            self.query_one(ChangeLines).focus(scroll_visible=False)
            self.call_after_refresh(self._want_changes)  # where it was hidden it has no width before

    def action_back(self) -> None:
        """From the changes to the steps; from there as from any list."""
        if self.is_reading:
            self.remove_class("-reading")
            self.listed.focus(scroll_visible=False)
        else:
            super().action_back()

    def action_undo_step(self) -> None:
        """Take the step under the cursor back, newer ones staying as they are."""
        if self.selected is not None:
            self.pipetui.worker.submit(past_steps.undo_step, self.selected.id)

    def _another_newest(self, found: list[StepInfo]) -> int | None:
        """The newest step that can be undone, None where nothing was done since: the cursor stays then."""
        to_undo = next((step.id for step in found if not step.undone), None)
        before, self._newest = self._newest, (found[0].id, to_undo) if found else None
        return to_undo if self._newest != before else None


def _oldest(found: list[StepInfo]) -> int | None:
    return found[-1].id if found else None
