"""What was earned on won deals in a period, and what is to be expected of the open ones (behaviour 41).

Tiers count within the time of a quota: its deals are gone through in the order of their closing, and what is expected
stands on top of what is won, the earliest expected close first.
"""

from __future__ import annotations

from pipetui.domain import commission as rules
from pipetui.domain.money import Money

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date
    from typing import NamedTuple

    from pipetui.domain.commission import RateTable
    from pipetui.domain.dates.period import Period
    from pipetui.domain.quota import QuotaTarget
else:
    from pipetui.domain.record import NamedTuple


class WonDeal(NamedTuple):
    """A deal that was won on a day; `value` is None where nobody said what it is worth."""

    id: int
    title: str
    on: date
    value: Money | None


class LikelyDeal(NamedTuple):
    """An open deal that is won with a chance within some days; `close` orders them, None comes last."""

    id: int
    title: str
    close: date | None
    value: Money
    estimated: bool
    chance: float

    @property
    def expected(self) -> int:
        """What it brings on average, in minor units, rounded half up."""
        return int(self.chance * self.value.minor + 0.5)


class DealCommission(NamedTuple):
    """What one deal earns, or is expected to: with its `chance` then, which is 1 for a won one."""

    id: int
    title: str
    on: date | None
    value: Money | None
    chance: float
    estimated: bool
    commission: Money


class QuotaTime(NamedTuple):
    """The time of one quota: what was won in it, what is likely still to be; `inside` are the days that are asked for.

    `between` is what is likely to be won before those days, which fills the tiers first.
    """

    period: Period
    quota: QuotaTarget | None
    inside: Period
    won: Sequence[WonDeal]
    between: Sequence[LikelyDeal] = ()
    likely: Sequence[LikelyDeal] = ()


class CurrencyCommission(NamedTuple):
    """The sums of one currency."""

    currency: str
    won: Money
    earned: Money
    open_deals: int
    expected: Money


class CommissionStatement(NamedTuple):
    """What was earned in a period, deal by deal, and what is expected; `times` are the quotas it was counted by."""

    period: Period
    table: RateTable
    times: tuple[QuotaTime, ...]
    earned: tuple[DealCommission, ...]
    expected: tuple[DealCommission, ...]
    unvalued: int

    @property
    def currencies(self) -> tuple[CurrencyCommission, ...]:
        """The sums by currency, in the order of the codes."""
        codes = sorted({one.commission.currency for one in (*self.earned, *self.expected)})
        return tuple(self._of(code) for code in codes)

    def _of(self, code: str) -> CurrencyCommission:
        earned = [one for one in self.earned if one.commission.currency == code]
        expected = [one for one in self.expected if one.commission.currency == code]
        return CurrencyCommission(
            code,
            Money(sum(one.value.minor for one in earned if one.value), code),
            Money(sum(one.commission.minor for one in earned), code),
            len(expected),
            Money(sum(one.commission.minor for one in expected), code),
        )


def statement(period: Period, table: RateTable, times: Iterable[QuotaTime]) -> CommissionStatement:
    """The commission of a period, out of the times of its quotas."""
    kept = tuple(times)
    earned: list[DealCommission] = []
    expected: list[DealCommission] = []
    unvalued = 0
    for time in kept:
        ladder = _Ladder(table, time.quota)
        for deal in sorted(time.won, key=lambda deal: (deal.on, deal.id)):
            asked = time.inside.first <= deal.on <= time.inside.last
            if deal.value is None:
                unvalued += asked
                ladder.count(1)
                continue
            commission = ladder.climb(deal.value.minor, deal.value.currency, 1)
            if asked:
                earned.append(DealCommission(deal.id, deal.title, deal.on, deal.value, 1.0, False, commission))
        for before in _in_order(time.between):
            ladder.climb(before.expected, before.value.currency, before.chance)
        for likely in _in_order(time.likely):
            commission = ladder.climb(likely.expected, likely.value.currency, likely.chance)
            told = (likely.id, likely.title, likely.close, likely.value, likely.chance, likely.estimated)
            expected.append(DealCommission(*told, commission))
    return CommissionStatement(period, table, kept, tuple(earned), tuple(expected), unvalued)


def _in_order(deals: Sequence[LikelyDeal]) -> list[LikelyDeal]:
    return sorted(deals, key=lambda deal: (deal.close is None, deal.close or 0, deal.id))


class _Ladder:
    """What is won in the time of a quota, deal upon deal, and what each step of it earns."""

    def __init__(self, table: RateTable, quota: QuotaTarget | None) -> None:
        self._table = table
        self._amounts = {amount.currency: amount.minor for amount in quota.amounts} if quota is not None else {}
        self._deals = quota.deals if quota is not None and quota.amount is None else None
        self._won: dict[str, int] = {}
        self._number = 0.0

    def count(self, chance: float) -> None:
        """A deal without a value is one all the same."""
        self._number += chance

    def climb(self, minor: int, currency: str, chance: float) -> Money:
        """What so much more earns on top of what is there; in a currency that no quota is in no tier holds."""
        self._number += chance
        if self._deals:
            return Money(rules.of(minor, self._table.rate_of(self._number, self._deals)), currency)
        quota = self._amounts.get(currency)
        before = self._won.get(currency, 0)
        self._won[currency] = before + minor
        return Money(self._table.earned(before + minor, quota) - self._table.earned(before, quota), currency)
