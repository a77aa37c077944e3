"""Pipelines as the rep bends them: another one, its name, its place, which is the default, one less (behaviour 34)."""

from __future__ import annotations

from pipetui import render
from pipetui.domain import pipeline_templates, stage_names
from pipetui.domain.errors import ConflictError, InputError, NotFoundError, Remedy
from pipetui.domain.folding import name_key
from pipetui.service.stages import take_away
from pipetui.store import exit_criteria, stages

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipetui.domain.deal import Stage
    from pipetui.domain.pipeline_templates import StageTemplate
    from pipetui.service.workspace import Result, Workspace
    from pipetui.store.unit_of_work import UnitOfWork


def add(workspace: Workspace, name: str, like: str = "") -> Result:
    """Another pipeline, with the stages of the pipeline or template that `like` names, else of the default one."""
    with workspace.unit_of_work("pipeline added") as uow:
        here = uow.pipelines
        tidy = stage_names.check_name(name, here.names.values(), "pipeline")
        pattern = _pattern(uow, like)
        made = stages.insert_pipeline(uow.connection, tidy)
        criteria = exit_criteria.by_stage(uow.connection)
        for position, (template, source) in enumerate(pattern):
            number = stages.insert(
                uow.connection,
                made,
                template.name,
                {
                    "position": position,
                    "probability": template.probability,
                    "rotting_days": template.rotting_days,
                    "qualifies": template.qualifies,
                },
            )
            for place, (_, text) in enumerate(criteria.get(source or 0, ())):
                exit_criteria.put(uow.connection, number, text, place)
        return uow.done((), f"pipeline {tidy}: {', '.join(template.name for template, _ in pattern)}")


def _pattern(uow: UnitOfWork, like: str) -> list[tuple[StageTemplate, int | None]]:
    """The stages to begin with, each with the number of the stage it is like, if it is like one of the book."""
    here = uow.pipelines
    number = here.default_pipeline
    if like.strip():
        try:
            number = stage_names.find_pipeline(like, here.names)
        except InputError:
            try:
                return [(template, None) for template in pipeline_templates.stages(like)]
            except InputError as error:
                names = ", ".join((*here.names.values(), *pipeline_templates.TEMPLATES))
                raise InputError(
                    error.title.replace("template", "pipeline or template"), f"like one of: {names}"
                ) from None
    found: list[tuple[StageTemplate, int | None]] = [
        (pipeline_templates.StageTemplate(stage.name, stage.probability, stage.rotting_days, stage.qualifies), stage.id)
        for stage in here.of(number)
    ]
    return found or [(template, None) for template in pipeline_templates.stages(pipeline_templates.DEFAULT)]


def rename(workspace: Workspace, pipeline_id: int, name: str) -> Result:
    """Call a pipeline otherwise."""
    with workspace.unit_of_work("pipeline renamed") as uow:
        before = _name(uow, pipeline_id)
        others = [other for number, other in uow.pipelines.names.items() if number != pipeline_id]
        tidy = stage_names.check_name(name, others, "pipeline")
        stages.rename_pipeline(uow.connection, pipeline_id, tidy)
        return uow.done((), f"pipeline {before} is now {tidy}")


def make_default(workspace: Workspace, pipeline_id: int) -> Result:
    """Let new deals go into this one where nothing else is said."""
    with workspace.unit_of_work("default pipeline") as uow:
        name = _name(uow, pipeline_id)
        stages.make_default(uow.connection, pipeline_id)
        return uow.done((), f"new deals go into {name}")


def order(workspace: Workspace, pipelines: Sequence[int]) -> Result:
    """Put these pipelines first, in this order; the others stay behind them as they are."""
    with workspace.unit_of_work("order of pipelines") as uow:
        for pipeline_id in pipelines:
            _name(uow, pipeline_id)
        names = uow.pipelines.names
        whole = list(dict.fromkeys((*pipelines, *names)))
        stages.order_pipelines(uow.connection, whole)
        return uow.done((), f"pipelines: {', '.join(names[number] for number in whole)}")


def remove(workspace: Workspace, pipeline_id: int, to: int | None = None, stage_id: int | None = None) -> Result:
    """Take a pipeline away; its deals go into the pipeline `to`, which is a must where it has any.

    Each goes to the stage called as its own is, else to the one as far along; or all to the stage `stage_id`.
    """
    with workspace.unit_of_work("pipeline removed") as uow:
        here, name = uow.pipelines, _name(uow, pipeline_id)
        others = [number for number in here.names if number != pipeline_id]
        if not others:
            raise ConflictError(f"{name} is the last pipeline", "a book has at least one")
        inside = here.of(pipeline_id)
        deals = stages.deals_in(uow.connection, [stage.id for stage in inside])
        if deals and to is None:
            raise InputError(
                f"{render.plural(len(deals), 'deal')} {'stands' if len(deals) == 1 else 'stand'} in {name},"
                " closed ones and those in the bin counted",
                remedy=Remedy("pipelines.destination", pipeline=name, to=here.names[others[0]]),
            )
        if to == pipeline_id:
            raise ConflictError(f"{name} cannot go to itself", "name another pipeline")
        heir = to if to is not None else next((one for one in others if one == here.default_pipeline), others[0])
        there = here.of(heir)
        if deals and not there:
            raise ConflictError(f"{_name(uow, heir)} has no stages", "name another pipeline")
        for stage in inside:
            target = None
            if to is not None:
                target = next((one for one in there if one.id == stage_id), None) or counterpart(stage, inside, there)
            take_away(uow, stage, target)
        stages.delete_pipeline(uow.connection, pipeline_id, heir, name)
        if pipeline_id == here.default_pipeline:
            stages.make_default(uow.connection, heir)
            uow.warnings.append(f"new deals go into {here.names[heir]}")
        stages.order_pipelines(uow.connection, others)
        where = f", {render.plural(len(deals), 'deal')} to {here.names[heir]}" if deals else ""
        return uow.done((), f"removed pipeline {name}{where}")._replace(deals=tuple(deals))


def counterpart(stage: Stage, inside: Sequence[Stage], there: Sequence[Stage]) -> Stage | None:
    """The stage of another pipeline that is called the same, else the one as far along; None where it has none."""
    same = next((one for one in there if name_key(one.name) == name_key(stage.name)), None)
    if same is not None or not there:
        return same
    place = [one.id for one in inside].index(stage.id)
    return there[round(place * (len(there) - 1) / max(1, len(inside) - 1))]


def _name(uow: UnitOfWork, pipeline_id: int) -> str:
    found = uow.pipelines.names.get(pipeline_id)
    if found is None:
        raise NotFoundError("there is no such pipeline any more", remedy=Remedy("pipelines"))
    return found
