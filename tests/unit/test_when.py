"""Dates: what a rep types for a day or a time, and what is refused (behaviour 15)."""

from __future__ import annotations

import re
import subprocess
import sys
from datetime import UTC, date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from pipetui.domain.dates.when import (
    DateRules,
    Due,
    add_working_days,
    near_words,
    parse_day,
    parse_due,
    parse_past,
    split_leading,
    twice,
    working_days_between,
)
from pipetui.domain.errors import InputError

BERLIN = ZoneInfo("Europe/Berlin")
RULES = DateRules()
MONTH_FIRST = DateRules(day_first=False)
SUNDAYS = DateRules(week_start=6)
SATURDAY = datetime(2026, 11, 21, 10, 0, tzinfo=BERLIN)
WEDNESDAY = datetime(2026, 11, 18, 14, 0, tzinfo=BERLIN)
FRIDAY = datetime(2026, 11, 27, 9, 0, tzinfo=BERLIN)
LAST_OF_MONTH = datetime(2026, 11, 30, 10, 0, tzinfo=BERLIN)  # a Monday
FIRST_OF_MONTH = datetime(2026, 12, 1, 10, 0, tzinfo=BERLIN)  # a Tuesday


def due(text: str, now: datetime = SATURDAY, rules: DateRules = RULES) -> str:
    """The follow-up's date as text: "2026-11-27" or "2026-11-27 14:00"."""
    day, clock = parse_due(text, now, rules)
    return f"{day} {clock}" if clock else f"{day}"


def refused(text: str, now: datetime = SATURDAY, rules: DateRules = RULES) -> InputError:
    """The refusal of a follow-up date."""
    with pytest.raises(InputError) as refusal:
        parse_due(text, now, rules)
    assert refusal.value.exit_code == 2
    assert refusal.value.hint
    return refusal.value


# --- the table -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("today", "2026-11-21"),
        ("tomorrow", "2026-11-22"),
        ("tom", "2026-11-22"),
        ("TOMORROW", "2026-11-22"),
        ("  ToDay  ", "2026-11-21"),
        ("day after tomorrow", "2026-11-23"),
        ("mon", "2026-11-23"),
        ("tues", "2026-11-24"),
        ("Wednesday", "2026-11-25"),
        ("thu", "2026-11-26"),
        ("fri", "2026-11-27"),
        ("on friday", "2026-11-27"),
        ("sun", "2026-11-22"),
        ("next-week", "2026-11-23"),
        ("next month", "2026-12-01"),
        ("next-quarter", "2027-01-01"),
        ("next year", "2027-01-01"),
        ("+3d", "2026-11-24"),
        ("3d", "2026-11-24"),
        ("+0d", "2026-11-21"),
        ("2w", "2026-12-05"),
        ("1mo", "2026-12-21"),
        ("1q", "2027-02-21"),
        ("1y", "2027-11-21"),
        ("+3wd", "2026-11-25"),
        ("3 working days", "2026-11-25"),
        ("in 3 days", "2026-11-24"),
        ("in a week", "2026-11-28"),
        ("two weeks", "2026-12-05"),
        ("3 days from now", "2026-11-24"),
        ("15", "2026-12-15"),
        ("22", "2026-11-22"),
        ("1st", "2026-12-01"),
        ("2nd", "2026-12-02"),
        ("3rd", "2026-12-03"),
        ("the 23rd", "2026-11-23"),
        ("15.", "2026-12-15"),
        ("31", "2026-12-31"),
        ("eow", "2026-11-22"),
        ("eom", "2026-11-30"),
        ("eoq", "2026-12-31"),
        ("eoy", "2026-12-31"),
        ("end of the month", "2026-11-30"),
        ("eonw", "2026-11-29"),
        ("end of next month", "2026-12-31"),
        ("eoww", "2026-11-27"),
        ("sow", "2026-11-23"),
        ("som", "2026-12-01"),
        ("soq", "2027-01-01"),
        ("soy", "2027-01-01"),
        ("soww", "2026-11-23"),
        ("eom-2d", "2026-11-28"),
        ("eom - 2wd", "2026-11-26"),
        ("fri+1w", "2026-12-04"),
        ("next-fri+1w", "2026-12-04"),
        ("+1w+2d", "2026-11-30"),
        ("2w-1d", "2026-12-04"),
        ("15+1mo", "2027-01-15"),
        ("tomorrow-1d", "2026-11-21"),
        ("2026-12-01", "2026-12-01"),
        ("2026/12/1", "2026-12-01"),
        ("12-01", "2026-12-01"),
        ("1.12.", "2026-12-01"),
        ("1.12", "2026-12-01"),
        ("1.12.2026", "2026-12-01"),
        ("01.12.26", "2026-12-01"),
        ("1/12", "2026-12-01"),
        ("12/1", "2027-01-12"),
        ("1-12-2026", "2026-12-01"),
        ("1 dec", "2026-12-01"),
        ("1dec", "2026-12-01"),
        ("dec 1", "2026-12-01"),
        ("Dec. 1st", "2026-12-01"),
        ("december 1 2026", "2026-12-01"),
        ("December 1, 2026", "2026-12-01"),
        ("1st of december", "2026-12-01"),
        ("1-dec-2026", "2026-12-01"),
        ("may 5", "2027-05-05"),
        ("29 feb", "2028-02-29"),
        ("sat 5 dec", "2026-12-05"),
        ("fri 27th", "2026-11-27"),
    ],
)
def test_b15_words_and_dates_on_saturday_21_november_2026(text: str, expected: str) -> None:
    assert due(text) == expected
    assert parse_day(text, SATURDAY, RULES).isoformat() == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("fri 14:00", "2026-11-27 14:00"),
        ("14:00 fri", "2026-11-27 14:00"),
        ("Fri at 2:30 PM", "2026-11-27 14:30"),
        ("tomorrow 9am", "2026-11-22 09:00"),
        ("tomorrow 12am", "2026-11-22 00:00"),
        ("tomorrow 12pm", "2026-11-22 12:00"),
        ("+3d 14h", "2026-11-24 14:00"),
        ("eom-2d 9h15", "2026-11-28 09:15"),
        ("1.12. noon", "2026-12-01 12:00"),
        ("2026-12-01T08:05", "2026-12-01 08:05"),
        ("today 10:01", "2026-11-21 10:01"),
        ("+2h", "2026-11-21 12:00"),
        ("in 30 min", "2026-11-21 10:30"),
        ("+36h", "2026-11-22 22:00"),
    ],
)
def test_b15_a_day_can_carry_a_time(text: str, expected: str) -> None:
    assert due(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("9:30", "2026-11-22 09:30"),
        ("9am", "2026-11-22 09:00"),
        ("10:00", "2026-11-21 10:00"),
        ("2:30pm", "2026-11-21 14:30"),
        ("14h", "2026-11-21 14:00"),
        ("at 14:00", "2026-11-21 14:00"),
        ("noon", "2026-11-21 12:00"),
    ],
)
def test_b15_a_time_alone_is_today_if_still_ahead_else_tomorrow(text: str, expected: str) -> None:
    assert due(text) == expected


def test_b15_a_time_alone_that_passed_seconds_ago_is_tomorrow() -> None:
    assert due("10:00", SATURDAY.replace(second=1)) == "2026-11-22 10:00"
    assert due("+0min", SATURDAY.replace(second=1)) == "2026-11-21 10:01"


def test_b15_a_weekday_is_never_today() -> None:
    for offset in range(7):
        now = SATURDAY + timedelta(days=offset)
        assert due(f"{now:%a}", now) == (now.date() + timedelta(days=7)).isoformat()


def test_b15_next_friday_is_the_friday_of_the_next_week_by_the_week_start() -> None:
    assert due("fri", WEDNESDAY) == "2026-11-20"
    for text in ("next-fri", "next fri", "Next Friday"):
        assert due(text, WEDNESDAY) == "2026-11-27"
        assert due(text, SATURDAY) == "2026-11-27"
    sunday = SATURDAY + timedelta(days=1)
    assert due("next-fri", sunday) == "2026-11-27"
    assert due("next-fri", sunday, SUNDAYS) == "2026-12-04"


def test_b15_the_week_start_is_one_setting_for_every_word() -> None:
    assert [due(word, SATURDAY, SUNDAYS) for word in ("eow", "sow", "next-week", "eonw")] == [
        "2026-11-21",
        "2026-11-22",
        "2026-11-22",
        "2026-11-28",
    ]
    assert [due(word, SATURDAY, RULES) for word in ("eow", "sow", "next-week", "eonw")] == [
        "2026-11-22",
        "2026-11-23",
        "2026-11-23",
        "2026-11-29",
    ]


def test_b15_slashes_follow_the_day_and_month_setting_and_dots_do_not() -> None:
    assert due("12/1", rules=MONTH_FIRST) == "2026-12-01"
    assert due("1/12", rules=MONTH_FIRST) == "2027-01-12"
    assert due("12/1/2026", rules=MONTH_FIRST) == "2026-12-01"
    assert due("1.12.", rules=MONTH_FIRST) == "2026-12-01"
    assert due("12-01", rules=MONTH_FIRST) == "2026-12-01"


def test_b15_a_date_in_the_other_order_is_refused_not_turned_round() -> None:
    assert "no month 25" in refused("12/25").title
    assert "no month 25" in refused("25/12", rules=MONTH_FIRST).title


def test_b15_last_days_can_be_today_and_first_days_are_always_coming() -> None:
    assert due("eom", LAST_OF_MONTH) == "2026-11-30"
    assert due("eow", SATURDAY + timedelta(days=1)) == "2026-11-22"
    assert due("som", FIRST_OF_MONTH) == "2027-01-01"
    assert due("sow", LAST_OF_MONTH) == "2026-12-07"


def test_b15_the_end_of_the_working_week_is_never_past() -> None:
    assert due("eoww", WEDNESDAY) == "2026-11-20"
    assert due("eoww", FRIDAY) == "2026-11-27"
    assert due("eoww", SATURDAY) == "2026-11-27"
    holiday = DateRules(holidays=frozenset({date(2026, 11, 27)}))
    assert due("eoww", SATURDAY, holiday) == "2026-11-26"
    assert due("eoww", FRIDAY, holiday) == "2026-12-04"
    assert due("eoww", SATURDAY, DateRules(workdays=frozenset({0, 1}))) == "2026-11-24"


def test_b15_a_sum_that_would_be_past_takes_the_next_period() -> None:
    assert due("eom-2d", LAST_OF_MONTH) == "2026-12-29"
    assert due("fri-1w", SATURDAY) == "2026-11-27"
    assert due("22-2d", SATURDAY) == "2026-12-20"
    assert due("1.12.-2w", SATURDAY) == "2027-11-17"


def test_b15_a_numbered_day_can_be_today_and_skips_months_without_it() -> None:
    assert due("21") == "2026-11-21"
    assert due("20") == "2026-12-20"
    assert due("31", FIRST_OF_MONTH) == "2026-12-31"
    assert due("30", datetime(2027, 1, 31, 9, 0, tzinfo=BERLIN)) == "2027-03-30"
    assert due("1 dec", FIRST_OF_MONTH) == "2026-12-01"


def test_b15_a_date_without_year_is_never_past() -> None:
    for text in ("20.11.", "20/11", "20 nov", "nov 20", "11-20"):
        assert due(text) == "2027-11-20"
    assert due("21 nov") == "2026-11-21"


def test_b15_months_are_counted_to_the_last_day_they_have() -> None:
    now = datetime(2027, 1, 31, 9, 0, tzinfo=BERLIN)
    assert due("1mo", now) == "2027-02-28"
    assert due("+13mo", now) == "2028-02-29"
    assert due("1y", datetime(2028, 2, 29, 9, 0, tzinfo=BERLIN)) == "2029-02-28"


def test_b15_working_days_skip_weekends_and_holidays() -> None:
    holidays = DateRules(holidays=frozenset({date(2026, 11, 24)}))
    assert due("+3wd", SATURDAY, holidays) == "2026-11-26"
    assert due("+1wd", FRIDAY) == "2026-11-30"
    assert due("+1wd", SATURDAY, DateRules(workdays=frozenset({5}))) == "2026-11-28"
    assert due("+260wd", FRIDAY) == "2027-11-26"


def test_b15_later_is_the_first_working_day_three_months_ahead() -> None:
    assert due("later") == due("someday") == "2027-02-22"
    assert due("later", WEDNESDAY) == "2027-02-18"


# --- the promise: never silently past ------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    ["yesterday", "2020-01-01", "2026-11-20", "20.11.2026", "-1d", "2 days ago", "today-3d", "last fri", "this fri"],
)
def test_b15_a_follow_up_in_the_past_is_refused(text: str) -> None:
    assert "in the past" in refused(text).title


def test_b15_a_time_of_today_that_has_passed_is_refused_in_a_clear_sentence() -> None:
    refusal = refused("today 9:00", WEDNESDAY)
    assert refusal.title == "09:00 today has passed"
    assert refusal.hint == "it is 14:00 now: give a later time, or tomorrow 09:00"
    assert "has passed" in refused("eom 9:00", LAST_OF_MONTH).title
    assert "has passed" in refused("-2h").title


# --- phrases -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("tuesday next week", "2026-11-24"),
        ("next week on thursday", "2026-11-26"),
        ("wed in 3 weeks", "2026-12-09"),
        ("thursday in two weeks", "2026-12-03"),
        ("in 2 weeks on thursday", "2026-12-03"),
        ("friday week", "2026-12-04"),
        ("tomorrow week", "2026-11-29"),
        ("3 weeks from tuesday", "2026-12-15"),
        ("a week from tomorrow", "2026-11-29"),
        ("two days before eom", "2026-11-28"),
        ("4 days after 1 dec", "2026-12-05"),
        ("half a year", "2027-05-21"),
        ("february", "2027-02-01"),
        ("november", "2027-11-01"),
        ("in may", "2027-05-01"),
        ("may", "2027-05-01"),
        ("2027-03", "2027-03-01"),
        ("mid january", "2027-01-15"),
        ("mid-december", "2026-12-15"),
        ("middle of next month", "2026-12-15"),
        ("end of february", "2027-02-28"),
        ("end of november", "2026-11-30"),
        ("start of december 2027", "2027-12-01"),
        ("q1", "2027-03-31"),
        ("q4", "2026-12-31"),
        ("end of q2 2027", "2027-06-30"),
        ("start of q2", "2027-04-01"),
        ("2027-q3", "2027-09-30"),
        ("w50", "2026-12-07"),
        ("kw 51", "2026-12-14"),
        ("w10", "2027-03-08"),
        ("2027-W02", "2027-01-11"),
        ("weekend", "2026-11-21"),
        ("next weekend", "2026-11-28"),
        ("week after next", "2026-11-30"),
        ("this month", "2026-11-30"),
        ("this quarter", "2026-12-31"),
        ("first tuesday of december", "2026-12-01"),
        ("last thursday of november", "2026-11-26"),
        ("third monday of next month", "2026-12-21"),
        ("20th of next month", "2026-12-20"),
        ("first of next month", "2026-12-01"),
        ("last day of february", "2027-02-28"),
        ("3 dec 27", "2027-12-03"),
    ],
)
def test_b15_phrases_of_several_words(text: str, expected: str) -> None:
    assert due(text) == expected
    assert parse_day(text, SATURDAY, RULES).isoformat() == expected


def test_b15_this_week_is_its_last_working_day_that_is_left() -> None:
    assert due("this week", WEDNESDAY) == "2026-11-20"
    assert due("this week", SATURDAY) == "2026-11-22"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("freitag", "2026-11-27"),
        ("übermorgen", "2026-11-23"),
        ("dentro de 5 días", "2026-11-26"),
        ("kommenden dienstag", "2026-11-24"),
        ("am kommenden dienstag", "2026-11-24"),
        ("komende dinsdag", "2026-11-24"),
        ("martes a las 14:30", "2026-11-24 14:30"),
        ("1er décembre", "2026-12-01"),
        ("fin d'année", "2026-12-31"),
        ("monatsende", "2026-11-30"),
        ("einde maand", "2026-11-30"),
        ("quartalsende", "2026-12-31"),
        ("mediados de diciembre", "2026-12-15"),
        ("nächsten dienstag 15 uhr", "2026-11-24 15:00"),
        ("in 4 tagen", "2026-11-25"),
        ("ende des monats", "2026-11-30"),
        ("morgen früh", "2026-11-22 09:00"),
        ("dinsdag om 15:00", "2026-11-24 15:00"),
        ("over 2 weken", "2026-12-05"),
        ("demain", "2026-11-22"),
        ("après-demain", "2026-11-23"),
        ("mardi prochain", "2026-11-24"),
        ("la semaine prochaine", "2026-11-23"),
        ("mañana", "2026-11-22"),
        ("próximo martes", "2026-11-24"),
        ("明日", "2026-11-22"),
        ("来週火曜日", "2026-11-24"),
        ("5日後", "2026-11-26"),
        ("12月4日15時半", "2026-12-04 15:30"),
    ],
)
def test_b15_common_words_of_other_languages(text: str, expected: str) -> None:
    assert due(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("thu 3.15pm", "2026-11-26 15:15"),
        ("thu 15 uhr", "2026-11-26 15:00"),
        ("thu 15.30", "2026-11-26 15:30"),
        ("thu @ 15:00", "2026-11-26 15:00"),
        ("thu 15:00:00", "2026-11-26 15:00"),
        ("thu 3 p.m.", "2026-11-26 15:00"),
        ("thu 1545", "2026-11-26 15:45"),
        ("1545", "2026-11-21 15:45"),
        ("thu half past 4", "2026-11-26 16:30"),
        ("quarter to eleven", "2026-11-21 10:45"),
        ("thu afternoon", "2026-11-26 15:00"),
        ("thu in the morning", "2026-11-26 09:00"),
        ("thu 15:00-16:00", "2026-11-26 15:00"),
        ("thu 3-4pm", "2026-11-26 15:00"),
        ("thu 15:00+1w", "2026-12-03 15:00"),
    ],
)
def test_b15_times_as_people_write_them(text: str, expected: str) -> None:
    assert due(text) == expected


@pytest.mark.parametrize("text", ["thu 9:00 EST", "thu 9am utc", "5 dec 3pm CET"])
def test_b15_a_zone_behind_a_time_is_never_dropped(text: str) -> None:
    assert "your own zone" in refused(text).title


def test_b15_a_time_that_the_clocks_skip_is_refused() -> None:
    before = datetime(2026, 3, 28, 10, 0, tzinfo=BERLIN)
    assert refused("tomorrow 2:30", before).title == "there is no 02:30 on Sun 29 Mar 2026"
    night = datetime(2026, 9, 6, 1, 5, tzinfo=ZoneInfo("America/Santiago"))
    with pytest.raises(InputError, match="there was no 00:30"):
        parse_past("00:30", night, RULES)


# --- free words ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("in a fortnight", "2026-12-05"),
        ("in two weeks", "2026-12-05"),
        ("tomorrow morning", "2026-11-22 09:00"),
        ("24 december 2026, 15:30", "2026-12-24 15:30"),
        ("in 2 weeks and 3 days", "2026-12-08"),
        ("in 1.5 hours", "2026-11-21 11:30"),
        ("tonight", "2026-11-21 20:00"),
        ("2026 dec 5", "2026-12-05"),
        ("Sat Dec 5 15:30:00 2026", "2026-12-05 15:30"),
    ],
)
def test_b15_freer_english_is_understood_by_the_library(text: str, expected: str) -> None:
    assert due(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "  ",
        "garbage",
        "call",
        "a",
        "in",
        "on",
        "2026",
        "month",
        "a day",
        "a day at the fair",
        "an hour",
        "next decade",
        "last week",
        "3m",
        "in 5m",
        "1,2",
        "3 4",
        "2026 12 01",
        "1606000000",
        "1606000000000",
        "12.5.5",
        "12k",
        "€5 dec",
        "1.5 years",
        "in 1.5 years",
        "30 hours",
        "31 now",
        "2 tomorrow",
        "year 12/1 tomorrow",
        "5 dec 6 dec",
        "mon dec 5 15:30:00 2026",
        "5 dec pm",
        "5 december call ann",
        "tomorrow call",
        "mon, sat 5 dec 2026",
        "٣ dec",
        "call 5 dec",
        "-",
        ": :",
        "\x00",
        "\ud800",
        "fri\x1b[31m",
        "x" * 10_000,
        "99999999999d",
        "in 9999999 years",
    ],
)
def test_b15_what_is_not_understood_is_refused_with_examples(text: str) -> None:
    refusal = refused(text)
    assert refusal.title.endswith("is not a date")
    assert "fri 14:00" in refusal.hint
    assert refusal.title.isprintable()
    assert len(refusal.title) < 80


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("25:00", "not a time of day"),
        ("fri 9:60", "not a time of day"),
        ("13pm", "not a time of day"),
        ("0am", "not a time of day"),
        ("36h", "not a time of day"),
        ("tomorrow at 5", "morning or afternoon"),
        ("0", "no month has a day 0"),
        ("32nd", "no month has a day 32"),
        ("30 feb", "there is no day"),
        ("31.4.", "there is no day"),
        ("31.4.2027", "there is no 31 April 2027"),
        ("29 feb 2027", "there is no 29 February 2027"),
        ("2026-13-01", "no month 13"),
        ("mon 5 dec", "is a Saturday"),
        ("mon 5 dec 2026", "is a Saturday"),
        ("0000-01-01", "outside the calendar"),
        ("9000y", "outside the calendar"),
        ("999999w", "outside the calendar"),
        ("eoy+9999y", "outside the calendar"),
        ("fri-9999w", "there is no day"),
    ],
)
def test_b15_a_date_that_cannot_be_is_refused_for_its_reason(text: str, says: str) -> None:
    assert says in refused(text).title


def test_b15_working_days_past_the_end_of_the_calendar_are_refused() -> None:
    assert "outside the calendar" in refused("+9wd", datetime(9999, 12, 30, 9, 0, tzinfo=UTC)).title


def test_b15_without_any_working_day_set_they_are_refused() -> None:
    assert "working day" in refused("+1wd", rules=DateRules(workdays=frozenset())).title


@pytest.mark.parametrize(
    ("text", "near"),
    [("tomorow", "tomorrow"), ("firday", "friday"), ("nxt fri", "next"), ("eomm", "eom"), ("3m", "3mo")],
)
def test_b15_a_misspelt_word_names_the_near_ones(text: str, near: str) -> None:
    assert near in near_words(text)
    assert len(near_words(text)) <= 3
    assert f"did you mean {near_words(text)[0]}" in refused(text).hint


@pytest.mark.parametrize("text", ["", "qqqq", "5 dec 3pm", "42"])
def test_b15_nothing_is_suggested_where_nothing_is_near(text: str) -> None:
    assert near_words(text) == ()


# --- plain days ----------------------------------------------------------------------------------------------


def test_b15_a_plain_day_may_lie_anywhere_when_written_out() -> None:
    assert parse_day("2020-01-01", SATURDAY, RULES) == date(2020, 1, 1)
    assert parse_day("yesterday", SATURDAY, RULES) == date(2026, 11, 20)
    assert parse_day("-7d", SATURDAY, RULES) == date(2026, 11, 14)
    assert parse_day("1.2.1999", SATURDAY, RULES, past=True) == date(1999, 2, 1)
    assert parse_day("9999-12-31", SATURDAY, RULES, past=True) == date(9999, 12, 31)


@pytest.mark.parametrize(
    ("text", "ahead", "back"),
    [
        ("fri", "2026-11-27", "2026-11-20"),
        ("sat", "2026-11-28", "2026-11-14"),
        ("15", "2026-12-15", "2026-11-15"),
        ("21", "2026-11-21", "2026-11-21"),
        ("31", "2026-12-31", "2026-10-31"),
        ("1.12.", "2026-12-01", "2025-12-01"),
        ("20 nov", "2027-11-20", "2026-11-20"),
        ("eom", "2026-11-30", "2026-10-31"),
        ("som", "2026-12-01", "2026-11-01"),
        ("sow", "2026-11-23", "2026-11-16"),
        ("fri-1w", "2026-11-27", "2026-11-13"),
    ],
)
def test_b15_words_that_come_again_look_ahead_or_back(text: str, ahead: str, back: str) -> None:
    assert parse_day(text, SATURDAY, RULES).isoformat() == ahead
    assert parse_day(text, SATURDAY, RULES, past=True).isoformat() == back


def test_b15_looking_back_a_first_day_can_be_today() -> None:
    assert parse_day("som", FIRST_OF_MONTH, RULES, past=True) == date(2026, 12, 1)


@pytest.mark.parametrize("text", ["9:30", "fri 14:00", "+2h"])
def test_b15_a_plain_day_takes_no_time(text: str) -> None:
    with pytest.raises(InputError, match="time of day"):
        parse_day(text, SATURDAY, RULES)


# --- what happened -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("now", "2026-11-21 10:00"),
        ("today", "2026-11-21 10:00"),
        ("9:30", "2026-11-21 09:30"),
        ("10:00", "2026-11-21 10:00"),
        ("yesterday 17:00", "2026-11-20 17:00"),
        ("17:00 yesterday", "2026-11-20 17:00"),
        ("yesterday", "2026-11-20 12:00"),
        ("mon", "2026-11-16 12:00"),
        ("sat", "2026-11-14 12:00"),
        ("fri 9am", "2026-11-20 09:00"),
        ("last fri", "2026-11-20 12:00"),
        ("last sat", "2026-11-14 12:00"),
        ("-2d", "2026-11-19 12:00"),
        ("2 days ago", "2026-11-19 12:00"),
        ("a week ago", "2026-11-14 12:00"),
        ("-2h", "2026-11-21 08:00"),
        ("30 min ago", "2026-11-21 09:30"),
        ("2026-11-20 14:00", "2026-11-20 14:00"),
        ("2026-11-20T14:00", "2026-11-20 14:00"),
        ("15", "2026-11-15 12:00"),
        ("1 dec", "2025-12-01 12:00"),
        ("dec 1 15:30:20", "2025-12-01 15:30"),
    ],
)
def test_b31_when_a_touch_happened(text: str, expected: str) -> None:
    at = parse_past(text, SATURDAY, RULES)
    assert f"{at:%Y-%m-%d %H:%M}" == expected
    assert at.tzinfo is BERLIN
    assert at <= SATURDAY


@pytest.mark.parametrize("text", ["tomorrow", "3d", "+2h", "eonw", "2027-01-01", "17:00", "today 10:01", "9999-12-31"])
def test_b31_a_touch_cannot_lie_ahead(text: str) -> None:
    with pytest.raises(InputError, match="still ahead") as refusal:
        parse_past(text, SATURDAY, RULES)
    assert refusal.value.hint


def test_b31_a_misspelt_time_gets_examples_of_the_past() -> None:
    with pytest.raises(InputError, match="yesterday 17:00"):
        parse_past("garbage", SATURDAY, RULES)


def test_b31_the_first_days_of_the_calendar_are_refused_where_the_zone_has_none() -> None:
    east = timezone(timedelta(hours=14))
    with pytest.raises(InputError, match="outside the calendar"):
        parse_past("0001-01-01 03:00", SATURDAY.astimezone(east), RULES)


def test_b31_a_time_that_the_clocks_repeat_is_the_latest_not_after_now() -> None:
    # 25 October 2026: 03:00 summer time becomes 02:00 standard time.
    first = datetime(2026, 10, 25, 2, 50, tzinfo=BERLIN)
    second = first.replace(fold=1)
    assert parse_past("2:30", first, RULES).astimezone(UTC) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert parse_past("2:30", second, RULES).astimezone(UTC) == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
    later = datetime(2026, 10, 25, 2, 10, tzinfo=BERLIN, fold=1)
    assert parse_past("2:30", later, RULES).astimezone(UTC) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_b31_a_time_that_the_clocks_skip_becomes_one_that_was() -> None:
    now = datetime(2026, 3, 29, 12, 0, tzinfo=BERLIN)
    at = parse_past("2:30", now, RULES)
    assert at == at.astimezone(UTC)
    assert f"{at:%H:%M}" == "03:30"


def test_b15_hours_are_real_time_over_a_change_of_the_clocks() -> None:
    assert due("+24h", datetime(2026, 3, 28, 10, 0, tzinfo=BERLIN)) == "2026-03-29 11:00"
    assert due("+1d", datetime(2026, 3, 28, 10, 0, tzinfo=BERLIN)) == "2026-03-29"


# --- a date and what follows it ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected", "rest"),
    [
        ("+3d call Ann", Due(date(2026, 11, 24)), "call Ann"),
        ("fri", Due(date(2026, 11, 27)), ""),
        ("fri 14:00 send deck", Due(date(2026, 11, 27), "14:00"), "send deck"),
        ("  Fri:  send   deck ", Due(date(2026, 11, 27)), "send   deck"),
        ("next fri lunch", Due(date(2026, 11, 27)), "lunch"),
        ("in 3 days ping", Due(date(2026, 11, 24)), "ping"),
        ("1 dec 2026 at 2:30 pm demo", Due(date(2026, 12, 1), "14:30"), "demo"),
        ("14:00 3 boxes", Due(date(2026, 11, 21), "14:00"), "3 boxes"),
        ("fri 2 demos", Due(date(2026, 11, 27)), "2 demos"),
        ("15 invoice", Due(date(2026, 12, 15)), "invoice"),
        ("in a fortnight send deck", Due(date(2026, 12, 5)), "send deck"),
        ("thursday next week call", Due(date(2026, 11, 26)), "call"),
        ("thu in 2 weeks call", Due(date(2026, 12, 3)), "call"),
        ("thu 15:00-16:00 demo", Due(date(2026, 11, 26), "15:00"), "15:00-16:00 demo"),
        ("3 dec 27 call", Due(date(2027, 12, 3)), "call"),
        ("tomorrow morning call", Due(date(2026, 11, 22), "09:00"), "call"),
        ("fri January invoice", Due(date(2026, 11, 27)), "January invoice"),
        ("fri next steps", Due(date(2026, 11, 27)), "next steps"),
        ("donnerstag anrufen", Due(date(2026, 11, 26)), "anrufen"),
    ],
)
def test_b14_the_longest_leading_date_is_split_off(text: str, expected: Due, rest: str) -> None:
    assert split_leading(text, SATURDAY, RULES) == (expected, rest)


@pytest.mark.parametrize(
    "text",
    [
        *("", "call Ann", "call fri", "a day at the fair", "30 min call", "2 hours with Bob", "may call Ann"),
        *(
            "2.5 hours call",
            "3.5 days trial",
            "2.5 million offer",
            "1500 boxes",
            "mon next month call",
            "fri or mon call",
        ),
        *("fri tomorrow call", "eom tuesday call", "in a day or two call", "dienstag um 3 anrufen", "fri to 5 call"),
    ],
)
def test_b14_a_text_that_begins_with_no_date_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="is not a date"):
        split_leading(text, SATURDAY, RULES)


def test_b15_a_bare_hour_behind_its_word_is_a_time_in_other_languages() -> None:
    assert split_leading("montag um 9 anrufen", SATURDAY, RULES) == (Due(date(2026, 11, 23), "09:00"), "anrufen")
    assert split_leading("mañana a las 9 llamar", SATURDAY, RULES) == (Due(date(2026, 11, 22), "09:00"), "llamar")


@pytest.mark.parametrize("text", ["today 9:00 call", "yesterday call", "fri 25:00 call", "mon 5 dec call"])
def test_b14_a_leading_date_that_cannot_be_does_not_shrink_to_one_that_can(text: str) -> None:
    with pytest.raises(InputError):
        split_leading(text, SATURDAY, RULES)


# --- working days --------------------------------------------------------------------------------------------


def test_working_days_between_counts_the_end_and_not_the_start() -> None:
    friday, monday = date(2026, 11, 27), date(2026, 11, 30)
    assert working_days_between(friday, monday, RULES) == 1
    assert working_days_between(monday, friday, RULES) == -1
    assert working_days_between(friday, friday, RULES) == 0
    assert working_days_between(friday, date(2026, 11, 29), RULES) == 0
    assert working_days_between(date(2026, 1, 1), date(2026, 12, 31), RULES) == 260


# --- properties ----------------------------------------------------------------------------------------------

days = st.dates(date(1990, 1, 1), date(2090, 12, 31))
rules = st.builds(
    DateRules,
    st.booleans(),
    st.integers(0, 6),
    st.frozensets(st.integers(0, 6), min_size=1),
    st.frozensets(st.dates(date(2026, 1, 1), date(2027, 12, 31)), max_size=12),
)
moments = st.builds(
    lambda day, clock, zone: datetime.combine(day, clock, zone),
    days,
    st.times(),
    st.sampled_from(
        [UTC, BERLIN, ZoneInfo("America/New_York"), ZoneInfo("Asia/Kathmandu"), timezone(timedelta(hours=-11))]
    ),
)
OWN_WORDS = """
today tomorrow mon tue wed thu fri sat sun next-fri next-week next-month 15 23rd 31 1st eow eom eoq eoy eonw eoww sow
som soq soy soww later 1.12. 12/1 29.2. 2026-12-01 12-01 +3d 2w 1mo 1y yesterday last-fri
"""
own_words = st.sampled_from(OWN_WORDS.split())
steps = st.from_regex(r"([+-][0-9]{1,4}(d|w|mo|y|wd)){0,3}", fullmatch=True)
clocks = st.sampled_from(["", " 9:30", " 14h", " 11pm", " 0:00", " noon"])
phrases = st.builds("{}{}{}".format, own_words, steps, clocks) | st.builds(str.strip, clocks.filter(bool))
near_dates = st.text("0123456789.-/:+ dwmoyapfrieokth", max_size=16)


@settings(deadline=None)
@given(phrases, moments, rules)
@example("10:00", SATURDAY.replace(second=30), RULES)
def test_b15_a_follow_up_is_never_past(text: str, now: datetime, rules: DateRules) -> None:
    try:
        day, clock = parse_due(text, now, rules)
    except InputError:
        return
    assert day >= now.date()
    if clock is not None:
        assert re.fullmatch(r"([01][0-9]|2[0-3]):[0-5][0-9]", clock)
        assert datetime.combine(day, time.fromisoformat(clock)) >= now.replace(tzinfo=None, fold=0)


@settings(deadline=None)
@given(phrases, moments, rules)
def test_b31_what_happened_is_never_ahead(text: str, now: datetime, rules: DateRules) -> None:
    try:
        at = parse_past(text, now, rules)
    except InputError:
        return
    assert at.tzinfo is now.tzinfo
    assert at.astimezone(UTC) <= now.astimezone(UTC)


@settings(deadline=None)
@given(st.text(max_size=80) | near_dates | phrases, moments, rules)
@example("99999999999d", SATURDAY, RULES)
@example("0000-00-00", SATURDAY, RULES)
@example("9999-12-31+1d", SATURDAY, RULES)
@example("9999-12-31+1wd", SATURDAY, RULES)
@example("0001-01-01-1mo", SATURDAY, RULES)
@example("9" * 5000, SATURDAY, RULES)
@example("9" * 5000 + " dec", SATURDAY, RULES)
@example("in 99999999 years", SATURDAY, RULES)
@example("+999999h", SATURDAY, RULES)
def test_b15_any_text_is_a_date_or_refused(text: str, now: datetime, rules: DateRules) -> None:
    for read in (parse_due, parse_day, parse_past, split_leading):
        try:
            read(text, now, rules)
        except InputError as refusal:
            assert refusal.title and refusal.hint


@settings(deadline=None)
@given(days, moments, rules)
def test_b15_iso_dates_read_back_as_they_are(day: date, now: datetime, rules: DateRules) -> None:
    assert parse_day(day.isoformat(), now, rules) == day
    assert parse_day(f"{day:%d.%m.%Y}", now, rules, past=True) == day
    slashed = f"{day:%d/%m/%Y}" if rules.day_first else f"{day:%m/%d/%Y}"
    assert parse_day(slashed, now, rules) == day
    if day >= now.date():
        assert parse_due(day.isoformat(), now, rules) == Due(day)


@settings(deadline=None)
@given(days, st.integers(-400, 400), rules)
def test_working_days_added_are_the_working_days_between(day: date, count: int, rules: DateRules) -> None:
    end = add_working_days(day, count, rules)
    assert working_days_between(day, end, rules) == count
    if count:
        assert end.weekday() in rules.workdays
        assert end not in rules.holidays


@settings(deadline=None)
@given(days, st.integers(0, 800), rules)
def test_working_days_between_is_the_count_of_single_days(day: date, span: int, rules: DateRules) -> None:
    after = [day + timedelta(days=n) for n in range(1, span + 1)]
    working = [each for each in after if each.weekday() in rules.workdays and each not in rules.holidays]
    assert working_days_between(day, day + timedelta(days=span), rules) == len(working)


@settings(deadline=None)
@given(phrases, st.sampled_from(["call Ann", "send deck", "lunch with Bob"]), moments, rules)
def test_b14_a_leading_date_means_what_it_means_alone(text: str, what: str, now: datetime, rules: DateRules) -> None:
    try:
        alone = parse_due(text, now, rules)
    except InputError:
        assume(False)
    assert split_leading(f"{text} {what}", now, rules) == (alone, what)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("domani", "2026-11-22"),
        ("tra 3 giorni", "2026-11-24"),
        ("15 dicembre", "2026-12-15"),
        ("15 dicembre 14:30", "2026-12-15 14:30"),
        ("pojutrze", "2026-11-23"),
        ("w piątek", "2026-11-27"),
        ("fri", "2026-11-27"),
        ("nächsten freitag", "2026-11-27"),
    ],
)
def test_b15_the_languages_of_the_setting_are_read_beside_ours(text: str, expected: str) -> None:
    assert due(text, rules=DateRules(languages=("it", "pl"))) == expected


@pytest.mark.parametrize("text", ["2 domani", "domani mario", "lundi en huit", "32 dicembre", "sabato 15 grudnia"])
def test_b15_what_another_language_says_only_by_half_is_refused(text: str) -> None:
    refused(text, rules=DateRules(languages=("it", "pl", "fr")))


def test_b15_a_language_that_nobody_knows_is_named() -> None:
    with pytest.raises(InputError, match="language “xx”"):
        due("domani", rules=DateRules(languages=("xx",)))


def test_b15_the_library_is_loaded_only_for_what_the_table_does_not_know() -> None:
    code = (
        "import sys; from datetime import datetime, UTC; from pipetui.domain.dates import when\n"
        "now, rules = datetime(2026, 11, 21, 10, 0, tzinfo=UTC), when.DateRules()\n"
        "for text in ('fri', '+3d', 'eom-2d', '1.12.', 'dec 1', '9:30', 'fri 14:00', 'later', 'next-fri'):\n"
        "    when.parse_due(text, now, rules)\n"
        "when.split_leading('+3d call Ann', now, rules)\n"
        "print('dateparser' in sys.modules)\n"
        "when.parse_due('in a fortnight', now, rules)\n"
        "print('dateparser' in sys.modules)"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.split() == ["False", "True"]


def test_b15_a_time_that_the_clocks_repeat_is_said() -> None:
    now = datetime(2026, 10, 20, 9, 0, tzinfo=ZoneInfo("Europe/Berlin"))
    assert (
        twice(Due(date(2026, 10, 25), "02:30"), now) == "02:30 comes twice on Sun 25 Oct 2026: the clocks are put back"
    )
    for day, clock in ((25, "03:00"), (25, "01:59"), (25, None), (24, "02:30")):
        assert twice(Due(date(2026, 10, day), clock), now) == ""
    assert twice(Due(date(2027, 3, 28), "02:30"), now) == ""  # skipped, which is refused elsewhere
    assert twice(Due(date(9999, 12, 31), "23:59"), now) == ""
