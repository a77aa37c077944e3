"""The shell in one process: what a verb prints, says and answers, with the clock standing still."""

import io
import shutil
import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

import pytest

from pipetui import __main__ as front_door
from pipetui import present
from pipetui.cli import prompts
from tests.conftest import Clock

Lines = tuple[tuple[str, ...] | int, ...]
"""What a rep types, line by line, each of some words; a number lets so many days pass."""


class Result(NamedTuple):
    """What a verb did: its exit code, its data, its speech."""

    code: int
    out: str
    err: str


class Shell:
    """Calls `pipetui` with arguments; `typed` is what the rep types at a terminal (None: there is no terminal)."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        self._monkeypatch = monkeypatch
        self._capsys = capsys

    def __call__(self, *arguments: str, typed: str | None = None) -> Result:
        self._capsys.readouterr()
        with self._monkeypatch.context() as patch:
            patch.setattr(sys, "argv", ["pipetui", *arguments])
            patch.setattr(sys, "stdin", io.StringIO(typed or ""))
            patch.setattr(prompts, "terminal", lambda: typed is not None)
            code = front_door.main()
        return Result(code, *self._capsys.readouterr())

    def did(self, *arguments: str) -> str:
        """What a verb that must succeed printed."""
        result = self(*arguments)
        assert result.code == 0, result
        return result.out


@pytest.fixture
def fresh(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], clock: Clock) -> Shell:
    """The shell on a machine where nothing has been done yet: there is no book."""
    monkeypatch.setattr(present, "present", clock)
    return Shell(monkeypatch, capsys)


@pytest.fixture
def run(fresh: Shell, book: Path) -> Shell:
    """The shell with a fresh book where `PIPETUI_DB` says."""
    return fresh


class Begun:
    """Leaves the book as these verbs do, each a line of words; they are carried out once a worker for each lines."""

    def __init__(
        self, run: Shell, clock: Clock, folder: Path, made: dict[Lines, Path], keep: Callable[[], Path]
    ) -> None:
        self._run, self._clock, self._folder, self._made, self._keep = run, clock, folder, made, keep

    def __call__(self, *lines: tuple[str, ...] | int) -> Shell:
        if lines in self._made:
            shutil.copytree(self._made[lines], self._folder, dirs_exist_ok=True)
            self._clock.tick(days=sum(days for days in lines if isinstance(days, int)))
            return self._run
        for line in lines:
            if isinstance(line, int):
                self._clock.tick(days=line)
            else:
                self._run.did(*line)
        self._made[lines] = Path(shutil.copytree(self._folder, self._keep(), dirs_exist_ok=True))
        return self._run


@pytest.fixture(scope="session")
def made_books() -> dict[Lines, Path]:
    """What was made so far: the book and the folder of its backups, by what was done to it."""
    return {}


@pytest.fixture
def begun(
    run: Shell,
    clock: Clock,
    tmp_path: Path,
    made_books: dict[Lines, Path],
    tmp_path_factory: pytest.TempPathFactory,
) -> Begun:
    """A book on which some verbs were carried out, as a test finds it at its begin."""
    return Begun(run, clock, tmp_path, made_books, lambda: tmp_path_factory.mktemp("begun"))


@pytest.fixture(scope="session")
def counted() -> dict[bytes, dict[str, int]]:
    """What `contents` has found, by the digest of the book: most tests look at the same few."""
    return {}


@pytest.fixture
def contents(book: Path, counted: dict[bytes, dict[str, int]]) -> Callable[[], dict[str, int]]:
    """How many rows each table of the book holds, the journal's too: whether anything was written."""

    def count() -> dict[str, int]:
        if Path(f"{book}-wal").exists():  # then something of it stands there
            return look()
        digest = sha256(book.read_bytes()).digest()
        if digest not in counted:
            counted[digest] = look()
        return counted[digest]

    def look() -> dict[str, int]:
        with closing(sqlite3.connect(book)) as connection:
            names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
            return {name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for (name,) in names}

    return count
