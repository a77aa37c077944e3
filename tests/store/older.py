"""The tables of an earlier revision, as its program made them."""

import sqlite3
from pathlib import Path
from unittest.mock import patch

import alembic.command

from pipetui.store import connect, derived
from pipetui.store.schema import migrate, triggers


def make_revision(connection: sqlite3.Connection, path: Path, revision: int) -> None:
    """Make them in an empty book, alone: triggers and what is made of the tables are of today's columns."""
    upgrade = alembic.command.upgrade
    with (
        patch.object(alembic.command, "upgrade", lambda config, _: upgrade(config, f"{revision:04}")),
        patch.object(triggers, "install", lambda _: None),
        patch.object(derived, "install", lambda _: None),
        patch.object(connect, "REVISION", revision),
    ):
        migrate.upgrade(connection, path)
