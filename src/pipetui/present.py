"""The rep's own time: the one place below the front ends' doors where a clock is read."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta, tzinfo

# The system looks a day to either side of a time, which the calendar does not have at its ends.
_DAY = 24 * 60 * 60
_FIRST, _LAST = datetime(1, 1, 3), datetime(9999, 12, 29)
_NOT_BEFORE, _NOT_AFTER = (datetime(year, 1, 1, tzinfo=UTC).timestamp() for year in (1900, 9000))
"""A clock that tells another time is wrong; it stands still there, for what is counted from now needs a calendar around
it: the week before, the renewal in five years."""


class LocalZone(tzinfo):
    """This machine's zone with its rules for summer time, as the system has them.

    `datetime.astimezone()` alone gives today's offset for ever: a time in July read in November would be an hour off.
    """

    def utcoffset(self, moment: datetime | None) -> timedelta | None:
        """The offset in force at `moment`."""
        if moment is None:
            return None
        # A naive timestamp is worked out by the system, gaps and repeated hours included.
        naive = max(_FIRST, min(moment.replace(tzinfo=None), _LAST))
        at = naive.timestamp()
        return timedelta(seconds=time.localtime(at).tm_gmtoff if _has_zone(at) else 0)

    def dst(self, moment: datetime | None) -> timedelta | None:
        """Unknown: nothing asks for it."""
        return None

    def tzname(self, moment: datetime | None) -> str | None:
        """The zone's short name at `moment`."""
        if moment is None:
            return None
        return time.localtime(max(_FIRST, min(moment.replace(tzinfo=None), _LAST)).timestamp()).tm_zone

    def fromutc(self, moment: datetime) -> datetime:
        """The local time of a UTC time; raises OverflowError past the ends of the calendar, as all zones do."""
        try:
            at = moment.replace(tzinfo=UTC).timestamp()
            if not _has_zone(at):
                return moment.replace(tzinfo=self)
            return datetime.fromtimestamp(at).replace(tzinfo=self)
        except ValueError as error:
            raise OverflowError(str(error)) from None


def _has_zone(at: float) -> bool:
    """Whether the system's zone is one: what is a day and more away counts as UTC, as any other odd `TZ` does."""
    return abs(time.localtime(at).tm_gmtoff) < _DAY


def present() -> datetime:
    """Now, aware, in the rep's zone; a clock that is centuries off tells the nearest time that can be counted from."""
    return datetime.fromtimestamp(max(_NOT_BEFORE, min(time.time(), _NOT_AFTER)), LocalZone())
