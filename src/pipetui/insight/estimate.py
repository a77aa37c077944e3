"""What becomes of an open deal, told from the rep's own past: won, lost or still open by a day (behaviour 18).

Two risks compete for a deal on each day of its life, to be won and to be lost. Each is the share of the deals that had
reached that age and were closed on that day (the cause-specific hazards of competing risks; Prentice et al. 1978,
Biometrics 34), of the deals that are still open as far as they have come (censored, as in Kaplan and Meier 1958, JASA
53), smoothed over the neighbouring days (kernel-smoothed hazards; Ramlau-Hansen 1983, Ann. Statist. 11). A deal that
was opened HALF_LIFE days earlier weighs half.

On the age lies the rhythm of the quarter: how many more or fewer are closed in its first, second and third month than
at that age otherwise, young deals apart from older ones. Ages and months are told apart by turns, each with what the
other explains taken out (backfitting; Hastie and Tibshirani 1986, Statist. Sci. 1). Seen ÷ expected is drawn to 1,
that of the young and the old to their month's; how strongly, the figures themselves say (an empirical gamma prior;
Clayton and Kaldor 1987, Biometrics 43): every strength counts as far as it makes them likely, one of which is that
there is no rhythm (Hoeting et al. 1999, Statist. Sci. 14). How unsure the ratios stay widens the range of sums.

Ages are days since a deal was created.
"""

from __future__ import annotations

from bisect import bisect_right
from datetime import date
from itertools import accumulate, pairwise
from math import exp, fsum, lgamma, log, sqrt

from pipetui.domain.deal import LOST, OPEN, WON

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import NamedTuple, TypeAlias

    from pipetui.insight.courses import Course

    Pair: TypeAlias = tuple[float, float]
    Rhythm: TypeAlias = tuple[tuple[Pair, ...], tuple[Pair, ...]]
    Life: TypeAlias = tuple[int, int | None, int]
else:
    from pipetui.domain.record import NamedTuple

HALF_LIFE = 365.0
STRENGTHS = (1.0, 2.0, 4.0, 8.0, 16.0, 32.0)
"""By so many closings a ratio may be drawn to 1. That there is no rhythm is held to be as likely as all these."""

_TURNS = 2
YOUNG = 30
"""Deals opened within a month have a rhythm of their own: they can be closed in it at all."""

OLDEST = 1_100
"""Ages above are taken together, in days."""

MOST = 10_000
"""How many of the newest deals are looked at: what older ones could tell, these have told."""

NEAR, FAR = 30, 90
"""Days ahead: the signs at hand say one thing of the first month, another of the next two, nothing of what is later."""

EVEN: tuple[Pair, Pair, Pair] = ((1.0, 1.0), (1.0, 1.0), (1.0, 1.0))
"""A deal like any other of its age: what its risks to be won and lost are multiplied by near, farther, and far."""

_OUTCOMES = (WON, LOST)
_SMOOTHED = 0.75
"""Ages are smoothed over this part of the median life, the less of it the more deals there are (by the fifth root, as
any kernel wants it; Silverman 1986)."""

_STEP, _LONG_STEP = 10, 31
"""Within so many days the risks stand in the same relation to each other; those far ahead in longer ones."""

_ENTERED = 45
"""For so many days new deals are worked out, which stand for those entered around them."""

LONGEST = 1_830
"""Five years; what lies further ahead than that is not told from days."""


class Risks(NamedTuple):
    """What the past says: the daily risks by age, and the factors of the quarter's months, by outcome.

    `daily[outcome][age]` is a share of the deals of that age; `rhythm[outcome][month][old]` multiplies it, and `doubt`
    is how unsure that is, in the same order: its variance as a part of its square. `closed` counts the deals that were
    closed, each once. `ages` are those that open deals have, by how many have each.
    """

    daily: tuple[Sequence[float], Sequence[float]]
    rhythm: Rhythm
    doubt: Rhythm
    closed: int
    ages: dict[int, int]


class Chance(NamedTuple):
    """The chances that a deal is won and lost within a period, and that it is still open after it.

    What is missing from 1 is what happens to it before the period begins.
    """

    won: float
    lost: float
    open: float


def recency(today: int, day: int) -> float:
    """What something of that day weighs today."""
    weight: float = 0.5 ** (max(0, today - day) / HALF_LIFE)
    return weight


def risks(courses: Iterable[Course], today: int) -> Risks:
    """The risks as the courses show them on the morning of `today`.

    A deal whose age at its closing is unknown counts as one more of those that ended alike.
    """
    lives: list[Life] = []
    dated, undated = [0, 0], [0, 0]
    for course in courses:
        end = None if course.status == OPEN else _OUTCOMES.index(course.status)
        if course.opened is None or (end is not None and course.closed is None):
            if end is not None:
                undated[end] += 1
            continue
        lives.append((course.opened, course.closed if end is not None else None, end or 0))
        if end is not None:
            dated[end] += 1
    lives.sort(key=lambda life: (life[0], life[2], life[1] or 0))
    lives = lives[-MOST:]
    more = [(dated[end] + undated[end]) / dated[end] if dated[end] else 1.0 for end in (0, 1)]
    weights = [recency(today, opened) * (1.0 if closed is None else more[end]) for opened, closed, end in lives]
    open_ages: dict[int, int] = {}
    for opened, closed, _ in lives:
        if closed is None:
            age = min(max(today - opened, 0), OLDEST + 1)
            open_ages[age] = open_ages.get(age, 0) + 1
    spans = sorted(min(max(closed - opened, 0), OLDEST) for opened, closed, _ in lives if closed is not None)
    width = max(1.0, _SMOOTHED * spans[len(spans) // 2] * len(spans) ** -0.2) if spans else 1.0
    seen = _lived(lives, weights, today)
    (won, win, unsure), (lost, lose, doubt) = (_told_apart(ended, seen.exposed, width) for ended in seen.ended)
    return Risks((won, lost), (win, lose), (unsure, doubt), len(spans), open_ages)


class _Lived(NamedTuple):
    """By month of the quarter and age, weighted: the deals there were, and by outcome those that were closed."""

    exposed: list[list[float]]
    ended: tuple[list[list[float]], list[list[float]]]


def _lived(lives: Sequence[Life], weights: Sequence[float], today: int) -> _Lived:
    ages = OLDEST + 1
    came = [[0.0] * (ages + 1) for _ in range(3)]
    ended = tuple([[0.0] * ages for _ in range(3)] for _ in _OUTCOMES)
    if lives:
        # The last was opened last; a deal may have been closed, it is said, before that.
        months = Months(lives[0][0], max(today, lives[-1][0], *(closed or 0 for _, closed, _ in lives)))
    for (opened, closed, outcome), weight in zip(lives, weights, strict=True):
        end = max(closed, opened) if closed is not None else today - 1
        at, day = months.at(opened), opened
        while day <= end:
            until = min(end + 1, months.starts[at + 1])
            there = came[months.places[at]]
            there[min(day - opened, ages)] += weight
            there[min(until - opened, ages)] -= weight
            day, at = until, at + 1
        if closed is not None:
            ended[outcome][months.places[months.at(end)]][min(end - opened, OLDEST)] += weight
    exposed = [[max(0.0, there) for there in accumulate(month[:ages])] for month in came]
    return _Lived(exposed, (ended[0], ended[1]))


def _told_apart(
    ended: Sequence[Sequence[float]], exposed: Sequence[Sequence[float]], width: float
) -> tuple[list[float], tuple[Pair, ...], tuple[Pair, ...]]:
    """The daily risks of an outcome by age, the factors of the months, and how unsure these are."""
    events = _of_all(ended, ((1.0, 1.0),) * 3)
    seen, told = [(sum(month[:YOUNG]), sum(month[YOUNG:])) for month in ended], smoothed(events, width)
    rhythm: tuple[Pair, ...] = ((1.0, 1.0),) * 3
    doubt: tuple[Pair, ...] = ()
    for _ in range(_TURNS):
        there = _of_all(exposed, rhythm)
        mean = sum(events) / (sum(there) or 1.0)
        daily = [(ends + mean) / (days + 1.0) for ends, days in zip(told, smoothed(there, width), strict=True)]
        meant = []
        for month in exposed:
            due = [days * risk for days, risk in zip(month, daily, strict=True)]
            meant.append((sum(due[:YOUNG]), sum(due[YOUNG:])))
        rhythm, doubt = _factors(seen, meant)
    return daily, rhythm, doubt


def _of_all(months: Sequence[Sequence[float]], rhythm: Sequence[Pair]) -> list[float]:
    """By age, the sum over the three months, each times its factor for young deals and for old ones."""
    of_young, of_old = zip(*rhythm, strict=True)
    found: list[float] = []
    for ages, (one, two, three) in ((slice(None, YOUNG), of_young), (slice(YOUNG, None), of_old)):
        shares = zip(*(month[ages] for month in months), strict=True)
        found += [first * one + second * two + third * three for first, second, third in shares]
    return found


def smoothed(values: Sequence[float], width: float) -> list[float]:
    """A mean of the neighbours, by weights near the bell curve whose standard deviation is `width`.

    Three running means, one after the other, which takes the same time for any width (Wells 1986, IEEE PAMI 8).
    """
    reach = max(1, round((sqrt(4 * width * width + 1) - 1) / 2))
    found, count = list(values), len(values)
    for _ in range(3):
        sums = list(accumulate(found, initial=0.0))
        whole = [sums[-1]] * reach
        above = [*sums[reach + 1 :], *whole, sums[-1]][:count]
        below = [*([0.0] * reach), *sums][:count]
        part = 1.0 / (2 * reach + 1)
        # Rising sums, but for what rounding takes from them.
        found = [(high - low) * part if high > low else 0.0 for high, low in zip(above, below, strict=True)]
    return found


class Months:
    """The months from a first day on, and which of its quarter's three each is."""

    def __init__(self, first: int, last: int) -> None:
        """Those that a day from `first` to `last` lies in."""
        begin = date.fromordinal(first).replace(day=1)
        self.starts: list[int] = []
        self.places: list[int] = []
        while begin.toordinal() <= last:
            self.starts.append(begin.toordinal())
            self.places.append((begin.month - 1) % 3)
            if (begin.year, begin.month) == (date.max.year, date.max.month):
                break
            begin = date(begin.year + begin.month // 12, begin.month % 12 + 1, 1)
        self.starts.append(date.max.toordinal() + 1 if begin.toordinal() <= last else begin.toordinal())

    def at(self, day: int) -> int:
        """Which of the months a day lies in, from 0."""
        return bisect_right(self.starts, day) - 1


class _Cell(NamedTuple):
    """So many closings were seen and expected; what their ratio is drawn to, and how unsure that is."""

    seen: float
    meant: float
    towards: float = 1.0
    doubt: float = 0.0


def _factors(seen: Sequence[Pair], meant: Sequence[Pair]) -> tuple[tuple[Pair, ...], tuple[Pair, ...]]:
    """What an outcome's risks are multiplied by in each month, young and old, and how unsure that is."""
    months = _drawn([_Cell(sum(came), sum(due)) for came, due in zip(seen, meant, strict=True)])
    cells = [
        _Cell(came[old], due[old], *month)
        for came, due, month in zip(seen, meant, months, strict=True)
        for old in (0, 1)
    ]
    drawn = _drawn(cells)
    young, old = drawn[::2], drawn[1::2]
    factors, doubts = zip(*(zip(*pair, strict=True) for pair in zip(young, old, strict=True)), strict=True)
    return factors, doubts


def _drawn(cells: Sequence[_Cell]) -> list[Pair]:
    """Each ratio as far as it is more than chance, and its variance as a part of its square.

    Of each strength k the ratio has a gamma prior of that rate, and what was seen is Poisson: the ratio is then
    (seen + k · towards) ÷ (expected + k), and what was seen is negative binomial. Without rhythm it is `towards`.
    """
    likely = [sum(cell.seen * log(cell.towards) - cell.meant * cell.towards for cell in cells)]
    likely += [fsum(_log_likelihood(cell, strength) for cell in cells) for strength in STRENGTHS]
    parts = [0.5, *(0.5 / len(STRENGTHS) for _ in STRENGTHS)]
    most = max(likely)
    weights = [part * exp(told - most) for part, told in zip(parts, likely, strict=True)]
    whole = fsum(weights)
    found = []
    for cell in cells:
        ratios = [(cell.towards, cell.doubt * cell.towards**2)]
        for strength in STRENGTHS:
            ratio = (cell.seen + strength * cell.towards) / (cell.meant + strength)
            ratios.append((ratio, ratio / (cell.meant + strength)))
        mean = fsum(weight * ratio for weight, (ratio, _) in zip(weights, ratios, strict=True)) / whole
        square = fsum(w * (spread + ratio**2) for w, (ratio, spread) in zip(weights, ratios, strict=True)) / whole
        found.append((mean, max(0.0, square / mean**2 - 1.0)))
    return found


def _log_likelihood(cell: _Cell, strength: float) -> float:
    """The logarithm of how likely what was seen is under the prior, but for what is alike for every strength."""
    shape = strength * cell.towards
    ratio = lgamma(shape + cell.seen) - lgamma(shape)
    return ratio + shape * log(strength) - (shape + cell.seen) * log(strength + cell.meant)


class Outlook:
    """The chances of deals from a morning on to be won and lost within a period, by age and factors.

    Within a step of days the two risks stand in one relation, so that the whole of it is worked out at once; the
    chances only grow with the days, whatever the factors.
    """

    def __init__(self, found: Risks, today: int, begin: int, end: int) -> None:
        """Seen from `today`, of the days from `begin` on, before `end`."""
        self._days = days = min(max(0, end - today), LONGEST)
        self._known: dict[tuple[int, tuple[Pair, Pair, Pair]], Chance] = {}
        self._ages = found.ages
        cumulated = []
        for hazard in found.daily:
            whole = [*hazard, *([hazard[-1]] * days)]
            young = [value if age < YOUNG else 0.0 for age, value in enumerate(whole)]
            old = [0.0 if age < YOUNG else value for age, value in enumerate(whole)]
            cumulated.append([list(accumulate(part, initial=0.0)) for part in (young, old)])
        self._won, self._lost = cumulated
        ahead = min(max(0, begin - today), days)
        self._steps = self._steps_to(found, today, sorted({0, ahead, days}), ahead)
        self.doubt = self._doubt(found, today)

    @staticmethod
    def _steps_to(
        found: Risks, today: int, stops: Sequence[int], ahead: int
    ) -> list[tuple[int, int, int, Pair, Pair, bool]]:
        """First and last day ahead, which factors, the rhythm of that month, whether the period has begun."""
        days, steps = stops[-1], []
        if not days:
            return []
        months = Months(today, today + days)
        ends = {*stops, NEAR, FAR, *(start - today for start in months.starts)}
        ends |= set(range(0, FAR, _STEP)) | set(range(FAR, days, _LONG_STEP))
        cut = sorted(end for end in ends if 0 <= end <= days)
        for first, last in pairwise(cut):
            place = months.places[months.at(today + first)]
            rhythm = found.rhythm[0][place], found.rhythm[1][place]
            steps.append((first, last, (first >= NEAR) + (first >= FAR), *rhythm, first >= ahead))
        return steps

    def _doubt(self, found: Risks, today: int) -> float:
        """How unsure the months' factors leave what is won in the period: its variance as a part of its square."""
        parts = [[0.0, 0.0] for _ in range(3)]
        months = Months(today, today + self._days)
        for first, last, _, factors, _, inside in self._steps:
            if inside:
                part = parts[months.places[months.at(today + first)]]
                for age, deals in (self._ages or {0: 1}).items():
                    for old, summed in enumerate(self._won):
                        part[old] += deals * factors[old] * (summed[age + last] - summed[age + first])
        whole = sum(map(sum, parts))
        if whole <= 0:
            return 0.0
        doubts = zip(parts, found.doubt[0], strict=True)
        return sum((part[old] / whole) ** 2 * doubt[old] for part, doubt in doubts for old in (0, 1))

    def of(self, age: int | None, factors: tuple[Pair, Pair, Pair] = EVEN) -> Chance:
        """The chances of a deal of that age; of an unknown one the mean over the ages of open deals."""
        if age is None:
            return self._of_any(factors)
        key = min(max(age, 0), OLDEST), factors
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = self._worked_out(*key)
        return found

    def won_of_new(self) -> float:
        """How many are won within the period of deals that are entered from now on, one each day."""
        days = self._days
        stride = max(1, days // _ENTERED)
        return sum(
            self._worked_out(-day, EVEN).won * min(stride, days - first)
            for first in range(0, days, stride)
            for day in (min(first + stride // 2, days - 1),)
        )

    def _of_any(self, factors: tuple[Pair, Pair, Pair]) -> Chance:
        key = -1, factors
        found = self._known.get(key)
        if found is None:
            ages = self._ages or {0: 1}
            many, sums = sum(ages.values()), [0.0, 0.0, 0.0]
            for age, count in ages.items():
                for place, part in enumerate(self.of(age, factors)):
                    sums[place] += part * count / many
            found = self._known[key] = Chance(*sums)
        return found

    def _worked_out(self, age: int, factors: tuple[Pair, Pair, Pair]) -> Chance:
        (win_young, win_old), (lose_young, lose_old) = self._won, self._lost
        still, won, lost = 1.0, 0.0, 0.0
        for first, last, window, often, seldom, inside in self._steps:
            low, high = age + first, age + last
            if high <= 0:  # it is not entered yet
                continue
            low = max(low, 0)
            win = (win_young[high] - win_young[low]) * often[0] + (win_old[high] - win_old[low]) * often[1]
            lose = (lose_young[high] - lose_young[low]) * seldom[0] + (lose_old[high] - lose_old[low]) * seldom[1]
            win, lose = win * factors[window][0], lose * factors[window][1]
            both = win + lose
            if both <= 0:
                continue
            gone = still * (1.0 - exp(-both))
            still -= gone
            if inside:
                won += gone * win / both
                lost += gone * lose / both
        return Chance(won, lost, still)
