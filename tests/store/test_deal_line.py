"""The ready line of each deal is what its rows say, whoever wrote them: worked out here anew, in plain Python."""

from __future__ import annotations

import random
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipetui import service
from pipetui.config import Settings
from pipetui.domain.dates.when import Due
from pipetui.domain.line.quick_line import NewDeal, NextLine
from pipetui.domain.text import BETWEEN, WITHIN
from pipetui.service import Workspace
from pipetui.service.maintenance import daily, doctor, repair
from pipetui.store import deal_line
from pipetui.store.store import Store

NOW = datetime(2026, 3, 9, 9, 0, tzinfo=UTC)
Line = tuple[Any, ...]

WRITES = (
    "INSERT INTO deal (title, key, currency, stage_id, entered_stage_at, created_at, status, closed_at)"
    " VALUES ('New', 'new', 'EUR', 1, :at, :at, :status, :at)",
    "UPDATE deal SET status = :status, closed_at = :at WHERE id = :deal",
    "UPDATE deal SET organization_id = :one WHERE id = :deal",
    "UPDATE deal SET title = :name WHERE id = :deal",
    "DELETE FROM deal WHERE id = :deal",
    "INSERT INTO organization (name, key, created_at) VALUES (:name, :name, :at)",
    "UPDATE organization SET name = :name WHERE id = :one",
    "DELETE FROM organization WHERE id = :one",
    "INSERT INTO person (name, key, created_at) VALUES (:name, :name, :at)",
    "UPDATE person SET name = :name WHERE id = :one",
    "DELETE FROM person WHERE id = :one",
    "INSERT OR IGNORE INTO deal_person (deal_id, person_id, role) VALUES (:deal, :one, :name)",
    "UPDATE OR IGNORE deal_person SET deal_id = :other, role = 'user' WHERE deal_id = :deal",
    "DELETE FROM deal_person WHERE deal_id = :deal",
    "INSERT OR IGNORE INTO deal_tag (deal_id, tag) VALUES (:deal, :tag)",
    "UPDATE OR IGNORE deal_tag SET deal_id = :other WHERE deal_id = :deal",
    "DELETE FROM deal_tag WHERE deal_id = :deal",
    "INSERT OR IGNORE INTO qualification (deal_id, question, answer, answered_at) VALUES (:deal, 'need', 'yes', :at)",
    "UPDATE qualification SET answer = 'no', answered_at = :at WHERE deal_id = :deal",
    "UPDATE OR IGNORE qualification SET deal_id = :other WHERE deal_id = :deal",
    "DELETE FROM qualification WHERE deal_id = :deal",
    "INSERT INTO touch (deal_id, kind, at) VALUES (:deal, 'call', :at)",
    "INSERT INTO touch (deal_id, kind, at) VALUES (NULL, 'call', :at)",
    "INSERT INTO touch (deal_id, kind, at, text) VALUES (:deal, 'email', :at, 'Hello (' || :name || ')')",
    "UPDATE touch SET at = :at WHERE deal_id = :deal",
    "UPDATE touch SET kind = 'email', outcome = 'replied', direction = 'in' WHERE deal_id = :deal AND id % 2 = 0",
    "INSERT OR IGNORE INTO template (name) VALUES (:name)",
    "UPDATE OR IGNORE template SET name = :tag WHERE name = :name",
    "DELETE FROM template WHERE name = :name",
    "UPDATE deal SET created_at = :at WHERE id = :deal",
    "UPDATE deal SET created_unknown = id % 2 WHERE id = :deal",
    "UPDATE deal SET closed_at = NULL WHERE id = :deal",
    "UPDATE touch SET deal_id = :other WHERE deal_id = :deal",
    "UPDATE touch SET deal_id = NULL WHERE deal_id = :deal",
    "DELETE FROM touch WHERE deal_id = :deal",
    "INSERT INTO follow_up (deal_id, due_on, due_time, created_at) VALUES (:deal, :day, :time, :at)",
    "UPDATE follow_up SET due_on = :day, due_time = :time WHERE deal_id = :deal",
    "UPDATE follow_up SET done_at = :at WHERE deal_id = :deal AND id % 2 = 0",
    "UPDATE follow_up SET done_at = NULL WHERE deal_id = :deal",
    "UPDATE follow_up SET deal_id = :other WHERE deal_id = :deal",
    "DELETE FROM follow_up WHERE deal_id = :deal AND id % 2 = 1",
    "UPDATE deal SET touched_elsewhere_at = :at WHERE id = :deal",
    "UPDATE deal SET touched_elsewhere_at = NULL WHERE id = :deal",
    "INSERT OR IGNORE INTO custom_field (entity, name) VALUES (:entity, :name)",
    "UPDATE OR IGNORE custom_field SET entity = :entity, name = :tag WHERE id = :one",
    "DELETE FROM custom_field WHERE id = :one",
    "INSERT OR IGNORE INTO custom_value (field_id, entity_id, value) VALUES (:one, :deal, :name)",
    "UPDATE OR IGNORE custom_value SET entity_id = :other, value = :tag WHERE entity_id = :deal",
    "DELETE FROM custom_value WHERE entity_id = :deal",
    "UPDATE organization SET deleted_at = :at WHERE id = :one",
    "UPDATE organization SET deleted_at = NULL WHERE id = :one",
    "UPDATE person SET deleted_at = :at WHERE id = :one",
    "UPDATE person SET deleted_at = NULL WHERE id = :one",
)
"""What another program might do; OR IGNORE must not reach the statements of the triggers."""

VALUES = st.fixed_dictionaries(
    {
        "deal": st.integers(1, 4),
        "other": st.integers(1, 4),
        "one": st.integers(1, 3),
        "name": st.sampled_from(["Ann Lee", "Bob", "Ça va & Söhne", "山田"]),
        "tag": st.sampled_from(["hot", "HOT", "new", "hóţ", "shot"]),
        "status": st.sampled_from(["open", "won", "lost"]),
        "at": st.sampled_from([f"2026-0{month}-11T10:00:00Z" for month in range(1, 7)]),
        "day": st.sampled_from([f"2026-0{month}-11" for month in range(1, 7)]),
        "entity": st.sampled_from(["deal", "person"]),
        "time": st.sampled_from([None, "09:00", "17:30"]),
    }
)


def rows(connection: sqlite3.Connection, table: str) -> list[dict[str, Any]]:
    found = connection.execute(f"SELECT * FROM {table} ORDER BY id")
    names = [column[0] for column in found.description]
    return [dict(zip(names, row, strict=True)) for row in found]


def lines(connection: sqlite3.Connection) -> list[Line]:
    return connection.execute("SELECT * FROM deal_line ORDER BY deal_id").fetchall()


def seconds(begin: str, end: str) -> int:
    return int((datetime.fromisoformat(end) - datetime.fromisoformat(begin)).total_seconds())


def kept(touch: dict[str, Any], templates: list[dict[str, Any]]) -> str:
    """What the line keeps of a touch: a mail made of a template ends with its name."""
    mailed = [one["name"] for one in templates if touch["text"].endswith(f" ({one['name']})")]
    named = mailed[0] if mailed and touch["kind"] == "email" else ""
    return WITHIN.join([touch["kind"], touch["direction"], touch["outcome"], named])


def worked_out(connection: sqlite3.Connection) -> list[Line]:
    """What the lines should be, of whole tables."""
    tables = {
        name: rows(connection, name)
        for name in (
            "organization", "person", "deal_tag", "deal_person", "qualification", "touch", "follow_up",
            "custom_field", "custom_value", "template",
        )
    }  # fmt: skip
    of_deals = [row["id"] for row in tables["custom_field"] if row["entity"] == "deal"]
    organizations, people = (
        {row["id"]: row["name"] for row in tables[name] if row["deleted_at"] is None}
        for name in ("organization", "person")
    )
    found = []
    for deal in rows(connection, "deal"):
        of = {
            name: [row for row in tables[name] if row.get("deal_id") == deal["id"]] for name in tables if name != "deal"
        }
        tags = sorted(row["tag"] for row in of["deal_tag"])
        named = [
            f"{row['id']} {people[row['person_id']]}{WITHIN}{row['role']}"
            for row in of["deal_person"]
            if row["person_id"] in people
        ]
        answers = [
            f"{row['question']} {row['answered_at']} {row['answer']}"
            for row in sorted(of["qualification"], key=lambda row: str(row["question"]))
        ]
        custom = [
            f"{row['field_id']} {row['value']}"
            for row in sorted(tables["custom_value"], key=lambda row: int(row["field_id"]))
            if row["entity_id"] == deal["id"] and row["field_id"] in of_deals
        ]
        planned = sorted(
            (row["due_on"], row["due_time"] or "24:00", row["id"], row["created_at"])
            for row in of["follow_up"]
            if row["done_at"] is None
        )
        since = {"open": "", "won": deal["closed_at"], "lost": "~"}[deal["status"]]
        steps = [number for _, _, number, created in planned if since is not None and created >= since]
        closed = deal["status"] != "open"
        until = [row for row in of["touch"] if closed and row["at"] <= (deal["closed_at"] or "~")]
        firsts = [row["at"] for row in until if row["at"] >= deal["created_at"] and not deal["created_unknown"]]
        found.append(
            (
                deal["id"],
                organizations.get(deal["organization_id"]),
                BETWEEN.join(tags) or None,
                int(any(tag in ("hot", "HOT") for tag in tags)),
                BETWEEN.join(named) or None,
                BETWEEN.join(answers) or None,
                max(filter(None, (deal["touched_elsewhere_at"], *(row["at"] for row in of["touch"]))), default=None),
                "".join(planned[-1][:2]) if planned else None,
                steps[0] if steps else None,
                BETWEEN.join(custom) or None,
                len(until) if closed else None,
                seconds(deal["created_at"], min(firsts)) if firsts else None,
                BETWEEN.join(sorted({kept(row, tables["template"]) for row in until})) or None,
            )
        )
    return found


@pytest.fixture(scope="module")
def other(template_book: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    """Another program at a book with three deals, which lets the one know nothing of the other tables' keys."""
    path = tmp_path_factory.mktemp("lines") / "book.db"
    path.write_bytes(template_book.read_bytes())
    connection = sqlite3.connect(path, isolation_level=None)
    yield connection
    connection.close()


@given(st.lists(st.tuples(st.sampled_from(WRITES), VALUES), min_size=1, max_size=12))
@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_another_program_writes_the_lines_are_what_the_rows_say(
    other: sqlite3.Connection, writes: list[tuple[str, dict[str, Any]]]
) -> None:
    other.execute("BEGIN")
    try:
        fill = {"at": "2026-01-11T10:00:00Z", "status": "open", "name": "Acme"}
        for statement in (*[WRITES[0]] * 3, WRITES[5], WRITES[8]):
            other.execute(statement, fill)
        for statement, values in writes:
            with suppress(sqlite3.IntegrityError):  # in the place of another row
                other.execute(statement, values)
            assert lines(other) == worked_out(other), statement
        assert deal_line.spoilt(other) == []
        deal_line.make_anew(other)
        assert lines(other) == worked_out(other)
    finally:
        other.execute("ROLLBACK")


@pytest.fixture(scope="module")
def made(template_book: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A book of two deals, one with a tag and a next step."""
    path = tmp_path_factory.mktemp("two") / "book.db"
    shutil.copyfile(template_book, path)
    with Store.open(path) as store:
        workspace = Workspace(store, lambda: NOW, Settings(), "shell")
        service.add(workspace, NewDeal("Acme", tags=("hot",), next=NextLine(Due(NOW.date(), "17:00"), "call")))
        service.add(workspace, NewDeal("Globex"))
    return path


@pytest.fixture
def two(made: Path, book: Path) -> Path:
    """A copy of it."""
    return Path(shutil.copyfile(made, book))


SPOILT = (
    "UPDATE deal_line SET touched_at = '2020' WHERE deal_id = 1",
    "DELETE FROM deal_line WHERE deal_id = 2",
    "INSERT INTO deal_line (deal_id, hot) VALUES (77, 0)",
    "UPDATE deal_line SET tags = CAST(tags AS BLOB) WHERE tags IS NOT NULL",
)


@pytest.mark.parametrize(("spoiling", "deals"), zip(SPOILT, ([1], [2], [77], [1]), strict=True))
def test_doctor_names_the_deals_whose_line_is_spoilt_and_repair_makes_them_anew(
    two: Path, tmp_path: Path, spoiling: str, deals: list[int]
) -> None:
    with closing(sqlite3.connect(two, isolation_level=None)) as connection:
        before = lines(connection)
        connection.execute(spoiling)
        assert deal_line.spoilt(connection) == deals
        assert deal_line.spoilt(connection, deals) == deals
        assert deal_line.spoilt(connection, [3]) == []
    (found,) = (one for one in doctor.examine(two, tmp_path / "backups", NOW) if one.check == "lists")
    assert (found.state, found.message) == ("fail", f"what they show is not what the rows say: #{deals[0]}")
    done = repair.repair(two, tmp_path / "backups", NOW, lambda: None)
    assert "what lists show of 1 deal made anew" in done
    with closing(sqlite3.connect(two)) as connection:
        assert lines(connection) == before


GONE = ("TABLE deal_line", "TABLE deal_line_stale", "VIEW deal_line_of", "TRIGGER deal_line_renew",
        "TRIGGER deal_line_settle", "TRIGGER journal_deal_tag_delete")  # fmt: skip


@pytest.mark.parametrize("gone", GONE)
def test_what_keeps_the_lines_is_made_anew_where_it_is_gone(two: Path, tmp_path: Path, gone: str) -> None:
    with closing(sqlite3.connect(two, isolation_level=None)) as connection:
        connection.execute(f"DROP {gone}")
    repair.repair(two, tmp_path / "backups", NOW, lambda: None)
    with closing(sqlite3.connect(two, isolation_level=None)) as connection:
        assert lines(connection) == worked_out(connection)
        connection.execute("DELETE FROM deal_tag")
        assert lines(connection) == worked_out(connection)


def test_the_start_of_a_day_looks_at_a_sample(two: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(random, "choices", lambda among, k: list(among)[:k])
    with Store.open(two) as store:
        workspace = Workspace(store, lambda: NOW, Settings(), "app")
        store.connection.execute(SPOILT[0])
        assert daily.begin_day(workspace, tmp_path / "backups") == ""
        assert lines(store.connection) == worked_out(store.connection)
        assert store.check_lines(10)
