"""Each deal has a ready line, the words of notes and touches are found, who was touched last is in an index.

Revision 0007. The lines and the index of words are made at the end of every upgrade, as all that is made of other
tables (see `migrate`); the texts are read behind the app's first frame, or when a word is first looked for.
"""

from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("DROP INDEX IF EXISTS ix_touch_person_id")
    op.execute("CREATE INDEX IF NOT EXISTS ix_touch_person ON touch (person_id, at)")
