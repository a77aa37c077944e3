"""Cadences: a rhythm of touches, where a deal stands in it, and what ends it (behaviour 9)."""

from __future__ import annotations

from pipetui.domain.dates.workdays import add_working_days, is_working_day
from pipetui.domain.rules import came_in

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from typing import NamedTuple

    from pipetui.domain.dates.workdays import DateRules
else:
    from pipetui.domain.record import NamedTuple

REPLY, BOOKED, STAGE, WON, LOST = "reply", "meeting booked", "stage changed", "won", "lost"
FINISHED, TAKEN_OFF = "finished", "taken off"

LONGEST_WAIT = 260
"""How many working days a step may wait at most: a year of them."""

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


def choose(known: Sequence[Cadence], name: str) -> Cadence:
    """The cadence that `name` names: whole, or a beginning of it that fits no other; hyphens may stand for blanks.

    Raises NotFoundError for none, AmbiguousError for several.
    """
    from pipetui.domain.errors import AmbiguousError, NotFoundError, Remedy
    from pipetui.domain.folding import fold, name_key
    from pipetui.domain.wording import nearest, quoted

    wanted = name_key(name)
    found = [cadence for cadence in known if fold(cadence.name) == fold(name)]
    found = found or [cadence for cadence in known if name_key(cadence.name) == wanted]
    found = found or [cadence for cadence in known if wanted and name_key(cadence.name).startswith(wanted)]
    names = ", ".join(cadence.name for cadence in known)
    if len(found) > 1:
        raise AmbiguousError(f"{quoted(name)} fits several cadences", f"write more of one: {names}")
    if not found:
        near = nearest(wanted, [fold(cadence.name) for cadence in known])
        hint = f"did you mean {near[0]}?" if near else f"there are: {names}" if known else ""
        remedy = None if hint else Remedy("cadence.new")
        raise NotFoundError(f"there is no cadence {quoted(name)}", hint, remedy=remedy)
    return found[0]


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
    return REPLY if outcome == "replied" or came_in(direction, outcome) else ""


def due_after(step: CadenceStep, done_on: date, rules: DateRules) -> date:
    """The day a step is due when the one before it was done on `done_on`; always a working day."""
    if step.wait_days == 0 and is_working_day(done_on, rules):
        return done_on
    return add_working_days(done_on, max(1, step.wait_days), rules)
