"""What was written about deals is found by its words.

Revision 0008. Nothing to do here: what is made of other tables is made anew at the end of every upgrade (see
`migrate`), and the texts are read when a word is first looked for.
"""

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass
