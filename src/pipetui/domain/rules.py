"""What a deal needs: the state of its next step, rotting, the bucket of the day, urgency.

`now` is an aware time in the rep's own zone and is always passed in; `today` is its date.
"""

from __future__ import annotations

from datetime import timedelta
from math import log10
from operator import mul

from pipetui.domain.deal import THEIRS, TOUCH_KINDS
from pipetui.domain.text import fold
from pipetui.domain.when import working_days_between

TYPE_CHECKING = False
if TYPE_CHECKING:
    from datetime import date, datetime
    from typing import NamedTuple

    from pipetui.domain.when import DateRules
else:
    from pipetui.domain.record import NamedTuple

OVERDUE, TODAY, PLANNED, NONE = "overdue", "today", "planned", "none"

HOT = "hot"
"""The tag that lifts a deal to the top of every list."""

SUGGESTED_WORKING_DAYS = 3
"""When a deal should be looked at again if no cadence says otherwise."""

SHOW_POSTPONED_FROM = 3
"""From how many postponements on their count is shown."""


def step_state(due: date, time: str | None, now: datetime) -> str:
    """overdue, today or planned. Without a time a step is due until its day has ended, with one until right then."""
    today = now.date()
    if due != today:
        return OVERDUE if due < today else PLANNED
    return OVERDUE if time is not None and now.strftime("%H:%M:%S") > f"{time}:00" else TODAY


def rotting_days(
    stage_days: int, entered_at: datetime, last_touch_at: datetime | None, future_step: bool, now: datetime
) -> int:
    """Whole days since the deal entered its stage or was last touched, if that makes it rot; else 0.

    `stage_days` is the stage's limit (0 = it never rots); `future_step` tells that an undone follow-up still lies
    ahead, which keeps a deal fresh.
    """
    if stage_days <= 0 or future_step:
        return 0
    since = entered_at if last_touch_at is None else max(entered_at, last_touch_at)
    quiet = now - since
    return quiet.days if quiet >= timedelta(days=stage_days) else 0


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


class Weights(NamedTuple):
    """How much each term of the urgency counts; every one is a setting."""

    lateness: float = 12.0
    no_next_step: float = 9.0
    closing: float = 6.0
    value: float = 5.0
    stage_age: float = 4.0
    silence: float = 3.0
    progress: float = 2.0
    hot: float = 15.0
    waiting: float = -3.0


class Facts(NamedTuple):
    """What the urgency of one open deal is worked out from.

    `weighted` and `median_weighted` are minor units of one currency; `stage_days` and `stage_median` are days in
    the present stage and the median of all stays in it (None without history); `progress` is 0 for the first
    stage and 1 for the last.
    """

    due: date | None
    turn: str
    expected_close: date | None
    weighted: int
    median_weighted: int
    stage_days: int
    stage_median: float | None
    idle_days: int
    progress: float
    hot: bool


class Term(NamedTuple):
    """One line of the sum: weight × value (0 to 1) = points, and what it looked at."""

    name: str
    weight: float
    value: float
    why: str

    @property
    def points(self) -> float:
        """Weight × value."""
        return self.weight * self.value


def _share(value: float) -> float:
    return 0.0 if value < 0.0 else min(value, 1.0)


def lateness(due: date, today: date, rules: DateRules) -> float:
    """0.2 at seven days ahead (and beyond), rising in a straight line to 1.0 at five working days late."""
    position = working_days_between(due, today, rules) if due < today else (today - due).days
    return max(0.2, _share(0.2 + 0.8 * (position + 7) / 12))


def _value_share(weighted: int, median: int) -> float:
    """Half at the rep's own median weighted deal, 1 at ten times that, 0 at a tenth of it or without a value."""
    if weighted <= 0 or median <= 0:
        return 0.0
    return _share(0.5 + 0.5 * log10(weighted / median))


def _stage_age_share(days: float, median: float | None) -> float:
    """0 up to the stage's own median stay, 1 from twice that on. Medians under a day count as one day."""
    if median is None:
        return 0.0
    typical = max(median, 1.0)
    return _share((days - typical) / typical)


def _closing(expected: date | None, today: date) -> bool:
    return expected is not None and (expected - today).days <= 14


def _terms(facts: Facts, today: date, rules: DateRules) -> tuple[float, ...]:
    """The 0..1 value of every term, in the order of `Weights`."""
    return (
        lateness(facts.due, today, rules) if facts.due else 0.0,
        0.0 if facts.due else 1.0,
        1.0 if _closing(facts.expected_close, today) else 0.0,
        _value_share(facts.weighted, facts.median_weighted),
        _stage_age_share(facts.stage_days, facts.stage_median),
        _share(facts.idle_days / 30),
        _share(facts.progress),
        1.0 if facts.hot else 0.0,
        1.0 if facts.turn == THEIRS else 0.0,
    )


def urgency(facts: Facts, weights: Weights, today: date, rules: DateRules) -> float:
    """The sum of weight × term that orders every list."""
    return float(sum(map(mul, weights, _terms(facts, today, rules))))


def explain(facts: Facts, weights: Weights, today: date, rules: DateRules) -> tuple[Term, ...]:
    """The urgency term by term; the points add up to `urgency`."""
    median = facts.stage_median
    history = "no history of this stage yet" if median is None else f"median {median:.0f}"
    said = (
        ("follow-up lateness", f"due {facts.due}" if facts.due else "none planned"),
        ("no next step", "" if facts.due else "none planned"),
        ("close date near", f"expected {facts.expected_close}" if facts.expected_close else "no close date"),
        ("weighted value", "against your median open deal"),
        ("long in stage", f"{facts.stage_days} days, {history}"),
        ("silence", f"{facts.idle_days} days"),
        ("stage progress", f"{facts.progress:.0%} of the way"),
        ("hot", "tag hot" if facts.hot else "no tag hot"),
        ("waiting on them", "their turn" if facts.turn == THEIRS else "not their turn"),
    )
    values = _terms(facts, today, rules)
    return tuple(
        Term(name, weight, value, why) for (name, why), weight, value in zip(said, weights, values, strict=True)
    )


def kind_of(what: str) -> str:
    """The kind of touch that a step's text begins with ("call Ann" is a call), or ""."""
    first = fold(what).partition(" ")[0].replace("-", "").rstrip(":")
    return next((kind for kind in TOUCH_KINDS if first in (kind, kind + "s")), "email" if first == "mail" else "")


def answers(kind: str, what: str, turn: str, state: str, touch: str, outcome: str, direction: str) -> bool:
    """Whether a touch finishes a follow-up by itself.

    What we wait for is finished when they answer. What we planned is finished when it is due and the touch is of
    the same kind, or when it says nothing but a date: a promise in words ("send quote") stays until it is ticked.
    """
    if turn == THEIRS:
        return direction == "in" or outcome in ("replied", "reached", "booked")
    if state == PLANNED:
        return False
    return kind == touch or not (kind or what)
