"""The health flags and the advice in the words of sales, and as JSON has them (behaviour 24)."""

from __future__ import annotations

from pipetui import render
from pipetui.domain.money import Money
from pipetui.insight import health
from pipetui.phrases import quota

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any, NamedTuple

    from pipetui.insight.health import Advice, Flag
else:
    from pipetui.domain.record import NamedTuple

_NO = "open (budget:no or authority:no or need:no or timing:no)"
_LISTS = {
    health.OVERDUE: "overdue",
    health.ROTTING: "rotting",
    health.NO_STEP: "nonext",
    health.THIN: "open",
    health.UNFIT: _NO,
    health.IDLE: "open",
}


class HealthLine(NamedTuple):
    """A flag in words, its numbers, and the filter of the list behind it."""

    name: str
    sentence: str
    query: str
    flag: Flag


def line(flag: Flag, pipelines: Mapping[int, str], default: int) -> HealthLine:
    """The flag; `pipelines` are the names of all, `default` is the one that needs no name."""
    return HealthLine(flag.name, _sentence(flag), _query(flag, pipelines, default), flag)


def _sentence(flag: Flag) -> str:
    of = f"{flag.number:,} of {render.plural(flag.of, 'open deal')}"
    if flag.name == health.OVERDUE:
        return f"{of} {_are(flag.number)} overdue"
    if flag.name == health.ROTTING:
        return f"{of} {'rots' if flag.number == 1 else 'rot'} untouched"
    if flag.name == health.NO_STEP:
        return f"{of} {'has' if flag.number == 1 else 'have'} no next step"
    if flag.name == health.CROWDED and flag.stage is not None:
        return f"{of} {'stands' if flag.number == 1 else 'stand'} in {flag.stage.name}"
    if flag.name == health.THIN:
        return f"{render.plural(flag.number, 'open deal')}, {flag.of:,} to work for the quota"
    if flag.name == health.UNFIT:
        touches = f"{flag.number:,} of {render.plural(flag.of, 'touch', 'touches')}"
        return f"{touches} in {health.UNFIT_DAYS} days on deals that qualify with no"
    return f"nothing planned today, with {render.plural(flag.of, 'open deal')}"


def _are(number: int) -> str:
    return "is" if number == 1 else "are"


def _query(flag: Flag, pipelines: Mapping[int, str], default: int) -> str:
    stage = flag.stage
    if stage is None:
        return _LISTS[flag.name]
    inside = "" if stage.pipeline_id == default else f"pipeline:{_word(pipelines[stage.pipeline_id])} "
    return f"open {inside}stage:{_word(stage.name)}"


def _word(name: str) -> str:
    """A name as a filter asks for it."""
    bare = name.replace('"', " ")
    return bare if bare.isalnum() else f'"{bare}"'


def shape(found: HealthLine) -> dict[str, Any]:
    """A flag as JSON has it."""
    flag = found.flag
    stage = flag.stage.name if flag.stage else None
    return {
        "flag": flag.name,
        "number": flag.number,
        "of": flag.of,
        "stage": stage,
        "text": found.sentence,
        "list": found.query,
    }


def advice(found: Advice | None) -> str:
    """One sentence of what to do, with the figures that say so; "" where nothing says so."""
    if found is None:
        return ""
    of = f"{found.number:,} of {render.plural(found.of, 'open deal')}"
    if found.kind == health.CATCH_UP:
        return f"catch up first: {of} {_are(found.number)} overdue"
    if found.kind == health.CLOSE_STAGE and found.stage is not None:
        return f"close what is there: {of} {'stands' if found.number == 1 else 'stand'} in {found.stage.name}"
    if found.kind == health.FILL_FRONT and found.stage is not None:
        return f"fill the funnel: only {of} {'stands' if found.number == 1 else 'stand'} before {found.stage.name}"
    return _for_quota(found)


def brief_advice(found: Advice) -> str:
    """The same in few words, for a line with little room."""
    if found.kind == health.CATCH_UP:
        return f"catch up with {found.number:,} of {render.plural(found.of, 'open deal')}"
    if found.kind == health.CLOSE and found.standing is not None:
        return f"close the {render.plural(found.number, 'deal')} that cover the gap of {quota.gap(found.standing)}"
    if found.kind == health.CLOSE_STAGE and found.stage is not None:
        return f"close what stands in {found.stage.name}: {found.number:,}"
    if found.kind == health.DATE:
        return f"date {render.plural(found.number, 'deal')} without a close date ahead"
    return "fill the funnel"


def _for_quota(found: Advice) -> str:
    standing = found.standing
    if standing is None:
        return ""
    if found.kind == health.AHEAD:
        return f"the quota is made: fill the funnel for the next {standing.quota.period}"
    gap, covered = quota.gap(standing), quota.times(standing.coverage)
    deals = render.plural(found.number, "deal")
    if found.kind == health.CLOSE:
        return f"close what is there: {deals} due this {standing.quota.period} cover the gap of {gap} {covered}"
    if found.kind == health.DATE:
        return f"date what is there: {deals} without a close date ahead would cover the gap of {gap}"
    expected = (
        render.money_short(Money(standing.expected.weighted, standing.quota.amount.currency))
        if standing.quota.amount
        else f"{standing.expected.likely / 100:.1f} deals"
    )
    return f"fill the funnel: {expected} weighted is expected for a gap of {gap}"
