"""The chances of open deals within a period: the rep's own past, the signs at hand, and the stage percentages.

While history is small it is drawn towards the percentages, which count in the period of a deal's expected close: it
weighs n ÷ (n + TRUST) for n closed deals (credibility; Bühlmann 1967, ASTIN Bull. 4). No history at all is the
percentage itself.
"""

from __future__ import annotations

from datetime import date

from pipetui.domain.dates.workdays import add_months
from pipetui.insight import signs
from pipetui.insight.estimate import EVEN, Chance, Outlook, risks

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import NamedTuple

    from pipetui.insight.courses import Course
    from pipetui.insight.signs import Factors, Levels
else:
    from pipetui.domain.record import NamedTuple

TRUST = 30
SPARSE = 5
"""As TRUST, for a deal whose percentage speaks of no day: it has nothing but the past."""

BEFORE = 90
"""So many days back new deals are counted, by which one knows how many there will be."""

_NEW_HALF_LIFE = 45.0

_A_MONTH = 30

LEAST_SAID = 0.01
"""By so much the months have to move a chance to be named as a reason: a little they always do."""

NOTHING = Chance(0.0, 0.0, 1.0)


def a_month_on(course: Course) -> Course:
    """The deal as if it were expected a month later, on the same day of it."""
    if course.expected is None:
        return course
    return course._replace(expected=add_months(date.fromordinal(course.expected), 1).toordinal())


class Reason(NamedTuple):
    """Something that moved a chance: what, its level or figure, and the chance to be won from there on."""

    what: str
    level: str
    chance: float


class DaySpan(NamedTuple):
    """The days that are asked for: from `begin` on, before `end`, as whole numbers."""

    begin: int
    end: int


class Chances:
    """What the past says on the morning of `today` of the days of a span."""

    def __init__(
        self,
        courses: Sequence[Course],
        today: int,
        span: DaySpan,
        percents: Mapping[int, int],
        *,
        by_percent: bool = False,
        bare: bool = False,
    ) -> None:
        """Of the courses as known that morning; `percents` are those of the stages. `bare` leaves the signs alone.

        With `by_percent` nothing but the percentages counts: where the past was told by them as well, or better.
        """
        self._today, self._span, self._percents = today, span, percents
        self.past = risks(courses, today)
        self.outlook = Outlook(self.past, today, span.begin, span.end)
        self.signs = signs.Signs() if bare else signs.signs(courses, self.past, today)
        self.by_percent = by_percent
        self._later = Outlook(self.past, today, max(today, span.begin - _A_MONTH), max(today, span.end - _A_MONTH))
        closed = self.past.closed
        self.weight = 0.0 if by_percent else closed / (closed + TRUST)
        self._alone = 0.0 if by_percent else closed / (closed + SPARSE)
        self._known: dict[Levels, Factors] = {}

    @property
    def doubt(self) -> float:
        """How unsure the past leaves the sum of the chances: its variance as a part of its square."""
        return self.outlook.doubt * self.weight**2

    def of(self, course: Course, *, slips: bool = False) -> Chance:
        """The chances of an open deal; of one that `slips` all of it happens a month later."""
        age = None if course.opened is None else self._today - course.opened
        own = (self._later if slips else self.outlook).of(age, self._factors(course))
        told = self.by_percentage(a_month_on(course) if slips else course)
        if told is None:
            return _between(NOTHING, own, self._alone)
        return _between(told, own, self.weight)

    def _factors(self, course: Course) -> Factors:
        """What all signs together multiply its risks by; most deals bear the same."""
        if not self.signs.kept:
            return EVEN
        borne = self.signs.levels(course, self._today)
        found = self._known.get(borne)
        if found is None:
            found = EVEN
            for _, _, more in self.signs.of_levels(borne):
                found = _times(found, more)
            self._known[borne] = found
        return found

    def _own(self, course: Course, there: Sequence[tuple[str, str, Factors]]) -> Chance:
        age = None if course.opened is None else self._today - course.opened
        factors = EVEN
        for _, _, more in there:
            factors = _times(factors, more)
        return self.outlook.of(age, factors)

    def by_percentage(self, course: Course) -> Chance | None:
        """The usual way: its percentage, in the period of its expected close; None where it is past or missing."""
        percent = self.percent(course)
        if course.expected is None or course.expected < self._today or percent is None:
            return None
        begin, end = self._span
        if course.expected >= end:
            return NOTHING
        if course.expected < begin:
            return Chance(0.0, 0.0, 0.0)
        return Chance(percent / 100, 1 - percent / 100, 0.0)

    def percent(self, course: Course) -> int | None:
        """A deal's own percentage, else that of its stage."""
        if course.own_percent is not None:
            return course.own_percent
        return None if course.stage is None else self._percents.get(course.stage)

    def why(self, course: Course) -> list[Reason]:
        """What moved the chance to be won, one after the other."""
        told, percent = self.by_percentage(course), self.percent(course)
        shown = "no percentage" if percent is None else f"{percent} %"
        if self.weight == 0.0:
            return [Reason("percentage", shown, told.won if told else 0.0)]
        age = "unknown" if course.opened is None else str(self._today - course.opened)
        even = self.past._replace(rhythm=(((1.0, 1.0),) * 3,) * 2)
        plain = Outlook(even, self._today, *self._span)
        found = [Reason("age", age, plain.of(None if course.opened is None else int(age)).won)]
        in_months = self._own(course, ()).won
        if abs(in_months - found[0].chance) >= LEAST_SAID:
            found.append(Reason("months", "", in_months))
        there = self.signs.by_sign(course, self._today)
        for place, (name, level, _) in enumerate(there, 1):
            found.append(Reason(name, level, self._own(course, there[:place]).won))
        weight = self._alone if told is None else self.weight
        found.append(
            Reason("percentage" if told else "history", shown if told else f"{weight:.4f}", self.of(course).won)
        )
        return found

    def new_deals(self, courses: Sequence[Course]) -> dict[str, float]:
        """How many deals that are not entered yet will be won in the span, by currency.

        As many a day are entered as in the last BEFORE days, the later ones weighing more, each with the chances of a
        new deal.
        """
        if self.by_percent or not self.past.closed:
            return {}
        opened = [(course.opened, course.currency) for course in courses if course.opened is not None]
        if not opened:
            return {}
        days = min(BEFORE, self._today - min(opened)[0])
        weights = [0.5 ** (ago / _NEW_HALF_LIFE) for ago in range(days + 1)]
        counted: dict[str, float] = {}
        for day, currency in sorted(opened):
            if 1 <= self._today - day <= days:
                counted[currency] = counted.get(currency, 0.0) + weights[self._today - day]
        won = self.outlook.won_of_new() * self.past.closed / (self.past.closed + SPARSE)
        return {currency: told / sum(weights[1:]) * won for currency, told in counted.items()}


def _between(one: Chance, other: Chance, weight: float) -> Chance:
    if weight in (0.0, 1.0):
        return other if weight else one
    rest = 1.0 - weight
    return Chance(
        one.won * rest + other.won * weight,
        one.lost * rest + other.lost * weight,
        one.open * rest + other.open * weight,
    )


def _times(one: Factors, other: Factors) -> Factors:
    near, farther, far = ((a[0] * b[0], a[1] * b[1]) for a, b in zip(one, other, strict=True))
    return near, farther, far
