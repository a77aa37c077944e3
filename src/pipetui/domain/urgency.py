"""Which deal comes first: one documented sum of weight × (0 to 1) terms, and why (behaviour 12).

`today` is always passed in.
"""

from __future__ import annotations

from functools import reduce
from math import log10
from operator import add, mul

from pipetui.domain.dates.workdays import working_days_between
from pipetui.domain.deal import THEIRS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date
    from typing import NamedTuple

    from pipetui.domain.dates.workdays import DateRules
else:
    from pipetui.domain.record import NamedTuple

SAMPLE = 200
"""How many stays in a stage, and deals of a currency, a median is taken of: the newest."""

HOT = "hot"
"""The tag that lifts a deal to the top of every list."""

NEAR_DAYS, SILENT_DAYS = 14, 30
"""How many days ahead a close date counts as near, and after how many a silence counts in full."""

AHEAD_DAYS = 7
"""How many days ahead a follow-up begins to press."""


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

    @property
    def full(self) -> float:
        """What all terms that can hold at once come to, without the tag HOT: so long is a whole bar in every list."""
        step = max(self.lateness, self.no_next_step)
        return step + self.closing + self.value + self.stage_age + self.silence + self.progress


class UrgencyFacts(NamedTuple):
    """What the urgency of one open deal is worked out from.

    `weighted` and `median_weighted` are minor units of one currency; `stage_days` and `stage_median` are days in
    the present stage and the median of the newest stays in it (None without history); `progress` is 0 for the first
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


def share(value: float) -> float:
    """`value`, held between 0 and 1."""
    return 0.0 if value < 0.0 else min(value, 1.0)


def is_hot(tags: Iterable[str]) -> bool:
    """Whether the tag HOT is among them, in any case; of ASCII letters alone, as SQLite has it."""
    return any(tag.lower() == HOT for tag in tags)


def lateness(due: date, today: date, rules: DateRules) -> float:
    """0.2 at seven days ahead (and beyond), rising in a straight line to 1.0 at five working days late."""
    position = working_days_between(due, today, rules) if due < today else (today - due).days
    return max(0.2, share(0.2 + 0.8 * (position + AHEAD_DAYS) / 12))


def _value_share(weighted: int, median: int) -> float:
    """Half at the rep's own median weighted deal, 1 at ten times that, 0 at a tenth of it or without a value."""
    if weighted <= 0 or median <= 0:
        return 0.0
    return share(0.5 + 0.5 * log10(weighted / median))


def _stage_age_share(days: float, median: float | None) -> float:
    """0 up to the stage's own median stay, 1 from twice that on. Medians under a day count as one day."""
    if median is None:
        return 0.0
    typical = max(median, 1.0)
    return share((days - typical) / typical)


def _closing(expected: date, today: date) -> bool:
    return (expected - today).days <= NEAR_DAYS


class Scale:
    """The urgency of any number of deals on one day: what follows from a date alone is worked out once for each."""

    def __init__(self, weights: Weights, today: date, rules: DateRules) -> None:
        self.weights = weights
        self.today = today
        self._rules = rules
        self._lateness: dict[date | None, float] = {None: 0.0}

    def terms(self, facts: UrgencyFacts) -> tuple[float, ...]:
        """The 0..1 value of every term, in the order of `Weights`."""
        due, turn, expected, weighted, median, days, usual_days, idle, progress, hot = facts
        late = self._lateness.get(due)
        if late is None:
            assert due is not None
            late = self._lateness[due] = lateness(due, self.today, self._rules)
        return (
            late,
            0.0 if due else 1.0,
            1.0 if expected is not None and _closing(expected, self.today) else 0.0,
            _value_share(weighted, median),
            _stage_age_share(days, usual_days),
            idle / SILENT_DAYS if idle < SILENT_DAYS else 1.0,
            share(progress),
            1.0 if hot else 0.0,
            1.0 if turn == THEIRS else 0.0,
        )

    def urgency(self, facts: UrgencyFacts) -> float:
        """The sum of weight × term that orders every list."""
        # One after the other: SQLite adds so, too, and `sum` of floats is more exact from Python 3.12 on.
        return float(reduce(add, map(mul, self.weights, self.terms(facts))))


def urgency(facts: UrgencyFacts, weights: Weights, today: date, rules: DateRules) -> float:
    """The urgency of one deal."""
    return Scale(weights, today, rules).urgency(facts)


def _against(facts: UrgencyFacts) -> str:
    if facts.weighted <= 0:
        return "it weighs nothing"
    if facts.median_weighted <= 0:
        return "no other deal of its currency weighs anything"
    return f"{facts.weighted / facts.median_weighted:.2g} times your median open deal (newest {SAMPLE}, rounded)"


def explain(facts: UrgencyFacts, weights: Weights, today: date, rules: DateRules) -> tuple[Term, ...]:
    """The urgency term by term; the points add up to `urgency`."""
    median = facts.stage_median
    history = "no history of this stage yet" if median is None else f"median {median:.0f} (newest {SAMPLE} stays)"
    said = (
        ("next step due", f"due {facts.due}" if facts.due else "none planned"),
        ("no next step", "" if facts.due else "none planned"),
        ("close date near", f"expected {facts.expected_close}" if facts.expected_close else "no close date"),
        ("weighted value", _against(facts)),
        ("long in stage", f"{facts.stage_days} days, {history}"),
        ("silence", f"{facts.idle_days} days"),
        ("stage progress", f"{facts.progress:.0%} of the way"),
        ("hot", "tag hot" if facts.hot else "no tag hot"),
        ("waiting on them", "their turn" if facts.turn == THEIRS else "not their turn"),
    )
    values = Scale(weights, today, rules).terms(facts)
    return tuple(
        Term(name, weight, value, why) for (name, why), weight, value in zip(said, weights, values, strict=True)
    )
