"""By what a book is told from every other outside of it: in a calendar, in an address book, in the ids of its CSV.

Made by chance when it is first asked for and kept in the book, so that it stays the same in a copy, a backup, and a
book that came back from JSON. It is no gesture: undo leaves it alone.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3

    from pipetui.store.store import Store

_KEY = "book id"


def book_id(store: Store) -> str:
    """The book's own; raises StoreError where none was made yet and the book cannot be written."""
    found = known_book_id(store)
    if found:
        return found
    from secrets import token_hex

    with store.unjournaled():
        # Another program may have made one while this one waited: the journal bears no second, not even to be left out.
        store.connection.execute(
            """INSERT INTO setting (key, value)
               SELECT :key, :value WHERE NOT EXISTS (SELECT 1 FROM setting WHERE key = :key)""",
            {"key": _KEY, "value": token_hex(6)},
        )
    return known_book_id(store)


def known_book_id(store: Store) -> str:
    """The book's own if one was made, else ""."""
    return kept(store.connection)


def kept(connection: sqlite3.Connection) -> str:
    """As `known_book_id`, inside a transaction."""
    row = connection.execute("SELECT value FROM setting WHERE key = :key", {"key": _KEY}).fetchone()
    return str(row[0]) if row else ""


def told(kind: str, number: object, book: str) -> str:
    """How a record of that kind is known outside: `deal-17-04fb77498223`."""
    return f"{kind}-{number}-{book}"


def number_of(key: str, kind: str, book: str) -> int | None:
    """The number of the record of that kind that is known outside so; None for one that is none of this book."""
    begin, end = f"{kind}-", f"-{book}"
    number = key.removeprefix(begin).removesuffix(end)
    if not book or key != f"{begin}{number}{end}" or not (number.isascii() and number.isdigit() and len(number) < 19):
        return None
    return int(number)
