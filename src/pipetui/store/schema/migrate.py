"""Bringing an older book to the present schema. Alembic is imported only when a book is behind."""

import sqlite3
from collections.abc import Callable
from itertools import count
from pathlib import Path

from pipetui.domain.errors import StoreError
from pipetui.store import connect, derived
from pipetui.store.schema import triggers

Progress = Callable[[int, int], object]
"""Is told how many of how many parts of a long work are done."""


_SCRIPTS = Path(__file__).with_name("migrations")


def stamp(connection: sqlite3.Connection) -> None:
    """Mark a book just made from the tables as being at the present revision."""
    connection.execute(
        "CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL,"
        " CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num))"
    )
    connection.execute("INSERT INTO alembic_version VALUES (?)", (f"{connect.REVISION:04}",))
    mark(connection)


def mark(connection: sqlite3.Connection) -> None:
    """Write the two pragmas by which a book is known without reading it."""
    connection.execute(f"PRAGMA application_id = {connect.APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version = {connect.REVISION}")


def upgrade(
    connection: sqlite3.Connection,
    path: Path,
    back_up: Callable[[], object] = lambda: None,
    progress: Progress = lambda done, of: None,
) -> None:
    """Run the revisions the book lacks in one transaction, without the triggers (nothing of it is undone), and make
    the ready lines, the index of words and the triggers anew; before, `back_up` is called.

    `progress` is told how many of how many parts are done: the backup, each revision, what is made anew. Nothing is
    done when another program was quicker. Raises StoreError, with the book as it was, when a revision fails.
    """
    from alembic import command
    from alembic.config import Config
    from alembic.util import CommandError
    from sqlalchemy import create_engine
    from sqlalchemy.exc import SQLAlchemyError
    from sqlalchemy.pool import StaticPool

    engine = create_engine("sqlite://", creator=lambda: connection, poolclass=StaticPool)
    config = Config()
    config.set_main_option("script_location", str(_SCRIPTS))
    connection.execute("PRAGMA foreign_keys = OFF")  # tables are rebuilt under their own name
    connection.execute("PRAGMA ignore_check_constraints = ON")  # an odd value is no reason to stay behind
    try:
        with engine.connect() as bound:
            # Begun through SQLAlchemy, or else Alembic would take each revision for a transaction of its own.
            bound.exec_driver_sql("BEGIN IMMEDIATE")
            found = connect.revision(connection, path)
            if found == connect.REVISION:
                return
            done, of = count(), connect.REVISION - found + 2

            def advance() -> None:
                progress(next(done), of)

            advance()
            back_up()
            advance()
            triggers.take_away(connection)
            config.attributes["connection"] = bound
            config.attributes["applied"] = advance
            command.upgrade(config, "head")
            derived.install(connection)
            triggers.install(connection)
            mark(connection)
            bound.commit()
            advance()
    except (SQLAlchemyError, CommandError, sqlite3.Error) as error:
        said = getattr(error, "orig", error)
        if isinstance(said, sqlite3.Error) and connect.is_of_the_disk(said):
            raise connect.store_error(said, path) from error
        raise StoreError(f"{path} could not be brought up to date: {error}", "it is as it was before") from error
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA ignore_check_constraints = OFF")
