"""What a deal is for, line by line: products with their quantity, price and discount."""

from collections.abc import Callable, Sequence
from decimal import Decimal, InvalidOperation

from pipetui.domain.errors import InputError
from pipetui.domain.items import WHOLE
from pipetui.domain.money import Money
from pipetui.domain.wording import quoted
from pipetui.exchange import values
from pipetui.exchange.cells import Cells
from pipetui.exchange.records import ItemRecord

_BILLING = {
    **dict.fromkeys(["month", "monthly", "mo", "permonth", "monatlich", "mensuel", "mensual", "maandelijks"], "month"),
    **dict.fromkeys(
        ["year", "yearly", "annual", "annually", "peryear", "jahrlich", "annuel", "anual", "jaarlijks"], "year"
    ),
}


def item_of(cells: Cells) -> Callable[[Sequence[str], str], tuple[ItemRecord, ...]]:
    """What tells the lines of a row in its currency: one for each product that it names."""
    names = cells.lines("product") if "product" in cells.places else cells.lines("name")
    quantity = cells.field("quantity", thousandths, 1000)
    price, discount = cells.amounts("price"), cells.field("discount", _percent, 0)
    billing, code = cells.field("billing", billed, "once"), cells.text("code")

    def told(row: Sequence[str], currency: str) -> tuple[ItemRecord, ...]:
        named = [" ".join(name.split()) for name in names(row).split("\n") if name.strip()]
        if len(named) != 1:
            return tuple(ItemRecord(name) for name in named)
        found = price(row, currency, True)
        minor = None if found is None or found.minor < 0 else found.minor
        other = found.currency if found is not None and found.currency != currency else ""
        return (ItemRecord(named[0], quantity(row), minor, discount(row), billing(row), code(row), other),)

    return told


def priced_in(items: Sequence[ItemRecord], currency: str) -> tuple[tuple[ItemRecord, ...], list[str]]:
    """The lines of a deal in that currency, and what is to be noted of those priced in another, which get no price."""
    kept, notes = [], []
    for item in items:
        if item.price is not None and item.currency not in ("", currency):
            notes.append(not_in(item, item.currency, currency))
            item = item._replace(price=None)
        kept.append(item)
    return tuple(kept), notes


def not_in(item: ItemRecord, priced: str, currency: str) -> str:
    """What is said of a price that no line of a deal in that currency can have."""
    return f"{item.name}: {Money(item.price or 0, priced).decimal} {priced}, and the deal is in {currency}"


def thousandths(text: str) -> int:
    """A quantity in thousandths; raises InputError for what is none."""
    if values.is_nothing(text):
        return 1000
    try:
        found = Decimal(text.replace(" ", "").replace(",", ".")) * 1000
        if not (0 <= found < 10**15):
            raise InvalidOperation
    except InvalidOperation:
        raise InputError(f"{quoted(text)} is not a quantity") from None
    return int(found)


def billed(text: str) -> str:
    """How often something is paid: once, each month or each year."""
    return _BILLING.get(values.letters(text), "once")


def _percent(text: str) -> int:
    """In thousandths of a percent."""
    return values.percent(text, parts=WHOLE) or 0
