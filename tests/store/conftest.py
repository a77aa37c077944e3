"""Books to look into, and what is in them."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from pipetui.config import Settings
from pipetui.service import Workspace
from pipetui.store import connect, deal_line, search_index
from pipetui.store.schema import triggers
from pipetui.store.store import Store
from tests.store.older import make_revision

if TYPE_CHECKING:
    from tests.conftest import Clock

Snapshot = dict[str, list[tuple[Any, ...]]]
"""Every row of every table, the journal's own aside."""


@pytest.fixture
def snapshot() -> Callable[[sqlite3.Connection], Snapshot]:
    def read(connection: sqlite3.Connection) -> Snapshot:
        assert search_index.spoilt(connection) == []
        assert deal_line.spoilt(connection) == []  # whatever was done, what lists read goes with it
        usual, connection.text_factory = connection.text_factory, str  # as it lies there, and five times as quick
        try:
            return {
                table.name: connection.execute(f"SELECT * FROM {table.name} ORDER BY id").fetchall()
                for table in triggers.journaled()
            }
        finally:
            connection.text_factory = usual

    return read


@pytest.fixture
def plain(book: Path) -> Iterator[sqlite3.Connection]:
    """Another program at the same book: plain sqlite3 in autocommit mode, which knows nothing of steps."""
    connection = sqlite3.connect(book, isolation_level=None)
    yield connection
    connection.close()


@pytest.fixture
def second(book: Path, clock: Clock) -> Iterator[Workspace]:
    """Another process of ours at the same book."""
    with Store.open(book) as store:
        yield Workspace(store, clock, Settings(), "app")


def gone_meanwhile(patch: pytest.MonkeyPatch, path: Path, looks: int = 1) -> None:
    """As if another program took the file away when somebody has looked so many times whether it is there."""
    look, left = os.stat, count(looks - 1, -1)

    def stat(at: Any, *how: Any, **more: Any) -> os.stat_result:
        found = look(at, *how, **more)
        if str(at) == str(path) and next(left) == 0:
            path.unlink()
        return found

    patch.setattr(os, "stat", stat)


def damage(book: Path, *tables: str) -> None:
    """Spoil the first page of each table in a book that nobody has open."""
    connection = sqlite3.connect(book)
    marks = ", ".join("?" * len(tables))
    pages = connection.execute(f"SELECT rootpage FROM sqlite_master WHERE name IN ({marks})", tables).fetchall()
    (size,) = connection.execute("PRAGMA page_size").fetchone()
    connection.close()
    assert len(pages) == len(tables)
    spoilt = bytearray(book.read_bytes())
    for (page,) in pages:
        spoilt[(page - 1) * size : page * size] = b"\xff" * size
    book.write_bytes(bytes(spoilt))


@pytest.fixture
def older_book(tmp_path: Path) -> Path:
    """A book of the first revision, with a pipeline in it and nothing else."""
    path = tmp_path / "older.db"
    make_older(path)
    return path


def make_older(path: Path) -> None:
    """Make a book as the first revision made it."""
    path.touch()
    connection = connect.connect(path)
    connect.use_wal(connection)
    make_revision(connection, path, 1)
    connection.execute("INSERT INTO pipeline (name, position, is_default) VALUES ('Older', 0, 1)")
    connection.execute(
        "INSERT INTO stage (pipeline_id, name, position, probability, rotting_days, qualifies)"
        " VALUES (1, 'Begun', 0, 10, 14, 0)"
    )
    connection.execute("INSERT INTO setting (key, value) VALUES ('currency', 'EUR')")
    connection.execute("INSERT INTO journal_head (id) VALUES (1)")
    connection.close()
