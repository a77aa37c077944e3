"""What the app shows of a report beside its tables: a picture in bars of text, and the deals behind its numbers."""

from __future__ import annotations

from pipetui import render
from pipetui.phrases.report_page import ReportPage, Table, span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from typing import Any

    from pipetui.domain.dates.period import Period
    from pipetui.insight.behind import Behind
    from pipetui.phrases.report_page import Report
    from pipetui.store.reads.named_deals import NamedDeal

_LENGTH, _MOST_LENGTH, _LONGEST = 30, 96, 24
_GAP = 2
FULL = ("█", "▒")
"""Of the first series and the second: they differ without colour."""

MOST = 500
"""How many lines of deals are shown: a shorter period has fewer."""


def picture(report: Report, found: Any, width: int = 0) -> Table | None:
    """The bars of the report's picture, a line for each figure; None where it has none, or nothing to show.

    They are as long as a line of `width` cells has room for, within bounds.
    """
    if report.plot is None:
        return None
    labels, series = report.plot.of(found)
    most = max((figure or 0 for one in series for figure in one.figures), default=0)
    if not most:
        return None
    names = max(render.cell_width(render.cut(label, _LONGEST)) for label in labels)
    beside = names + max(render.cell_width(one.name) for one in series) + len(f"{most:,.0f}") + 2 * _GAP + 1
    length = max(_LENGTH, min(_MOST_LENGTH, width - beside))
    rows = []
    for place, label in enumerate(labels):
        for which, one in enumerate(series):
            figure = one.figures[place]
            bar = FULL[which] * round(length * (figure or 0) / most)
            said = "n/a" if figure is None else f"{figure:,.0f}"
            rows.append(("" if which else render.cut(label, _LONGEST), one.name, f"{bar} {said}".strip()))
    return Table(report.plot.heading, ("", "", ""), tuple(rows), "lll")


def deals(
    report: Report, period: Period, today: date, behind: Sequence[Behind], named: Sequence[NamedDeal]
) -> ReportPage:
    """The deals behind the numbers, line by line."""
    known = {deal.id: deal for deal in named}
    counted = [one for one in dict.fromkeys(behind) if one.deal_id in known]
    order = {one[:2]: place for place, one in reversed(list(enumerate(counted)))}
    counted.sort(key=lambda one: (order[one.line, one.figure], one.deal_id))
    rows = tuple(_cells(one, known[one.deal_id]) for one in counted[:MOST])
    sentence = f"{render.plural(len(known), 'deal')} behind the numbers"
    if len(counted) > MOST:
        sentence += f" · the first {MOST} of {len(counted):,} lines: a shorter period has fewer"
    headers = ("line", "figure", "#", "deal", "status", "value")
    return ReportPage(
        report.title, span(report, period, today), sentence, (Table("Deals", headers, rows, "llrllr"),) if rows else ()
    )


def _cells(one: Behind, deal: NamedDeal) -> tuple[str, ...]:
    figure = one.figure.replace("_", " ")
    return one.line or "none", figure, f"#{deal.id}", deal.title, deal.status, render.money(deal.value)
