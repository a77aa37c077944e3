"""Which deals a part of a step is about, by what the journal has of it: for what is run before a step is kept."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3
    from typing import NamedTuple
else:
    from pipetui.domain.record import NamedTuple

COMMAND, UNDO, REDO = "command", "undo", "redo"
"""How a step came to be written."""


class Written(NamedTuple):
    """What is about to be kept: the rows of the step `step_id` that the journal has behind its row `since`.

    `label` says what it is, `source` who does it ("" where undo or redo does), `how` is COMMAND, UNDO or REDO.
    """

    step_id: int
    since: int
    label: str
    source: str
    how: str


class WrittenDeals(NamedTuple):
    """The deals that it is about; those of them that are new, and those on which a touch was logged, by number."""

    deals: frozenset[int]
    added: frozenset[int]
    touched: frozenset[int]


def newest_row(connection: sqlite3.Connection) -> int:
    """The number of the newest row in the journal, 0 for none."""
    (number,) = connection.execute("SELECT max(id) FROM journal_row").fetchone()
    return number or 0


def newest_step(connection: sqlite3.Connection, *, undone: bool) -> tuple[int, str]:
    """Number and source of the step that undo, or with `undone` redo, would go to; (0, "") for none."""
    from pipetui.store.undo import journal

    found = connection.execute(journal.LAST_UNDONE if undone else journal.NEWEST).fetchone()
    return (found[0], found[2]) if found else (0, "")


def read(connection: sqlite3.Connection, written: Written, rows: sqlite3.Connection) -> WrittenDeals:
    """The deals; `rows` is a connection on which the rows of an import can be read that the journal has no images of.

    That is the same one, or, where undo took them out, one that sees the book as it was.
    """
    deals: set[int] = set()
    added: set[int] = set()
    touched: set[int] = set()
    forwards = written.how != UNDO
    for table, first, last, new, deal in connection.execute(
        """SELECT j.table_name, j.row_id, j.last_id, j.before IS NULL,
                  CASE j.table_name
                  WHEN 'custom_value' THEN (SELECT j.image ->> '$.entity_id' FROM custom_field f
                                            WHERE f.id = j.image ->> '$.field_id' AND f.entity = 'deal')
                  ELSE j.image ->> '$.deal_id' END
           FROM (SELECT *, CASE WHEN last_id IS NOT NULL THEN NULL WHEN json_valid(after) THEN after
                                WHEN json_valid(before) THEN before END AS image
                 FROM journal_row WHERE step_id = :step AND id > :since) j""",
        {"step": written.step_id, "since": written.since},
    ).fetchall():
        found = {first} if table == "deal" else {deal}
        if last is not None:
            found = _of_run(rows, table, first, last)
        deals |= found
        if new and forwards and table == "deal":
            added |= found
        if new and forwards and table == "touch":
            touched |= found
    none = {None}
    return WrittenDeals(frozenset(deals - none), frozenset(added - none), frozenset(touched - none))


def _of_run(rows: sqlite3.Connection, table: str, first: int, last: int) -> set[int]:
    """The deals of the rows that came in together."""
    if table == "deal":
        return {*range(first, last + 1)}
    span = {"first": first, "last": last}
    if table == "custom_value":
        sql = """SELECT DISTINCT v.entity_id FROM custom_value v JOIN custom_field f ON f.id = v.field_id
                 WHERE v.id BETWEEN :first AND :last AND f.entity = 'deal'"""
    elif rows.execute("SELECT 1 FROM pragma_table_info(:table) WHERE name = 'deal_id'", {"table": table}).fetchone():
        sql = f"SELECT DISTINCT deal_id FROM {table} WHERE id BETWEEN :first AND :last"
    else:
        return set()
    return {number for (number,) in rows.execute(sql, span)}
