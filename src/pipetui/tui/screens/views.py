"""Saved views: shown, changed, removed, each with how much it shows by now."""

from textual import on, work
from textual.app import ComposeResult

from pipetui.domain.saved_view import SavedView
from pipetui.render import plural
from pipetui.service import saved_views
from pipetui.tui import saving_views
from pipetui.tui.actions import OVERLAID, bindings
from pipetui.tui.screens.book_screen import BookScreen, HeldKeys
from pipetui.tui.snapshot import Snapshot
from pipetui.tui.widgets.bars import StatusBar, TopBar
from pipetui.tui.widgets.frame import Frame
from pipetui.tui.widgets.view_list import ViewList, ViewRow


class ViewTable(Frame):
    """The list in its frame."""

    DEFAULT_CSS = "ViewTable { padding: 1 0 1 1; height: 1fr; } ViewTable ViewList { height: 1fr; }"

    def compose(self) -> ComposeResult:
        """The rows."""
        yield ViewList()


class ViewsScreen(BookScreen):
    """Lies over the screen it was opened from."""

    BINDINGS = bindings("views", "app.undo", "app.redo", *OVERLAID)
    AUTO_FOCUS = None
    is_sheet = True
    hints = ("views.open", "views.edit", "views.remove", "views.leave", "app.undo", "app.help")

    def compose(self) -> ComposeResult:
        """Bars around the list."""
        yield TopBar("views")
        yield ViewTable("Views")
        yield StatusBar(self.hints)

    @property
    def selected(self) -> SavedView | None:
        """The view under the cursor."""
        row: ViewRow | None = self.query_one(ViewList).selected
        return row.counted.view if row is not None else None

    def show_snapshot(self, snapshot: Snapshot, follow: int | None = None) -> None:
        """What is kept, at once; how much each shows, behind it."""
        self.query_one(ViewList).focus(scroll_visible=False)
        key = self.pipetui.key
        self.query_one(ViewList).explain(
            f"no view is saved: {key('view.save')} on a list keeps what it shows by a name (filter, columns, order, "
            f"groups, pipeline); {key('app.goto')} and the digit of a view show it again from anywhere"
        )
        self._count()

    @work(exclusive=True, group="counts")
    async def _count(self) -> None:
        found = await self.pipetui.worker.ask(saved_views.counted)
        rows = tuple(ViewRow(place, counted) for place, counted in enumerate(found))
        self.query_one(ViewList).show(rows, self.pipetui.snapshot.agenda.today)
        self.query_one(TopBar).note = plural(len(found), "view") if found else ""
        self.refresh_bindings()

    @on(ViewList.Highlighted)
    def _another(self) -> None:
        self.refresh_bindings()

    @on(ViewList.Opened)
    def _opened(self) -> None:
        self.action_open()

    def action_open(self) -> None:
        """Show it."""
        if self.selected is not None:
            self.pipetui.show_view(self.selected)

    def action_edit(self) -> None:
        """Every field of it."""
        if self.selected is not None:
            self._edit(self.selected, self._hold())

    @work
    async def _edit(self, view: SavedView, held: HeldKeys) -> None:
        await saving_views.change(self, view, held)

    def action_remove(self) -> None:
        """Forget it; undo brings it back."""
        if self.selected is not None:
            self.pipetui.worker.submit(saved_views.forget, self.selected.name)

    def action_back(self) -> None:
        """To where we came from."""
        self.dismiss()
