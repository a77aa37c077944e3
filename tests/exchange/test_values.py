"""Cells -> amounts, dates, status words, percentages; and never another error than a worded one."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipetui.cli.errors import warned
from pipetui.domain.errors import InputError
from pipetui.domain.money import Money
from pipetui.exchange import dates, values
from pipetui.exchange.recognition import recognise
from tests.exchange.tables import table

CET = timezone(timedelta(hours=1))


@pytest.mark.parametrize(
    ("text", "order", "expected"),
    [
        ("2026-01-30", "dmy", date(2026, 1, 30)),
        ("2026/1/3", "mdy", date(2026, 1, 3)),
        ("1.12.2026", "dmy", date(2026, 12, 1)),
        ("1.12.26.", "dmy", date(2026, 12, 1)),
        ("12/1/26", "mdy", date(2026, 12, 1)),
        ("12/1/26", "dmy", date(2026, 1, 12)),
        ("26-01-30", "ymd", date(2026, 1, 30)),
        ("30 Jan 2026", "dmy", date(2026, 1, 30)),
        ("January 30, 2026", "mdy", date(2026, 1, 30)),
        ("30-Jan-2026", "dmy", date(2026, 1, 30)),
        ("45631", "excel", date(2024, 12, 5)),
        ("2026-01-30", "excel", date(2026, 1, 30)),
    ],
)
def test_days_are_read_in_their_order(text: str, order: str, expected: date) -> None:
    assert dates.day(text, order, CET) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-01-30", datetime(2026, 1, 30, 11, tzinfo=UTC)),
        ("2026-01-30 15:55:37", datetime(2026, 1, 30, 14, 55, 37, tzinfo=UTC)),
        ("2026-10-01 14:03", datetime(2026, 10, 1, 13, 3, tzinfo=UTC)),
        ("2006-06-15T20:47:06.000Z", datetime(2006, 6, 15, 20, 47, 6, tzinfo=UTC)),
        ("2009-07-14 22:14:45+0800", datetime(2009, 7, 14, 14, 14, 45, tzinfo=UTC)),
        ("12.09.2026 03:11:57 am", datetime(2026, 9, 12, 2, 11, 57, tzinfo=UTC)),
        ("12.09.2026 12:05 PM", datetime(2026, 9, 12, 11, 5, tzinfo=UTC)),
        ("12.09.2026, 12:05 a.m.", datetime(2026, 9, 11, 23, 5, tzinfo=UTC)),
    ],
)
def test_moments_are_in_the_reps_zone_unless_they_name_one(text: str, expected: datetime) -> None:
    assert dates.moment(text, "dmy", CET) == expected


def test_a_day_with_a_zone_is_the_reps_day() -> None:
    assert dates.day("2026-01-30T23:30:00Z", "dmy", CET) == date(2026, 1, 31)
    assert dates.day("2026-01-30", "dmy", timezone(timedelta(hours=-11))) == date(2026, 1, 30)


@pytest.mark.parametrize(
    "text",
    ["31.02.2026", "13/13/2026", "soon", "2026", "1.12.", "00.00.0000", "2026-01-30 25:00", "1.1.2026 13:00 pm",
     "45631", "2026-01-30 10:00 +9900", "1.1.0026", "monday"],
)  # fmt: skip
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(InputError):
        dates.moment(text, "dmy", CET)


DAY_FIRST, MONTH_FIRST = ("dmy", "by your setting"), ("mdy", "by your setting")


def test_b15_the_order_is_what_the_column_gives_away() -> None:
    assert dates.order_of("30/01/2026") == "dmy"
    assert dates.order_of("01/30/2026") == "mdy"
    assert dates.order_of("01/02/2026") == "?"
    assert dates.order_of("2026-01-30") == ""
    us, de, dots = {"mdy": "01/30/2026"}, {"dmy": "30/01/2026"}, {".": "1.2.2026"}
    assert dates.settle(us, {**us, **de}, None, DAY_FIRST) == ("mdy", "as in 01/30/2026")
    assert dates.settle({}, us, None, DAY_FIRST) == ("mdy", "as in 01/30/2026")
    assert dates.settle(dots, dots, None, MONTH_FIRST) == ("dmy", "written with dots")
    assert dates.settle({}, {}, None, MONTH_FIRST) == ("mdy", "by your setting")
    assert dates.settle({**us, **de}, {**us, **de}, None, DAY_FIRST) == ("dmy", "by your setting")
    assert dates.settle(us, us, "dmy", MONTH_FIRST) == ("dmy", "as you said")


def test_b29_how_a_doubtful_column_was_read_is_said_with_its_evidence() -> None:
    either = {"?": "12/03/2027"}
    said = dates.told("Close date", either, "dmy", "by your setting")
    assert said == "Close date: day first, by your setting: 12/03/2027 is 12 Mar 2027"
    assert warned(said) == f"{said}; --date-order mdy reads it the other way"
    assert dates.told("Close date", either, "mdy", "as in 01/30/2026").endswith(
        "as in 01/30/2026: 12/03/2027 is 3 Dec 2027"
    )
    assert dates.told("Close date", {"?": "12/03/2027 10:30"}, "dmy", "as you said").startswith("Close date: day first")
    assert dates.told("Close date", {"dmy": "30/01/2026", "": "2026-01-30"}, "dmy", "as in 30/01/2026") == ""


def test_an_unknown_order_is_refused() -> None:
    assert dates.check_order("ymd") == "ymd"
    with pytest.raises(InputError, match="no date order"):
        dates.check_order("ydm")


@pytest.mark.parametrize(
    ("text", "decimal", "minor"),
    [
        ("25000", "", 2_500_000),
        ("500000.0", "", 50_000_000),
        ("1.00", "", 100),
        ("1.250,50", "", 125_050),
        ("€ 1,250.50", "", 125_050),
        ("1.250", "", 125_000),
        ("1.250", ".", 125),
        ("1,250", ".", 125_000),
        ("12k", "", 1_200_000),
        ("0", "", 0),
    ],
)
def test_amounts(text: str, decimal: str, minor: int) -> None:
    assert values.amount(text, "EUR", decimal) == Money(minor, "EUR")


def test_amounts_that_are_none_or_wrong() -> None:
    assert [values.amount(text, "EUR") for text in ("", "-", "n/a", "NULL")] == [None] * 4
    assert values.amount("1200 USD", "EUR") == Money(120_000, "USD")
    assert values.amount("500000.0", "JPY") == Money(500_000, "JPY")
    for text in ("-5", "(5)", "abc", "1.234567", "9" * 40):
        with pytest.raises(InputError):
            values.amount(text, "EUR")


@pytest.mark.parametrize(
    ("text", "mark"),
    [("12.5", "."), ("12,50", ","), ("1.250,50", ","), ("1,250.50", "."), ("1.250", ""), ("1250", ""), ("1.2345", "."),
     ("1,250,000", ""), ("€ 9.99", "."), ("", "")],
)  # fmt: skip
def test_the_decimal_sign_that_an_amount_gives_away(text: str, mark: str) -> None:
    assert values.decimal_mark(text) == mark


@pytest.mark.parametrize(
    ("text", "status"),
    [("Open", "open"), ("WON", "won"), ("closed-won", "won"), ("Closed Lost", "lost"), ("Abandoned", "lost"),
     ("In Progress", "open"), ("", ""), ("n/a", "")],
)  # fmt: skip
def test_status_words(text: str, status: str) -> None:
    assert values.status(text, words=recognise([table("Title|Status")])[0].vocabulary.status) == status


def test_yes_and_no_are_read_against_the_heading() -> None:
    assert [values.status(text, "Is Won") for text in ("true", "No")] == ["won", ""]
    assert [values.status(text, "Closed") for text in ("yes", "no")] == ["", "open"]
    assert [values.status(text, "lost?") for text in ("1", "0")] == ["lost", ""]
    assert [values.status(text, "is_open") for text in ("yes", "no")] == ["open", ""]
    for text, heading in (("yes", "Status"), ("maybe", "Is won")):
        with pytest.raises(InputError, match="is not a status"):
            values.status(text, heading)


def test_percentages() -> None:
    assert [values.percent(text) for text in ("40", "40 %", "100.0", "0", "62,5%", "", "-")] == [
        40, 40, 100, 0, 63, None, None,
    ]  # fmt: skip
    assert [values.percent(text, fraction=True) for text in ("0.4", "1", "1.0", ".255", "40%")] == [
        40,
        100,
        100,
        26,
        40,
    ]
    assert [values.is_fraction(text) for text in ("0.4", "1", "40")] == [True, None, False]
    for text in ("101", "abc", "-5", ".", "5,5,5"):
        with pytest.raises(InputError):
            values.percent(text)


def test_currencies_by_code_sign_and_name() -> None:
    names = values.CurrencyNames()
    assert [names.code(text) for text in ("eur", "US Dollar", "us dollars", "€", "Japanese yen")] == [
        "EUR", "USD", "USD", "EUR", "JPY",
    ]  # fmt: skip
    with pytest.raises(InputError, match="is not a currency"):
        names.code("Galleons")


def test_formulas_are_guarded_and_unguarded() -> None:
    for cell in ("=1+1", "+49 30", "-x", "@sum", " =cmd", "\t=x"):
        assert values.guarded(cell).startswith("'")
        assert values.unguarded(values.guarded(cell)) == cell
    assert values.guarded("Acme = good") == "Acme = good"
    assert values.plain("'+49 30") == "+49 30"
    assert values.plain("'tis") == "'tis"


@given(st.text(max_size=30), st.sampled_from(dates.ORDERS), st.sampled_from(["", ".", ","]))
def test_values_raise_nothing_but_input_errors(text: str, order: str, decimal: str) -> None:
    for parse in (
        lambda: dates.day(text, order, CET),
        lambda: dates.moment(text, order, CET),
        lambda: dates.order_of(text),
        lambda: values.amount(text, "EUR", decimal),
        lambda: values.decimal_mark(text),
        lambda: values.percent(text, fraction=True),
        lambda: values.is_fraction(text),
        lambda: values.status(text, "won"),
        lambda: values.unguarded(values.guarded(text)),
    ):
        try:
            parse()
        except InputError as error:
            assert error.title


@given(st.text("0123456789./-: TZ+apm,'", max_size=24), st.sampled_from(dates.ORDERS))
def test_almost_dates_raise_nothing_but_input_errors(text: str, order: str) -> None:
    try:
        assert dates.moment(text, order, CET).tzinfo is UTC
    except InputError as error:
        assert error.title


@given(st.dates(date(1900, 1, 1), date(2199, 12, 31)), st.sampled_from(["dmy", "mdy", "ymd"]), st.sampled_from("./-"))
def test_every_date_is_read_as_it_was_written(day: date, order: str, mark: str) -> None:
    parts = {"d": f"{day.day}", "m": f"{day.month:02}", "y": f"{day.year}"}
    assert dates.day(mark.join(parts[letter] for letter in order), order, CET) == day
