"""Opening and making a book: its file, its seed, and what is said when it cannot be used."""

from __future__ import annotations

import json
import os
import sqlite3
import stat
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pipetui import service
from pipetui.cli.errors import what_to_do
from pipetui.config import Settings
from pipetui.domain import pipeline_templates
from pipetui.domain.deal import LOSS_REASONS, TOUCH_KINDS
from pipetui.domain.errors import ConflictError, InputError, StoreError
from pipetui.domain.line.quick_line import NewDeal
from pipetui.service import Workspace, reads
from pipetui.store import connect, files
from pipetui.store.files import Identity
from pipetui.store.reads import book_reads
from pipetui.store.schema import migrate, triggers
from pipetui.store.store import Store
from pipetui.store.undo import journal
from tests.store.conftest import gone_meanwhile
from tests.store.older import make_revision

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from tests.store.conftest import Snapshot


@pytest.fixture
def no_umask() -> Iterator[None]:
    old = os.umask(0)
    yield
    os.umask(old)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


# --- a new book ----------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("no_umask")
def test_a_new_book_and_its_folders_are_the_owners_alone(tmp_path: Path) -> None:
    path = tmp_path / "data" / "pipetui" / "book.db"
    with Store.open(path) as store:
        store.connection.execute("UPDATE setting SET value = value || ''")
        assert (mode(path.parent.parent), mode(path.parent)) == (0o700, 0o700)
        files = sorted(path.parent.iterdir())
        assert [file.name for file in files] == ["book.db", "book.db-shm", "book.db-wal"]
        assert [mode(file) for file in files] == [0o600] * 3


def test_a_folder_that_was_there_keeps_its_mode(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    Store.open(tmp_path / "new.db").close()
    assert mode(tmp_path) == 0o755


def test_a_book_is_kept_in_wal_with_foreign_keys_and_known_by_its_marks(workspace: Workspace) -> None:
    def pragma(name: str) -> object:
        return workspace.store.connection.execute(f"PRAGMA {name}").fetchone()[0]

    assert (pragma("journal_mode"), pragma("foreign_keys"), pragma("synchronous")) == ("wal", 1, 1)
    assert (pragma("application_id"), pragma("user_version")) == (connect.APPLICATION_ID, connect.REVISION)
    assert pragma("integrity_check") == "ok"
    with pytest.raises(sqlite3.IntegrityError, match="FOREIGN KEY"):
        workspace.store.connection.execute("INSERT INTO deal_tag (deal_id, tag) VALUES (99, 'x')")


@pytest.mark.parametrize("name", pipeline_templates.TEMPLATES)
def test_every_template_seeds_a_whole_book(tmp_path: Path, name: str) -> None:
    with Store.open(tmp_path / "new.db", template=name, currency="jpy") as store:
        pipelines = book_reads.pipelines(store.connection)
        wanted = pipeline_templates.stages(name)
        assert [(s.name, s.probability, s.rotting_days, s.qualifies) for s in pipelines.stages] == [
            tuple(s) for s in wanted
        ]
        assert [stage.position for stage in pipelines.stages] == list(range(len(wanted)))
        assert book_reads.book_currency(store.connection) == "JPY"
        assert book_reads.loss_reasons(store.connection) == LOSS_REASONS
        kinds = store.connection.execute("SELECT name FROM touch_kind ORDER BY position").fetchall()
        assert [kind for (kind,) in kinds] == list(TOUCH_KINDS)
        assert journal.history(store.connection, 5) == []  # nothing to undo in a new book


def test_b09_the_default_cadence_lands_on_days_0_3_7_13_22(workspace: Workspace) -> None:
    waits = workspace.store.connection.execute("SELECT wait_days FROM cadence_step ORDER BY position").fetchall()
    days = [sum(wait for (wait,) in waits[: n + 1]) for n in range(len(waits))]
    assert days == [0, 3, 7, 13, 22]


@pytest.mark.parametrize("choice", [{"template": "nope"}, {"currency": "euro"}, {"currency": "XYZ"}])
def test_an_unknown_template_or_currency_leaves_no_file(tmp_path: Path, choice: dict[str, str]) -> None:
    with pytest.raises(InputError):
        Store.open(tmp_path / "new" / "book.db", **choice)  # type: ignore[arg-type]
    assert not (tmp_path / "new").exists()


def test_an_empty_file_becomes_a_book(tmp_path: Path) -> None:
    path = tmp_path / "new.db"
    path.touch()
    with Store.open(path) as store:
        assert len(book_reads.pipelines(store.connection).stages) == 5


def test_opening_again_changes_nothing(book: Path, snapshot: Callable[[sqlite3.Connection], Snapshot]) -> None:
    with Store.open(book) as store:
        before = snapshot(store.connection)
    with Store.open(book, template="short", currency="USD") as store:
        assert snapshot(store.connection) == before


def test_many_at_once_make_the_same_book_once(tmp_path: Path) -> None:
    for turn in range(3):
        path, together = tmp_path / f"{turn}.db", threading.Barrier(4)
        failures: list[BaseException] = []

        def make(
            path: Path = path, together: threading.Barrier = together, failed: list[BaseException] = failures
        ) -> None:
            try:
                together.wait()
                Store.open(path).close()
            except BaseException as error:  # noqa: BLE001  # told to the test's own thread
                failed.append(error)

        threads = [threading.Thread(target=make) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert failures == []
        with Store.open(path) as store:
            assert store.connection.execute("SELECT count(*) FROM pipeline").fetchone() == (1,)


@pytest.mark.parametrize(("ending", "made"), [("-journal", False), ("-wal", True)])
def test_a_log_that_its_program_takes_away_meanwhile_is_no_hindrance(
    tmp_path: Path, template_book: Path, monkeypatch: pytest.MonkeyPatch, ending: str, made: bool
) -> None:
    """As the journal goes when another program has made the book, and the log when it closes it."""
    path, log = tmp_path / "new.db", tmp_path / f"new.db{ending}"
    path.write_bytes(template_book.read_bytes() if made else b"")
    log.write_bytes(bytes(600))
    gone_meanwhile(monkeypatch, log)
    connect.look_at(path)
    assert not log.exists()


def test_a_book_that_another_program_makes_meanwhile_has_a_log_of_its_own(
    tmp_path: Path, template_book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, log = tmp_path / "new.db", tmp_path / "new.db-wal"

    def made(_: object) -> list[str]:
        path.write_bytes(template_book.read_bytes())
        return [str(log)]

    path.touch()
    with monkeypatch.context() as patch:
        patch.setattr(files, "logs_of", made)
        files.check_log(path)
    log.write_bytes(bytes(600))
    path.write_bytes(b"")
    with pytest.raises(StoreError, match="is empty, but its log is still there"):
        files.check_log(path)


def test_a_book_being_made_is_never_taken_for_a_foreign_file(tmp_path: Path) -> None:
    """The marks and the tables are looked at in one statement, so a commit cannot come in between."""
    path = tmp_path / "new.db"
    path.touch()
    connection = connect.connect(path)
    seen: list[str] = []
    connection.set_trace_callback(seen.append)
    assert connect.revision(connection, path) == 0
    connection.close()
    assert len([sql for sql in seen if not sql.startswith("--")]) == 1


# --- what is no book -----------------------------------------------------------------------------------------


def refusal(path: Path) -> StoreError:
    with pytest.raises(StoreError) as refused:
        Store.open(path)
    assert refused.value.exit_code == 5
    assert what_to_do(refused.value)
    return refused.value


def test_no_database(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("These are my notes, not a database.")
    assert "is not a database" in refusal(path).title
    assert path.read_text() == "These are my notes, not a database."


def test_another_programs_database(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE mail (subject)")
    other.close()
    before = path.read_bytes()
    assert "no pipetui book" in refusal(path).title
    assert path.read_bytes() == before


def test_a_newer_book(book: Path, plain: sqlite3.Connection) -> None:
    plain.execute("PRAGMA user_version = 99")
    error = refusal(book)
    assert "newer pipetui (revision 99" in error.title
    assert "update pipetui" in error.hint


def test_a_folder(tmp_path: Path) -> None:
    assert "is a folder" in refusal(tmp_path).title


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert "cannot be used" in refusal(tmp_path / "file" / "book.db").title


def test_a_name_no_file_system_takes(tmp_path: Path) -> None:
    assert "cannot be used" in refusal(tmp_path / ("x" * 300)).title


def test_no_book_where_none_is_to_be_made(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="there is no book"):
        connect.connect(tmp_path / "none.db")
    assert list(tmp_path.glob("none*")) == []


def test_a_damaged_book(book: Path) -> None:
    book.write_bytes(book.read_bytes()[:100] + b"\xff" * 4096)
    error = refusal(book)
    assert "damaged" in error.title
    assert "backup" in what_to_do(error)


# --- what cannot be written ----------------------------------------------------------------------------------


def write_refused(workspace: Workspace) -> StoreError:
    with pytest.raises(StoreError) as refused:
        service.add(workspace, NewDeal("Acme"))
    assert refused.value.exit_code == 5
    assert workspace.store.connection.execute("SELECT count(*) FROM deal").fetchone() == (0,)
    assert not workspace.store.connection.in_transaction
    return refused.value


def test_a_book_locked_for_long(
    plain: sqlite3.Connection, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connect, "BUSY_SECONDS", 0.02)
    plain.execute("BEGIN IMMEDIATE")
    error = write_refused(workspace)
    assert "locked by another program" in error.title
    assert "nothing was written" in error.title
    for uow in (service.undo, service.redo):
        with pytest.raises(StoreError, match="locked"):
            uow(workspace)
    assert reads.cards(workspace) == []  # reading goes on
    plain.execute("ROLLBACK")
    service.add(workspace, NewDeal("Acme"))


def test_making_a_book_in_a_locked_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connect, "BUSY_SECONDS", 0.02)
    path = tmp_path / "new.db"
    path.touch()
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    with pytest.raises(StoreError, match="locked"):
        Store.open(path)
    other.execute("ROLLBACK")
    other.close()
    Store.open(path).close()


def test_a_gesture_that_waits_gets_its_turn(plain: sqlite3.Connection, workspace: Workspace) -> None:
    plain.execute("BEGIN IMMEDIATE")
    written: list[tuple[int, ...]] = []
    waiting = threading.Thread(target=lambda: written.append(service.add(workspace, NewDeal("Acme")).deals))
    waiting.start()
    waiting.join(timeout=0.05)
    assert written == []
    plain.execute("ROLLBACK")
    waiting.join()
    assert written == [(1,)]


def test_a_read_only_book(workspace: Workspace) -> None:
    workspace.store.connection.execute("PRAGMA query_only = ON")
    error = write_refused(workspace)
    assert "is read-only" in error.title
    workspace.store.connection.execute("PRAGMA query_only = OFF")
    service.add(workspace, NewDeal("Acme"))


def test_a_full_disk(workspace: Workspace) -> None:
    pages = workspace.store.connection.execute("PRAGMA page_count").fetchone()[0]
    workspace.store.connection.execute(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(StoreError, match="disk is full"):
        service.add(workspace, NewDeal("Acme", note="x" * 100_000))
    assert reads.cards(workspace) == []
    assert reads.history(workspace) == []


def test_what_a_constraint_refuses_is_said_without_a_traceback(workspace: Workspace) -> None:
    with pytest.raises(ConflictError, match="currency_code"), workspace.unit_of_work("broken") as uow:
        uow.connection.execute(
            "INSERT INTO deal (title, key, currency, status, stage_id, entered_stage_at, created_at, source,"
            " close_pushed, lost_reason, lost_note, renewal_lead_days, origin_kind)"
            " VALUES ('x', 'x', 'EURO', 'open', 1, '', '', '', 0, '', '', 0, '')"
        )
    assert reads.history(workspace) == []


# --- noticing others -----------------------------------------------------------------------------------------


def test_data_version_changes_for_others_writes_only(
    workspace: Workspace, second: Workspace, plain: sqlite3.Connection
) -> None:
    versions = [workspace.store.data_version()]
    service.add(workspace, NewDeal("Acme"))
    versions.append(workspace.store.data_version())
    assert versions[0] == versions[1]
    service.advance(second, [1])
    versions.append(workspace.store.data_version())
    plain.execute("UPDATE deal SET title = 'Other'")
    versions.append(workspace.store.data_version())
    service.undo(workspace)
    versions.append(workspace.store.data_version())
    assert len({*versions[1:4]}) == 3
    assert versions[3] == versions[4]


# --- migrations ----------------------------------------------------------------------------------------------


def test_b30_a_migration_is_preceded_by_a_backup_and_leaves_a_book(tmp_path: Path) -> None:
    path = tmp_path / "old.db"
    path.touch()
    connection = connect.connect(path)
    connection.execute("PRAGMA journal_mode = WAL")
    kept: list[int] = []
    migrate.upgrade(connection, path, lambda: kept.append(connect.revision(connection, path)))
    assert connect.revision(connection, path) == connect.REVISION
    assert connection.execute("PRAGMA foreign_keys").fetchone() == (1,)
    connection.close()
    assert kept == [0]


def test_b27_what_a_book_of_revision_1_journaled_is_undone_after_its_migration(tmp_path: Path, now: datetime) -> None:
    path = tmp_path / "old.db"
    path.touch()
    connection = connect.connect(path)
    make_revision(connection, path, 1)
    stage = {"id": 1, "pipeline_id": 1, "name": "Demo", "position": 0, "probability": 40, "rotting_days": 0}
    deal = {
        "id": 1, "title": "Acme", "key": "acme", "currency": "EUR", "status": "open", "stage_id": 1, "source": "",
        "entered_stage_at": "2026-11-20T09:00:00Z", "created_at": "2026-11-20T09:00:00Z", "lost_reason": "",
        "lost_note": "", "close_pushed": 0, "renewal_lead_days": 0, "origin_kind": "",
    }  # fmt: skip
    rows: list[tuple[str, dict[str, object]]] = [
        ("pipeline", {"id": 1, "name": "Sales", "position": 0, "is_default": 1}),
        ("stage", {**stage, "qualifies": 0}),
        ("deal", deal),
        ("journal_head", {"id": 1}),
        ("step", {"id": 1, "label": "added #1 Acme", "source": "app", "at": "2026-11-20T09:00:00Z"}),
        ("journal_row", {"step_id": 1, "table_name": "deal", "row_id": 1, "after": json.dumps(deal)}),
    ]
    for table, values in rows:
        marks = ", ".join("?" * len(values))
        connection.execute(f"INSERT INTO {table} ({', '.join(values)}) VALUES ({marks})", tuple(values.values()))
    assert connect.revision(connection, path) == 1
    connection.close()
    with Store.open(path, backups=tmp_path / "backups") as store:
        workspace = Workspace(store, lambda: now, Settings(), "app")
        assert connect.revision(store.connection, path) == connect.REVISION
        service.note(workspace, [1], "x")
        assert [card.title for card in reads.cards(workspace)] == ["Acme"]
        assert service.undo(workspace).message == "undone: noted on #1 Acme"
        assert service.undo(workspace).message == "undone: added #1 Acme"
        assert reads.cards(workspace) == []
        service.redo(workspace)
        assert [card.title for card in reads.cards(workspace)] == ["Acme"]


def test_a_migration_that_fails_leaves_the_book_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(connection: sqlite3.Connection) -> None:
        raise sqlite3.OperationalError("no such column")

    monkeypatch.setattr(triggers, "install", fail)
    path = tmp_path / "old.db"
    path.touch()
    connection = connect.connect(path)
    with pytest.raises(StoreError, match="could not be brought up to date"):
        migrate.upgrade(connection, path)
    assert connect.revision(connection, path) == 0
    assert connection.execute("SELECT count(*) FROM sqlite_master").fetchone() == (0,)
    assert connection.execute("PRAGMA foreign_keys").fetchone() == (1,)
    connection.close()


@pytest.mark.parametrize("how", ["deleted", "moved", "replaced"])
def test_a_book_that_is_another_file_by_now_is_neither_written_nor_read_on(
    tmp_path: Path, now: datetime, how: str
) -> None:
    path, other = tmp_path / "mine.db", tmp_path / "other.db"
    Store.open(other).close()
    with Store.open(path) as store:
        if how == "deleted":
            path.unlink()
        else:
            path.rename(tmp_path / "away.db")
        if how == "replaced":
            other.rename(path)
        before = path.read_bytes() if path.exists() else b""
        with pytest.raises(StoreError, match="moved, deleted or replaced"), store.transaction("x", now, "app"):
            raise AssertionError("the gesture began")
        with pytest.raises(StoreError, match="moved, deleted or replaced"):
            store.undo(now)
        with pytest.raises(StoreError, match="moved, deleted or replaced"):
            store.data_version()
        assert (path.read_bytes() if path.exists() else b"") == before


def test_connections_are_counted_by_one_thread_at_a_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Counts(dict[Identity, int]):
        def __setitem__(self, book: Identity, count: int) -> None:
            assert connect._counting.locked()
            super().__setitem__(book, count)

    counts = Counts()
    monkeypatch.setattr(connect, "_open", counts)
    with Store.open(tmp_path / "book.db"):
        assert connect.is_open(tmp_path / "book.db")
    assert set(counts.values()) == {0}
