"""Making a book: its tables, what it begins with, the mark by which it is known, the journal's triggers."""

import sqlite3

from pipetui.domain import pipeline_templates
from pipetui.domain.money import check_currency
from pipetui.store import derived
from pipetui.store.schema import ddl, migrate, triggers
from pipetui.store.schema.seed import seed


def check(template: str, currency: str) -> None:
    """Raise InputError for a template or a currency that there is none of."""
    pipeline_templates.stages(template)
    check_currency(currency)


def make(connection: sqlite3.Connection, template: str, currency: str) -> None:
    """Make a book in an empty file, inside a transaction; raises InputError for an unknown template."""
    ddl.create(connection)
    seed(connection, template, check_currency(currency))
    migrate.stamp(connection)
    derived.install(connection)
    triggers.install(connection)
