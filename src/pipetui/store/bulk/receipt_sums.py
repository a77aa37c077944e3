"""What an import brought, summed from the rows of the book."""

import sqlite3
from collections.abc import Iterator
from typing import NamedTuple

from pipetui.store.pipelines import TOLD
from pipetui.store.reads.worth import SUM

_TABLES = {
    "people": "person",
    "organizations": "organization",
    "notes": "note",
    "touches": "touch",
    "follow-ups": "follow_up",
    "items": "deal_item",
}


class Marks(NamedTuple):
    """Up to which number the rows of each table were there before."""

    deal: int
    others: dict[str, int]


def marks(connection: sqlite3.Connection) -> Marks:
    """As it is now."""
    found = {name: _last(connection, table) for name, table in _TABLES.items()}
    return Marks(_last(connection, "deal"), found)


def standing(connection: sqlite3.Connection, before: Marks) -> Iterator[tuple[tuple[str, str, str, str], int, int]]:
    """(pipeline, stage, status, currency), deals and sum of the new ones; of those without a value no currency."""
    for pipeline, stage, status, currency, deals, minor in connection.execute(
        f"""SELECT p.name, CASE WHEN d.status = 'open' OR {TOLD} THEN s.name ELSE '' END AS was_in,
                  d.status, CASE WHEN d.value_minor IS NULL THEN '' ELSE currency END AS named,
                  count(*), coalesce({SUM}, 0)
           FROM deal d JOIN stage s ON s.id = d.stage_id JOIN pipeline p ON p.id = s.pipeline_id
           WHERE d.id > :last GROUP BY p.id, s.id, was_in, d.status, named
           ORDER BY p.position, s.position, d.status, named""",
        {"last": before.deal},
    ):
        yield (pipeline, stage, status, currency), deals, minor


def closed(connection: sqlite3.Connection, before: Marks) -> Iterator[tuple[tuple[str, str], int]]:
    """(status, month) and how many were closed then; "" where nobody told when."""
    for status, month, deals in connection.execute(
        """SELECT status, coalesce(substr(closed_on, 1, 7), '') AS month, count(*) FROM deal
           WHERE id > :last AND status <> 'open' GROUP BY status, month ORDER BY status, month""",
        {"last": before.deal},
    ):
        yield (status, month), deals


def counts(connection: sqlite3.Connection, before: Marks) -> dict[str, int]:
    """How many rows of each kind are new."""
    return {
        name: int(
            connection.execute(
                f"SELECT count(*) FROM {table} WHERE id > :last", {"last": before.others[name]}
            ).fetchone()[0]
        )
        for name, table in _TABLES.items()
    }


def _last(connection: sqlite3.Connection, table: str) -> int:
    row = connection.execute("SELECT seq FROM sqlite_sequence WHERE name = :table", {"table": table}).fetchone()
    return 0 if row is None else int(row[0])
