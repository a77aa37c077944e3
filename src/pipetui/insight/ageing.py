"""How long the open deals have lain in their stages, against what is usual there (behaviour 25)."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import NamedTuple
else:
    from pipetui.domain.record import NamedTuple

BANDS = ((0, 7), (8, 14), (15, 30), (31, 60), (61, 90), (91, None))
"""The ages that are counted apart, in whole days."""


class Aged(NamedTuple):
    """An open deal that has lain in its stage for so many whole days."""

    deal_id: int
    stage_id: int
    days: int


class StageOfDeals(NamedTuple):
    """A stage: what it is called, and how many days a deal usually lies in it, None where none has left it yet."""

    id: int
    name: str
    usual: int | None


class AgeLine(NamedTuple):
    """A stage: its open deals by band, all of them, and those that have lain there longer than is usual."""

    stage: str
    bands: tuple[int, ...]
    deals: int
    usual: int | None
    longer: int | None
    oldest: int


class Ageing(NamedTuple):
    """The report."""

    deals: int
    longer: int
    lines: tuple[AgeLine, ...]


def band(days: int) -> int:
    """The place in BANDS of an age."""
    return next(place for place, (_, last) in enumerate(BANDS) if last is None or days <= last)


def ageing(aged: Sequence[Aged], stages: Sequence[StageOfDeals]) -> Ageing:
    """The report on the deals as they stand; stages come in their order, those without a deal too."""
    lines = []
    by_stage: dict[int, list[int]] = {}
    for deal in aged:
        by_stage.setdefault(deal.stage_id, []).append(deal.days)
    for stage in stages:
        ages = by_stage.get(stage.id, [])
        counts = [0] * len(BANDS)
        for days in ages:
            counts[band(days)] += 1
        longer = None if stage.usual is None else sum(days > stage.usual for days in ages)
        lines.append(AgeLine(stage.name, tuple(counts), len(ages), stage.usual, longer, max(ages, default=0)))
    return Ageing(len(aged), sum(line.longer or 0 for line in lines), tuple(lines))


def longer_than_usual(deal: Aged, usual: Mapping[int, int]) -> bool:
    """Whether a deal has lain in its stage for longer than is usual there."""
    return deal.stage_id in usual and deal.days > usual[deal.stage_id]
