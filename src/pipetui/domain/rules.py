"""What a deal needs: the state of its next step, rotting, the bucket of the day.

`now` is an aware time in the rep's own zone and is always passed in; `today` is its date.
"""

from __future__ import annotations

from datetime import timedelta

from pipetui.domain.dates.workdays import add_working_days
from pipetui.domain.deal import MEETINGS, THEIRS, TOUCH_KINDS
from pipetui.domain.folding import fold

TYPE_CHECKING = False
if TYPE_CHECKING:
    from datetime import date, datetime

    from pipetui.domain.dates.workdays import DateRules

OVERDUE, TODAY, PLANNED, NONE = "overdue", "today", "planned", "none"

SUGGESTED_WORKING_DAYS = 3
"""When a deal should be looked at again if no cadence says otherwise."""

SHOW_POSTPONED_FROM = 3
"""From how many postponements on their count is shown."""

MANY = 3
"""From how many deals on a change is shown and asked about before it is made (behaviour 31)."""


def step_state(due: date, time: str | None, now: datetime) -> str:
    """overdue, today or planned. Without a time a step is due until its day has ended, with one until right then."""
    today = now.date()
    if due != today:
        return OVERDUE if due < today else PLANNED
    return OVERDUE if time is not None and now.strftime("%H:%M:%S") > f"{time}:00" else TODAY


def days_since(at: datetime, now: datetime) -> int:
    """How many calendar days of the rep's zone, that of `now`, lie between a time and now; 0 for one ahead."""
    return max(0, (now.date() - at.astimezone(now.tzinfo).date()).days)


def rotting_days(stage_days: int, quiet: int, future_step: bool) -> int:
    """The days that a deal was left untouched in its stage, if that makes it rot; else 0.

    `stage_days` is the stage's limit (0 = it never rots), `quiet` how many calendar days ago it entered the stage or
    was last touched; `future_step` tells that an undone follow-up still lies ahead, which keeps a deal fresh.
    """
    return quiet if 0 < stage_days <= quiet and not future_step else 0


def look_again(today: date, rules: DateRules) -> date:
    """When a deal is to be looked at again if nothing else says when (behaviour 4)."""
    return add_working_days(today, SUGGESTED_WORKING_DAYS, rules)


def week_begin(day: date, week_start: int) -> date:
    """The first day of the week `day` lies in; `week_start` 0 = Monday … 6 = Sunday."""
    return day - timedelta(days=(day.weekday() - week_start) % 7)


def bucket(due: date, state: str, today: date, week_start: int) -> str:
    """The heading of Today that a planned thing stands under."""
    if state in (OVERDUE, TODAY):
        return state
    next_week = week_begin(today, week_start) + timedelta(days=7)
    if due < next_week:
        return "this week"
    return "next week" if due < next_week + timedelta(days=7) else "later"


def bucket_date(name: str, today: date, week_start: int) -> date | None:
    """A date that lies in the bucket `name`, to preset where something is added from it; None where no date does.

    Nothing can be put into Overdue; on the last day of a week "this week" has no day left and gives None.
    """
    next_week = week_begin(today, week_start) + timedelta(days=7)
    if name == TODAY:
        return today
    if name == "this week":
        tomorrow = today + timedelta(days=1)
        return tomorrow if tomorrow < next_week else None
    if name == "next week":
        return next_week
    return next_week + timedelta(days=7) if name == "later" else None


def kind_of(what: str) -> str:
    """The kind of touch that a step's text begins with ("call Ann" is a call), or ""."""
    first = fold(what).partition(" ")[0].replace("-", "").rstrip(":")
    return next((kind for kind in TOUCH_KINDS if first in (kind, kind + "s")), "email" if first == "mail" else "")


UNHEARD = ("no answer", "bounced")
"""How it went where a machine answered: an automatic reply came in, but nobody was heard from."""


def came_in(direction: str, outcome: str) -> bool:
    """Whether somebody of the other side moved: a touch came in, and not from a machine."""
    return direction == "in" and outcome not in UNHEARD


UNREACHED = ("no answer", "left message", "bounced")
"""How it went where nobody was there: what it was for is still to be done."""


def answers(kind: str, what: str, turn: str, state: str, touch: str, outcome: str, direction: str) -> bool:
    """Whether a touch finishes a follow-up by itself.

    What we wait for is finished when they answer. What we planned is finished when it is due and the touch is of
    the same kind, or when it says nothing but a date: a promise in words ("send quote") stays until it is ticked. To
    meet somebody takes two: a meeting, demo or visit at which nobody was has not taken place.
    """
    if turn == THEIRS:
        return came_in(direction, outcome) or outcome in ("replied", "reached", "booked")
    if state == PLANNED:
        return False
    if kind in MEETINGS and outcome in UNREACHED:
        return False
    return kind == touch or not (kind or what)
