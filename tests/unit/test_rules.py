"""The rules of the day: badges, buckets, rotting, urgency, what a touch answers (behaviours 1, 2, 5, 6, 12)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipetui.domain import rules, urgency
from pipetui.domain.dates.when import DateRules, add_working_days

SATURDAY = date(2026, 11, 21)
NOW = datetime(2026, 11, 21, 10, 0, tzinfo=UTC)
RULES = DateRules()
MONDAY_START, SUNDAY_START = 0, 6

QUIET = urgency.UrgencyFacts(
    due=SATURDAY + timedelta(days=30),
    turn="mine",
    expected_close=None,
    weighted=0,
    median_weighted=0,
    stage_days=0,
    stage_median=None,
    idle_days=0,
    progress=0.0,
    hot=False,
)
"""A deal that nothing speaks for but a step planned far ahead."""

DATES = st.dates(date(2020, 1, 1), date(2035, 1, 1))


def day(offset: int) -> date:
    return SATURDAY + timedelta(days=offset)


def values(facts: urgency.UrgencyFacts) -> dict[str, float]:
    return {term.name: term.value for term in urgency.explain(facts, urgency.Weights(), SATURDAY, RULES)}


# --- behaviour 1 ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("due", "time", "state"),
    [
        (day(-1), None, "overdue"),
        (day(-1), "23:59", "overdue"),
        (day(0), None, "today"),
        (day(0), "09:59", "overdue"),
        (day(0), "10:00", "today"),
        (day(0), "23:59", "today"),
        (day(1), None, "planned"),
        (day(1), "00:00", "planned"),
    ],
)
def test_b01_a_step_is_overdue_after_its_day_or_right_after_its_time(due: date, time: str | None, state: str) -> None:
    assert rules.step_state(due, time, NOW) == state


def test_b01_a_date_without_time_lasts_until_midnight() -> None:
    last = NOW.replace(hour=23, minute=59, second=59)
    assert rules.step_state(day(0), None, last) == "today"
    assert rules.step_state(day(0), None, last + timedelta(seconds=1)) == "overdue"


def test_b01_a_time_is_overdue_one_second_after_it() -> None:
    assert rules.step_state(day(0), "10:00", NOW) == "today"
    assert rules.step_state(day(0), "10:00", NOW + timedelta(seconds=1)) == "overdue"


def test_b01_the_day_is_the_one_of_the_reps_zone() -> None:
    late_in_utc = datetime(2026, 11, 21, 23, 30, tzinfo=UTC)
    assert rules.step_state(day(0), None, late_in_utc) == "today"
    assert rules.step_state(day(0), None, late_in_utc.astimezone(ZoneInfo("Europe/Berlin"))) == "overdue"


# --- behaviour 2 ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("offset", "week_start", "bucket"),
    [
        (1, MONDAY_START, "this week"),  # Sunday still belongs to the week that began on Monday
        (2, MONDAY_START, "next week"),
        (8, MONDAY_START, "next week"),
        (9, MONDAY_START, "later"),
        (1, SUNDAY_START, "next week"),  # where weeks begin on Sunday, Saturday is the last day of one
        (7, SUNDAY_START, "next week"),
        (8, SUNDAY_START, "later"),
        (400, MONDAY_START, "later"),
    ],
)
def test_b02_buckets_follow_the_week_of_the_settings(offset: int, week_start: int, bucket: str) -> None:
    assert rules.bucket(day(offset), "planned", SATURDAY, week_start) == bucket


def test_b02_what_is_overdue_or_due_today_is_so_whatever_the_week() -> None:
    assert rules.bucket(day(-40), "overdue", SATURDAY, MONDAY_START) == "overdue"
    assert rules.bucket(day(0), "overdue", SATURDAY, MONDAY_START) == "overdue"
    assert rules.bucket(day(0), "today", SATURDAY, MONDAY_START) == "today"


@given(DATES, st.integers(0, 6), st.sampled_from(("today", "this week", "next week", "later")))
def test_b02_a_preset_date_lies_inside_its_bucket(today: date, week_start: int, name: str) -> None:
    preset = rules.bucket_date(name, today, week_start)
    now = datetime(today.year, today.month, today.day, 12, tzinfo=UTC)
    if preset is None:
        assert name == "this week"
        assert rules.week_begin(today + timedelta(days=1), week_start) == today + timedelta(days=1)
    else:
        assert rules.bucket(preset, rules.step_state(preset, None, now), today, week_start) == name


@pytest.mark.parametrize("name", ["overdue", "no next step", "parked"])
def test_b02_nothing_is_put_into_overdue_or_where_no_date_is(name: str) -> None:
    assert rules.bucket_date(name, SATURDAY, MONDAY_START) is None


@given(DATES, st.integers(0, 6))
def test_b02_a_week_begins_on_its_first_weekday_and_holds_its_day(today: date, week_start: int) -> None:
    begin = rules.week_begin(today, week_start)
    assert begin.weekday() == week_start
    assert 0 <= (today - begin).days < 7


# --- behaviour 6 ---------------------------------------------------------------------------------------------


def test_b06_a_deal_rots_from_the_day_of_its_stages_limit() -> None:
    assert rules.rotting_days(10, 10, False) == 10
    assert rules.rotting_days(10, 9, False) == 0
    assert rules.rotting_days(10, 35, False) == 35


def test_b06_days_are_calendar_days_of_the_reps_zone() -> None:
    now = datetime(2026, 3, 30, 0, 30, tzinfo=ZoneInfo("Europe/Berlin"))
    assert rules.days_since(datetime(2026, 3, 29, 23, 59, tzinfo=now.tzinfo), now) == 1
    assert rules.days_since(datetime(2026, 3, 28, 23, 30, tzinfo=UTC), now) == 1  # half past midnight there
    assert rules.days_since(datetime(2026, 3, 28, 22, 30, tzinfo=UTC), now) == 2
    assert rules.days_since(datetime(2026, 3, 31, tzinfo=UTC), now) == 0


def test_b06_a_limit_of_nought_or_a_step_ahead_keeps_it_fresh() -> None:
    assert rules.rotting_days(0, 400, False) == 0
    assert rules.rotting_days(10, 400, True) == 0


# --- behaviour 12 --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("due", "value"),
    [
        (day(365), 0.2),
        (day(8), 0.2),
        (day(7), 0.2),
        (day(0), 0.2 + 0.8 * 7 / 12),
        (add_working_days(SATURDAY, -3, RULES) - timedelta(days=0), 0.2 + 0.8 * 9 / 12),
        (date(2026, 11, 13), 1.0),  # five working days before that Saturday
        (date(2020, 1, 1), 1.0),
    ],
)
def test_b12_lateness_rises_from_a_week_ahead_to_five_working_days_late(due: date, value: float) -> None:
    assert values(QUIET._replace(due=due))["next step due"] == pytest.approx(value)


@given(DATES, st.integers(-60, 60))
def test_b12_a_later_follow_up_is_never_less_urgent(today: date, offset: int) -> None:
    due = today + timedelta(days=offset)
    earlier = urgency.lateness(due - timedelta(days=1), today, RULES)
    assert 0.2 <= urgency.lateness(due, today, RULES) <= earlier <= 1.0


def test_b12_without_a_next_step_that_term_stands_in_for_lateness() -> None:
    found = values(QUIET._replace(due=None))
    assert (found["no next step"], found["next step due"]) == (1.0, 0.0)
    assert values(QUIET)["no next step"] == 0.0


@pytest.mark.parametrize(("offset", "value"), [(15, 0.0), (14, 1.0), (0, 1.0), (-90, 1.0)])
def test_b12_a_close_date_counts_within_fourteen_days_and_when_past(offset: int, value: float) -> None:
    assert values(QUIET._replace(expected_close=day(offset)))["close date near"] == value


@pytest.mark.parametrize(
    ("weighted", "median", "value"),
    [
        (1000, 1000, 0.5),
        (10_000, 1000, 1.0),
        (99_999, 1000, 1.0),
        (100, 1000, 0.0),
        (1, 1000, 0.0),
        (0, 1000, 0.0),
        (5, 0, 0.0),
    ],
)
def test_b12_value_counts_on_a_log_scale_against_the_median(weighted: int, median: int, value: float) -> None:
    found = values(QUIET._replace(weighted=weighted, median_weighted=median))["weighted value"]
    assert found == pytest.approx(value)


@pytest.mark.parametrize(
    ("days", "median", "value"), [(50, None, 0.0), (10, 10.0, 0.0), (15, 10.0, 0.5), (20, 10.0, 1.0), (2, 0.1, 1.0)]
)
def test_b12_days_in_stage_count_beyond_the_stages_median(days: int, median: float | None, value: float) -> None:
    assert values(QUIET._replace(stage_days=days, stage_median=median))["long in stage"] == pytest.approx(value)


@pytest.mark.parametrize(("idle", "value"), [(0, 0.0), (15, 0.5), (30, 1.0), (300, 1.0)])
def test_b12_silence_counts_over_thirty_days(idle: int, value: float) -> None:
    assert values(QUIET._replace(idle_days=idle))["silence"] == pytest.approx(value)


def test_b12_hot_lifts_and_waiting_lowers() -> None:
    weights = urgency.Weights()

    def points(facts: urgency.UrgencyFacts) -> float:
        return urgency.urgency(facts, weights, SATURDAY, RULES)

    assert points(QUIET._replace(hot=True)) - points(QUIET) == pytest.approx(15)
    assert points(QUIET._replace(turn="theirs")) - points(QUIET) == pytest.approx(-3)


def test_b12_the_weights_are_the_documented_ones() -> None:
    assert tuple(urgency.Weights()) == (12, 9, 6, 5, 4, 3, 2, 15, -3)


FACTS = st.builds(
    urgency.UrgencyFacts,
    due=st.none() | DATES,
    turn=st.sampled_from(("", "mine", "theirs")),
    expected_close=st.none() | DATES,
    weighted=st.integers(0, 2**53),
    median_weighted=st.integers(0, 2**53),
    stage_days=st.integers(0, 10_000),
    stage_median=st.none() | st.floats(0, 1000),
    idle_days=st.integers(0, 10_000),
    progress=st.floats(0, 3),
    hot=st.booleans(),
)
WEIGHTS = st.builds(urgency.Weights, *[st.floats(-100, 100) for _ in urgency.Weights._fields])


@given(FACTS, WEIGHTS, DATES)
def test_b12_the_lines_of_why_add_up_to_the_urgency(
    facts: urgency.UrgencyFacts, weights: urgency.Weights, today: date
) -> None:
    terms = urgency.explain(facts, weights, today, RULES)
    assert sum(term.points for term in terms) == pytest.approx(urgency.urgency(facts, weights, today, RULES), abs=1e-9)
    assert all(0 <= term.value <= 1 for term in terms)
    assert [term.weight for term in terms] == list(weights)


def test_b12_why_names_what_it_looked_at() -> None:
    facts = QUIET._replace(stage_days=20, stage_median=10.0, hot=True, turn="theirs", expected_close=day(3))
    said = {term.name: term.why for term in urgency.explain(facts, urgency.Weights(), SATURDAY, RULES)}
    assert said["next step due"] == "due 2026-12-21"
    assert said["close date near"] == "expected 2026-11-24"
    assert said["long in stage"] == "20 days, median 10 (newest 200 stays)"
    assert said["hot"] == "tag hot"
    assert said["waiting on them"] == "their turn"


# --- behaviour 5 ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "what", "turn", "state", "touch", "outcome", "direction", "finished"),
    [
        ("call", "call Ann", "mine", "today", "call", "no answer", "out", True),
        ("call", "call Ann", "mine", "overdue", "call", "", "out", True),
        ("call", "call Ann", "mine", "planned", "call", "reached", "out", False),
        ("call", "call Ann", "mine", "overdue", "email", "", "out", False),
        ("", "", "mine", "today", "visit", "", "out", True),
        ("", "", "mine", "planned", "visit", "", "out", False),
        ("", "send quote", "mine", "overdue", "email", "", "out", False),
        ("", "reply", "theirs", "planned", "email", "replied", "out", True),
        ("", "reply", "theirs", "planned", "call", "reached", "out", True),
        ("", "reply", "theirs", "planned", "call", "booked", "out", True),
        ("", "reply", "theirs", "planned", "email", "", "in", True),
        ("", "reply", "theirs", "overdue", "call", "no answer", "out", False),
        ("call", "call back", "theirs", "overdue", "call", "left message", "out", False),
    ],
)
def test_b05_a_touch_finishes_what_it_answers(
    kind: str, what: str, turn: str, state: str, touch: str, outcome: str, direction: str, finished: bool
) -> None:
    assert rules.answers(kind, what, turn, state, touch, outcome, direction) is finished
