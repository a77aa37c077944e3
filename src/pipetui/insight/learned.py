"""What was learned of the past, for as long as it is the same past: the forecast is asked for again and again."""

from __future__ import annotations

from pipetui.insight.courses import known_at
from pipetui.insight.forecast import EstimatedPeriod
from pipetui.insight.past_periods import newest_of, past_spans, prove

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from pipetui.domain.dates.period import Period
    from pipetui.insight.backtest import Proof
    from pipetui.insight.courses import Course


class LearnedPast:
    """Makes estimates, and keeps the last one and its proof. What is kept is what would be made anew."""

    def __init__(self) -> None:
        self._made_of: tuple[object, ...] = ()
        self._estimated: EstimatedPeriod | None = None
        self._proved_by: tuple[object, ...] = ()
        self._proof: Proof | None = None

    def estimated(
        self, courses: Sequence[Course], period: Period, today: date, percents: Mapping[int, int]
    ) -> EstimatedPeriod:
        """The period as the newest deals tell it."""
        made_of = period, today, percents, courses
        if self._estimated is None or made_of != self._made_of:
            proof = self._proof_of(courses, period, today, percents)
            self._made_of, self._estimated = made_of, EstimatedPeriod(courses, period, today, percents, proof)
        return self._estimated

    def _proof_of(self, courses: Sequence[Course], period: Period, today: date, percents: Mapping[int, int]) -> Proof:
        """How well past periods were told rests on what was known when the last of them was over, and on nothing since.

        So a deal that is won today leaves it as it is.
        """
        newest = newest_of(courses)
        spans = past_spans(newest, period, today)
        known = known_at(newest, spans[-1].end) if spans else []
        proved_by = spans, percents, known
        if self._proof is None or proved_by != self._proved_by:
            self._proved_by, self._proof = proved_by, prove(known, spans, percents)
        return self._proof
