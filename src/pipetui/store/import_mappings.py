"""How a rep's own files are read, kept by name."""

import sqlite3

from pipetui.store import values


def names(connection: sqlite3.Connection) -> list[str]:
    """What is kept."""
    return [values.text(name) for (name,) in connection.execute("SELECT name FROM import_mapping ORDER BY name")]


def content(connection: sqlite3.Connection, name: str) -> str | None:
    """What is kept by that name, None for nothing."""
    row = connection.execute("SELECT content FROM import_mapping WHERE name = :name", {"name": name}).fetchone()
    return None if row is None else values.text(row[0])


def keep(connection: sqlite3.Connection, name: str, content: str) -> None:
    """Keep it, in place of what was kept by that name."""
    row = {"name": name, "content": content}
    changed = connection.execute("UPDATE import_mapping SET content = :content WHERE name = :name", row).rowcount
    if not changed:
        connection.execute("INSERT INTO import_mapping (name, content) VALUES (:name, :content)", row)
