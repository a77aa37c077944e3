"""What came of the work: the figures of a report on a period. Reads only (behaviour 25)."""

from __future__ import annotations

from pipetui.domain.dates import period as periods
from pipetui.store.reads import reports

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from pipetui.domain.dates.period import Period
    from pipetui.domain.deal_changes import FieldHistory
    from pipetui.insight.behind import Behind
    from pipetui.phrases.report_page import Report
    from pipetui.service.workspace import Workspace
    from pipetui.store.reads.named_deals import NamedDeal


def figures(workspace: Workspace, report: Report, period: Period) -> Any:
    """What the report makes of the period, held against the one before."""
    connection, now = workspace.store.connection, workspace.now()
    rates = workspace.settings.rates
    span, earlier = reports.span(period, now, rates), periods.before(period, now.date())
    read = getattr(reports, report.read)
    return report.figures(
        read(connection, span),
        None if earlier is None else read(connection, reports.span(earlier, now, rates)),
        *(getattr(reports, name)(connection, span) for name in report.also),
    )


def behind(workspace: Workspace, report: Report, period: Period) -> list[Behind]:
    """The deals behind the report's numbers: each figure of each line with each of its deals.

    A deal that was lost, opened again and lost again is there for each time, as it is in the number.
    """
    asked = getattr(reports, report.behind)
    return list(asked(workspace.store.connection, reports.span(period, workspace.now())))


def named(workspace: Workspace, numbers: Iterable[int]) -> list[NamedDeal]:
    """A few words on the deals of these numbers, in their order."""
    from pipetui.store.reads.named_deals import named_deals

    return named_deals(workspace.store.connection, numbers)


def history(workspace: Workspace, deal: int) -> FieldHistory:
    """What became of a deal's value, close date and stage; raises NotFoundError."""
    from pipetui.store.reads import deal_history

    return deal_history.history(workspace.store.connection, deal)


def on_unknown_days(workspace: Workspace, period: Period) -> int:
    """How many closed deals a period leaves out, for nobody knows when they were closed."""
    return 0 if period.unit == "all" else reports.on_unknown_days(workspace.store.connection)
