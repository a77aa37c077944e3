"""What a step of the journal changed, row by row, with the names of what the rows point to. Standard library only."""

from __future__ import annotations

import json

from pipetui.store import values
from pipetui.store.undo.journal import ERASED
from pipetui.views_history import RowChange

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Mapping
    from typing import Any

_NAMES = {
    "deal": "title",
    "person": "name",
    "organization": "name",
    "stage": "name",
    "pipeline": "name",
    "custom_field": "name",
    "product": "name",
    "cadence": "name",
    "objection": "text",
    "exit_criterion": "text",
}
"""The tables whose rows have a name, and the column it stands in."""
_POINTS_TO = {
    "deal_id": "deal",
    "origin_id": "deal",
    "person_id": "person",
    "organization_id": "organization",
    "stage_id": "stage",
    "lost_stage_id": "stage",
    "from_stage_id": "stage",
    "to_stage_id": "stage",
    "merged_into": "stage",
    "pipeline_id": "pipeline",
    "field_id": "custom_field",
    "product_id": "product",
    "cadence_id": "cadence",
    "objection_id": "objection",
    "criterion_id": "exit_criterion",
}
_OF_ITS_OWN = ("title", "name", "what", "text", "tag", "question", "label", "value")
"""The columns by which a row may be called that hangs on another, the telling one first."""


def changes(connection: sqlite3.Connection, step_id: int, limit: int) -> tuple[list[RowChange], int]:
    """The first `limit` changes of a step in their order, and how many there are in all."""
    rows = connection.execute(
        """SELECT table_name, row_id, last_id, before, CASE WHEN last_id IS NULL THEN after END
           FROM journal_row WHERE step_id = :step ORDER BY id LIMIT :limit""",
        {"step": step_id, "limit": limit},
    ).fetchall()
    (count,) = connection.execute(
        "SELECT count(*) FROM journal_row WHERE step_id = :step", {"step": step_id}
    ).fetchone()
    named = _namer(connection)
    return [_change(named, *row) for row in rows], int(count)


def _change(
    named: Callable[[str, Any], str], table: Any, row_id: Any, last_id: Any, before: Any, after: Any
) -> RowChange:
    table, number = values.text(table), values.whole(row_id, 0, values.LARGEST, 0)
    if last_id is not None:
        count = values.whole(last_id, number, values.LARGEST, number) - number + 1
        return RowChange(table, number, "", (), was=False, becomes=True, rows=count)
    old, new = _image(before), _image(after)
    known = new or old or {}
    columns = []
    for column in {**(old or {}), **(new or {})}:
        was, is_now = (old or {}).get(column), (new or {}).get(column)
        if was != is_now and not (column == "id" or column == "key"):
            points_to = _POINTS_TO.get(column)
            pair = (was, is_now) if points_to is None else (named(points_to, was), named(points_to, is_now))
            columns.append((column, *map(_clean, pair)))
    if "currency" in known and "value_minor" in known:  # an amount says nothing without
        columns = [
            (column, *(None if one is None else (one, _clean(known["currency"])) for one in pair))
            if column == "value_minor"
            else (column, *pair)
            for column, *pair in columns
        ]
    name = _called(named, table, number, known)
    return RowChange(table, number, name, tuple(columns), was=old is not None, becomes=new is not None)


def _image(text: Any) -> dict[str, Any] | None:
    """The image of a row; what is none, or erased, is a row of which nothing is known."""
    if text is None:
        return None
    try:
        found = json.loads(text) if text != ERASED else {}
    except (ValueError, TypeError, RecursionError):
        found = {}
    return found if isinstance(found, dict) else {}


def _called(named: Callable[[str, Any], str], table: str, number: int, row: Mapping[str, Any]) -> str:
    """`#42 Acme rollout` for a deal; for what hangs on one its own words, and behind them the deal's."""
    if table == "deal":
        return f"#{number} {values.text(row.get('title') or '')}".rstrip()
    own = next((values.text(row[column]) for column in _OF_ITS_OWN if row.get(column)), "")
    above = ""
    if table not in _NAMES:
        above = next(
            (named(what, row[column]) for column, what in _POINTS_TO.items() if row.get(column) is not None), ""
        )
    return " · ".join(filter(None, (above, own)))


def _clean(value: Any) -> Any:
    return values.text(value) if isinstance(value, str) else value


def _namer(connection: sqlite3.Connection) -> Callable[[str, Any], str]:
    """What a row is called by now, “#12” where it is gone."""
    known: dict[tuple[str, Any], str] = {}

    def named(table: str, number: Any) -> str:
        if number is None:
            return ""
        if (table, number) not in known:
            found = connection.execute(
                f"SELECT {_NAMES[table]} FROM {table} WHERE id = :number", {"number": number}
            ).fetchone()
            sign = f"#{number}" if found is None or table == "deal" else ""
            known[table, number] = " ".join(filter(None, (sign, values.text(found[0]) if found else "")))
        return known[table, number]

    return named
