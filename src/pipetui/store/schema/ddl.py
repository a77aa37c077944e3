"""The tables and indexes of a book at the present revision, as SQLite is told them; its triggers are the journal's."""

import sqlite3
from functools import cache

from sqlalchemy.dialects import sqlite
from sqlalchemy.schema import CreateIndex, CreateTable

from pipetui.store.schema.tables import Row


def create(connection: sqlite3.Connection) -> None:
    """Make them all, in a file that has none of them yet."""
    for statement in _statements():
        connection.execute(statement)


@cache
def _statements() -> tuple[str, ...]:
    dialect = sqlite.dialect()
    tables = Row.metadata.sorted_tables
    indexes = [index for table in tables for index in sorted(table.indexes, key=lambda index: str(index.name))]
    made = [CreateTable(table) for table in tables] + [CreateIndex(index) for index in indexes]
    return tuple(str(one.compile(dialect=dialect)) for one in made)
