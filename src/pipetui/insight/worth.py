"""What a deal without a value would bring if it were won: as much as like won deals did on average (behaviour 18).

The mean and not the median, for a sum is what is asked: of few large deals and many small ones the median would promise
less than comes in. Alike are those whose item or title begins with the most words in common, then those of the same
source, then all, each taken from LEAST deals on; never of another currency.
"""

from __future__ import annotations

from math import fsum

from pipetui.domain.deal import WON

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import NamedTuple

    from pipetui.insight.courses import Course
else:
    from pipetui.domain.record import NamedTuple

LEAST = 5
_WORDS = 4


class Likely(NamedTuple):
    """What a deal brings if it is won; where that is estimated, the values of like deals, and what is alike."""

    value: float
    square: float
    like: Sequence[int] = ()
    by: str = ""

    @property
    def estimated(self) -> bool:
        """Whether the deal itself says no value."""
        return bool(self.like)


class Worth:
    """What the won deals brought."""

    def __init__(self, courses: Iterable[Course]) -> None:
        """Of these, those that were won and have a value."""
        pools: dict[tuple[str, str, str], list[int]] = {}
        for course in courses:
            if course.status == WON and course.value is not None:
                for by, text in _alike(course):
                    pools.setdefault((course.currency, by, text), []).append(course.value)
        self._pools = pools
        self._found: dict[tuple[str, str, str], Likely | None] = {}
        self._likely: dict[tuple[str, str, str], Likely] = {}

    def of(self, course: Course) -> Likely | None:
        """What the course brings if it is won; None where nothing like it was ever won with a value."""
        if course.value is not None:
            return Likely(float(course.value), float(course.value) ** 2)
        key = course.currency, course.like, course.source
        if key not in self._found:
            self._found[key] = self._like(course)
        return self._found[key]

    def _like(self, course: Course) -> Likely | None:
        for by, text in _alike(course):
            key = course.currency, by, text
            if len(self._pools.get(key, ())) >= (LEAST if by != "all" else 1):
                return self._mean(key)
        return None

    def of_any(self, currency: str) -> Likely | None:
        """What a deal brings of which nothing is known but its currency."""
        key = currency, "all", ""
        return self._mean(key) if key in self._pools else None

    def _mean(self, key: tuple[str, str, str]) -> Likely:
        found = self._likely.get(key)
        if found is None:
            pool = sorted(self._pools[key])
            square = fsum(value * value for value in pool) / len(pool)
            found = self._likely[key] = Likely(sum(pool) / len(pool), square, pool, key[1])
        return found


def _alike(course: Course) -> list[tuple[str, str]]:
    """What a deal may have in common with others, the nearest first."""
    words = course.like.casefold().split()
    found = [("title", " ".join(words[:count])) for count in range(min(len(words), _WORDS), 0, -1)]
    if course.source:
        found.append(("source", course.source.casefold()))
    found.append(("all", ""))
    return found
