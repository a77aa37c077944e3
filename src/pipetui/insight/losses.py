"""Why deals were lost: the reasons, and the objections that were met on them."""

from __future__ import annotations

from pipetui.domain.deal import LOST, WON
from pipetui.domain.rates import totals

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import NamedTuple

    from pipetui.domain.money import Money
else:
    from pipetui.domain.record import NamedTuple


class Loss(NamedTuple):
    """Deals lost in a period for the same reason, in the same stage, from the same source; the sum in one currency."""

    reason: str
    value: Money | None
    deals: int = 1
    stage: str = ""
    source: str = ""


class Objected(NamedTuple):
    """An objection met on a deal that was closed in a period: how the deal ended, and whether it was still open."""

    deal_id: int
    objection: str
    status: str
    left_open: bool


class Closings(NamedTuple):
    """What was read of a period."""

    lost: Sequence[Loss] = ()
    objections: Sequence[Objected] = ()


class ReasonLine(NamedTuple):
    """A reason: the deals lost for it, their part of all that were lost (0 to 1), their sums by currency.

    `before` is how many there were in the period before; None where there is none to hold it against.
    """

    reason: str
    deals: int
    share: float
    value: tuple[Money, ...]
    before: int | None


class PlaceLine(NamedTuple):
    """A reason in a stage, from a source: the deals lost so, their part of all that were lost, their sums."""

    reason: str
    stage: str
    source: str
    deals: int
    share: float
    value: tuple[Money, ...]

    @property
    def name(self) -> str:
        """What tells it from others."""
        return " · ".join(filter(None, (self.reason, self.stage, self.source)))


class ObjectionLine(NamedTuple):
    """An objection: the lost deals it was met on, on how many it was left open, and the deals won in spite of it."""

    objection: str
    lost: int
    left_open: int
    won: int
    before: int | None


class Losses(NamedTuple):
    """The loss report: how much was lost, for which reasons, and with which objections."""

    deals: int
    value: tuple[Money, ...]
    before: int | None
    value_before: tuple[Money, ...]
    reasons: tuple[ReasonLine, ...]
    objections: tuple[ObjectionLine, ...]
    places: tuple[PlaceLine, ...] = ()


def losses(now: Closings, before: Closings | None) -> Losses:
    """The report on a period, held against the one before; what counts most comes first."""
    earlier = before or Closings()
    return Losses(
        _deals(now.lost),
        totals(loss.value for loss in now.lost),
        None if before is None else _deals(before.lost),
        totals(loss.value for loss in earlier.lost),
        _reasons(now.lost, earlier.lost, compared=before is not None),
        _objections(now.objections, earlier.objections, compared=before is not None),
        _places(now.lost),
    )


def _deals(lost: Iterable[Loss]) -> int:
    return sum(loss.deals for loss in lost)


def _reasons(now: Sequence[Loss], before: Sequence[Loss], *, compared: bool) -> tuple[ReasonLine, ...]:
    lines, whole = [], _deals(now)
    for reason in {loss.reason for loss in (*now, *before)}:
        here = [loss for loss in now if loss.reason == reason]
        deals = _deals(here)
        earlier = _deals(loss for loss in before if loss.reason == reason) if compared else None
        share = deals / whole if whole else 0.0
        lines.append(ReasonLine(reason, deals, share, totals(loss.value for loss in here), earlier))
    return tuple(sorted(lines, key=lambda line: (-line.deals, -(line.before or 0), line.reason)))


def _places(lost: Sequence[Loss]) -> tuple[PlaceLine, ...]:
    whole = _deals(lost)
    places: dict[tuple[str, str, str], list[Loss]] = {}
    for loss in lost:
        places.setdefault((loss.reason, loss.stage, loss.source), []).append(loss)
    lines = [
        PlaceLine(*place, _deals(here), _deals(here) / whole, totals(loss.value for loss in here))
        for place, here in places.items()
    ]
    return tuple(sorted(lines, key=lambda line: (-line.deals, line[:3])))


def _objections(now: Sequence[Objected], before: Sequence[Objected], *, compared: bool) -> tuple[ObjectionLine, ...]:
    """Each deal counts once for an objection, however often it was met there."""
    lines = []
    for objection in {met.objection for met in (*now, *before)}:
        here = [met for met in now if met.objection == objection]
        lost = {met.deal_id for met in here if met.status == LOST}
        left_open = {met.deal_id for met in here if met.status == LOST and met.left_open}
        won = {met.deal_id for met in here if met.status == WON}
        earlier = {met.deal_id for met in before if met.objection == objection and met.status == LOST}
        counted = len(earlier) if compared else None
        if lost or won or earlier:
            lines.append(ObjectionLine(objection, len(lost), len(left_open), len(won), counted))
    return tuple(sorted(lines, key=lambda line: (-line.left_open, -line.lost, -line.won, line.objection)))
