"""Stages as the rep bends them: added, changed, put in order, merged, removed, their exit criteria (behaviour 34).

What reads them is `stage_reads`, what bends whole pipelines `pipelines`.
"""

from __future__ import annotations

from pipetui import render
from pipetui.domain import stage_edits, stage_names
from pipetui.domain.choose import choose
from pipetui.domain.errors import ConflictError, InputError, NotFoundError, Remedy
from pipetui.domain.folding import name_key
from pipetui.domain.pipeline import kind_of_move
from pipetui.domain.stage_edits import NOTHING, StageEdit
from pipetui.domain.text import clean
from pipetui.domain.wording import quoted
from pipetui.insight import stage_history
from pipetui.store import exit_criteria, stages
from pipetui.store.reads.stage_history import entered

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from pipetui.domain.deal import Stage
    from pipetui.service.workspace import Result, Workspace
    from pipetui.store.unit_of_work import UnitOfWork

_CRITERIA_MOST = 12
"""Exit criteria of a stage: more are read by nobody."""


def add(workspace: Workspace, pipeline_id: int, name: str, edit: StageEdit = NOTHING) -> Result:
    """Another stage, at the place that the edit says, else behind the last one.

    Its probability, where none is said, lies between those of its neighbours.
    """
    with workspace.unit_of_work("stage added") as uow:
        _pipeline_named(uow, pipeline_id)
        inside = uow.pipelines.of(pipeline_id)
        tidy = stage_names.check_name(name, [stage.name for stage in inside], "stage")
        place = len(inside) if edit.place is None else min(edit.place - 1, len(inside))
        values: dict[str, Any] = {
            "probability": _between(inside, place) if edit.probability is None else edit.probability,
            "rotting_days": edit.rotting_days or 0,
        }
        made = stages.insert(uow.connection, pipeline_id, tidy, values)
        stages.order(uow.connection, stage_edits.moved([stage.id for stage in inside], made, place))
        if edit.qualifies:
            stages.qualify(uow.connection, pipeline_id, made)
        said = f"stage {tidy} added at place {place + 1}, {render.percent(values['probability'])}"
        return uow.done((), said)


def _between(inside: Sequence[Stage], place: int) -> int:
    before = inside[place - 1].probability if place else 0
    after = inside[place].probability if place < len(inside) else min(100, before + 10)
    return (before + max(before, after)) // 2 if place < len(inside) else after


def change(workspace: Workspace, stage_id: int, edit: StageEdit) -> Result:
    """Another name, probability, number of rotting days or place; whether it is the qualification."""
    with workspace.unit_of_work("stage changed") as uow:
        stage = _stage(uow, stage_id)
        inside = uow.pipelines.of(stage.pipeline_id)
        said = []
        if edit.name is not None and clean(edit.name) != stage.name:
            others = [other.name for other in inside if other.id != stage_id]
            name = stage_names.check_name(edit.name, others, "stage")
            stages.rename(uow.connection, stage_id, stage.pipeline_id, name)
            said.append(f"now {name}")
        values = {}
        if edit.probability is not None:
            values["probability"] = edit.probability
            said.append(render.percent(edit.probability))
        if edit.rotting_days is not None:
            values["rotting_days"] = edit.rotting_days
            said.append(f"rots after {render.age(edit.rotting_days)}" if edit.rotting_days else "never rots")
        stages.set_values(uow.connection, stage_id, values)
        if edit.place is not None:
            order = stage_edits.moved([one.id for one in inside], stage_id, edit.place - 1)
            stages.order(uow.connection, order)
            said.append(f"at place {order.index(stage_id) + 1}")
        if edit.qualifies is not None and edit.qualifies != stage.qualifies:
            stages.qualify(uow.connection, stage.pipeline_id, stage_id if edit.qualifies else None)
            said.append("the qualification" if edit.qualifies else "not the qualification")
        return uow.done((), f"stage {stage.name}: {', '.join(said) or 'as it was'}")


def merge(workspace: Workspace, stage_id: int, into_id: int) -> Result:
    """Make one stage a part of another: its deals, its criteria and what is counted of it are the other's from then on.

    The history of a deal goes on telling what the stage was called; no clock moves.
    """
    with workspace.unit_of_work("stages merged") as uow:
        gone, into = _stage(uow, stage_id), _stage(uow, into_id)
        if gone.id == into.id:
            raise ConflictError(f"{gone.name} cannot be merged into itself", "name two stages")
        if gone.pipeline_id != into.pipeline_id:
            raise ConflictError(
                f"{gone.name} and {into.name} are stages of different pipelines",
                "what is counted of a stage stays in its pipeline; its deals can go with: remove … to …",
            )
        connection = uow.connection
        deals = stages.deals_in(connection, [gone.id])
        stages.merge_deals(connection, gone.id, into.id)
        _hand_criteria_on(uow, gone.id, into.id)
        stages.remove(connection, gone.id, uow.at, merged_into=into.id)
        if gone.qualifies:
            stages.qualify(connection, into.pipeline_id, into.id)
        _close_ranks(uow, gone)
        with_them = f" with {render.plural(len(deals), 'deal')}" if deals else ""
        return uow.done((), f"merged {gone.name} into {into.name}{with_them}")._replace(deals=tuple(deals))


def remove(workspace: Workspace, stage_id: int, to_id: int | None = None) -> Result:
    """Take a stage away; what stands in it goes `to_id`, which is a must where anything does, be it in the bin."""
    with workspace.unit_of_work("stage removed") as uow:
        gone = _stage(uow, stage_id)
        others = [stage for stage in uow.pipelines.of(gone.pipeline_id) if stage.id != gone.id]
        if not others:
            raise ConflictError(
                f"{gone.name} is the last stage of {uow.pipelines.names[gone.pipeline_id]}",
                remedy=Remedy("pipelines.remove"),
            )
        deals = stages.deals_in(uow.connection, [gone.id])
        if deals and to_id is None:
            raise InputError(
                f"{render.plural(len(deals), 'deal')} {'stands' if len(deals) == 1 else 'stand'} in {gone.name},"
                " closed ones and those in the bin counted",
                remedy=Remedy("stages.destination", stage=gone.name, to=others[0].name),
            )
        to = None if to_id is None else _stage(uow, to_id)
        if to is not None and to.id == gone.id:
            raise ConflictError(f"{gone.name} cannot go to itself", "name another stage")
        take_away(uow, gone, to)
        _close_ranks(uow, gone)
        where = f", {render.plural(len(deals), 'deal')} to {to.name}" if to is not None and deals else ""
        if gone.qualifies:
            uow.warnings.append(f"no stage of {uow.pipelines.names[gone.pipeline_id]} is the qualification any more")
        return uow.done((), f"removed stage {gone.name}{where}")._replace(deals=tuple(deals))


def take_away(uow: UnitOfWork, gone: Stage, to: Stage | None) -> None:
    """Remove one stage, its deals `to` another one; the rest of its pipeline is left as it is."""
    if to is not None:
        stages.move_deals(uow.connection, gone.id, to.id, kind_of_move(gone, to), uow.at, f"{gone.name} was removed")
    of_it = exit_criteria.by_stage(uow.connection).get(gone.id, [])
    exit_criteria.delete(uow.connection, [number for number, _ in of_it])
    stages.remove(uow.connection, gone.id, uow.at)


def _close_ranks(uow: UnitOfWork, gone: Stage) -> None:
    left = [stage.id for stage in uow.pipelines.of(gone.pipeline_id) if stage.id != gone.id]
    stages.order(uow.connection, left)


def suggestions(workspace: Workspace) -> dict[int, stage_history.Odds]:
    """What one's own history says of the stages, where it says enough."""
    return stage_history.odds(entered(workspace.store.connection))


def take_suggestions(workspace: Workspace, pipeline_id: int | None = None) -> Result:
    """Give each stage the probability that its own history suggests, in one pipeline or in all."""
    with workspace.unit_of_work("probabilities from own history") as uow:
        inside = [stage for stage in uow.pipelines.stages if pipeline_id in (None, stage.pipeline_id)]
        known = stage_history.odds(entered(uow.connection))
        news = stage_history.different(known, {stage.id: stage.probability for stage in inside})
        if not news:
            raise ConflictError(
                "own history says nothing else than the stages do",
                f"a stage is suggested one once {stage_history.LEAST} closed deals have entered it",
            )
        for stage_id, percent in news.items():
            stages.set_values(uow.connection, stage_id, {"probability": percent})
        told = [f"{stage.name} {render.percent(news[stage.id])}" for stage in inside if stage.id in news]
        return uow.done((), f"from own history: {', '.join(told)}")


# --- exit criteria -------------------------------------------------------------------------------------------


def add_criterion(workspace: Workspace, stage_id: int, text: str) -> Result:
    """Another exit criterion of a stage."""
    with workspace.unit_of_work("exit criterion") as uow:
        stage = _stage(uow, stage_id)
        there = exit_criteria.by_stage(uow.connection).get(stage_id, [])
        tidy = stage_names.check_name(text, [said for _, said in there], "criterion")
        if len(there) >= _CRITERIA_MOST:
            raise ConflictError(f"{stage.name} has {len(there)} exit criteria", "take one away first")
        exit_criteria.put(uow.connection, stage_id, tidy, len(there))
        return uow.done((), f"before it leaves {stage.name}: {tidy}")


def remove_criterion(workspace: Workspace, stage_id: int, text: str) -> Result:
    """Take an exit criterion away that `text` is or begins, with what deals have met of it."""
    with workspace.unit_of_work("exit criterion") as uow:
        stage = _stage(uow, stage_id)
        number, said = find_criterion(stage, exit_criteria.by_stage(uow.connection).get(stage_id, []), text)
        exit_criteria.delete(uow.connection, [number])
        return uow.done((), f"no more before it leaves {stage.name}: {said}")


def set_criteria(workspace: Workspace, stage_id: int, texts: Sequence[str]) -> Result:
    """Let these be the exit criteria of a stage, in this order; who has met one that stays still has."""
    with workspace.unit_of_work("exit criteria") as uow:
        stage = _stage(uow, stage_id)
        there = exit_criteria.by_stage(uow.connection).get(stage_id, [])
        wanted: dict[str, str] = {}
        for text in filter(None, map(clean, texts)):
            wanted[name_key(text)] = stage_names.check_name(text, wanted.values(), "criterion")
        if len(wanted) > _CRITERIA_MOST:
            raise InputError(f"{len(wanted)} exit criteria are read by nobody", f"{_CRITERIA_MOST} are the most")
        before = {name_key(said): number for number, said in there}
        exit_criteria.delete(uow.connection, [number for key, number in before.items() if key not in wanted])
        for position, (key, text) in enumerate(wanted.items()):
            if key in before:
                exit_criteria.put_anew(uow.connection, before[key], text, position)
            else:
                exit_criteria.put(uow.connection, stage_id, text, position)
        return uow.done((), f"before it leaves {stage.name}: {' · '.join(wanted.values()) or 'nothing asked'}")


def find_criterion(stage: Stage, there: Sequence[tuple[int, str]], text: str) -> tuple[int, str]:
    """The criterion of a stage that `text` is or begins; raises InputError."""
    if not there:
        raise InputError(f"{stage.name} has no exit criteria", remedy=Remedy("stages.criteria", stage=stage.name))
    chosen = choose(text, [said for _, said in there], "criterion")
    return next(one for one in there if one[1] == chosen)


def tick(workspace: Workspace, deals: Sequence[int], text: str, *, met: bool = True) -> Result:
    """Note that deals meet an exit criterion of the stage they are in, or do not."""
    from pipetui.store.unit_of_work import name_of

    with workspace.unit_of_work("exit criterion") as uow:
        rows, said = uow.deals(deals), ""
        there = exit_criteria.by_stage(uow.connection)
        for row in rows:
            stage = _stage(uow, row.stage_id)
            number, said = find_criterion(stage, there.get(stage.id, []), text)
            exit_criteria.tick(uow.connection, row.id, number, uow.at, met=met)
        return uow.done(rows, f"{name_of(rows)}: {said} {'✓' if met else 'not met'}")


def _hand_criteria_on(uow: UnitOfWork, gone: int, into: int) -> None:
    known = exit_criteria.by_stage(uow.connection)
    kept = {name_key(said): number for number, said in known.get(into, [])}
    for number, said in known.get(gone, []):
        if name_key(said) in kept:
            exit_criteria.make_one(uow.connection, number, kept[name_key(said)])
        else:
            exit_criteria.hand_on(uow.connection, number, into, len(kept))
            kept[name_key(said)] = number


def _stage(uow: UnitOfWork, stage_id: int) -> Stage:
    found = next((stage for stage in uow.pipelines.stages if stage.id == stage_id), None)
    if found is None:
        raise NotFoundError("there is no such stage any more", remedy=Remedy("stages"))
    return found


def _pipeline_named(uow: UnitOfWork, pipeline_id: int) -> str:
    if pipeline_id not in uow.pipelines.names:
        raise NotFoundError("there is no such pipeline any more", remedy=Remedy("pipelines"))
    return uow.pipelines.names[pipeline_id]


def named(workspace: Workspace, word: str, pipeline_id: int | None = None) -> Stage:
    """The stage that a word names: of that pipeline alone, else one of the default pipeline first."""
    from pipetui.domain import pipeline
    from pipetui.service import reads

    here = reads.pipelines(workspace)
    if not word.strip():
        raise InputError("which stage?", f"one of: {', '.join(stage.name for stage in here.stages)}")
    if pipeline_id is not None:
        return pipeline.find_stage(here.of(pipeline_id), word)
    return stage_names.find(word, here.stages, here.names, here.default_pipeline)


def pipeline_named(workspace: Workspace, word: str) -> int:
    """The pipeline that a word names."""
    from pipetui.service import reads

    if not word.strip():
        raise InputError(
            "which pipeline?", f"one of: {', '.join(map(quoted, reads.pipelines(workspace).names.values()))}"
        )
    return stage_names.find_pipeline(word, reads.pipelines(workspace).names)
