"""The lines of deals, and what these are worth, as an import of items meets them."""

import sqlite3
from collections.abc import Sequence

from pipetui.store import values


def items_of(connection: sqlite3.Connection, deal_id: int) -> int:
    """How many lines a deal has."""
    (count,) = connection.execute("SELECT count(*) FROM deal_item WHERE deal_id = :id", {"id": deal_id}).fetchone()
    return int(count)


def product(connection: sqlite3.Connection, key: str) -> int | None:
    """The product of that folded name."""
    row = connection.execute("SELECT min(id) FROM product WHERE key = :key", {"key": key}).fetchone()
    return None if row is None else row[0]


def worth_of(connection: sqlite3.Connection, deal_id: int) -> int | None:
    """What a deal is worth, in minor units."""
    row = connection.execute("SELECT value_minor FROM deal WHERE id = :id", {"id": deal_id}).fetchone()
    return None if row is None else row[0]


def add_worth(connection: sqlite3.Connection, deal_id: int, minor: int) -> None:
    """A deal is worth so much more; its one line that had no price so far was all that it was worth."""
    deal = {"id": deal_id, "minor": minor}
    connection.execute(
        """UPDATE deal_item SET price_minor = (SELECT value_minor FROM deal WHERE id = :id)
           WHERE deal_id = :id AND price_minor IS NULL AND quantity_milli = 1000""",
        {"id": deal_id},
    )
    connection.execute("UPDATE deal SET value_minor = coalesce(value_minor, 0) + :minor WHERE id = :id", deal)


def currency_of(connection: sqlite3.Connection, deal_id: int) -> str:
    """The currency of a deal that is worth something, "" of one of which that is not known."""
    row = connection.execute(
        "SELECT currency FROM deal WHERE id = :id AND value_minor IS NOT NULL", {"id": deal_id}
    ).fetchone()
    return "" if row is None else values.text(row[0])


def item(connection: sqlite3.Connection, number: int) -> tuple[object, ...]:
    """One line of a deal: name, thousandths of a quantity, minor units of a price, discount, how it is paid."""
    found: tuple[object, ...] | None = connection.execute(
        "SELECT name, quantity_milli, price_minor, discount_milli, billing FROM deal_item WHERE id = :id",
        {"id": number},
    ).fetchone()
    return found or ()


def set_item(connection: sqlite3.Connection, number: int, told: Sequence[object]) -> None:
    """Write a line of a deal anew, told as `item` tells it."""
    given = dict(zip(("name", "quantity", "price", "discount", "billing"), told, strict=True)) | {"id": number}
    connection.execute(
        """UPDATE deal_item SET name = :name, quantity_milli = :quantity, price_minor = :price,
               discount_milli = :discount, billing = :billing WHERE id = :id""",
        given,
    )
