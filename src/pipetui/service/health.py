"""How healthy the pipeline is (behaviour 24). Reads only."""

from __future__ import annotations

from pipetui.insight import health as figures
from pipetui.phrases import health as phrases
from pipetui.service import activity
from pipetui.store.pipelines import pipelines
from pipetui.store.reads import health, quota

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pipetui.phrases.health import HealthLine
    from pipetui.service.workspace import Workspace


def lines(workspace: Workspace) -> list[HealthLine]:
    """The flags that stand, the most urgent first, each with the filter of its list."""
    connection = workspace.store.connection
    known = pipelines(connection)
    found = figures.flags(
        health.facts(connection, workspace.moment()),
        [known.of(number) for number in known.names],
        activity.plan(workspace),
    )
    return [phrases.line(flag, known.names, known.default_pipeline) for flag in found]


def advice(workspace: Workspace) -> str:
    """The one thing to do, "" for nothing."""
    connection, now = workspace.store.connection, workspace.now()
    return health.advice(connection, now, quota.standing(connection, now, workspace.settings.rates))
