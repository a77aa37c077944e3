"""What happened and what is planned, as an import meets it: which deal is meant, what is brought up to date."""

import json
import sqlite3
from collections.abc import Collection

from pipetui.store import values


def deals_titled(connection: sqlite3.Connection, keys: Collection[str]) -> dict[str, list[tuple[int, int | None]]]:
    """The deals of these folded titles, by title: their numbers and organizations."""
    found: dict[str, list[tuple[int, int | None]]] = {}
    for key, number, organization in connection.execute(
        """SELECT key, id, organization_id FROM deal
           WHERE deleted_at IS NULL AND key IN (SELECT value FROM json_each(:keys)) ORDER BY id""",
        {"keys": json.dumps(list(keys))},
    ):
        found.setdefault(key, []).append((number, organization))
    return found


def with_person(connection: sqlite3.Connection, deals: Collection[int], person: int) -> list[int]:
    """Those of the deals that somebody takes part in."""
    rows = connection.execute(
        """SELECT DISTINCT deal_id FROM deal_person
           WHERE person_id = :person AND deal_id IN (SELECT value FROM json_each(:deals)) ORDER BY deal_id""",
        {"person": person, "deals": json.dumps(list(deals))},
    )
    return [number for (number,) in rows]


def alive_at(connection: sqlite3.Connection, deals: Collection[int], at: str) -> list[int]:
    """Those of the deals that were there at that moment and not closed yet, as far as it is known."""
    rows = connection.execute(
        """SELECT id FROM deal
           WHERE id IN (SELECT value FROM json_each(:deals)) AND (created_unknown OR created_at <= :at)
             AND (closed_at IS NULL OR closed_at >= :at) ORDER BY id""",
        {"deals": json.dumps(list(deals)), "at": at},
    )
    return [number for (number,) in rows]


def open_deals_of(connection: sqlite3.Connection, person: int | None, organization: int | None) -> list[int]:
    """The open deals that somebody takes part in, else those with the organization; two at most."""
    for column, number in (
        ("id IN (SELECT deal_id FROM deal_person WHERE person_id = :number)", person),
        ("organization_id = :number", organization),
    ):
        if number is not None:
            rows = connection.execute(
                f"SELECT id FROM deal WHERE status = 'open' AND deleted_at IS NULL AND {column} ORDER BY id LIMIT 2",
                {"number": number},
            ).fetchall()
            if rows:
                return [deal for (deal,) in rows]
    return []


def status_of(connection: sqlite3.Connection, deals: Collection[int]) -> dict[int, str]:
    """The status of these deals."""
    return dict(
        connection.execute(
            "SELECT id, status FROM deal WHERE id IN (SELECT value FROM json_each(:ids))",
            {"ids": json.dumps(list(deals))},
        ).fetchall()
    )


def text_of(connection: sqlite3.Connection, table: str, number: int) -> str:
    """The words of a note, touch or follow-up."""
    column = "what" if table == "follow_up" else "text"
    row = connection.execute(f"SELECT {column} FROM {table} WHERE id = :number", {"number": number}).fetchone()
    return "" if row is None else values.text(row[0])


def set_text(connection: sqlite3.Connection, table: str, number: int, text: str) -> None:
    """Write the words of a note or touch anew."""
    connection.execute(
        f"UPDATE {table} SET text = :text WHERE id = :number AND text <> :text", {"text": text, "number": number}
    )


def put_off(connection: sqlite3.Connection, number: int, due_on: str, due_time: str | None) -> None:
    """Another day for a follow-up that is not done."""
    connection.execute(
        """UPDATE follow_up SET due_on = :day, due_time = :time
           WHERE id = :number AND done_at IS NULL AND (due_on <> :day OR due_time IS NOT :time)""",
        {"day": due_on, "time": due_time, "number": number},
    )


def bare_step(connection: sqlite3.Connection, deal_id: int, day: str, what: str) -> int | None:
    """The step of a deal on that day of which nobody said what it is, or only these words."""
    row = connection.execute(
        """SELECT min(id) FROM follow_up
           WHERE deal_id = :deal AND due_on = :day AND what IN ('', :what) AND due_time IS NULL AND done_at IS NULL""",
        {"deal": deal_id, "day": day, "what": what},
    ).fetchone()
    return None if row is None else row[0]


def name_step(connection: sqlite3.Connection, number: int, what: str, due_time: str | None, kind: str) -> None:
    """Say what a step is."""
    connection.execute(
        "UPDATE follow_up SET what = :what, due_time = :time, kind = :kind WHERE id = :number",
        {"what": what, "time": due_time, "kind": kind, "number": number},
    )


def finish(connection: sqlite3.Connection, number: int, at: str) -> None:
    """A follow-up that was done."""
    connection.execute(
        "UPDATE follow_up SET done_at = :at WHERE id = :number AND done_at IS NULL", {"at": at, "number": number}
    )
