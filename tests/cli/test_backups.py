"""Backups by hand and bringing one back, in the shell (behaviours 30 and 31)."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from tests.cli.conftest import Begun, Shell
from tests.conftest import Clock
from tests.store.conftest import damage


def titles(book: Path) -> list[str]:
    """The deals of a book that must be whole."""
    with closing(sqlite3.connect(book)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        return [title for (title,) in connection.execute("SELECT title FROM deal ORDER BY id")]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "book.db.backups"


@pytest.fixture
def kept(run: Shell, begun: Begun, folder: Path) -> str:
    """The name of a backup with Acme alone; Globex has come since, and Acme got another name."""
    begun(
        ("add", "Acme"),
        ("backup",),
        ("add", "Globex"),
        ("edit", "1", "title:Acme Ltd"),
    )
    return "by-hand-2026-11-21-100000"


def test_a_backup_by_hand_goes_into_the_folder_a_file_or_another_folder(
    run: Shell, folder: Path, tmp_path: Path
) -> None:
    run.did("add", "Acme")
    said = run.did("backup")
    made = folder / "by-hand-2026-11-21-100000.db"
    assert said.startswith(f"backup: {made} (1 deal, ")
    stick = tmp_path / "stick"
    stick.mkdir()
    run.did("backup", str(stick))
    run.did("backup", str(stick / "mine.db"))
    shape = json.loads(run.did("backup", str(stick / "told.db"), "--json"))
    assert shape == {
        "backup": str(stick / "told.db"),
        "made_at": shape["made_at"],
        "deals": 1,
        "bytes": (stick / "told.db").stat().st_size,
    }
    for file in (made, stick / "pipetui-2026-11-21-100000.db", stick / "mine.db"):
        assert titles(file) == ["Acme"]


@pytest.mark.parametrize("where", ["stick", "stick/", "stick/book.db", "new/stick/", "book.db/", ".hidden", "stick/."])
def test_a_backup_to_a_folder_that_is_not_there_is_refused(
    run: Shell, tmp_path: Path, where: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    media = tmp_path / "media"
    media.mkdir()
    for place in (f"{media}/{where}", where):
        monkeypatch.chdir(media)
        result = run("backup", place)
        assert (result.code, result.out) == (3, "")
        assert "there is no folder" in result.err
        assert list(media.iterdir()) == []


def test_a_backup_replaces_no_file_and_makes_no_book(run: Shell, book: Path, tmp_path: Path) -> None:
    there = tmp_path / "there.db"
    there.write_text("mine")
    result = run("backup", str(there))
    assert (result.code, result.out) == (4, "")
    assert "is there already" in result.err
    assert there.read_text() == "mine"
    book.unlink()
    assert run("backup").code == 3
    assert not book.exists()


def test_a_backup_that_lies_where_they_did_once_is_listed_and_brought_back_by_its_name(
    run: Shell, book: Path, kept: str, folder: Path
) -> None:
    before = folder.with_name("backups")
    before.mkdir()
    (folder / f"{kept}.db").rename(before / f"{kept}.db")
    (before / "theirs.db").write_text("no book")
    assert kept in run.did("restore")
    assert "theirs" not in run.did("restore")
    run.did("restore", kept, "--yes")
    assert titles(book) == ["Acme"]
    assert run.did("history").splitlines()[1].split()[-4:] == ["backup", "restored", "from", f"{kept}.db"]


def test_the_backups_are_listed_the_newest_first(run: Shell, kept: str, clock: Clock, folder: Path) -> None:
    (folder / "broken.db").write_text("not a book")
    lines = run.did("restore").splitlines()
    assert lines[0].split() == ["backup", "made", "deals", "size"]
    assert any(line.startswith(f"{kept} ") for line in lines)
    assert any(line.startswith("broken ") and "damaged" in line for line in lines)
    shapes = json.loads(run.did("restore", "--json"))
    assert {Path(shape["backup"]).stem: shape["deals"] for shape in shapes}[kept] == 1


def test_without_backups_there_is_nothing_to_list(run: Shell) -> None:
    result = run("restore")
    assert (result.code, result.out, result.err) == (1, "", "there are no backups yet\n")
    assert run("restore", "nothing").code == 3


def test_a_dry_run_says_what_would_become_of_the_book_and_writes_nothing(
    run: Shell, kept: str, book: Path, folder: Path, contents: Callable[[], dict[str, int]]
) -> None:
    before, files = contents(), sorted(folder.iterdir())
    result = run("restore", kept, "--dry-run")
    assert result.code == 0
    assert "would go: #2 Globex" in result.out
    assert "would change: #1 Acme Ltd" in result.out
    assert "last change" in result.out
    shape = json.loads(run("restore", kept, "--dry-run", "--json").out)
    assert shape["tables"]["deal"] == {"book": 2, "backup": 1, "go": 1, "come_back": 0, "change": 1}
    assert (contents(), sorted(folder.iterdir())) == (before, files)
    assert list(book.parent.glob("*.part*")) == []


def test_without_a_terminal_nothing_is_brought_back_unasked(run: Shell, kept: str, book: Path) -> None:
    for options in ([], ["--json"]):
        result = run("restore", kept, *options)
        assert (result.code, result.out) == (2, "")
        assert "--yes does it" in result.err
    assert titles(book) == ["Acme Ltd", "Globex"]


def test_at_a_terminal_it_is_asked_about_with_what_differs(run: Shell, kept: str, book: Path) -> None:
    refused = run("restore", kept, typed="\n")
    assert refused.code == 2
    assert "would go: #2 Globex" in refused.err
    assert "nothing was brought back" in refused.err
    assert titles(book) == ["Acme Ltd", "Globex"]
    assert run("restore", kept, typed="y\n").code == 0
    assert titles(book) == ["Acme"]


def test_the_command_that_is_printed_brings_the_present_book_back(run: Shell, kept: str, book: Path) -> None:
    said = run.did("restore", kept, "--yes")
    _, way_back = said.strip().split("the book as it was: pipetui ")
    assert titles(book) == ["Acme"]
    run.did(*way_back.split(), "--yes")
    assert titles(book) == ["Acme Ltd", "Globex"]
    assert run.did("history").splitlines()[1].count("restored from before-restore-") == 1
    asked = run("undo")
    assert "not undone: restored from before-restore-" in asked.out
    assert "redo" not in asked.out, "there is nothing to be done again"
    assert "the book as it was is a backup too: pipetui restore" in asked.out + asked.err
    assert titles(book) == ["Acme Ltd", "Globex"]
    assert run.did("undo").startswith("undone: edited #1")
    assert "FAIL" not in run("doctor").out


def test_by_path_and_in_json(run: Shell, kept: str, book: Path, folder: Path) -> None:
    shape = json.loads(run.did("restore", str(folder / f"{kept}.db"), "--yes", "--json"))
    assert (shape["restored"], shape["book"]) == (str(folder / f"{kept}.db"), str(book))
    assert titles(Path(shape["kept"])) == ["Acme Ltd", "Globex"]


def test_a_book_that_is_gone_or_empty_is_not_made_anew_in_silence(
    run: Shell, kept: str, book: Path, folder: Path
) -> None:
    for how in ("gone", "empty"):
        if how == "gone":
            book.unlink()
        else:
            book.write_bytes(b"")
        for verb in (["add", "New"], ["list"], ["undo"], ["show", "1"]):
            result = run(*verb)
            assert result.code == 5
            assert f"is {how}, but there are backups of it" in result.err
            assert "pipetui restore; or begin anew: pipetui init" in result.err
    run.did("restore", kept, "--yes")
    assert titles(book) == ["Acme"]


def test_init_begins_anew_but_not_over_a_log(run: Shell, kept: str, book: Path) -> None:
    book.unlink()
    log = Path(f"{book}-wal")
    log.write_bytes(b"the last changes")
    result = run("init")
    assert result.code == 5
    assert "its log is still there" in result.err
    assert log.read_bytes() == b"the last changes"
    assert not book.exists()
    log.unlink()
    run.did("init")
    assert titles(book) == []


def test_of_a_book_that_is_gone_the_log_is_kept(run: Shell, kept: str, book: Path) -> None:
    book.unlink()
    Path(f"{book}-wal").write_bytes(b"the last changes")
    said = run.did("restore", kept, "--yes")
    log = Path(f"{book}.damaged-2026-11-21-100000-wal")
    assert f"the log of the book that is gone is kept: {log}" in said
    assert log.read_bytes() == b"the last changes"


def test_a_damaged_book_says_where_it_is_kept(run: Shell, kept: str, book: Path) -> None:
    damage(book, "deal")
    assert "is damaged; it is kept beside it" in run.did("restore", kept, "--dry-run")
    said = run.did("restore", kept, "--yes")
    assert f"the damaged book is kept: {book}.damaged-2026-11-21-100000" in said
    assert titles(book) == ["Acme"]


def test_two_backups_of_one_second_are_two(run: Shell) -> None:
    run.did("add", "Acme")
    first, second = run.did("backup"), run.did("backup")
    assert first != second
    assert len(run.did("restore").splitlines()) >= 2
