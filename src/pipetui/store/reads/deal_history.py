"""What became of a deal's value, close date and stage: the first two as the journal kept them."""

from __future__ import annotations

from datetime import date

from pipetui.domain.deal_changes import CLOSE, STAGE, VALUE, FieldChange, FieldHistory
from pipetui.domain.errors import NotFoundError, Remedy
from pipetui.domain.money import LARGEST, Money
from pipetui.store import values

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator
    from typing import Any

_FIELDS = ("value_minor", "currency", "expected_close")
_IMAGES = ", ".join(f"json_extract(j.{when}, '$.{name}')" for when in ("before", "after") for name in _FIELDS)
_OTHER = " OR ".join(f"json_extract(j.before, '$.{name}') IS NOT json_extract(j.after, '$.{name}')" for name in _FIELDS)

# What was undone never was; what an import wrote in a run has no image before, and is where a history begins.
_CHANGED = f"""
SELECT s.id, s.at, s.source, {_IMAGES} FROM journal_row j JOIN step s ON s.id = j.step_id
WHERE j.table_name = 'deal' AND j.row_id = :deal AND j.last_id IS NULL AND s.undone_at IS NULL
  AND json_valid(j.before) AND json_valid(j.after)
  AND json_extract(j.before, '$.erased') IS NULL AND json_extract(j.after, '$.erased') IS NULL
  AND ({_OTHER})
ORDER BY j.id"""

_MOVES = """
SELECT e.at, e.kind, f.name, t.name FROM stage_event e LEFT JOIN stage f ON f.id = e.from_stage_id
LEFT JOIN stage t ON t.id = e.to_stage_id
WHERE e.deal_id = :deal AND e.kind NOT IN ('parked', 'unparked') ORDER BY e.at, e.id"""


def kept(connection: sqlite3.Connection, deal: int) -> list[FieldChange]:
    """The changes of a deal's value and close date that the journal knows, the oldest first."""
    steps: dict[int, tuple[str, str, tuple[Any, ...], tuple[Any, ...]]] = {}
    for step, at, source, *images in connection.execute(_CHANGED, {"deal": deal}).fetchall():
        before, after = tuple(images[: len(_FIELDS)]), tuple(images[len(_FIELDS) :])
        steps[step] = (at, source, steps[step][2] if step in steps else before, after)
    found = []
    for at, source, before, after in steps.values():
        for field, was, now in (
            (VALUE, _value(*before[:2]), _value(*after[:2])),
            (CLOSE, _close(before[2]), _close(after[2])),
        ):
            if was != now:
                found.append(FieldChange(values.moment(at), field, was, now, values.text(source)))
    return found


def history(connection: sqlite3.Connection, deal: int) -> FieldHistory:
    """Everything that became of a deal; raises NotFoundError where there is no such deal."""
    row = connection.execute("SELECT title, created_at FROM deal WHERE id = :deal", {"deal": deal}).fetchone()
    if row is None:
        raise NotFoundError(f"deal #{deal} does not exist", remedy=Remedy("list"))
    (begun,) = connection.execute("SELECT min(at) FROM step").fetchone()
    known = begun is not None and values.moment(begun) > values.moment(row[1])
    changes = sorted([*_moves(connection, deal), *kept(connection, deal)], key=lambda change: change.at)
    return FieldHistory(deal, values.text(row[0]), tuple(changes), values.moment(begun) if known else None)


def _moves(connection: sqlite3.Connection, deal: int) -> Iterator[FieldChange]:
    stood: str | None = None
    for at, kind, before, after in connection.execute(_MOVES, {"deal": deal}).fetchall():
        now = kind if kind in ("won", "lost") else values.text(after) or "gone"
        yield FieldChange(values.moment(at), STAGE, stood or (values.text(before) or None), now)
        stood = now


def _value(minor: Any, currency: Any) -> Money | None:
    if type(minor) is not int or not 0 <= minor <= LARGEST or not isinstance(currency, str):
        return None
    return Money(minor, currency)


def _close(day: Any) -> date | None:
    try:
        return date.fromisoformat(day or "")
    except (TypeError, ValueError):
        return None
