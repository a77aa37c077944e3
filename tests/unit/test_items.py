"""What a deal is for: how a line is typed, and sums that add up as they stand on a quote (behaviour 41)."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipetui.domain import items, price_list
from pipetui.domain.errors import InputError, PipetuiError
from pipetui.domain.items import MONTH, ONCE, YEAR, ItemLine, ListedProduct
from pipetui.domain.line import item_line
from pipetui.domain.line.item_line import TypedItem
from pipetui.domain.money import Money, digits

PRODUCTS = (
    ListedProduct(7, "Support", "SUP-1", "", Money(120_000, "EUR"), "EUR", MONTH),
    ListedProduct(8, "Setup", "", "", Money(450_000, "EUR"), "EUR", ONCE),
    ListedProduct(9, "Box x 3", "", "boxes", Money(9_900, "USD"), "USD", ONCE),
)

lines = st.builds(
    lambda quantity, price, discount, billing: ItemLine(
        0, 0, "", quantity, None if price is None else Money(price, "EUR"), discount, billing
    ),
    st.integers(0, 10**9),
    st.none() | st.integers(0, 10**9),
    st.integers(0, 100).map(lambda percent: 1000 * percent) | st.integers(0, 100_000),
    st.sampled_from(items.BILLINGS),
)


def half_up(amount: Fraction) -> int:
    """Rounded to a whole number by the decimal module, which knows the rule by name."""
    return int((Decimal(amount.numerator) / Decimal(amount.denominator)).quantize(Decimal(1), ROUND_HALF_UP))


@given(st.lists(lines, max_size=8))
def test_b41_each_line_is_rounded_and_then_summed(found: list[ItemLine]) -> None:
    by = dict.fromkeys(items.BILLINGS, 0)
    for line in found:
        if line.price is not None:
            exact = Fraction(line.quantity, 1000) * line.price.minor * Fraction(100_000 - line.discount, 100_000)
            by[line.billing] += half_up(exact)
            assert line.amount == Money(half_up(exact), "EUR")
    told = items.sums(found, "EUR")
    assert (told.once.minor, told.monthly.minor, told.yearly.minor) == (by[ONCE], by[MONTH], by[YEAR])
    assert told.arr.minor == 12 * by[MONTH] + by[YEAR]
    assert told.mrr.minor == half_up(Fraction(told.arr.minor, 12))
    assert told.first_year.minor == by[ONCE] + 12 * by[MONTH] + by[YEAR]
    assert told.unpriced == sum(line.price is None for line in found)


@given(st.lists(lines, max_size=6), st.randoms())
def test_b41_the_order_of_lines_changes_no_sum(found: list[ItemLine], chance: object) -> None:
    shuffled = sorted(found, key=lambda line: chance.random())  # type: ignore[attr-defined]
    assert items.sums(shuffled, "EUR") == items.sums(found, "EUR")


@pytest.mark.parametrize(
    ("quantity", "price", "discount", "amount"),
    [
        (1000, 1, 50_000, 1),
        (500, 1, 0, 1),
        (499, 1, 0, 0),
        (333, 100, 0, 33),
        (1500, 99, 10_000, 134),
        (2000, 5, 100_000, 0),
        (3000, 120_000, 12_500, 315_000),
    ],
)
def test_b41_half_a_cent_is_a_cent(quantity: int, price: int, discount: int, amount: int) -> None:
    assert items.line_amount(quantity, price, discount) == amount


EURO = Money(120_000, "EUR")


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("Support", TypedItem("Support")),
        ("Support x 3 at 1200 -10% monthly", TypedItem("Support", 3000, EURO, 10_000, MONTH)),
        ("Support monthly -10 % at 1.200,00 x3", TypedItem("Support", 3000, EURO, 10_000, MONTH)),
        ("Support ×1,5 10% off", TypedItem("Support", 1500, None, 10_000)),
        ("Support -12.5%", TypedItem("Support", discount=12_500)),
        ("Support −0,125 % x 2", TypedItem("Support", 2000, discount=125)),
        ("Support at €1,200/month", TypedItem("Support", None, EURO, None, MONTH)),
        ("Support at 1200 a year", TypedItem("Support", None, EURO, None, YEAR)),
        ("Support Per Month", TypedItem("Support", billing=MONTH)),
        ("Line at home", TypedItem("Line at home")),
        ("Model x", TypedItem("Model x")),
        ("Trip at sea at 1.2k", TypedItem("Trip at sea", None, EURO)),
        ("x 0.125", TypedItem("", 125)),
        ("Box x 1.1250", TypedItem("Box", 1125)),
        ("Monthly report", TypedItem("Monthly report")),
    ],
)
def test_b41_a_line_is_typed_with_its_name_first(text: str, typed: TypedItem) -> None:
    assert item_line.parse(text, "EUR") == typed


@pytest.mark.parametrize(
    "text",
    [
        "Box x 0", "Box x -3", "Box x 1,000", "Box x 1.23456", "Box x 3pcs", "Box at 12..5", "Box at 1e9", "Box -101%",
        "Box -100.5%", "Box -x%", "Box x 2 x 3", "Box at 1 at 2", "Box monthly yearly", "Box x 9999999999999",
    ],
)  # fmt: skip
def test_b41_what_is_no_line_is_refused(text: str) -> None:
    with pytest.raises(InputError):
        item_line.parse(text, "EUR")


@given(st.text(max_size=60))
def test_any_text_is_a_line_or_is_refused(text: str) -> None:
    try:
        price_list.line_of(text, PRODUCTS, "EUR")
    except PipetuiError:
        return


@given(lines, st.sampled_from(["Support", "Box x 3", "Café – 10%", "at once"]), st.sampled_from(["EUR", "JPY", "KWD"]))
def test_b41_a_line_that_is_typed_again_is_the_same(line: ItemLine, name: str, currency: str) -> None:
    price = None if line.price is None else Money(line.price.minor, currency)
    product = next((one for one in PRODUCTS if one.name == name), None)
    line = line._replace(name=name, price=price, quantity=max(1, line.quantity), product=product and product.id)
    if product is not None:
        line = line._replace(code=product.code, unit=product.unit, price=price or Money(1, currency))
    typed = item_line.as_typed(line, product.billing if product else ONCE)
    assert price_list.line_of(typed, PRODUCTS, currency, before=line) == line, typed
    assert digits(currency) in (0, 2, 3)


def test_b41_a_word_for_how_often_is_told_from_a_currency() -> None:
    for text in ("Support at 1200 montly", "Support at 1200 montly x 3"):
        with pytest.raises(InputError, match="“1200 montly” is not an amount: which currency is “montly”") as refused:
            item_line.parse(text, "EUR")
        assert refused.value.hint == "did you mean monthly?"
    with pytest.raises(InputError, match="which currency is “foo”"):
        item_line.parse("Support at 12k foo", "EUR")


def test_b41_a_product_comes_with_its_price_also_by_its_code_or_a_beginning() -> None:
    for text in ("Support x 2", "sup-1 x 2", "supp x 2"):
        line = price_list.line_of(text, PRODUCTS, "EUR")
        assert (line.name, line.quantity, line.price, line.billing, line.product) == ("Support", 2000, EURO, MONTH, 7)
    assert price_list.line_of("Box x 3", PRODUCTS, "USD").quantity == 1000  # it is called so
    with pytest.raises(InputError, match="fits several products"):
        price_list.line_of("S", PRODUCTS, "EUR")


def test_b36_a_price_in_another_currency_is_refused() -> None:
    with pytest.raises(InputError, match="is priced in USD, and the deal is in EUR"):
        price_list.line_of("Box x 3", PRODUCTS, "EUR")
    with pytest.raises(InputError, match="that price in USD"):
        price_list.line_of("Anything at $5", PRODUCTS, "EUR")
    assert price_list.line_of("Box x 3 at 90", PRODUCTS, "EUR").price == Money(9_000, "EUR")
    assert price_list.line_of("Box x 3", PRODUCTS, "EUR", free=True).price == Money(9_900, "USD")
