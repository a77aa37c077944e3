"""What a deal is for, line by line, and what that comes to: once, each month, each year.

A line is `quantity` thousandths of a unit at `price` minor units, less thousandths of a percent. Each line is
rounded half up to the minor unit, and then summed: what stands on a quote adds up as it stands there.
"""

from __future__ import annotations

from pipetui.domain.money import LARGEST, Money

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import NamedTuple
else:
    from pipetui.domain.record import NamedTuple

ONCE, MONTH, YEAR = "once", "month", "year"
BILLINGS = (ONCE, MONTH, YEAR)
"""How often something is paid."""

WHOLE = 1000
"""A quantity of one, in thousandths."""

ALL_OFF = 100 * WHOLE
"""A discount of all of it, in thousandths of a percent."""

MONTHS = 12


class ListedProduct(NamedTuple):
    """Something on the price list; `price` is None where it says none. `uses` counts the lines of deals with it."""

    id: int
    name: str
    code: str
    unit: str
    price: Money | None
    currency: str
    billing: str
    uses: int = 0


class ItemLine(NamedTuple):
    """A line of a deal, at its `place` from 1 on; `price` is None where it has none yet. `product` is the product's
    number on the price list, `discount` in thousandths of a percent."""

    id: int
    place: int
    name: str
    quantity: int
    price: Money | None
    discount: int
    billing: str
    product: int | None = None
    code: str = ""
    unit: str = ""

    @property
    def amount(self) -> Money | None:
        """What the line comes to each time it is paid; None without a price."""
        if self.price is None:
            return None
        return Money(line_amount(self.quantity, self.price.minor, self.discount), self.price.currency)


class ItemSums(NamedTuple):
    """What lines of one currency come to: once, each month, each year. `unpriced` lines have no price yet."""

    currency: str
    lines: int
    once: Money
    monthly: Money
    yearly: Money
    unpriced: int

    @property
    def arr(self) -> Money:
        """The annual recurring revenue: twelve months and the year."""
        return Money(MONTHS * self.monthly.minor + self.yearly.minor, self.currency)

    @property
    def mrr(self) -> Money:
        """The monthly recurring revenue: a twelfth of the annual one, rounded half up."""
        return Money((2 * self.arr.minor + MONTHS) // (2 * MONTHS), self.currency)

    @property
    def first_year(self) -> Money:
        """What the first year brings, which is what a deal with lines is worth."""
        return Money(self.once.minor + self.arr.minor, self.currency)

    @property
    def recurring(self) -> bool:
        """Whether anything is paid more than once."""
        return bool(self.monthly.minor or self.yearly.minor)

    @property
    def priced(self) -> bool:
        """Whether any line has a price."""
        return self.lines > self.unpriced

    @property
    def fits(self) -> bool:
        """Whether it is an amount that a deal can be worth."""
        return self.first_year.minor <= LARGEST


def line_amount(quantity: int, price: int, discount: int) -> int:
    """`quantity` thousandths at `price` minor units less `discount` thousandths of a percent: minor units, half up."""
    return (quantity * price * (ALL_OFF - discount) + ALL_OFF * WHOLE // 2) // (ALL_OFF * WHOLE)


def sums(lines: Iterable[ItemLine], currency: str) -> ItemSums:
    """What the lines come to, all of which are of that currency."""
    by = dict.fromkeys(BILLINGS, 0)
    count = unpriced = 0
    for line in lines:
        count += 1
        amount = line.amount
        if amount is None:
            unpriced += 1
        else:
            by[line.billing] += amount.minor
    once, monthly, yearly = (Money(by[billing], currency) for billing in BILLINGS)
    return ItemSums(currency, count, once, monthly, yearly, unpriced)


def follows(value: Money | None, before: ItemSums) -> bool:
    """Whether what a deal is worth was the sum of its lines, so that it goes on being that when these change.

    A deal that nobody said the worth of takes the sum; a value that somebody typed, and is another one, stays.
    """
    return value is None or (before.priced and value == before.first_year)


def differs(value: Money | None, now: ItemSums) -> bool:
    """Whether the value says something else than lines that all have a price."""
    return now.priced and not now.unpriced and value != now.first_year


def discount_text(discount: int) -> str:
    """A discount in percent as it is written: 12500 is `12.5`."""
    return quantity_text(discount)


def quantity_text(thousandths: int) -> str:
    """A quantity as it is written: 1500 is `1.5`."""
    whole, rest = divmod(thousandths, WHOLE)
    return f"{whole:,}" + (f".{rest:03}".rstrip("0") if rest else "")
