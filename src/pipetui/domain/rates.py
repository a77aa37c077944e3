"""What other currencies are worth in the one that is reported in, by dated rates the rep wrote down (behaviour 36).

A rate holds from its day on until another of its currency does; before its first one a currency has none. What was won
or lost counts by the rate of the day on which it was, what is open by the latest of today. Sums are exact fractions of
whole numbers, rounded half up once, at their end. Nothing is ever fetched.
"""

from __future__ import annotations

from bisect import bisect_right
from math import gcd

from pipetui.domain.deal import OPEN
from pipetui.domain.money import Money, digits

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import date, datetime
    from typing import NamedTuple, Protocol, TypeAlias

    class _Deal(Protocol):
        @property
        def status(self) -> str: ...
        @property
        def value(self) -> Money | None: ...
        @property
        def closed_on(self) -> date | None: ...
        @property
        def closed_at(self) -> datetime | None: ...

    Exact: TypeAlias = tuple[int, int]
    """A fraction: numerator and denominator."""
else:
    from pipetui.domain.record import NamedTuple

_MOST_FIGURES = 20


class DatedRate(NamedTuple):
    """From a day (ISO) on one of a currency is worth so many of another: `numerator` ÷ `denominator`."""

    day: str
    numerator: int
    denominator: int


class ExchangeRates(NamedTuple):
    """The rates by currency, each in the order of days; `currency` is what they say the worth in, "" where none is."""

    currency: str = ""
    by_code: tuple[tuple[str, tuple[DatedRate, ...]], ...] = ()

    @property
    def known(self) -> bool:
        """Whether there are any."""
        return bool(self.currency)

    @property
    def days(self) -> list[str]:
        """The days on which any rate begins, in order."""
        return sorted({rate.day for _, rates in self.by_code for rate in rates})

    def at(self, code: str, day: str) -> Exact | None:
        """What one of a currency was worth on a day, in `currency`; "" is an unknown day. None where nobody knows."""
        if code == self.currency:
            return 1, 1
        for known, rates in self.by_code:
            if known == code:
                place = bisect_right(rates, day, key=lambda rate: rate.day)
                return (rates[place - 1].numerator, rates[place - 1].denominator) if place else None
        return None

    def between(self, code: str, other: str, day: str) -> Exact | None:
        """What one minor unit of a currency was worth in minor units of another on a day."""
        if code == other:
            return 1, 1
        here, there = self.at(code, day), self.at(other, day)
        if here is None or there is None:
            return None
        up, down = 10 ** digits(other), 10 ** digits(code)
        return _shortened(here[0] * there[1] * up, here[1] * there[0] * down)

    def told_in(self, other: str) -> ExchangeRates:
        """The same rates as they say the worth in another currency; these where that one has none."""
        mine = dict(self.by_code)
        if other not in mine:
            return self
        since = [rate.day for rate in mine[other]]
        found = []
        for code in (self.currency, *(known for known in mine if known != other)):
            rates = []
            for day in sorted({*since, *(rate.day for rate in mine.get(code, ()))}):
                here, there = self.at(code, day), self.at(other, day)
                if here is not None and there is not None:
                    rates.append(DatedRate(day, *_shortened(here[0] * there[1], here[1] * there[0])))
            found.append((code, tuple(rates)))
        return ExchangeRates(other, tuple(found))

    def worth(self, amount: Money, other: str, day: str) -> Exact | None:
        """An amount in minor units of another currency, exactly; None without a rate."""
        rate = self.between(amount.currency, other, day)
        return None if rate is None else _shortened(amount.minor * rate[0], rate[1])


NO_RATES = ExchangeRates()


class Together(NamedTuple):
    """What several currencies come to in one: what has a rate, and of each other currency how many deals have none."""

    amount: Money
    lacking: tuple[tuple[str, int], ...] = ()


class RatedMoney(Money):
    """The sum of so many deals of one currency, with what it is worth in that of the `rates` by those of its `day`."""

    rates: ExchangeRates
    day: str
    deals: int


class MoneySums(tuple[Money, ...]):
    """A sum per currency; `together` is what they come to, None where there is nothing to be said beside them."""

    together: Together | None = None


def rated(amount: Money | None, rates: ExchangeRates, day: str, deals: int = 1) -> Money | None:
    """The amount, which knows what it is worth as far as there are rates."""
    if amount is None or not rates.known:
        return amount
    found = RatedMoney(amount.minor, amount.currency)
    found.rates, found.day, found.deals = rates, day, deals
    return found


def totals(values: Iterable[Money | None]) -> MoneySums:
    """As `money.totals`, with what all of them come to where they are rated."""
    sums: dict[str, int] = {}
    parts: list[RatedMoney] = []
    for value in values:
        if value is not None:
            sums[value.currency] = sums.get(value.currency, 0) + value.minor
            if isinstance(value, RatedMoney):
                parts.append(value)
    found = MoneySums(Money(minor, code) for code, minor in sorted(sums.items()))
    if parts:
        rates = parts[0].rates
        if any(code != rates.currency for code in sums):
            found.together = in_one(((part, part.day, part.deals) for part in parts), rates)
    return found


def summed(amounts: Sequence[Money], rates: ExchangeRates, today: date, deals: int = 0) -> MoneySums:
    """Sums of open deals, one per currency, with what they come to by the latest rates of today.

    `deals` is of how many, where somebody counted those of each currency.
    """
    found = MoneySums(amounts)
    if rates.known and any(amount.currency != rates.currency for amount in amounts):
        day = today.isoformat()
        found.together = in_one(((amount, day, deals) for amount in amounts), rates)
    return found


def day_of(status: str, closed_on: date | None, closed_at: datetime | None, today: date) -> str:
    """By the rates of which day a deal counts, "" for an unknown one; a row of another program may lack the day."""
    if status == OPEN:
        return today.isoformat()
    if closed_on is None:
        if closed_at is None:
            return ""
        from datetime import UTC  # nothing else here needs it

        return closed_at.astimezone(UTC).date().isoformat()
    return closed_on.isoformat()


def of_card(card: _Deal, rates: ExchangeRates, today: date) -> Money | None:
    """The value of a deal, which knows what it is worth as far as there are rates."""
    if not rates.known or card.value is None:
        return card.value
    return rated(card.value, rates, day_of(card.status, card.closed_on, card.closed_at, today))


def in_one(parts: Iterable[tuple[Money, str, int]], rates: ExchangeRates, other: str = "") -> Together:
    """What amounts come to, each by the rates of its day and of so many deals, in the reported currency or another."""
    wanted = other or rates.currency
    total: Exact = 0, 1
    lacking: dict[str, int] = {}
    for amount, day, deals in parts:
        worth = rates.worth(amount, wanted, day)
        if worth is None:
            lacking[amount.currency] = lacking.get(amount.currency, 0) + deals
        else:
            total = _shortened(total[0] * worth[1] + worth[0] * total[1], total[1] * worth[1])
    return Together(Money(half_up(total), wanted), tuple(sorted(lacking.items())))


def fits(own: Exact | None, limit: int, compare: Callable[[int, int], bool]) -> bool:
    """Whether what is worth so much compares so with a limit in whole minor units; nothing does without a rate."""
    return own is not None and compare(own[0], limit * own[1])


def half_up(exact: Exact) -> int:
    """To the nearest whole number, half a one up."""
    numerator, denominator = exact
    return (2 * numerator + denominator) // (2 * denominator)


def read(text: str) -> Exact | None:
    """The fraction that a decimal number such as 0.92 or 9.2e-05 is, above 0; None for anything else."""
    mantissa, scaled, power = text.strip().lower().partition("e")
    whole, _, part = mantissa.partition(".")
    shift = power[1:] if power[:1] in ("+", "-") else power
    figures = whole + part
    if not (figures.isascii() and figures.isdigit() and len(figures) <= _MOST_FIGURES):
        return None
    if scaled and not (shift.isascii() and shift.isdigit() and len(shift) < 4):
        return None
    scale = (int(power) if power else 0) - len(part)
    if abs(scale) > _MOST_FIGURES:
        return None
    number = int(figures)
    return _shortened(number * 10 ** max(scale, 0), 10 ** max(-scale, 0)) if number else None


def _shortened(numerator: int, denominator: int) -> Exact:
    common = gcd(numerator, denominator)
    return numerator // common, denominator // common
