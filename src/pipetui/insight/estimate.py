"""What becomes of an open deal, told from the rep's own past: won, lost or still open by a day (behaviour 18).

Two risks compete for a deal on each day of its life, to be won and to be lost. Each is the share of the deals that had
reached that age and were closed on that day (the cause-specific hazards of competing risks; Prentice et al. 1978,
Biometrics 34), of the deals that are still open as far as they have come (censored, as in Kaplan and Meier 1958, JASA
53), smoothed over the neighbouring days (kernel-smoothed hazards; Ramlau-Hansen 1983, Ann. Statist. 11). A deal that
was opened HALF_LIFE days earlier weighs half.

On the age lies the rhythm of the quarter: how many more or fewer were closed in its first, second and third month
than their ages let expect, young deals apart from older ones, each ratio drawn to that of its month and that to 1 by
STRENGTH closings (the mean of a gamma prior; Clayton and Kaldor 1987, Biometrics 43). It counts only where it
explains more than its figures would by chance (Schwarz 1978, Ann. Statist. 6).

Ages are days since a deal was created.
"""

from __future__ import annotations

from bisect import bisect_right
from datetime import date
from itertools import accumulate, pairwise
from math import exp, log, sqrt

from pipetui.domain.deal import LOST, OPEN, WON

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import NamedTuple, TypeAlias

    from pipetui.insight.courses import Course

    Pair: TypeAlias = tuple[float, float]
else:
    from pipetui.domain.record import NamedTuple

HALF_LIFE = 365.0
STRENGTH = 20.0
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

    `daily[outcome][age]` is a share of the deals of that age; `rhythm[outcome][month][old]` multiplies it. `closed`
    counts the deals that were closed, each once. `ages` are those that open deals have, by how many have each.
    """

    daily: tuple[Sequence[float], Sequence[float]]
    rhythm: tuple[tuple[Pair, ...], tuple[Pair, ...]]
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
    lives: list[tuple[int, int | None, int]] = []
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
    events = ([0.0] * (OLDEST + 1), [0.0] * (OLDEST + 1))
    came, spans, open_ages = [0.0] * (OLDEST + 2), [], dict[int, int]()
    for (opened, closed, end), weight in zip(lives, weights, strict=True):
        last = min(max((closed if closed is not None else today - 1) - opened, -1), OLDEST)
        came[last + 1] += weight
        if closed is None:
            open_ages[last + 1] = open_ages.get(last + 1, 0) + 1
        else:
            events[end][max(last, 0)] += weight
            spans.append(max(last, 0))
    total = sum(came)
    at_risk = [max(0.0, total - gone) for gone in accumulate(came[: OLDEST + 1])]
    width = max(1.0, _SMOOTHED * sorted(spans)[len(spans) // 2] * len(spans) ** -0.2) if spans else 1.0
    exposed, days = smoothed(at_risk, width), sum(at_risk) or 1.0
    won, lost = (
        [(told + mean) / (there + 1.0) for told, there in zip(smoothed(ended, width), exposed, strict=True)]
        for ended, mean in ((ended, sum(ended) / days) for ended in events)
    )
    return Risks((won, lost), _rhythm(lives, weights, (won, lost), today), len(spans), open_ages)


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
        found = [max(0.0, (high - low) / (2 * reach + 1)) for high, low in zip(above, below, strict=True)]
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


def _rhythm(
    lives: Sequence[tuple[int, int | None, int]],
    weights: Sequence[float],
    daily: tuple[Sequence[float], Sequence[float]],
    today: int,
) -> tuple[tuple[Pair, ...], tuple[Pair, ...]]:
    """How many more or fewer were closed in each month of the quarter than expected, young ones and older ones."""
    even = ((1.0, 1.0),) * 3
    if not lives:
        return even, even
    months = Months(lives[0][0], max(today, *(closed or 0 for _, closed, _ in lives)))
    starts, places = months.starts, months.places
    sums = [list(accumulate(hazard, initial=0.0)) for hazard in daily]
    seen = [[[0.0, 0.0] for _ in range(3)] for _ in range(2)]
    meant = [[[0.0, 0.0] for _ in range(3)] for _ in range(2)]
    for (opened, closed, outcome), weight in zip(lives, weights, strict=True):
        end = max(closed, opened) if closed is not None else today - 1
        at, day = months.at(opened), opened
        while day <= end:
            until = min(end + 1, starts[at + 1])
            first, last = min(day - opened, OLDEST + 1), min(until - opened, OLDEST + 1)
            split = min(max(first, YOUNG), last)
            for old, low, high in ((0, first, split), (1, split, last)):
                if low < high:
                    for expected, summed in zip(meant, sums, strict=True):
                        expected[places[at]][old] += weight * (summed[high] - summed[low])
            day, at = until, at + 1
        if closed is not None:
            seen[outcome][places[months.at(end)]][end - opened >= YOUNG] += weight
    return _factors(seen[0], meant[0]), _factors(seen[1], meant[1])


def _factors(seen: Sequence[Sequence[float]], meant: Sequence[Sequence[float]]) -> tuple[Pair, ...]:
    """What an outcome's risks are multiplied by in each month, young and old: as far as that is more than chance."""
    events = sum(map(sum, seen))
    by_month = [drawn(sum(told), sum(due), 1.0) for told, due in zip(seen, meant, strict=True)]
    by_age = [
        (drawn(told[0], due[0], month), drawn(told[1], due[1], month))
        for told, due, month in zip(seen, meant, by_month, strict=True)
    ]
    of_months = [(sum(told), sum(due), factor) for told, due, factor in zip(seen, meant, by_month, strict=True)]
    of_ages = [
        (told[old], due[old], factors[old])
        for told, due, factors in zip(seen, meant, by_age, strict=True)
        for old in (0, 1)
    ]
    months, ages = explained(of_months, events), explained(of_ages, events)
    if max(months, ages) <= 0:
        return ((1.0, 1.0),) * 3
    return tuple(by_age) if ages > months else tuple((month, month) for month in by_month)


def drawn(seen: float, meant: float, towards: float, strength: float = STRENGTH) -> float:
    """Seen ÷ expected, drawn to a factor by so many closings."""
    return (seen + strength * towards) / (meant + strength)


def explained(figures: Iterable[tuple[float, float, float]], events: float, strength: float = STRENGTH) -> float:
    """By how much factors explain more than they would by chance: of each what was seen, what was expected, the factor.

    The logarithm of how much likelier they make what was seen (Poisson), less half the price of BIC, in which each
    factor counts as one figure as far as it is free, and not drawn.
    """
    gain = free = 0.0
    for seen, meant, factor in figures:
        gain += seen * log(factor) - meant * (factor - 1)
        free += meant / (meant + strength)
    return gain - 0.5 * free * log(max(events, 2.0))


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
