"""Which open deals look dead, and why (behaviour 10)."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import NamedTuple
else:
    from pipetui.domain.record import NamedTuple


class Limits(NamedTuple):
    """From when on a deal looks dead; every one is a setting.

    `calls` and `emails` without an answer; `pushed` close dates; `cycle_days` is the age that counts as old until there
    are enough wins of one's own; `keep_days` is how long a deal that is kept is not shown again.
    """

    calls: int = 3
    emails: int = 3
    pushed: int = 3
    cycle_days: int = 180
    keep_days: int = 30
