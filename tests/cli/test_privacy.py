"""What pipetui makes is its owner's alone, whatever the umask is; a mistake is written down without any data."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.store import books

PROCESS = """
import json, os, sqlite3, stat, sys
os.umask(0)
root, broken, sys.argv = sys.argv[1], sys.argv[2] == "broken", ["pipetui", *sys.argv[3:]]
book = os.environ["PIPETUI_DB"]
held = sqlite3.connect(book) if os.path.exists(book) else None  # so that its log is still there at the end
if held:
    held.execute("SELECT count(*) FROM sqlite_master").fetchone()
if broken:
    from pipetui.store import lists
    def fitting(*arguments, **options):
        secret = "Acme"
        raise KeyError("Secret customer")
    lists.fitting = fitting
from pipetui.__main__ import main
code = main()
made = {}
for folder, folders, files in os.walk(root):
    for name in (*folders, *files):
        path = os.path.join(folder, name)
        made[os.path.relpath(path, root)] = stat.S_IMODE(os.stat(path).st_mode)
print()
print(json.dumps([code, made]))
"""

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
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder in which all that pipetui makes lies, some folders deep."""
    root = tmp_path / "root"
    root.mkdir()
    monkeypatch.setenv("PIPETUI_DB", str(root / "data" / "pipetui" / "book.db"))
    monkeypatch.setenv("PIPETUI_CONFIG", str(root / "config" / "config.toml"))
    for name in ("DATA", "CONFIG", "STATE", "CACHE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(root / name.lower() / "home"))
    return root


def called(root: Path, *words: str, code: int = 0, broken: bool = False) -> set[str]:
    """Call pipetui without any umask; returns what lies in `root` then, all of it private."""
    command = [sys.executable, "-c", PROCESS, str(root), "broken" if broken else "", *words]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=True)
    answer, modes = json.loads(done.stdout.splitlines()[-1])
    assert answer == code, done
    wrong = {
        name: oct(mode)
        for name, mode in modes.items()
        if not name.endswith("deals.csv") and mode != (0o700 if (root / name).is_dir() else 0o600)
    }
    assert wrong == {}
    return set(modes)


@pytest.mark.parametrize("words", [["add", "Acme"], ["import", "deals.csv", "--yes"]])
def test_a_new_book_and_all_that_follows_is_the_owners_alone(
    root: Path, words: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(root)
    (root / "deals.csv").write_text("title,value\nGlobex,10\nInitech,much\n")
    found = called(root, *words)
    assert "data/pipetui/book.db" in found
    found = called(root, "add", "Hooli")  # the fast lane, with the day's backup
    assert {"data/pipetui/book.db-wal", "data/pipetui/book.db-shm"} <= found
    assert any(name.startswith("data/pipetui/book.db.backups/daily-") for name in found)
    found = called(root, "import", "deals.csv", "--yes")
    assert "deals-failed.csv" in found
    assert any(name.startswith("data/pipetui/book.db.backups/before-import") for name in found)
    called(root, "list")
    assert not (root / "config").exists()


def test_the_copy_of_an_old_book_is_the_owners_alone(root: Path) -> None:
    book = root / "data" / "pipetui" / "book.db"
    called(root, "init")
    book.unlink()
    books.load(1, book)
    book.chmod(0o600)
    assert any("before-revision-" in name for name in called(root, "list")) == (len(books.OLD) > 0)


def test_a_demo_book_is_the_owners_alone(root: Path) -> None:
    assert "new/demo/demo.db" in called(root, "demo", str(root / "new" / "demo" / "demo.db"), "--no-open")


def test_the_log_of_errors_and_its_folders_are_the_owners_alone(root: Path) -> None:
    called(root, "init")
    found = called(root, "list", code=70, broken=True)
    assert "state/home/pipetui/errors.log" in found
    written = (root / "state" / "home" / "pipetui" / "errors.log").read_text()
    assert "KeyError" in written
    assert "cli/looking.py:" in written
    for secret in ("Secret", "Acme", str(root)):
        assert secret not in written


def test_the_draft_in_the_editor_is_the_owners_alone_and_goes(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TMPDIR", str(root))
    monkeypatch.setenv("EDITOR", "true")
    done = subprocess.run([sys.executable, "-c", DRAFT], capture_output=True, encoding="utf-8", check=True)
    assert done.stdout.splitlines() == ["0o100600", "1", "[]"]


def test_the_configuration_is_read_and_never_written(root: Path) -> None:
    config = root / "config" / "config.toml"
    config.parent.mkdir(mode=0o700)
    config.write_text("[journal]\ndays = 400\n")
    config.chmod(0o400)
    before = config.stat()
    for words in (["add", "Acme"], ["log", "1", "call"], ["list"], ["undo"], ["locate"]):
        command = [sys.executable, "-m", "pipetui", *words]
        subprocess.run(command, capture_output=True, check=True)
    assert config.read_text() == "[journal]\ndays = 400\n"
    assert (config.stat().st_mtime_ns, config.stat().st_ino) == (before.st_mtime_ns, before.st_ino)
    assert [path.name for path in config.parent.iterdir()] == ["config.toml"]
