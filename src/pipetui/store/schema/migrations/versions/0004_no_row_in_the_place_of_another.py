"""Triggers that refuse to put a row in the place of another; they come with every revision.

Revision 0004.
"""

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing but the triggers, which are made anew after every revision."""
