"""What came of the work: the loss report and the source report of a period. Reads only (behaviour 25)."""

from pipetui.domain.dates import period as periods
from pipetui.domain.dates.period import Period
from pipetui.insight import losses as loss_figures
from pipetui.insight import sources as source_figures
from pipetui.insight.losses import Losses
from pipetui.insight.sources import Sources
from pipetui.service.workspace import Workspace
from pipetui.store.reads import reports


def losses(workspace: Workspace, period: Period) -> Losses:
    """Why the deals closed in the period were lost, held against the one before."""
    connection, now = workspace.store.connection, workspace.now()
    earlier = periods.before(period, now.date())
    return loss_figures.losses(
        reports.closings(connection, reports.span(period, now)),
        None if earlier is None else reports.closings(connection, reports.span(earlier, now)),
    )


def on_unknown_days(workspace: Workspace, period: Period) -> int:
    """How many closed deals a period leaves out, for nobody knows when they were closed."""
    return 0 if period.unit == "all" else reports.on_unknown_days(workspace.store.connection)


def sources(workspace: Workspace, period: Period) -> Sources:
    """Where the deals of the period came from and what came of them, held against the one before; who brought whom."""
    connection, now = workspace.store.connection, workspace.now()
    earlier = periods.before(period, now.date())
    span = reports.span(period, now)
    return source_figures.sources(
        reports.origins(connection, span),
        None if earlier is None else reports.origins(connection, reports.span(earlier, now)),
        reports.linked(connection, span),
    )
