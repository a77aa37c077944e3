"""A report on one page: what the shell prints, its picture, and the deals behind it, for the period that is chosen."""

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from pipetui import render
from pipetui.domain.dates import period as periods
from pipetui.domain.dates.period import Period
from pipetui.domain.errors import PipetuiError
from pipetui.phrases import report_bars, report_page
from pipetui.phrases.report_page import ReportPage, Table
from pipetui.phrases.reports import REPORTS
from pipetui.service import Workspace, reports
from pipetui.tui.actions import bindings
from pipetui.tui.screens.overlay import OverlayScreen
from pipetui.tui.snapshot import Snapshot
from pipetui.tui.widgets.bars import TopBar

_KEYS = (("← →", "before, after"), ("p", "week … all"), ("r", "next report"), ("d", "deals behind"), ("↑ ↓", "scroll"))

Part = tuple[str, str]


class ReportScreen(OverlayScreen):
    """The report of that name, read anew whenever the book changes."""

    BINDINGS = [
        *bindings("app.today", "app.board", "app.deals", "app.people", "app.orgs", "app.palette", "app.help"),
        Binding("left,h", "shift(-1)", "The period before", show=False),
        Binding("right,l", "shift(1)", "The period after", show=False),
        Binding("p", "widen", "Week, month, quarter, year, all", show=False),
        Binding("d", "deals", "The deals behind the numbers", show=False),
        Binding("r", "report(1)", "The next report", show=False),
        Binding("R", "report(-1)", "The report before", show=False),
        Binding("space", "page(1)", "Page down", show=False),
    ]
    AUTO_FOCUS = None
    DEFAULT_CSS = """
    ReportScreen VerticalScroll { height: 1fr; padding: 1 2; scrollbar-size-vertical: 1; scrollbar-gutter: stable; }
    ReportScreen #page { height: auto; max-width: 110; }
    ReportScreen #keys { height: 1; background: $surface; padding: 0 1; }
    """

    def __init__(self, name: str) -> None:
        super().__init__()
        self._row = REPORTS[name]
        self._period: Period | None = None
        self._page: ReportPage | None = None
        self._shows_deals = False

    @property
    def paper(self) -> VerticalScroll:
        """The page."""
        return self.query_one(VerticalScroll)

    def compose(self) -> ComposeResult:
        """The page between two bars."""
        yield TopBar("")
        with VerticalScroll(can_focus=False):
            yield Static(id="page", markup=False)
        keys: list[Part] = []
        for key, meaning in _KEYS:
            keys += [(f"{key} ", "bold $key"), (f"{meaning}   ", "$dim")]
        yield Static(Content.assemble(*keys), id="keys")

    def show_snapshot(self, snapshot: Snapshot, follow: int | None = None) -> None:
        """The book was read: so is the report."""
        self._read()

    @work(exclusive=True)
    async def _read(self) -> None:
        try:
            self._page = await self.pipetui.worker.ask(self._report)
        except PipetuiError as error:
            self.pipetui.refuse(error)
            return
        self.query_one(TopBar).note = "Esc back"
        self._show()

    def _report(self, workspace: Workspace) -> ReportPage:
        today = workspace.now().date()
        row, period = self._row, self._period or periods.parse("", today)
        self._period = period
        if self._shows_deals:
            behind = reports.behind(workspace, row, period)
            named = reports.named(workspace, {one.deal_id for one in behind})
            return report_bars.deals(row, period, today, behind, named)
        found = reports.figures(workspace, row, period)
        page = report_page.page(row, found, period, today)
        drawn = report_bars.picture(row, found)
        return page._replace(tables=(drawn, *page.tables)) if drawn else page

    def on_resize(self) -> None:
        """As broad as there is room."""
        self._show()

    def _show(self) -> None:
        page = self.query_one("#page", Static)
        if self._page is not None and page.size.width:
            page.update(content(self._page, page.size.width))

    def action_shift(self, later: int) -> None:
        """To the period before or after, no further than today."""
        if self._period is None:
            return
        there = periods.shifted(self._period, later)
        if there.first <= self.pipetui.worker.workspace.now().date():
            self._go(there)

    def action_widen(self) -> None:
        """From a week to its month, its quarter, its year, all time, and to this week again."""
        if self._period is None:
            return
        unit = periods.UNITS[(periods.UNITS.index(self._period.unit) + 1) % len(periods.UNITS)]
        today = self.pipetui.worker.workspace.now().date()
        week_start = self.pipetui.worker.workspace.settings.dates.week_start
        self._go(periods.of(unit, today if self._period.unit == "all" else self._period.first, 0, week_start))

    def action_deals(self) -> None:
        """The deals behind the numbers, and back."""
        self._shows_deals = not self._shows_deals
        self._anew()

    def action_report(self, further: int) -> None:
        """Another report on the same period."""
        names = list(REPORTS)
        self._row = REPORTS[names[(names.index(self._row.name) + further) % len(names)]]
        self._anew()

    def _go(self, period: Period) -> None:
        self._period = period
        self._anew()

    def _anew(self) -> None:
        self.paper.scroll_home(animate=False)
        self._read()


def content(page: ReportPage, width: int) -> Content:
    """The whole page, each table as broad as its words, nothing broader than `width`."""
    parts: list[Part] = [
        (page.title, "bold"),
        (f"  {page.span}\n", "bold $key"),
        (f"{page.sentence}\n", ""),
    ]
    for table in page.tables:
        parts += [(f"\n{table.heading}\n", "bold $key"), *_table(table, width)]
    return Content.assemble(*parts)


def _table(table: Table, width: int) -> list[Part]:
    headers, *rows = render.table(table.headers, table.rows, table.align, width)
    parts = [(f"{headers}\n", "$dim")] if headers.strip() else []
    parts += [(f"{row}\n", "") for row in rows]
    if table.last:
        parts[-1] = (parts[-1][0], "bold")
    return parts
