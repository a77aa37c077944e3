"""What a period brings, as a range: sums drawn a thousand times with a fixed seed (behaviour 18).

Each deal is won or not by itself, but a good month is good for all of them: each drawn sum multiplies all chances by
one shock, lognormal with mean 1 (a frailty that deals share; Clayton 1978, Biometrika 65). How large it is the rep's
own past periods say, by how much more they were off than chance lets them be; what a short past leaves unsure of the
months comes on top. The deals that move the sum most are drawn one by one; of the many others the sum is normal, by the
central limit theorem.
"""

from __future__ import annotations

from math import exp, fsum, sqrt
from random import Random

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import NamedTuple

    from pipetui.insight.worth import Likely
else:
    from pipetui.domain.record import NamedTuple

DRAWS = 1_000
ONE_BY_ONE = 40
USUAL_SHOCK, PERIODS = 0.4, 4
"""The shock's standard deviation where there is no past, and how many past periods it weighs as much as."""

_SEED = 20_171_201
_MANY = 30
"""So many new deals won are drawn as one sum."""


class Prospect(NamedTuple):
    """Something that may come in: its chance, and what it brings then."""

    chance: float
    likely: Likely


class Range(NamedTuple):
    """What comes in on average, what is exceeded in nine, five and one of ten cases, and how often a wanted sum is."""

    mean: float = 0.0
    p10: float = 0.0
    p50: float = 0.0
    p90: float = 0.0
    reached: float | None = None


class Past(NamedTuple):
    """A past period: how many deals were won, how many expected, how far that may be off, squared, by chance alone and
    by what was not known yet."""

    won: float
    expected: float
    variance: float


def shock(past: Iterable[Past]) -> float:
    """The standard deviation of the shock: of how far past periods were off, beyond chance, drawn to the usual one.

    Of few periods it is itself uncertain, which widens it as it widens a normal range to that of Student.
    """
    told = [one for one in past if one.expected > 0]
    squares = fsum(one.expected**2 for one in told)
    beyond = fsum((one.won - one.expected) ** 2 - one.variance for one in told) / squares if squares else 0.0
    return sqrt((PERIODS * USUAL_SHOCK**2 + len(told) * max(0.0, beyond)) / (PERIODS + len(told) - 2))


def spread(shock: float, doubt: float) -> float:
    """The standard deviation of what all chances share: the shock, and how unsure they are themselves."""
    return sqrt(shock * shock + doubt)


def sums(
    parts: Iterable[Prospect],
    new: Sequence[Prospect] = (),
    shared: float = USUAL_SHOCK,
    wanted: float | None = None,
) -> Range:
    """The range of what comes in, and how often as much as `wanted` does.

    `shared` is the `spread`. Each of `new` is as many deals as its chance says on average.
    """
    ordered = sorted(
        (part for part in parts if part.chance > 0),
        key=lambda part: (-_variance(part), part.chance, part.likely.value),
    )
    single, rest = ordered[:ONE_BY_ONE], ordered[ONE_BY_ONE:]
    mean = fsum(part.chance * part.likely.value for part in ordered)
    level = fsum(part.chance * part.likely.value for part in rest)
    square = fsum(part.chance * part.likely.square for part in rest)
    less = fsum((part.chance * part.likely.value) ** 2 for part in rest)
    for more in new:
        mean += more.chance * more.likely.value
    if mean <= 0:
        return Range(reached=None if wanted is None else float(wanted <= 0))
    random, found = Random(_SEED), []
    alone = [(part.chance, part.likely.like, len(part.likely.like), part.likely.value) for part in single]
    drawn = random.random  # forty thousand times
    for _ in range(DRAWS):
        times = exp(shared * random.gauss(0.0, 1.0) - shared * shared / 2)
        total = level * times + random.gauss(0.0, 1.0) * sqrt(max(0.0, square * times - less * times * times))
        for chance, like, count, value in alone:
            if drawn() < chance * times:
                total += like[int(drawn() * count)] if count else value
        for more in new:
            total += _drawn(more, times, random)
        found.append(max(0.0, total))
    found.sort()
    reached = None if wanted is None else sum(total >= wanted for total in found) / DRAWS
    return Range(mean, found[DRAWS // 10], found[DRAWS // 2], found[DRAWS * 9 // 10], reached)


def _variance(part: Prospect) -> float:
    return part.chance * part.likely.square - (part.chance * part.likely.value) ** 2


def _drawn(new: Prospect, times: float, random: Random) -> float:
    """What new deals bring in one draw: a Poisson number of them, or of many their normal sum."""
    expected, likely = new.chance * times, new.likely
    if expected > _MANY:
        return max(0.0, expected * likely.value + random.gauss(0.0, 1.0) * sqrt(expected * likely.square))
    total, left = 0.0, random.random()
    chance = exp(-expected)
    count, limit = 0, 4 * _MANY
    while left > chance and count < limit:
        left -= chance
        count += 1
        chance *= expected / count
        total += _one_of(likely, random)
    return total


def _one_of(likely: Likely, random: Random) -> float:
    pool: Sequence[int] = likely.like
    return pool[int(random.random() * len(pool))] if pool else likely.value
