"""Which touches were on the deals that were won, and which on those that were lost (behaviour 25)."""

from __future__ import annotations

from pipetui.domain.deal import LOST, WON
from pipetui.insight.rates import Rate, mean, median

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import NamedTuple
else:
    from pipetui.domain.record import NamedTuple


class Touched(NamedTuple):
    """So many closed deals of a status had a touch of that kind, direction and outcome, or a mail of that template."""

    kind: str
    direction: str
    outcome: str
    template: str
    status: str
    deals: int


class Worked(NamedTuple):
    """A closed deal: how many touches it had until then, and after how many days the first; None where unknown."""

    deal_id: int
    status: str
    touches: int
    first_after: float | None


class Touches(NamedTuple):
    """What was read of a period."""

    touched: Sequence[Touched] = ()
    mailed: Sequence[Touched] = ()
    worked: Sequence[Worked] = ()


class TouchRate(NamedTuple):
    """A kind of touch with its outcome, or a template: on how many closed deals it was, and how many of them were won.

    Whether a deal was won because of it, nobody can say.
    """

    kind: str
    outcome: str
    template: str
    deals: int
    won: int
    before: Rate | None

    @property
    def name(self) -> str:
        """What tells it from others."""
        return self.template or " ".join(filter(None, (self.kind, self.outcome)))

    @property
    def rate(self) -> Rate:
        """The win rate of these deals."""
        return Rate(self.won, self.deals)


class EffortLine(NamedTuple):
    """What went into the deals that ended so: touches until then, those that had none, days until the first."""

    status: str
    deals: int
    mean_touches: float | None
    median_touches: float | None
    untouched: int
    median_first: float | None
    touches_before: float | None


class Touching(NamedTuple):
    """The report."""

    rate: Rate
    before: Rate | None
    touches: tuple[TouchRate, ...]
    templates: tuple[TouchRate, ...]
    efforts: tuple[EffortLine, ...]


def touching(now: Touches, before: Touches | None) -> Touching:
    """The report on a period, held against the one before; what was on most deals comes first."""
    earlier = None if before is None else before.worked
    return Touching(
        _rate(now.worked),
        None if earlier is None else _rate(earlier),
        _lines(now.touched, None if before is None else before.touched),
        _lines(now.mailed, None if before is None else before.mailed),
        tuple(_effort(status, now.worked, earlier) for status in (WON, LOST)),
    )


def said(direction: str, outcome: str) -> str:
    """What came of a touch: of one that came from them, that it did."""
    if direction == "in":
        return f"from them, {outcome}" if outcome else "from them"
    return outcome


def _rate(worked: Sequence[Worked]) -> Rate:
    return Rate(sum(deal.status == WON for deal in worked), len(worked))


def _lines(now: Sequence[Touched], before: Sequence[Touched] | None) -> tuple[TouchRate, ...]:
    lines = []
    for what in {_what(touched) for touched in (*now, *(before or ()))}:
        rate = _of(what, now)
        lines.append(TouchRate(*what, rate.whole, rate.part, None if before is None else _of(what, before)))
    return tuple(sorted(lines, key=lambda line: (-line.deals, -line.won, line[:3])))


def _what(touched: Touched) -> tuple[str, str, str]:
    return touched.kind, said(touched.direction, touched.outcome), touched.template


def _of(what: tuple[str, str, str], read: Sequence[Touched]) -> Rate:
    here = [touched for touched in read if _what(touched) == what]
    return Rate(sum(touched.deals for touched in here if touched.status == WON), sum(one.deals for one in here))


def _effort(status: str, now: Sequence[Worked], before: Sequence[Worked] | None) -> EffortLine:
    here = [deal for deal in now if deal.status == status]
    counts = [deal.touches for deal in here]
    firsts = [deal.first_after for deal in here if deal.first_after is not None]
    then = [deal.touches for deal in before or () if deal.status == status]
    return EffortLine(status, len(here), mean(counts), median(counts), counts.count(0), median(firsts), median(then))
