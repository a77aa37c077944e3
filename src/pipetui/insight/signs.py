"""The signs at hand: what a deal's stage, touches, value and source say of it beyond its age (behaviour 18).

From landmarks: on mornings of the past, a month apart, the deals open then, with the signs they bore then; what their
ages let expect of the month ahead, and of the two behind that, against what happened (van Houwelingen 2007, Scand. J.
Statist. 34). So a sign says what it is worth while it is fresh, and a deal in an early stage keeps its later moves.
What a sign multiplies the risks by is seen ÷ expected, drawn to 1 by STRENGTH closings (the mean of a gamma prior;
Clayton and Kaldor 1987, Biometrics 43), and it counts only where it explains more than its figures would by chance –
each of them counts as far as it is not drawn. One after the other, each explains what those before it have left.
"""

from __future__ import annotations

from bisect import bisect_left
from itertools import accumulate
from math import log

from pipetui.domain.deal import LOST, OPEN, WON
from pipetui.insight.estimate import FAR, NEAR, OLDEST, recency

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import NamedTuple, TypeAlias

    from pipetui.insight.courses import Course
    from pipetui.insight.estimate import Pair, Risks

    Levels: TypeAlias = tuple[str | None, ...]
    Factors: TypeAlias = tuple[Pair, Pair, Pair]
else:
    from pipetui.domain.record import NamedTuple

STAGE, TOUCHED, VALUE, SOURCE = "stage", "touched", "value", "source"
NAMES = (STAGE, TOUCHED, VALUE, SOURCE)

LATELY = 14
"""A deal is touched lately, in days."""

FRESH = 21
"""So many days a deal is new in its stage; the risks of the first weeks are others than those of what lies there."""

STRENGTH = 20.0
LANDMARKS, APART = 12, 30
MOST = 4_000
"""How many of the newest deals are looked at on the landmarks."""

_LEAST_SEEN = 20
"""A source of fewer deals is one of the others."""

_WINDOWS = ((0, NEAR, 1.0), (NEAR, FAR, 0.5))
"""Days ahead of a landmark, and what they weigh: the second month ahead is seen from two landmarks."""


class Sign(NamedTuple):
    """A sign that helps: by its level, what it multiplies the risks to be won and lost by, near and farther."""

    name: str
    factors: dict[str, Factors]


class Signs(NamedTuple):
    """The signs that help, with what their levels are measured by."""

    kept: tuple[Sign, ...] = ()
    usual: dict[str, float] = {}  # read, never written
    sources: frozenset[str] = frozenset()

    def levels(self, course: Course, day: int) -> Levels:
        """The level of each sign that a course bears on the morning of a day, in the order of NAMES; None: unknown."""
        return levels(course, day, self.usual, self.sources)

    def by_sign(self, course: Course, day: int) -> list[tuple[str, str, Factors]]:
        """Each sign that speaks of a course: its name, its level, what that multiplies its risks by."""
        return self.of_levels(self.levels(course, day))

    def of_levels(self, here: Levels) -> list[tuple[str, str, Factors]]:
        """The same of the levels that a course bears."""
        found = []
        for sign in self.kept:
            level = here[NAMES.index(sign.name)]
            if level is not None and level in sign.factors:
                found.append((sign.name, level, sign.factors[level]))
        return found


def levels(course: Course, day: int, usual: dict[str, float], sources: frozenset[str]) -> Levels:
    """See `Signs.levels`; the course is read as it was known on that morning."""
    stage = touched = value = None
    if course.stages:
        moves = bisect_left(course.stages, (day,))
        if moves:
            since, number = course.stages[moves - 1]
            stage = f"{number} {'fresh' if day - since <= FRESH else 'stale'}"
    if course.held < day:
        last = bisect_left(course.touches, day)
        touched = "lately" if last and day - course.touches[last - 1] <= LATELY else "not lately"
        worth = _value_on(course, day)
        if worth is not None and course.currency in usual:
            value = "above the median" if worth > usual[course.currency] else "up to the median"
    source = course.source if course.source in sources else "another"
    return stage, touched, value, source


def _value_on(course: Course, day: int) -> int | None:
    for then in course.told:
        if day <= then.until:
            return then.value
    return course.value


class _Seen:
    """A deal open on a landmark: its levels, and of each window what was expected and what happened, weighted."""

    __slots__ = ("happened", "levels", "meant")

    def __init__(self, levels: Levels) -> None:
        self.levels = levels
        self.meant = [[0.0, 0.0], [0.0, 0.0]]
        self.happened = [[0.0, 0.0], [0.0, 0.0]]


def signs(courses: Sequence[Course], found: Risks, today: int) -> Signs:
    """The signs that help, as the courses show them on the morning of `today`."""
    dated = [
        course
        for course in courses
        if course.opened is not None and (course.closed is not None or course.status == OPEN)
    ]
    dated.sort(key=lambda course: (course.opened or 0, course.id))
    dated = dated[-MOST:]
    usual, sources = _usual(dated), _sources(dated)
    rows = _looked_at(dated, found, today, usual, sources)
    _evened(rows)
    kept = []
    for place, name in enumerate(NAMES):
        sign = _sign(rows, place, name)
        if sign is not None:
            kept.append(sign)
            for row in rows:
                level = row.levels[place]
                factors = sign.factors.get(level) if level is not None else None
                if factors:
                    row.meant = [
                        [meant[end] * factors[at][end] for end in (0, 1)] for at, meant in enumerate(row.meant)
                    ]
    return Signs(tuple(kept), usual, sources)


def _looked_at(
    courses: Sequence[Course], found: Risks, today: int, usual: dict[str, float], sources: frozenset[str]
) -> list[_Seen]:
    sums = [list(accumulate(hazard, initial=0.0)) for hazard in found.daily]
    rows = []
    marks = [(today - APART * back, recency(today, today - APART * back)) for back in range(1, LANDMARKS + 1)]
    for course in courses:
        opened, closed = course.opened or 0, course.closed
        for day, weight in marks:
            if opened >= day:
                break
            if closed is not None and closed < day:
                continue
            row = _Seen(levels(course, day, usual, sources))
            age, left = day - opened, today - day
            for at, (first, last, part) in enumerate(_WINDOWS):
                end = min(last, left) if closed is None else min(last, left, closed - day + 1)
                if end <= first:
                    break
                low, high = min(age + first, OLDEST + 1), min(age + end, OLDEST + 1)
                for outcome in (0, 1):
                    row.meant[at][outcome] = weight * part * (sums[outcome][high] - sums[outcome][low])
                if closed is not None and first <= closed - day < last and closed < today:
                    row.happened[at][0 if course.status == WON else 1] = weight * part
            rows.append(row)
    return rows


def _evened(rows: Sequence[_Seen]) -> None:
    """What was expected of all together is what happened to them: signs only tell one deal from the other."""
    for at in range(len(_WINDOWS)):
        for outcome in (0, 1):
            meant = sum(row.meant[at][outcome] for row in rows)
            happened = sum(row.happened[at][outcome] for row in rows)
            if meant > 0:
                for row in rows:
                    row.meant[at][outcome] *= happened / meant


def _sign(rows: Sequence[_Seen], place: int, name: str) -> Sign | None:
    """The factors of a sign, or None where it explains no more than chance does."""
    cells: dict[str, list[list[list[float]]]] = {}
    for row in rows:
        level = row.levels[place]
        if level is not None:
            cell = cells.get(level)
            if cell is None:
                cell = cells[level] = [[[0.0, 0.0] for _ in (WON, LOST)] for _ in _WINDOWS]
            for at in range(len(_WINDOWS)):
                for end in (0, 1):
                    cell[at][end][0] += row.happened[at][end]
                    cell[at][end][1] += row.meant[at][end]
    if len(cells) < 2:
        return None
    factors: dict[str, Factors] = {}
    figures: list[tuple[float, float, float]] = []
    for level, cell in cells.items():
        above = _of_stage(cells, level) if name == STAGE else [[1.0, 1.0] for _ in _WINDOWS]
        near, far = (
            (_drawn(cell[at][0], above[at][0]), _drawn(cell[at][1], above[at][1])) for at in range(len(_WINDOWS))
        )
        factors[level] = near, far, (1.0, 1.0)
        for window, pair in zip(cell, (near, far), strict=True):
            figures += [(seen, meant, factor) for (seen, meant), factor in zip(window, pair, strict=True)]
    return Sign(name, factors) if _explained(figures, sum(seen for seen, _, _ in figures)) > 0 else None


def _of_stage(cells: dict[str, list[list[list[float]]]], level: str) -> list[list[float]]:
    """What the fresh and the stale of a stage have in common, by window and outcome, drawn to 1."""
    number = level.partition(" ")[0]
    alike = [cell for name, cell in cells.items() if name.partition(" ")[0] == number]
    return [
        [_drawn([sum(cell[at][end][part] for cell in alike) for part in (0, 1)], 1.0) for end in (0, 1)]
        for at in range(len(_WINDOWS))
    ]


def _drawn(figures: Sequence[float], towards: float) -> float:
    """Seen ÷ expected, drawn to a factor by STRENGTH closings."""
    seen, meant = figures
    return (seen + STRENGTH * towards) / (meant + STRENGTH)


def _explained(figures: Iterable[tuple[float, float, float]], events: float) -> float:
    """By how much factors explain more than they would by chance: of each what was seen, what was expected, the factor.

    The logarithm of how much likelier they make what was seen (Poisson), less half the price of BIC (Schwarz 1978, Ann.
    Statist. 6), in which each factor counts as one figure as far as it is free, and not drawn.
    """
    gain = free = 0.0
    for seen, meant, factor in figures:
        gain += seen * log(factor) - meant * (factor - 1)
        free += meant / (meant + STRENGTH)
    return gain - 0.5 * free * log(max(events, 2.0))


def _usual(courses: Sequence[Course]) -> dict[str, float]:
    """The median value by currency."""
    told: dict[str, list[int]] = {}
    for course in courses:
        if course.value is not None:
            told.setdefault(course.currency, []).append(course.value)
    return {currency: sorted(values)[(len(values) - 1) // 2] for currency, values in told.items()}


def _sources(courses: Sequence[Course]) -> frozenset[str]:
    counted: dict[str, int] = {}
    for course in courses:
        counted[course.source] = counted.get(course.source, 0) + 1
    return frozenset(source for source, count in counted.items() if count >= _LEAST_SEEN)
