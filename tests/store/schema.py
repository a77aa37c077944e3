"""What a book's schema is, apart from how it was written down, and that two books have the same."""

import re
import sqlite3

from pipetui.store.schema.tables import Row


def parts(sql: str) -> list[str]:
    """What stands between the outer parentheses of a CREATE TABLE, item by item."""
    inner = sql[sql.index("(") + 1 : sql.rindex(")")]
    items, depth, item = [], 0, ""
    for char in inner:
        depth += (char == "(") - (char == ")")
        if char == "," and depth == 0:
            items.append(item)
            item = ""
        else:
            item += char
    return [" ".join(found.split()) for found in (*items, item)]


def schema(connection: sqlite3.Connection) -> dict[tuple[str, str], object]:
    """Tables as their columns in order and their constraints as a set; indexes and triggers as they are."""
    found: dict[tuple[str, str], object] = {}
    for kind, name, sql in connection.execute("SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL"):
        if kind == "table" and not name.startswith("sqlite_"):
            items = parts(sql)
            constraints = {item for item in items if re.match(r"CONSTRAINT|UNIQUE|PRIMARY|FOREIGN|CHECK", item)}
            tail = sql[sql.rindex(")") + 1 :].strip()
            found[kind, name] = ([item for item in items if item not in constraints], constraints, tail)
        else:
            found[kind, name] = " ".join(sql.split())
    return found


def assert_same_schema(fresh: sqlite3.Connection, migrated: sqlite3.Connection) -> None:
    """Both have the same tables, indexes, views, triggers and marks, whichever way each came to them."""
    ours, theirs = schema(fresh), schema(migrated)
    assert ours.keys() == theirs.keys()
    for thing, built in ours.items():
        assert theirs[thing] == built, thing
    for table in Row.metadata.tables:
        columns, keys = f"PRAGMA table_info({table})", f"PRAGMA foreign_key_list({table})"
        assert list(fresh.execute(columns)) == list(migrated.execute(columns))
        assert {row[2:] for row in fresh.execute(keys)} == {row[2:] for row in migrated.execute(keys)}
    for mark in ("SELECT * FROM alembic_version", "PRAGMA application_id", "PRAGMA user_version"):
        assert list(fresh.execute(mark)) == list(migrated.execute(mark))
