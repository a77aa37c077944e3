"""By what a book is told from every other outside of it: in the names of its follow-ups in a calendar.

Made by chance when it is first asked for and kept in the book, so that it stays the same in a copy, a backup, and a
book that came back from JSON. It is no gesture: undo leaves it alone.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
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
    row = store.connection.execute("SELECT value FROM setting WHERE key = :key", {"key": _KEY}).fetchone()
    return str(row[0]) if row else ""
