"""The health of the book: each fault made for real, found, mended, and gone."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import NamedTuple

import pytest

from pipetui.service.maintenance import doctor
from tests.cli.conftest import Begun, Result, Shell
from tests.conftest import Clock
from tests.store.conftest import damage


@pytest.fixture
def deals(run: Shell, begun: Begun, book: Path) -> Shell:
    """A book with two deals and all that belongs to them, and a backup of it."""
    begun(
        ("add", "Acme", "org:Acme", "who:Ann", "next:fri", "+hot", "/", "a note"),
        ("add", "Globex", "org:Globex", "next:mon"),
        ("backup",),
    )
    book.chmod(0o600)
    return run


def found(shell: Shell, *options: str) -> dict[str, tuple[str, str, str]]:
    """What the doctor finds: state, sentence and hint of each check."""
    return told(shell("doctor", "--json", *options))


def told(result: Result) -> dict[str, tuple[str, str, str]]:
    lines = json.loads(result.out)
    return {line["check"]: (line["state"], line["said"], line["hint"] or "") for line in lines}


def states(shell: Shell) -> dict[str, str]:
    return {check: state for check, (state, _, _) in found(shell).items()}


def by_hand(book: Path, *statements: str) -> None:
    """Another program's SQL, with foreign keys off."""
    with closing(sqlite3.connect(book, isolation_level=None)) as connection:
        for statement in statements:
            connection.execute(statement)


def test_a_healthy_book_is_all_ok(deals: Shell) -> None:
    result = deals("doctor")
    assert result.code == 0
    assert {line.split()[0] for line in result.out.splitlines()} == {"ok"}
    assert len(result.out.splitlines()) == 19
    again = deals("doctor", "--repair")
    assert (again.code, again.err) == (0, "there is nothing to mend\n")


def behind_an_index(book: Path) -> None:
    """Change a row while SQLite knows nothing of one of its indexes."""
    with closing(sqlite3.connect(book, isolation_level=None)) as connection:
        kept = connection.execute("SELECT * FROM sqlite_master WHERE name = 'ix_deal_key'").fetchone()
        connection.execute("PRAGMA writable_schema = ON")
        connection.execute("DELETE FROM sqlite_master WHERE name = 'ix_deal_key'")
    with closing(sqlite3.connect(book, isolation_level=None)) as connection:
        connection.execute("UPDATE deal SET key = 'zzz' WHERE id = 1")
        connection.execute("PRAGMA writable_schema = ON")
        connection.execute("INSERT INTO sqlite_master VALUES (?, ?, ?, ?, ?)", kept)


class Fault(NamedTuple):
    """How a fault is made, which check finds it and how it says so, and what is said when it is mended."""

    make: Callable[[Path], object]
    check: str
    state: str
    message: str
    mended: str


def sql(*statements: str) -> Callable[[Path], object]:
    return lambda book: by_hand(book, *statements)


BEHIND = ("DROP TRIGGER journal_deal_update", "UPDATE deal SET title = 'Behind' WHERE id = 2")
MENDABLE = {
    "an index dropped": Fault(sql("DROP INDEX ix_deal_key"), "indexes", "fail", "index ix_deal_key", "1 index"),
    "a deal in a removed stage": Fault(
        sql("UPDATE stage SET removed_at = '2026-01-01T00:00:00Z' WHERE id = (SELECT stage_id FROM deal WHERE id = 1)"),
        "stages",
        "fail",
        "no board shows them: #1",
        "out of a removed stage",
    ),
    "a view and a mapping that are garbage": Fault(
        sql(
            "INSERT INTO setting (key, value) VALUES ('view hot', '{')",
            "INSERT INTO import_mapping (name, content) VALUES ('crm', '[1]')",
        ),
        "values",
        "fail",
        "import mapping 1 content “[1]”",
        "“{” is what can be read again: {}",
    ),
    "a stage that is a part of none": Fault(
        sql("UPDATE stage SET merged_into = 999 WHERE id = 2"),
        "values",
        "fail",
        "stage 2 merged_into “999”",
        "is a stage that is there again: nothing",
    ),
    "no default pipeline": Fault(
        sql("UPDATE pipeline SET is_default = 0"), "values", "fail", "pipeline 1 is_default “0”", "again: 1"
    ),
    "two default pipelines": Fault(
        sql("INSERT INTO pipeline (name, position, is_default) VALUES ('other', 5, 1)"),
        "values",
        "fail",
        "pipeline 2 is_default “1”",
        "again: 0",
    ),
    "an origin of a deal that is nowhere": Fault(
        sql("INSERT INTO external_ref (system, entity, external_id, entity_id) VALUES ('crm', 'deal', '7', 999)"),
        "foreign keys",
        "fail",
        "1 row without what they belong to",
        "taken out: 1",
    ),
    "a trigger dropped": Fault(
        sql("DROP TRIGGER journal_deal_insert"), "indexes", "fail", "trigger journal_deal_insert", "triggers"
    ),
    "a trigger changed": Fault(
        sql(
            "DROP TRIGGER journal_deal_update",
            "CREATE TRIGGER journal_deal_update AFTER UPDATE ON deal BEGIN SELECT 1; END",
        ),
        "indexes",
        "fail",
        "trigger journal_deal_update",
        "triggers",
    ),
    "a deal deleted": Fault(
        sql("DELETE FROM deal WHERE id = 1"), "foreign keys", "fail", "without what they belong to", "brought back"
    ),
    "a deal deleted with all it stands on": Fault(
        sql("DELETE FROM deal WHERE id = 2", "DELETE FROM organization WHERE id = 2"),
        "foreign keys",
        "fail",
        "without what they belong to",
        "brought back: 2 rows",
    ),
    "stages deleted that no journal knows": Fault(
        sql("DROP TRIGGER journal_stage_delete", "DELETE FROM stage WHERE position = 0"),
        "foreign keys",
        "fail",
        "without what they belong to",
        "brought back: 1 row",
    ),
    "a row changed behind the journal": Fault(
        sql(*BEHIND), "journal", "fail", "behind the journal's back: deal 2", "written into the journal"
    ),
    "a trigger that swallows": Fault(
        sql("CREATE TRIGGER mine BEFORE INSERT ON note BEGIN SELECT RAISE(IGNORE); END"),
        "triggers",
        "fail",
        "could swallow what you write: mine",
        "took out what could swallow a write: mine",
    ),
    "a step left open": Fault(
        sql("UPDATE journal_head SET step_id = 1"), "journal", "fail", "a step was left open", "closed a step"
    ),
    "no head": Fault(sql("DELETE FROM journal_head"), "journal", "fail", "a step was left open", "closed a step"),
    "open to others": Fault(lambda book: book.chmod(0o644), "permissions", "warn", "others may look", "closed to"),
    "an index that lacks a row": Fault(
        lambda book: behind_an_index(book),
        "integrity",
        "fail",
        "missing from index ix_deal_key",
        "made the indexes anew",
    ),
    "damaged pages": Fault(lambda book: damage(book, "note", "deal"), "book", "fail", "is damaged", "read "),
    "no header": Fault(
        lambda book: book.write_bytes(b"\xff" * 4096 + book.read_bytes()[4096:]),
        "book",
        "fail",
        "not a database",
        "read ",
    ),
    "half": Fault(lambda book: os.truncate(book, book.stat().st_size // 2), "book", "fail", "", "read "),
    "100 bytes": Fault(lambda book: os.truncate(book, 100), "book", "fail", "is damaged", "read "),
}


@pytest.mark.parametrize("what", MENDABLE)
def test_a_fault_is_found_mended_and_gone(deals: Shell, book: Path, what: str) -> None:
    fault = MENDABLE[what]
    fault.make(book)
    before = deals("doctor", "--json")
    state, said, hint = told(before)[fault.check]
    assert (state, fault.message in said, hint) == (fault.state, True, "pipetui doctor --repair")
    assert before.code == (1 if fault.state == "fail" else 0)
    result = deals("doctor", "--repair")
    assert fault.mended in result.err
    assert result.code == 0
    after = states(deals)
    after.pop("clock")  # what another program writes is dated by the clock of this machine
    assert set(after.values()) == {"ok"}
    assert deals("doctor", "--repair").err == "there is nothing to mend\n"
    assert "Acme" in deals.did("list")
    assert deals("undo").code == 0


def test_what_is_mended_is_preceded_by_a_backup(deals: Shell, book: Path, tmp_path: Path) -> None:
    by_hand(book, *BEHIND)
    assert "the book as it was is kept" in deals("doctor", "--repair").err
    with closing(sqlite3.connect(tmp_path / "book.db.backups" / "before-repair-2026-11-21-100000.db")) as kept:
        assert kept.execute("SELECT count(*) FROM sqlite_master WHERE name = 'journal_deal_update'").fetchone() == (0,)


def test_after_a_drift_was_written_down_undo_goes_on_through_it(deals: Shell, book: Path) -> None:
    by_hand(book, *BEHIND)
    deals("doctor", "--repair")
    assert deals.did("undo").startswith("undone: 1 row changed by a program that left no trace")
    assert "Globex" in deals.did("show", "2")
    assert deals.did("undo").startswith("undone: added #2 Globex")
    assert deals.did("undo").startswith("undone: added #1 Acme")


def test_undo_goes_on_behind_what_was_brought_back(deals: Shell, book: Path) -> None:
    by_hand(book, "DELETE FROM deal WHERE id = 1")
    assert "deal changed by another program" in deals.did("history")
    deals("doctor", "--repair")
    assert "Acme" in deals.did("list")
    assert deals.did("undo").startswith("undone: added #2 Globex")
    assert deals.did("undo").startswith("undone: added #1 Acme")
    assert deals.did("redo").startswith("redone: added #1 Acme")


def test_what_is_found_nowhere_gets_a_stand_in(deals: Shell, book: Path, tmp_path: Path) -> None:
    shutil.rmtree(tmp_path / "book.db.backups")
    by_hand(
        book,
        "DELETE FROM journal_row",
        "DELETE FROM step",
        "DROP TRIGGER journal_deal_delete",
        "DELETE FROM deal WHERE id = 1",
    )
    assert "stand-ins called “lost …”: 1" in deals("doctor", "--repair").err
    assert "lost deal 1" in deals.did("list")
    assert "fail" not in states(deals).values()


def test_rows_of_an_import_that_are_gone_are_written_down_once(run: Shell, book: Path, tmp_path: Path) -> None:
    file = tmp_path / "deals.csv"
    file.write_text("title,value\nA,1\nB,2\nC,3\n")
    run.did("import", str(file), "--yes")
    by_hand(book, "DROP TRIGGER journal_deal_delete", "DELETE FROM stage_event WHERE deal_id = 2")
    by_hand(book, "DELETE FROM deal WHERE id = 2 AND NOT EXISTS (SELECT 1 FROM external_ref WHERE 0)")
    assert found(run)["journal"][0] == "fail"
    run("doctor", "--repair")
    assert found(run)["journal"][0] == "ok"


def test_dates_that_are_none_are_found_wherever_they_are(deals: Shell, book: Path) -> None:
    by_hand(book, "UPDATE follow_up SET due_on = 'soon' WHERE id = 1", "UPDATE step SET at = 'zzz' WHERE id = 1")
    state, said, hint = found(deals)["values"]
    assert (state, hint) == ("fail", "pipetui doctor --repair")
    assert "follow up 1 due_on “soon”" in said
    assert "step 1 at “zzz”" in said
    assert found(deals)["clock"][0] != "fail"


def test_a_clock_that_was_set_back_is_told(deals: Shell, clock: Clock) -> None:
    clock.tick(days=-2)
    state, said, _ = found(deals)["clock"]
    assert (state, "still to come" in said) == ("warn", True)


def test_backups_that_are_old_broken_or_none(deals: Shell, clock: Clock, tmp_path: Path) -> None:
    folder = tmp_path / "book.db.backups"
    for file in folder.iterdir():
        old = (clock.now - timedelta(days=9)).timestamp()
        os.utime(file, (old, old))
    assert found(deals)["backups"] == ("warn", "2 backups, the newest 9 days old", "pipetui backup")
    (folder / "newest.db").write_text("no book")
    (folder / "newest.db").chmod(0o600)
    state, said, hint = found(deals)["backups"]
    assert (state, "the newest is of no use" in said, hint) == ("fail", True, "pipetui backup")
    shutil.rmtree(folder)
    assert found(deals)["backups"] == ("warn", "none yet", "pipetui backup")


def test_a_network_share_and_little_room(deals: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "_ROOM", 1 << 60)
    state, said, hint = found(deals)["disk"]
    assert (state, "MB free" in said, hint) == ("warn", True, "free some space")
    monkeypatch.setattr(doctor, "_file_system", lambda place: "nfs4")
    state, said, _ = found(deals)["disk"]
    assert (state, "is a network share (nfs4)" in said) == ("fail", True)


def test_a_mistake_in_the_configuration(deals: Shell, tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text("theme = [")
    assert found(deals)["configuration"][0] == "fail"
    assert deals("doctor").code == 1


def test_no_book_yet_and_one_that_is_gone(fresh: Shell, tmp_path: Path) -> None:
    state, said, _ = found(fresh)["book"]
    assert (state, "none at" in said) == ("ok", True)
    assert fresh("doctor", "--repair").code == 0
    assert not (tmp_path / "book.db").exists()
    fresh.did("add", "Acme")
    fresh.did("backup")
    (tmp_path / "book.db").unlink()
    state, said, hint = found(fresh)["book"]
    assert (state, "is gone" in said, "pipetui restore" in hint) == ("fail", True, True)


@pytest.mark.parametrize("what", ["newer", "another"])
def test_what_is_no_book_of_ours_is_not_touched(deals: Shell, book: Path, what: str) -> None:
    by_hand(book, "PRAGMA user_version = 99" if what == "newer" else "PRAGMA application_id = 7")
    before = book.read_bytes()
    assert found(deals)["book"][0] == "fail"
    result = deals("doctor", "--repair")
    assert (result.code, result.out) == (5, "")
    assert book.read_bytes() == before


@pytest.mark.parametrize(
    "words", [["doctor"], ["doctor", "--repair"], ["restore", "loop", "--yes"], ["attach", "1", "loop"]]
)
def test_a_link_to_itself_is_told(
    deals: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: list[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("loop").symlink_to("loop")
    if words[0] == "doctor":
        monkeypatch.setenv("PIPETUI_DB", "loop")
    assert deals(*words).code in (1, 2, 3, 5)


def test_a_repair_that_fails_leaves_the_book_as_it_was(
    deals: Shell, book: Path, tmp_path: Path, contents: Callable[[], dict[str, int]]
) -> None:
    by_hand(book, *BEHIND)
    shutil.rmtree(tmp_path / "book.db.backups")
    (tmp_path / "book.db.backups").write_text("in the way of the copy")
    before = contents()
    result = deals("doctor", "--repair")
    assert result.code == 5
    assert contents() == before
    (tmp_path / "book.db.backups").unlink()
    assert deals("doctor", "--repair").code == 0
