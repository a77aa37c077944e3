"""What comes in within a period: won so far, weighted by percentages, and estimated from the rep's own past
(behaviour 18).

Currencies stand apart. Open deals whose close date is past or missing have lines of their own, and so have deals that
are not entered yet; what a deal without a value would bring is estimated from like won ones.
"""

from __future__ import annotations

from math import fsum

from pipetui.domain.errors import InputError
from pipetui.domain.forecast_categories import BEST_CASE, COMMIT, PIPELINE
from pipetui.domain.money import Money, weighted_minor
from pipetui.domain.rates import NO_RATES, in_one
from pipetui.insight.chances import Chances, DaySpan, a_month_on
from pipetui.insight.past_periods import newest_of, past_spans, prove
from pipetui.insight.simulation import Prospect, spread, sums
from pipetui.insight.worth import Worth

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
    from datetime import date
    from typing import NamedTuple

    from pipetui.domain.dates.period import Period
    from pipetui.domain.quota import QuotaTarget
    from pipetui.domain.rates import ExchangeRates
    from pipetui.insight.backtest import Proof
    from pipetui.insight.courses import Course
    from pipetui.insight.simulation import Range
    from pipetui.insight.worth import Likely
else:
    from pipetui.domain.record import NamedTuple

EXPECTED, PAST, UNDATED, EARLIER, LATER = "expected", "past", "undated", "earlier", "later"
GROUPS = (EXPECTED, PAST, UNDATED, EARLIER, LATER)
"""By its expected close an open deal is one for the period, overdue, for no day, for a day before or behind it."""

BY_HAND = (COMMIT, BEST_CASE, PIPELINE)
"""The categories that have a sum; what is omitted is in none."""

WALKED = ("month", "quarter")
"""What a backtest may go by."""

KEY_DEALS = 10


class OpenDeal(NamedTuple):
    """An open deal in the forecast: which group it is of, its percentage, what it may bring, its chance to be won in
    it.

    `value` is None where neither the deal nor any like it says one; `expected` is what it adds to the sum on average,
    `swing` by how much it moves the sum from one outcome to the other (its standard deviation).
    """

    id: int
    title: str
    group: str
    currency: str
    percent: int
    value: Money | None
    estimated: bool
    by: str
    chance: float
    lost: float
    expected: float
    swing: float
    close: int | None
    category: str = ""


class Group(NamedTuple):
    """The open deals of a group: how many, of these without a value of their own, their value, weighted, estimated."""

    name: str
    deals: int
    unvalued: int
    value: Money
    weighted: Money
    estimate: Money


class CurrencyForecast(NamedTuple):
    """The forecast in one currency. `weighted` is won so far and the weighted open deals expected in the period.

    `estimate` is what comes in on average, with all that was won so far; `low` and `high` are exceeded in nine and in
    one of ten cases, `middle` in five. `new` is the part of it of `new_deals`, which are not entered yet; None where
    there is no telling. `key_deals` are those that move the sum most. `quota` is what is to be won, if that is set in
    this currency, and `made` in which part of all cases it is. `by_hand` is what was won with what the rep put into
    each category: "commit", "best case" with what is committed, "pipeline" with both.
    """

    currency: str
    won_deals: int
    won: Money
    weighted: Money
    groups: tuple[Group, ...]
    new_deals: float
    new: Money | None
    estimate: Money
    low: Money
    middle: Money
    high: Money
    unknown: int
    key_deals: tuple[OpenDeal, ...]
    quota: Money | None = None
    made: float | None = None
    by_hand: Mapping[str, Money] = {}  # read, never written

    @property
    def gap(self) -> Money | None:
        """What is still to be won, 0 once the quota is made."""
        return None if self.quota is None else Money(max(0, self.quota.minor - self.won.minor), self.currency)

    def group(self, name: str) -> Group:
        """One of the groups."""
        return next(one for one in self.groups if one.name == name)


class Forecast(NamedTuple):
    """The forecast of a period, on the morning of `today`. `closed` counts the past deals it was told from.

    `weight` is how much the past counts beside the percentages, 0 to 1. `together` is the forecast of all currencies in
    the one that is reported in, None where that is the only one, or a deal has no rate: `lacking` says how many.
    """

    period: Period
    today: date
    closed: int
    weight: float
    proof: Proof
    currencies: tuple[CurrencyForecast, ...]
    deals: tuple[OpenDeal, ...]
    parked: int = 0
    quota_deals: int | None = None
    together: CurrencyForecast | None = None
    lacking: tuple[tuple[str, int], ...] = ()

    @property
    def blocks(self) -> tuple[CurrencyForecast, ...]:
        """Each currency, and what they come to together."""
        return self.currencies if self.together is None else (*self.currencies, self.together)

    @property
    def won_deals(self) -> int:
        """How many deals were won in the period so far, in all currencies."""
        return sum(one.won_deals for one in self.currencies)

    @property
    def expected_deals(self) -> float:
        """How many more will be won in it on average, of those there are and of those not entered yet."""
        return fsum(deal.chance for deal in self.deals) + fsum(one.new_deals for one in self.currencies)

    @property
    def by_percent(self) -> bool:
        """Whether the percentages told the past better, and are used alone."""
        return self.proof.better is False


def span_of(period: Period, today: int) -> DaySpan:
    """The days of a period that lie ahead; all time has no end, and no forecast."""
    if period.unit == "all":
        raise InputError("all time has no end to forecast", "a period is this-month, this-quarter, 2027-q1 or 2027")
    end = period.last.toordinal() + 1
    return DaySpan(min(max(period.first.toordinal(), today), max(end, today)), max(end, today))


class WonSum(NamedTuple):
    """So many deals that were won in a period, with the sum of their values, which counts by the rates of a day."""

    amount: Money
    deals: int
    day: str = ""


class _Own(NamedTuple):
    course: Course
    line: OpenDeal
    likely: Likely | None


class EstimatedPeriod:
    """A period told from the past: the chances and what they rest on."""

    def __init__(
        self,
        courses: Sequence[Course],
        period: Period,
        today: date,
        percents: Mapping[int, int],
        proof: Proof | None = None,
    ) -> None:
        """From the newest deals, which are those the past is told from; `proof`, where it is made already."""
        self.period, self.today = period, today
        self._percents, self._courses = percents, courses
        self.span = span_of(period, today.toordinal())
        if proof is None:
            newest = newest_of(courses)
            proof = prove(newest, past_spans(newest, period, today), percents)
        self.proof = proof
        self.chances = Chances(courses, today.toordinal(), self.span, percents, by_percent=self.proof.better is False)
        self.worth = Worth(courses)

    def deal(self, course: Course, title: str) -> OpenDeal:
        """An open deal as the forecast has it."""
        return self._line(course, title, self.worth.of(course))

    def _line(
        self, course: Course, title: str, likely: Likely | None, category: str = "", *, slips: bool = False
    ) -> OpenDeal:
        chance = self.chances.of(course, slips=slips)
        if slips:
            course = a_month_on(course)
        value = Money(round(likely.value), course.currency) if likely else None
        expected = chance.won * likely.value if likely else 0.0
        swing = max(0.0, chance.won * likely.square - expected * expected) ** 0.5 if likely else 0.0
        return OpenDeal(
            course.id,
            title,
            self._group(course),
            course.currency,
            self.chances.percent(course) or 0,
            value,
            likely is not None and likely.estimated,
            likely.by if likely else "",
            chance.won,
            chance.lost,
            expected,
            swing,
            course.expected,
            category,
        )

    def _group(self, course: Course) -> str:
        if course.expected is None:
            return UNDATED
        if course.expected < self.today.toordinal():
            return PAST
        if course.expected < self.span.begin:
            return EARLIER
        return EXPECTED if course.expected < self.span.end else LATER

    def forecast(
        self,
        deals: Sequence[Course],
        titles: Mapping[int, str],
        won: Sequence[WonSum],
        parked: int = 0,
        quota: QuotaTarget | None = None,
        slips: Collection[int] = (),
        rates: ExchangeRates = NO_RATES,
        categories: Mapping[int, str] | None = None,
    ) -> Forecast:
        """The forecast of the open `deals`, of which some may slip by a month.

        `won` is what was won in the period so far, `categories` where the rep put deals by hand.
        """
        put = categories or {}
        likely = [self.worth.of(course) for course in deals]
        lines = [
            self._line(course, titles.get(course.id, ""), what, put.get(course.id, ""), slips=course.id in slips)
            for course, what in zip(deals, likely, strict=True)
        ]
        own: dict[str, list[_Own]] = {}
        for course, line, what in zip(deals, lines, likely, strict=True):
            own.setdefault(course.currency, []).append(_Own(course, line, what))
        new = self.chances.new_deals(self._courses)
        found = []
        wanted = {amount.currency: amount for amount in quota.amounts} if quota is not None else {}
        for currency in sorted({*(one.amount.currency for one in won), *wanted, *own}):
            there, more = own.get(currency, ()), self._new(currency, new)
            so_far = [one for one in won if one.amount.currency == currency]
            sums_ = Money(sum(one.amount.minor for one in so_far), currency)
            groups = _groups(currency, there)
            weighed = Money(sums_.minor + groups[0].weighted.minor, currency)
            found.append(
                self._told(
                    [(one.line, one.likely) for one in there],
                    [] if more is None else [more],
                    (sum(one.deals for one in so_far), sums_, weighed),
                    groups,
                    (new.get(currency, 0.0), wanted.get(currency)),
                )._replace(by_hand=_by_hand(sums_, [one.line for one in there]))
            )
        together, lacking = self._together(found, own, new, won, quota, rates)
        past = self.chances.past.closed
        weight = self.chances.weight
        return Forecast(
            self.period,
            self.today,
            past,
            weight,
            self.proof,
            tuple(found),
            tuple(lines),
            parked,
            quota.deals if quota else None,
            together,
            lacking,
        )

    def _new(self, currency: str, new: Mapping[str, float]) -> Prospect | None:
        """The deals that are not entered yet."""
        any_, many = self.worth.of_any(currency), new.get(currency, 0.0)
        return Prospect(many, any_) if any_ and many > 0 else None

    def _told(
        self,
        there: Sequence[tuple[OpenDeal, Likely | None]],
        new: Sequence[Prospect],
        won: tuple[int, Money, Money],
        groups: tuple[Group, ...],
        wanted: tuple[float, Money | None],
        swing: Callable[[OpenDeal], float] = lambda line: line.swing,
    ) -> CurrencyForecast:
        """The forecast in one currency: of deals with what they are likely to bring in it, of new ones, of what was
        won, alone and with what is weighted; `wanted` is how many new deals there will be, and the quota."""
        deals, so_far, weighed = won
        currency, (many, quota) = so_far.currency, wanted
        parts = [Prospect(line.chance, likely) for line, likely in there if likely is not None]
        gap = None if quota is None else float(quota.minor - so_far.minor)
        told: Range = sums(parts, new, spread(self.proof.shock, self.chances.doubt), gap)
        key = sorted((line for line, _ in there if line.swing > 0), key=lambda line: (-swing(line), line.id))

        def with_won(more: float) -> Money:
            return Money(so_far.minor + round(more), currency)

        return CurrencyForecast(
            currency,
            deals,
            so_far,
            weighed,
            groups,
            many,
            Money(round(fsum(one.chance * one.likely.value for one in new)), currency) if new or not many else None,
            with_won(told.mean),
            with_won(told.p10),
            with_won(told.p50),
            with_won(told.p90),
            sum(likely is None for _, likely in there),
            tuple(key[:KEY_DEALS]),
            quota,
            told.reached,
        )

    def _together(
        self,
        found: Sequence[CurrencyForecast],
        own: Mapping[str, Sequence[_Own]],
        new: Mapping[str, float],
        won: Sequence[WonSum],
        quota: QuotaTarget | None,
        rates: ExchangeRates,
    ) -> tuple[CurrencyForecast | None, tuple[tuple[str, int], ...]]:
        """All currencies in the one that is reported in, or how many deals of which currency have no rate."""
        code, day = rates.currency, self.today.isoformat()
        if not rates.known or all(one.currency == code for one in found):
            return None, ()
        past = [(one.amount, one.day, one.deals) for one in won]
        ahead = [(Money(0, currency), day, len(there)) for currency, there in own.items()]
        so_far, lacking = in_one(past, rates), in_one([*past, *ahead], rates).lacking
        if lacking:
            return None, lacking
        scales = {
            currency: rate[0] / rate[1]
            for currency in {*own, *new}
            if (rate := rates.between(currency, code, day)) is not None
        }
        pools = dict[int, list[int]]()
        there = [
            (one.line, one.likely and _scaled(one.likely, scales[currency], pools))
            for currency, of_it in own.items()
            for one in of_it
        ]
        more = [
            Prospect(one.chance, _scaled(one.likely, scales[currency], pools))
            for currency in sorted(new)
            if currency in scales and (one := self._new(currency, new)) is not None
        ]
        expected = [(one.group(EXPECTED).weighted, day, 1) for one in found]
        to_win = None
        if quota is not None and quota.amounts:
            asked = in_one([(amount, day, 1) for amount in quota.amounts], rates)
            to_win = None if asked.lacking else asked.amount
        whole = self._told(
            there,
            more,
            (sum(one.deals for one in won), so_far.amount, in_one([*past, *expected], rates).amount),
            tuple(_in_one(name, found, rates, day) for name in GROUPS),
            (fsum(new.values()), to_win),
            lambda line: line.swing * scales[line.currency],
        )
        by_hand = {
            name: in_one([*past, *((_ahead(one, name), day, 1) for one in found)], rates).amount for name in BY_HAND
        }
        return whole._replace(by_hand=by_hand), ()


def _by_hand(won: Money, lines: Sequence[OpenDeal]) -> dict[str, Money]:
    """What was won with what the rep put into each category, those before it included; later deals are in none."""
    found, so_far = {}, won.minor
    for name in BY_HAND:
        so_far += sum(
            line.value.minor
            for line in lines
            if line.category == name and line.group != LATER and line.value is not None
        )
        found[name] = Money(so_far, won.currency)
    return found


def _ahead(one: CurrencyForecast, name: str) -> Money:
    return Money(one.by_hand[name].minor - one.won.minor, one.currency)


def _scaled(likely: Likely, scale: float, pools: dict[int, list[int]]) -> Likely:
    """The same in another currency; values that many deals share are worked out once."""
    pool = pools.get(id(likely.like))
    if pool is None:
        pool = pools[id(likely.like)] = [round(value * scale) for value in likely.like]
    return likely._replace(value=likely.value * scale, square=likely.square * scale * scale, like=pool)


def _in_one(name: str, found: Sequence[CurrencyForecast], rates: ExchangeRates, day: str) -> Group:
    """A group of all currencies in the one that is reported in."""
    parts = [one.group(name) for one in found]

    def of(amounts: Iterable[Money]) -> Money:
        return in_one(((amount, day, 1) for amount in amounts), rates).amount

    return Group(
        name,
        sum(part.deals for part in parts),
        sum(part.unvalued for part in parts),
        of(part.value for part in parts),
        of(part.weighted for part in parts),
        of(part.estimate for part in parts),
    )


def _groups(currency: str, there: Sequence[_Own]) -> tuple[Group, ...]:
    of_group: dict[str, list[_Own]] = {name: [] for name in GROUPS}
    for one in there:
        of_group[one.line.group].append(one)
    return tuple(_group(name, currency, inside) for name, inside in of_group.items())


def _group(name: str, currency: str, there: Sequence[_Own]) -> Group:
    value = weighed = unvalued = 0
    for course, line, _ in there:
        if course.value is None:
            unvalued += 1
        else:
            value += course.value
            weighed += weighted_minor(course.value, line.percent)
    estimate = round(fsum(one.line.expected for one in there))
    return Group(
        name, len(there), unvalued, Money(value, currency), Money(weighed, currency), Money(estimate, currency)
    )
