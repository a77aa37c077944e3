"""`pipetui report`: what came of the work in a period, as tables or JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipetui import render
from pipetui.cli import arguments
from pipetui.cli.call import Call, open_workspace
from pipetui.cli.output.printer import NOTHING_FOUND
from pipetui.domain.choose import choose
from pipetui.domain.dates import period as periods
from pipetui.domain.errors import InputError
from pipetui.phrases import report_page
from pipetui.phrases.reports import REPORTS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path
    from typing import Any

    from pipetui.cli.output.terminal import Page
    from pipetui.domain.dates.period import Period
    from pipetui.domain.deal_changes import FieldHistory
    from pipetui.insight.behind import Behind
    from pipetui.phrases.report_page import Report
    from pipetui.service import Workspace
    from pipetui.store.reads.named_deals import NamedDeal

_NONE = "none"
"""What a line without a name is called."""

HISTORY = "history"
"""The report that is about a deal, and no period."""

_HEADERS = ("line", "figure", "#", "deal", "status", "value", "closed")


def report(
    call: Call,
    words: Sequence[str],
    csv: bool = False,
    svg: str = "",
    of: str = "",
    ids: bool = False,
    force: bool = False,
) -> int:
    """What came of the work. Each is held against the period before; exit code 1 when there is nothing to report.

    {reports}

    history: what became of a deal's value, close date and stage, and when; DEAL stands in the place of the period.

    A period is {periods}, 2026-q3, 2026-10, 2026-w47, 2026, or two days, 2026-10-01..2026-11-15; for {closing} it
    counts by the day a deal was closed.

    pipetui report outcomes this-year
    pipetui report funnel 2026-q3 --of demo
    pipetui report losses 2026-q3 --json
    pipetui report sources last-year --svg sources.svg
    pipetui report history 42
    """
    name, *rest = arguments.plain(words) or [""]
    chosen = choose(name, (*REPORTS, HISTORY), "report")
    if chosen == HISTORY:
        if svg or of or ids:
            raise InputError("a history is neither drawn nor of lines", "pipetui report history 42 --csv")
        return _history(call, rest, csv=csv)
    row = REPORTS[chosen]
    if ((of or ids) and svg) or (ids and csv):
        raise InputError("a picture is of a whole report, and --ids are bare numbers", "leave one of them out")
    if svg and row.plot is None:
        pictured = ", ".join(one.name for one in REPORTS.values() if one.plot)
        raise InputError(f"there is no picture of {row.name}", f"pictures are of {pictured}")
    place = _place(call, svg, force=force) if svg else None
    with open_workspace(call) as workspace:
        from pipetui.service import reports

        today = workspace.now().date()
        period = periods.parse(" ".join(rest), today, workspace.settings.dates)
        if row.by_closing and (unknown := reports.on_unknown_days(workspace, period)):
            deals = render.plural(unknown, "deal")
            call.speak(f"{deals} closed on an unknown day, in no period: pipetui list -open closed:none")
        if of or ids:
            return _behind(call, workspace, row, period, of, csv=csv, ids=ids)
        figures = reports.figures(workspace, row, period)
    found, told = row.found(figures), report_page.page(row, figures, period, today)

    def shape() -> dict[str, Any]:
        return report_page.shape(row, figures, period, today)

    if place is not None:
        if found:  # a picture of nothing is none
            _draw(call, row, figures, told, place, force=force)
            call.speak(f"written: {place}")
    elif csv:
        from pipetui.exchange.values import guarded
        from pipetui.phrases import report_csv

        call.out.answer(report_csv.tables(row, shape(), guarded).rstrip("\n"), shape)
    else:
        call.out.show(lambda page: page_lines(told, page) if found else (), shape)
    if found:
        return 0
    call.speak(f"nothing to report: {told.span}")
    return NOTHING_FOUND


def history_of(call: Call, workspace: Workspace, words: Sequence[str]) -> FieldHistory:
    """What became of the fields of the one deal that is named; raises InputError for none or several."""
    from pipetui.cli import apply_change
    from pipetui.service import reports

    found = apply_change.which(call, workspace, lambda names: arguments.deals(words, names), closed=True)
    if len(found) != 1:
        raise InputError("a history is of one deal", "for example: pipetui report history 42")
    return reports.history(workspace, found[0])


def _history(call: Call, words: Sequence[str], *, csv: bool) -> int:
    """What became of the fields of one deal."""
    from pipetui.phrases import deal_changes

    with open_workspace(call) as workspace:
        told, now = history_of(call, workspace, words), workspace.now()
    if csv:
        from pipetui.exchange.values import guarded
        from pipetui.phrases import report_csv

        shape = deal_changes.shape(told)
        call.out.answer(report_csv.of_rows(shape["changes"], guarded).rstrip("\n"), lambda: shape)
        return 0

    def lines(page: Page) -> Iterator[str]:
        yield page.heading(f"#{told.id} {told.title}")
        table = deal_changes.table(told, now)
        yield from page.table(table.headers, table.rows, table.align)
        if remark := deal_changes.remark(told, now):
            yield remark

    call.out.show(lines, lambda: deal_changes.shape(told))
    return 0


def _place(call: Call, text: str, *, force: bool) -> Path:
    """Where a picture may be put; raises before anything is worked out."""
    from pathlib import Path

    from pipetui import paths
    from pipetui.exchange.writers import new_file

    paths.check_file_name(text)
    new_file.check(Path(text), call.path, force=force)
    return Path(text)


def _draw(call: Call, row: Report, figures: Any, told: report_page.ReportPage, place: Path, *, force: bool) -> None:
    """The picture, in a file."""
    from pipetui.exchange.writers import new_file
    from pipetui.phrases import report_svg

    assert row.plot is not None
    drawn = report_svg.picture(told.title, told.span, row.plot.heading, *row.plot.of(figures))
    with new_file.written(place, call.path, force=force) as file:
        file.write(drawn.encode("utf-8", "replace"))


def _behind(call: Call, workspace: Workspace, row: Report, period: Period, of: str, *, csv: bool, ids: bool) -> int:
    """The deals behind a line of the report, or behind all of it."""
    from pipetui.service import reports

    nothing = f"nothing to report: {report_page.span(row, period, workspace.now().date())}"
    found = reports.behind(workspace, row, period)
    if of and found:
        line = choose(of, tuple(dict.fromkeys(one.line or _NONE for one in found)), "line")
        found = [one for one in found if (one.line or _NONE) == line]
    deals = {deal.id: deal for deal in reports.named(workspace, {one.deal_id for one in found})}

    def told(one: Behind) -> dict[str, Any]:
        return {"line": one.line or None, "figure": one.figure, **_json(deals[one.deal_id])}

    counted = [one for one in dict.fromkeys(found) if one.deal_id in deals]
    if csv and counted:
        from pipetui.exchange.values import guarded
        from pipetui.phrases import report_csv

        call.out.answer(report_csv.of_rows(list(map(told, counted)), guarded).rstrip("\n"), lambda: map(told, counted))
        return 0
    return call.out.listed(
        list(deals.values()) if ids else counted,
        lambda page: page.table(_HEADERS, (_cells(one, deals[one.deal_id]) for one in counted), "llrllrl"),
        lambda: map(told, counted),
        ids=ids,
        nothing=nothing,
    )


def _cells(one: Behind, deal: NamedDeal) -> tuple[str, ...]:
    figure = one.figure.replace("_", " ")
    closed = deal.closed_on or render.NONE
    return one.line or _NONE, figure, f"#{deal.id}", deal.title, deal.status, render.money(deal.value), closed


def _json(deal: NamedDeal) -> dict[str, Any]:
    return {
        "id": deal.id,
        "title": deal.title,
        "status": deal.status,
        "value": deal.value.decimal if deal.value else None,
        "currency": deal.value.currency if deal.value else None,
        "closed_on": deal.closed_on or None,
    }


def page_lines(report: report_page.ReportPage, page: Page) -> Iterator[str]:
    """Title and sentence, then each table under its heading."""
    yield page.heading(f"{report.title}  {report.span}")
    yield report.sentence
    for table in report.tables:
        yield ""
        yield page.heading(table.heading)
        headers, *rows = render.table(table.headers, table.rows, table.align, page.width)
        if headers.strip():
            yield page.heading(headers)
        if table.last:
            *rows, last = rows
            yield from rows
            yield page.heading(last)
        else:
            yield from rows
