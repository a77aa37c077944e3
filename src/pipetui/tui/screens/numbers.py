"""Numbers: the figures of a period, its quota, the funnel, why deals were lost, where they came from."""

from __future__ import annotations

from functools import partial
from importlib import import_module

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from pipetui.domain.dates import period as periods
from pipetui.insight.numbers import BehindFigure, Numbers, figures
from pipetui.phrases import numbers_page, numbers_plot, report_page
from pipetui.phrases.reports import OUTCOMES
from pipetui.service import Workspace, numbers, reports
from pipetui.tui.actions import bindings
from pipetui.tui.screens.behind import BehindScreen
from pipetui.tui.screens.book_screen import asking
from pipetui.tui.screens.period_screen import PeriodScreen
from pipetui.tui.widgets.bars import StatusBar, TopBar
from pipetui.tui.widgets.cell_panel import CellPanel
from pipetui.tui.widgets.number_panels import BarPanel, FigurePanel, NumberPanel, QuotaGauge
from pipetui.tui.widgets.pieces import legend

_EMPTY = "What is won and lost will stand here, each figure beside that of the period before."


class Halves(Vertical):
    """The quota and the bars, side by side where there is room."""

    class Resized(Message):
        """There is another room for them: the terminal is another, or the figures above are there by now."""

    def on_resize(self) -> None:
        """Say so."""
        self.post_message(self.Resized())


class NumbersScreen(PeriodScreen):
    """Read anew whenever the book changes while it is in sight."""

    BINDINGS = bindings("numbers", "app")
    AUTO_FOCUS = None
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (110, "-broad")]
    DEFAULT_CSS = """
    NumbersScreen {
        #page { height: 1fr; scrollbar-size-vertical: 1; }
        #halves { height: auto; }
        #bars { height: auto; }
        #quota { height: 14; padding: 0 1; border: round $rule; border-title-color: $dim; background: $surface; }
        #gauge { height: auto; }
        #legend { height: auto; color: $dim; }
        &.-broad #halves { layout: horizontal; height: 1fr; min-height: 23; }
        &.-broad #quota { width: 1fr; height: 100%; }
        &.-broad #bars { width: 1fr; min-height: 100%; background: $surface; }
    }
    """
    hints = (
        "numbers.open", "numbers.earlier", "numbers.later", "numbers.widen", "numbers.dates", "numbers.reports",
        "numbers.quota", "numbers.goals", "app.forecast", "app.help",
    )  # fmt: skip

    def __init__(self) -> None:
        super().__init__()
        self.found: Numbers | None = None
        """What is shown, None until it is read."""

    def compose(self) -> ComposeResult:
        """The figures over two halves: the quota, and the bars."""
        yield TopBar("numbers")
        with VerticalScroll(id="page", can_focus=False):
            yield FigurePanel("figures")
            with Halves(id="halves"):
                with Vertical(id="quota"):
                    yield QuotaGauge("gauge")
                    yield Static(id="legend", markup=False)
                with Vertical(id="bars"):
                    yield BarPanel("funnel", "no deal entered a stage")
                    yield BarPanel("losses", "nothing was lost")
                    yield BarPanel("sources", "no deal came in or was closed")
        yield StatusBar(self.hints)

    def on_mount(self) -> None:
        """Keys go to the figures, and the chart comes behind the first frame: it brings a library."""
        self.query_one(FigurePanel).border_title = "Numbers"
        for name, title in (("funnel", "Funnel"), ("losses", "Why deals were lost"), ("sources", "Sources, by wins")):
            self.query_one(f"#{name}", BarPanel).border_title = title
        self.query_one(FigurePanel).focus(scroll_visible=False)

    # --- reading

    def read_period(self, reading: object) -> None:
        """The reports that the page is made of."""
        self._read_reports(reading)

    @work(exclusive=True, group="reports")
    async def _read_reports(self, reading: object) -> None:
        """One by one, so that a gesture does not wait for all of them."""
        period = self.period = self.period or self.period_at("")
        ask = self.pipetui.worker.ask
        with self.keys_until_read.during(reading):
            read = [await ask(partial(_figures, row, period)) for row in numbers.READ]
            self.found = await ask(lambda workspace: numbers.together(workspace, period, read))
        await self._show()

    async def _show(self) -> None:
        found = self.found
        assert found is not None
        panel = self.query_one(FigurePanel)
        panel.show(tuple(figures(found)))
        panel.border_title = report_page.span(OUTCOMES, found.period, found.today)
        self._show_bars(found)
        await self._show_quota(found)
        self.query_one(TopBar).note = ""
        self._say_figure()
        self.refresh_bindings()

    def _show_bars(self, found: Numbers) -> None:
        """Of reasons and sources as many as there is room for, and air between all of them if there is more."""
        funnel, *panels = (self.query_one(f"#{name}", BarPanel) for name in ("funnel", "losses", "sources"))
        steps = numbers_page.funnel_lines(found)
        lists = [numbers_page.loss_lines(found), numbers_page.source_lines(found)]
        around = 3 * funnel.gutter.height + max(1, len(steps)) + sum(not lines for lines in lists)
        room = self.query_one("#halves").size.height - around if self.has_class("-broad") else 0
        airy = room - sum(map(len, lists)) >= sum(max(0, len(lines) - 1) for lines in (steps, *lists))
        funnel.show(steps, airy=airy)
        for panel, lines, most in zip(panels, lists, numbers_page.shares([*map(len, lists)], room), strict=True):
            panel.show(lines, most, airy=airy)

    @on(Halves.Resized)
    def _another_room(self) -> None:
        if self.found is not None:
            self._show_bars(self.found)

    async def _show_quota(self, found: Numbers) -> None:
        from pipetui.tui.widgets.period_chart import PeriodChart

        frame, chart = self.query_one("#quota"), self.query(PeriodChart).first() if self.query(PeriodChart) else None
        if chart is None:
            chart = PeriodChart("chart")
            await frame.mount(chart, before="#legend")
        drawn = numbers_plot.of_numbers(found)
        chart.show(drawn)
        chart.display = not drawn.is_empty
        self._show_gauge()
        standing = found.quota
        frame.border_title = "Won and expected" + (f" against the quota of {standing.period.name}" if standing else "")
        said = "Nothing was won yet, and nothing is expected by then." if drawn.is_empty else drawn.legend
        if found.is_empty:
            said = f"No deal yet: {self.pipetui.key('app.add')} adds one. {_EMPTY}"
        self.query_one("#legend", Static).update(Content.assemble(*legend(said, "█")))

    def _show_gauge(self) -> None:
        if self.found is None:
            return
        key = self.pipetui.key("numbers.quota")
        self.query_one(QuotaGauge).show(
            self.found.quota, f"no quota is set for {self.found.period.name} · {key} sets one"
        )

    # --- the cursor

    @property
    def panels(self) -> list[NumberPanel]:
        """What keys can go to."""
        return [panel for panel in self.query(NumberPanel).results() if panel.count]

    @property
    def panel(self) -> NumberPanel | None:
        """Where keys go."""
        here = self.focused
        return here if isinstance(here, NumberPanel) else next(iter(self.panels), None)

    @property
    def selected(self) -> BehindFigure | None:
        """The deals behind what is under the cursor."""
        return self.panel.behind if self.panel is not None else None

    @on(CellPanel.Crossed)
    def _crossed(self, message: CellPanel.Crossed) -> None:
        known = self.panels
        here = next((place for place, panel in enumerate(known) if panel is message.panel), 0)
        there = here + message.direction
        if 0 <= there < len(known):
            known[there].cursor = 0 if message.direction > 0 else known[there].count - 1
            known[there].focus(scroll_visible=False)

    @on(CellPanel.Highlighted)
    def _another(self) -> None:
        self._say_figure()
        self.refresh_bindings()

    def _say_figure(self) -> None:
        """The figure under the cursor with all of its digits, at the foot of the frame."""
        panel = self.query_one(FigurePanel)
        if self.found is not None and panel.count:
            panel.border_subtitle = numbers_page.told(panel.figures[panel.cursor], self.found)

    @on(CellPanel.Opened)
    def _opened(self) -> None:
        self.action_open()

    def action_open(self) -> None:
        """The deals behind the figure under the cursor."""
        wanted, period, panel = self.selected, self.period, self.panel
        if wanted is None or period is None or panel is None:
            return
        title = f"{panel.name_at_cursor} · {period.name}"
        self.app.push_screen(BehindScreen(title, lambda workspace: numbers.deals_behind(workspace, wanted, period)))

    def action_reports(self) -> None:
        """All reports, on this period."""
        from pipetui.tui.screens.report import ReportScreen

        self.app.push_screen(ReportScreen(period=self.period))

    def action_quota(self) -> None:
        """What is to be won."""
        self._set("quota")

    def action_goals(self) -> None:
        """What is to be done."""
        self._set("goals")

    @asking
    async def _set(self, what: str) -> None:
        targets = import_module("pipetui.tui.flows.targets")  # the flows know the screens, not the other way round
        await targets.run(self, what)


def _figures(row: report_page.Report, period: periods.Period, workspace: Workspace) -> object:
    return reports.figures(numbers.in_its_currency(workspace, period), row, period)
