"""The defaults of columns are in the book itself, so that a statement names only what it sets.

Revision 0006. SQLite changes no default in place: each table is made anew under its own name, in the transaction of
all revisions. Not by `PRAGMA writable_schema`: the SQLite of macOS refuses it, and Python 3.11 cannot make it give way.
"""

import re

from alembic import op
from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_DEFAULTS = {
    "cadence": {"is_default": "0"},
    "cadence_step": {"wait_days": "0", "text": "''"},
    "contact_point": {"label": "''", "position": "0"},
    "custom_field": {"kind": "'text'", "options": "''", "position": "0"},
    "deal": {
        "status": "'open'",
        "source": "''",
        "close_pushed": "0",
        "lost_reason": "''",
        "lost_note": "''",
        "renewal_lead_days": "0",
        "origin_kind": "''",
    },
    "deal_cadence": {"done_steps": "0", "stop_reason": "''"},
    "deal_objection": {"state": "'open'", "note": "''"},
    "deal_person": {"role": "''"},
    "follow_up": {"what": "''", "kind": "''", "turn": "'mine'", "postponed": "0"},
    "loss_reason": {"position": "0"},
    "objection": {"response": "''"},
    "organization": {"sector": "''", "website": "''", "address": "''", "note": "''"},
    "person": {"job_title": "''", "note": "''"},
    "pipeline": {"position": "0", "is_default": "0"},
    "qualification": {"note": "''"},
    "saved_view": {"query": "''", "sort": "''", "position": "0"},
    "score_rule": {"position": "0"},
    "stage": {"probability": "0", "rotting_days": "0", "qualifies": "0"},
    "stage_event": {"note": "''"},
    "template": {"purpose": "''", "subject": "''", "body": "''"},
    "touch": {"direction": "'out'", "outcome": "''", "text": "''"},
    "touch_kind": {"position": "0"},
}


def upgrade() -> None:
    book = op.get_bind()
    # Else a new name would be carried into what others say of the table, and checked against a view of another program.
    book.exec_driver_sql("PRAGMA legacy_alter_table = ON")
    for table, defaults in _DEFAULTS.items():
        _make_anew(book, table, defaults)
    book.exec_driver_sql("PRAGMA legacy_alter_table = OFF")


def _make_anew(book: Connection, table: str, defaults: dict[str, str]) -> None:
    """Make the table with these defaults, its rows, indexes and triggers as they are, its numbers counted on."""
    of_it = "SELECT sql FROM sqlite_master WHERE tbl_name = ? AND type {} 'table' AND sql IS NOT NULL"
    (made,) = book.exec_driver_sql(of_it.format("="), (table,)).scalars()
    beside = book.exec_driver_sql(of_it.format("<>"), (table,)).scalars().all()
    book.exec_driver_sql(f"CREATE TABLE anew {_with_defaults(made[made.index('(') :], defaults)}")
    # Behind a damaged index two rows may stand where there can be one: the newest stays, the backup has them all.
    rows = f"SELECT {_whole(book, table, defaults)} FROM {table} ORDER BY id"
    try:
        book.exec_driver_sql(f"INSERT INTO anew {rows}")
    except IntegrityError:
        book.exec_driver_sql(f"INSERT OR IGNORE INTO anew {rows} DESC")
    book.exec_driver_sql(
        "UPDATE sqlite_sequence SET seq = (SELECT seq FROM sqlite_sequence WHERE name = ?) WHERE name = 'anew'",
        (table,),
    )
    book.exec_driver_sql(f"DROP TABLE {table}")
    book.exec_driver_sql(f"ALTER TABLE anew RENAME TO {table}")
    for statement in beside:
        book.exec_driver_sql(statement)


def _whole(book: Connection, table: str, defaults: dict[str, str]) -> str:
    """The columns of the table; of one that may not be NULL and is in a damaged row, what stands for nothing."""
    columns = []
    for _, name, kind, required, _, _ in book.exec_driver_sql(f"PRAGMA table_info({table})"):
        nothing = defaults.get(name, "0" if kind in ("INTEGER", "BOOLEAN") else "''")
        columns.append(f'coalesce("{name}", {nothing})' if required else f'"{name}"')
    return ", ".join(columns)


def _with_defaults(columns: str, defaults: dict[str, str]) -> str:
    """What stands in the parentheses of a CREATE TABLE; raises ValueError where a column is not found in it."""
    for column, default in defaults.items():
        columns, found = re.subn(rf"([(,]\s*\"?{column}\"? \w+)(?= NOT NULL)", rf"\1 DEFAULT {default}", columns)
        if found != 1:
            raise ValueError(f"no column {column} as it was made")
    return columns
