"""Taking one step back while newer ones stay: its rows are turned round in a step of their own, which undo can undo.

That is done only where nothing newer stands on the step: no row of it was changed since, and none that it put in is
named by a row that came later. Standard library only.
"""

from __future__ import annotations

from pipetui.domain.errors import ConflictError, NotFoundError
from pipetui.store import values
from pipetui.store.undo import journal
from pipetui.store.undo.step import PASSED

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3
    from typing import Any

_NAMED_BY = {
    "deal": ("deal_id", "origin_id"),
    "person": ("person_id",),
    "organization": ("organization_id",),
    "stage": ("stage_id", "lost_stage_id", "from_stage_id", "to_stage_id", "merged_into"),
    "custom_field": ("field_id",),
    "objection": ("objection_id",),
    "product": ("product_id",),
    "cadence": ("cadence_id",),
    "exit_criterion": ("criterion_id",),
    "pipeline": ("pipeline_id",),
    "template": ("template_id",),
}
"""The columns by which rows name a row of these tables."""
_AMONG = "IN (SELECT value FROM json_each(:numbers))"
_OWN_FIELDS = f"""
    SELECT v.id FROM custom_value v JOIN custom_field f ON f.id = v.field_id
    WHERE f.entity = :table AND v.entity_id {_AMONG} LIMIT 1"""


def take_back(connection: sqlite3.Connection, step_id: int) -> str:
    """Turn every row of the step into what it was before it; returns its label. Inside a transaction that journals.

    Raises NotFoundError for no such step, ConflictError where it is undone, came of no change, or a newer step stands
    on it: that one is named.
    """
    step = connection.execute(
        "SELECT label, source, undone_at IS NOT NULL FROM step WHERE id = :step", {"step": step_id}
    ).fetchone()
    if step is None:
        raise NotFoundError("that step is kept no more")
    label = values.text(step[0])
    if step[2]:
        raise ConflictError(f"“{label}” is undone already")
    if step[1] in PASSED:
        raise ConflictError(f"“{label}” cannot be undone")
    tables, own = journal.tables_of(connection), _under_way(connection)
    connection.execute("PRAGMA defer_foreign_keys = ON")
    taken_out: dict[str, set[int]] = {}
    with journal.raw_text(connection), journal.unchecked(connection):
        for name, row_id, last_id, before, after in _rows(connection, step_id):
            if journal.ERASED in (before, after):
                raise ConflictError(f"“{label}” cannot be undone: somebody it is about was erased for good")
            if name not in tables:
                raise ConflictError(f"“{label}” cannot be undone: what was kept of it is damaged")
            last = row_id if last_id is None else last_id
            if last_id is not None or not _is_as_left(connection, label, tables[name], row_id, after):
                _refuse_changed(connection, label, (step_id, own), (name, row_id, last), sure=last_id is None)
            if before is None:
                taken_out.setdefault(name, set()).update(range(row_id, last + 1))
            if last_id is None:
                journal.restore(connection, tables[name], row_id, after, before)
            else:
                given = {"first": row_id, "last": last_id}
                connection.execute(f"DELETE FROM {name} WHERE id BETWEEN :first AND :last", given)
    for name, numbers in taken_out.items():
        _refuse_standing_on(connection, label, name, numbers, tables)
    if taken_out and connection.execute("PRAGMA foreign_key_check").fetchone() is not None:
        raise ConflictError(f"“{label}” cannot be undone by itself: what came later hangs on it")
    return label


def _under_way(connection: sqlite3.Connection) -> int | None:
    """The step that the taking back itself is written down as."""
    row = connection.execute("SELECT step_id FROM journal_head WHERE id = 1").fetchone()
    return row[0] if row else None


def _rows(connection: sqlite3.Connection, step_id: int) -> list[tuple[Any, ...]]:
    """The lines of the step, the last first; of what a run keeps nothing."""
    return connection.execute(
        """SELECT table_name, row_id, last_id, before, CASE WHEN last_id IS NULL THEN after END
           FROM journal_row WHERE step_id = :step ORDER BY id DESC""",
        {"step": step_id},
    ).fetchall()


def _is_as_left(
    connection: sqlite3.Connection, label: str, table: journal.TableInfo, row_id: int, after: str | None
) -> bool:
    try:
        return journal.is_as(connection, table, row_id, after)
    except (LookupError, ValueError, TypeError, AttributeError) as error:
        raise ConflictError(f"“{label}” cannot be undone: what was kept of it is damaged") from error


def _refuse_changed(
    connection: sqlite3.Connection,
    label: str,
    between: tuple[int, int | None],
    rows: tuple[str, int, int],
    *,
    sure: bool,
) -> None:
    """Name the step that changed one of the rows since; with `sure` they changed, even where no step says so."""
    later = connection.execute(
        """SELECT s.label FROM journal_row j JOIN step s ON s.id = j.step_id
           WHERE j.table_name = :table AND j.row_id BETWEEN :first AND :last
           AND j.step_id > :step AND j.step_id IS NOT :own AND s.undone_at IS NULL ORDER BY s.id DESC LIMIT 1""",
        {"table": rows[0], "first": rows[1], "last": rows[2], "step": between[0], "own": between[1]},
    ).fetchone()
    if later is not None:
        raise _stands_on(label, later[0])
    if sure:
        raise ConflictError(f"“{label}” cannot be undone by itself: what it changed is no longer as it left it")


def _refuse_standing_on(
    connection: sqlite3.Connection,
    label: str,
    name: str,
    numbers: set[int],
    tables: dict[str, journal.TableInfo],
) -> None:
    """Name the step whose row names one that is taken out: rows of the step itself are gone by now."""
    import json

    given = {"numbers": json.dumps(sorted(numbers)), "table": name}
    asked = [
        (
            table.name,
            f"SELECT id FROM {table.name} WHERE {column.name} IN (SELECT value FROM json_each(:numbers)) LIMIT 1",
        )
        for table in tables.values()
        for column in table.columns
        if column.name in _NAMED_BY.get(name, ())
    ]
    for table, sql in [*asked, ("custom_value", _OWN_FIELDS)]:
        found = connection.execute(sql, given).fetchone()
        if found is not None:
            step = connection.execute(
                """SELECT s.label FROM journal_row j JOIN step s ON s.id = j.step_id
                   WHERE j.table_name = :table AND :row BETWEEN j.row_id AND coalesce(j.last_id, j.row_id)
                   AND s.undone_at IS NULL ORDER BY j.id DESC LIMIT 1""",
                {"table": table, "row": found[0]},
            ).fetchone()
            raise _stands_on(label, step[0] if step else table.replace("_", " "))


def _stands_on(label: str, later: str) -> ConflictError:
    return ConflictError(f"“{label}” cannot be undone by itself: “{values.text(later)}” came after it and hangs on it")
