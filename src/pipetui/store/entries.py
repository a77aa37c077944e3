"""Touches and notes that were written are corrected, or taken out of the book. Standard library only."""

from __future__ import annotations

from pipetui.domain.errors import NotFoundError
from pipetui.store import values

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping
    from datetime import datetime
    from typing import NamedTuple
else:
    from pipetui.domain.record import NamedTuple

TOUCH, NOTE = "touch", "note"
_COLUMNS = {TOUCH: ("kind", "direction", "outcome", "at", "text"), NOTE: ("at", "text")}


class WrittenEntry(NamedTuple):
    """A touch or note as it stands, and what it is on: a deal, somebody, an organization; None where on none."""

    source: str
    id: int
    at: datetime
    text: str
    kind: str
    direction: str
    outcome: str
    deal: int | None
    person: int | None
    organization: int | None


def entry(connection: sqlite3.Connection, source: str, number: int) -> WrittenEntry:
    """The touch or note of that number; raises NotFoundError."""
    parts = "kind, direction, outcome" if source == TOUCH else "'', '', ''"
    row = connection.execute(
        f"SELECT at, text, {parts}, deal_id, person_id, organization_id FROM {_table(source)} WHERE id = :id",
        {"id": number},
    ).fetchone()
    if row is None:
        raise NotFoundError(f"there is no such {source} any more")
    at, text, kind, direction, outcome, deal, person, organization = row
    text, kind, direction, outcome = map(values.text, (text, kind, direction, outcome))
    return WrittenEntry(source, number, values.moment(at), text, kind, direction, outcome, deal, person, organization)


def put(connection: sqlite3.Connection, source: str, number: int, changes: Mapping[str, str]) -> None:
    """Write what is said differently, by column."""
    known = [column for column in _COLUMNS[source] if column in changes]
    connection.execute(
        f"UPDATE {_table(source)} SET {', '.join(f'{column} = :{column}' for column in known)} WHERE id = :id",
        {**{column: changes[column] for column in known}, "id": number},
    )


def remove(connection: sqlite3.Connection, source: str, number: int) -> None:
    """Take it out of the book."""
    connection.execute(f"DELETE FROM {_table(source)} WHERE id = :id", {"id": number})


def _table(source: str) -> str:
    return {TOUCH: "touch", NOTE: "note"}[source]
