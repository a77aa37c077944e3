"""Rows of which nothing says whom they belong to: a reference that is no number, or no owner at all.

Another program can leave that where foreign keys are not watched. The journal or a backup mostly knows what stood
there; what stood in its place is then taken out of the journal as well, for no undo could ever bring it back. Of what
is known nowhere a stand-in becomes the owner: nothing is deleted.
"""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

from pipetui.store import integrity
from pipetui.store.recovery import placeholders
from pipetui.store.schema import triggers
from pipetui.store.schema.tables import JOURNAL_TABLES
from pipetui.store.undo import journal

_NO_STAND_IN = ("stage", "pipeline")
"""Of which the first there is takes what belongs to none: a deal in a stage made up for it would be on no board."""


class _Astray(NamedTuple):
    """A row that belongs to nobody: its table and number, the columns that should say so, with what stands there, and
    whom the first of these is of."""

    table: str
    row_id: int
    stood: dict[str, Any]
    parent: str


def put_right(connection: sqlite3.Connection, backup: Path | None, at: datetime) -> int:
    """Give each of them back to whom it belongs, inside a transaction that is not journaled; returns how many."""
    found = [*_without_number(connection), *_of_nobody(connection)]
    with journal.raw_text(connection), journal.unchecked(connection):
        for one in found:
            owner = next((known for known in _known(connection, one, backup) if _goes(connection, one, known)), None)
            _say(connection, one, owner or _stand_in(connection, one, at))
    return len(found)


def _without_number(connection: sqlite3.Connection) -> Iterator[_Astray]:
    for orphan in integrity.orphans(connection):
        stands = orphan.wanted(connection)
        if orphan.table not in JOURNAL_TABLES and stands is not None and not isinstance(stands, int):
            yield _Astray(orphan.table, orphan.row_id, {orphan.column: stands}, orphan.parent)


def _of_nobody(connection: sqlite3.Connection) -> Iterator[_Astray]:
    for table, row_id in integrity.ownerless(connection):
        columns = integrity.OWNERS[table]
        row = connection.execute(f"SELECT {', '.join(columns)} FROM {table} WHERE id = ?", (row_id,)).fetchone()
        yield _Astray(table, row_id, dict(zip(columns, row, strict=True)), columns[0].removesuffix("_id"))


def _known(connection: sqlite3.Connection, one: _Astray, backup: Path | None) -> Iterator[dict[str, Any]]:
    """What stood in the columns before, the newest first."""
    texts = [*journal.images(connection, one.table, one.row_id)]
    if backup is not None:
        table = next(table for table in triggers.journaled() if table.name == one.table)
        with closing(sqlite3.connect(backup)) as copy, journal.raw_text(copy):
            sql = f"SELECT {journal.image(table, '')} FROM {one.table} WHERE id = ?"
            texts += copy.execute(sql, (one.row_id,)).fetchone() or ()
    for text in texts:
        try:
            image = json.loads(text)
            yield {column: image[column] for column in one.stood}
        except (TypeError, ValueError, LookupError):  # damaged, or without it
            continue


def _goes(connection: sqlite3.Connection, one: _Astray, owner: dict[str, Any]) -> bool:
    """Whether the row can belong there: to somebody who is in the book."""
    named = {column: number for column, number in owner.items() if number is not None}
    if not named or (one.table == "contact_point" and len(named) > 1):
        return False
    return all(
        type(number) is int and placeholders.is_there(connection, _parent(one, column), number)
        for column, number in named.items()
    )


def _parent(one: _Astray, column: str) -> str:
    return one.parent if len(one.stood) == 1 else column.removesuffix("_id")


def _stand_in(connection: sqlite3.Connection, one: _Astray, at: datetime) -> dict[str, Any]:
    """The first stage for what is in none, one of two owners where there are two, else somebody made for it."""
    column = next(iter(one.stood))
    owners = {name: number for name, number in one.stood.items() if type(number) is int}
    if owners:
        return {**dict.fromkeys(one.stood), **dict([next(iter(owners.items()))])}
    (first, last) = connection.execute(f"SELECT min(id), max(id) FROM {one.parent}").fetchone()
    if one.parent in _NO_STAND_IN and first is not None:
        number = first
    else:
        number = (last or 0) + 1
        placeholders.make(connection, one.parent, number, at)
    return {**dict.fromkeys(one.stood), column: number}


def _say(connection: sqlite3.Connection, one: _Astray, owner: dict[str, Any]) -> None:
    """Write it into the row, and into each image of it in the journal that says what stood there."""
    given = {"id": one.row_id, "table": one.table}
    given |= {f"new_{column}": number for column, number in owner.items()}
    sets = ", ".join(f"{column} = :new_{column}" for column in owner)
    connection.execute(f"UPDATE {one.table} SET {sets} WHERE id = :id", given)
    if any(isinstance(value, bytes) for value in one.stood.values()):
        return  # of which the journal has no image
    given |= {f"old_{column}": value for column, value in one.stood.items()}
    for image in ("before", "after"):
        anew = ", ".join(f"'$.{column}', :new_{column}" for column in owner)
        same = " AND ".join(f"json_extract({image}, '$.{column}') IS :old_{column}" for column in owner)
        connection.execute(
            f"""UPDATE journal_row SET {image} = json_set({image}, {anew}) WHERE table_name = :table AND row_id = :id
                AND last_id IS NULL AND CASE WHEN json_valid({image}) THEN {same} ELSE 0 END""",
            given,
        )
