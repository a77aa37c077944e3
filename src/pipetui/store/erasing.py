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

_AMONG = "IN (SELECT value FROM json_each(:ids))"
_GOES = {
    **dict.fromkeys(("contact_point", "note", "deal_person", "person_tag"), f"person_id {_AMONG}"),
    "custom_value": f"""entity_id {_AMONG} AND field_id IN (SELECT id FROM custom_field WHERE entity = 'person')""",
    "external_ref": f"""(entity IN ('person', 'person row', 'lead') AND entity_id {_AMONG})
        OR (system = 'mail' AND entity = 'touch'
            AND entity_id IN (SELECT id FROM touch WHERE person_id {_AMONG}))""",
    "setting": """EXISTS (SELECT 1 FROM json_each(:ids)
        WHERE setting.key GLOB 'apart person ' || value || ' *' OR setting.key GLOB 'apart person * ' || value)""",
    "person": f"id {_AMONG}",
}
"""Which rows are theirs alone, table by table: they go, and with them whatever the journal has of them."""
_LEAST_NAME = 3
_PATIENCE_S, _NAP_S = 3.0, 0.05

TEXTS = (
    ("title of #", "deal", "id", "title", ""),
    ("source of #", "deal", "id", "source", ""),
    ("loss note of #", "deal", "id", "lost_note", ""),
    ("note on #", "note", "deal_id", "text", "deal_id IS NOT NULL"),
    ("note on organization #", "note", "organization_id", "text", "organization_id IS NOT NULL"),
    ("note on person #", "note", "person_id", "text", "person_id <> :person"),
    ("touch of #", "touch", "deal_id", "text", "person_id IS NOT :person"),
    ("next step of #", "follow_up", "deal_id", "what", ""),
    ("answer on #", "qualification", "deal_id", "note", ""),
    ("objection on #", "deal_objection", "deal_id", "note", ""),
    ("history of #", "stage_event", "deal_id", "note", ""),
    ("item of #", "deal_item", "deal_id", "name", ""),
    ("attachment of #", "attachment", "deal_id", "target || ' ' || label", ""),
    ("tag of #", "deal_tag", "deal_id", "tag", ""),
    ("tag of organization #", "organization_tag", "organization_id", "tag", ""),
    ("tag of person #", "person_tag", "person_id", "tag", "person_id <> :person"),
    ("role on #", "deal_person", "deal_id", "role", "person_id <> :person"),
    ("organization #", "organization", "id", "name || ' ' || sector || ' ' || website || ' ' || address", ""),
    ("about organization #", "organization", "id", "note", ""),
    ("about person #", "person", "id", "job_title || ' ' || note", "id <> :person"),
    ("address of person #", "contact_point", "person_id", "value || ' ' || label", "person_id <> :person"),
    ("address of organization #", "contact_point", "organization_id", "value || ' ' || label", "person_id IS NULL"),
    *(
        (
            f"field of {noun}#", "custom_value", "entity_id", "value",
            f"field_id IN (SELECT id FROM custom_field WHERE entity = '{entity}')"
            + (" AND entity_id <> :person" if entity == "person" else ""),
        )
        for entity, noun in (("deal", ""), ("organization", "organization "), ("person", "person "))
    ),
    ("field ", "custom_field", "id", "name || ' ' || options", ""),
    ("criterion ", "exit_criterion", "id", "text", ""),
    ("product ", "product", "id", "name", ""),
    ("step of cadence ", "cadence_step", "cadence_id", "text", ""),
    ("template ", "template", "id", "name || ' ' || purpose || ' ' || subject || ' ' || body", ""),
    ("playbook ", "objection", "id", "text || ' ' || response", ""),
    ("list ", "saved_view", "id", "name || ' ' || query", ""),
    ("saved import ", "import_mapping", "id", "name || ' ' || content", ""),
)  # fmt: skip
"""Where the rep, or a file, may have named them: what that is called, table, number, text, and which rows."""


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


def letters_of(connection: sqlite3.Connection, person: int) -> frozenset[str]:
    """The ids of the letters that are written down as touches with a person."""
    rows = connection.execute(
        """SELECT external_id FROM external_ref WHERE system = 'mail' AND entity = 'touch'
           AND entity_id IN (SELECT id FROM touch WHERE person_id = :person)""",
        {"person": person},
    )
    return frozenset(values.text(key) for (key,) in rows)


def _mentions(
    connection: sqlite3.Connection, person: int, name: str, known: Collection[str]
) -> Iterator[tuple[str, str]]:
    wanted = [folded for text in (name, *known) if len(folded := fold(text)) >= _LEAST_NAME]
    for where, table, number_of, column, those in TEXTS:
        sql = f"SELECT {number_of}, {column} FROM {table} WHERE {those or 'TRUE'}"
        for number, text in connection.execute(sql, {"person": person} if ":person" in sql else {}):
            said = fold(values.text(text))
            if any(word in said for word in wanted):
                yield f"{where}{number}", values.text(text)


def erase(connection: sqlite3.Connection, found: Traces) -> None:
    """Take every trace out of the book; inside a transaction that is not journaled."""
    ids = _merged_into(connection, found.person)
    given = {"ids": json.dumps(sorted(ids))}
    going = {
        (table, number): None
        for table, theirs in _GOES.items()
        for (number,) in connection.execute(f"SELECT id FROM {table} WHERE {theirs}", given)
    }
    _scrub_journal(connection, ids, going, [found.name, *found.known_by])
    connection.execute(f"UPDATE touch SET person_id = NULL, text = '' WHERE person_id {_AMONG}", given)
    for table, number in going:
        connection.execute(f"DELETE FROM {table} WHERE id = ?", (number,))
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


class _Whose(NamedTuple):
    """By what an image in the journal is known as theirs, of a row that may be gone."""

    people: set[int]
    fields: set[int]
    touches: set[int]


def _scrub_journal(
    connection: sqlite3.Connection, ids: set[int], going: Collection[tuple[str, int]], texts: Collection[str]
) -> None:
    whose = _Whose(ids, set(), set())
    whose.fields.update(n for (n,) in connection.execute("SELECT id FROM custom_field WHERE entity = 'person'"))
    touches = f"SELECT id FROM touch WHERE person_id {_AMONG}"
    whose.touches.update(n for (n,) in connection.execute(touches, {"ids": json.dumps(sorted(ids))}))
    lines = connection.execute(
        "SELECT table_name, row_id, before, after FROM journal_row WHERE last_id IS NULL"
    ).fetchall()
    images = [(line[0], line[1], image) for line in lines for image in map(_read, line[2:]) if image is not None]
    whose.touches.update(n for table, n, image in images if table == "touch" and image.get("person_id") in ids)
    theirs, names = set(going), list(texts)
    for table, row_id, image in images:
        if _is_theirs(table, row_id, image, whose):
            theirs.add((table, row_id))
            names += _names_in(table, image)
    connection.executemany(
        f"""UPDATE journal_row SET before = CASE WHEN before IS NOT NULL THEN '{ERASED}' END,
                after = CASE WHEN after IS NOT NULL THEN '{ERASED}' END
            WHERE table_name = ? AND row_id = ? AND last_id IS NULL""",
        sorted(theirs),
    )
    _scrub_runs(connection, going, whose)
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


def _is_theirs(table: str, row_id: int, image: dict[str, Any], whose: _Whose) -> bool:
    if table == "person":
        return row_id in whose.people
    if table == "custom_value":
        return image.get("field_id") in whose.fields and image.get("entity_id") in whose.people
    if table == "external_ref":
        if image.get("system") == "mail" and image.get("entity") == "touch":
            return image.get("entity_id") in whose.touches
        return image.get("entity") in ("person", "person row", "lead") and image.get("entity_id") in whose.people
    if table == "setting":
        what, noun, *pair = f"{image.get('key')} ".split(" ")
        return (what, noun) == ("apart", "person") and not whose.people.isdisjoint(map(_number, pair))
    return image.get("person_id") in whose.people


def _number(word: str) -> int:
    return int(word) if word.isascii() and word.isdecimal() and len(word) < 19 else 0


def _names_in(table: str, image: dict[str, Any]) -> list[str]:
    """What they were once called, or reached by."""
    said = image.get({"person": "name", "contact_point": "value"}.get(table, ""))
    return [said] if isinstance(said, str) else []


def _scrub_runs(connection: sqlite3.Connection, going: Collection[tuple[str, int]], whose: _Whose) -> None:
    """Of runs that are undone, take the rows out of what is kept; of others, say that their rows are erased."""
    runs = connection.execute(
        "SELECT id, step_id, table_name, row_id, last_id, after FROM journal_row WHERE last_id IS NOT NULL"
    ).fetchall()
    kept = {line: rows for line, _, _, _, _, text in runs if (rows := _kept_rows(text)) is not None}
    for line, _, table, *_ in runs:
        if table == "touch":
            whose.touches.update(row["id"] for row in kept.get(line, ()) if row.get("person_id") in whose.people)
    for line, step, table, first, last, text in runs:
        if text is None:
            connection.executemany(
                f"""INSERT INTO journal_row (step_id, table_name, row_id, before, after)
                    VALUES (?, ?, ?, '{ERASED}', '{ERASED}')""",
                [(step, table, number) for name, number in going if name == table and first <= number <= last],
            )
        elif line in kept:
            left = [row for row in kept[line] if not _is_theirs(table, row["id"], row, whose)]
            if len(left) < len(kept[line]):
                shape = [list(kept[line][0]), [list(row.values()) for row in left]]
                anew = json.dumps(shape, ensure_ascii=False, separators=(",", ":"))
                connection.execute("UPDATE journal_row SET after = ? WHERE id = ?", (anew, line))


def _kept_rows(text: Any) -> list[dict[str, Any]] | None:
    """The rows that an undone run keeps; None where it keeps none that can be read."""
    try:
        columns, rows = json.loads(text)
        found = [dict(zip(columns, row, strict=True)) for row in rows]
    except (ValueError, TypeError):
        return None
    return found if all(type(row.get("id")) is int for row in found) else None
