"""Late, in SQL: the one condition that lists, counts and filters ask it by. Standard library only.

A step without a time is late once its day is over, one with a time right after it (behaviour 1). In Python it is
`domain.rules.step_state`; a property test holds that both say the same.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from datetime import datetime

STEP = "(f.due_on < :today OR f.due_on = :today AND coalesce(f.due_time || ':00' < :clock, 0))"
"""Whether the undone follow-up `f` is late; needs `moment`."""

DEALS = f"SELECT f.deal_id FROM follow_up f INDEXED BY ix_follow_up_due WHERE f.done_at IS NULL AND {STEP}"
"""The numbers of all deals that have a late step, some of them twice; needs `moment`."""


def moment(now: datetime) -> dict[str, str]:
    """The values that the conditions need, at `now`, the rep's own time."""
    return {"today": now.date().isoformat(), "clock": f"{now:%H:%M:%S}"}
