"""What a deal is for, and what it is worth with that (behaviour 41)."""

from __future__ import annotations

import pytest

from pipetui import service
from pipetui.domain.errors import ConflictError, InputError, NotFoundError
from pipetui.domain.money import Money
from pipetui.service import Workspace, items, products
from tests.service.conftest import Add


def _value(workspace: Workspace, deal: int) -> Money | None:
    return items.of_deal(workspace, deal).value


def test_b41_the_value_is_the_sum_of_the_first_year(workspace: Workspace, add: Add) -> None:
    deal = add()
    items.add(workspace, deal, "Setup at 4500")
    items.add(workspace, deal, "Support x 3 at 1200 -10% monthly")
    done = items.add(workspace, deal, "Licence x 10 at 90 yearly")
    assert _value(workspace, deal) == Money(4_500_00 + 12 * 3_240_00 + 900_00, "EUR")
    assert "value €44,280" in done.message and done.warnings == ()
    sums = items.of_deal(workspace, deal).sums
    assert (sums.mrr, sums.arr) == (Money(3_315_00, "EUR"), Money(39_780_00, "EUR"))
    items.remove(workspace, deal, [1, 3])
    assert _value(workspace, deal) == sums.monthly._replace(minor=12 * 3_240_00)
    service.undo(workspace)
    assert [line.name for line in items.of_deal(workspace, deal).lines] == ["Setup", "Support", "Licence"]
    assert _value(workspace, deal) == sums.first_year


def test_b41_a_value_that_was_typed_stays_and_is_said(workspace: Workspace, add: Add) -> None:
    deal = add(value=10_000)
    done = items.add(workspace, deal, "Setup at 12k")
    assert _value(workspace, deal) == Money(10_000_00, "EUR")
    assert [str(said) for said in done.warnings] == ["items come to €12,000, the value says €10,000"]
    assert "it was €10,000" in items.take(workspace, deal).message
    items.change(workspace, deal, 1, "x 2")  # it goes with them from now on
    assert _value(workspace, deal) == Money(24_000_00, "EUR")
    edited = service.edit(workspace, deal, {"value": "9k"})
    assert [str(said) for said in edited.warnings] == ["items come to €24,000, the value says €9,000"]
    with pytest.raises(ConflictError, match="already"):
        items.change(workspace, deal, 1, "x 2")


def test_b41_the_last_line_gone_leaves_the_value(workspace: Workspace, add: Add) -> None:
    deal = add()
    items.add(workspace, deal, "Setup at 12k")
    items.remove(workspace, deal, [1])
    assert _value(workspace, deal) == Money(12_000_00, "EUR")
    with pytest.raises(ConflictError, match="no item with a price"):
        items.take(workspace, deal)


def test_b41_a_line_without_a_price_is_said_and_differs_from_nothing(workspace: Workspace, add: Add) -> None:
    deal = add(value=500)
    assert items.add(workspace, deal, "Something").warnings == ("1 item without a price",)
    assert items.add(workspace, deal, "Setup at 700").warnings == ("1 item without a price",)
    assert _value(workspace, deal) == Money(500_00, "EUR")


def test_b36_the_first_price_says_the_currency_and_then_it_stands(workspace: Workspace, add: Add) -> None:
    deal = add()
    items.add(workspace, deal, "Licence at $99")
    assert _value(workspace, deal) == Money(99_00, "USD")
    with pytest.raises(InputError, match="the deal is in USD"):
        items.add(workspace, deal, "Setup at €4500")
    with pytest.raises(ConflictError, match="priced in USD"):
        service.edit(workspace, deal, {"value": "1000 EUR"})
    items.remove(workspace, deal, [1])
    service.edit(workspace, deal, {"value": "1000 EUR"})
    assert _value(workspace, deal) == Money(1_000_00, "EUR")


def test_b41_lines_move_and_are_replaced(workspace: Workspace, add: Add) -> None:
    deal = add()
    for name in ("One at 1", "Two at 2 -5% monthly", "Three at 3"):
        items.add(workspace, deal, name)
    items.move(workspace, deal, 3, 1)
    assert [line.name for line in items.of_deal(workspace, deal).lines] == ["Three", "One", "Two"]
    two = items.of_deal(workspace, deal).lines[2]
    items.replace(workspace, deal, two.id, "Two x 4 at 2")  # what is not said is not there any more
    now = items.of_deal(workspace, deal).lines[2]
    assert (now.quantity, now.discount, now.billing) == (4000, 0, "once")
    for place in (0, 4):
        with pytest.raises(NotFoundError):
            items.change(workspace, deal, place, "x 2")
    with pytest.raises(InputError):
        items.remove(workspace, deal, [])


def test_b41_more_than_a_deal_can_be_worth_is_refused(workspace: Workspace, add: Add) -> None:
    deal = add()
    with pytest.raises(InputError, match="more than"):
        items.add(workspace, deal, "Setup at 80000000000000 monthly")
    assert items.of_deal(workspace, deal).lines == ()


def test_b41_the_price_list_changes_no_deal(workspace: Workspace, add: Add) -> None:
    products.add(workspace, "Support at 1200 monthly", code="SUP-1", unit="seats")
    deal = add()
    items.add(workspace, deal, "sup-1 x 2")
    assert "unchanged on deals: 1 item" in products.change(workspace, "support at 1300").message
    products.rename(workspace, "support", "Support gold")
    (line,) = items.of_deal(workspace, deal).lines
    assert (line.name, line.price, line.code, line.unit) == ("Support", Money(1_200_00, "EUR"), "SUP-1", "seats")
    products.remove(workspace, "support")
    assert products.known(workspace) == []
    assert items.of_deal(workspace, deal).lines == (line._replace(product=None, code="", unit=""),)


def test_b41_nothing_is_twice_on_the_price_list(workspace: Workspace) -> None:
    products.add(workspace, "Support at 1200", code="A")
    with pytest.raises(ConflictError):
        products.add(workspace, "support")
    with pytest.raises(ConflictError):
        products.add(workspace, "Other", code="a")
    with pytest.raises(ConflictError):
        products.change(workspace, "Support at 1200")
    with pytest.raises(InputError):
        products.add(workspace, "Box x 3")
    with pytest.raises(NotFoundError, match="no product"):
        products.change(workspace, "Suport at 2")


def test_b41_a_likely_typo_is_said(workspace: Workspace, add: Add) -> None:
    products.add(workspace, "Support at 1200")
    done = items.add(workspace, add(), "Suport at 5")
    assert done.warnings == ("Suport is not on the price list, Support is",)


def test_b41_a_product_is_changed_by_the_fields_of_its_form(workspace: Workspace) -> None:
    assert products.understood("Support at 1200 monthly", "EUR", []) == "Support at €1,200 a month"
    products.add(workspace, "Support at 1200 monthly", code="SUP-1", unit="seats")
    (support,) = products.known(workspace)
    assert products.form(support) == {
        "name": "Support", "price": "1200.00 EUR", "paid": "month", "code": "SUP-1", "unit": "seats",
    }  # fmt: skip
    assert products.of_form(support, products.form(support)) == support
    products.edit(workspace, support.id, {"name": "Support gold", "price": "$1,300.50", "paid": "y", "unit": ""})
    (gold,) = products.known(workspace)
    assert gold == support._replace(
        name="Support gold", price=Money(130_050, "USD"), currency="USD", billing="year", unit=""
    )
    products.edit(workspace, gold.id, {"price": ""})
    assert products.known(workspace)[0].price is None
    products.add(workspace, "Training at 900", code="TRN")
    for texts in ({"name": " "}, {"price": "much"}, {"paid": "weekly"}, {"name": "training"}, {"code": "trn"}, {}):
        with pytest.raises((InputError, ConflictError)):
            products.edit(workspace, gold.id, texts)
    with pytest.raises(NotFoundError):
        products.edit(workspace, 77, {"name": "Nothing"})
