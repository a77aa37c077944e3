"""The shell in one process: what a verb prints, says and answers, with the clock standing still."""

import io
import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

import pytest

from pipetui import __main__ as front_door
from pipetui import present
from pipetui.cli import prompts
from tests.conftest import Clock


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


@pytest.fixture
def contents(book: Path) -> Callable[[], dict[str, int]]:
    """How many rows each table of the book holds, the journal's too: whether anything was written."""

    def count() -> dict[str, int]:
        with closing(sqlite3.connect(book)) as connection:
            names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
            return {name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for (name,) in names}

    return count
