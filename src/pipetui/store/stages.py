"""Stages and pipelines as the rep bends them: made, renamed, put in order, merged, removed. Standard library only.

A stage that something happened in is never deleted: it is no stage any more, but its row stays, so that the history of
deals tells what it was called.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Mapping
    from typing import Any

_IN_IT = "SELECT 1 FROM deal WHERE stage_id = :stage OR lost_stage_id = :stage LIMIT 1"
_HAPPENED = (
    "SELECT 1 FROM stage_event WHERE from_stage_id = :stage LIMIT 1",
    "SELECT 1 FROM stage_event WHERE to_stage_id = :stage LIMIT 1",
    "SELECT 1 FROM stage WHERE merged_into = :stage LIMIT 1",
)


def insert(connection: sqlite3.Connection, pipeline_id: int, name: str, values: Mapping[str, Any]) -> int:
    """Another stage of a pipeline; returns its number."""
    _free_name(connection, pipeline_id, name)
    row = {"pipeline_id": pipeline_id, "name": name, "position": 0, **values}
    made = connection.execute(
        f"INSERT INTO stage ({', '.join(row)}) VALUES ({', '.join(f':{key}' for key in row)}) RETURNING id", row
    ).fetchone()
    return int(made[0])


def rename(connection: sqlite3.Connection, stage_id: int, pipeline_id: int, name: str) -> None:
    """Call a stage otherwise."""
    _free_name(connection, pipeline_id, name)
    connection.execute("UPDATE stage SET name = :name WHERE id = :stage", {"name": name, "stage": stage_id})


def set_values(connection: sqlite3.Connection, stage_id: int, values: Mapping[str, Any]) -> None:
    """Other values in columns of a stage."""
    if values:
        columns = ", ".join(f"{key} = :{key}" for key in values)
        connection.execute(f"UPDATE stage SET {columns} WHERE id = :stage", {**values, "stage": stage_id})


def order(connection: sqlite3.Connection, stages: Iterable[int]) -> None:
    """Put the stages of a pipeline in this order; what stands there already is not written."""
    for position, stage_id in enumerate(stages):
        connection.execute(
            "UPDATE stage SET position = :position WHERE id = :stage AND position <> :position",
            {"position": position, "stage": stage_id},
        )


def qualify(connection: sqlite3.Connection, pipeline_id: int, stage_id: int | None) -> None:
    """Let this one be the qualification of its pipeline, and no other; None for none."""
    connection.execute(
        """UPDATE stage SET qualifies = coalesce(id = :stage, 0)
           WHERE pipeline_id = :pipeline AND qualifies <> coalesce(id = :stage, 0) AND removed_at IS NULL""",
        {"stage": stage_id, "pipeline": pipeline_id},
    )


def deals_in(connection: sqlite3.Connection, stages: Iterable[int]) -> list[int]:
    """The deals that stand in these stages: open, closed, and in the bin."""
    found: list[int] = []
    for stage_id in stages:
        found += (
            row[0] for row in connection.execute("SELECT id FROM deal WHERE stage_id = ? ORDER BY id", (stage_id,))
        )
    return found


def move_deals(connection: sqlite3.Connection, stage_id: int, to: int, kind: str, at: str, note: str) -> None:
    """All deals of a stage into another one: the open ones are moved at that moment, which their history tells.

    Closed ones, and those in the bin, stand there from then on as if they had been; where they were lost stays told.
    """
    row = {"stage": stage_id, "to": to, "kind": kind, "at": at, "note": note}
    going = "stage_id = :stage AND status = 'open' AND deleted_at IS NULL"
    connection.execute(
        f"""INSERT INTO stage_event (deal_id, kind, at, from_stage_id, to_stage_id, stayed_s, note)
            SELECT id, :kind, :at, stage_id, :to,
                   max(0, coalesce(strftime('%s', :at) - strftime('%s', entered_stage_at), 0)), :note
            FROM deal WHERE {going} ORDER BY id""",
        row,
    )
    connection.execute(f"UPDATE deal SET stage_id = :to, entered_stage_at = :at WHERE {going}", row)
    connection.execute("UPDATE deal SET stage_id = :to WHERE stage_id = :stage", row)


def merge_deals(connection: sqlite3.Connection, stage_id: int, into: int) -> None:
    """All deals of a stage stand in another one as if they always had: no clock moves, nothing is told of it."""
    row = {"stage": stage_id, "into": into}
    connection.execute("UPDATE deal SET stage_id = :into WHERE stage_id = :stage", row)
    connection.execute("UPDATE deal SET lost_stage_id = :into WHERE lost_stage_id = :stage", row)


def remove(connection: sqlite3.Connection, stage_id: int, at: str, merged_into: int | None = None) -> None:
    """Take an empty stage away; where something happened in it its row stays, for its name."""
    row = {"stage": stage_id, "at": at, "into": merged_into}
    connection.execute("UPDATE stage SET merged_into = :into WHERE merged_into = :stage AND :into IS NOT NULL", row)
    if any(connection.execute(asked, row).fetchone() for asked in (_IN_IT, *_HAPPENED)):
        connection.execute(
            """UPDATE stage SET removed_at = :at, merged_into = :into, cadence_id = NULL, qualifies = 0
               WHERE id = :stage""",
            row,
        )
    else:
        connection.execute("DELETE FROM stage WHERE id = :stage", row)


def _free_name(connection: sqlite3.Connection, pipeline_id: int, name: str) -> None:
    """A removed stage gives the name up that another one of its pipeline takes."""
    row = {"pipeline": pipeline_id, "name": name}
    held = connection.execute(
        "SELECT id FROM stage WHERE pipeline_id = :pipeline AND name = :name AND removed_at IS NOT NULL", row
    ).fetchone()
    if held is not None:
        connection.execute(
            "UPDATE stage SET name = :name WHERE id = :stage",
            {"name": _unused(connection, pipeline_id, f"{name} (removed)"), "stage": held[0]},
        )


def _unused(connection: sqlite3.Connection, pipeline_id: int, name: str) -> str:
    """The name, with a number behind it where the pipeline has it already."""
    taken = {row[0] for row in connection.execute("SELECT name FROM stage WHERE pipeline_id = ?", (pipeline_id,))}
    number, found = 1, name
    while found in taken:
        number += 1
        found = f"{name} {number}"
    return found


# --- pipelines -----------------------------------------------------------------------------------------------


def insert_pipeline(connection: sqlite3.Connection, name: str) -> int:
    """Another pipeline behind the others; returns its number."""
    made = connection.execute(
        "INSERT INTO pipeline (name, position) SELECT :name, coalesce(max(position), 0) + 1 FROM pipeline RETURNING id",
        {"name": name},
    ).fetchone()
    return int(made[0])


def rename_pipeline(connection: sqlite3.Connection, pipeline_id: int, name: str) -> None:
    """Call a pipeline otherwise."""
    connection.execute("UPDATE pipeline SET name = ? WHERE id = ?", (name, pipeline_id))


def make_default(connection: sqlite3.Connection, pipeline_id: int) -> None:
    """Let new deals go into this one where nothing else is said."""
    connection.execute(
        "UPDATE pipeline SET is_default = (id = :pipeline) WHERE is_default <> (id = :pipeline)",
        {"pipeline": pipeline_id},
    )


def order_pipelines(connection: sqlite3.Connection, pipelines: Iterable[int]) -> None:
    """Put the pipelines in this order."""
    for position, pipeline_id in enumerate(pipelines):
        connection.execute(
            "UPDATE pipeline SET position = :position WHERE id = :pipeline AND position <> :position",
            {"position": position, "pipeline": pipeline_id},
        )


def delete_pipeline(connection: sqlite3.Connection, pipeline_id: int, heir: int, name: str) -> None:
    """Delete a pipeline without stages; those that are told of go on at another one, under both names."""
    told = connection.execute("SELECT id, name FROM stage WHERE pipeline_id = ?", (pipeline_id,)).fetchall()
    for stage_id, called in told:
        connection.execute(
            "UPDATE stage SET pipeline_id = :heir, name = :name WHERE id = :stage",
            {"heir": heir, "name": _unused(connection, heir, f"{called} ({name})"), "stage": stage_id},
        )
    connection.execute("DELETE FROM pipeline WHERE id = ?", (pipeline_id,))
