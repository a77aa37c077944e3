"""What became of the fields of a deal over time."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from datetime import date, datetime
    from typing import NamedTuple

    from pipetui.domain.money import Money
else:
    from pipetui.domain.record import NamedTuple

VALUE, CLOSE, STAGE = "value", "close", "stage"


class FieldChange(NamedTuple):
    """A field (VALUE, CLOSE or STAGE) became something else at a moment: None is nothing.

    A stage is its name, or won and lost; of a value and a close date it is known by what it was changed, `source`.
    """

    at: datetime
    field: str
    before: Money | date | str | None
    after: Money | date | str | None
    source: str = ""


class FieldHistory(NamedTuple):
    """The changes of a deal, the oldest first; `since` is from when on values and close dates are known, None for all
    of its life."""

    id: int
    title: str
    changes: tuple[FieldChange, ...]
    since: datetime | None
