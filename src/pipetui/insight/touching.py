"""Which touches were on the deals that were won, and which on those that were lost (behaviour 25)."""

from __future__ import annotations

from pipetui.domain.deal import LOST, WON
from pipetui.insight.rates import Rate, mean, median

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
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
    """The deals that ended in one way: how many touches each had until then, and days to the first where known."""

    touches: Sequence[int] = ()
    first_after: Sequence[float] = ()


NO_DEALS = Worked()


class Touches(NamedTuple):
    """What was read of a period; `worked` by how deals ended."""

    touched: Sequence[Touched] = ()
    mailed: Sequence[Touched] = ()
    worked: Mapping[str, Worked] = {}  # read, never written


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


def _rate(worked: Mapping[str, Worked]) -> Rate:
    return Rate(len(worked.get(WON, NO_DEALS).touches), sum(len(one.touches) for one in worked.values()))


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


def _effort(status: str, now: Mapping[str, Worked], before: Mapping[str, Worked] | None) -> EffortLine:
    here, then = now.get(status, NO_DEALS), (before or {}).get(status, NO_DEALS)
    counts = here.touches
    return EffortLine(
        status,
        len(counts),
        mean(counts),
        median(counts),
        counts.count(0),
        median(here.first_after),
        median(then.touches),
    )
