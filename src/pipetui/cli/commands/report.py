"""`pipetui report`: what came of the work in a period, as tables or JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pipetui import render
from pipetui.cli import arguments, json_shape, looking, pages, streams
from pipetui.cli.call import Call, open_workspace
from pipetui.domain.choose import choose
from pipetui.domain.dates import period as periods
from pipetui.phrases import reports as phrases

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from pipetui.domain.dates.period import Period
    from pipetui.domain.money import Money
    from pipetui.insight.losses import Losses
    from pipetui.insight.sources import Sources, Tally
    from pipetui.phrases.reports import Page

REPORTS = ("losses", "sources")
_EXAMPLE = "for example: pipetui report losses last-quarter"


def report(
    call: Call,
    words: Sequence[str],
) -> int:
    """What came of the work. Each is held against the period before; exit code 1 when there is nothing to report.

    losses: why deals were lost, and which objections were met on them, left open or overcome.

    sources: where deals came from, how many were won and for how much, and which customers brought others.

    A period is this-month, last-month, this-quarter (if none is given), last-quarter, this-year, last-year, all,
    2026-q3, 2026-10 or 2026; it counts by the day a deal was closed.

    pipetui report losses
    pipetui report sources last-year
    pipetui report losses 2026-q3 --json
    """
    name, *rest = arguments.plain(words) or [""]
    chosen = choose(name, REPORTS, "report")
    with open_workspace(call) as workspace:
        from pipetui.service import reports

        today = workspace.now().date()
        period = periods.parse(" ".join(rest), today)
        if unknown := reports.on_unknown_days(workspace, period):
            deals = render.plural(unknown, "deal")
            call.speak(f"{deals} closed on an unknown day, in no period: pipetui list -open closed:none")
        if chosen == "losses":
            losses = reports.losses(workspace, period)
            return _print(call, phrases.losses(losses, period, today), _losses(losses, period, today), losses.deals > 0)
        sources = reports.sources(workspace, period)
        return _print(
            call,
            phrases.sources(sources, period, today),
            _sources(sources, period, today),
            any(sources.total.now),
        )


def _print(call: Call, page: Page, shape: dict[str, Any], found: bool) -> int:
    if call.json:
        streams.write(json_shape.text(shape))
    elif found:
        streams.write_all(_lines(page, pages.page()))
    if found:
        return 0
    call.speak(f"nothing to report: {page.span}")
    return looking.NOTHING_FOUND


def _lines(report: Page, page: pages.Page) -> Iterator[str]:
    """Title and sentence, then each table under its heading."""
    yield page.heading(f"{report.title}  {report.span}")
    yield report.sentence
    for table in report.tables:
        yield ""
        yield page.heading(table.heading)
        headers, *rows = render.table(table.headers, table.rows, table.sides, page.width)
        if headers.strip():
            yield page.heading(headers)
        if table.last:
            *rows, last = rows
            yield from rows
            yield page.heading(last)
        else:
            yield from rows


# --- --json ---------------------------------------------------------------------------------------------------


def _losses(found: Losses, period: Period, today: date) -> dict[str, Any]:
    return {
        **_head("losses", period, today),
        "deals": found.deals,
        "value": _amounts(found.value),
        "deals_before": found.before,
        "value_before": None if found.before is None else _amounts(found.value_before),
        "reasons": [
            {
                "reason": line.reason or None,
                "deals": line.deals,
                "share": round(line.share, 4),
                "value": _amounts(line.value),
                "deals_before": line.before,
            }
            for line in found.reasons
        ],
        "objections": [
            {
                "objection": line.objection,
                "lost": line.lost,
                "left_open": line.left_open,
                "won": line.won,
                "lost_before": line.before,
            }
            for line in found.objections
        ],
    }


def _sources(found: Sources, period: Period, today: date) -> dict[str, Any]:
    return {
        **_head("sources", period, today),
        "total": _tally(found.total.now),
        "total_before": _tally(found.total.before),
        "sources": [
            {"source": line.source or None, **(_tally(line.now) or {}), "before": _tally(line.before)}
            for line in found.lines
        ],
        "referrers": [
            {
                "customer": line.customer,
                "won": line.won,
                "value_directly": _amounts(line.directly),
                "value_in_all": _amounts(line.in_all),
                "brought": [
                    {
                        "id": deal.id,
                        "title": deal.title,
                        "depth": depth,
                        "status": deal.status,
                        "value": deal.value.decimal if deal.value else None,
                        "currency": deal.value.currency if deal.value else None,
                        "came_from": deal.origin_id,
                    }
                    for depth, deal in line.chain
                ],
            }
            for line in found.referrers
        ],
    }


def _head(name: str, period: Period, today: date) -> dict[str, Any]:
    return {"report": name, "period": _span(period), "before": _span(periods.before(period, today))}


def _span(period: Period | None) -> dict[str, Any] | None:
    if period is None:
        return None
    ever = period.unit == "all"
    return {
        "unit": period.unit,
        "from": None if ever else json_shape.day(period.first),
        "to": None if ever else json_shape.day(period.last),
    }


def _tally(tally: Tally | None) -> dict[str, Any] | None:
    if tally is None:
        return None
    return {
        "created": tally.created,
        "won": tally.won,
        "lost": tally.lost,
        "win_rate": None if tally.win_rate is None else round(tally.win_rate, 4),
        "value_won": _amounts(tally.value),
    }


def _amounts(amounts: Sequence[Money]) -> dict[str, str]:
    return {amount.currency: amount.decimal for amount in amounts}
