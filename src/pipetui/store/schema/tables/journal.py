"""The undo journal: steps, and the image of every row they changed."""

from datetime import datetime

from sqlalchemy import Index
from sqlmodel import Field

from pipetui.store.schema.tables.base import Row, moment, table


class Step(Row, table=True):
    """One gesture in the journal: what undo takes back and redo puts there again.

    `undone_after` is the newest step there was when this one was undone: a newer one ends the way forward.
    """

    __tablename__ = "step"
    __table_args__ = table(Index("ix_step_undone", "undone_at", "id"))
    label: str
    source: str
    at: datetime = moment()
    undone_at: datetime | None = moment(nullable=True)
    undone_after: int | None = None


class JournalRow(Row, table=True):
    """One changed row of a step: its image before (NULL = was not there) and after (NULL = is gone).

    With a `last_id` it stands for the run of new rows `row_id` to `last_id`, which a step put in together; see
    `store.runs` for what `after` holds then.
    """

    __tablename__ = "journal_row"
    __table_args__ = table(Index("ix_journal_row_of", "table_name", "row_id"))
    step_id: int = Field(foreign_key="step.id", index=True)
    table_name: str
    row_id: int
    before: str | None = None
    after: str | None = None
    last_id: int | None = None


class JournalHead(Row, table=True):
    """One row: the step changes belong to now; -1 while undo itself writes, NULL between gestures."""

    __tablename__ = "journal_head"
    step_id: int | None = None


JOURNAL_TABLES = frozenset({"step", "journal_row", "journal_head"})
"""The journal does not journal itself."""
