"""Health flags (behaviour 24): what is wrong with the pipeline, each with its numbers; and one piece of advice.

Shares of a stage are told from ENOUGH open deals of a pipeline on, advice from TINY on: of fewer they say nothing.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from typing import NamedTuple

    from pipetui.domain.deal import Stage
    from pipetui.domain.quota import QuotaStanding
    from pipetui.insight.plan import ActivityPlan
else:
    from pipetui.domain.record import NamedTuple

OVERDUE, ROTTING, NO_STEP, CROWDED, THIN, UNFIT, IDLE = (
    "overdue",
    "rotting",
    "no next step",
    "crowded stage",
    "thin front",
    "unfit",
    "nothing planned",
)
TINY, ENOUGH = 5, 10
MOST_IN_LAST, MOST_IN_ONE, LEAST_IN_FRONT, MOST_OVERDUE = 0.4, 0.6, 0.2, 0.5
"""Parts of a pipeline's open deals: more in its last stage, or in any, are too many; fewer in the front too few."""
UNFIT_DAYS, UNFIT_TOUCHES = 30, 5
"""So many touches in so many days on deals that qualify with *no* are too many."""


class HealthFacts(NamedTuple):
    """What the flags are made of: open deals that are not parked, by stage, and how many of them are in which trouble.

    `unfit_touches` went out in UNFIT_DAYS on the `unfit` deals, `touches` on all. `steps_today` are the rep's own that
    are due by today, `touches_today` what went out today already.
    """

    by_stage: Mapping[int, int]
    overdue: int
    rotting: int
    no_step: int
    unfit: int
    unfit_touches: int
    touches: int
    steps_today: int
    touches_today: int
    working_day: bool

    @property
    def deals(self) -> int:
        """All open deals that are not parked."""
        return sum(self.by_stage.values())


class Flag(NamedTuple):
    """Something that is wrong: `number` of `of`; what both count is told by the name. `stage` is where, of a stage."""

    name: str
    number: int
    of: int
    stage: Stage | None = None


def flags(facts: HealthFacts, pipelines: Sequence[Sequence[Stage]], plan: ActivityPlan | None) -> list[Flag]:
    """What is wrong, the most urgent first; `pipelines` are the stages of each, in order."""
    found = []
    for name, number in ((OVERDUE, facts.overdue), (ROTTING, facts.rotting), (NO_STEP, facts.no_step)):
        if number:
            found.append(Flag(name, number, facts.deals))
    found += filter(None, (crowded(facts.by_stage, stages) for stages in pipelines))
    if plan is not None and plan.deals_to_work is not None and facts.deals < plan.deals_to_work:
        found.append(Flag(THIN, facts.deals, plan.deals_to_work))
    if facts.unfit_touches >= UNFIT_TOUCHES:
        found.append(Flag(UNFIT, facts.unfit_touches, facts.touches))
    if facts.working_day and facts.deals and not (facts.steps_today or facts.touches_today):
        found.append(Flag(IDLE, 0, facts.deals))
    return found


def crowded(by_stage: Mapping[int, int], stages: Sequence[Stage]) -> Flag | None:
    """The stage of a pipeline that holds too many of its deals, the last one above all."""
    deals = sum(by_stage.get(stage.id, 0) for stage in stages)
    if deals < ENOUGH or len(stages) < 2:
        return None
    last = stages[-1]
    if by_stage.get(last.id, 0) >= MOST_IN_LAST * deals:
        return Flag(CROWDED, by_stage[last.id], deals, last)
    fullest = max(stages, key=lambda stage: by_stage.get(stage.id, 0))
    if by_stage[fullest.id] >= MOST_IN_ONE * deals:
        return Flag(CROWDED, by_stage[fullest.id], deals, fullest)
    return None


FILL, CLOSE, DATE, CATCH_UP, AHEAD, CLOSE_STAGE, FILL_FRONT = (
    "fill",
    "close",
    "date",
    "catch up",
    "ahead",
    "close stage",
    "fill front",
)


class Advice(NamedTuple):
    """The one thing to do: `kind` is one of those above, the rest are the figures that say so."""

    kind: str
    number: int = 0
    of: int = 0
    stage: Stage | None = None
    standing: QuotaStanding | None = None


def advice(
    by_stage: Mapping[int, int], overdue: int, stages: Sequence[Stage], standing: QuotaStanding | None
) -> Advice | None:
    """Fill the funnel, or close what is there; None where nothing says so. `stages` are the usual pipeline's."""
    deals = sum(by_stage.values())
    if deals < TINY:
        return None
    if overdue > MOST_OVERDUE * deals:
        return Advice(CATCH_UP, overdue, deals)
    if standing is not None:
        return _for_quota(standing)
    return next(_without_quota(by_stage, stages), None)


def _for_quota(standing: QuotaStanding) -> Advice:
    if standing.made:
        return Advice(AHEAD, standing=standing)
    standing = next((one for one in (standing, *standing.beside) if not one.made), standing)
    coverage = standing.coverage
    if coverage is not None and coverage >= 1:
        return Advice(CLOSE, standing.expected.deals, standing=standing)
    rest = (standing.expected, standing.past_due, standing.undated)
    gap = standing.amount_gap.minor if standing.amount_gap is not None else 100 * (standing.count_gap or 0)
    worth = sum(some.weighted if standing.amount_gap is not None else some.likely for some in rest)
    if gap and worth >= gap:
        return Advice(DATE, standing.past_due.deals + standing.undated.deals, standing=standing)
    return Advice(FILL, standing=standing)


def _without_quota(by_stage: Mapping[int, int], stages: Sequence[Stage]) -> Iterator[Advice]:
    deals = sum(by_stage.get(stage.id, 0) for stage in stages)
    if deals < ENOUGH or len(stages) < 2:
        return
    last = stages[-1]
    if by_stage.get(last.id, 0) >= MOST_IN_LAST * deals:
        yield Advice(CLOSE_STAGE, by_stage[last.id], deals, last)
    front = sum(by_stage.get(stage.id, 0) for stage in stages[: len(stages) // 2])
    if front <= LEAST_IN_FRONT * deals:
        yield Advice(FILL_FRONT, front, deals, stages[len(stages) // 2])
