"""What was written about deals is found by its words; when somebody was touched last is known from an index.

Revision 0008. The index of words is made at the end of every upgrade, as all that is made of other tables (see
`migrate`), and the texts are read when a word is first looked for, or behind the first screen of the app.
"""

from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("DROP INDEX IF EXISTS ix_touch_person_id")
    op.execute("CREATE INDEX IF NOT EXISTS ix_touch_person ON touch (person_id, at)")
