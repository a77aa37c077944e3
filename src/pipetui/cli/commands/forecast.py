"""`pipetui forecast`: what will come in within a period, why, and how well the like was told before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipetui import render
from pipetui.cli import arguments
from pipetui.cli.call import Call, open_workspace
from pipetui.domain.choose import choose
from pipetui.domain.dates import period as periods
from pipetui.domain.errors import InputError
from pipetui.insight.forecast import WALKED
from pipetui.phrases import forecast_page

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

    from pipetui.cli.output.terminal import Page
    from pipetui.insight.backtest import Proof
    from pipetui.insight.forecast import Forecast
    from pipetui.phrases.report_page import Table
    from pipetui.service.workspace import Workspace


def forecast(
    call: Call,
    words: Sequence[str] = (),
    why: str = "",
    csv: bool = False,
    backtest: bool = False,
    by: str = "",
    since: str = "",
    per: str = "",
    moved: bool = False,
) -> int:
    """What will come in within a period: won so far, weighted by percentages, and estimated from your own history.

    Open deals past their close date or without one have lines of their own; so have deals that are not entered yet.
    The estimate asks what became of deals like each; --why shows for one of them what moved it. --backtest walks your
    past and shows how well each way told it; --moved shows how the forecast of a period moved over its weeks, as it was
    kept each day. A period is this-month, this-quarter (if none is given), this-year,
    next-month, next-quarter, 2027-q1 or 2027-03.

    pipetui forecast
    pipetui forecast next-quarter --json
    pipetui forecast this-month --why 42
    pipetui forecast --backtest --by month
    pipetui forecast --moved
    """
    _check(why=why, csv=csv and not moved, backtest=backtest, by=by, since=since, per=per)
    if moved and (why or backtest):
        raise InputError("--moved goes with neither --why nor --backtest", "for example: pipetui forecast --moved")
    with open_workspace(call) as workspace:
        if backtest:
            return _backtest(call, workspace, arguments.plain(words), by, since, per)
        from pipetui.service import forecast as service

        asked = " ".join(arguments.plain(words))
        period = periods.parse(asked, workspace.now().date(), workspace.settings.dates)
        if why:
            return _why(call, workspace, period, why)
        if moved:
            return _moved(call, workspace, period, csv=csv)
        found = service.forecast(workspace, period)
    if not found.currencies:
        said = f"nothing to forecast: {forecast_page.span(found)}"
        return call.out.nothing(said, lambda: forecast_page.shape(found))
    if csv:
        call.out.answer(_csv(found), lambda: forecast_page.shape(found))
    else:
        call.out.show(lambda page: _lines(found, page), lambda: forecast_page.shape(found))
    return 0


def _check(*, why: str, csv: bool, backtest: bool, by: str, since: str, per: str) -> None:
    if not backtest and (by or since or per):
        flag = "--by" if by else "--since" if since else "--per"
        raise InputError(f"{flag} goes with --backtest", "for example: pipetui forecast --backtest --by month")
    if backtest and (why or csv):
        raise InputError("--backtest goes with neither --why nor --csv", "for example: pipetui forecast --backtest")
    if why and csv:
        raise InputError("--why goes without --csv", "for example: pipetui forecast --why 42")


def _lines(found: Forecast, page: Page) -> Iterator[str]:
    """The sums, the estimate in a sentence, the deals that move it most; of each currency."""
    yield page.heading(f"Forecast  {forecast_page.span(found)}")
    for one in found.blocks:
        yield ""
        if len(found.currencies) > 1 or found.together is not None:
            yield page.heading(forecast_page.name(found, one))
        yield from _table(forecast_page.sums(one), page)
        yield forecast_page.sentence(one)
        yield from filter(None, [forecast_page.by_hand(found, one)])
        moving = forecast_page.key_deals(one, found.today)
        if moving.rows and one is not found.together:
            yield ""
            yield page.heading(moving.heading)
            yield from _table(moving, page)
    yield ""
    yield from forecast_page.quota(found)
    yield from forecast_page.remarks(found)


def _table(table: Table, page: Page) -> Iterator[str]:
    headers, *rows = render.table(table.headers, table.rows, table.align, page.width)
    yield page.heading(headers)
    if table.last:
        yield from rows[:-1]
        yield page.heading(rows[-1])
    else:
        yield from rows


def _moved(call: Call, workspace: Workspace, period: periods.Period, *, csv: bool) -> int:
    from pipetui.insight.forecast_days import by_week
    from pipetui.service import forecast as service

    days, today = service.moved(workspace, period), workspace.now().date()
    if not days:
        return call.out.nothing(f"no forecast of {period.name} was kept", lambda: {"days": []})
    if csv:
        call.out.answer(_sheet(forecast_page.moved_shape(days)), lambda: {"days": forecast_page.moved_shape(days)})
        return 0
    several = len({one.currency for one in days}) > 1

    def lines(page: Page) -> Iterator[str]:
        yield page.heading(f"Forecast  {period.name}, how it moved")
        yield from _table(forecast_page.moved(by_week(days), today, several=several), page)

    call.out.show(lines, lambda: {"days": forecast_page.moved_shape(days)})
    return 0


def _csv(found: Forecast) -> str:
    return _sheet([forecast_page.deal_shape(deal) for deal in found.deals])


def _sheet(rows: Sequence[dict[str, Any]]) -> str:
    """A line a row; no text is taken for a formula."""
    import csv
    from io import StringIO

    out = StringIO()
    writer = csv.writer(out, lineterminator="\n")
    if rows:
        writer.writerow(rows[0])
        writer.writerows([_cell(value) for value in row.values()] for row in rows)
    return out.getvalue().rstrip("\n")


def _cell(value: Any) -> str:
    from pipetui.exchange.values import guarded

    if isinstance(value, bool):
        return "yes" if value else "no"
    return guarded("" if value is None else str(value))


def _why(call: Call, workspace: Workspace, period: periods.Period, deal: str) -> int:
    from pipetui.cli import apply_change
    from pipetui.service import forecast as service

    numbers = apply_change.which(call, workspace, lambda names: arguments.deals([deal], names))
    if len(numbers) != 1:
        raise InputError("--why explains one deal at a time", "for example: pipetui forecast --why 42")
    found, stages = service.why(workspace, period, numbers[0]), service.stage_names(workspace)

    def lines(page: Page) -> Iterator[str]:
        yield page.heading(f"#{found.deal.id} {found.deal.title}  won in {period.name}: {_percent(found.deal.chance)}")
        yield from _table(forecast_page.why(found.deal, found.reasons, stages), page)
        said = f"value {forecast_page.value_of(found.deal)}"
        if found.deal.estimated:
            said += (
                f", as won deals with the same {found.deal.by} brought" if found.deal.by != "all" else ", as won deals"
            )
        yield f"{said} · told from {render.plural(found.closed, 'closed deal')}"

    call.out.show(lines, lambda: forecast_page.why_shape(found.deal, found.reasons, stages))
    return 0


def _percent(chance: float) -> str:
    return render.percent(100 * chance)


def _backtest(call: Call, workspace: Workspace, words: Sequence[str], by: str, since: str, per: str) -> int:
    from pipetui.domain.dates.when import parse_day
    from pipetui.service import forecast as service

    if words:
        raise InputError(
            "--backtest walks all of the past", "from a day on: pipetui forecast --backtest --since 2026-01-01"
        )
    unit = choose(by, WALKED, "period to walk by") if by else "month"
    first = parse_day(since, workspace.now(), workspace.settings.dates, past=True) if since else None
    proof = service.proof(workspace, unit, first, per)
    if proof.periods:
        call.out.show(lambda page: _proof_lines(proof, unit, page), lambda: forecast_page.proof_shape(proof, unit))
        return 0
    said = f"nothing to walk through: there is no {unit} of the past before which a deal was closed"
    return call.out.nothing(said, lambda: forecast_page.proof_shape(proof, unit))


def _proof_lines(proof: Proof, unit: str, page: Page) -> Iterator[str]:
    yield page.heading(f"Backtest  {render.plural(proof.periods, unit)}, each told on its first morning")
    yield ""
    yield from _table(forecast_page.scores(proof), page)
    yield ""
    yield from forecast_page.verdict(proof)
    yield ""
    yield page.heading("the estimate, tenth by tenth: o told, x came true, * both")
    yield from forecast_page.plot(proof.scores[0])
