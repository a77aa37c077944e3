"""The span of days that a report is about, and what it is held against."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from pipetui.domain.dates import period
from pipetui.domain.dates.period import Period
from pipetui.domain.dates.workdays import DateRules
from pipetui.domain.errors import InputError

TODAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("text", "name", "first", "last"),
    [
        ("", "Q4 2026", date(2026, 10, 1), date(2026, 12, 31)),
        ("this-quarter", "Q4 2026", date(2026, 10, 1), date(2026, 12, 31)),
        ("Last Quarter", "Q3 2026", date(2026, 7, 1), date(2026, 9, 30)),
        ("this-month", "November 2026", date(2026, 11, 1), date(2026, 11, 30)),
        ("last-month", "October 2026", date(2026, 10, 1), date(2026, 10, 31)),
        ("this-year", "2026", date(2026, 1, 1), date(2026, 12, 31)),
        ("last-year", "2025", date(2025, 1, 1), date(2025, 12, 31)),
        ("2026-q1", "Q1 2026", date(2026, 1, 1), date(2026, 3, 31)),
        ("2026Q2", "Q2 2026", date(2026, 4, 1), date(2026, 6, 30)),
        ("2024-02", "February 2024", date(2024, 2, 1), date(2024, 2, 29)),
        ("2026-10", "October 2026", date(2026, 10, 1), date(2026, 10, 31)),
        ("2026-1", "January 2026", date(2026, 1, 1), date(2026, 1, 31)),
        ("1999", "1999", date(1999, 1, 1), date(1999, 12, 31)),
        ("all", "all time", date.min, date.max),
    ],
)
def test_b25_a_period_is_named_in_words_or_figures(text: str, name: str, first: date, last: date) -> None:
    found = period.parse(text, TODAY)
    assert (found.name, found.first, found.last) == (name, first, last)


@pytest.mark.parametrize("text", ["soon", "2026-q5", "2026-13", "2026-00", "0000", "9999-12", "26-q3", "q", "2026-q33"])
def test_b25_what_is_no_period_is_refused_with_examples(text: str) -> None:
    with pytest.raises(InputError) as refused:
        period.parse(text, TODAY)
    assert "2026-q3" in refused.value.hint
    assert "last-quarter" in refused.value.hint


def test_b25_a_mistyped_period_is_answered_with_the_nearest() -> None:
    with pytest.raises(InputError) as refused:
        period.parse("last-quartre", TODAY)
    assert refused.value.hint.startswith("did you mean last-quarter")


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("last-quarter", date(2026, 4, 1), date(2026, 6, 30)),
        ("this-quarter", date(2026, 7, 1), date(2026, 8, 21)),  # as many days of it as have passed of this one
        ("this-month", date(2026, 10, 1), date(2026, 10, 21)),
        ("this-year", date(2025, 1, 1), date(2025, 11, 21)),
        ("2024", date(2023, 1, 1), date(2023, 12, 31)),
        ("2027-01", date(2026, 12, 1), date(2026, 12, 31)),
    ],
)
def test_b25_a_period_is_held_against_the_one_before(text: str, first: date, last: date) -> None:
    before = period.before(period.parse(text, TODAY), TODAY)
    assert before is not None
    assert (before.first, before.last) == (first, last)


def test_b25_all_time_and_the_first_month_of_all_have_nothing_before() -> None:
    assert period.before(period.ALL, TODAY) is None
    assert period.before(period.parse("0001-01", TODAY), TODAY) is None


def test_a_long_month_is_held_against_no_more_than_the_short_one_before() -> None:
    day = date(2026, 3, 30)
    before = period.before(period.parse("this-month", day), day)
    assert before is not None
    assert before.last == date(2026, 2, 28)


days = some.dates(date(1000, 1, 1), date(3000, 1, 1))
units = some.sampled_from(["month", "quarter", "year"])


@given(day=days, unit=units, later=some.integers(-50, 50))
def test_periods_lie_side_by_side_and_leave_no_day_out(day: date, unit: str, later: int) -> None:
    found = period.of(unit, day, later)
    assert period.shifted(found, 1).first == found.last + timedelta(days=1)
    assert period.shifted(period.shifted(found, 3), -3) == found
    assert period.of(unit, found.last) == found == period.of(unit, found.first)


@given(day=days, unit=units)
def test_what_it_is_held_against_is_over_before_it_begins_and_not_longer_than_it_runs(day: date, unit: str) -> None:
    found = period.of(unit, day)
    before = period.before(found, day)
    assert isinstance(before, Period)
    assert before.last < found.first
    if day < found.last:  # still running: as many days of the one before, which may have fewer
        assert before.last - before.first <= day - found.first
    else:
        assert before == period.shifted(found, -1)


@given(text=some.text(max_size=12))
def test_any_text_is_a_period_or_refused(text: str) -> None:
    try:
        found = period.parse(text, TODAY)
    except InputError:
        return
    assert found.first <= found.last


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("this-week", date(2026, 11, 16), date(2026, 11, 22)),
        ("last week", date(2026, 11, 9), date(2026, 11, 15)),
        ("2026-w47", date(2026, 11, 16), date(2026, 11, 22)),
        ("2026-10-01..2026-11-15", date(2026, 10, 1), date(2026, 11, 15)),
        ("1 oct to yesterday", date(2026, 10, 1), date(2026, 11, 20)),
        ("2026-01..2026-03", date(2026, 1, 1), date(2026, 3, 31)),
        ("2026-11-20..2026-11-20", date(2026, 11, 20), date(2026, 11, 20)),
    ],
)
def test_b25_a_week_and_any_two_days_are_periods(text: str, first: date, last: date) -> None:
    found = period.parse(text, TODAY)
    assert (found.first, found.last) == (first, last)
    before = period.shifted(found, -1)
    assert (before.last, before.last - before.first) == (first - timedelta(days=1), last - first)


@pytest.mark.parametrize("text", ["2026-w54", "2026-11-15..2026-10-01", "2026-10-01..soon", "..", "a..b"])
def test_b25_what_is_no_week_and_no_two_days_is_refused(text: str) -> None:
    with pytest.raises(InputError):
        period.parse(text, TODAY)


def test_b25_a_week_begins_on_the_rep_s_own_day() -> None:
    found = period.parse("this-week", TODAY, DateRules(week_start=6))
    assert (found.first, found.last) == (date(2026, 11, 15), date(2026, 11, 21))
