"""What the rep's day needs: follow-ups know their cadence, scores have rules, and a book begins with texts.

Revision 0003.
"""

import sqlalchemy as sa
from alembic import op

from pipetui.store.schema import starters

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

FILLED = (("cadence_step", "template_id"), ("stage", "cadence_id"))
"""What `starters.fill` gives to rows that were there."""


def upgrade() -> None:
    op.add_column("follow_up", sa.Column("cadence_id", sa.Integer(), nullable=True))
    op.add_column("follow_up", sa.Column("cadence_place", sa.Integer(), nullable=True))
    op.create_table(
        "score_rule",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("side", sa.String(), nullable=False),
        sa.Column("rule", sa.String(), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.CheckConstraint("side IN ('fit', 'intent')", name=op.f("ck_score_rule_side_known")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_score_rule")),
        sa.UniqueConstraint("side", "rule", name=op.f("uq_score_rule_side_rule")),
        sqlite_autoincrement=True,
    )
    empty = [(table, column, _without(table, column)) for table, column in FILLED]
    # What a book begins with is nothing that undo takes back.
    op.execute("UPDATE journal_head SET step_id = -1 WHERE id = 1")
    starters.fill(op.get_bind().connection.dbapi_connection)  # type: ignore[arg-type]  # it is SQLite's
    op.execute("UPDATE journal_head SET step_id = NULL WHERE id = 1")
    for table, column, rows in empty:
        for row in rows - _without(table, column):
            _remember(table, column, row)


def _without(table: str, column: str) -> set[int]:
    return set(op.get_bind().exec_driver_sql(f"SELECT id FROM {table} WHERE {column} IS NULL").scalars())


def _remember(table: str, column: str, row: int) -> None:
    """Fill the row's images too: a step of another program that changed it could not be undone else, nor any older."""
    for image in ("before", "after"):
        op.get_bind().exec_driver_sql(
            f"""UPDATE journal_row SET {image} = json_set(
                    {image}, '$.{column}', (SELECT {column} FROM {table} WHERE id = journal_row.row_id))
                WHERE table_name = '{table}' AND row_id = ? AND last_id IS NULL
                AND json_type({image}, '$.{column}') = 'null'""",
            (row,),
        )
