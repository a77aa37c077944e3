"""What a book needs once a day, before the first write.

A backup, a look whether lists show what the rows say, and an end to very old steps of undo. What takes longer and can
wait until the rep has their answer is `forecast_keeper`'s.
"""

from datetime import timedelta
from pathlib import Path

from pipetui.domain.errors import StoreError
from pipetui.service.workspace import Workspace
from pipetui.store.recovery import backup

_SAMPLE = 200
"""Of how many deals it is looked at once a day whether lists show what their rows say."""


def begin_day(workspace: Workspace, backups: Path) -> str:
    """Back the book up into the folder `backups` and prune its journal, unless today's backup is there already.

    Returns the sentence to warn with when no backup could be made; work goes on without it. Raises StoreError
    when the book itself cannot be written.
    """
    now = workspace.now()
    try:
        made = backup.daily(workspace.store.connection, backups, now.date())
    except StoreError as error:
        return f"no backup was made: {error.title.removesuffix('; nothing was written')}"
    if made is not None and workspace.store.is_free():  # nobody should wait for it: there are more days
        workspace.store.check_lines(_SAMPLE)
        workspace.store.prune(now - timedelta(days=workspace.settings.journal_days), workspace.settings.journal_steps)
    return ""
