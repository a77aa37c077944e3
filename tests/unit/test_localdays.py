"""On which day of the rep's a stored time lies: the same as working each out by itself, in any zone."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipetui.store.reads.local_days import LocalDays
from pipetui.store.values import utc_text

ZONES = (
    "UTC", "Europe/London", "Europe/Berlin", "America/New_York", "America/Santiago", "Asia/Kathmandu", "Asia/Kolkata",
    "Australia/Lord_Howe", "Pacific/Kiritimati", "Pacific/Apia", "Pacific/Pago_Pago", "Africa/Casablanca",
)  # fmt: skip


@given(
    st.datetimes(datetime(2011, 12, 28), datetime(2027, 12, 31)),
    st.lists(st.datetimes(datetime(2011, 12, 28), datetime(2027, 12, 31)), max_size=5),
    st.sampled_from(ZONES),
)
def test_a_time_lies_on_the_day_that_its_zone_says(now: datetime, times: list[datetime], zone: str) -> None:
    here = now.replace(microsecond=0, tzinfo=UTC).astimezone(ZoneInfo(zone))
    local = LocalDays(here)
    for time in times:
        at = time.replace(microsecond=0, tzinfo=UTC)
        day = at.astimezone(here.tzinfo).date()
        assert local.ordinal(utc_text(at)) == day.toordinal()
        assert local.ago(utc_text(at)) == max(0, (here.date() - day).days)


@pytest.mark.parametrize("zone", ZONES)
def test_each_second_around_midnight_lies_on_its_day(zone: str) -> None:
    here = datetime(2026, 11, 21, 12, tzinfo=ZoneInfo(zone))
    local = LocalDays(here)
    for day in range(0, 400, 7):
        midnight = (here - timedelta(days=day)).replace(hour=0, minute=0).astimezone(UTC)
        for second in (-1, 0, 1):
            at = midnight + timedelta(seconds=second)
            assert local.ordinal(utc_text(at)) == at.astimezone(here.tzinfo).date().toordinal()


def test_a_time_as_another_program_writes_it() -> None:
    local = LocalDays(datetime(2026, 11, 21, 12, tzinfo=ZoneInfo("Europe/Berlin")))
    assert local.ago("2026-11-19T23:30:00+00:00") == 1
    assert local.ago("2026-11-19 23:30:00") == 1
    assert local.ago("2026-11-20T00:30:00.123456+01:00") == 1
    assert local.ago("nonsense") == (date(2026, 11, 21) - date(1970, 1, 1)).days, "the day that stands for none"
    assert local.since("2026-11-20") == 1
    assert local.since("next week") == 0
