"""The stages of an import as they are met: found in the book, or made as planned when the first deal comes to one."""

from pipetui.domain import pipeline
from pipetui.domain.deal import WON, Stage
from pipetui.domain.folding import fold
from pipetui.exchange.stages import PipelinePlan, StagePlan
from pipetui.store.bulk import stage_rows
from pipetui.store.bulk.bulk_insert import Connection
from pipetui.store.pipelines import Pipelines


class StageMaker:
    """Numbers of stages by pipeline, name and status; makes those that are planned."""

    def __init__(self, connection: Connection, here: Pipelines, plan: StagePlan) -> None:
        self._connection, self._here = connection, here
        self._plans = {fold(one.name): one for one in plan.pipelines}
        self._pipelines = {fold(name): number for number, name in here.names.items()}
        self._stages: dict[int, list[Stage]] = {number: list(here.of(number)) for number in here.names}
        self._asked: dict[tuple[str, str, str], int] = {}
        self.made: set[str] = set()
        """The names of the stages that were made."""
        self._met: set[str] = set()
        """The names of all stages that a deal came to."""
        self.names: dict[int, tuple[str, str]] = {
            stage.id: (here.names[stage.pipeline_id], stage.name) for stage in here.stages
        }
        """Pipeline and name of each stage."""
        self.percents = {stage.id: stage.probability for stage in here.stages}

    def find(self, pipeline_name: str, stage: str, status: str) -> int:
        """The stage of that name; without one the last for a won deal, else the first."""
        asked = (pipeline_name, stage, status if not stage else "")
        found = self._asked.get(asked)
        if found is None:
            found = self._asked[asked] = self._find(pipeline_name, stage, status)
        return found

    def finish(self) -> None:
        """Put the stages in order, and take out those of an unused book that made room for others."""
        for plan in self._plans.values():
            number = self._pipelines.get(fold(plan.name), 0) if plan.name else self._here.default_pipeline
            met = self._met if plan.replaces else self.made
            if not number or not any(stage.name in met for stage in self._stages.get(number, ())):
                continue
            ids = {fold(stage.name): stage.id for stage in self._stages[number]}
            if plan.replaces:
                order = [ids[fold(name)] for name in plan.replaces if fold(name) in ids]
                stage_rows.remove_empty(self._connection, number, set(order))
                stage_rows.put_in_order(self._connection, number, order)
            else:
                old = [stage.id for stage in self._here.of(number)]
                new = [ids[fold(one.ours)] for one in plan.new if fold(one.ours) in ids]
                stage_rows.put_in_order(self._connection, number, [*old, *new])

    def _find(self, pipeline_name: str, name: str, status: str) -> int:
        number = self._pipeline(pipeline_name)
        plan = self._plans.get(fold(pipeline_name))
        stages = self._stages[number]
        if not name:
            return self._usual(number, plan, status)
        found = next((stage for stage in stages if fold(stage.name) == fold(name)), None)
        if found is None:
            return self._make(number, name, plan)
        self._met.add(found.name)
        percent = plan.percents.get(found.name) if plan else None
        if percent not in (None, self.percents[found.id]):
            stage_rows.set_probability(self._connection, found.id, percent)
            self.percents[found.id] = percent
        return found.id

    def _usual(self, number: int, plan: PipelinePlan | None, status: str) -> int:
        """Where a deal stands whose stage nobody told."""
        if plan is not None and plan.replaces:
            return self._find(plan.name, plan.replaces[-1 if status == WON else 0], "")
        stages = self._stages[number]
        if not stages:
            planned = plan.new[-1 if status == WON else 0].ours if plan and plan.new else "New"
            return self._make(number, planned, plan)
        pipeline.check_any(stages)
        return stages[-1 if status == WON else 0].id

    def _pipeline(self, name: str) -> int:
        if not name:
            return self._here.default_pipeline
        plan = self._plans.get(fold(name))
        number = self._pipelines.get(fold(name))
        if number is not None:
            return number
        if plan is not None and plan.renamed:
            number = plan.number
            stage_rows.rename_pipeline(self._connection, number, name)
            for stage in self._stages[number]:
                self.names[stage.id] = (name, stage.name)
        else:
            number = stage_rows.new_pipeline(self._connection, name)
            self._stages[number] = []
        self._pipelines[fold(name)] = number
        return number

    def _make(self, number: int, name: str, plan: PipelinePlan | None) -> int:
        planned = {fold(one.ours): (place, one) for place, one in enumerate(plan.new)} if plan else {}
        place, meaning = planned.get(fold(name), (len(planned), None))
        last = self._here.of(number)[-1:]
        position = (last[0].position + 1 if last else 0) + place
        rotting = last[0].rotting_days if last else 14
        percent = meaning.probability if meaning else 0
        made = stage_rows.new_stage(self._connection, number, name, position, percent, rotting)
        self._stages[number].append(Stage(made, number, name, position, percent, rotting, False))
        pipeline_name = next((known for known, own in self._pipelines.items() if own == number), "")
        shown = plan.name if plan and plan.name else self._here.names.get(number, pipeline_name)
        self.names[made] = (shown, name)
        self.percents[made] = percent
        self.made.add(name)
        self._met.add(name)
        return made
