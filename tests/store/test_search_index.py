"""Words in notes and touches are found in what the book says now, whoever wrote it and whatever the index knows."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipetui import service
from pipetui.config import Settings
from pipetui.domain.errors import PipetuiError
from pipetui.domain.full_text import holds, sought
from pipetui.domain.line.quick_line import NewDeal, TouchLine
from pipetui.exchange.apply import apply
from pipetui.exchange.plan import Options, plan
from pipetui.service import Workspace, search
from pipetui.service.maintenance import doctor, repair
from pipetui.store import search_index
from pipetui.store.reads import full_text
from pipetui.store.store import Store
from tests.cli.conftest import Begun, begun, fresh, made_books, run  # noqa: F401  # fixtures

if TYPE_CHECKING:
    from tests.conftest import Clock

NOW = datetime(2026, 3, 9, 9, 0, tzinfo=UTC)
WORDS = ("price", "ric", "pr", "müller", "田中", "price list", "pricelist,", "10%", "ann", "a")
TEXTS = (
    "asked for the Price List",
    "Herr Mueller hat 10% verlangt",
    "Müller",
    "来週田中さんに電話",
    "",
    "pricelist, prices",
    "Ann",
)

WRITES = (
    "INSERT INTO note (deal_id, text, at) VALUES (:deal, :text, :at)",
    "INSERT INTO note (person_id, text, at) VALUES (:person, :text, :at)",
    "UPDATE note SET text = :text WHERE deal_id = :deal",
    "UPDATE OR IGNORE note SET deal_id = :other WHERE deal_id = :deal",
    "UPDATE note SET deal_id = NULL WHERE deal_id = :deal",
    "UPDATE note SET at = :at",
    "DELETE FROM note WHERE deal_id = :deal",
    "INSERT INTO touch (deal_id, kind, text, at) VALUES (:deal, 'call', :text, :at)",
    "INSERT OR IGNORE INTO touch (person_id, kind, text, at) VALUES (:person, 'call', :text, :at)",
    "UPDATE touch SET text = :text WHERE deal_id = :deal OR person_id = :person",
    "UPDATE touch SET person_id = :person WHERE deal_id IS NULL",
    "UPDATE touch SET deal_id = :other WHERE deal_id IS :deal OR deal_id IS NULL",
    "UPDATE touch SET deal_id = NULL, person_id = :person WHERE deal_id = :deal",
    "DELETE FROM touch WHERE deal_id = :deal OR person_id = :person",
    "INSERT OR IGNORE INTO deal_person (deal_id, person_id) VALUES (:deal, :person)",
    "UPDATE OR IGNORE deal_person SET person_id = :person WHERE deal_id = :deal",
    "UPDATE OR IGNORE deal_person SET deal_id = :other WHERE deal_id = :deal",
    "DELETE FROM deal_person WHERE deal_id = :deal",
    "UPDATE person SET deleted_at = '2026' WHERE id = :person",
    "UPDATE person SET deleted_at = NULL",
)
"""What another program might do; OR IGNORE must not reach the statements of the triggers."""

VALUES = st.fixed_dictionaries(
    {
        "deal": st.integers(1, 4),
        "other": st.integers(1, 4),
        "person": st.integers(1, 2),
        "text": st.sampled_from(TEXTS),
        "at": st.sampled_from(["2026-01-11T10:00:00Z", "2026-02-11T10:00:00Z"]),
    }
)


def scanned(connection: sqlite3.Connection, words: str) -> set[int]:
    """The deals that have the words, by all texts of the book, in plain Python."""
    wanted = sought(words)
    people = connection.execute(
        """SELECT deal_id, person_id FROM deal_person
           WHERE person_id NOT IN (SELECT id FROM person WHERE deleted_at IS NOT NULL)"""
    ).fetchall()
    notes = connection.execute("SELECT deal_id, NULL, text FROM note").fetchall()
    touches = connection.execute("SELECT deal_id, person_id, text FROM touch").fetchall()
    found: set[int] = set()
    for deal, person, text in notes + touches:
        if isinstance(text, str) and wanted and holds(text, wanted):
            found |= {deal} if deal is not None else {one for one, who in people if who == person}
    return found - {None}


def agrees(connection: sqlite3.Connection) -> None:
    for words in WORDS:
        assert full_text.mentioning(connection, words) == scanned(connection, words), words
    assert search_index.spoilt(connection) == []


@pytest.fixture(scope="module")
def other(template_book: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    """Another program at a book, which lets the one know nothing of the other tables' keys."""
    path = tmp_path_factory.mktemp("search") / "book.db"
    path.write_bytes(template_book.read_bytes())
    connection = sqlite3.connect(path, isolation_level=None)
    for number in range(1, 6):
        connection.execute(
            "INSERT INTO deal (title, key, currency, stage_id, entered_stage_at, created_at)"
            " VALUES ('Acme', 'acme', 'EUR', 1, '2026-01-11T10:00:00Z', '2026-01-11T10:00:00Z')"
        )
        connection.execute("INSERT INTO person (name, key, created_at) VALUES (:name, :name, '2026')", {"name": number})
    yield connection
    connection.close()


@given(st.lists(st.tuples(st.sampled_from((*WRITES, "INDEX", "ALL")), VALUES), min_size=1, max_size=12))
@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_b35_whatever_another_program_writes_its_words_are_found(
    other: sqlite3.Connection, writes: list[tuple[str, dict[str, Any]]]
) -> None:
    other.execute("BEGIN")
    try:
        for statement, values in writes:
            if statement == "ALL":
                search_index.forget(other)
            if statement in ("INDEX", "ALL"):
                search_index.bring_up_to_date(other)
                assert search_index.pending(other) == {}
            else:
                with suppress(sqlite3.IntegrityError):  # there is such a row already
                    other.execute(statement, values)
            agrees(other)
        search_index.bring_up_to_date(other)
        agrees(other)
    finally:
        other.execute("ROLLBACK")


GESTURES = (
    "add",
    "note",
    "log",
    "log with",
    "merge",
    "import",
    "undo",
    "redo",
    "delete",
    "delete person",
    "prune",
    "index",
)


@given(st.lists(st.tuples(st.sampled_from(GESTURES), st.integers(1, 3), st.sampled_from(TEXTS[:4])), max_size=9))
@settings(deadline=None, max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_b35_after_gestures_imports_and_undo_the_words_of_the_book_are_found(
    template_book: Path, clock: Clock, tmp_path_factory: pytest.TempPathFactory, gestures: list[tuple[str, int, str]]
) -> None:
    folder = tmp_path_factory.mktemp("gestures")
    book = folder / "book.db"
    book.write_bytes(template_book.read_bytes())
    with Store.open(book) as store:
        workspace = Workspace(store, clock, Settings(), "shell")
        for title in ("Acme", "Globex", "Initech"):
            service.add(workspace, NewDeal(title, people=(f"Ann {title[:4]}", "Bob"), note="Price list sent"))
        for gesture, deal, text in gestures:
            clock.tick(seconds=1)
            with suppress(PipetuiError):
                _make(workspace, gesture, deal, text, folder)
            agrees(store.connection)


def _make(workspace: Workspace, gesture: str, deal: int, text: str, folder: Path) -> None:
    match gesture:
        case "add":
            service.add(workspace, NewDeal("New", note=text))
        case "note":
            service.note(workspace, [deal], text)
        case "log":
            service.log(workspace, [deal], TouchLine("call", text=text))
        case "log with":
            service.log_with(workspace, 1, TouchLine("call", text=text))
        case "import":
            file = folder / f"{workspace.now():%H%M%S%f}.csv"
            file.write_text(f"id,title,note\n{file.name}1,One,{text}\n{file.name}2,Two,\n", encoding="utf-8")
            apply(workspace, plan(workspace, file, Options()))
        case "merge":
            service.merge_people(workspace, 1, 2)
        case "undo":
            service.undo(workspace)
        case "redo":
            service.redo(workspace)
        case "delete":
            service.delete(workspace, [deal])
        case "delete person":
            service.delete_person(workspace, 1)
        case "prune":
            workspace.store.prune(workspace.now(), 1)
        case "index":
            with workspace.store.unjournaled():
                search_index.bring_up_to_date(workspace.store.connection)


def test_an_import_that_was_taken_back_is_not_found_any_more(workspace: Workspace, tmp_path: Path) -> None:
    _make(workspace, "import", 0, "asked for the Price List", tmp_path)
    assert len(search.mentioning(workspace, "price")) == 1
    _make(workspace, "index", 0, "", tmp_path)
    _make(workspace, "undo", 0, "", tmp_path)
    assert search.mentioning(workspace, "price") == frozenset()
    _make(workspace, "redo", 0, "", tmp_path)
    agrees(workspace.store.connection)


def book_with(path: Path, *texts: str) -> Path:
    with Store.open(path) as store:
        workspace = Workspace(store, lambda: NOW, Settings(), "shell")
        for number, text in enumerate(texts, 1):
            service.add(workspace, NewDeal(f"Deal {number}", note=text))
        with store.unjournaled():
            search_index.bring_up_to_date(store.connection)
    return path


SPOILT = (
    "DELETE FROM search_block WHERE word_id = (SELECT id FROM search_word WHERE word = 'globex')",
    "UPDATE search_block SET deals = x'020001' WHERE word_id = (SELECT id FROM search_word WHERE word = 'acme')",
    "UPDATE search_word SET word = 'hooli' WHERE word = 'globex'",
)


@pytest.mark.parametrize("spoiling", SPOILT)
def test_doctor_names_deals_whose_words_are_found_amiss_and_repair_makes_them_anew(
    book: Path, tmp_path: Path, spoiling: str
) -> None:
    path = book_with(book, "sent to Acme", "sent to Globex")
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(spoiling)
    (found,) = (one for one in doctor.examine(path, tmp_path / "backups", NOW) if one.check == "search")
    assert found.state == "fail"
    assert "#" in found.message
    done = repair.repair(path, tmp_path / "backups", NOW, lambda: None)
    assert any("made anew to be found" in said for said in done)
    with closing(sqlite3.connect(path)) as connection:
        assert full_text.mentioning(connection, "globex") == {2}
        assert full_text.mentioning(connection, "acme") == {1}
        assert search_index.pending(connection) == {}


@pytest.mark.parametrize("gone", search_index.TABLES)
def test_an_index_that_is_gone_is_made_anew(book: Path, tmp_path: Path, gone: str) -> None:
    path = book_with(book, "sent to Acme")
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"DROP TABLE {gone}")
    assert "fail" in {one.state for one in doctor.examine(path, tmp_path / "backups", NOW)}
    repair.repair(path, tmp_path / "backups", NOW, lambda: None)
    with closing(sqlite3.connect(path)) as connection:
        assert full_text.mentioning(connection, "acme") == {1}


def test_an_index_made_a_little_at_a_time_knows_what_changed_meanwhile(workspace: Workspace) -> None:
    connection = workspace.store.connection
    for text in ("one", "two", "three"):
        service.add(workspace, NewDeal(text, note=f"{text} words"))
    building = search_index.Building(connection)
    while building.read():
        pass
    service.note(workspace, [1], "four")
    with workspace.store.unjournaled():
        assert not building.write()
    assert search_index.pending(connection) == {1: False}
    assert full_text.mentioning(connection, "words") == {1, 2, 3}
    assert full_text.mentioning(connection, "four") == {1}


def test_of_two_programs_that_make_the_index_at_once_the_first_is_right(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search_index, "_WORDS_AT_A_TIME", 1)
    service.add(workspace, NewDeal("one", note="some words"))
    one, two = (search_index.Building(workspace.store.connection) for _ in range(2))
    for building in (one, two):
        while building.read():
            pass
    with workspace.store.unjournaled():
        assert one.write()
        assert two.write()
        assert not one.write()  # the other one has begun anew
        assert full_text.mentioning(workspace.store.connection, "words") == {1}
        assert not two.write()
    assert full_text.mentioning(workspace.store.connection, "words") == {1}
    with workspace.store.unjournaled():
        search_index.bring_up_to_date(workspace.store.connection)
    assert search_index.pending(workspace.store.connection) == {}
    assert full_text.mentioning(workspace.store.connection, "some") == {1}


def test_what_is_far_behind_is_caught_up_with_and_little_is_left_alone(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    service.add(workspace, NewDeal("one", note="some words"))
    assert list(search.catching_up(workspace)) == []
    assert search_index.pending(workspace.store.connection) == {1: False}
    monkeypatch.setattr(search_index, "MANY", 0)
    assert list(search.catching_up(workspace))[-1] == 1.0
    assert search_index.pending(workspace.store.connection) == {}
    for title in ("two", "three"):
        service.add(workspace, NewDeal(title))
    service.note(workspace, [1], "more")
    assert list(search.catching_up(workspace)) == []  # in one go
    assert search_index.pending(workspace.store.connection) == {}
    assert search.mentioning(workspace, "more") == {1}


def test_deals_with_high_numbers_are_found(workspace: Workspace) -> None:
    connection = workspace.store.connection
    service.add(workspace, NewDeal("one", note="some words"))
    high = 1 << 40
    connection.execute("UPDATE sqlite_sequence SET seq = ? WHERE name = 'deal'", (high,))
    service.add(workspace, NewDeal("two", note="some words"))
    with workspace.store.unjournaled():
        search_index.bring_up_to_date(connection)
    assert full_text.mentioning(connection, "words") == {1, high + 1}
    agrees(connection)


@pytest.mark.parametrize(
    "words", ["", " ", "\ud800", "a\x00b", '"', "' OR 1", "NEAR(a b)", "*", "x" * 1_000_000, "田" * 99]
)
def test_whatever_is_looked_for_is_no_error(workspace: Workspace, words: str) -> None:
    service.add(workspace, NewDeal("one", note="some words"))
    assert full_text.mentioning(workspace.store.connection, words) == frozenset()


@pytest.mark.parametrize(
    "spoiling",
    [
        "UPDATE search_block SET deals = 'text'",
        "UPDATE search_block SET deals = 5",
        "UPDATE search_block SET block = 'x' WHERE word_id = 1",
        "INSERT INTO search_pending (deal_id, lost) VALUES ('abc', 1)",
        "INSERT INTO search_pending (id, deal_id, lost) VALUES (9223372036854775807, 1, 0)",
        "DROP TABLE search_pending; CREATE VIEW search_pending AS SELECT 1 AS id, 1 AS deal_id, 0 AS lost",
        "DROP TABLE deal_line; CREATE VIEW deal_line AS SELECT 1 AS deal_id",
        "DROP VIEW deal_line_of; CREATE TABLE deal_line_of (deal_id)",
    ],
)
def test_what_another_program_puts_into_it_is_noticed_and_mended(
    begun: Begun,  # noqa: F811  # the fixture
    book: Path,
    spoiling: str,
) -> None:
    lines = ("add Acme / call them about zebras", "note 1 zebra crossing", "add Globex")
    shell = begun(*(tuple(line.split()) for line in lines))
    with closing(sqlite3.connect(book, isolation_level=None)) as connection:
        search_index.bring_up_to_date(connection)
        connection.executescript(spoiling)
    assert shell("list", "zebra").code != 70
    assert "fail" in shell("doctor").out
    assert shell("doctor", "--repair").code == 0
    assert "fail" not in shell("doctor").out
    assert shell.did("list", "--ids", "zebra").split() == ["1"]
    shell.did("note", "2", "another", "zebra")
    assert shell.did("list", "--ids", "zebra").split() == ["1", "2"]


def test_numbers_of_what_is_out_of_date_never_come_back(tmp_path: Path) -> None:
    def newest(connection: sqlite3.Connection) -> int:
        search_index.forget(connection)
        return int(connection.execute("SELECT max(id) FROM search_pending").fetchone()[0])

    with Store.open(tmp_path / "book.db") as store, store.unjournaled():
        before = newest(store.connection)
        search_index.install(store.connection)
        assert newest(store.connection) > before
        store.connection.execute("UPDATE sqlite_sequence SET seq = 9223372036854775807 WHERE name = 'search_pending'")
        search_index.install(store.connection)
        assert newest(store.connection) == 1, "what leaves no number to go on with is begun anew"
