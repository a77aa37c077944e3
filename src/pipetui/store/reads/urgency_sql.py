"""The urgency as SQLite works it out: each term of `domain.urgency` as an expression over the row of a deal.

The same sum to the last figure: what Python has a rule for is put into the statement as the figures it gives, and they
are multiplied and added in the same order. A property test holds the two against each other. The expressions are over
`deal d`, its line `deal_line l` and its step `follow_up f`, and right for rows that are as the store writes them.
Standard library only.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from math import log10

from pipetui.domain import urgency
from pipetui.domain.deal import THEIRS
from pipetui.store.values import utc_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Sequence
    from typing import Any

    from pipetui.store.reads.cards import BookFacts, Moment

TOUCHED = "coalesce(l.touched_at, d.created_at)"
"""Since when a deal is silent, as the times are stored."""

LONGEST_STAY = 3_000
"""Days in a stage that are told apart; no median is half as long but by another program's doing."""

_LOG = "log10_of_python"


class UrgencySql:
    """The urgency at a moment in a book: `sql`, an expression that needs `values` as named parameters."""

    def __init__(self, moment: Moment, known: BookFacts) -> None:
        self.moment, self.known = moment, known
        self.today = moment.now.date()
        self.values: dict[str, Any] = {}
        self.percent = self._percent()
        """The probability in percent of an open deal."""
        self.weighted = f"((d.value_minor * {self.percent} + 50) / 100)"
        """Its weighted value in minor units, as `domain.money.weighted` rounds it; NULL without a value."""
        self.sql = self._sum()

    def midnight(self, days_ago: int) -> str:
        """When the day began, that many days ago, as times are stored."""
        day = self.today - timedelta(days=days_ago)
        return utc_text(datetime.combine(day, time(), self.moment.now.tzinfo))

    def _sum(self) -> str:
        weights = self.moment.weights
        parts = []
        for name, weight in zip(weights._fields, weights, strict=True):
            parts.append(f"{self._given(f'weight_{name}', weight)} * {TERMS[name](self)}")
        return " + ".join(parts)

    def _given(self, name: str, value: float) -> str:
        """A figure as a parameter: SQLite does not read every last digit of one that is written out."""
        self.values[name] = value
        return f":{name}"

    def _of_stage(self, figures: dict[int, str], other: str) -> str:
        """What a figure is for the stage of the deal."""
        if not figures:
            return other
        return f"CASE d.stage_id {' '.join(f'WHEN {stage} THEN {said}' for stage, said in figures.items())} END"

    def _percent(self) -> str:
        stages = {stage.id: str(stage.probability) for stage in self.known.pipelines.stages}
        return f"coalesce(d.own_probability, {self._of_stage(stages, '0')})"

    # --- the terms, each a value from 0 to 1 -----------------------------------------------------------------------

    def lateness(self) -> str:
        """By the day: only those around today differ."""
        today, rules = self.today, self.moment.dates
        most = urgency.lateness(date.min, today, rules)
        days = [today + timedelta(days=urgency.AHEAD_DAYS)]
        shares = [urgency.lateness(days[0], today, rules)]
        while shares[-1] != most or days[-1] >= today:
            days.append(days[-1] - timedelta(days=1))
            shares.append(urgency.lateness(days[-1], today, rules))
        given = [self._given(f"late_{place}", share) for place, share in enumerate(shares)]
        bounds = [f"'{day.isoformat()}'" for day in days[:-1]]
        return f"CASE WHEN f.due_on IS NULL THEN 0.0 ELSE {_chosen('f.due_on', bounds[::-1], given[::-1])} END"

    def no_next_step(self) -> str:
        """Without a step."""
        return "(f.due_on IS NULL) * 1.0"

    def closing(self) -> str:
        """A close date that is near, or past."""
        near = self.today + timedelta(days=urgency.NEAR_DAYS)
        return f"coalesce(d.expected_close <= '{near.isoformat()}', 0) * 1.0"

    def value(self) -> str:
        """By Python's logarithm: SQLite's own differs in the last figure, and may not be there."""
        usual = self.known.medians.weighted
        if not usual:
            return "0.0"
        for place, code in enumerate(usual):
            self.values[f"currency_{place}"] = code
        medians = " ".join(f"WHEN :currency_{place} THEN {median}.0" for place, median in enumerate(usual.values()))
        times = f"({self.weighted} / CASE d.currency {medians} END)"
        within = f"0.5 + 0.5 * {_LOG}({times})"  # between a tenth and ten times the median, where it is 0 and 1
        return (
            f"CASE WHEN {times} < 10.0 THEN CASE WHEN {times} > 0.1 THEN {within} ELSE 0.0 END"
            f" WHEN {times} IS NULL THEN 0.0 ELSE 1.0 END"
        )

    def stage_age(self) -> str:
        """Days in the stage against its own median."""
        typical = {stage: max(usual, 1) for stage, usual in self.known.medians.stays.items()}
        if not typical:
            return "0.0"
        most = min(2 * max(typical.values()), LONGEST_STAY)
        bounds = [f"'{self.midnight(days)}'" for days in range(most - 1, -1, -1)]
        days = _chosen("d.entered_stage_at", bounds, [str(days) for days in range(most, -1, -1)])
        usual = self._of_stage({stage: f"{days}.0" for stage, days in typical.items()}, "NULL")
        return f"max(0.0, min(1.0, coalesce(({days} - {usual}) / {usual}, 0.0)))"

    def silence(self) -> str:
        """Days since the last touch, or since the morning on which it came back to the board."""
        most = urgency.SILENT_DAYS
        shares = [f"{days} / {most}.0" for days in range(most, -1, -1)]
        bounds = [f"'{self.midnight(days)}'" for days in range(most - 1, -1, -1)]
        silent = _chosen(TOUCHED, bounds, shares)
        mornings = [f"'{(self.today - timedelta(days=days)).isoformat()}'" for days in range(most - 1, -1, -1)]
        back = _chosen("d.parked_until", mornings, shares)
        unparked = f"d.parked_until <= '{self.today.isoformat()}'"
        return f"CASE WHEN {unparked} THEN min({silent}, {back}) ELSE {silent} END"

    def progress(self) -> str:
        """By the stage."""
        way = self.known.pipelines.progress()
        return self._of_stage({stage: self._given(f"way_{stage}", urgency.share(way[stage])) for stage in way}, "0.0")

    def hot(self) -> str:
        """The line knows."""
        return "l.hot * 1.0"

    def waiting(self) -> str:
        """By whose turn it is."""
        return f"coalesce(f.turn = '{THEIRS}', 0) * 1.0"


TERMS: dict[str, Callable[[UrgencySql], str]] = {
    "lateness": UrgencySql.lateness,
    "no_next_step": UrgencySql.no_next_step,
    "closing": UrgencySql.closing,
    "value": UrgencySql.value,
    "stage_age": UrgencySql.stage_age,
    "silence": UrgencySql.silence,
    "progress": UrgencySql.progress,
    "hot": UrgencySql.hot,
    "waiting": UrgencySql.waiting,
}
"""The expression of every term, by the name of its weight."""


def prepare(connection: sqlite3.Connection) -> None:
    """Let the connection know the one function that the expressions need."""
    connection.create_function(_LOG, 1, log10, deterministic=True)


def _chosen(text: str, bounds: Sequence[str], results: Sequence[str]) -> str:
    """The result for where `text` lies between the bounds, which rise: the first below all, the last from the last on.

    Asked as one looks up a word in a dictionary, in few comparisons.
    """
    if not bounds:
        return results[0]
    middle = len(bounds) // 2
    below = _chosen(text, bounds[:middle], results[: middle + 1])
    above = _chosen(text, bounds[middle + 1 :], results[middle + 1 :])
    return f"CASE WHEN {text} < {bounds[middle]} THEN {below} ELSE {above} END"
