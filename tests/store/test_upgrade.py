"""Books of every revision there was, brought to the present one: nothing is lost, and all of it can be undone."""

from __future__ import annotations

import json
import re
import shutil
import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from pipetui import present, service
from pipetui.config import Settings
from pipetui.domain.errors import ConflictError
from pipetui.domain.line.quick_line import NewDeal
from pipetui.service import Workspace, reads
from pipetui.store import connect, deal_line, search_index
from pipetui.store.schema import migrate
from pipetui.store.store import Store
from pipetui.store.undo import journal
from tests.store import books
from tests.store.books import make
from tests.store.schema import assert_same_schema

if TYPE_CHECKING:
    from tests.conftest import Clock
    from tests.store.conftest import Snapshot

FILLED_IN = {"stage": ["cadence_id"], "cadence_step": ["template_id"]}
"""Columns that revision 3 gives a value where they have none."""
RENAMED = {("deal_item", "discount_percent"): "discount_milli"}
"""Columns that revision 9 calls otherwise; in the books there is nothing in them."""
SOME = (books.OLD[0], 4, books.OLD[-1])
"""The revision from which all steps are taken, one of the middle, and the one that is a step away."""


@pytest.fixture(params=books.REVISIONS)
def revision(request: pytest.FixtureRequest) -> int:
    """Each revision there was."""
    return int(request.param)


@pytest.fixture
def old(revision: int, tmp_path: Path) -> Path:
    """The book of that revision."""
    path = tmp_path / "old.db"
    books.load(revision, path)
    return path


@pytest.fixture(scope="session")
def brought_over() -> dict[int, Path]:
    """The books that were brought to the present revision, each with its backups beside it."""
    return {}


@pytest.fixture
def opened(
    revision: int,
    old: Path,
    tmp_path: Path,
    clock: Clock,
    brought_over: dict[int, Path],
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Workspace]:
    """A workspace at it, opened by the program of today."""
    if revision not in brought_over:
        Store.open(old, backups=tmp_path / "backups").close()
        brought_over[revision] = tmp_path_factory.mktemp("brought-over") / "book"
        shutil.copytree(tmp_path, brought_over[revision])
    shutil.copytree(brought_over[revision], tmp_path, dirs_exist_ok=True)
    with Store.open(old, backups=tmp_path / "backups") as store:
        yield Workspace(store, clock, Settings(), "shell")


def tables(connection: sqlite3.Connection) -> dict[str, list[str]]:
    """The tables of a book, whatever its revision, with their columns."""
    names = connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite!_%' ESCAPE '!'"
    )
    return {
        name: [row[1] for row in connection.execute(f"PRAGMA table_info({name})")]
        for (name,) in names.fetchall()
        if name not in ("alembic_version", *deal_line.TABLES, *search_index.TABLES)
    }


def fill_in(table: str, then: dict[str, Any], now: dict[str, Any]) -> None:
    """Put what revision 3 filled in into a row of old, or into the images of such a row."""
    for column in FILLED_IN.get(table, ()):
        if then[column] is None:
            then[column] = now[column]
    for image in ("before", "after"):
        if table == "journal_row" and then[image] is not None and then["table_name"] in FILLED_IN:
            images = json.loads(then[image]), json.loads(now[image])
            fill_in(then["table_name"], *images)
            then[image], now[image] = images


def without_days(table: str, row: dict[str, Any]) -> dict[str, Any]:
    """A row of the journal, its images without the day of closing that revision 5 puts in."""
    if table != "journal_row" or row["table_name"] != "deal":
        return row
    for image in ("before", "after"):
        kept = json.loads(row[image]) if row[image] else {}
        if isinstance(kept, list) and "closed_on" in kept[0]:
            place = kept[0].index("closed_on")
            kept = [kept[0][:place] + kept[0][place + 1 :], [one[:place] + one[place + 1 :] for one in kept[1]]]
        elif isinstance(kept, dict):
            kept.pop("closed_on", None)
        row[image] = kept
    return row


def healthy(connection: sqlite3.Connection) -> bool:
    return (
        connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        and connection.execute("PRAGMA foreign_key_check").fetchall() == []
    )


def test_every_revision_has_a_book_and_no_other() -> None:
    """After a new revision: python -m tests.store.books.make."""
    kept = sorted(file.name for file in Path(books.__file__).parent.glob("*.sql"))
    assert kept == [f"revision-{number}.sql" for number in books.REVISIONS]


def test_the_book_is_of_its_revision_and_lively(revision: int, old: Path) -> None:
    with closing(sqlite3.connect(old)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (revision,)
        assert connection.execute("SELECT version_num FROM alembic_version").fetchone() == (f"{revision:04}",)
        assert healthy(connection)
        counted = {
            table: connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
            for table in ("deal", "touch", "follow_up", "note", "deal_tag", "qualification", "external_ref", "step")
        }
        assert all(counted.values()), counted
        assert connection.execute("SELECT count(*) FROM step WHERE undone_at IS NOT NULL").fetchone() == (2,)
        if revision >= 2:
            assert connection.execute("SELECT count(*) FROM journal_row WHERE last_id IS NOT NULL").fetchone() != (0,)


def test_the_script_still_makes_a_book_of_the_present_revision(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "dump.sql"
    monkeypatch.setattr(present, "present", present.present)  # which the script puts its own clock in place of
    monkeypatch.setattr(sys, "argv", ["make.py", str(path)])
    make.main()
    with closing(sqlite3.connect(tmp_path / "made.db")) as connection:
        connection.executescript(path.read_text(encoding="utf-8"))
        assert connect.revision(connection, path) == connect.REVISION
        assert healthy(connection)
    assert str(tmp_path) not in path.read_text(encoding="utf-8")


def test_b30_the_book_from_before_is_kept(revision: int, old: Path, opened: Workspace, tmp_path: Path) -> None:
    assert connect.revision(opened.store.connection, old) == connect.REVISION
    backups = sorted((tmp_path / "backups").glob("*"))
    if revision == connect.REVISION:
        assert backups == []
        return
    assert [file.name for file in backups] == [f"before-revision-{connect.REVISION}.db"]
    before = tmp_path / "before.db"
    books.load(revision, before)
    with closing(sqlite3.connect(backups[0])) as copy, closing(sqlite3.connect(before)) as loaded:
        assert connect.revision(copy, backups[0]) == revision
        assert healthy(copy)
        assert list(copy.iterdump()) == list(loaded.iterdump())
    if revision not in SOME:
        return
    with Store.open(backups[0]) as store:  # brought back, it can be brought up to date once more
        assert len(reads.cards(opened._replace(store=store))) == len(reads.cards(opened))


@pytest.mark.parametrize("revision", SOME, indirect=True)
def test_b30_of_two_programs_at_once_the_slower_leaves_the_copy_alone(revision: int, old: Path, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    slower = connect.connect(old)
    assert connect.revision(slower, old) == revision
    Store.open(old, backups=folder).close()
    migrate.upgrade(slower, old, lambda: pytest.fail("it is of the present revision already"))
    slower.execute("SELECT 1 FROM score_rule")
    slower.close()
    with closing(sqlite3.connect(folder / f"before-revision-{connect.REVISION}.db")) as copy:
        assert connect.revision(copy, folder) == revision


@pytest.mark.parametrize("revision", SOME, indirect=True)
def test_how_far_it_is_is_told(revision: int, old: Path, tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    parts = connect.REVISION - revision + 2
    Store.open(old, backups=tmp_path / "backups", progress=lambda done, of: told.append((done, of))).close()
    assert told == [(done, parts) for done in range(parts + 1)]
    Store.open(old, backups=tmp_path / "backups", progress=lambda done, of: told.append((0, 0))).close()
    assert told[-1] == (parts, parts)


def test_every_row_is_there_as_it_was(revision: int, opened: Workspace, tmp_path: Path) -> None:
    before = tmp_path / "before.db"
    books.load(revision, before)
    new = opened.store.connection
    with closing(sqlite3.connect(before)) as was:
        for table, columns in tables(was).items():
            wanted = f"SELECT {', '.join(columns)} FROM {table} ORDER BY id"
            names = (RENAMED.get((table, column), column) for column in columns)
            rows = {row[0]: row for row in new.execute(f"SELECT {', '.join(names)} FROM {table} ORDER BY id")}
            for row in was.execute(wanted):
                then, now = dict(zip(columns, row, strict=True)), dict(zip(columns, rows[row[0]], strict=True))
                if revision < 3:
                    fill_in(table, then, now)
                assert without_days(table, now) == without_days(table, then), table
        numbers = "SELECT name, seq FROM sqlite_sequence ORDER BY name"
        given = dict(new.execute(numbers).fetchall())
        assert all(given[name] >= number for name, number in was.execute(numbers))


@pytest.mark.parametrize("revision", SOME, indirect=True)
def test_what_another_program_put_beside_the_tables_stays(old: Path, tmp_path: Path) -> None:
    own = (
        "CREATE INDEX mine_touch ON touch (kind, outcome)",
        "CREATE TRIGGER mine_closed AFTER UPDATE OF status ON deal BEGIN SELECT 1; END",
        "CREATE VIEW mine_calls AS SELECT d.title, t.text FROM deal d JOIN touch t ON t.deal_id = d.id",
    )
    asked = "SELECT sql FROM sqlite_master WHERE name LIKE 'mine!_%' ESCAPE '!' ORDER BY name"
    with closing(sqlite3.connect(old, isolation_level=None)) as connection:
        for statement in own:
            connection.execute(statement)
        kept = connection.execute(asked).fetchall()
        calls = connection.execute("SELECT * FROM mine_calls").fetchall()
    with Store.open(old, backups=tmp_path / "backups") as store:
        assert store.connection.execute(asked).fetchall() == kept
        assert store.connection.execute("SELECT * FROM mine_calls").fetchall() == calls


def test_another_program_names_only_what_it_sets(opened: Workspace) -> None:
    connection = opened.store.connection
    connection.execute(
        """INSERT INTO deal (title, key, currency, stage_id, entered_stage_at, created_at)
           VALUES ('Plain', 'plain', 'EUR', 1, '2026-03-09T09:00:00Z', '2026-03-09T09:00:00Z')"""
    )
    connection.execute("INSERT INTO stage (pipeline_id, name, position) VALUES (1, 'Plain', 77)")
    asked = "SELECT status, source, close_pushed, lost_note FROM deal WHERE title = 'Plain'"
    assert connection.execute(asked).fetchone() == ("open", "", 0, "")
    asked = "SELECT probability, rotting_days, qualifies FROM stage WHERE name = 'Plain'"
    assert connection.execute(asked).fetchone() == (0, 0, 0)


def test_it_is_whole_and_made_like_a_new_one(opened: Workspace, book: Path) -> None:
    assert healthy(opened.store.connection)
    assert opened.store.connection.execute("PRAGMA foreign_keys").fetchone() == (1,)
    with closing(sqlite3.connect(book)) as fresh:
        assert_same_schema(fresh, opened.store.connection)


@pytest.mark.parametrize("revision", books.REVISIONS[::4], indirect=True)
def test_b27_every_step_of_old_is_undone_to_the_beginning_and_redone_to_the_end(
    opened: Workspace, snapshot: Callable[[sqlite3.Connection], Snapshot]
) -> None:
    connection = opened.store.connection
    undone = {step.id for step in journal.history(connection, 1000) if step.undone}
    done = [step.label for step in journal.history(connection, 1000) if not step.undone]
    states = [snapshot(connection)]
    for label in done:
        assert opened.store.undo(opened.now()) == label
        states.append(snapshot(connection))
    with pytest.raises(ConflictError, match="nothing to undo"):
        opened.store.undo(opened.now())
    assert (states[-1]["deal"], states[-1]["person"], states[-1]["touch"]) == ([], [], [])
    for label, state in zip(reversed(done), reversed(states[:-1]), strict=True):
        assert opened.store.redo() == label
        assert snapshot(connection) == state
    for _ in undone:
        opened.store.redo()
    with pytest.raises(ConflictError, match="nothing to redo"):
        opened.store.redo()
    for _ in undone:
        opened.store.undo(opened.now())
    assert snapshot(connection) == states[0]
    assert healthy(connection)


def test_gestures_go_on_in_it(opened: Workspace) -> None:
    before = len(reads.cards(opened))
    (number,) = service.add(opened, NewDeal("Vandelay imports")).deals
    service.note(opened, [number], "x")
    assert len(reads.cards(opened)) == before + 1
    assert "ミライ導入 🚀" in [card.title for card in reads.cards(opened)]
    service.undo(opened)
    assert service.undo(opened).message == f"undone: added #{number} Vandelay imports"
    assert len(reads.cards(opened)) == before


LOOKED_UP_OF_OLD = """
    UPDATE deal SET title = 'Böhm Dächer', key = 'böhm dächer' WHERE id = 5;
    UPDATE organization SET name = 'Dubré & Fils', key = 'dubré & fils' WHERE id = 2;
    UPDATE person SET name = 'Łukasz Żak', key = 'łukasz żak' WHERE id = 1;
    UPDATE deal SET title = 'D’Arcy lamps', key = 'd’arcy lamps' WHERE id = 5;
    UPDATE deal SET title = CAST(x'ff' AS TEXT), key = 'x' WHERE id = 2;
"""


@pytest.fixture
def accented(tmp_path: Path) -> Path:
    """A book from before revision 5 with letters that were looked up as they are written."""
    path = tmp_path / "accented.db"
    books.load(4, path)
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.executescript(LOOKED_UP_OF_OLD)
    return path


def test_b35_what_old_books_hold_is_found_without_marks_and_undo_brings_such_keys_back(
    accented: Path, tmp_path: Path
) -> None:
    with Store.open(accented, backups=tmp_path / "backups") as store:
        connection = store.connection

        def keys() -> list[str]:
            asked = "SELECT key FROM {} WHERE id = {}"
            numbers = (("deal", 5), ("organization", 2), ("person", 1))
            return [connection.execute(asked.format(*one)).fetchone()[0] for one in numbers]

        assert keys() == ["d'arcy lamps", "dubre & fils", "lukasz zak"]
        for _ in range(2):
            store.undo(datetime(2026, 11, 21, tzinfo=UTC))
        assert keys() == ["bohm dacher\nboehm daecher", "dubre & fils", "lukasz zak"]


def test_b11_a_book_of_old_gets_the_days_its_deals_were_closed_on(tmp_path: Path) -> None:
    path = tmp_path / "old.db"
    books.load(4, path)
    with Store.open(path, backups=tmp_path / "backups") as store:
        days = store.connection.execute(
            "SELECT closed_on = date(closed_at, 'localtime') FROM deal WHERE closed_at IS NOT NULL"
        ).fetchall()
    assert days
    assert set(days) == {(1,)}


def test_b41_discounts_of_whole_percents_become_finer_in_the_journal_too(tmp_path: Path) -> None:
    path = tmp_path / "old.db"
    books.load(8, path)
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA ignore_check_constraints = ON")
        connection.executescript(
            """INSERT INTO deal_item (deal_id, name, discount_percent) VALUES (1, 'Support', 15), (1, 'Odd', 'much');
               UPDATE deal_item SET discount_percent = 20 WHERE name = 'Support';
               INSERT INTO quota (period, starts_on, amount_minor, currency) VALUES ('month', '2026-11-01', 100, 'EUR')
            """
        )
    with Store.open(path, backups=tmp_path / "backups") as store:
        connection = store.connection

        def discounts() -> list[tuple[str, Any]]:
            return connection.execute("SELECT name, discount_milli FROM deal_item ORDER BY id").fetchall()

        assert discounts() == [("Support", 20_000), ("Odd", "much")]
        at = datetime(2026, 11, 21, tzinfo=UTC)
        store.undo(at)
        store.undo(at)
        assert discounts() == [("Support", 15_000), ("Odd", "much")]
        store.redo()
        assert discounts() == [("Support", 20_000), ("Odd", "much")]
        connection.execute(
            """INSERT INTO quota (period, starts_on, amount_minor, currency)
               VALUES ('month', '2026-11-01', 1, 'USD'), ('month', '2026-11-01', 2, 'JPY')"""
        )


def test_of_two_rows_behind_a_damaged_index_the_newest_is_brought_over(tmp_path: Path) -> None:
    path = tmp_path / "damaged.db"
    books.load(5, path)
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        (made,) = connection.execute("SELECT sql FROM sqlite_schema WHERE name = 'deal_person'").fetchone()
        index = connection.execute(
            "SELECT * FROM sqlite_schema WHERE name = 'sqlite_autoindex_deal_person_1'"
        ).fetchone()
        loose = re.sub(r",\s*CONSTRAINT uq_deal_person_deal_id_person_id UNIQUE \(deal_id, person_id\)", "", made)
        assert loose != made
        connection.execute("PRAGMA writable_schema = ON")
        connection.execute("DELETE FROM sqlite_schema WHERE name = 'sqlite_autoindex_deal_person_1'")
        connection.execute("UPDATE sqlite_schema SET sql = ? WHERE name = 'deal_person'", (loose,))
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("DROP TRIGGER journal_deal_person_insert_guard")
        connection.execute("INSERT INTO deal_person SELECT 70 + id, deal_id, person_id, 'user' FROM deal_person")
        wanted = connection.execute(
            "SELECT id, deal_id, person_id, role FROM deal_person WHERE id > 70 ORDER BY id"
        ).fetchall()
        connection.execute("PRAGMA writable_schema = ON")
        connection.execute("UPDATE sqlite_schema SET sql = ? WHERE name = 'deal_person'", (made,))
        connection.execute("INSERT INTO sqlite_schema VALUES (?, ?, ?, ?, ?)", index)
    with Store.open(path, backups=tmp_path / "backups") as store:
        assert (
            store.connection.execute("SELECT id, deal_id, person_id, role FROM deal_person ORDER BY id").fetchall()
            == wanted
        )
        assert wanted
        assert healthy(store.connection)


def test_a_damaged_row_that_lacks_what_it_must_have_keeps_no_book_behind(tmp_path: Path) -> None:
    path = tmp_path / "damaged.db"
    books.load(5, path)
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.executescript(
            """PRAGMA writable_schema = ON;
               UPDATE sqlite_schema SET sql = replace(replace(sql, 'title VARCHAR NOT NULL', 'title VARCHAR'),
                   'close_pushed INTEGER NOT NULL', 'close_pushed INTEGER') WHERE name = 'deal';"""
        )
        (before,) = connection.execute("SELECT sql FROM sqlite_schema WHERE name = 'deal'").fetchone()
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.executescript(
            """UPDATE deal SET title = NULL, close_pushed = NULL WHERE id = 1;
               PRAGMA writable_schema = ON;
               UPDATE sqlite_schema SET sql = replace(replace(sql, 'title VARCHAR,', 'title VARCHAR NOT NULL,'),
                   'close_pushed INTEGER,', 'close_pushed INTEGER NOT NULL,') WHERE name = 'deal';"""
        )
    assert "title VARCHAR," in before
    with Store.open(path, backups=tmp_path / "backups") as store:
        assert store.connection.execute("SELECT title, close_pushed FROM deal WHERE id = 1").fetchone() == ("", 0)
