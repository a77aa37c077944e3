"""What lies in the bin, newest first, each with the gesture that put it there. Standard library only."""

from __future__ import annotations

from pipetui.store import values
from pipetui.views_history import BinRow

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3

KINDS = ("deal", "person", "organization")
_ABOUT = "(SELECT o.name FROM organization o WHERE o.id = r.organization_id)"
_ROWS = " UNION ALL ".join(
    f"""SELECT {place} AS kind, r.id AS number, r.{name} AS name, {about} AS about, r.deleted_at AS at
        FROM {kind} r WHERE r.deleted_at IS NOT NULL"""
    for place, (kind, name, about) in enumerate((
        ("deal", "title", _ABOUT), ("person", "name", _ABOUT), ("organization", "name", "r.sector")
    ))
)  # fmt: skip
# The newest step that wrote the row while it went into the bin; one that was undone since did not put it there.
_STEP = """
    (SELECT j.step_id FROM journal_row j JOIN step s ON s.id = j.step_id
     WHERE j.table_name = CASE b.kind WHEN 0 THEN 'deal' WHEN 1 THEN 'person' ELSE 'organization' END
     AND j.row_id = b.number AND j.last_id IS NULL AND s.undone_at IS NULL AND json_valid(j.after)
     AND json_extract(j.after, '$.deleted_at') IS NOT NULL ORDER BY j.id DESC LIMIT 1)"""


def contents(connection: sqlite3.Connection) -> list[BinRow]:
    """All of it, what was deleted last first."""
    found = connection.execute(
        f"""SELECT b.kind, b.number, b.name, b.about, b.at, s.label, s.source
            FROM ({_ROWS}) b LEFT JOIN step s ON s.id = {_STEP} ORDER BY b.at DESC, b.kind, b.number DESC"""
    )
    return [
        BinRow(
            number * len(KINDS) + kind,
            KINDS[kind],
            number,
            values.text(name or ""),
            values.text(about or ""),
            values.moment(at),
            values.text(label or ""),
            values.text(source or ""),
        )
        for kind, number, name, about, at, label, source in found
    ]
