"""Cadences: a rhythm of touches, where a deal stands in it, and what ends it (behaviour 9)."""

from __future__ import annotations

from pipetui.domain.workdays import add_working_days, is_working_day

TYPE_CHECKING = False
if TYPE_CHECKING:
    from datetime import date
    from typing import NamedTuple

    from pipetui.domain.workdays import DateRules
else:
    from pipetui.domain.record import NamedTuple

REPLY, BOOKED, STAGE, WON, LOST = "reply", "meeting booked", "stage changed", "won", "lost"
FINISHED, TAKEN_OFF = "finished", "taken off"

LAST_CHANCE = "e-mail: last chance"
"""The next step of a deal that gets one more e-mail: when its cadence is over without an answer, or in the sweep."""

MOVES = {"advanced": STAGE, "retreated": STAGE, "moved": STAGE, "won": WON, "lost": LOST}
"""What a move of the deal stops its cadence by, by the kind of its stage event."""


class CadenceStep(NamedTuple):
    """One touch: its kind, and how many working days after the step before was done it is due."""

    kind: str
    wait_days: int
    text: str
    template_id: int | None = None


class Cadence(NamedTuple):
    """A named rhythm of touches; it has one step at least."""

    id: int
    name: str
    steps: tuple[CadenceStep, ...]


class Standing(NamedTuple):
    """How many steps of a cadence a deal has behind it.

    `row_id` is None for a cadence that comes with the stage and has not begun.
    """

    cadence: Cadence
    done: int
    row_id: int | None

    @property
    def next(self) -> CadenceStep | None:
        """The step to do; None after the last."""
        return self.cadence.steps[self.done] if self.done < len(self.cadence.steps) else None


NOW = CadenceStep("email", 0, LAST_CHANCE)
"""The step after the last one, if the rep decides so."""


def stopped_by(outcome: str, direction: str) -> str:
    """What a touch stops a cadence by, "" when it goes on: they answered, or a meeting is booked."""
    if outcome == "booked":
        return BOOKED
    return REPLY if outcome == "replied" or direction == "in" else ""


def due_after(step: CadenceStep, done_on: date, rules: DateRules) -> date:
    """The day a step is due when the one before it was done on `done_on`; always a working day."""
    if step.wait_days == 0 and is_working_day(done_on, rules):
        return done_on
    return add_working_days(done_on, max(1, step.wait_days), rules)
