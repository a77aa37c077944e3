"""What a new book begins with: a pipeline from a template, lists to choose from, the default cadence, texts."""

from sqlmodel import Session

from pipetui.domain.deal import LOSS_REASONS, TOUCH_KINDS
from pipetui.domain.templates import full_name, stages
from pipetui.store import starters
from pipetui.store.tables import Cadence, CadenceStep, LossReason, Pipeline, Setting, Stage, TouchKind

CADENCE = (
    ("call", 0, "first call"),
    ("email", 3, "follow-up e-mail"),
    ("call", 4, "second call"),
    ("email", 6, "e-mail with a reason to answer"),
    ("call", 9, "last call, then decide"),
)
"""Five touches on working days 0, 3, 7, 13, 22: kind, wait since the one before, text."""


def seed(session: Session, template: str, currency: str) -> None:
    """Fill an empty book; raises InputError for an unknown template before anything is written."""
    chosen = stages(template)
    session.add(Setting(key="currency", value=currency))
    session.add(Setting(key="template", value=full_name(template)))
    pipeline = Pipeline(name="Sales", is_default=True)
    cadence = Cadence(name=starters.CADENCE, is_default=True)
    session.add_all([pipeline, cadence])
    session.flush()
    assert pipeline.id is not None
    assert cadence.id is not None
    for position, stage in enumerate(chosen):
        session.add(
            Stage(
                pipeline_id=pipeline.id,
                name=stage.name,
                position=position,
                probability=stage.probability,
                rotting_days=stage.rotting_days,
                qualifies=stage.qualifies,
            )
        )
    for position, (kind, wait, text) in enumerate(CADENCE):
        session.add(CadenceStep(cadence_id=cadence.id, position=position, kind=kind, wait_days=wait, text=text))
    session.add_all(LossReason(name=name, position=position) for position, name in enumerate(LOSS_REASONS))
    session.add_all(TouchKind(name=name, position=position) for position, name in enumerate(TOUCH_KINDS))
    session.flush()
    starters.fill(session.connection().connection.dbapi_connection)  # type: ignore[arg-type]  # it is SQLite's
