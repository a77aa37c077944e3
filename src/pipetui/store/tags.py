"""The tags of a deal, a person or an organization. Standard library only."""

from __future__ import annotations

from pipetui.domain.folding import fold
from pipetui.domain.text import tag_words

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable


def held(connection: sqlite3.Connection, number: int, noun: str = "deal") -> list[str]:
    """The tags of one, in the order they were put on; `noun` is what it is, as the book calls it."""
    rows = connection.execute(f"SELECT tag FROM {noun}_tag WHERE {noun}_id = ? ORDER BY id", (number,))
    return [tag for (tag,) in rows]


def add(connection: sqlite3.Connection, links: Iterable[tuple[int, str]], noun: str = "deal") -> None:
    """Put tags on several: each the number of one and a tag that it lacks."""
    connection.executemany(f"INSERT INTO {noun}_tag ({noun}_id, tag) VALUES (?, ?)", links)


def remove(connection: sqlite3.Connection, links: Iterable[tuple[int, str]], noun: str = "deal") -> None:
    """Take tags off."""
    connection.executemany(f"DELETE FROM {noun}_tag WHERE {noun}_id = ? AND tag = ?", links)


def put(connection: sqlite3.Connection, number: int, tags: Iterable[str], noun: str = "deal") -> None:
    """Make these the tags of one; one that differs only in case is the same."""
    wanted = tag_words(list(tags))
    here = held(connection, number, noun)
    remove(connection, [(number, tag) for tag in here if wanted.pop(fold(tag), None) is None], noun)
    add(connection, [(number, tag) for tag in wanted.values()], noun)


def turn(connection: sqlite3.Connection, numbers: Iterable[int], word: str, noun: str = "deal") -> bool:
    """Put a tag on those that lack it; where none does, take it off all of them. Whether it was put on."""
    numbers = list(numbers)
    links = [(number, tag) for number in numbers for tag in held(connection, number, noun) if fold(tag) == fold(word)]
    having = {number for number, _ in links}
    missing = [(number, word) for number in numbers if number not in having]
    if missing:
        add(connection, missing, noun)
    else:
        remove(connection, links, noun)
    return bool(missing)


def any_held(connection: sqlite3.Connection, noun: str) -> bool:
    """Whether any of that kind has one."""
    return connection.execute(f"SELECT 1 FROM {noun}_tag LIMIT 1").fetchone() is not None
