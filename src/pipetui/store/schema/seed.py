"""What a new book begins with: a pipeline from a template, lists to choose from, the default cadence, texts."""

import sqlite3

from pipetui.domain.deal import LOSS_REASONS, TOUCH_KINDS
from pipetui.domain.pipeline_templates import full_name, stages
from pipetui.store.schema import starters

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
    settings = [("currency", currency), ("template", full_name(template))]
    connection.executemany("INSERT INTO setting (key, value) VALUES (?, ?)", settings)
    pipeline = connection.execute("INSERT INTO pipeline (name, is_default) VALUES ('Sales', 1)").lastrowid
    cadence = connection.execute(
        "INSERT INTO cadence (name, is_default) VALUES (:name, 1)", {"name": starters.CADENCE}
    ).lastrowid
    connection.executemany(
        """INSERT INTO stage (pipeline_id, name, position, probability, rotting_days, qualifies)
           VALUES (?, ?, ?, ?, ?, ?)""",
        [
            (pipeline, stage.name, position, stage.probability, stage.rotting_days, stage.qualifies)
            for position, stage in enumerate(chosen)
        ],
    )
    connection.executemany(
        "INSERT INTO cadence_step (cadence_id, position, kind, wait_days, text) VALUES (?, ?, ?, ?, ?)",
        [(cadence, position, *touch) for position, touch in enumerate(CADENCE)],
    )
    for table, names in (("loss_reason", LOSS_REASONS), ("touch_kind", TOUCH_KINDS)):
        connection.executemany(f"INSERT INTO {table} (position, name) VALUES (?, ?)", list(enumerate(names)))
    starters.fill(connection)
