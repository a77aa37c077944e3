"""The pairs that look like one and were said not to be: kept as settings of the book. Standard library only."""

from __future__ import annotations

from pipetui.store import values

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3

    from pipetui.store.unit_of_work import UnitOfWork

_KEY = "apart {noun} {first} {second}"


def tell_apart(uow: UnitOfWork, noun: str, one: int, other: int) -> bool:
    """Remember that these two are not the same; whether that is new."""
    key = _KEY.format(noun=noun, first=min(one, other), second=max(one, other))
    known = uow.connection.execute("SELECT 1 FROM setting WHERE key = ?", (key,)).fetchone()
    if known is None:
        uow.connection.execute("INSERT INTO setting (key, value) VALUES (?, ?)", (key, uow.at))
    return known is None


def pairs(connection: sqlite3.Connection, noun: str) -> set[tuple[int, int]]:
    """All that were told apart, the lower number first."""
    found = set()
    for (key,) in connection.execute("SELECT key FROM setting WHERE key GLOB ?", (f"apart {noun} *",)):
        numbers = values.text(key).split()[2:]
        if len(numbers) == 2 and all(number.isascii() and number.isdecimal() for number in numbers):
            found.add((int(numbers[0]), int(numbers[1])))
    return found
