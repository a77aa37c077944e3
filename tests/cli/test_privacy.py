"""What pipetui makes is its owner's alone, whatever the umask is; a mistake is written down without any data."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from pipetui.store.reads import lines
from tests.cli.conftest import Shell
from tests.store import books

Called = Callable[..., set[str]]

DRAFT = """
import os, stat
os.umask(0)
from pipetui import editing

def run(command):
    print(oct(os.stat(command[-1]).st_mode))
    os.truncate(command[-1], 0)
    return 0

editing.edit_text("Acme", str, run=run)
with editing.Draft("Acme", run=run):
    print(os.listdir(os.environ["TMPDIR"]).__len__())
print(os.listdir(os.environ["TMPDIR"]))
"""


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder in which all that pipetui makes lies, some folders deep; there is no umask."""
    root = tmp_path / "root"
    root.mkdir()
    monkeypatch.setenv("PIPETUI_DB", str(root / "data" / "pipetui" / "book.db"))
    monkeypatch.setenv("PIPETUI_CONFIG", str(root / "config" / "config.toml"))
    for name in ("DATA", "CONFIG", "STATE", "CACHE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(root / name.lower() / "home"))
    usual = os.umask(0)
    yield root
    os.umask(usual)


@pytest.fixture
def called(root: Path, fresh: Shell) -> Called:
    """Call pipetui while somebody else has the book open; returns what lies in `root` then, all of it private."""

    def call(*words: str, code: int = 0) -> set[str]:
        book = root / "data" / "pipetui" / "book.db"
        with closing(sqlite3.connect(book if book.exists() else ":memory:")) as held:
            held.execute("SELECT count(*) FROM sqlite_master").fetchone()  # so that its log is still there at the end
            result = fresh(*words)
            assert result.code == code, result
            found = {str(path.relative_to(root)): path for path in root.rglob("*")}
            modes = {name: path.stat().st_mode & 0o7777 for name, path in found.items() if path.name != "deals.csv"}
        wrong = {name: oct(mode) for name, mode in modes.items() if mode != (0o700 if found[name].is_dir() else 0o600)}
        assert wrong == {}
        return set(found)

    return call


@pytest.mark.parametrize("words", [["add", "Acme"], ["import", "deals.csv", "--yes"]])
def test_a_new_book_and_all_that_follows_is_the_owners_alone(
    root: Path, called: Called, words: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(root)
    (root / "deals.csv").write_text("title,value\nGlobex,10\n,20\n")
    found = called(*words)
    assert "data/pipetui/book.db" in found
    found = called("add", "Hooli")  # with the day's backup
    assert {"data/pipetui/book.db-wal", "data/pipetui/book.db-shm"} <= found
    assert any(name.startswith("data/pipetui/book.db.backups/daily-") for name in found)
    found = called("import", "deals.csv", "--yes")
    assert "deals-failed.csv" in found
    assert any(name.startswith("data/pipetui/book.db.backups/before-import") for name in found)
    called("list")
    assert not (root / "config").exists()


def test_the_copy_of_an_old_book_is_the_owners_alone(root: Path, called: Called) -> None:
    book = root / "data" / "pipetui" / "book.db"
    called("init")
    book.unlink()
    books.load(1, book)
    book.chmod(0o600)
    assert any("before-revision-" in name for name in called("list")) == (len(books.OLD) > 0)


def test_a_demo_book_is_the_owners_alone(root: Path, called: Called) -> None:
    assert "new/demo/demo.db" in called("demo", str(root / "new" / "demo" / "demo.db"), "--no-open")


def test_the_log_of_errors_and_its_folders_are_the_owners_alone(
    root: Path, called: Called, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fitting(*arguments: object, **options: object) -> None:
        secret = "Acme"  # noqa: F841  # what is known where it breaks
        raise KeyError("Secret customer")

    called("init")
    monkeypatch.setattr(lines, "fitting", fitting)
    found = called("list", code=70)
    assert "state/home/pipetui/errors.log" in found
    written = (root / "state" / "home" / "pipetui" / "errors.log").read_text()
    assert "KeyError" in written
    assert "cli/list_output.py:" in written
    for secret in ("Secret", "Acme", str(root)):
        assert secret not in written


def test_the_draft_in_the_editor_is_the_owners_alone_and_goes(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TMPDIR", str(root))
    monkeypatch.setenv("EDITOR", "true")
    done = subprocess.run([sys.executable, "-c", DRAFT], capture_output=True, encoding="utf-8", check=True)
    assert done.stdout.splitlines() == ["0o100600", "1", "[]"]


def test_the_configuration_is_read_and_never_written(root: Path, fresh: Shell) -> None:
    config = root / "config" / "config.toml"
    config.parent.mkdir(mode=0o700)
    config.write_text("[journal]\ndays = 400\n")
    config.chmod(0o400)
    before = config.stat()
    for words in (["add", "Acme"], ["log", "1", "call"], ["list"], ["undo"], ["locate"]):
        fresh.did(*words)
    assert config.read_text() == "[journal]\ndays = 400\n"
    assert (config.stat().st_mtime_ns, config.stat().st_ino) == (before.st_mtime_ns, before.st_ino)
    assert [path.name for path in config.parent.iterdir()] == ["config.toml"]
