"""The rep's own time: the one place below the front ends' doors where a clock is read."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta, tzinfo


class LocalZone(tzinfo):
    """This machine's zone with its rules for summer time, as the system has them.

    `datetime.astimezone()` alone gives today's offset for ever: a time in July read in November would be an hour off.
    """

    def utcoffset(self, moment: datetime | None) -> timedelta | None:
        """The offset in force at `moment`."""
        if moment is None:
            return None
        # A naive timestamp is worked out by the system, gaps and repeated hours included.
        return timedelta(seconds=time.localtime(moment.replace(tzinfo=None).timestamp()).tm_gmtoff)

    def dst(self, moment: datetime | None) -> timedelta | None:
        """Unknown: nothing asks for it."""
        return None

    def tzname(self, moment: datetime | None) -> str | None:
        """The zone's short name at `moment`."""
        return None if moment is None else time.localtime(moment.replace(tzinfo=None).timestamp()).tm_zone

    def fromutc(self, moment: datetime) -> datetime:
        """The local time of a UTC time."""
        return datetime.fromtimestamp(moment.replace(tzinfo=UTC).timestamp()).replace(tzinfo=self)


def present() -> datetime:
    """Now, aware, in the rep's zone."""
    return datetime.now(LocalZone())
