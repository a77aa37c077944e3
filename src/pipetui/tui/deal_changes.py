"""Which deals look different since they were read: by what was written, and by what the time has changed.

What was written is known from the journal; what time itself changes is known too: the counts of days on a card turn at
the second of the day they began at, a timed step at its time, everything else at midnight.
"""

from datetime import datetime
from typing import TYPE_CHECKING

from pipetui.store.undo import changed_deals

if TYPE_CHECKING:
    import sqlite3


class DealChanges:
    """What is new to one reader since it last read."""

    def __init__(self, connection: "sqlite3.Connection", now: datetime) -> None:
        self._connection = connection
        self.read_at = now
        self._written: set[int] | None = None
        """The deals written to since then; None when everything is to be read."""

    @property
    def are_known(self) -> bool:
        """Whether it is known what was written since, so that the next reading can be small."""
        return self._written is not None

    def forget(self) -> None:
        """Read everything next time: somebody else has written."""
        self._written = None

    def add(self, deals: set[int] | None) -> None:
        """These were written to; None for too many to say."""
        if self._written is not None:
            self._written = None if deals is None else self._written | deals

    def none_since(self, now: datetime) -> None:
        """All of it was read just now."""
        self.read_at, self._written = now, set()

    def since(self, now: datetime) -> set[int] | None:
        """The deals that do not look as they did when last read; None when that is unknown, or too many."""
        since = self.read_at
        if self._written is None or now < since or now.date() != since.date():
            return None
        if now.replace(tzinfo=None) < since.replace(tzinfo=None) or now.utcoffset() != since.utcoffset():
            return None  # summer time began or ended: the day is not as long as it looks
        found = self._written | changed_deals.by_time(self._connection, since, now)
        return found if len(found) <= changed_deals.MOST else None
