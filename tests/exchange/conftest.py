"""Files to import, and what an import leaves in the book."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol

import pytest

from pipetui.exchange.apply import apply
from pipetui.exchange.outcome import ImportResult
from pipetui.exchange.plan import Options, plan
from pipetui.service import Workspace
from pipetui.store.schema import triggers

Snapshot = dict[str, list[tuple[Any, ...]]]


class WriteCsv(Protocol):
    """Writes a file and says where."""

    def __call__(self, text: str, name: str = "deals.csv", encoding: str = "utf-8") -> Path: ...


class RunImport(Protocol):
    """Plans and applies."""

    def __call__(self, path: Path, **options: Any) -> ImportResult: ...


@pytest.fixture
def write_csv(tmp_path: Path) -> WriteCsv:
    folder = tmp_path / "files"
    folder.mkdir()

    def write(text: str, name: str = "deals.csv", encoding: str = "utf-8") -> Path:
        path = folder / name
        path.write_bytes(text.encode(encoding))
        return path

    return write


@pytest.fixture
def run_import(workspace: Workspace) -> RunImport:
    def run(path: Path, **options: Any) -> ImportResult:
        return apply(workspace, plan(workspace, path, Options(**options)))

    return run


@pytest.fixture
def rows_of() -> Callable[[sqlite3.Connection], Snapshot]:
    """Every row of every table, the journal's own aside."""

    def read(connection: sqlite3.Connection) -> Snapshot:
        return {
            table.name: connection.execute(f"SELECT * FROM {table.name} ORDER BY id").fetchall()
            for table in triggers.journaled()
        }

    return read
