"""When the dead leads are to be swept again (behaviour 10). Small, for `pipetui today` asks it each time."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from datetime import date
    from typing import NamedTuple
else:
    from pipetui.domain.record import NamedTuple

AFTER_DAYS = 7
MANY_ENOUGH = 5
"""A reminder comes that many days after the last sweep, in a book of so many open deals."""


class Reminder(NamedTuple):
    """That a sweep is due: the last one was `days` ago, or there was `never` one since the first deal came."""

    days: int
    never: bool = False

    @property
    def message(self) -> str:
        """`sweep last done 9 days ago`."""
        return "dead leads never swept yet" if self.never else f"sweep last done {self.days:,} days ago"


def due(last: date | None, began: date, today: date) -> Reminder | None:
    """Whether a sweep is due: `last` is the day of the last one, `began` the day of the first deal."""
    days = (today - (last or began)).days
    return Reminder(days, last is None) if days >= AFTER_DAYS else None
