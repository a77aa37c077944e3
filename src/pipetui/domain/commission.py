"""What a rep earns on what is won: a rate, and higher ones above shares of the quota. Whole numbers throughout.

The part of the sum that lies between two borders earns the rate of that part, as a tax does; a deal that crosses a
border earns both. What a deal earns is what the whole comes to with it less what it comes to without it, so that the
deals add up to the whole to the cent.
"""

from __future__ import annotations

from pipetui.domain import patterns as re
from pipetui.domain.errors import InputError
from pipetui.domain.wording import quoted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import NamedTuple
else:
    from pipetui.domain.record import NamedTuple

WHOLE = 10_000
"""A hundred percent, in hundredths of a percent."""

_MOST_SHARE = 100 * WHOLE
_LOOKS = "8%, 12.5%"


class Tier(NamedTuple):
    """Beyond the share `above` of the quota the `rate` holds; both in hundredths of a percent."""

    above: int
    rate: int


class RateTable(NamedTuple):
    """What is earned of what is won, in hundredths of a percent; `tiers` by the share they begin above."""

    rate: int
    tiers: tuple[Tier, ...] = ()

    def earned(self, won: int, quota: int | None) -> int:
        """Of what was won in the time of a quota, in minor units, rounded half up. Without a quota no tier holds."""
        scaled = won * WHOLE
        borders = [(0, self.rate)]
        if quota is not None:
            borders += [(quota * tier.above, tier.rate) for tier in self.tiers]
        total = 0
        for place, (border, rate) in enumerate(borders):
            end = borders[place + 1][0] if place + 1 < len(borders) else scaled
            total += max(0, min(scaled, end) - border) * rate
        return (2 * total + WHOLE * WHOLE) // (2 * WHOLE * WHOLE)

    def rate_of(self, number: float, quota: int) -> int:
        """The rate of the deal that is won as the `number`th, where the quota is a number of deals."""
        rate = self.rate
        for tier in self.tiers:
            if number * WHOLE > quota * tier.above + 1e-6:
                rate = tier.rate
        return rate


def of(amount: int, rate: int) -> int:
    """A rate of an amount in minor units, rounded half up."""
    return (2 * amount * rate + WHOLE) // (2 * WHOLE)


def percent(text: str) -> int:
    """`8`, `8%` or `12.5 %` in hundredths of a percent; raises InputError."""
    match = re.fullmatch(r"([0-9]{1,6})(?:\.([0-9]{1,2})0*)?\s*%?", text.strip())
    if match is None:
        raise InputError(f"{quoted(text)} is not a percentage", f"it looks like {_LOOKS}")
    return int(match[1]) * 100 + int((match[2] or "").ljust(2, "0") or "0")


def rate(text: str) -> int:
    """A rate of 0 to 100 %; raises InputError."""
    found = percent(text)
    if found > WHOLE:
        raise InputError(f"{quoted(text)} is more than there is", f"a rate is at most 100%, such as {_LOOKS}")
    return found


def tiers(written: Sequence[str]) -> tuple[Tier, ...]:
    """`100%: 10%` and the like, each above a greater share of the quota than the one before. Raises InputError."""
    found: list[Tier] = []
    for text in written:
        above, colon, much = text.partition(":")
        if not colon:
            raise InputError(f"{quoted(text)} is not a tier", "it looks like 100%: 10%")
        tier = Tier(percent(above), rate(much))
        if not (found[-1].above if found else 0) < tier.above <= _MOST_SHARE:
            raise InputError(
                f"{quoted(text)} does not come after the one before", "each tier begins above a greater share"
            )
        found.append(tier)
    return tuple(found)


def percent_text(hundredths: int) -> str:
    """`8 %`, `12.5 %`."""
    whole, rest = divmod(hundredths, 100)
    return f"{whole}{f'.{rest:02}'.rstrip('0') if rest else ''} %"
