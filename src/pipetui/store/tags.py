"""The tags of a deal. Standard library only."""

from __future__ import annotations

from pipetui.domain.folding import fold
from pipetui.domain.text import tag_words

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable


def held(connection: sqlite3.Connection, deal_id: int) -> list[str]:
    """The tags of a deal, in the order they were put on."""
    return [tag for (tag,) in connection.execute("SELECT tag FROM deal_tag WHERE deal_id = ? ORDER BY id", (deal_id,))]


def add(connection: sqlite3.Connection, links: Iterable[tuple[int, str]]) -> None:
    """Put tags on deals: each the number of a deal and a tag that it lacks."""
    connection.executemany("INSERT INTO deal_tag (deal_id, tag) VALUES (?, ?)", links)


def remove(connection: sqlite3.Connection, links: Iterable[tuple[int, str]]) -> None:
    """Take tags off deals."""
    connection.executemany("DELETE FROM deal_tag WHERE deal_id = ? AND tag = ?", links)


def put(connection: sqlite3.Connection, deal_id: int, tags: Iterable[str]) -> None:
    """Make these the deal's tags; one that differs only in case is the same."""
    wanted = tag_words(list(tags))
    remove(connection, [(deal_id, tag) for tag in held(connection, deal_id) if wanted.pop(fold(tag), None) is None])
    add(connection, [(deal_id, tag) for tag in wanted.values()])
