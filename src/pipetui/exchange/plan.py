"""Planning an import: how its files are understood, and what it would change; nothing is written."""

from collections.abc import Sequence
from pathlib import Path

from pipetui.exchange.apply import rehearse
from pipetui.exchange.planning import (
    SYSTEM,
    Cancelled,
    Options,
    Plan,
    Progress,
    SourcePlan,
    recognised,
    refuse_unsure,
    understood,
)
from pipetui.service.workspace import Workspace

__all__ = ["SYSTEM", "Cancelled", "Options", "Plan", "SourcePlan", "plan", "recognised", "refuse_unsure"]


def plan(
    workspace: Workspace,
    paths: Path | Sequence[Path],
    options: Options,
    *,
    judge: bool = True,
    progress: Progress = lambda done, of: None,
) -> Plan:
    """Read the files and say what importing them would do; with `judge` it is tried, and nothing of it stays.

    Whoever imports them without a look at what comes of it need not `judge`. `progress` is told how many rows of how
    many have been tried. Raises NotFoundError without a file, InputError for a file, column, field, stage or order that
    makes no sense.
    """
    made = understood(workspace, paths, options)
    return made._replace(trial=rehearse(workspace, made, progress)) if judge else made
