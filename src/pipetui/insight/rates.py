"""Rates and middles of few things, said as such: an interval beside a rate, nothing where there is nothing."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection
    from typing import NamedTuple
else:
    from pipetui.domain.record import NamedTuple

FEW = 10
"""Below so many a rate says more of chance than of the work."""

_Z = 1.959963984540054
"""Of the normal distribution, what lies so many deviations about the middle is 95 %."""


class Rate(NamedTuple):
    """So many of so many."""

    part: int
    whole: int

    @property
    def value(self) -> float | None:
        """0 to 1; None of nothing."""
        return self.part / self.whole if self.whole else None

    @property
    def is_enough(self) -> bool:
        """Whether there are enough to speak of a rate."""
        return self.whole >= FEW

    @property
    def low(self) -> float | None:
        """Where the interval begins that holds the true rate in 95 of 100 cases."""
        return self._bound(-1)

    @property
    def high(self) -> float | None:
        """Where that interval ends."""
        return self._bound(1)

    def _bound(self, side: int) -> float | None:
        """Wilson's interval, which stays within 0 to 1 and is right for few too.

        E. B. Wilson, Probable inference, the law of succession, and statistical inference, JASA 22 (1927), 209-212.
        """
        n = self.whole
        if not n:
            return None
        if self.part == (0 if side < 0 else n):
            return 0.0 if side < 0 else 1.0  # as it is, which the sum below would miss by its rounding
        share = self.part / n
        middle = share + _Z * _Z / (2 * n)
        reach: float = _Z * (share * (1 - share) / n + _Z * _Z / (4 * n * n)) ** 0.5
        return (middle + side * reach) / (1 + _Z * _Z / n)


def mean(values: Collection[float]) -> float | None:
    """The mean; None of nothing."""
    return sum(values) / len(values) if values else None


def median(values: Collection[float]) -> float | None:
    """The middle one, of two their mean; None of nothing."""
    if not values:
        return None
    ordered, half = sorted(values), len(values) // 2
    return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2
