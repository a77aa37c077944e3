"""Making a book: its tables, what it begins with, the mark by which it is known, the journal's triggers."""

import sqlite3

from pipetui.store import migrate, schema, triggers
from pipetui.store.seed import seed


def make(connection: sqlite3.Connection, template: str, currency: str) -> None:
    """Make a book in an empty file, inside a transaction; raises InputError for an unknown template."""
    schema.create(connection)
    seed(connection, template, currency)
    migrate.stamp(connection)
    triggers.install(connection)
