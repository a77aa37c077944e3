"""Cells that are not quite an amount, a date, an address: each is said by its kind, with what it is taken for."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from pipetui.domain.folding import fold
from pipetui.domain.money import Money
from pipetui.exchange import dates, loose_dates, odd, people, values

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


def taken_for(read: Any, *given: Any, **told: Any) -> tuple[str, Any]:
    """The kind of what is odd, and what it is taken for."""
    with pytest.raises(odd.CellError) as caught:
        read(*given, **told)
    return caught.value.kind, caught.value.value


@pytest.mark.parametrize(
    ("text", "minor"),
    [("1,200", 120000), ("12 500,00 €", 1250000), ("1'200.50", 120050), ("10k", 1000000), ("12.000,-", 1200000),
     ("50.0000", 5000), ("n/a", None), ("--", None)],
)  # fmt: skip
def test_amounts_as_people_spell_them(text: str, minor: int | None) -> None:
    found = values.amount(text, "EUR")
    assert (found and found.minor) == minor


@pytest.mark.parametrize(
    ("text", "kind", "minor"),
    [
        ("(500)", odd.NEGATIVE, None),
        ("-300", odd.NEGATIVE, None),
        ("TBD", odd.NO_AMOUNT, None),
        ("on request", odd.NO_AMOUNT, None),
        ("5000-7000", odd.RANGE, None),
        ("€5k – €7k", odd.RANGE, None),
        ("~5000", odd.ABOUT, 500000),
        ("ca. 3.000 EUR", odd.ABOUT, 300000),
        ("5000+", odd.ABOUT, 500000),
        ("5,000 one-time", odd.ABOUT, 500000),
        ("500 p.a.", odd.ABOUT, 50000),
        ("1.2E+05", odd.ABOUT, 12000000),
        ("9225.225", odd.ROUNDED, 922523),
        ("54471.299999999996", odd.ROUNDED, 5447130),
        ("1.234,5678", odd.ROUNDED, 123457),
        ("9" * 70, odd.NO_AMOUNT, None),
    ],
)
def test_what_is_not_quite_an_amount(text: str, kind: str, minor: int | None) -> None:
    said, value = taken_for(values.amount, text, "EUR")
    assert (said, value and value.minor) == (kind, minor)


def test_what_is_rounded_is_quoted_as_it_stands() -> None:
    with pytest.raises(odd.CellError, match=r"“9225\.225” is rounded to 9225\.23 EUR"):
        values.amount("9225.225", "EUR", ".", fine=True)


def test_the_currency_of_the_row_beats_a_sign() -> None:
    assert values.amount("$1,200.00", "AUD", told=True) == Money(120000, "AUD")
    assert taken_for(values.amount, "$50.00", "EUR", told=True) == (odd.TWO_CURRENCIES, Money(5000, "EUR"))
    assert taken_for(values.amount, "USD 50", "EUR", told=True) == (odd.TWO_CURRENCIES, Money(5000, "USD"))
    assert values.amount("$50.00", "EUR") == Money(5000, "USD")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("US Dollar", "USD"),
        ("Euro", "EUR"),
        ("Schweizer Franken", "CHF"),
        ("Доллар США", "USD"),
        ("€5,000 one-time", "EUR"),
    ],
)
def test_currencies_in_words(text: str, code: str) -> None:
    assert values.CurrencyNames().code(text) == code


@pytest.mark.parametrize(
    ("text", "kind", "day"),
    [
        ("TBD", odd.NO_DATE, None),
        ("asap", odd.NO_DATE, None),
        ("Q3 2027", odd.VAGUE, date(2027, 9, 30)),
        ("H1/27", odd.VAGUE, date(2027, 6, 30)),
        ("June 2027", odd.VAGUE, date(2027, 6, 30)),
        ("Juni 2027", odd.VAGUE, date(2027, 6, 30)),
        ("02/2028", odd.VAGUE, date(2028, 2, 29)),
        ("2027", odd.VAGUE, date(2027, 12, 31)),
        ("KW 50 2026", odd.VAGUE, date(2026, 12, 11)),
        ("w50", odd.NO_YEAR, None),
        ("12/5", odd.NO_YEAR, None),
        ("Dec 20", odd.NO_YEAR, None),
        ("45631", odd.SERIAL, date(2024, 12, 5)),
        ("2026-03-03 → 2026-03-05", odd.DATES, date(2026, 3, 5)),
        ("31/31/2026", odd.NO_DAY, None),
        ("2026-12-31 25:00", odd.NO_DAY, None),
    ],
)
def test_what_is_not_quite_a_day(text: str, kind: str, day: date | None) -> None:
    assert taken_for(dates.day, text, "dmy", AMSTERDAM) == (kind, day)


@pytest.mark.parametrize(
    ("text", "order", "at"),
    [
        ("11/1/16 3pm", "mdy", datetime(2016, 11, 1, 14, tzinfo=UTC)),
        ("15 Apr, 2021 00:02:00", "dmy", datetime(2021, 4, 14, 22, 2, tzinfo=UTC)),
        ("20210415T100203Z", "dmy", datetime(2021, 4, 15, 10, 2, 3, tzinfo=UTC)),
        ("1700000000000", "dmy", datetime(2023, 11, 14, 22, 13, 20, tzinfo=UTC)),
        ("April 3, 2024 4:15 PM (GMT+2)", "dmy", datetime(2024, 4, 3, 14, 15, tzinfo=UTC)),
        ("2010-10-14T12:00:00.000Z-0300", "dmy", datetime(2010, 10, 14, 15, tzinfo=UTC)),
        ("Thu, 3 Apr 2025 10:00:00 GMT", "dmy", datetime(2025, 4, 3, 10, tzinfo=UTC)),
        ("12.09.2026 03:11:57 am", "dmy", datetime(2026, 9, 12, 1, 11, 57, tzinfo=UTC)),
        ("3. März 2027", "dmy", datetime(2027, 3, 3, 11, tzinfo=UTC)),
        ("12 декабря 2026", "dmy", datetime(2026, 12, 12, 11, tzinfo=UTC)),
        ("2026年12月5日", "dmy", datetime(2026, 12, 5, 11, tzinfo=UTC)),
    ],
)
def test_moments_as_systems_write_them(text: str, order: str, at: datetime) -> None:
    assert dates.moment(text, order, AMSTERDAM) == at


def test_a_moment_that_is_none_to_the_day_is_taken_for_one_too() -> None:
    kind, at = taken_for(dates.moment, "45818.83", "dmy", AMSTERDAM)
    assert (kind, at) == (odd.SERIAL, datetime(2025, 6, 10, 17, 55, 12, tzinfo=UTC))
    assert taken_for(dates.moment, "Q3 2027", "dmy", AMSTERDAM)[1] == datetime(2027, 9, 30, 10, tzinfo=UTC)


@pytest.mark.parametrize("text", ["0000-00-00", "00-00-0000", "01/01/1900", "1970-01-01 00:00:00", "#N/A", "(blank)"])
def test_what_programs_write_for_nothing(text: str) -> None:
    assert values.is_nothing(text)


@pytest.mark.parametrize(
    ("text", "end"),
    [
        ("Closed Lost to Competition", "lost"),
        ("Lost - no budget", "lost"),
        ("Won / signed", "won"),
        ("Ganado", "won"),
        ("Perdu", "lost"),
        ("Verloren", "lost"),
        ("Сделка проиграна", "lost"),
        ("失注", "lost"),
        ("Won/Lost", ""),
        ("not won", ""),
        ("Won't fix", ""),
        ("Wonder", ""),
        ("Negotiation", ""),
    ],
)
def test_a_stage_whose_name_holds_won_or_lost(text: str, end: str) -> None:
    assert values.closing(text) == end


def test_addresses_with_names_and_several_in_one_cell() -> None:
    assert values.emails("Ann Lee <ann@a.example>; mailto:bo@b.example") == ("ann@a.example", "bo@b.example")
    assert values.emails("* ann@a.example ::: bo@b.example\ncy@c.example") == (
        "ann@a.example",
        "bo@b.example",
        "cy@c.example",
    )
    assert taken_for(values.emails, "bla.bla.@c.example") == (odd.NO_EMAIL, None)
    assert taken_for(values.emails, "ann@a.example, nobody") == (odd.NO_EMAIL, ("ann@a.example",))


def test_numbers_and_those_that_a_spreadsheet_has_spoilt() -> None:
    assert values.phones("tel:+49 30 1 ::: 4930123456.0") == ("+49 30 1", "4930123456")
    assert taken_for(values.phones, "4.91603E+12") == (odd.SPOILT_PHONE, None)
    assert taken_for(values.phones, "+49 30 1; call me") == (odd.NO_PHONE, ("+49 30 1",))


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Lee, Ann", ("Ann Lee",)),
        ("de Vries, Jan", ("Jan de Vries",)),
        ("Ann Lee, Bo Ek", ("Ann Lee", "Bo Ek")),
        ("Smith, Jr.", ("Smith, Jr.",)),
        ("Acme, Inc.", ("Acme, Inc.",)),
        ("Mr. John Reed, James Doe Sr.", ("Mr. John Reed, James Doe Sr.",)),
        ("Ann", ("Ann",)),
    ],
)
def test_names_with_a_comma(text: str, names: tuple[str, ...]) -> None:
    assert people.named(text) == names


def test_tags_of_google_are_unmarked() -> None:
    assert values.tags("* myContacts ::: Clients") == ("Clients",)


def test_months_are_called_as_the_locales_call_them() -> None:
    from babel import Locale

    found: dict[str, int] = {"sept": 9}
    for language in loose_dates.LANGUAGES:
        for of_form in Locale(language).months.values():
            for width in ("wide", "abbreviated"):
                for number, name in of_form[width].items():
                    found.setdefault(fold(name).rstrip("."), number)
    assert found == loose_dates.MONTHS
