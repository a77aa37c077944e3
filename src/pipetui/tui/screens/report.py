"""Every report in one list, and the one that is chosen beside it: its period, the deals behind its lines, its files."""

from __future__ import annotations

from asyncio import to_thread
from functools import partial

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical

from pipetui.domain.dates.period import Period
from pipetui.domain.errors import PipetuiError
from pipetui.insight.numbers import BehindFigure
from pipetui.service import numbers
from pipetui.tui import dialogs, report_pages
from pipetui.tui.actions import OVERLAID, bindings
from pipetui.tui.report_pages import PageKind, pages
from pipetui.tui.screens.behind import BehindScreen
from pipetui.tui.screens.book_screen import asking
from pipetui.tui.screens.period_screen import PeriodScreen
from pipetui.tui.widgets.bars import StatusBar, TopBar
from pipetui.tui.widgets.cursor_rows import CursorRows
from pipetui.tui.widgets.filter_bar import FilterBar
from pipetui.tui.widgets.page_lines import KindList, KindRow, PageLines

_FORECAST = PageKind(
    "forecast", "Forecast", "What will come in, and which deals move it", True, lambda workspace, period: _never()
)

_OF_THE_LIST = ("report.open", "app.forecast", "report.leave", "app.help")
"""The keys that are offered where the list of reports hides the page."""


def _never() -> report_pages.Read:
    raise AssertionError("the forecast is a screen of its own")


class ReportScreen(PeriodScreen):
    """Lies over the screen it was opened from, and is read anew whenever the book changes."""

    BINDINGS = bindings("report", "app.forecast", "app.undo", "app.redo", *OVERLAID)
    AUTO_FOCUS = None
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (110, "-broad")]
    DEFAULT_CSS = """
    ReportScreen {
        #halves { height: 1fr; }
        #kinds, #paper { height: 100%; border: round $rule; border-title-color: $dim; background: $surface; }
        #kinds { width: 26; }
        #paper { width: 1fr; }
        KindList, PageLines { height: 1fr; background: $surface; }
        &.-narrow #kinds { width: 1fr; }
        &.-narrow #paper { display: none; }
        &.-narrow.-reading #paper { display: block; }
        &.-narrow.-reading #kinds { display: none; }
        #kinds { border: round $key; border-title-color: $key; }
        &.-reading #kinds { border: round $rule; border-title-color: $dim; }
        &.-reading #paper { border: round $key; border-title-color: $key; }
    }
    """
    is_sheet = True
    hints = (
        "report.open", "report.earlier", "report.later", "report.widen", "report.dates", "report.behind",
        "report.next", "report.filter", "report.copy", "report.save", "report.leave", "app.help",
    )  # fmt: skip

    def __init__(self, name: str = "", period: Period | None = None) -> None:
        """`name` is read at once; without one a report is chosen first. `period`: this quarter if none is given."""
        super().__init__()
        self.period = period
        self._begun = name
        known = pages()
        self._kinds = tuple(KindRow(place, kind) for place, kind in enumerate((*known.values(), _FORECAST)))
        self.kind: PageKind = known[name] if name else next(iter(known.values()))
        self.read: report_pages.Read | None = None
        """What is shown, None until it is read."""
        self.narrowed = ""

    def compose(self) -> ComposeResult:
        """The list and the page."""
        yield TopBar("numbers")
        with Horizontal(id="halves"):
            with Vertical(id="kinds"):
                yield KindList()
            with Vertical(id="paper"):
                yield PageLines()
        yield FilterBar("words that the lines must hold")
        yield StatusBar(self.hints)

    def on_mount(self) -> None:
        """Keys go to the list, or to the report that was asked for."""
        shown = self.query_one(KindList)
        self.query_one("#kinds").border_title = "Reports"
        shown.show(self._kinds, self.pipetui.snapshot.agenda.today)
        shown.select(next(row.id for row in self._kinds if row.kind is self.kind))
        if self._begun:
            self._to_page()
        else:
            shown.focus(scroll_visible=False)

    def _to_page(self) -> None:
        self.add_class("-reading")
        self._offer()
        self.query_one(PageLines).focus(scroll_visible=False)
        self.call_after_refresh(self._show)  # where it was hidden it has no width before
        self.refresh_bindings()

    def _to_list(self) -> None:
        self.remove_class("-reading")
        self._offer()
        self.query_one(KindList).focus(scroll_visible=False)
        self.refresh_bindings()

    def _offer(self) -> None:
        """The keys of a page, or where the list hides it, those of the list."""
        hidden = self.has_class("-narrow") and not self.is_reading
        self.query_one(StatusBar).offer(_OF_THE_LIST if hidden else self.hints)

    @property
    def is_reading(self) -> bool:
        """Whether keys go to the page, not to the list."""
        return self.has_class("-reading")

    # --- reading

    def read_period(self, reading: object) -> None:
        """The report that is chosen, for the period."""
        self._read_report(reading)

    @work(exclusive=True, group="report")
    async def _read_report(self, reading: object) -> None:
        period, kind = self.period or self.period_at(""), self.kind
        self.period = period
        with self.keys_until_read.during(reading):
            if kind is _FORECAST:
                return
            self.read = await self.pipetui.worker.ask(lambda workspace: kind.read(workspace, period))
        self._show()

    def _show(self) -> None:
        shown = self.query_one(PageLines)
        width = shown.scrollable_content_region.width - 2
        if self.read is None or width < 1 or self.period is None:
            return
        page = self.read.page
        self.query_one("#paper").border_title = " · ".join(filter(None, (page.title, page.span)))
        shown.show_lines(report_pages.lines(self.read, width, self.narrowed), self.pipetui.snapshot.agenda.today)
        self.refresh_bindings()

    def on_resize(self) -> None:
        """As broad as there is room."""
        self._offer()
        self.call_after_refresh(self._show)

    @on(KindList.Highlighted)
    def _another(self, message: CursorRows.Highlighted) -> None:
        chosen = self.query_one(KindList).selected
        if message.source is self.query_one(KindList) and chosen is not None and chosen.kind is not self.kind:
            self._choose(chosen.kind)
        self.refresh_bindings()

    @on(CursorRows.Opened)
    async def _opened(self) -> None:
        await self.action_open()

    def _choose(self, kind: PageKind) -> None:
        self.kind, self.read = kind, None
        lines = self.query_one(PageLines)
        lines.show((), self.pipetui.snapshot.agenda.today)
        lines.scroll_home(animate=False)
        self.read_period(self.keys_until_read.begin(hold=False))

    # --- what can be done

    @property
    def target(self) -> BehindFigure | str | None:
        """What is behind the line under the cursor."""
        row = self.query_one(PageLines).selected
        return row.line.target if row is not None and self.is_reading else None

    async def action_open(self) -> None:
        """From the list to the report; from a line to the deals behind it."""
        if not self.is_reading:
            if self.kind is _FORECAST:
                self.pipetui.action_overlay("forecast")
            else:
                self._to_page()
        elif isinstance(self.target, BehindFigure):
            self._show_behind(self.target)
        elif self.target is not None:
            self.pipetui.show_list(self.target, partial(self.pipetui.action_report, self.kind.name))

    def action_behind(self) -> None:
        """All deals behind the numbers."""
        if self.kind.report is not None:
            self._show_behind(BehindFigure(self.kind.name, ()))

    def _show_behind(self, wanted: BehindFigure) -> None:
        period = self.period
        assert period is not None
        title = " · ".join(filter(None, (self.kind.title, wanted.line, period.name if self.kind.of_period else "")))
        self.app.push_screen(BehindScreen(title, lambda workspace: numbers.deals_behind(workspace, wanted, period)))

    def action_report(self, further: int) -> None:
        """Another report on the same period."""
        shown = self.query_one(KindList)
        known = [row for row in self._kinds if row.kind is not _FORECAST]
        beyond = -1 if further > 0 else len(known)  # from the forecast, which is a screen of its own
        here = next((place for place, row in enumerate(known) if row.kind is self.kind), beyond)
        shown.select(known[(here + further) % len(known)].id)

    async def action_filter(self) -> None:
        """Only the lines that hold some words."""
        self.add_class("-reading")  # without a focus, which would come behind that of the filter
        self._offer()
        await self.query_one(FilterBar).open()

    @on(FilterBar.Changed)
    def _narrow(self, message: FilterBar.Changed) -> None:
        self.narrowed = message.text
        self._show()

    @on(FilterBar.Left)
    def _filter_left(self) -> None:
        self.query_one(PageLines).focus(scroll_visible=False)

    def action_back(self) -> None:
        """Out of a filter, from the report to the list it was chosen from, from there to where we came from."""
        if self.narrowed:
            self.query_one(FilterBar).clear()
        elif self.is_reading and not self._begun:
            self._to_list()
        else:
            self.dismiss()

    def _file(self, format_: str) -> str:
        from pipetui.tui import report_files  # most reports are only read

        assert self.period is not None
        made = report_files.as_csv if format_ == "csv" else report_files.as_svg
        return made(self.kind, self.read, self.period, self.pipetui.worker.workspace.now().date())

    def action_copy(self) -> None:
        """The tables as CSV, for the clipboard."""
        try:
            self.app.copy_to_clipboard(self._file("csv"))
        except PipetuiError as error:
            self.pipetui.refuse(error)
        else:
            self.say(f"copied: {self.kind.title} as CSV")

    @asking
    async def action_save(self) -> None:
        """The tables as CSV, or the picture as SVG, in a file."""
        from pipetui.tui import report_files

        def said(text: str) -> str:
            return f"{report_files.format_of(text).upper()} in {report_files.place_of(text)}"

        question = dialogs.LineDialog("Save as CSV or SVG", said, f"~/{self.kind.name}.svg")
        asked = await self.answer_to(question)
        if asked:
            path, content = report_files.place_of(asked), self._file(report_files.format_of(asked))
            await to_thread(report_files.write, path, content)  # a folder may lie far away
            self.say(f"written: {path}")
