"""What became of the deals that entered each stage in a period: five parts that add up (behaviour 21)."""

from __future__ import annotations

from itertools import groupby
from operator import attrgetter

from pipetui.domain.deal import LOST, OPEN, WON
from pipetui.insight.rates import Rate, median

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from typing import NamedTuple
else:
    from pipetui.domain.record import NamedTuple

ADVANCED, DROPPED, BACK, ELSEWHERE, THERE = "advanced", "lost", "moved_back", "moved_elsewhere", "still_there"
PARTS = (ADVANCED, DROPPED, BACK, ELSEWHERE, THERE)
"""What can have become of a deal in a stage, as of now; a win is an advance. Each deal has the part that came last."""

_COMES = ("created", "advanced", "retreated", "moved", "reopened")
_GOES = ("advanced", "retreated", "moved", "won", "lost")


class StageAt(NamedTuple):
    """A stage that is counted: its place in its pipeline. Those that were merged into it are counted as it."""

    id: int
    name: str
    pipeline_id: int
    position: int


class Moved(NamedTuple):
    """A move of a deal; `entered_now` says that it entered `to` in the period. Then what the deal is today."""

    deal_id: int
    kind: str
    came_from: int | None
    to: int | None
    entered_now: bool
    status: str
    stage_id: int


class Forward(NamedTuple):
    """So many deals that only ever went forward entered a stage in the period, and this became of them."""

    stage_id: int
    part: str
    deals: int


class Entries(NamedTuple):
    """What was read of a period: sums of the deals that went forward, the moves of the others deal by deal.

    `stays` are the newest stays that ended in it, in seconds, by stage.
    """

    forward: Sequence[Forward] = ()
    moves: Sequence[Moved] = ()
    stays: Mapping[int, Sequence[int]] = {}


class FunnelLine(NamedTuple):
    """A stage: the deals that entered it, and what became of them."""

    stage: str
    entered: int
    advanced: int
    lost: int
    moved_back: int
    moved_elsewhere: int
    still_there: int
    median_days: float | None
    before: int | None

    @property
    def rate(self) -> Rate:
        """How many of those that are through with the stage went on from it."""
        return Rate(self.advanced, self.entered - self.still_there)


class Funnel(NamedTuple):
    """The report."""

    lines: tuple[FunnelLine, ...]
    is_compared: bool


class Fate(NamedTuple):
    """What became of a deal in a stage that it entered in the period."""

    stage_id: int
    deal_id: int
    part: str


def funnel(now: Entries, before: Entries | None, stages: Sequence[StageAt]) -> Funnel:
    """The report on a period, held against the one before."""
    counts = _counts(now, stages)
    earlier = _counts(before or Entries(), stages)
    lines = []
    for stage in stages:
        parts = [counts.get((stage.id, part), 0) for part in PARTS]
        then = sum(earlier.get((stage.id, part), 0) for part in PARTS)
        if any(parts) or then:
            days = median([seconds / 86_400 for seconds in now.stays.get(stage.id, ())])
            advanced, lost, back, elsewhere, there = parts
            known = then if before is not None else None
            lines.append(FunnelLine(stage.name, sum(parts), advanced, lost, back, elsewhere, there, days, known))
    return Funnel(tuple(lines), before is not None)


def _counts(read: Entries, stages: Sequence[StageAt]) -> dict[tuple[int, str], int]:
    counts: dict[tuple[int, str], int] = {}
    for stage_id, part, deals in (*read.forward, *((*fate[::2], 1) for fate in fates(read.moves, stages))):
        counts[stage_id, part] = counts.get((stage_id, part), 0) + deals
    return counts


def fates(moves: Iterable[Moved], stages: Sequence[StageAt]) -> Iterator[Fate]:
    """What became of each deal in each stage it entered in the period; its moves come together, in their order."""
    known = {stage.id: stage for stage in stages}
    for _, history in groupby(moves, attrgetter("deal_id")):
        yield from _of_deal(list(history), known)


def _of_deal(history: Sequence[Moved], stages: Mapping[int, StageAt]) -> Iterator[Fate]:
    entered: dict[int, None] = {}
    parts: dict[int, str] = {}
    for move in history:
        inside = move.came_from == move.to  # between stages that are one by now
        if move.came_from is not None and move.kind in _GOES and not inside:
            parts[move.came_from] = _went(move, stages)
        if move.to is not None and move.kind in _COMES and (not inside or move.kind == "reopened"):
            parts[move.to] = THERE
            if move.entered_now:
                entered[move.to] = None
    deal = history[0]
    last = {OPEN: THERE, WON: ADVANCED, LOST: DROPPED}[deal.status]
    for stage in entered:
        if stage == deal.stage_id:
            part = last
        elif parts[stage] == THERE:  # its history does not tell how it left
            part = ADVANCED
        else:
            part = parts[stage]
        if stage in stages:
            yield Fate(stage, deal.deal_id, part)


def _went(move: Moved, stages: Mapping[int, StageAt]) -> str:
    if move.kind == "won":
        return ADVANCED
    if move.kind == "lost":
        return DROPPED
    if move.kind == "moved" and move.came_from is not None and move.to is not None:
        return _towards(move.came_from, move.to, stages)
    return ADVANCED if move.kind == "advanced" else BACK


def _towards(here: int, there: int, stages: Mapping[int, StageAt]) -> str:
    """Which way it is from a stage to another."""
    one, other = stages.get(here), stages.get(there)
    if one is None or other is None or one.pipeline_id != other.pipeline_id:
        return ELSEWHERE
    return ADVANCED if other.position > one.position else BACK
