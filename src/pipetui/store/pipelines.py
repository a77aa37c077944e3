"""Pipelines and their stages, and the few settings a book keeps. Standard library only."""

from __future__ import annotations

from pipetui.domain.deal import Stage
from pipetui.domain.errors import AmbiguousError, InputError
from pipetui.domain.text import one_line
from pipetui.store import values

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3
    from typing import NamedTuple
else:
    from pipetui.domain.record import NamedTuple


TOLD = """EXISTS (SELECT 1 FROM stage_event named INDEXED BY ix_stage_event_deal
    WHERE named.deal_id = d.id AND named.to_stage_id IS NOT NULL)"""
"""Whether anything tells in which stage the deal `d` is or was.

One that came in closed, from where only the outcome was kept, has a creation in no stage. It stands somewhere, for it
may be opened again, but was never seen there: it counts for no stage, and none is shown beside it.
"""


class Pipelines(NamedTuple):
    """The pipelines by id, and their stages in order."""

    names: dict[int, str]
    default_pipeline: int
    stages: tuple[Stage, ...]

    def of(self, pipeline_id: int) -> tuple[Stage, ...]:
        """The stages of one pipeline in order."""
        return tuple(stage for stage in self.stages if stage.pipeline_id == pipeline_id)

    def home(self, stage_id: int) -> int:
        """The pipeline that a stage is of; of one that is gone the default one."""
        return next((stage.pipeline_id for stage in self.stages if stage.id == stage_id), self.default_pipeline)

    def named(self, word: str, here: int | None = None) -> Stage:
        """The stage that `word` names, one of the pipeline `here` (the default one) first; raises InputError."""
        from pipetui.domain import pipeline  # few verbs name a stage

        first = self.default_pipeline if here is None else here
        try:
            return pipeline.find_stage(self.of(first), word)
        except AmbiguousError:
            raise
        except InputError:
            if len(self.names) == 1:
                raise
        from pipetui.domain import stage_names

        return stage_names.find(word, self.stages, self.names, first)

    def of_new(self, stage: str, pipeline: str = "", here: int | None = None) -> Stage:
        """The stage of a new deal: that which is named, in the pipeline that is named, else the first; see `named`."""
        home = self.default_pipeline if here is None else here
        if pipeline:
            from pipetui.domain import stage_names  # few lines name one

            home = stage_names.find_pipeline(pipeline, self.names)
        inside = self.of(home)
        return inside[0] if inside and not stage else self.named(stage, home)

    def called(self, stage: Stage, here: int | None = None) -> str:
        """What names a stage from the pipeline `here` (the default one): `Due`, or `Renewals/Due` of another one."""
        home = self.default_pipeline if here is None else here
        return stage.name if stage.pipeline_id == home else f"{self.names[stage.pipeline_id]}/{stage.name}"

    def resolved(self, word: str, here: int) -> str:
        """What the stage is called that `word` names from that pipeline."""
        return self.called(self.named(word, here), here)

    def progress(self) -> dict[int, float]:
        """How far along its pipeline each stage is: 0 for the first, 1 for the last."""
        last = {number: max(1, len(self.of(number)) - 1) for number in self.names}
        return {stage.id: stage.position / last[stage.pipeline_id] for stage in self.stages}

    def beside(self, stage_id: int) -> tuple[Stage, ...]:
        """The stages of the pipeline that stage is in, in order."""
        here = next((stage for stage in self.stages if stage.id == stage_id), None)
        if here is not None:
            return self.of(here.pipeline_id)
        return (gone_stage(stage_id, self.default_pipeline), *self.of(self.default_pipeline))


def pipelines(connection: sqlite3.Connection) -> Pipelines:
    """Pipelines and stages."""
    rows = connection.execute("SELECT id, name, is_default FROM pipeline ORDER BY position, id").fetchall()
    if not rows:
        rows = [(0, "no pipeline", True)]
    stages = tuple(
        Stage(
            stage_id,
            pipeline_id,
            one_line(values.text(name)),
            values.whole(position, 0, values.LARGEST, 0),
            values.whole(probability, *values.PERCENT, 0),
            values.whole(days, *values.DAYS, 0),
            bool(qualifies),
        )
        for stage_id, pipeline_id, name, position, probability, days, qualifies in connection.execute(
            """SELECT s.id, s.pipeline_id, s.name, s.position, s.probability, s.rotting_days, s.qualifies
               FROM stage s JOIN pipeline p ON p.id = s.pipeline_id
               WHERE s.removed_at IS NULL ORDER BY p.position, p.id, s.position, s.id"""
        )
    )
    default = next((row[0] for row in rows if row[2]), rows[0][0])
    return Pipelines({row[0]: one_line(values.text(row[1])) for row in rows}, default, stages)


def gone_stage(stage_id: int, pipeline_id: int) -> Stage:
    """Stands for a stage that deals are in and that is not there any more; deals can be moved out of it."""
    return Stage(stage_id, pipeline_id, f"gone ({stage_id})", 0, 0, 0, False)


def book_currency(connection: sqlite3.Connection) -> str:
    """The currency of amounts that name none."""
    row = connection.execute("SELECT value FROM setting WHERE key = 'currency'").fetchone()
    code = values.text(row[0]) if row else ""
    return code if len(code) == 3 and code.isascii() and code.isupper() else "EUR"


def stage_of(connection: sqlite3.Connection, deal_id: int) -> str:
    """The name of the stage that a deal is in, behind that of a pipeline which is not the default.

    It is "" where the stage is gone, and of a closed deal of which nobody told it.
    """
    row = connection.execute(
        f"""SELECT CASE WHEN p.is_default THEN '' ELSE p.name || '/' END || s.name
           FROM deal d JOIN stage s ON s.id = d.stage_id JOIN pipeline p ON p.id = s.pipeline_id
           WHERE d.id = ? AND (d.status = 'open' OR {TOLD})""",
        (deal_id,),
    ).fetchone()
    return str(row[0]) if row else ""
