"""What the rep's day needs: follow-ups know their cadence, scores have rules, and a book begins with texts.

Revision 0003.
"""

import sqlalchemy as sa
from alembic import op

from pipetui.store import starters

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


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
    # What a book begins with is nothing that undo takes back.
    op.execute("UPDATE journal_head SET step_id = -1 WHERE id = 1")
    starters.fill(op.get_bind().connection.dbapi_connection)  # type: ignore[arg-type]  # it is SQLite's
    op.execute("UPDATE journal_head SET step_id = NULL WHERE id = 1")
