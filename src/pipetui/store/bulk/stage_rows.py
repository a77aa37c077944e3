"""Pipelines and stages that an import makes, renames and puts in order."""

import sqlite3

from pipetui.store.bulk import bulk_insert
from pipetui.store.schema import tables


def is_unused(connection: sqlite3.Connection) -> bool:
    """Whether no deal has ever stood in the book, not even in its bin, and its stages are those it was made with."""
    row = connection.execute("SELECT seq FROM sqlite_sequence WHERE name = 'deal'").fetchone()
    if (row and row[0]) or connection.execute("SELECT 1 FROM deal LIMIT 1").fetchone():
        return False
    bent = """SELECT 1 FROM journal_row j JOIN step s ON s.id = j.step_id
              WHERE j.table_name IN ('stage', 'pipeline') AND s.undone_at IS NULL LIMIT 1"""
    return connection.execute(bent).fetchone() is None


def new_pipeline(connection: sqlite3.Connection, name: str) -> int:
    """Make a pipeline behind those there are; returns its number."""
    (last,) = connection.execute("SELECT coalesce(max(position), -1) FROM pipeline").fetchone()
    return bulk_insert.insert_one(connection, tables.Pipeline, name=name, position=last + 1)


def rename_pipeline(connection: sqlite3.Connection, number: int, name: str) -> None:
    """Give a pipeline another name."""
    connection.execute(
        "UPDATE pipeline SET name = :name WHERE id = :id AND name <> :name", {"name": name, "id": number}
    )


def new_stage(
    connection: sqlite3.Connection, pipeline_id: int, name: str, position: int, probability: int, rotting_days: int
) -> int:
    """Make a stage, or bring back one of that name that was removed; returns its number."""
    found = connection.execute(
        "SELECT id FROM stage WHERE pipeline_id = :pipeline AND name = :name", {"pipeline": pipeline_id, "name": name}
    ).fetchone()
    if found is None:
        return bulk_insert.insert_one(
            connection,
            tables.Stage,
            pipeline_id=pipeline_id,
            name=name,
            position=position,
            probability=probability,
            rotting_days=rotting_days,
        )
    connection.execute(
        """UPDATE stage SET removed_at = NULL, merged_into = NULL, position = :position, probability = :probability
           WHERE id = :id""",
        {"position": position, "probability": probability, "id": found[0]},
    )
    return int(found[0])


def set_probability(connection: sqlite3.Connection, number: int, percent: int) -> None:
    """Let a stage be that likely."""
    connection.execute(
        "UPDATE stage SET probability = :percent WHERE id = :id AND probability <> :percent",
        {"percent": percent, "id": number},
    )


def remove_empty(connection: sqlite3.Connection, pipeline_id: int, kept: set[int]) -> None:
    """Take the stages out of a pipeline that no deal stands in, except `kept`."""
    for (number,) in connection.execute(
        """SELECT id FROM stage s WHERE pipeline_id = :pipeline
           AND NOT EXISTS (SELECT 1 FROM deal WHERE stage_id = s.id)
           AND NOT EXISTS (SELECT 1 FROM stage_event WHERE from_stage_id = s.id OR to_stage_id = s.id)
           AND NOT EXISTS (SELECT 1 FROM deal WHERE lost_stage_id = s.id)
           AND NOT EXISTS (SELECT 1 FROM exit_criterion WHERE stage_id = s.id)""",
        {"pipeline": pipeline_id},
    ).fetchall():
        if number not in kept:
            connection.execute("DELETE FROM stage WHERE id = :id", {"id": number})


def put_in_order(connection: sqlite3.Connection, pipeline_id: int, first: list[int]) -> None:
    """Number the stages of a pipeline from 0 on: these first, the others behind them as they stood."""
    here = [
        number
        for (number,) in connection.execute(
            "SELECT id FROM stage WHERE pipeline_id = :pipeline AND removed_at IS NULL ORDER BY position, id",
            {"pipeline": pipeline_id},
        )
    ]
    ordered = [number for number in first if number in here]
    ordered += [number for number in here if number not in ordered]
    for place, number in enumerate(ordered):
        connection.execute(
            "UPDATE stage SET position = :place WHERE id = :id AND position <> :place", {"place": place, "id": number}
        )
