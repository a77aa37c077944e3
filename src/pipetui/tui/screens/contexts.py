"""Contexts: switched on and off, defined, changed, deleted, each with how many open deals it leaves."""

from collections.abc import Sequence

from textual.app import ComposeResult

from pipetui.domain import context
from pipetui.domain.context import NONE, SavedContext
from pipetui.domain.saved_view import SavedView
from pipetui.render import plural
from pipetui.service import Result, Workspace, contexts
from pipetui.service.saved_views import CountedView
from pipetui.tui import filters
from pipetui.tui.actions import OVERLAID, bindings
from pipetui.tui.dialogs.edit import FormDialog, FormRow
from pipetui.tui.screens.book_screen import Texts, asking
from pipetui.tui.screens.counted_overlay import CountedOverlay
from pipetui.tui.widgets.bars import StatusBar, TopBar
from pipetui.tui.widgets.context_list import ContextList, ContextRow
from pipetui.tui.widgets.frame import Frame
from pipetui.tui.widgets.pieces import Heading


class ContextsScreen(CountedOverlay):
    """Lies over the screen it was opened from."""

    BINDINGS = bindings("contexts", "app.undo", "app.redo", *OVERLAID)
    hints = ("contexts.open", "contexts.new", "contexts.edit", "contexts.remove", "contexts.leave", "app.help")

    def compose(self) -> ComposeResult:
        """Bars around the list."""
        yield TopBar("contexts")
        with Frame("Contexts", "open deals"):
            yield ContextList()
        yield StatusBar(self.hints)

    @property
    def selected(self) -> SavedContext | None:
        """The context under the cursor."""
        row: ContextRow | None = self.listed.selected
        if row is None or row.counted is None:
            return None
        return SavedContext(row.counted.view.name, row.counted.view.filter)

    @property
    def listed(self) -> ContextList:
        """The list."""
        return self.query_one(ContextList)

    def views_in(self, workspace: Workspace) -> Sequence[SavedView]:
        """Every context, as a view of the deals that it leaves."""
        return contexts.as_views(workspace)

    def show_counted(self, found: Sequence[CountedView]) -> None:
        """A line each, under that of none; what a context is where there is none yet."""
        current = self.pipetui.snapshot.context
        rows = [ContextRow(0, None, current is None)]
        for place, one in enumerate(found, 1):
            rows.append(ContextRow(place, one, current is not None and one.view.name == current.name))
        about = () if found else tuple(map(Heading, ("", *self._about())))
        first, made = not self.listed.rows, self.just_made(rows, lambda row: row.name)
        self.listed.show((*rows, *about), self.pipetui.snapshot.agenda.today, made)
        if first:
            self.listed.select(next((row.id for row in rows if row.is_on), 0) or min(1, len(found)))
        self.query_one(TopBar).note = plural(len(found), "context") if found else ""
        self.refresh_bindings()

    def _about(self) -> tuple[str, ...]:
        """What a context is, where there is none yet."""
        return (
            "A context has a name and a filter: while it is on, every list of deals",
            "shows only what fits it, until it is switched off.",
            f"{self.pipetui.key('contexts.new')} defines one, such as work: +saas or stage:proposal.",
        )

    def action_open(self) -> None:
        """Have it on; the one that is on goes off."""
        row: ContextRow | None = self.listed.selected
        if row is not None:
            wanted = row.counted.view.name if row.counted is not None and not row.is_on else NONE
            self.dismiss()
            self.pipetui.switch_context(wanted)

    def action_new(self) -> None:
        """Another one."""
        self._define(SavedContext("", ""))

    def action_edit(self) -> None:
        """Its name and its filter."""
        if self.selected is not None:
            self._define(self.selected)

    @asking
    async def _define(self, before: SavedContext) -> None:
        async def form(typed: Texts, seen: Texts) -> FormDialog:
            rows = {
                "name": FormRow("name", "work", before.name, context.read_name),
                "filter": FormRow("filter", "+saas or stage:proposal", before.filter, self._check),
            }
            return FormDialog(f"Edit {before.name}" if before.name else "A new context", rows, typed, seen)

        def write(workspace: Workspace, texts: Texts, shown: Texts) -> Result:
            name, text = texts.get("name", before.name), texts.get("filter", before.filter)
            if before.name:
                return contexts.change(workspace, before.name, name, text)
            return contexts.define(workspace, name, text)

        await self.filled_in(form, write)

    def _check(self, text: str) -> object:
        return filters.understood(self.pipetui, context.read_filter(text))

    def action_remove(self) -> None:
        """Forget it; undo brings it back."""
        if self.selected is not None:
            self.pipetui.worker.submit(contexts.forget, self.selected.name)
