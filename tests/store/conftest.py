"""Books to look into, and what is in them."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from pipetui.config import Settings
from pipetui.service import Desk
from pipetui.store import journal
from pipetui.store.store import Store

if TYPE_CHECKING:
    from tests.conftest import Clock

Snapshot = dict[str, list[tuple[Any, ...]]]
"""Every row of every table, the journal's own aside."""


@pytest.fixture
def snapshot() -> Callable[[sqlite3.Connection], Snapshot]:
    def read(connection: sqlite3.Connection) -> Snapshot:
        return {
            table.name: connection.execute(f"SELECT * FROM {table.name} ORDER BY id").fetchall()
            for table in journal.journaled()
        }

    return read


@pytest.fixture
def plain(book: Path) -> Iterator[sqlite3.Connection]:
    """Another program at the same book: plain sqlite3 in autocommit mode, which knows nothing of steps."""
    connection = sqlite3.connect(book, isolation_level=None)
    yield connection
    connection.close()


@pytest.fixture
def second(book: Path, clock: Clock) -> Iterator[Desk]:
    """Another process of ours at the same book."""
    with Store.open(book) as store:
        yield Desk(store, clock, Settings(), "app")
