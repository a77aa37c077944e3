"""What came in before the deal that it belongs to: notes, touches and what is planned, given to it once it comes."""

import json
import sqlite3
from collections.abc import Collection
from typing import NamedTuple

from pipetui.domain.deal import LOST
from pipetui.store.bulk import event_rows
from pipetui.store.bulk.refs import TABLES

AWAITED = "awaited deal"
"""Kept beside what waits, as `note 17 D1001`: what it is, its number, the id of the deal."""

_TODO = "todo"
"""A note that is to be the next step of the deal."""


class AwaitedStep(NamedTuple):
    """What is planned, while it is a note with these words; and by which id its row is known."""

    what: str
    due_on: str
    due_time: str | None
    kind: str
    words: str
    system: str
    key: str


class Waiting(NamedTuple):
    """What waits for a deal: the row of its ref, the system, the id of the deal, what it is, and what is planned."""

    ref: int
    system: str
    key: str
    entity: str
    number: int
    planned: AwaitedStep | None


def told(planned: AwaitedStep) -> str:
    """What is kept of it."""
    return json.dumps(planned, ensure_ascii=False, separators=(",", ":"))


def systems(connection: sqlite3.Connection) -> set[str]:
    """The systems of which something waits for a deal that has not come in yet."""
    rows = connection.execute("SELECT DISTINCT system FROM external_ref WHERE entity = :entity", {"entity": AWAITED})
    return {name for (name,) in rows}


def waiting_for(connection: sqlite3.Connection, among: Collection[str], keys: Collection[str]) -> list[Waiting]:
    """What waits for the deals with these ids."""
    found = []
    for row, system, said, number, digest in connection.execute(
        """SELECT id, system, external_id, entity_id, digest FROM external_ref
           WHERE entity = :entity AND system IN (SELECT value FROM json_each(:among))""",
        {"entity": AWAITED, "among": json.dumps(list(among))},
    ):
        entity, _, key = said.partition(" ")
        key = key.partition(" ")[2]
        if key in keys:
            found.append(Waiting(row, system, key, entity, number, _planned(digest)))
    return found


def _planned(kept: object) -> AwaitedStep | None:
    """What is planned; None where that cannot be read, which leaves the note a note."""
    try:
        return AwaitedStep(*json.loads(kept)) if isinstance(kept, str) else None
    except (ValueError, TypeError):
        return None


def attach(connection: sqlite3.Connection, waiting: Waiting, deal_id: int) -> bool:
    """Give what waited to the deal; what is planned is its next step, unless the deal is lost.

    Returns whether a step was made.
    """
    made = False
    step = waiting.planned if waiting.entity == _TODO else None
    if step is None or event_rows.status_of(connection, [deal_id]).get(deal_id) == LOST:
        table = "note" if waiting.entity == _TODO else TABLES[waiting.entity]
        alone = ", person_id = NULL, organization_id = NULL" if table == "note" else ", organization_id = NULL"
        connection.execute(
            f"UPDATE {table} SET deal_id = :deal{alone} WHERE id = :number AND deal_id IS NULL",
            {"deal": deal_id, "number": waiting.number},
        )
    else:
        made = _plan(connection, waiting.number, step, deal_id)
    connection.execute("DELETE FROM external_ref WHERE id = :id", {"id": waiting.ref})
    return made


def _plan(connection: sqlite3.Connection, note: int, step: AwaitedStep, deal_id: int) -> bool:
    """Make the step of the note; one that the rep wrote on stays beside it, one that is gone stays gone."""
    row = connection.execute("SELECT text, at FROM note WHERE id = :note", {"note": note}).fetchone()
    if row is None:
        return False
    told = number = event_rows.bare_step(connection, deal_id, step.due_on, step.what)
    if number is None:
        made = connection.execute(
            """INSERT INTO follow_up (deal_id, what, due_on, due_time, kind, created_at)
               VALUES (:deal, :what, :day, :time, :kind, :at) RETURNING id""",
            {"deal": deal_id, "what": step.what, "day": step.due_on, "time": step.due_time, "kind": step.kind,
             "at": row[1]},
        ).fetchone()  # fmt: skip
        number = made[0]
    else:
        event_rows.name_step(connection, number, step.what, step.due_time, step.kind)
    connection.execute(
        """UPDATE external_ref SET entity = 'step', entity_id = :number
           WHERE system = :system AND entity = 'activity note' AND external_id = :key""",
        {"number": number, "system": step.system, "key": step.key},
    )
    if row[0] == step.words and "\n" not in step.words:
        connection.execute("DELETE FROM note WHERE id = :note", {"note": note})
    else:
        connection.execute(
            "UPDATE note SET deal_id = :deal, person_id = NULL, organization_id = NULL WHERE id = :note",
            {"deal": deal_id, "note": note},
        )
    return told is None
