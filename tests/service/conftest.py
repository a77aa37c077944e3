"""Deals to make gestures on."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from pipetui import service
from pipetui.config import Settings
from pipetui.domain.dates.when import Due
from pipetui.domain.line.quick_line import NewDeal, NextLine
from pipetui.domain.money import Money
from pipetui.service import Workspace
from pipetui.store.store import Store

if TYPE_CHECKING:
    from tests.conftest import Clock

Add = Callable[..., int]
"""`add("Title", value=1200, next=3, …)` -> its number."""

InDays = Callable[..., Due]
"""`in_days(3, "14:00")` -> when a follow-up is due."""


@pytest.fixture(scope="session")
def warm_store(template_book: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """One store for all tests here: SQLAlchemy words each statement once a store, which is most of their time."""
    path = tmp_path_factory.mktemp("warm") / "book.db"
    shutil.copyfile(template_book, path)
    with Store.open(path) as store:
        yield store


@pytest.fixture
def workspace(warm_store: Store, template_book: Path, clock: Clock) -> Workspace:
    """A workspace at a fresh book."""
    fresh = sqlite3.connect(template_book)
    fresh.backup(warm_store.connection)
    fresh.close()
    return Workspace(warm_store, clock, Settings(), "shell")


@pytest.fixture
def in_days(workspace: Workspace) -> InDays:
    def due(days: int, time: str | None = None) -> Due:
        return Due(workspace.now().date() + timedelta(days=days), time)

    return due


@pytest.fixture
def add(workspace: Workspace, in_days: InDays) -> Add:
    """`value` in euros, `next` in days from now (or a NextLine); everything else as in a NewDeal."""

    def make(title: str = "Acme rollout", **fields: Any) -> int:
        if isinstance(fields.get("value"), int):
            fields["value"] = Money(fields["value"] * 100, "EUR")
        if isinstance(fields.get("next"), int):
            fields["next"] = NextLine(in_days(fields["next"]), "")
        return service.add(workspace, NewDeal(title, **fields)).deals[0]

    return make
