"""`pipetui report`: what came of the work in a period, as tables or JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipetui import render
from pipetui.cli import arguments
from pipetui.cli.call import Call, open_workspace
from pipetui.cli.output.printer import NOTHING_FOUND
from pipetui.domain.choose import choose
from pipetui.domain.dates import period as periods
from pipetui.phrases import report_page
from pipetui.phrases.reports import REPORTS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pipetui.cli.output.terminal import Page


def report(
    call: Call,
    words: Sequence[str],
) -> int:
    """What came of the work. Each is held against the period before; exit code 1 when there is nothing to report.

    {reports}

    A period is {periods}, 2026-q3, 2026-10 or 2026; for {closing} it counts by the day a deal was closed.

    pipetui report losses
    pipetui report sources last-year
    pipetui report losses 2026-q3 --json
    """
    name, *rest = arguments.plain(words) or [""]
    row = REPORTS[choose(name, tuple(REPORTS), "report")]
    with open_workspace(call) as workspace:
        from pipetui.service import reports

        today = workspace.now().date()
        period = periods.parse(" ".join(rest), today)
        if row.by_closing and (unknown := reports.on_unknown_days(workspace, period)):
            deals = render.plural(unknown, "deal")
            call.speak(f"{deals} closed on an unknown day, in no period: pipetui list -open closed:none")
        figures = reports.figures(workspace, row, period)
    found, told = row.found(figures), report_page.page(row, figures, period, today)
    call.out.show(
        lambda page: page_lines(told, page) if found else (), lambda: report_page.shape(row, figures, period, today)
    )
    if found:
        return 0
    call.speak(f"nothing to report: {told.span}")
    return NOTHING_FOUND


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
