"""A deal while its fields are edited: what was changed is written at the end, by one statement."""

from __future__ import annotations

from pipetui.domain import fields
from pipetui.domain.deal import Deal
from pipetui.domain.errors import NotFoundError, Remedy
from pipetui.store import values
from pipetui.store.values import written

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable
    from datetime import date, datetime
    from typing import Any

_COLUMNS: dict[str, Callable[[Any], Any] | None] = {
    "title": None,
    "key": None,
    "value_minor": None,
    "currency": None,
    "status": None,
    "stage_id": None,
    "entered_stage_at": values.moment,
    "organization_id": None,
    "source": None,
    "expected_close": values.day,
    "close_pushed": None,
    "own_probability": None,
    "created_at": values.moment,
    "closed_at": values.moment,
    "closed_on": values.day,
    "first_won_at": values.moment,
    "lost_reason": None,
    "lost_note": None,
    "lost_stage_id": None,
    "revisit_on": values.day,
    "parked_until": values.day,
    "renewal_on": values.day,
    "renewal_lead_days": None,
    "created_unknown": None,
    "touched_elsewhere_at": values.moment,
    **{field.stored: None for field in fields.DEAL if field.kind in fields.PLAIN},
}
"""What can be edited, and how it is read; of another program's odd value only what is edited is written over."""


class DealRow:
    """The columns of a deal as attributes, to be read and set; `save` writes those that were set to something else.

    Times are aware, money is in minor units of `currency`.
    """

    title: str
    key: str
    value_minor: int | None
    currency: str
    status: str
    stage_id: int
    entered_stage_at: datetime
    organization_id: int | None
    source: str
    expected_close: date | None
    close_pushed: int
    own_probability: int | None
    created_at: datetime
    closed_at: datetime | None
    closed_on: date | None
    first_won_at: datetime | None
    lost_reason: str
    lost_note: str
    lost_stage_id: int | None
    revisit_on: date | None
    parked_until: date | None
    renewal_on: date | None
    renewal_lead_days: int
    created_unknown: int
    touched_elsewhere_at: datetime | None

    def __init__(self, connection: sqlite3.Connection, deal_id: int) -> None:
        """The deal with that number; raises NotFoundError, also for one in the bin."""
        row = connection.execute(
            f"SELECT deleted_at, {', '.join(_COLUMNS)} FROM deal WHERE id = ?", (deal_id,)
        ).fetchone()
        if row is None or row[0] is not None:
            raise NotFoundError(
                f"deal #{deal_id} {'does not exist' if row is None else 'is in the bin'}", remedy=Remedy("list")
            )
        self.id = deal_id
        self._connection = connection
        self._found = {
            name: value if value is None or read is None else read(value)
            for (name, read), value in zip(_COLUMNS.items(), row[1:], strict=True)
        }
        self.__dict__.update(self._found)

    @property
    def name(self) -> str:
        """How a refusal names it: by the title in the book, whatever was typed for it."""
        return f"#{self.id} {self._found['title']}"

    @property
    def deal(self) -> Deal:
        """The moving part of it, as the domain knows it."""
        return Deal(*(getattr(self, name) for name in Deal._fields))

    def take(self, moved: Deal) -> None:
        """What a move of the domain gave back."""
        for name, value in zip(Deal._fields[1:], moved[1:], strict=True):
            setattr(self, name, value)

    def save(self) -> None:
        """Write what was set since it was read, inside a transaction."""
        changed = {name: getattr(self, name) for name in _COLUMNS if getattr(self, name) != self._found[name]}
        if changed:
            assigned = ", ".join(f"{name} = ?" for name in changed)
            self._connection.execute(
                f"UPDATE deal SET {assigned} WHERE id = ?", (*map(written, changed.values()), self.id)
            )
            self._found.update(changed)
