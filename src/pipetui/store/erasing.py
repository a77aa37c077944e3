"""Erasing a person for good: every trace but the figures, also from the journal, so that undo cannot bring them back.

A touch stays as a figure, without its text and whom it was with. What names them in a text about something else (a
deal's title, a note) is the rep's own and is listed, not changed. Standard library only.
"""

from __future__ import annotations

import json
import time

from pipetui.domain.folding import fold
from pipetui.store import search_index, values
from pipetui.store.undo.journal import ERASED

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterator
    from typing import Any, NamedTuple
else:
    from pipetui.domain.record import NamedTuple

_OWN = ("contact_point", "note", "deal_person", "person_tag")
"""The tables whose rows are theirs alone, by `person_id`."""
_LEAST_NAME = 3
_PATIENCE_S, _NAP_S = 3.0, 0.05

_TEXTS = (
    ("title of #", "SELECT id, title FROM deal"),
    ("loss note of #", "SELECT id, lost_note FROM deal WHERE lost_note <> ''"),
    ("note on #", "SELECT deal_id, text FROM note WHERE deal_id IS NOT NULL"),
    ("note on organization #", "SELECT organization_id, text FROM note WHERE organization_id IS NOT NULL"),
    ("note on person #", "SELECT person_id, text FROM note WHERE person_id <> :person"),
    ("touch of #", "SELECT deal_id, text FROM touch WHERE text <> '' AND person_id IS NOT :person"),
    ("next step of #", "SELECT deal_id, what FROM follow_up WHERE what <> ''"),
    ("answer on #", "SELECT deal_id, note FROM qualification WHERE note <> ''"),
    ("objection on #", "SELECT deal_id, note FROM deal_objection WHERE note <> ''"),
    ("attachment of #", "SELECT deal_id, target || ' ' || label FROM attachment"),
    ("about organization #", "SELECT id, note FROM organization WHERE note <> ''"),
    ("about person #", "SELECT id, note FROM person WHERE note <> '' AND id <> :person"),
)


class Traces(NamedTuple):
    """Who is to be erased: name, what else they are known by, and how much there is; `mentions` is what stays."""

    person: int
    name: str
    known_by: tuple[str, ...]
    touches: int
    notes: int
    deals: int
    mentions: tuple[tuple[str, str], ...]
    namesakes: int = 0

    @property
    def telling(self) -> tuple[str, ...]:
        """What only they are known by: a name that others have as well tells nothing, where they have an address."""
        return self.known_by if self.namesakes and self.known_by else (self.name, *self.known_by)


def traces(connection: sqlite3.Connection, person: int) -> Traces | None:
    """What there is of a person, be they in the bin; None where there is nobody of that number."""
    row = connection.execute("SELECT name FROM person WHERE id = ?", (person,)).fetchone()
    if row is None:
        return None
    name = values.text(row[0])
    known = [values.text(value) for (value,) in connection.execute(
        "SELECT value FROM contact_point WHERE person_id = ? ORDER BY kind, position, id", (person,)
    )]  # fmt: skip
    touches, notes, deals = (
        int(connection.execute(f"SELECT count(*) FROM {table} WHERE person_id = ?", (person,)).fetchone()[0])
        for table in ("touch", "note", "deal_person")
    )
    mentions = tuple(_mentions(connection, person, name, known))
    called_so = "SELECT count(*) FROM person WHERE name = ? AND id <> ?"
    namesakes = int(connection.execute(called_so, (name, person)).fetchone()[0])
    return Traces(person, name, tuple(known), touches, notes, deals, mentions, namesakes)


def _mentions(
    connection: sqlite3.Connection, person: int, name: str, known: Collection[str]
) -> Iterator[tuple[str, str]]:
    wanted = [folded for text in (name, *known) if len(folded := fold(text)) >= _LEAST_NAME]
    for where, sql in _TEXTS:
        for number, text in connection.execute(sql, {"person": person} if ":person" in sql else {}):
            said = fold(values.text(text))
            if any(word in said for word in wanted):
                yield f"{where}{number}", values.text(text)


def erase(connection: sqlite3.Connection, found: Traces) -> None:
    """Take every trace out of the book; inside a transaction that is not journaled."""
    ids = _merged_into(connection, found.person)
    _scrub_journal(connection, ids, [found.name, *found.known_by])
    given = {"person": found.person}
    connection.execute(
        """DELETE FROM external_ref WHERE system = 'mail' AND entity = 'touch'
           AND entity_id IN (SELECT id FROM touch WHERE person_id = :person)""",
        given,
    )
    connection.execute("UPDATE touch SET person_id = NULL, text = '' WHERE person_id = :person", given)
    for table in _OWN:
        connection.execute(f"DELETE FROM {table} WHERE person_id = :person", given)
    connection.execute(
        """DELETE FROM custom_value WHERE entity_id = :person
           AND field_id IN (SELECT id FROM custom_field WHERE entity = 'person')""",
        given,
    )
    connection.execute(
        "DELETE FROM external_ref WHERE entity_id = :person AND entity IN ('person', 'person row')", given
    )
    connection.execute(
        """DELETE FROM setting WHERE key GLOB 'apart person ' || :person || ' *'
           OR key GLOB 'apart person * ' || :person""",
        given,
    )
    connection.execute("DELETE FROM person WHERE id = :person", given)
    search_index.forget(connection)  # the words of their notes stand in it
    search_index.bring_up_to_date(connection)


def overwrite_what_goes(connection: sqlite3.Connection) -> None:
    """From now on SQLite overwrites what is deleted, where it stood."""
    connection.execute("PRAGMA secure_delete = ON")


def wipe(connection: sqlite3.Connection) -> bool:
    """Write the file anew, so that nothing of what was erased is left in it or in its log; whether the log is empty.

    Another program that reads the book just now keeps the log from being emptied. Outside of a transaction.
    """
    connection.execute("VACUUM")
    end = time.monotonic() + _PATIENCE_S
    while True:
        busy, *_ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        if not busy or time.monotonic() > end:
            return not busy
        time.sleep(_NAP_S)


# --- the journal -----------------------------------------------------------------------------------------------


def _merged_into(connection: sqlite3.Connection, person: int) -> set[int]:
    """The person, and those who were merged into them, whose images the journal still has."""
    ids, more = {person}, {person}
    while more:
        found = {
            number
            for one in more
            for (number,) in connection.execute(
                """SELECT DISTINCT j.row_id FROM journal_row j JOIN step s ON s.id = j.step_id
                   WHERE j.table_name = 'person' AND j.after IS NULL AND j.last_id IS NULL
                   AND s.label LIKE 'merged %' AND s.label LIKE '% #' || ?""",
                (one,),
            )
            if connection.execute("SELECT 1 FROM person WHERE id = ?", (number,)).fetchone() is None
        }
        more, ids = found - ids, ids | found
    return ids


def _scrub_journal(connection: sqlite3.Connection, ids: set[int], texts: Collection[str]) -> None:
    fields = {number for (number,) in connection.execute("SELECT id FROM custom_field WHERE entity = 'person'")}
    theirs: set[tuple[str, int]] = set()
    names = list(texts)
    for table, row_id, before, after in connection.execute(
        "SELECT table_name, row_id, before, after FROM journal_row WHERE last_id IS NULL"
    ).fetchall():
        for image in map(_read, (before, after)):
            if image is not None and _is_theirs(table, row_id, image, ids, fields):
                theirs.add((table, row_id))
                names += _names_in(table, image)
    connection.executemany(
        f"""UPDATE journal_row SET before = CASE WHEN before IS NOT NULL THEN '{ERASED}' END,
                after = CASE WHEN after IS NOT NULL THEN '{ERASED}' END
            WHERE table_name = ? AND row_id = ? AND last_id IS NULL""",
        sorted(theirs),
    )
    _scrub_runs(connection, ids, fields)
    connection.execute("UPDATE step SET undone_after = NULL WHERE undone_at IS NOT NULL")  # none of them can be redone
    _scrub_labels(connection, names)


def _scrub_labels(connection: sqlite3.Connection, names: Collection[str]) -> None:
    for name in sorted({name for name in names if len(name) >= _LEAST_NAME}, key=len, reverse=True):
        connection.execute(
            "UPDATE step SET label = replace(label, :name, '…') WHERE instr(label, :name)", {"name": name}
        )


def _read(image: Any) -> dict[str, Any] | None:
    try:
        found = json.loads(image) if isinstance(image, str) else None
    except ValueError:
        return None
    return found if isinstance(found, dict) else None


def _is_theirs(table: str, row_id: int, image: dict[str, Any], ids: set[int], fields: set[int]) -> bool:
    if table == "person":
        return row_id in ids
    if table == "custom_value":
        return image.get("field_id") in fields and image.get("entity_id") in ids
    if table == "external_ref":
        return image.get("entity") in ("person", "person row") and image.get("entity_id") in ids
    return image.get("person_id") in ids


def _names_in(table: str, image: dict[str, Any]) -> list[str]:
    """What they were once called, or reached by."""
    said = image.get({"person": "name", "contact_point": "value"}.get(table, ""))
    return [said] if isinstance(said, str) else []


def _scrub_runs(connection: sqlite3.Connection, ids: set[int], fields: set[int]) -> None:
    """Of runs that are undone, take the rows out of what is kept; of others, say that their rows are erased."""
    for line, step, table, first, last, kept in connection.execute(
        "SELECT id, step_id, table_name, row_id, last_id, after FROM journal_row WHERE last_id IS NOT NULL"
    ).fetchall():
        if kept is not None:
            try:
                columns, rows = json.loads(kept)
                left = [
                    row
                    for row in rows
                    if not _is_theirs(
                        table, row[columns.index("id")], dict(zip(columns, row, strict=True)), ids, fields
                    )
                ]
            except (ValueError, TypeError):
                continue
            if len(left) < len(rows):
                kept = json.dumps([columns, left], ensure_ascii=False, separators=(",", ":"))
                connection.execute("UPDATE journal_row SET after = ? WHERE id = ?", (kept, line))
            continue
        if sql := _NUMBERS.get(table):
            given = {"first": first, "last": last, "ids": json.dumps(sorted(ids))}
            connection.executemany(
                f"""INSERT INTO journal_row (step_id, table_name, row_id, before, after)
                    VALUES (?, ?, ?, '{ERASED}', '{ERASED}')""",
                [(step, table, number) for (number,) in connection.execute(sql, given).fetchall()],
            )


_AMONG = "IN (SELECT value FROM json_each(:ids)) AND id BETWEEN :first AND :last"
_NUMBERS = {
    "person": f"SELECT id FROM person WHERE id {_AMONG}",
    **{table: f"SELECT id FROM {table} WHERE person_id {_AMONG}" for table in _OWN},
    "custom_value": f"""SELECT id FROM custom_value WHERE entity_id {_AMONG}
        AND field_id IN (SELECT id FROM custom_field WHERE entity = 'person')""",
    "external_ref": f"""SELECT id FROM external_ref WHERE entity_id {_AMONG}
        AND entity IN ('person', 'person row')""",
}
"""Which rows of a run are theirs."""
