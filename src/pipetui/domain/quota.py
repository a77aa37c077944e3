"""A quota: what is to be won in each month, quarter or year from a day on, and how far it is made (behaviour 19)."""

from __future__ import annotations

from pipetui.domain import money
from pipetui.domain.errors import InputError, Remedy
from pipetui.domain.money import Money
from pipetui.domain.wording import quoted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from typing import NamedTuple

    from pipetui.domain.dates.period import Period
else:
    from pipetui.domain.record import NamedTuple

_EXAMPLES = "for example: 250k, 12 deals, or 250k 12 deals"

PERIODS = ("month", "quarter", "year")


class QuotaTarget(NamedTuple):
    """To be won in every `period` (one of PERIODS) from `starts_on` on: an amount, a count of deals, or both.

    `beside` are the amounts in other currencies, each a quota of its own that what is won in its currency counts for.
    """

    period: str
    starts_on: date
    amount: Money | None = None
    deals: int | None = None
    beside: tuple[Money, ...] = ()

    @property
    def amounts(self) -> tuple[Money, ...]:
        """Every amount, the one that was set last first."""
        return () if self.amount is None else (self.amount, *self.beside)

    def in_currency(self, currency: str) -> Money | None:
        """The amount in a currency; None where there is none."""
        return next((amount for amount in self.amounts if amount.currency == currency), None)

    def apart(self, currency: str) -> frozenset[str]:
        """The other currencies that have quotas of their own: what is in them counts for these, not for this one."""
        return frozenset(amount.currency for amount in self.amounts) - {currency}


class Expected(NamedTuple):
    """Open deals that are expected at some time: how many, their value, and both weighted by their probability.

    `likely` is the weighted count in hundredths of a deal; the amounts are those in the currency of the quota, to
    which the deals `elsewhere` have no rate, or in whose currency another quota is set.
    """

    deals: int = 0
    value: int = 0
    weighted: int = 0
    likely: int = 0
    elsewhere: int = 0


class QuotaStanding(NamedTuple):
    """How far a quota is made in the period that `today` lies in.

    `won` is by currency, deals without a value left out of it; `won_deals` counts all that were won. What counts for
    an amount is `won_amount`: all that was won in its currency, or has a rate to it, and `elsewhere` the rest; what
    has a quota in its own currency counts for that alone. What is `expected` closes between today and the end of the
    period; what is `past_due` or `undated` counts for nothing, and is said beside it. `beside` are the standings of
    the amounts in other currencies.
    """

    quota: QuotaTarget
    period: Period
    today: date
    won: tuple[Money, ...]
    won_deals: int
    expected: Expected
    past_due: Expected
    undated: Expected
    won_amount: Money | None
    elsewhere: tuple[Money, ...]
    beside: tuple[QuotaStanding, ...] = ()

    @property
    def is_converted(self) -> bool:
        """Whether something of another currency counts for the amount."""
        own = next((one for one in self.won if self.won_amount and one.currency == self.won_amount.currency), None)
        return self.won_amount is not None and self.won_amount.minor != (own.minor if own else 0)

    @property
    def gone(self) -> float:
        """The part of the period that is gone, today with it: 0 to 1."""
        days = (self.period.last - self.period.first).days + 1
        return ((self.today - self.period.first).days + 1) / days

    @property
    def amount_made(self) -> float | None:
        """The part of the amount that is won; None where there is none."""
        won, wanted = self.won_amount, self.quota.amount
        return won.minor / wanted.minor if won is not None and wanted is not None and wanted.minor else None

    @property
    def count_made(self) -> float | None:
        """The part of the deals that are won; None where they are not counted."""
        return self.won_deals / self.quota.deals if self.quota.deals else None

    @property
    def amount_gap(self) -> Money | None:
        """What is still to be won, 0 once the quota is made."""
        won, wanted = self.won_amount, self.quota.amount
        return None if won is None or wanted is None else Money(max(0, wanted.minor - won.minor), wanted.currency)

    @property
    def count_gap(self) -> int | None:
        """How many deals are still to be won."""
        return None if self.quota.deals is None else max(0, self.quota.deals - self.won_deals)

    @property
    def amount_coverage(self) -> float | None:
        """What is expected, weighted, for each unit of the gap; None without a gap."""
        gap = self.amount_gap
        return self.expected.weighted / gap.minor if gap is not None and gap.minor else None

    @property
    def count_coverage(self) -> float | None:
        """The same in deals."""
        return self.expected.likely / 100 / self.count_gap if self.count_gap else None

    @property
    def made(self) -> bool:
        """Whether nothing is left to be won."""
        own = not (self.amount_gap and self.amount_gap.minor) and not self.count_gap
        return own and all(other.made for other in self.beside)

    @property
    def share(self) -> float:
        """The part that is made: of the amount, or else of the deals."""
        return self.amount_made if self.amount_made is not None else self.count_made or 0.0

    @property
    def coverage(self) -> float | None:
        """The coverage of the amount, or else of the deals."""
        return self.amount_coverage if self.quota.amount is not None else self.count_coverage


def parse(words: Sequence[str], currency: str) -> tuple[tuple[Money, ...], int | None]:
    """What `250k`, `12 deals`, `250k 12 deals` or `250k + 50k USD` want: amounts, a count, or both.

    Raises InputError, also for two amounts of one currency.
    """
    amounts: dict[str, Money] = {}
    count: int | None = None
    rest = [word for word in words if word.strip()]
    if len(rest) > 1 and rest[-1].lower() in ("deal", "deals"):
        number = rest[-2]
        if not (number.isascii() and number.isdecimal() and int(number[:7]) > 0 and len(number) < 7):
            raise InputError(f"{quoted(number)} is not a number of deals", _EXAMPLES)
        count, rest = int(number), rest[:-2]
    for part in " ".join(rest).split("+") if rest else ():
        amount = money.parse(part.strip(), currency)
        if not amount.minor:
            raise InputError("a quota of nothing is none", remedy=Remedy("quota.clear"))
        if amount.currency in amounts:
            raise InputError(f"two quotas in {amount.currency}: which of them?", _EXAMPLES)
        amounts[amount.currency] = amount
    if not amounts and count is None:
        raise InputError("how much is to be won?", _EXAMPLES)
    return tuple(amounts.values()), count
