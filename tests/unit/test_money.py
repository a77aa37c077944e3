"""Money: what a rep types for an amount, and sums that never lose a cent (behaviours 14, 17)."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipetui.domain.errors import InputError
from pipetui.domain.money import (
    CURRENCIES,
    LARGEST,
    Money,
    check_currency,
    digits,
    parse,
    totals,
    try_parse,
    weighted,
)

currencies = st.sampled_from(sorted(CURRENCIES))
amounts = st.builds(Money, st.integers(0, LARGEST), currencies)


@pytest.mark.parametrize(
    ("text", "minor", "currency"),
    [
        ("12k", 1_200_000, "EUR"),
        ("12K", 1_200_000, "EUR"),
        ("12 k", 1_200_000, "EUR"),
        ("1.5m", 150_000_000, "EUR"),
        ("1,5m", 150_000_000, "EUR"),
        ("12.5k", 1_250_000, "EUR"),
        ("1.2345m", 123_450_000, "EUR"),
        ("1234.567k", 123_456_700, "EUR"),
        ("0.5k", 50_000, "EUR"),
        ("0,500k", 50_000, "EUR"),
        ("42", 4_200, "EUR"),
        ("0", 0, "EUR"),
        (" 100 ", 10_000, "EUR"),
        ("12,500", 1_250_000, "EUR"),
        ("12.500", 1_250_000, "EUR"),
        ("12.50", 1_250, "EUR"),
        ("12,5", 1_250, "EUR"),
        ("12.5000", 1_250, "EUR"),
        ("€1.250,50", 125_050, "EUR"),
        ("1,250.50", 125_050, "EUR"),
        ("1 250,50", 125_050, "EUR"),
        ("1\u202f250,50 €", 125_050, "EUR"),
        ("1\xa0250", 125_000, "EUR"),
        ("1'250.50", 125_050, "EUR"),
        ("1’250’000", 125_000_000, "EUR"),
        ("1.250.000", 125_000_000, "EUR"),
        ("1.250.000,5", 125_000_050, "EUR"),
        ("12,50,000", 125_000_000, "EUR"),
        ("₹1,25,000.75", 12_500_075, "INR"),
        ("$12k", 1_200_000, "USD"),
        ("12k$", 1_200_000, "USD"),
        ("12000 USD", 1_200_000, "USD"),
        ("USD 12000", 1_200_000, "USD"),
        ("usd12000", 1_200_000, "USD"),
        ("12kEUR", 1_200_000, "EUR"),
        ("12 MXN", 1_200, "MXN"),
        ("12kes", 1_200, "KES"),
        ("12mur", 1_200, "MUR"),
        ("£5", 500, "GBP"),
        ("¥500", 500, "JPY"),
        ("12k¥", 12_000, "JPY"),
        ("Fr. 500", 50_000, "CHF"),
        ("500 CHF", 50_000, "CHF"),
        ("R$5", 500, "BRL"),
        ("$12 CAD", 1_200, "CAD"),
        ("US$12", 1_200, "USD"),
        ("12 euros", 1_200, "EUR"),
    ],
)
def test_b14_amounts_are_understood_as_people_write_them(text: str, minor: int, currency: str) -> None:
    assert parse(text, "EUR") == Money(minor, currency)


@pytest.mark.parametrize(
    ("text", "book", "expected"),
    [
        ("12", "CAD", Money(1_200, "CAD")),
        ("$12", "CAD", Money(1_200, "CAD")),
        ("$12", "AUD", Money(1_200, "AUD")),
        ("$12", "GBP", Money(1_200, "USD")),
        ("US$12", "CAD", Money(1_200, "USD")),
        ("¥5", "CNY", Money(500, "CNY")),
        ("£5", "EGP", Money(500, "EGP")),
        ("12 kr", "SEK", Money(1_200, "SEK")),
        ("12kkr", "NOK", Money(1_200_000, "NOK")),
        ("Rs. 5k", "INR", Money(500_000, "INR")),
    ],
)
def test_b14_a_shared_sign_means_the_currency_of_the_book_first(text: str, book: str, expected: Money) -> None:
    assert parse(text, book) == expected


@pytest.mark.parametrize(
    ("text", "book", "expected"),
    [
        ("1.250", "JPY", "1250"),
        ("1,250.00", "JPY", "1250"),
        ("0.5k", "JPY", "500"),
        ("1.250", "KWD", "1.250"),
        ("1,250", "KWD", "1.250"),
        ("12,500.5", "KWD", "12500.500"),
        ("1.25", "KWD", "1.250"),
        ("1.250", "USD", "1250.00"),
    ],
)
def test_b14_a_lone_separator_before_three_digits_follows_the_currency(text: str, book: str, expected: str) -> None:
    assert parse(text, book).decimal == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "abc",
        "NaN",
        "inf",
        "1e5",
        "0x10",
        "k",
        "€",
        "12.5.5",
        "1,2,3",
        "12.345.6",
        "1,250 500",
        "1 2",
        "012,500",
        "12.",
        ".5",
        "12.505,",
        "12.125,125.5",
        "0.125",
        "1234.567",
        "12.345678k",
        "12mm",
        "12kk",
        "12 EUO",
        "12 kr",
        "Rs 5",
        "€12 USD",
        "12%",
        "+12k",
        "1.250k",
        "1,125m",
        "12\x1b[31m",
        "9007199254740993",
        "90071992547409.93",
        "9" * 40,
        "9" * 5000,
        "90072m k",
    ],
)
def test_b14_what_is_no_amount_is_refused_with_a_hint(text: str) -> None:
    assert try_parse(text, "EUR") is None
    with pytest.raises(InputError) as refusal:
        parse(text, "EUR")
    assert refusal.value.hint
    assert refusal.value.exit_code == 2
    assert len(str(refusal.value)) < 300
    assert refusal.value.title.isprintable()


@pytest.mark.parametrize("text", ["-5", "€-5", "-€5", "−12k"])
def test_b14_a_negative_amount_is_refused_by_name(text: str) -> None:
    with pytest.raises(InputError, match="negative"):
        parse(text, "EUR")


def test_b14_too_many_decimals_for_the_currency_are_named() -> None:
    with pytest.raises(InputError, match="JPY has no decimals"):
        parse("12.5", "JPY")
    with pytest.raises(InputError, match="KWD has 3 decimals"):
        parse("1.2505", "KWD")


def test_b14_an_amount_that_reads_in_two_ways_offers_both() -> None:
    with pytest.raises(InputError, match="write 1250 or 1250k"):
        parse("1.250k", "EUR")
    with pytest.raises(InputError, match="write 1125k or 1125m"):
        parse("1,125m", "EUR")


def test_b14_an_unknown_currency_is_named_with_the_near_ones() -> None:
    with pytest.raises(InputError, match=r"“EUO”[\s\S]*EUR"):
        parse("12 EUO", "USD")
    with pytest.raises(InputError, match="DKK or ISK or NOK or SEK"):
        parse("12 kr", "EUR")


def test_b14_the_largest_amount_is_taken_and_one_cent_more_refused() -> None:
    assert parse("90071992547409.92", "EUR").minor == LARGEST
    with pytest.raises(InputError, match="too large"):
        parse("90071992547409.93", "EUR")


@pytest.mark.parametrize(
    ("money", "text"),
    [
        (Money(1_200_000, "EUR"), "12000.00"),
        (Money(-50, "EUR"), "-0.50"),
        (Money(5, "EUR"), "0.05"),
        (Money(0, "EUR"), "0.00"),
        (Money(1_200, "JPY"), "1200"),
        (Money(0, "JPY"), "0"),
        (Money(-1_234, "KWD"), "-1.234"),
    ],
)
def test_decimal_writes_every_minor_unit(money: Money, text: str) -> None:
    assert money.decimal == text


def test_digits_are_two_unless_iso_says_otherwise() -> None:
    assert [digits(code) for code in ("EUR", "USD", "JPY", "ISK", "KWD", "TND")] == [2, 2, 0, 0, 3, 3]


@pytest.mark.parametrize(("code", "checked"), [("eur", "EUR"), (" Usd ", "USD"), ("JPY", "JPY")])
def test_a_currency_code_is_taken_in_any_case(code: str, checked: str) -> None:
    assert check_currency(code) == checked


@pytest.mark.parametrize(("code", "near"), [("EURO", "EUR"), ("EUO", "EUR"), ("€", "EUR"), ("UDS", "USD")])
def test_an_unknown_currency_code_names_near_ones(code: str, near: str) -> None:
    with pytest.raises(InputError) as refusal:
        check_currency(code)
    assert near in refusal.value.hint


@pytest.mark.parametrize(
    ("minor", "percent", "expected"),
    [(1_000, 40, 400), (1, 50, 1), (1, 49, 0), (3, 50, 2), (5, 10, 1), (4, 10, 0), (999, 100, 999), (999, 0, 0)],
)
def test_b17_weighted_rounds_half_up(minor: int, percent: int, expected: int) -> None:
    assert weighted(Money(minor, "EUR"), percent) == Money(expected, "EUR")


def test_b17_totals_are_one_per_currency_and_leave_out_deals_without_a_value() -> None:
    values = [Money(5, "USD"), None, Money(7, "EUR"), Money(6, "USD")]
    assert totals(values) == (Money(7, "EUR"), Money(11, "USD"))
    assert totals([None]) == ()


def test_money_is_never_a_float() -> None:
    assert type(parse("1.1", "EUR").minor) is int
    assert type(weighted(Money(333, "EUR"), 33).minor) is int


@given(amounts)
def test_the_decimal_of_an_amount_with_its_code_reads_back_the_same(money: Money) -> None:
    assert parse(f"{money.decimal} {money.currency}", "XXX") == money
    assert parse(f"{money.currency}{money.decimal}", "EUR" if money.currency != "EUR" else "USD") == money


@given(st.integers(0, LARGEST))
def test_grouped_and_plain_digits_are_the_same_amount(minor: int) -> None:
    whole, cents = divmod(minor, 100)
    english = f"{whole:,}.{cents:02}"
    german = english.translate(str.maketrans(",.", ".,"))
    swiss = english.replace(",", "'")
    french = german.replace(".", "\u202f")
    assert {parse(text, "EUR").minor for text in (english, german, swiss, french)} == {minor}


@given(amounts, st.integers(0, 100))
def test_b17_weighted_lies_between_nothing_and_the_whole_within_half_a_unit(money: Money, percent: int) -> None:
    part = weighted(money, percent)
    assert 0 <= part.minor <= money.minor
    assert -100 < 2 * (part.minor * 100 - money.minor * percent) <= 100


@given(st.lists(st.none() | amounts))
def test_b17_totals_add_up_per_currency_in_the_order_of_codes(values: list[Money | None]) -> None:
    sums = totals(values)
    assert [each.currency for each in sums] == sorted({value.currency for value in values if value})
    for each in sums:
        assert each.minor == sum(value.minor for value in values if value and value.currency == each.currency)


@given(
    st.text()
    | st.text(alphabet="0123456789.,' kKmM€$-EURkr", max_size=14)
    | st.from_regex(r"[$€]?[0-9]{1,4}[.,' ][0-9]{1,4}([.,][0-9]{1,3})?[km]?", fullmatch=True),
    currencies,
)
def test_b14_any_text_is_an_amount_or_refused(text: str, currency: str) -> None:
    try:
        money = parse(text, currency)
    except InputError as refusal:
        assert refusal.hint
        assert try_parse(text, currency) is None
    else:
        assert 0 <= money.minor <= LARGEST
        assert money.currency in CURRENCIES
        assert try_parse(text, currency) == money


def test_the_quick_verbs_import_money_without_the_slow_modules() -> None:
    code = (
        "import re, sys; before = set(sys.modules); import pipetui.domain.money, pipetui.domain.dates.when\n"
        "slow = {'typing', 'dataclasses', 'decimal', 'json', 'difflib', 'dateparser', 'unicodedata'}\n"
        "print(sorted(slow & (set(sys.modules) - before)))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"
