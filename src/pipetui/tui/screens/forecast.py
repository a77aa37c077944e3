"""The forecast of a period: its sums, and the open deals behind them, of which one can ask what if."""

from __future__ import annotations

from collections.abc import Sequence

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Static

from pipetui import render
from pipetui.insight.forecast import Forecast, OpenDeal
from pipetui.insight.forecast_days import by_week
from pipetui.phrases import forecast_page
from pipetui.phrases.numbers_plot import PeriodPlot
from pipetui.phrases.report_page import Table
from pipetui.service import Workspace, numbers
from pipetui.service import forecast as service
from pipetui.service.forecast import Outline
from pipetui.tui import dialogs
from pipetui.tui.actions import OVERLAID, bindings
from pipetui.tui.screens.book_screen import asking
from pipetui.tui.screens.period_screen import PeriodScreen
from pipetui.tui.snapshot import Snapshot
from pipetui.tui.widgets.bars import StatusBar, TopBar
from pipetui.tui.widgets.forecast_list import SLIPS, WITHOUT, ForecastHead, ForecastList, ForecastRow
from pipetui.tui.widgets.pieces import legend

_BARS, _LEAST_LIST = 3, 12
"""Lines of the bars; of the list at least, with its head and frame, where nothing stands under it."""
_SHORTEST_LIST = 6
"""Lines of the list, with its head and frame, over what moved."""

_WEEKS = 8
"""So many weeks are shown."""

Part = tuple[str, str]


class ForecastScreen(PeriodScreen):
    """Lies over the screen it was opened from, and is read anew whenever the book changes.

    What is asked with without and slips changes nothing in the book, and is forgotten with the screen.
    """

    BINDINGS = bindings("forecast", "app.add", "app.undo", "app.redo", *OVERLAID)
    AUTO_FOCUS = None
    DEFAULT_CSS = """
    ForecastScreen {
        #top { height: auto; }
        #sums, #course { padding: 0 1; border: round $rule; border-title-color: $dim; background: $surface; }
        #sums { height: auto; width: 1fr; }
        #course { display: none; height: 100%; width: 2fr; }
        &.-broad #sums { width: 3fr; }
        &.-broad #course { display: block; }
        #deals { height: 1fr; min-height: 6; border: round $key; border-title-color: $key; background: $surface; }
        ForecastList { height: 1fr; background: $surface; }
        #why { height: auto; display: none; padding: 0 1; background: $surface; border: round $rule; }
        #why { border-title-color: $dim; }
        &.-why #why { display: block; }
    }
    """
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (110, "-broad")]
    is_sheet = True
    units = ("month", "quarter", "year")
    looks_ahead = True
    hints = (
        "forecast.category", "forecast.without", "forecast.slips", "forecast.why", "forecast.open", "forecast.later",
        "forecast.widen", "forecast.moved", "forecast.leave", "app.help",
    )  # fmt: skip

    def __init__(self) -> None:
        super().__init__()
        self._outline: Outline | None = None
        self._forecast: Forecast | None = None
        self._whole: tuple[OpenDeal, ...] = ()
        self._asked: dict[int, str] = {}
        self._plot: PeriodPlot | None = None
        self._why = Content()
        """What stands under the list."""

    def compose(self) -> ComposeResult:
        """Bars around the sums, the deals, and what moved the one under the cursor."""
        yield TopBar("numbers")
        with Horizontal(id="top"):
            yield Static(id="sums", markup=False)
            with Vertical(id="course"):
                yield Static(id="legend", markup=False)
        with Vertical(id="deals"):
            shown = ForecastList()
            yield ForecastHead(shown)
            yield shown
        yield Static(id="why", markup=False)
        yield StatusBar(self.hints)

    @property
    def selected(self) -> OpenDeal | None:
        """The deal under the cursor."""
        row = self.query_one(ForecastList).selected
        return row.deal if row is not None else None

    def show_snapshot(self, snapshot: Snapshot, follow: int | None = None) -> None:
        """The book was read: so is the forecast."""
        self.query_one(ForecastList).focus(scroll_visible=False)
        if self._forecast is None:
            self.query_one(TopBar).note = "reading …"
        super().show_snapshot(snapshot, follow)

    def read_period(self, reading: object) -> None:
        """All that the forecast is made of."""
        self._read(reading)

    @work(exclusive=True, group="forecast")
    async def _read(self, reading: object) -> None:
        with self.keys_until_read.during(reading):
            self._outline, self._forecast, self._whole = await self.pipetui.worker.ask(self._told)
        self._show()

    @work(exclusive=True, group="forecast")
    async def _ask_what_if(self, reading: object) -> None:
        """The same past, other deals: nothing is read."""
        with self.keys_until_read.during(reading):
            self._forecast = await self.pipetui.worker.ask(lambda _: self._as_asked())
        self._show()

    def _told(self, workspace: Workspace) -> tuple[Outline, Forecast, tuple[OpenDeal, ...]]:
        period = self.period = self.period or self.period_at("")
        self._outline = self.pipetui.worker.reader.forecasts.outline(period)
        self._plot = numbers.plot(workspace, period)
        whole = self._outline.forecast()
        return self._outline, self._as_asked() if self._asked else whole, whole.deals

    def _as_asked(self) -> Forecast:
        assert self._outline is not None
        gone, slips = (
            frozenset(number for number, asked in self._asked.items() if asked == what) for what in (WITHOUT, SLIPS)
        )
        return self._outline.forecast(gone, slips)

    def on_resize(self) -> None:
        """As broad as there is room."""
        self._show()

    def _show(self) -> None:
        found = self._forecast
        if found is None:
            return
        self.query_one(TopBar).note = ""
        now = {deal.id: deal for deal in found.deals}
        rows = [self._row(now.get(deal.id, deal)) for deal in self._whole]
        order = {deal.id: (-deal.swing, deal.id) for deal in self._whole}
        rows.sort(key=lambda row: order[row.id])
        self.query_one(ForecastList).show(tuple(rows), found.today)
        self.query_one("#sums").border_title = f"Forecast · {forecast_page.span(found)}"
        self.query_one("#deals").border_title = "Open deals, those first that move it most" if rows else "Open deals"
        self.query_one(ForecastList).explain(f"no deal is open: {self.pipetui.key('app.add')} adds one")
        self.query_one("#course").border_title = "Won and expected by close date"
        self._show_course()
        self._show_why()
        self.refresh_bindings()

    def _row(self, deal: OpenDeal) -> ForecastRow:
        """With whose it is and where it stands, as it was read for the other screens."""
        card = self.pipetui.snapshot.card(deal.id)
        about = (card.organization, card.stage) if card is not None else ("", "")
        return ForecastRow(deal, self._asked.get(deal.id, ""), *about)

    def _show_sums(self) -> None:
        """As far as there is room over the list and what stands under it; none where that is too much."""
        if self._forecast is None:
            return
        columns = self.size.width
        width = (columns * 3 // 5 if self.has_class("-broad") else columns) - 6  # also while they are not shown
        below = self._why.get_height({}, self.size.width - 4) + 2 if self.has_class("-why") else 0
        room = self.size.height - _BARS - max(_LEAST_LIST, _SHORTEST_LIST + below if below else 0)
        said = _sums(self._forecast, width, room - 2)
        if below and said.get_height({}, width) + 2 > room:  # what is wrapped takes more lines
            said = _sums(self._forecast, width, 0)
        self.query_one("#sums", Static).update(said)
        self.query_one("#top").display = not below or said.get_height({}, width) + 2 <= room

    def _show_course(self) -> None:
        """The chart of the period, behind the frame: it brings a library."""
        if self._plot is None or not self.has_class("-broad"):
            return
        from pipetui.tui.widgets.period_chart import PeriodChart

        frame = self.query_one("#course")
        if not self.query(PeriodChart):
            frame.mount(PeriodChart("chart"), before="#legend")
        chart = self.query_one(PeriodChart)
        chart.show(self._plot)
        chart.display = not self._plot.is_empty
        said = "nothing won yet, and nothing expected" if self._plot.is_empty else self._plot.legend
        self.query_one("#legend", Static).update(Content.assemble(*legend(said, "█")))

    @on(ForecastList.Highlighted)
    def _another(self) -> None:
        self._show_why()
        self.refresh_bindings()

    def _show_why(self) -> None:
        deal = self.selected
        if self.has_class("-why") and not self.has_class("-moved") and deal is not None and self._outline is not None:
            table = forecast_page.why(deal, self._outline.why(deal.id), self._outline.stages)
            self._tell_below(f"#{deal.id} {deal.title}", table)
        self._show_sums()

    def _tell_below(self, heading: str, table: Table) -> None:
        *parts, (last, style) = _table(table, self.size.width - 4)
        self._why = Content.assemble(*parts, (last.rstrip("\n"), style))
        below = self.query_one("#why", Static)
        below.border_title = Content(heading)
        below.update(self._why)

    # --- what can be done ---

    def action_without(self) -> None:
        """As if the deal were lost, or with it again."""
        self._toggle(WITHOUT)

    def action_slips(self) -> None:
        """As if the deal came a month later, or not."""
        self._toggle(SLIPS)

    def _toggle(self, what: str) -> None:
        deal = self.selected
        if deal is None or self._outline is None:
            return
        if self._asked.get(deal.id) == what:
            del self._asked[deal.id]
        else:
            self._asked[deal.id] = what
        self._ask_what_if(self.keys_until_read.begin())

    def action_why(self) -> None:
        """What moved the deal under the cursor, shown or hidden."""
        shown = self.has_class("-why") and not self.has_class("-moved")
        self.remove_class("-moved")
        self.set_class(not shown, "-why")
        self._show_why()

    @asking
    async def action_category(self) -> None:
        """Ask where to put the deal by hand."""
        deal = self.selected
        if deal is None:
            return
        answer = await self.answer_to(dialogs.ForecastDialog(f"{deal.title}: where in the forecast?", deal.category))
        if answer is not None:
            self.submit(service.put, [deal.id], answer)

    @asking
    async def action_moved(self) -> None:
        """How the forecast moved over the weeks, shown or hidden."""
        period = self.period
        if period is None or self.has_class("-moved"):
            self.remove_class("-moved", "-why")
            self._show_sums()
            return
        days = await self.pipetui.worker.ask(lambda workspace: service.moved(workspace, period))
        several = len({one.currency for one in days}) > 1
        table = forecast_page.moved(by_week(days)[-_WEEKS:], self.pipetui.snapshot.agenda.today, several=several)
        self._tell_below(f"How the forecast of {period.name} moved", table)
        self.add_class("-moved", "-why")
        self._show_sums()

    async def action_open(self) -> None:
        """Everything about the deal."""
        deal = self.selected
        if deal is not None:
            await self.pipetui.push_sheet_of(deal.id)

    def action_back(self) -> None:
        """To where we came from."""
        self.dismiss()


def _sums(found: Forecast, width: int, room: int) -> Content:
    """Of each currency the sentence and a bar, and as far as there is room what stands behind the sums."""
    if not found.currencies:
        return Content("Nothing to forecast yet: what open deals will bring, and what was won, will stand here.")
    quota, remarks = forecast_page.quota(found), forecast_page.remarks(found)
    together = found.together is not None
    room -= (2 + together) * len(found.blocks) + 1 + len(quota) + len(remarks)
    parts: list[Part] = []
    blocks = (*found.blocks[-1:], *found.blocks[:-1]) if together else found.blocks
    for one, sums in zip(blocks, _under_each_other([forecast_page.sums(one) for one in blocks], width), strict=True):
        if together:
            parts.append((f"{forecast_page.name(found, one)}\n", "$dim"))
        room -= len(sums)
        if room >= 0:
            parts += sums
        parts.append((f"{forecast_page.sentence(one)}\n", "bold"))
        if put := forecast_page.by_hand(found, one):
            parts.append((f"{put}\n", ""))
        if bar := forecast_page.bar(one, min(width, 72)):
            parts.append((f"{bar}\n", "$bar"))
    parts += [*legend(forecast_page.LEGEND, "█▒░┃"), ("\n", "")]
    parts += [(f"{line}\n", "") for line in quota]
    parts += [(f"{line}\n", "$dim") for line in remarks]
    last, style = parts[-1]
    return Content.assemble(*parts[:-1], (last.rstrip("\n"), style))


def _table(table: Table, width: int) -> list[Part]:
    return _under_each_other([table], width)[0]


def _under_each_other(tables: Sequence[Table], width: int) -> list[list[Part]]:
    """Tables of the same columns, which are as wide in each."""
    first = tables[0]
    headers, *lines = render.table(first.headers, [row for table in tables for row in table.rows], first.align, width)
    found, rows = [], iter(lines)
    for table in tables:
        parts: list[Part] = [(f"{headers}\n", "$dim"), *((f"{next(rows)}\n", "") for _ in table.rows)]
        if table.last:
            parts[-1] = (parts[-1][0], "bold")
        found.append(parts)
    return found
