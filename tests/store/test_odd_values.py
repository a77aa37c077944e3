"""Values that another program put where they do not belong end no verb; they are named and put right."""

from __future__ import annotations

import random
import shutil
import sqlite3
import time
from collections.abc import Iterable, Iterator
from contextlib import closing, suppress
from itertools import cycle, islice, zip_longest
from pathlib import Path
from typing import Any

import pytest

from pipetui import notices, service
from pipetui.domain.line.quick_line import NewDeal
from pipetui.paths import backups_of
from pipetui.render import plural
from pipetui.service import Workspace, reads
from pipetui.service.maintenance import doctor
from pipetui.service.maintenance.repair import repair
from pipetui.store import values
from pipetui.store.recovery import odd_values
from pipetui.store.schema.tables import Row, Utc
from tests.cli.conftest import Begun, Shell, begun, fresh, made_books, run
from tests.conftest import Clock

__all__ = ["begun", "fresh", "made_books", "run"]

EDGES = ("0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "0001-01-01", "9999-12-31")
ODD = (
    *(None, "", "next friday", "2026-13-45", "25:99", "12k", "{", b"\xff\x00"),
    *(-5, 400, 99_999, 2**62, 2**63 - 1, 3.7, 1e300, float("inf"), *EDGES),
)
VERBS = (
    "today", "overdue", "list", "list won",
    "view", "view late", "list rotting", "list value>5k", "show 1", "why 1", "prompt", "stages",
    "forecast", "forecast --why 1", "forecast --backtest",
    "plain", "plain board", "plain week", "plain deal 1", "plain people", "plain orgs", "plain numbers",
    "quota", "quota --json", "plan", "plan --json", "week", "week --json", "goal", "health",
    "people", "orgs", "person 1", "org 1", "history",
    "report outcomes all", "report funnel all", "report velocity all", "report ageing", "report touches all",
    "report history 1", "report sources all", "report losses all", "scores", "sweep", "commission", "fields",
    "dupes", "products", "items 1", "items 1 --json", "quote 1", "pipelines", "forecast --moved", "attach 1",
    "templates", "playbook", "cadence", "doctor", "mail 1", "mail 1 --json", "qualify 1", "turn 1", "park 2 +1w",
   "list --json", "show 1 --json", "add Hooli 3k next:mon",
    "log 1 call reached", "log 2 call reached", "next 3 tomorrow", "done 1", "snooze 1 +1w", "note 1 hello",
    "amend 1", "steps 1", "steps 1 what:x", "amend 1 text:hi",
    "advance 1", "retreat 1", "edit 1 value:5k", "win 1", "drop 2 --reason price", "undo", "redo", "backup",
    "export --to csv", "export --to csv --kind follow-ups", "export --to hubspot", "export --to vcard",
    "export --to ical", "export 1 --to markdown", "export --to json",
)  # fmt: skip
COLUMNS = [(table.name, column.name) for table in Row.metadata.sorted_tables for column in table.columns]


def put(book: Path, table: str, column: str, value: Any) -> bool:
    """As a program that knows nothing of our rules would; whether SQLite took it at all."""
    with closing(sqlite3.connect(book, isolation_level=None)) as connection:
        connection.execute("PRAGMA ignore_check_constraints = ON")
        try:
            which = f"SELECT id FROM {table} ORDER BY id LIMIT 2"
            connection.execute(f"UPDATE {table} SET {column} = ? WHERE id IN ({which})", (value,))
        except sqlite3.Error:
            return False
    return True


@pytest.fixture
def lively(begun: Begun, book: Path) -> Path:
    lines = (
        "add Acme 12k @qual next:fri who:Ann org:Acme ann@acme.example +hot p:40% close:eoq / met",
        "add Globex 5k next:tomorrow org:Globex",
        "add Initech 7k",
        "log 1 call reached budget:yes",
        "log 2 email",
        "win 3",
        "quota set 20k 3 deals",
        "goal touches 9",
        "view save late overdue",
        "qualify 1 need:yes",
        "cadence start 2",
        "items 1 add Seats x 3 at 1200 monthly",
        "products add Seats 1200 monthly",
        "fields add Spend money",
        "edit 1 spend:5k",
        "edit 2 spend:6k",
        "link 3 renewal",
        "attach 1 https://acme.example",
        "undo",
        "backup",
    )
    begun(*(tuple(line.split()) for line in lines))
    return book


@pytest.fixture(autouse=True)
def nothing_said() -> Iterator[None]:
    values._said.clear()
    yield
    values._said.clear()
    notices.take()


def done(book: Path, *statements: str) -> list[Any]:
    """What another program does, past the rules of the tables; the rows of the last statement."""
    with closing(sqlite3.connect(book, isolation_level=None)) as connection:
        connection.execute("PRAGMA ignore_check_constraints = ON")
        return [connection.execute(statement).fetchall() for statement in statements][-1]


def spread(book: Path, chance: random.Random) -> None:
    """Something odd in one column of about every third row, as far as SQLite takes it."""
    with closing(sqlite3.connect(book, isolation_level=None)) as connection:
        connection.execute("PRAGMA ignore_check_constraints = ON")
        for table in Row.metadata.sorted_tables:
            columns = [column.name for column in table.columns if not column.primary_key]
            for (number,) in connection.execute(f"SELECT id FROM {table.name}").fetchall():
                if chance.random() < 0.3:
                    sql = f"UPDATE {table.name} SET {chance.choice(columns)} = ? WHERE id = ?"
                    with suppress(sqlite3.Error):
                        connection.execute(sql, (chance.choice(ODD), number))


@pytest.mark.parametrize("seed", range(2))
def test_no_value_in_any_column_ends_a_verb(run: Shell, lively: Path, seed: int) -> None:
    spread(lively, random.Random(seed))
    for verb in VERBS:
        result = run(*verb.split())
        assert result.code != 70, (verb, result)
        assert "cannot be used" not in result.err, (verb, result)


def test_a_run_of_the_journal_is_no_longer_than_the_book(run: Shell, lively: Path) -> None:
    done(lively, "UPDATE journal_row SET last_id = row_id + 9000000 WHERE table_name = 'deal' AND before IS NULL")
    began = time.process_time()
    assert run("forecast").code == 0
    assert time.process_time() - began < 5


TIMES = [[(table.name, column.name) for column in table.columns if isinstance(column.type, Utc)]
         for table in Row.metadata.sorted_tables]  # fmt: skip


@pytest.mark.parametrize("first", range(2))
def test_a_time_that_no_zone_can_hold_or_without_one_is_no_time(
    run: Shell, lively: Path, tmp_path: Path, first: int
) -> None:
    whole = tmp_path / "whole.db"
    shutil.copyfile(lively, whole)
    edges = islice(cycle((*EDGES, "2026-11-21")), first, None)
    for columns in zip_longest(*TIMES):  # one of each table
        shutil.copyfile(whole, lively)
        odd = {
            column: edge
            for column, edge in zip(columns, edges, strict=False)
            if column and put(lively, column[0], column[1], edge)
        }
        for verb in ("list --json", "show 1", "show 3", "why 1", "sweep", "today --json"):
            assert run(*verb.split()).code != 70, (odd, verb)
        with closing(sqlite3.connect(lively)) as connection:
            named = {(found.table.name, found.column) for found in odd_values.find(connection)}
            for (table, column), edge in odd.items():
                there = connection.execute(f"SELECT 1 FROM {table} WHERE {column} = ?", (edge,)).fetchone()
                assert not there or (table, column) in named
    assert "every value is what belongs there" not in run("doctor").out


NAMED = {
    "deal 2 status “opem”": ("deal SET status = 'opem' WHERE id = 2", "is one of open, won, lost again: open"),
    "follow up 2 due_on “next friday”": ("follow_up SET due_on = 'next friday' WHERE id = 2", "is a date again"),
    "deal 2 value_minor “12k”": ("deal SET value_minor = '12k' WHERE id = 2", "is a number again: 500000"),
    "deal 2 currency “”": ("deal SET currency = '' WHERE id = 2", "is a currency such as EUR again: EUR"),
    "quota 1 amount_minor “-5”": ("quota SET amount_minor = -5 WHERE id = 1", "is a number again: 2000000"),
    "product 1 currency “usd”": ("product SET currency = 'usd' WHERE id = 1", "is a currency such as EUR again: EUR"),
    "deal 2 value_minor “inf”": ("deal SET value_minor = 9e999 WHERE id = 2", "is a number again: 500000"),
    "custom field 1 kind “cash”": (
        "custom_field SET kind = 'cash' WHERE id = 1",
        "yes/no, link again: money",
    ),
    "deal item 1 name “”": ("deal_item SET name = '' WHERE id = 1", "is what it is called again: Seats"),
    "setting 1 value “€”": ("setting SET value = '€' WHERE key = 'currency'", "is what can be read again: EUR"),
}


def apart(cases: Iterable[tuple[str, str]]) -> list[dict[str, str]]:
    """Cases by where each is, spread over books that hold no two in one place, and no more than doctor names."""
    books: list[dict[str, str]] = []
    for place, case in cases:
        free = next((book for book in books if place not in book and len(book) < 3), None)
        if free is None:
            books.append(free := {})
        free[place] = case
    return books


@pytest.mark.parametrize("odd", apart((" ".join(what.split()[:2]), what) for what in NAMED))
def test_it_is_named_and_put_right_out_of_the_journal_or_the_backup(
    run: Shell, lively: Path, odd: dict[str, str]
) -> None:
    done(lively, *(f"UPDATE {NAMED[what][0]}" for what in odd.values()))
    for verb in ("list", "show 2", "today", "add Hooli"):
        assert run(*verb.split()).code == 0
    found = run("doctor").out
    said = run("doctor", "--repair").err
    for what in odd.values():
        assert what in found
        assert what in said
        assert NAMED[what][1] in said
    assert "every value is what belongs there" in run("doctor").out
    assert "Globex" in run("list").out


ASTRAY = (
    ("deal", "stage_id = 'x'"),
    ("follow_up", "deal_id = 3.5"),
    ("touch", "deal_id = 'x'"),
    ("qualification", "deal_id = ''"),
    ("deal_item", "deal_id = 'x'"),
    ("custom_value", "entity_id = 4000"),
    ("contact_point", "person_id = NULL"),
    ("contact_point", "organization_id = 1"),
    ("touch", "deal_id = NULL, person_id = NULL"),
    ("note", "deal_id = NULL"),
)


@pytest.mark.parametrize("astray", apart(ASTRAY))
def test_a_row_that_nobody_owns_is_given_back_and_undo_goes_on(
    run: Shell, lively: Path, astray: dict[str, str]
) -> None:
    first = {table: f"SELECT * FROM {table} ORDER BY id LIMIT 1" for table in astray}
    before = {table: done(lively, asked) for table, asked in first.items()}
    for table, written in astray.items():
        done(lively, f"UPDATE {table} SET {written} WHERE id = {before[table][0][0]}")
    assert f"{plural(len(astray), 'row')} without what they belong to" in run("doctor").out
    assert run("doctor", "--repair").code == 0
    for table, written in astray.items():
        if written != "entity_id = 4000":  # who that is, a program may have known
            assert done(lively, first[table]) == before[table]
    assert "fail" not in run("doctor").out
    for _ in astray:
        assert run("undo").code == 0
    for table, asked in first.items():
        assert done(lively, asked) == before[table]


def test_what_nobody_knows_the_owner_of_gets_a_stand_in_and_is_not_deleted(run: Shell, lively: Path) -> None:
    done(lively, "UPDATE follow_up SET deal_id = 'x' WHERE id = 1", "UPDATE deal SET stage_id = 'x' WHERE id = 1",
         "DELETE FROM journal_row", "DELETE FROM step")  # fmt: skip
    shutil.rmtree(backups_of(str(lively)))
    assert run("doctor", "--repair").code == 0
    owner = done(lively, "SELECT d.title FROM follow_up f JOIN deal d ON d.id = f.deal_id WHERE f.id = 1")
    assert owner[0][0].startswith("lost deal")
    assert done(lively, "SELECT title, stage_id FROM deal WHERE id = 1") == [("Acme", 1)]
    assert "fail" not in run("doctor").out


def test_a_deal_whose_stage_is_gone_is_listed_and_can_be_moved(run: Shell, lively: Path) -> None:
    put(lively, "deal", "stage_id", 400)
    assert "gone (400)" in run.did("list")
    assert "gone (400)" in run.did("show", "1")
    assert "Demo" in run.did("move", "1", "demo")
    assert "gone" not in run.did("show", "1").splitlines()[1]


def test_what_is_found_nowhere_is_kept_as_a_note(workspace: Workspace, tmp_path: Path, clock: Clock) -> None:
    service.add(workspace, NewDeal("Acme"))
    connection = workspace.store.connection
    connection.execute("UPDATE journal_head SET step_id = -1")
    connection.execute(
        """INSERT INTO follow_up (id, deal_id, what, due_on, kind, turn, postponed, created_at)
           VALUES (9, 1, 'call', 'when they are back', 'call', 'mine', 0, '2026-11-21T10:00:00Z')"""
    )
    connection.execute("UPDATE journal_head SET step_id = NULL")
    workspace.store.close()
    said = repair(workspace.store.path, tmp_path / "backups", clock.now, lambda: None)
    assert "follow up 9 due_on “when they are back” is a date again: 2026-11-21" in said
    with closing(sqlite3.connect(workspace.store.path)) as after:
        assert after.execute("SELECT text FROM note").fetchall() == [
            ("follow up 9: in place of due_on stood: when they are back",)
        ]
        assert odd_values.find(after) == []


def test_what_a_deal_is_called_is_never_taken_from_the_words_of_other_columns(
    workspace: Workspace, tmp_path: Path, clock: Clock
) -> None:
    service.add(workspace, NewDeal("Acme"))
    connection = workspace.store.connection
    connection.execute("DROP TRIGGER journal_deal_update")
    connection.execute("UPDATE deal SET title = x'00ff', source = x'00ff' WHERE id = 1")
    connection.execute("DELETE FROM journal_row")
    workspace.store.close()
    repair(workspace.store.path, tmp_path / "backups", clock.now, lambda: None)
    with closing(sqlite3.connect(workspace.store.path)) as after:
        assert after.execute("SELECT title, source FROM deal").fetchall() == [("lost deal 1", "")]


def test_putting_right_is_one_step_of_undo(run: Shell, lively: Path) -> None:
    put(lively, "deal", "title", 3.7)
    run("doctor", "--repair")
    assert run("undo").code == 0
    with closing(sqlite3.connect(lively)) as connection:
        assert connection.execute("SELECT title FROM deal WHERE id = 1").fetchone() == ("3.7",)


def test_a_book_without_a_pipeline_or_a_default_is_read(workspace: Workspace) -> None:
    service.add(workspace, NewDeal("Acme"))
    connection = workspace.store.connection
    connection.execute("UPDATE pipeline SET is_default = 0")
    assert [card.title for card in reads.cards(workspace)] == ["Acme"]
    connection.execute("PRAGMA foreign_keys = OFF")
    connection.execute("DELETE FROM stage")
    connection.execute("DELETE FROM pipeline")
    assert [(card.title, card.stage) for card in reads.cards(workspace)] == [("Acme", "gone (1)")]
    assert "fail" in {
        found.state for found in doctor.examine(workspace.store.path, workspace.store.path.parent, workspace.now())
    }
