"""The lines of a deal and the price list in words, the same in shell and app, and as JSON has them."""

from __future__ import annotations

from pipetui import render
from pipetui.domain.items import MONTH, ONCE, WHOLE, YEAR, differs, discount_text, quantity_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

    from pipetui.domain.items import ItemLine, ItemSums, ListedProduct
    from pipetui.domain.money import Money

EVERY = {ONCE: "", MONTH: "a month", YEAR: "a year"}
"""How often an amount is paid, behind it."""

HEADERS = ("", "item", "quantity", "price", "off", "amount", "")
ALIGN = "rlrrrrl"

LISTED = ("product", "code", "price", "", "unit", "on deals")
LISTED_ALIGN = "llrllr"


def cells(line: ItemLine) -> tuple[str, ...]:
    """A line as a row of a table, under HEADERS."""
    return (
        str(line.place),
        line.name or render.NONE,
        " ".join(filter(None, (quantity_text(line.quantity), line.unit))),
        render.money(line.price),
        f"{discount_text(line.discount)} %" if line.discount else "",
        render.money(line.amount),
        EVERY[line.billing],
    )


def said(line: ItemLine) -> str:
    """`Support · 3 × €1,200 −10 % = €3,240 a month`."""
    less = f" −{discount_text(line.discount)} %" if line.discount else ""
    if line.price is None:
        return f"{line.name} · {quantity_text(line.quantity)} ×, no price yet{less.replace(' ', ', ', 1)}"
    whole = f"{quantity_text(line.quantity)} × {render.money(line.price)}{less} = {render.money(line.amount)}"
    return f"{line.name} · {' '.join(filter(None, (whole, EVERY[line.billing])))}"


def parts(sums: ItemSums) -> str:
    """What the lines come to: `€1,500 once + €3,240 a month + €600 a year`."""
    pairs = ((sums.once, "once"), (sums.monthly, EVERY[MONTH]), (sums.yearly, EVERY[YEAR]))
    told = [f"{render.money(amount)} {every}" for amount, every in pairs if amount.minor]
    return " + ".join(told) or render.money(sums.once)


def total(sums: ItemSums) -> str:
    """`€40,980 in the first year: €1,500 once + …`; what is paid once alone needs no more words."""
    if not sums.recurring:
        return f"{render.money(sums.first_year)}"
    return f"{render.money(sums.first_year)} in the first year: {parts(sums)}"


def recurring(sums: ItemSums) -> str:
    """`MRR €3,290 · ARR €39,480`; nothing where all is paid once."""
    return f"MRR {render.money(sums.mrr)} · ARR {render.money(sums.arr)}" if sums.recurring else ""


def unpriced(sums: ItemSums) -> str:
    """`1 item without a price`; nothing where each has one."""
    return f"{render.plural(sums.unpriced, 'item')} without a price" if sums.unpriced else ""


def difference(value: Money | None, sums: ItemSums) -> str:
    """`items come to €12,000, the value says €10,000`; nothing where both say the same, or a price is missing."""
    if not differs(value, sums):
        return ""
    told = "is not set" if value is None else f"says {render.money(value)}"
    return f"items come to {render.money(sums.first_year)}, the value {told}"


def summary(value: Money | None, sums: ItemSums) -> Iterator[str]:
    """What stands under the lines: the sum, what recurs, and what is odd."""
    yield total(sums)
    yield from filter(None, (recurring(sums), unpriced(sums), difference(value, sums)))


def shape(line: ItemLine) -> dict[str, Any]:
    """A line as JSON has it; amounts are exact decimals in the deal's currency."""
    return {
        "place": line.place,
        "name": line.name,
        "code": line.code or None,
        "quantity": quantity_text(line.quantity).replace(",", ""),
        "unit": line.unit or None,
        "price": line.price.decimal if line.price else None,
        "discount": line.discount // WHOLE if line.discount % WHOLE == 0 else line.discount / WHOLE,
        "billing": line.billing,
        "amount": line.amount.decimal if line.amount else None,
    }


def sums_shape(sums: ItemSums) -> dict[str, Any]:
    """The sums as JSON has them."""
    return {
        "currency": sums.currency,
        "once": sums.once.decimal,
        "monthly": sums.monthly.decimal,
        "yearly": sums.yearly.decimal,
        "mrr": sums.mrr.decimal,
        "arr": sums.arr.decimal,
        "first_year": sums.first_year.decimal,
        "without_price": sums.unpriced,
    }


def deal_shape(
    number: int, title: str, value: Money | None, lines: Sequence[ItemLine], sums: ItemSums
) -> dict[str, Any]:
    """The lines of a deal and what they come to, beside what it says that it is worth."""
    return {
        "id": number,
        "title": title,
        "value": value.decimal if value else None,
        "items": [shape(line) for line in lines],
        "sums": sums_shape(sums),
        "differs": differs(value, sums),
    }


def product_cells(one: ListedProduct) -> tuple[str, ...]:
    """A product as a row of a table, under LISTED."""
    return (
        one.name or render.NONE,
        one.code,
        render.money(one.price),
        EVERY[one.billing],
        one.unit,
        str(one.uses) if one.uses else "",
    )


def product_said(one: ListedProduct) -> str:
    """`Support at €1,200 a month`."""
    price = f"at {render.money(one.price)}" if one.price else "without a price"
    return " ".join(filter(None, (one.name, price, EVERY[one.billing])))


def product_shape(one: ListedProduct) -> dict[str, Any]:
    """A product as JSON has it."""
    return {
        "name": one.name,
        "code": one.code or None,
        "unit": one.unit or None,
        "price": one.price.decimal if one.price else None,
        "currency": one.currency,
        "billing": one.billing,
        "on_deals": one.uses,
    }
