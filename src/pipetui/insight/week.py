"""The week's scorecard: what was done in some days, beside the goals and what is planned (behaviour 23)."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from typing import NamedTuple

    from pipetui.domain.goals import GoalDone
    from pipetui.domain.money import Money
    from pipetui.insight.plan import ActivityPlan
else:
    from pipetui.domain.record import NamedTuple


class ActivityTally(NamedTuple):
    """What was done in some days: touches that went out by kind, and how many of them got through; meetings held.

    And the deals that came in, were won (with their value) and were lost.
    """

    touches: Mapping[str, int]
    got_through: Mapping[str, int]
    meetings: int = 0
    new_deals: int = 0
    won: int = 0
    value: tuple[Money, ...] = ()
    lost: int = 0

    @property
    def all_touches(self) -> int:
        """Of every kind."""
        return sum(self.touches.values())

    def of_goal(self, what: str) -> int:
        """How many there were of what a goal counts."""
        return {"touches": self.all_touches, "meetings": self.meetings, "new deals": self.new_deals}[what]


class WeekScorecard(NamedTuple):
    """A week: what was done in it, in as many days of the week before, what is planned until its end, the goals.

    `planned` and `goals` are of the running week alone; `plan` is there where a quota is set.
    """

    first: date
    last: date
    today: date
    done: ActivityTally
    before: ActivityTally
    planned: Mapping[str, int]
    goals: tuple[GoalDone, ...]
    plan: ActivityPlan | None

    @property
    def running(self) -> bool:
        """Whether today lies in it."""
        return self.first <= self.today <= self.last
