"""Dated rates: exact, of the day that counts, rounded once; what has none is told, not left out (behaviour 36)."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from math import floor

from hypothesis import given
from hypothesis import strategies as st

from pipetui.domain.money import Money, digits
from pipetui.domain.rates import NO_RATES, DatedRate, ExchangeRates, in_one, rated, read, summed, totals

TODAY = date(2026, 11, 21)
CODES = ("EUR", "USD", "JPY", "KWD", "GBP")
RATES = ExchangeRates(
    "EUR",
    (
        ("JPY", (DatedRate("2026-01-01", 61, 10_000), DatedRate("2026-07-01", 59, 10_000))),
        ("KWD", (DatedRate("2026-03-01", 301, 100),)),
        ("USD", (DatedRate("2026-01-01", 23, 25), DatedRate("2026-10-01", 19, 20))),
    ),
)
DAYS = st.sampled_from(["", "2025-12-31", "2026-01-01", "2026-06-30", "2026-07-01", "2026-11-21"])
PARTS = st.lists(st.tuples(st.builds(Money, st.integers(0, 2**53), st.sampled_from(CODES)), DAYS, st.integers(1, 9)))


def rate(code: str, day: str) -> Fraction | None:
    """By other means: the last line of the table that is not behind the day."""
    if code == "EUR":
        return Fraction(1)
    found: Fraction | None = None
    for one in dict(RATES.by_code).get(code, ()):
        if day and one.day <= day:
            found = Fraction(one.numerator, one.denominator)
    return found


def worth(amount: Money, day: str, other: str = "EUR") -> Fraction | None:
    here, there = rate(amount.currency, day), rate(other, day)
    if amount.currency == other:
        return Fraction(amount.minor)
    if here is None or there is None:
        return None
    return Fraction(amount.minor * 10 ** digits(other), 10 ** digits(amount.currency)) * here / there


@given(PARTS, st.sampled_from(CODES))
def test_b36_a_sum_is_exact_and_rounded_once(parts: list[tuple[Money, str, int]], other: str) -> None:
    told = [(worth(amount, day, other), amount, deals) for amount, day, deals in parts]
    found = in_one(parts, RATES, other)
    assert found.amount == Money(
        floor(sum((one for one, *_ in told if one is not None), Fraction(0)) + Fraction(1, 2)), other
    )
    lacking: dict[str, int] = {}
    for one, amount, deals in told:
        if one is None:
            lacking[amount.currency] = lacking.get(amount.currency, 0) + deals
    assert dict(found.lacking) == lacking
    if other != "GBP":  # which has no rate
        assert in_one(parts, RATES.told_in(other)) == found
    assert in_one(reversed(parts), RATES, other) == found


@given(PARTS)
def test_b36_sums_by_currency_stay_as_they_are(parts: list[tuple[Money, str, int]]) -> None:
    found = totals(rated(amount, RATES, day, deals) for amount, day, deals in parts)
    by_code: dict[str, int] = {}
    for amount, _, _ in parts:
        by_code[amount.currency] = by_code.get(amount.currency, 0) + amount.minor
    assert {one.currency: one.minor for one in found} == by_code
    assert (found.together is None) == (set(by_code) <= {"EUR"})
    if found.together is not None:
        assert found.together == in_one(parts, RATES)
    assert totals(rated(amount, NO_RATES, day) for amount, day, _ in parts).together is None


@given(st.integers(1, 10**9), st.integers(0, 12))
def test_a_rate_is_the_decimal_that_was_written(number: int, places: int) -> None:
    text = f"{number:0{places + 1}d}"
    text = f"{text[:-places]}.{text[-places:]}" if places else text
    found = read(text)
    assert found is not None
    assert Fraction(*found) == Fraction(text)
    if len(text.replace(".", "").lstrip("0")) < 16:
        short = read(str(float(text)))
        assert short is not None
        assert Fraction(*short) == Fraction(text)


def test_what_is_no_rate_is_none() -> None:
    said = ("", ".", "0", "0.0", "-1", "+1", "nan", "inf", "1e", "1e1e1", "1,5", "１", "²", "9" * 21, "1e400", "[]")
    assert [read(text) for text in said] == [None] * len(said)


def test_b36_open_deals_count_by_the_latest_rate_of_today() -> None:
    amounts = [Money(100_00, "EUR"), Money(10_000, "JPY")]
    assert summed(amounts, RATES, TODAY).together == in_one([(one, "2026-11-21", 1) for one in amounts], RATES)
    assert summed(amounts, RATES, TODAY).together != summed(amounts, RATES, TODAY - timedelta(200)).together
    assert summed(amounts[:1], RATES, TODAY).together is None
    assert summed(amounts, NO_RATES, TODAY).together is None
