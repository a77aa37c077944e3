"""The plan and the week on one page: what the shell prints, read anew whenever the book changes (behaviour 23)."""

from textual import work
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Static

from pipetui.domain.errors import PipetuiError
from pipetui.phrases import activity as phrases
from pipetui.phrases.report_page import ReportPage
from pipetui.service import Workspace, activity
from pipetui.tui.actions import bindings
from pipetui.tui.screens.overlay import OverlayScreen
from pipetui.tui.screens.report import content
from pipetui.tui.snapshot import Snapshot
from pipetui.tui.widgets.bars import TopBar

_NO_QUOTA = ReportPage("Plan", "", "No quota is set: there is nothing to plan back from.", ())


class ActivityScreen(OverlayScreen):
    """This week beside the one before; over it, where a quota is set, how it asks for so many touches."""

    BINDINGS = bindings("app.today", "app.board", "app.deals", "app.people", "app.orgs", "app.palette", "app.help")
    AUTO_FOCUS = None
    DEFAULT_CSS = """
    ActivityScreen VerticalScroll { height: 1fr; padding: 1 2; scrollbar-size-vertical: 1; scrollbar-gutter: stable; }
    ActivityScreen Static { height: auto; max-width: 110; }
    """

    def __init__(self, *, plan: bool) -> None:
        """The plan, or the week."""
        super().__init__()
        self._plan = plan
        self._shown: ReportPage | None = None

    @property
    def paper(self) -> VerticalScroll:
        """The page."""
        return self.query_one(VerticalScroll)

    def compose(self) -> ComposeResult:
        """The page under the bar."""
        yield TopBar("")
        with VerticalScroll(can_focus=False):
            yield Static(id="page", markup=False)

    def show_snapshot(self, snapshot: Snapshot, follow: int | None = None) -> None:
        """The book was read: so is the page."""
        self._read()

    @work(exclusive=True)
    async def _read(self) -> None:
        try:
            self._shown = await self.pipetui.worker.ask(self._page)
        except PipetuiError as error:
            self.pipetui.refuse(error)
            return
        self.query_one(TopBar).note = "Esc back"
        self._show()

    def _page(self, workspace: Workspace) -> ReportPage:
        week = activity.week(workspace)
        if not self._plan:
            return phrases.week_page(week)
        return _NO_QUOTA if week.plan is None else phrases.plan_page(week.plan, week)

    def on_resize(self) -> None:
        """As broad as there is room."""
        self._show()

    def _show(self) -> None:
        page = self.query_one("#page", Static)
        if self._shown is not None and page.size.width:
            page.update(content(self._shown, page.size.width))
