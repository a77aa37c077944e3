"""What SQLite's own check finds in a book, and how bad it is. Standard library only."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3
    from typing import Any, NamedTuple
else:
    from pipetui.domain.record import NamedTuple

_INDEX_FAULTS = ("missing from index", "wrong # of entries in index", "non-unique entry in index")
_ROW_FAULTS = ("CHECK constraint failed", "NULL value in", "NUMERIC value in", "TEXT value in")
_MOST = 10_000

_OF_THE_PLACE = {5, 6, 8, 10, 13, 14, 15}
"""SQLite's codes BUSY, LOCKED, READONLY, IOERR, FULL, CANTOPEN and PROTOCOL."""
_BEYOND_ITS_END = 522
"""SQLite's code IOERR_SHORT_READ: the file is shorter than it says."""

OWNERS = {
    "contact_point": ("person_id", "organization_id"),
    "touch": ("deal_id", "person_id", "organization_id"),
    "note": ("deal_id", "person_id", "organization_id"),
}
"""The columns that say whose a row is: one of them of a contact point, one or more of the others."""


def faults(connection: sqlite3.Connection, *, quick: bool = False) -> list[str]:
    """What the check finds, in SQLite's words, at most _MOST of them; empty for a whole book.

    A `quick` check does not compare indexes with their tables. What is wrong with the structure comes first: odd
    values, however many, must not push it off the list.
    """
    usual = connection.execute("PRAGMA ignore_check_constraints").fetchone()[0]
    connection.execute("PRAGMA ignore_check_constraints = ON")
    try:
        found = _check(connection, quick)
        if all(is_of_a_row(fault) for fault in found):
            connection.execute("PRAGMA ignore_check_constraints = OFF")
            found = _check(connection, quick)
    finally:
        connection.execute(f"PRAGMA ignore_check_constraints = {usual}")
    return found


def _check(connection: sqlite3.Connection, quick: bool) -> list[str]:
    check = "quick_check" if quick else "integrity_check"
    found = [str(row[0]) for row in connection.execute(f"PRAGMA {check}({_MOST})")]
    return [] if found == ["ok"] else found


def could_not_look(error: sqlite3.Error) -> bool:
    """Whether that says nothing of the file: its disk, or another program, kept SQLite from looking at it."""
    code = getattr(error, "sqlite_errorcode", 0)
    return code != _BEYOND_ITS_END and code & 0xFF in _OF_THE_PLACE


def is_of_a_row(fault: str) -> bool:
    """Whether it is about what stands in a row, which only another program can have written."""
    return any(known in fault for known in _ROW_FAULTS)


def only_rows(found: list[str]) -> bool:
    """Whether no more is wrong than what stands in rows: every page and every index is in order."""
    return all(is_of_a_row(fault) for fault in found)


def is_readable(found: list[str]) -> bool:
    """Whether all rows can be read: what is wrong is in rows, or in indexes, which can be made anew from them."""
    return all(is_of_a_row(fault) or any(known in fault for known in _INDEX_FAULTS) for fault in found)


class Orphan(NamedTuple):
    """A row that belongs to one that is not there: its table and number, which table that is of, and its column that
    says which."""

    table: str
    row_id: int
    parent: str
    column: str

    def wanted(self, connection: sqlite3.Connection) -> Any:
        """What stands in that column: the number of what is missing; None for a row that is gone by now."""
        sql = f"SELECT {self.column} FROM {self.table} WHERE rowid = ?"
        row = connection.execute(sql, (self.row_id,)).fetchone()
        return row and row[0]


def orphans(connection: sqlite3.Connection) -> list[Orphan]:
    """Rows that belong to one that is not there."""
    rows = connection.execute(
        """SELECT c."table", c.rowid, c.parent, k."from" FROM pragma_foreign_key_check c
           JOIN pragma_foreign_key_list(c."table") k ON k.id = c.fkid"""
    ).fetchall()
    for entity in ("deal", "person", "organization"):  # whose number stands in one column for all three
        rows += connection.execute(
            f"""SELECT 'custom_value', v.id, f.entity, 'entity_id'
                FROM custom_field f CROSS JOIN custom_value v ON v.field_id = f.id
                WHERE f.entity = '{entity}' AND NOT EXISTS (SELECT 1 FROM {entity} WHERE id = v.entity_id)"""
        ).fetchall()
        # Only what a rep takes out by itself, such as a mail, is remembered without its row: not to come again.
        rows += connection.execute(
            f"""SELECT 'external_ref', r.id, '{entity}', 'entity_id' FROM external_ref r
                WHERE r.entity IN ('{entity}', '{entity} row')
                AND NOT EXISTS (SELECT 1 FROM {entity} WHERE id = r.entity_id)"""
        ).fetchall()
    return [Orphan(*row) for row in rows]


def ownerless(connection: sqlite3.Connection) -> list[tuple[str, int]]:
    """The rows, by table and number, that are nobody's, and are shown nowhere; of a contact point also two people's."""
    found = []
    for table, columns in OWNERS.items():
        owners = " + ".join(f"({column} IS NOT NULL)" for column in columns)
        wrong = "<> 1" if table == "contact_point" else "= 0"
        rows = connection.execute(f"SELECT id FROM {table} WHERE {owners} {wrong} ORDER BY id")
        found += [(table, number) for (number,) in rows]
    return found
