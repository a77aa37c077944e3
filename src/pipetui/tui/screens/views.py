"""Saved views: shown, changed, removed, each with how much it shows by now."""

from collections.abc import Sequence

from textual import work
from textual.app import ComposeResult

from pipetui.domain.saved_view import SavedView
from pipetui.render import plural
from pipetui.service import Workspace, saved_views
from pipetui.service.saved_views import CountedView
from pipetui.tui import saving_views
from pipetui.tui.actions import OVERLAID, bindings
from pipetui.tui.screens.book_screen import HeldKeys
from pipetui.tui.screens.counted_overlay import CountedOverlay
from pipetui.tui.widgets.bars import StatusBar, TopBar
from pipetui.tui.widgets.frame import Frame
from pipetui.tui.widgets.view_list import ViewList, ViewRow


class ViewsScreen(CountedOverlay):
    """Lies over the screen it was opened from."""

    BINDINGS = bindings("views", "app.undo", "app.redo", *OVERLAID)
    hints = ("views.open", "views.edit", "views.remove", "views.leave", "app.undo", "app.help")

    def compose(self) -> ComposeResult:
        """Bars around the list."""
        yield TopBar("views")
        with Frame("Views"):
            yield ViewList()
        yield StatusBar(self.hints)

    @property
    def selected(self) -> SavedView | None:
        """The view under the cursor."""
        row: ViewRow | None = self.listed.selected
        return row.counted.view if row is not None else None

    @property
    def listed(self) -> ViewList:
        """The list."""
        return self.query_one(ViewList)

    def read_anew(self) -> None:
        """What is kept, with how much each shows."""
        key = self.pipetui.key
        self.listed.explain(
            f"no view is saved: {key('view.save')} on a list keeps what it shows by a name (filter, columns, order, "
            f"groups, pipeline); {key('app.goto')} and the digit of a view show it again from anywhere"
        )
        super().read_anew()

    def views_in(self, workspace: Workspace) -> Sequence[SavedView]:
        """Every one that is kept."""
        return saved_views.known(workspace)

    def show_counted(self, found: Sequence[CountedView]) -> None:
        """A line each."""
        rows = tuple(ViewRow(place, counted) for place, counted in enumerate(found))
        self.listed.show(rows, self.pipetui.snapshot.agenda.today)
        self.query_one(TopBar).note = plural(len(found), "view") if found else ""
        self.refresh_bindings()

    def action_open(self) -> None:
        """Show it."""
        if self.selected is not None:
            self.pipetui.show_view(self.selected)

    def action_edit(self) -> None:
        """Every field of it."""
        if self.selected is not None:
            self._edit(self.selected, self.hold_keys())

    @work
    async def _edit(self, view: SavedView, held: HeldKeys) -> None:
        await saving_views.change(self, view, held)

    def action_remove(self) -> None:
        """Forget it; undo brings it back."""
        if self.selected is not None:
            self.pipetui.worker.submit(saved_views.forget, self.selected.name)
