"""The rep's own time across a change of summer time."""

import os
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from pipetui.domain.dates.when import DateRules, Due, parse_due
from pipetui.present import LocalZone, present


@pytest.fixture
def berlin() -> Iterator[None]:
    yield from zone("Europe/Berlin")


@pytest.fixture
def nameless() -> Iterator[None]:
    """A machine whose zone is told by its rules alone."""
    yield from zone("CET-1CEST,M3.5.0,M10.5.0/3")


def zone(told: str) -> Iterator[None]:
    os.environ["TZ"] = told
    time.tzset()
    yield
    os.environ["TZ"] = "UTC"
    time.tzset()


@pytest.mark.usefixtures("berlin")
@pytest.mark.parametrize(("month", "hours"), [(7, 2), (11, 1)])
def test_b15_a_time_has_the_offset_of_its_own_day(month: int, hours: int) -> None:
    local = datetime(2026, month, 1, 14, 0, tzinfo=LocalZone())
    assert local.utcoffset() == timedelta(hours=hours)
    assert local.astimezone(UTC) == datetime(2026, month, 1, 14 - hours, 0, tzinfo=UTC)
    assert local.astimezone(UTC).astimezone(LocalZone()).hour == 14


@pytest.mark.usefixtures("berlin")
def test_both_hours_of_the_night_that_has_one_twice_are_told_apart() -> None:
    first = datetime(2026, 10, 25, 0, 30, tzinfo=UTC).astimezone(LocalZone())
    second = datetime(2026, 10, 25, 1, 30, tzinfo=UTC).astimezone(LocalZone())
    assert (first.hour, second.hour) == (2, 2)
    assert second.astimezone(UTC) - first.astimezone(UTC) == timedelta(hours=1)


@pytest.mark.usefixtures("nameless")
def test_free_words_are_understood_where_the_zone_has_no_name() -> None:
    now = datetime(2026, 11, 21, 10, 0, tzinfo=LocalZone())
    assert parse_due("tomorrow morning", now, DateRules()) == Due(now.date() + timedelta(days=1), "09:00")


@pytest.mark.usefixtures("berlin")
def test_past_the_ends_of_the_calendar_it_fails_as_every_zone_does() -> None:
    with pytest.raises(OverflowError):
        datetime.max.replace(tzinfo=UTC).astimezone(LocalZone())
    with pytest.raises(OverflowError):
        datetime.min.replace(tzinfo=LocalZone()).astimezone(UTC)


def test_the_present_is_aware_and_names_its_zone() -> None:
    now = present()
    assert abs(now.astimezone(UTC) - datetime.now(UTC)) < timedelta(minutes=1)
    assert now.tzname() == "UTC"


@pytest.mark.usefixtures("berlin")
@pytest.mark.parametrize(("told", "year"), [(253_402_300_799.0, 9000), (-62_135_596_800.0, 1900), (0.0, 1970)])
def test_a_clock_that_is_centuries_off_leaves_room_to_count_in(
    monkeypatch: pytest.MonkeyPatch, told: float, year: int
) -> None:
    monkeypatch.setattr(time, "time", lambda: told)
    assert present().year == year
    assert parse_due("in 300 years", present(), DateRules())
