"""Two that are one: nothing of either is lost, and undo gives the very book back, to the row."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipetui import service
from pipetui.domain.errors import ConflictError, NotFoundError
from pipetui.service import Workspace, merging
from pipetui.store import merging as store
from pipetui.store.schema.tables import JOURNAL_TABLES, Row

AT = "2026-03-01T10:00:00Z"


def put(connection: sqlite3.Connection, table: str, **values: Any) -> int:
    marks = ", ".join(f":{name}" for name in values)
    number = connection.execute(f"INSERT INTO {table} ({', '.join(values)}) VALUES ({marks})", values).lastrowid
    assert number is not None
    return number


def filled(connection: sqlite3.Connection) -> None:
    """Two organizations, two people, two deals; what hangs on them is drawn."""
    for name in ("Acme", "Acme GmbH"):
        put(connection, "organization", name=name, key=name.lower(), created_at=AT)
    for name in ("Ann Lee", "A. Lee"):
        put(connection, "person", name=name, key=name.lower(), created_at=AT)
    for title in ("Rollout", "Rollout Acme"):
        put(
            connection, "deal", title=title, key=title.lower(), currency="EUR", stage_id=1,
            entered_stage_at=AT, created_at=AT,
        )  # fmt: skip
    put(connection, "objection", text="too dear")
    put(connection, "cadence", name="two")
    put(connection, "exit_criterion", stage_id=1, text="budget known")
    for entity in ("deal", "person", "organization"):
        put(connection, "custom_field", entity=entity, name="Region")


ROWS: dict[str, list[tuple[str, dict[str, Any]]]] = {
    "deal": [
        ("touch", {"kind": "call", "at": AT, "text": "TEXT"}),
        ("note", {"at": AT, "text": "TEXT"}),
        ("follow_up", {"what": "TEXT", "due_on": "2026-04-01", "created_at": AT}),
        ("stage_event", {"kind": "advanced", "at": AT, "note": "TEXT"}),
        ("deal_objection", {"objection_id": 1, "note": "TEXT", "at": AT}),
        ("deal_cadence", {"cadence_id": 1, "started_at": AT, "stopped_at": AT, "stop_reason": "TEXT"}),
        ("deal_item", {"name": "TEXT", "price_minor": 100}),
        ("forecast_category", {"category": "commit", "at": AT}),
        ("attachment", {"target": "TEXT", "at": AT}),
        ("deal_tag", {"tag": "TEXT"}),
        ("deal_criterion", {"criterion_id": 1, "met_at": AT}),
        ("qualification", {"question": "need", "answer": "yes", "note": "TEXT", "answered_at": AT}),
        ("deal_person", {"person_id": 1, "role": "TEXT"}),
    ],
    "person": [
        ("touch", {"kind": "call", "at": AT, "text": "TEXT"}),
        ("note", {"at": AT, "text": "TEXT"}),
        ("deal_person", {"deal_id": 1, "role": "TEXT"}),
        ("deal_person", {"deal_id": 2, "role": "TEXT"}),
        ("person_tag", {"tag": "TEXT"}),
        ("contact_point", {"kind": "email", "value": "TEXT", "key": "TEXT"}),
        ("contact_point", {"kind": "phone", "value": "TEXT", "key": "TEXT", "label": "work"}),
    ],
    "organization": [
        ("touch", {"kind": "call", "at": AT, "text": "TEXT"}),
        ("note", {"at": AT, "text": "TEXT"}),
        ("organization_tag", {"tag": "TEXT"}),
        ("contact_point", {"kind": "email", "value": "TEXT", "key": "TEXT"}),
        ("person", {"name": "TEXT", "key": "TEXT", "created_at": AT}),
    ],
}
COLUMNS = {
    "deal": ("value_minor", "source", "expected_close", "own_probability", "parked_until", "organization_id"),
    "person": ("job_title", "note", "organization_id"),
    "organization": ("sector", "website", "address", "note"),
}
WORDS = ("north", "south", "über", "x: y, z")


@st.composite
def lives(draw: st.DrawFn) -> tuple[str, list[tuple[int, int, str]], list[tuple[int, str, Any]], list[int], set[str]]:
    noun = draw(st.sampled_from(list(ROWS)))
    rows = draw(st.lists(st.tuples(st.integers(1, 2), st.integers(0, len(ROWS[noun]) - 1), st.sampled_from(WORDS))))
    values = {"value_minor": 1200, "own_probability": 0, "organization_id": 1}
    columns = draw(st.lists(st.tuples(st.integers(1, 2), st.sampled_from(COLUMNS[noun]), st.integers(0, 3))))
    said = [(who, column, values[column] + n % 2 if column in values else WORDS[n]) for who, column, n in columns]
    own = draw(st.lists(st.integers(1, 2), unique=True))
    second = draw(st.sets(st.sampled_from(("value", "source", "title", "about", "sector", "Region", "need", "stage"))))
    return noun, rows, said, own, second


@given(lives())
@settings(deadline=None, max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_nothing_is_lost_by_a_merge_and_undo_gives_the_book_back(
    workspace: Workspace, snapshot: Callable[[sqlite3.Connection], dict[str, list[Any]]], life: Any
) -> None:
    noun, rows, columns, own, second = life
    connection = workspace.store.connection
    connection.execute("SAVEPOINT life")
    try:
        filled(connection)
        for who, place, word in rows:
            table, values = ROWS[noun][place]
            given = {name: word if value == "TEXT" else value for name, value in values.items()}
            try:
                put(connection, table, **{f"{noun}_id": who}, **given)
            except sqlite3.IntegrityError:
                continue  # the second of a kind of which there is but one
        for who, column, value in columns:
            connection.execute(f"UPDATE {noun} SET {column} = ? WHERE id = ?", (value, who))
        field = connection.execute("SELECT id FROM custom_field WHERE entity = ?", (noun,)).fetchone()[0]
        for who in own:
            put(connection, "custom_value", field_id=field, entity_id=who, value=f"region {who}")
            put(connection, "external_ref", system="csv", entity=noun, external_id=str(who), entity_id=who)
        connection.execute("RELEASE life")
        before = snapshot(connection)
        told = words_about(connection, noun, (1, 2))
        counts = {table: len(before[table]) for table in store.MOVED[noun]}
        merging.merge(workspace, noun, 1, 2, second)

        after = snapshot(connection)
        for table, count in counts.items():
            assert len(after[table]) >= count, table
        assert len(after["external_ref"]) == len(before["external_ref"])
        left = "\n".join(words_about(connection, noun, (1,)))
        for text in told:
            assert text in left, text
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        service.undo(workspace)
        assert snapshot(connection) == before
        service.redo(workspace)
        assert snapshot(connection) == after
    finally:
        clean(workspace)


def words_about(connection: sqlite3.Connection, noun: str, numbers: tuple[int, ...]) -> list[str]:
    """The texts of what hangs on these, and of their own columns."""
    found: list[str] = []
    for number in numbers:
        for table in {*store.MOVED[noun], *store.JOINED[noun], "contact_point"} - {"deal", "person"}:
            names = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
            if f"{noun}_id" not in names:
                continue
            for column in {"text", "what", "note", "stop_reason", "name", "target", "tag", "role", "value"} & {*names}:
                rows = connection.execute(f"SELECT {column} FROM {table} WHERE {noun}_id = ?", (number,))
                found += [text for (text,) in rows if text]
        shown = connection.execute(f"SELECT {', '.join(COLUMNS[noun])} FROM {noun} WHERE id = ?", (number,)).fetchone()
        found += [text for text in shown or () if isinstance(text, str) and text]
        found += [
            text for (text,) in connection.execute(
                """SELECT v.value FROM custom_value v JOIN custom_field f ON f.id = v.field_id
                   WHERE f.entity = ? AND v.entity_id = ?""", (noun, number)
            )
        ]  # fmt: skip
    return found


def clean(workspace: Workspace) -> None:
    """The book as it was made."""
    connection = workspace.store.connection
    connection.execute("PRAGMA foreign_keys = OFF")
    for table in reversed(Row.metadata.sorted_tables):
        if table.name in JOURNAL_TABLES - {"journal_head"} or table.name in CLEANED:
            connection.execute(f"DELETE FROM {table.name}")
            connection.execute("DELETE FROM sqlite_sequence WHERE name = ?", (table.name,))
    connection.execute("DELETE FROM step")
    connection.execute("DELETE FROM journal_row")
    connection.execute("PRAGMA foreign_keys = ON")


CLEANED = {
    *(table for rows in ROWS.values() for table, _ in rows),
    *("deal", "person", "organization", "objection", "cadence", "exit_criterion", "custom_field", "custom_value"),
    "external_ref",
}


@pytest.mark.parametrize("noun", store.MOVED)
def test_whatever_hangs_on_one_comes_along(noun: str) -> None:
    """A table that comes later, and names one of them, has to be told here what becomes of its rows."""
    hanging = {
        table.name for table in Row.metadata.sorted_tables for column in table.columns if column.name == f"{noun}_id"
    }
    assert hanging == {*store.MOVED[noun], *store.JOINED[noun], *(("contact_point",) if noun != "deal" else ())}


def test_the_cadence_under_way_goes_on_and_the_other_stops(workspace: Workspace) -> None:
    connection = workspace.store.connection
    filled(connection)
    put(connection, "deal_cadence", deal_id=1, cadence_id=1, started_at=AT, done_steps=1)
    put(connection, "deal_cadence", deal_id=2, cadence_id=1, started_at=AT, done_steps=2, stopped_at=AT)
    merging.merge(workspace, "deal", 1, 2)
    rows = connection.execute("SELECT done_steps, stopped_at FROM deal_cadence ORDER BY id").fetchall()
    assert Counter(rows) == Counter([(1, None), (2, AT)])
    assert rows[-1] == (1, None)


def test_a_deal_that_came_of_the_one_it_is_merged_with_comes_of_none(workspace: Workspace) -> None:
    connection = workspace.store.connection
    filled(connection)
    connection.execute("UPDATE deal SET origin_id = 2, origin_kind = 'upsell' WHERE id = 1")
    merging.merge(workspace, "deal", 1, 2)
    assert connection.execute("SELECT origin_id, origin_kind FROM deal").fetchall() == [(None, "")]


def test_products_priced_in_another_currency_refuse_it(workspace: Workspace) -> None:
    connection = workspace.store.connection
    filled(connection)
    connection.execute("UPDATE deal SET currency = 'USD', value_minor = 5 WHERE id = 2")
    put(connection, "deal_item", deal_id=2, name="Licence", price_minor=5)
    connection.execute("UPDATE deal SET value_minor = 7 WHERE id = 1")
    with pytest.raises(ConflictError, match="priced in USD"):
        merging.merge(workspace, "deal", 1, 2)
    merging.merge(workspace, "deal", 1, 2, {"value"})
    assert connection.execute("SELECT currency, value_minor FROM deal").fetchall() == [("USD", 5)]
    assert "value: €0.07" in connection.execute("SELECT text FROM note").fetchone()[0]


def test_one_in_the_bin_is_not_merged(workspace: Workspace) -> None:
    filled(workspace.store.connection)
    service.delete_person(workspace, 2)
    with pytest.raises(NotFoundError, match="in the bin"):
        merging.merge(workspace, "person", 1, 2)
