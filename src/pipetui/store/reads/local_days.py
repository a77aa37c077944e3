"""On which day of the rep's a stored time lies, for thousands of times: days are calendar days everywhere.

Times are stored in UTC, and their texts are in the order of the times. On one day of UTC the rep's day changes once
or twice: that is worked out once for each, and a time is compared with it as a text. Standard library only.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from pipetui.store import values
from pipetui.store.values import TIME_LENGTH, utc_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from datetime import tzinfo
    from typing import Any

_NEVER = "~"
_DATE = 10


class LocalDays:
    """The days of the zone that `now` is in."""

    def __init__(self, now: datetime) -> None:
        """Count from the day of `now`."""
        self._zone: tzinfo | None = now.tzinfo
        self._today = now.date().toordinal()
        self._known: dict[str, tuple[int, str, str]] = {}

    def ordinal(self, at: str) -> int:
        """The day of a time as the store writes it; raises ValueError or TypeError for what is no time."""
        if len(at) != TIME_LENGTH or at[-1] != "Z":  # another program's
            return self._directly(at)
        known = self._known.get(at[:_DATE]) or self._learnt(at[:_DATE])
        return known[0] + (at >= known[1]) + (at >= known[2])

    def day(self, at: Any) -> date:
        """The day of a time; what is none counts as long ago, as everywhere."""
        try:
            return date.fromordinal(self.ordinal(at))
        except values.ODD:
            return values.moment(at).date()

    def ago(self, at: Any) -> int:
        """How many days ago that was; 0 for today and what lies ahead."""
        try:
            return max(0, self._today - self.ordinal(at))
        except values.ODD:
            return self._today - self.day(at).toordinal()

    def since(self, day: str) -> int:
        """How many days ago a day was that is stored as a date; what is none counts as today."""
        try:
            return max(0, self._today - date.fromisoformat(day).toordinal())
        except (ValueError, TypeError):
            return 0

    def _learnt(self, day: str) -> tuple[int, str, str]:
        begin = datetime.fromisoformat(f"{day}T00:00:00Z")
        local = begin.astimezone(self._zone).date()
        changes = [utc_text(datetime.combine(local + timedelta(days=later), time(), self._zone)) for later in (1, 2)]
        within = [change for change in changes if change[:_DATE] == day]
        one, two = (*within, _NEVER, _NEVER)[:2]
        self._known[day] = local.toordinal(), one, two
        return self._known[day]

    def _directly(self, at: str) -> int:
        moment = datetime.fromisoformat(at)
        moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        return moment.astimezone(self._zone).date().toordinal()
