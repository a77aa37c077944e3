"""Each deal has a ready line for lists.

Revision 0007. Nothing to do here: what is made of other tables is made anew at the end of every upgrade, as the program
has it now (see `migrate`).
"""

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass
