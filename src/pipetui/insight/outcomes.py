"""What was won and lost month by month, how often, how fast; and the money a day that comes of it (behaviours 20, 22).

A deal that was lost and opened again stays in the month in which it was lost, and is counted beside.
"""

from __future__ import annotations

from pipetui.domain.deal import LOST, WON
from pipetui.domain.money import Money
from pipetui.domain.rates import totals
from pipetui.insight.rates import Rate, mean, median

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import NamedTuple
else:
    from pipetui.domain.record import NamedTuple

_MOST = 1200
"""Months that may lie between the first and the last: what is further apart is a slip of the pen."""


class Ended(NamedTuple):
    """Deals that were won or lost in a month ("2026-10"), with the sum of their values in one currency.

    `reopened` says that they were lost then, and are not any more, or not for that.
    """

    month: str
    status: str
    value: Money | None
    deals: int = 1
    reopened: bool = False


class Outcomes(NamedTuple):
    """What was read of a period: how deals ended, and how many days each won one took, by the month it was won in.

    The days are missing of deals of which nobody knows when they were created; `odd` ended before they began.
    """

    ended: Sequence[Ended] = ()
    cycles: Sequence[tuple[str, float]] = ()
    odd: int = 0


class MonthLine(NamedTuple):
    """What a month, or all of them, came to. The rate is that of the won among all that ended; days are of the won."""

    month: str
    won: int
    value: tuple[Money, ...]
    lost: int
    value_lost: tuple[Money, ...]
    reopened: int
    mean_days: float | None
    median_days: float | None
    timed: int

    @property
    def rate(self) -> Rate:
        """The win rate."""
        return Rate(self.won, self.won + self.lost)


class Record(NamedTuple):
    """The report on what was won and lost."""

    total: MonthLine
    before: MonthLine | None
    months: tuple[MonthLine, ...]
    odd: int


def outcomes(now: Outcomes, before: Outcomes | None, months: Sequence[str] = ()) -> Record:
    """The report on a period, held against the one before; `months` are those it has, whether anything ended or not."""
    named = _filled({*months, *(part.month for part in now.ended)})
    ended: dict[str, list[Ended]] = {}
    cycles: dict[str, list[float]] = {}
    for part in now.ended:
        ended.setdefault(part.month, []).append(part)
    for month, days in now.cycles:
        cycles.setdefault(month, []).append(days)
    lines = tuple(_line(month, ended.get(month, ()), cycles.get(month, ())) for month in named)
    return Record(_whole(now), None if before is None else _whole(before), lines, now.odd)


def _filled(months: Iterable[str]) -> list[str]:
    """The months in order, with those between in which nothing ended; "", an unknown one, is the first."""
    known = sorted(months)
    dated = [month for month in known if month]
    try:
        first, last = (12 * int(month[:4]) + int(month[5:7]) - 1 for month in (dated[0], dated[-1]))
    except (LookupError, ValueError):  # none, or another program's
        return known
    if last - first > _MOST:
        return known
    return sorted({*known, *(f"{month // 12:04}-{month % 12 + 1:02}" for month in range(first, last + 1))})


def _whole(read: Outcomes) -> MonthLine:
    return _line("", read.ended, [days for _, days in read.cycles])


def _line(month: str, ended: Sequence[Ended], days: Sequence[float]) -> MonthLine:
    won = [part for part in ended if part.status == WON]
    lost = [part for part in ended if part.status == LOST]
    reopened = sum(part.deals for part in lost if part.reopened)
    sums = totals(part.value for part in won), totals(part.value for part in lost)
    return MonthLine(month, _deals(won), sums[0], _deals(lost), sums[1], reopened, mean(days), median(days), len(days))


def _deals(ended: Iterable[Ended]) -> int:
    return sum(part.deals for part in ended)


# --- velocity ----------------------------------------------------------------------------------------------------


class Pace(NamedTuple):
    """What was read of a currency: deals open when the period ended, what was won and lost in it.

    `valued` are the won deals that have a value, which sum to `value` minor units; `days` those of each won deal. One
    that is `together` is all of them, told in the currency that is reported in.
    """

    currency: str
    open: int = 0
    won: int = 0
    lost: int = 0
    valued: int = 0
    value: int = 0
    days: Sequence[float] = ()
    together: bool = False


class PaceLine(NamedTuple):
    """How much money a day the pipeline makes: open deals x win rate x mean won value / mean cycle; and what it lacks.

    `a_day` is None where one of these is unknown or the cycle is shorter than a day; `lacks` says which. The mean value
    is of the won deals that are `valued`.
    """

    currency: str
    open: int
    rate: Rate
    mean_value: Money | None
    mean_days: float | None
    a_day: Money | None
    lacks: str
    before: Money | None
    valued: int = 0

    @property
    def lost(self) -> int:
        """How many of those that ended were lost."""
        return self.rate.whole - self.rate.part


class Velocity(NamedTuple):
    """The velocity report, a line a currency; `is_compared` says whether there is a period before, of `earlier`.

    `together` is all of them in the currency that is reported in, and so is `earlier_together`.
    """

    lines: tuple[PaceLine, ...]
    is_compared: bool
    earlier: tuple[PaceLine, ...] = ()
    together: PaceLine | None = None
    earlier_together: PaceLine | None = None


def velocity(now: Sequence[Pace], before: Sequence[Pace] | None) -> Velocity:
    """The report on a period, held against the one before."""
    earlier = {(pace.currency, pace.together): _line_of(pace) for pace in before or ()}
    if before is not None and len(before) == 1:  # one currency is all of them
        earlier.setdefault((before[0].currency, True), earlier[before[0].currency, False])

    def line(pace: Pace) -> PaceLine:
        then = earlier.get((pace.currency, pace.together))
        return _line_of(pace)._replace(before=then.a_day if then is not None else None)

    lines = [line(pace) for pace in now if not pace.together]
    lines.sort(key=lambda line: (-line.open, line.currency))
    whole = next((line(pace) for pace in now if pace.together), None)
    then = tuple(one for (_, together), one in earlier.items() if not together)
    whole_then = next((one for (_, together), one in earlier.items() if together), None)
    return Velocity(tuple(lines), before is not None, then, whole, whole_then)


def _line_of(pace: Pace) -> PaceLine:
    rate = Rate(pace.won, pace.won + pace.lost)
    value = _rounded(pace.value / pace.valued, pace.currency) if pace.valued else None
    days = mean(pace.days)
    lacks = ""
    if not rate.whole:
        lacks = "nothing closed"
    elif not pace.won:
        lacks = "nothing won"
    elif value is None:
        lacks = "no won deal has a value"
    elif days is None:
        lacks = "no won deal's creation is known"
    elif days < 1:  # a few minutes would make billions a day
        lacks = "won on the spot"
    a_day = None
    if not lacks and days:
        a_day = _rounded(pace.open * pace.won / rate.whole * pace.value / pace.valued / days, pace.currency)
    return PaceLine(pace.currency, pace.open, rate, value, days, a_day, lacks, None, pace.valued)


def _rounded(minor: float, currency: str) -> Money:
    return Money(int(minor + 0.5), currency)
