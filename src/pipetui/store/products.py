"""The price list: what is sold, at which price. Standard library only; what writes does so inside a transaction."""

from __future__ import annotations

from pipetui.domain.folding import key_of
from pipetui.domain.items import BILLINGS, ONCE, ListedProduct
from pipetui.domain.money import Money
from pipetui.store import values

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3


def known(connection: sqlite3.Connection) -> list[ListedProduct]:
    """All of it, in its order."""
    rows = connection.execute(
        """SELECT p.id, p.name, p.code, p.unit, p.price_minor, p.currency, p.billing,
                  (SELECT count(*) FROM deal_item i WHERE i.product_id = p.id)
           FROM product p ORDER BY p.position, p.id"""
    ).fetchall()
    return [
        ListedProduct(
            number,
            values.text(name),
            values.text(code),
            values.text(unit),
            None if price is None else Money(values.whole(price, *values.AMOUNT, 0), values.text(currency)),
            values.text(currency),
            values.word(billing, BILLINGS, ONCE),
            uses,
        )
        for number, name, code, unit, price, currency, billing, uses in rows
    ]


def add(connection: sqlite3.Connection, product: ListedProduct) -> None:
    """Put one at the end of the list; its number is given."""
    connection.execute(
        """INSERT INTO product (name, key, code, unit, price_minor, currency, billing, position)
           SELECT :name, :key, :code, :unit, :price, :currency, :billing, coalesce(max(position), -1) + 1
           FROM product""",
        _row(product),
    )


def put(connection: sqlite3.Connection, product: ListedProduct) -> None:
    """Write one over that of its number."""
    connection.execute(
        """UPDATE product SET name = :name, key = :key, code = :code, unit = :unit, price_minor = :price,
                  currency = :currency, billing = :billing WHERE id = :id""",
        {"id": product.id, **_row(product)},
    )


def _row(product: ListedProduct) -> dict[str, object]:
    return {
        "name": product.name,
        "key": key_of(product.name),
        "code": product.code,
        "unit": product.unit,
        "price": product.price.minor if product.price else None,
        "currency": product.currency,
        "billing": product.billing,
    }


def remove(connection: sqlite3.Connection, number: int) -> None:
    """Take one off the list; lines of deals that name it keep what they say of themselves."""
    connection.execute("UPDATE deal_item SET product_id = NULL WHERE product_id = :id", {"id": number})
    connection.execute("DELETE FROM product WHERE id = :id", {"id": number})
