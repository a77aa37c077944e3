"""What a new book begins with: a pipeline from a template, lists to choose from, the default cadence, texts."""

import sqlite3

from pipetui.domain.deal import LOSS_REASONS, TOUCH_KINDS
from pipetui.domain.pipeline_templates import full_name, stages
from pipetui.store.bulk import bulk_insert
from pipetui.store.schema import starters
from pipetui.store.schema.tables import Cadence, CadenceStep, LossReason, Pipeline, Setting, Stage, TouchKind

CADENCE = (
    ("call", 0, "first call"),
    ("email", 3, "follow-up e-mail"),
    ("call", 4, "second call"),
    ("email", 6, "e-mail with a reason to answer"),
    ("call", 9, "last call, then decide"),
)
"""Five touches on working days 0, 3, 7, 13, 22: kind, wait since the one before, text."""


def seed(connection: sqlite3.Connection, template: str, currency: str) -> None:
    """Fill an empty book; raises InputError for an unknown template before anything is written."""
    chosen = stages(template)
    bulk_insert.insert(connection, Setting, "key value", [("currency", currency), ("template", full_name(template))])
    pipeline = bulk_insert.insert_one(connection, Pipeline, name="Sales", is_default=True)
    cadence = bulk_insert.insert_one(connection, Cadence, name=starters.CADENCE, is_default=True)
    bulk_insert.insert(
        connection,
        Stage,
        "pipeline_id name position probability rotting_days qualifies",
        [
            (pipeline, stage.name, position, stage.probability, stage.rotting_days, stage.qualifies)
            for position, stage in enumerate(chosen)
        ],
    )
    bulk_insert.insert(
        connection,
        CadenceStep,
        "cadence_id position kind wait_days text",
        [(cadence, position, *step) for position, step in enumerate(CADENCE)],
    )
    for kind, names in ((LossReason, LOSS_REASONS), (TouchKind, TOUCH_KINDS)):
        bulk_insert.insert(connection, kind, "position name", list(enumerate(names)))
    starters.fill(connection)
