"""The lines of what deals are for. Standard library only; what writes does so inside a transaction."""

from __future__ import annotations

from pipetui.domain.errors import ConflictError
from pipetui.domain.items import ALL_OFF, BILLINGS, ONCE, ItemLine
from pipetui.domain.money import Money
from pipetui.store import values

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

    from pipetui.domain.price_list import DealItems


def of_deal(connection: sqlite3.Connection, deal: int) -> tuple[ItemLine, ...]:
    """The lines of a deal in their order, priced in its currency."""
    rows = connection.execute(
        """SELECT i.id, i.name, i.quantity_milli, i.price_minor, d.currency, i.discount_milli, i.billing,
                  r.id, r.code, r.unit
           FROM deal_item i JOIN deal d ON d.id = i.deal_id LEFT JOIN product r ON r.id = i.product_id
           WHERE i.deal_id = :deal ORDER BY i.position, i.id""",
        {"deal": deal},
    ).fetchall()
    return tuple(
        ItemLine(
            number,
            place,
            values.text(name),
            values.whole(quantity, *values.QUANTITY, 0),
            None if price is None else Money(values.whole(price, *values.AMOUNT, 0), values.text(currency)),
            values.whole(discount, 0, ALL_OFF, 0),
            values.word(billing, BILLINGS, ONCE),
            product,
            values.text(code or ""),
            values.text(unit or ""),
        )
        for place, (number, name, quantity, price, currency, discount, billing, product, code, unit) in enumerate(
            rows, 1
        )
    )


def held(connection: sqlite3.Connection, deal: int) -> DealItems:
    """The lines of a deal beside what it says that it is worth, and the price list; raises NotFoundError."""
    from pipetui.domain import price_list  # who only looks at a deal reads no price list
    from pipetui.store import products
    from pipetui.store.deal_row import DealRow

    row = DealRow(connection, deal)
    value = None if row.value_minor is None else Money(values.whole(row.value_minor, *values.AMOUNT, 0), row.currency)
    return price_list.DealItems(
        deal, row.title, value, row.currency, of_deal(connection, deal), products.known(connection)
    )


def add(connection: sqlite3.Connection, deal: int, line: ItemLine) -> None:
    """Put a line behind the others; its number and place are given."""
    connection.execute(
        """INSERT INTO deal_item (deal_id, product_id, name, quantity_milli, price_minor, discount_milli, billing,
                                  position)
           SELECT :deal, :product, :name, :quantity, :price, :discount, :billing, coalesce(max(position), -1) + 1
           FROM deal_item WHERE deal_id = :deal""",
        {"deal": deal, **_row(line)},
    )


def put(connection: sqlite3.Connection, line: ItemLine) -> None:
    """Write a line over the one of its number."""
    connection.execute(
        """UPDATE deal_item SET product_id = :product, name = :name, quantity_milli = :quantity, price_minor = :price,
                  discount_milli = :discount, billing = :billing WHERE id = :id""",
        {"id": line.id, **_row(line)},
    )


def _row(line: ItemLine) -> dict[str, object]:
    return {
        "product": line.product,
        "name": line.name,
        "quantity": line.quantity,
        "price": line.price.minor if line.price else None,
        "discount": line.discount,
        "billing": line.billing,
    }


def remove(connection: sqlite3.Connection, numbers: Iterable[int]) -> None:
    """Take lines away, by their numbers."""
    connection.executemany("DELETE FROM deal_item WHERE id = :id", [{"id": number} for number in numbers])


def order(connection: sqlite3.Connection, numbers: Iterable[int]) -> None:
    """Have the lines of a deal stand in this order."""
    connection.executemany(
        "UPDATE deal_item SET position = :place WHERE id = :id AND position <> :place",
        [{"place": place, "id": number} for place, number in enumerate(numbers)],
    )


def are_priced(connection: sqlite3.Connection, deal: int) -> bool:
    """Whether any line of a deal has a price, so that the deal cannot be of another currency."""
    priced = "SELECT 1 FROM deal_item WHERE deal_id = :deal AND price_minor IS NOT NULL LIMIT 1"
    return connection.execute(priced, {"deal": deal}).fetchone() is not None


def check_currency(connection: sqlite3.Connection, deal: int, before: str, wanted: str) -> None:
    """Refuse another currency for a deal whose lines are priced in its own, with ConflictError."""
    if before != wanted and are_priced(connection, deal):
        raise ConflictError(
            f"the items of #{deal} are priced in {before}, and the deal would be in {wanted}",
            f"take them off first, or give a value in {before}",
        )
