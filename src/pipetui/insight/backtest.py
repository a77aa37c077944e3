"""The proof of the estimate: the rep's own past, each period told from what was known on its first morning.

Beside it the two usual ways: the stage percentage in the period of the expected close, and the win rate in the period
in which a deal is as old as won ones were on average. A way is judged by log loss and Brier score (Brier 1950, Mon.
Weather Rev. 78; Gneiting and Raftery 2007, JASA 102), by how often what it told came true, tenth by tenth, and by how
far its sums were off.
"""

from __future__ import annotations

from math import fsum, log

from pipetui.domain.deal import OPEN, WON
from pipetui.insight.chances import Chances, DaySpan
from pipetui.insight.courses import known_at
from pipetui.insight.simulation import Past, Prospect, shock, spread, sums
from pipetui.insight.worth import Worth

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import NamedTuple

    from pipetui.insight.courses import Course
else:
    from pipetui.domain.record import NamedTuple

ESTIMATE, PERCENTAGE, CYCLE = "estimate", "percentage", "cycle"
WAYS = (ESTIMATE, PERCENTAGE, CYCLE)

SURE = 1e-6
"""A chance of 0 or 1 is taken for this much less sure, or one mistake would cost without end."""

TENTHS = 10
LEAST = 30
"""Of fewer deals nothing is said of which way is better."""


class Case(NamedTuple):
    """A deal open at the start of a period: what each way told (see WAYS; None: nothing), and what became of it.

    `value` is what it was told to bring, `brought` what it did.
    """

    chances: tuple[float | None, ...]
    won: bool
    currency: str
    value: float
    brought: int
    group: str = ""


class PastPeriod(NamedTuple):
    """A period of the past: its cases, and by currency and group what came in and the range it was told to; `doubt` is
    how unsure the chances were."""

    span: DaySpan
    cases: list[Case]
    sums: list[tuple[str, str, float, float, float]]
    doubt: float = 0.0


class Tenth(NamedTuple):
    """A tenth of the cases, by what was told of them: what that was on average, and the part that was won."""

    told: float
    won: float
    cases: int


class WayScore(NamedTuple):
    """How well a way told the past. `error` is the absolute error of the sums, as a part of what came in."""

    way: str
    cases: int
    log_loss: float | None
    brier: float | None
    error: float | None
    tenths: tuple[Tenth, ...]

    @property
    def off(self) -> float | None:
        """By how much the tenths were off on average."""
        if not self.tenths:
            return None
        return fsum(abs(tenth.told - tenth.won) * tenth.cases for tenth in self.tenths) / self.cases


class Proof(NamedTuple):
    """What the walk shows: each way's score, estimate and percentage on the same cases, the ranges, the shock."""

    periods: int
    scores: tuple[WayScore, ...]
    beside: tuple[WayScore, WayScore] | None
    held: int
    ranges: int
    shock: float

    @property
    def better(self) -> bool | None:
        """Whether the estimate told the past better than the percentages; None where too few deals say so."""
        if self.beside is None or self.beside[0].cases < LEAST:
            return None
        own, usual = self.beside
        return own.log_loss is not None and usual.log_loss is not None and own.log_loss < usual.log_loss


def walk(
    courses: Sequence[Course],
    spans: Sequence[DaySpan],
    percents: Mapping[int, int],
    groups: Mapping[int, str] | None = None,
    *,
    ranges: bool = True,
) -> list[PastPeriod]:
    """Each span as it was told on its first morning, the earliest first."""
    told: list[PastPeriod] = []
    for span in sorted(spans):
        known = known_at(courses, span.begin)
        if any(course.status != OPEN for course in known):
            told.append(_told(courses, known, span, percents, groups or {}, shock(map(_past, told)), ranges=ranges))
    return told


def _told(
    courses: Sequence[Course],
    known: Sequence[Course],
    span: DaySpan,
    percents: Mapping[int, int],
    groups: Mapping[int, str],
    shaken: float,
    *,
    ranges: bool,
) -> PastPeriod:
    today = span.begin
    chances, worth = Chances(known, today, span, percents), Worth(known)
    cycles = [
        course.closed - course.opened
        for course in known
        if course.status == WON and course.closed is not None and course.opened is not None
    ]
    closed = sum(course.status != OPEN for course in known)
    rate = sum(course.status == WON for course in known) / closed if closed else 0.0
    cycle = sum(cycles) / len(cycles) if cycles else None
    became = {course.id: course for course in courses}
    cases: list[Case] = []
    parts: dict[tuple[str, str], list[Prospect]] = {}
    for course in known:
        later = became[course.id]
        if course.status != OPEN or course.opened is None or (later.closed is None and later.status != OPEN):
            continue
        own, usual = chances.of(course).won, chances.by_percentage(course)
        due = None if cycle is None else course.opened + cycle
        by_cycle = None if due is None else rate if today <= due < span.end else 0.0
        won = later.status == WON and later.closed is not None and later.closed < span.end
        likely, group = worth.of(course), groups.get(course.id, "")
        brought = (later.value or 0) if won else 0
        ways = own, None if usual is None else usual.won, by_cycle
        cases.append(Case(ways, won, course.currency, likely.value if likely else 0.0, brought, group))
        there = parts.setdefault((course.currency, group), [])
        if likely:
            there.append(Prospect(own, likely))
    came: dict[tuple[str, str], list[int]] = {}
    for case in cases:
        came.setdefault((case.currency, case.group), []).append(case.brought)
    found = []
    for key in sorted(came) if ranges else ():
        told = sums(parts.get(key, ()), shared=spread(shaken, chances.doubt))
        found.append((*key, float(sum(came[key])), told.p10, told.p90))
    return PastPeriod(span, cases, found, chances.doubt)


def _past(told: PastPeriod) -> Past:
    own = [case.chances[0] or 0.0 for case in told.cases]
    expected = fsum(own)
    unsure = fsum(chance * (1 - chance) for chance in own) + told.doubt * expected**2
    return Past(sum(case.won for case in told.cases), expected, unsure)


def proof(told: Sequence[PastPeriod]) -> Proof:
    """What the walk shows."""
    scores = tuple(_score(way, place, told) for place, way in enumerate(WAYS))
    spoken = [one._replace(cases=[case for case in one.cases if case.chances[1] is not None]) for one in told]
    beside = None
    if any(one.cases for one in spoken):
        beside = _score(ESTIMATE, 0, spoken), _score(PERCENTAGE, 1, spoken)
    every = [line for one in told for line in one.sums]
    held = sum(low <= came <= high for _, _, came, low, high in every)
    return Proof(len(told), scores, beside, held, len(every), shock(map(_past, told)))


def _score(way: str, place: int, told: Sequence[PastPeriod]) -> WayScore:
    points: list[tuple[float, bool]] = []
    off = came = 0.0
    for one in told:
        sums_: dict[tuple[str, str], list[float]] = {}
        for case in one.cases:
            chance = case.chances[place]
            if chance is None:
                continue
            points.append((chance, case.won))
            there = sums_.setdefault((case.currency, case.group), [0.0, 0.0])
            there[0] += chance * case.value
            there[1] += case.brought
        off += sum(abs(expected - brought) for expected, brought in sums_.values())
        came += sum(brought for _, brought in sums_.values())
    if not points:
        return WayScore(way, 0, None, None, None, ())
    points.sort()
    count = len(points)
    loss = -fsum(log(min(max(chance if won else 1 - chance, SURE), 1 - SURE)) for chance, won in points) / count
    brier = fsum((chance - won) ** 2 for chance, won in points) / count
    tenths = []
    for at in range(TENTHS):
        part = points[at * count // TENTHS : (at + 1) * count // TENTHS]
        if part:
            many = len(part)
            tenths.append(Tenth(fsum(one for one, _ in part) / many, sum(won for _, won in part) / many, many))
    return WayScore(way, count, loss, brier, off / came if came else None, tuple(tenths))
