"""Indexes from which the prompt and the usual figures are read, and what an import of many rows is kept by.

Shorter triggers come with every revision.

Revision 0002.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

OPEN = sa.text("status = 'open' AND deleted_at IS NULL")


def upgrade() -> None:
    op.create_index("ix_deal_open", "deal", ["id", "parked_until"], sqlite_where=OPEN)
    op.create_index(
        "ix_deal_worth", "deal", ["currency", "id", "value_minor", "own_probability", "stage_id"], sqlite_where=OPEN
    )
    op.drop_index("ix_deal_revisit", "deal")
    op.create_index(
        "ix_deal_revisit",
        "deal",
        ["revisit_on"],
        sqlite_where=sa.text("status = 'lost' AND deleted_at IS NULL AND revisit_on IS NOT NULL"),
    )
    op.drop_index("ix_deal_renewal", "deal")
    op.create_index(
        "ix_deal_renewal",
        "deal",
        [sa.text("date(renewal_on, '-' || renewal_lead_days || ' days')")],
        sqlite_where=sa.text("status = 'won' AND deleted_at IS NULL AND renewal_on IS NOT NULL"),
    )
    op.drop_index("ix_stage_event_stay", "stage_event")
    op.create_index(
        "ix_stage_event_stay",
        "stage_event",
        ["from_stage_id", "at", "stayed_s"],
        sqlite_where=sa.text("stayed_s IS NOT NULL"),
    )
    op.drop_index("ix_follow_up_due", "follow_up")
    op.create_index(
        "ix_follow_up_due", "follow_up", ["due_on", "deal_id", "due_time"], sqlite_where=sa.text("done_at IS NULL")
    )
    op.add_column("journal_row", sa.Column("last_id", sa.Integer(), nullable=True))
    op.add_column("external_ref", sa.Column("digest", sa.String(), nullable=True))
