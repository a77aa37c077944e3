"""What a book needs once a day, before the first write: a backup, and an end to very old steps of undo."""

from datetime import timedelta
from pathlib import Path

from pipetui.domain.errors import StoreError
from pipetui.service.workspace import Desk
from pipetui.store.recovery import backup


def begin_day(desk: Desk, backups: Path) -> str:
    """Back the book up into the folder `backups` and prune its journal, unless today's backup is there already.

    Returns the sentence to warn with when no backup could be made; work goes on without it. Raises StoreError
    when the book itself cannot be written.
    """
    now = desk.now()
    try:
        made = backup.daily(desk.store.connection, backups, now.date())
    except StoreError as error:
        return f"no backup was made: {error.title.removesuffix('; nothing was written')}"
    if made is not None and desk.store.is_free():  # nobody should wait for it: there are more days
        desk.store.prune(now - timedelta(days=desk.settings.journal_days), desk.settings.journal_steps)
    return ""
