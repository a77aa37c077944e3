"""`pipetui commission`: what was earned on won deals, and what is expected of the open ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipetui.cli import arguments
from pipetui.cli.call import Call, open_workspace
from pipetui.domain.dates import period as periods

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from pipetui.cli.output.terminal import Page
    from pipetui.insight.commission import CommissionStatement

_NO_RATE = 'no commission is set: [commission] rate = "8%" in {path}'


def commission(call: Call, words: Sequence[str] = (), csv: bool = False) -> int:
    """What you earn: on deals won in a period, and expected on open ones by the chances of the forecast.

    [commission] in the configuration has the rate, and higher ones above shares of the quota: rate = "8%" and above =
    ["100%: 10%", "120%: 12.5%"]. The part of what is won beyond a border earns the higher rate, within the month,
    quarter or year that the quota is for; what is expected stands on top of what is won. In another currency than the
    quota's the rate alone counts. The period is that of your quota if none is given. Exit code 1 without a rate.

    pipetui commission
    pipetui commission 2026 --json
    pipetui commission last-quarter --csv
    """
    asked = " ".join(arguments.plain(words))
    with open_workspace(call) as workspace:
        from pipetui.service import commission as service

        today = workspace.now().date()
        period = periods.parse(asked, today, workspace.settings.dates) if asked else service.usual_period(workspace)
        found = service.statement(workspace, period)
    if found is None:
        return call.out.nothing(_NO_RATE.format(path=call.config_path), lambda: {"commission": None})
    from pipetui.phrases import commission as phrases

    if csv:
        from pipetui.exchange.values import guarded
        from pipetui.phrases import report_csv

        text = report_csv.of_rows(phrases.rows(found), guarded).rstrip("\n")
        call.out.answer(text, lambda: phrases.shape(found))
    else:
        call.out.show(lambda page: _lines(found, today, page), lambda: phrases.shape(found))
    return 0


def _lines(found: CommissionStatement, today: date, page: Page) -> Iterator[str]:
    from pipetui.phrases import commission as phrases

    span = periods.days(found.period.first, found.period.last)
    name = found.period.name
    yield page.heading(f"Commission  {name if name == span else f'{name}: {span}'}")
    yield phrases.rates(found.table)
    yield from phrases.reached(found)
    if found.earned:
        yield ""
        yield from page.table(phrases.HEADERS, (phrases.earned_row(one, today) for one in found.earned), phrases.ALIGN)
    if found.expected:
        most = sorted(found.expected, key=lambda one: (-one.commission.minor, one.id))[: phrases.MOST]
        yield ""
        yield page.heading("Expected" + (f", the {len(most)} largest" if len(most) < len(found.expected) else ""))
        yield from page.table(
            phrases.EXPECTED_HEADERS, (phrases.expected_row(one, today) for one in most), phrases.EXPECTED_ALIGN
        )
    yield ""
    yield from (phrases.sums(found) if found.currencies else ["nothing was won and nothing is expected"])
    yield from phrases.remarks(found)
