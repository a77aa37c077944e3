"""The things a pipeline is made of, as immutable values.

Times are aware UTC `datetime`s, dates are the rep's local `date`s, a time of day is `"HH:MM"`.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from datetime import date, datetime
    from typing import NamedTuple
else:
    from pipetui.domain.record import NamedTuple

OPEN, WON, LOST = "open", "won", "lost"
STATUSES = (OPEN, WON, LOST)

MINE, THEIRS = "mine", "theirs"
"""Whose turn a follow-up is: the rep owes something, or waits for them."""

ROLES = ("decision maker", "champion", "influencer", "user", "blocker")
TOUCH_KINDS = ("call", "email", "meeting", "demo", "message", "visit")
MEETINGS = ("meeting", "demo", "visit")
"""Those at which both sides are. The others go out, or come in; behind one of these “in” begins the text."""
OUTCOMES = ("reached", "no answer", "left message", "replied", "booked", "bounced")
KIND_ALIASES = {"e-mail": "email", "mail": "email", "msg": "message"}
"""Other names of kinds of touch."""


def kind_name(kind: str) -> str:
    """A kind of touch as it is read in a sentence; what is typed and kept is the kind itself."""
    return "e-mail" if kind == "email" else kind


DIRECTIONS = ("out", "in")
QUESTIONS = ("budget", "authority", "need", "timing")
ANSWERS = ("yes", "no", "unknown")
LOSS_REASONS = (
    "price",
    "budget",
    "competitor",
    "timing",
    "no decision",
    "went silent",
    "bad fit",
    "no authority",
    "other",
)


class Stage(NamedTuple):
    """One column of a pipeline.

    `probability` is in whole percent; `rotting_days` is how long a deal may lie in it untouched (0 = any time);
    `qualifies` marks the stage whose questions (budget, authority, need, timing) should be answered on leaving it.
    """

    id: int
    pipeline_id: int
    name: str
    position: int
    probability: int
    rotting_days: int
    qualifies: bool = False


class Deal(NamedTuple):
    """The part of a deal that moves: what `pipeline` reads and gives back changed."""

    id: int
    title: str
    status: str
    stage_id: int
    entered_stage_at: datetime
    closed_at: datetime | None = None
    first_won_at: datetime | None = None
    lost_reason: str = ""
    lost_note: str = ""
    lost_stage_id: int | None = None
    revisit_on: date | None = None
    parked_until: date | None = None
    closed_on: date | None = None
    """The rep's own day when it was closed, where it happened: a journey to another zone moves it to no other."""


class Due(NamedTuple):
    """When a follow-up is due: a local day, and a time of day ("HH:MM", 24 h) if it has one."""

    day: date
    time: str | None = None

    @property
    def order(self) -> tuple[date, str]:
        """What follow-ups are ordered by: of one day, the one without a time comes last."""
        return self.day, self.time or "24:00"


class StageEvent(NamedTuple):
    """One line of a deal's stage history.

    `kind` is one of created, advanced, retreated, moved, won, lost, reopened, parked, unparked.
    `stayed_s` is how many seconds the deal had lain in the stage it leaves, None where it leaves none.
    """

    kind: str
    at: datetime
    from_stage_id: int | None
    to_stage_id: int | None
    stayed_s: int | None = None
    note: str = ""
