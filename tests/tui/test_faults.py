"""The app over a book that fails it: a gesture is refused and said, and the app lives on."""

from __future__ import annotations

import asyncio
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from pipetui import service
from pipetui.domain.deal import OPEN
from pipetui.domain.line import quick_line
from pipetui.service import Workspace, hooks, reads
from pipetui.store import connect
from pipetui.store.recovery import backup, restore
from pipetui.store.store import Store
from pipetui.tui import dialogs
from pipetui.tui.screens.sheet import SheetScreen
from tests.tui.conftest import Opens, Rep


async def until(rep: Rep, holds: Callable[[], bool]) -> None:
    """Wait for something that comes by itself, for ten seconds at the most."""
    for _ in range(500):
        if holds():
            return
        await rep.pilot.pause(0.02)
    raise AssertionError(f"waited in vain; the app says “{rep.message}”")


@pytest.fixture
def holder(sales: Workspace) -> Iterator[sqlite3.Connection]:
    """Another program that holds the lock of the book, until it is told to `ROLLBACK`."""
    connection = sqlite3.connect(sales.store.path, isolation_level=None)
    connection.execute("BEGIN IMMEDIATE")
    yield connection
    connection.close()


# --- another program's lock --------------------------------------------------------------------------------------


async def test_while_the_book_is_locked_the_app_can_be_read_and_what_was_asked_lands_in_order(
    sales: Workspace, opened: Opens, holder: sqlite3.Connection
) -> None:
    async with opened(sales) as rep:
        await rep.pilot.press("w")
        await until(rep, lambda: "waiting for the book" in rep.message)
        await rep.pilot.press("j")
        await until(rep, lambda: rep.card.id == 5)
        await rep.pilot.press("enter")
        await until(rep, lambda: isinstance(rep.app.screen, SheetScreen))
        await rep.pilot.press("escape")
        await until(rep, lambda: not isinstance(rep.app.screen, SheetScreen))
        rep.app.worker.submit(service.note, [2], "behind it")
        assert rep.app.worker.waiting == 2
        assert reads.card(sales, 2).status == OPEN
        holder.execute("ROLLBACK")
        await until(rep, lambda: rep.app.worker.idle)
        labels = [step.label for step in reads.history(sales)[:2]]
        assert labels == ["noted on #2 Globex seats", "won #2 Globex seats"]
        rep.app._say_what_is_waited_for()
        assert rep.message == "writing it down …", "no other program is named for what takes long by itself"


async def test_a_lock_held_too_long_refuses_the_gesture_and_the_next_one_lands(
    sales: Workspace, opened: Opens, holder: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connect, "BUSY_SECONDS", 0.2)
    async with opened(sales) as rep:
        await rep.pilot.press("w")
        await until(rep, lambda: "locked by another program" in rep.message)
        assert "nothing was written" in rep.message
        assert rep.app.worker.waiting == 0
        holder.execute("ROLLBACK")
        assert reads.card(sales, 2).status == OPEN
        rep.app.worker.submit(service.win, [2])
        await rep.settle()
        assert reads.card(sales, 2).status == "won"


async def test_leaving_with_a_change_that_waits_asks_first(
    sales: Workspace, opened: Opens, holder: sqlite3.Connection
) -> None:
    async with opened(sales) as rep:
        rep.app.worker.submit(service.note, [2], "waits")
        await until(rep, lambda: rep.app.worker.blocked(0))
        await rep.pilot.press("q")
        await until(rep, lambda: isinstance(rep.app.screen, dialogs.ConfirmDialog))
        assert rep.app.is_running
        await rep.pilot.press("escape")
        holder.execute("ROLLBACK")
        await until(rep, lambda: rep.app.worker.idle)
        assert reads.history(sales)[0].label == "noted on #2 Globex seats"


# --- the file ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("how", ["deleted", "replaced"])
async def test_a_book_taken_away_under_the_app_is_said_once_and_nothing_is_written(
    sales: Workspace, opened: Opens, tmp_path: Path, template_book: Path, how: str
) -> None:
    path = sales.store.path
    async with opened(sales) as rep:
        if how == "deleted":
            path.unlink()
        else:
            shutil.copyfile(template_book, tmp_path / "other.db")
            (tmp_path / "other.db").replace(path)
        rep.app.worker._poll()
        await until(rep, lambda: "was moved, deleted or replaced" in rep.message)
        before = path.read_bytes() if path.exists() else None
        rep.app.worker.submit(service.win, [2])
        await rep.settle()
        assert "nothing was written" in rep.message
        await rep.press("j")
        assert rep.card.id == 5
        assert (path.read_bytes() if path.exists() else None) == before
        assert rep.app.is_running


def garbage(book: Path) -> None:
    size = book.stat().st_size
    with book.open("r+b") as file:
        file.write(b"no book " * (size // 8))


def half(book: Path) -> None:
    os.truncate(book, book.stat().st_size // 2)


def nothing(book: Path) -> None:
    os.truncate(book, 0)


def no_log(book: Path) -> None:
    os.truncate(f"{book}-wal", 0)


@pytest.mark.parametrize("spoil", [garbage, half, nothing, no_log])
async def test_a_book_written_over_in_its_place_is_said_without_a_gesture_and_none_is_claimed(
    sales: Workspace, opened: Opens, spoil: Callable[[Path], None]
) -> None:
    sales.store.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    async with opened(sales) as rep:
        rep.app.worker.submit(service.note, [2], "only in the log")
        await rep.settle()
        rep.app.worker._poll()
        assert not rep.app.worker._beneath.changed()
        spoil(sales.store.path)
        rep.app.worker._wake.set()
        await until(rep, lambda: "was written over or cut off while it was open" in rep.message)
        rep.app.worker.submit(service.win, [2])
        await rep.settle()
        assert "nothing was written" in rep.message
        await rep.press("j")
        assert rep.card.id == 5


async def test_another_book_copied_over_the_open_one_gets_no_gesture_of_it(
    sales: Workspace, opened: Opens, tmp_path: Path, template_book: Path
) -> None:
    path, other = sales.store.path, tmp_path / "other.db"
    sales.store.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    shutil.copyfile(template_book, other)
    with Store.open(other) as store:
        service.add(
            sales._replace(store=store), quick_line.parse("Elsewhere 1k", sales.now(), sales.settings.dates, "EUR")
        )
    before = other.read_bytes()
    async with opened(sales) as rep:
        path.write_bytes(before)
        await until(rep, lambda: "while it was open; nothing was written" in rep.message)
        rep.app.worker.submit(service.win, [2])
        await rep.settle()
        assert "nothing was written" in rep.message
        assert path.read_bytes() == before


async def test_a_book_that_a_newer_program_brought_over_is_not_written_any_more(
    sales: Workspace, opened: Opens
) -> None:
    async with opened(sales) as rep:
        with closing(sqlite3.connect(sales.store.path)) as newer:
            newer.execute("PRAGMA user_version = 900")
        rep.app.worker.submit(service.win, [2])
        await rep.settle()
        assert "newer pipetui" in rep.message
        assert reads.card(sales, 2).status == OPEN


async def test_what_sqlite_brings_over_from_the_log_is_no_other_program(sales: Workspace, opened: Opens) -> None:
    async with opened(sales) as rep:
        rep.app.worker.submit(service.note, [2], "goes to the file")
        await rep.settle()
        sales.store.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        rep.app.worker._beneath.look()
        await rep.press("w")
        assert reads.card(sales, 2).status == "won"


async def test_a_backup_brought_back_under_the_app_is_shown_and_work_goes_on(
    sales: Workspace, opened: Opens, tmp_path: Path
) -> None:
    kept = backup.write(sales.store.connection, tmp_path / "backups", "older")
    service.win(sales, [2])
    async with opened(sales) as rep:
        assert "Globex seats" not in [title for shown in rep.titles for title in shown]
        with Store.open(sales.store.path) as other, restore.staged(kept, other.path) as copy:
            at = sales.now()
            restore.write_over(copy, other.connection, other.path, lambda reading: kept, label="restored", at=at)
        rep.app.worker._poll()
        rep.app.worker._wake.set()
        await until(rep, lambda: "Globex seats" in [title for shown in rep.titles for title in shown])
        assert rep.message == "the book was restored", "not that a deal was added"
        rep.app.worker.submit(service.note, [2], "goes on")
        await rep.settle()
        assert rep.message.startswith("noted on #2 Globex seats")


# --- the disk ------------------------------------------------------------------------------------------------------


async def test_a_full_disk_refuses_the_gesture_and_the_app_lives_on(sales: Workspace, opened: Opens) -> None:
    connection = sales.store.connection
    async with opened(sales) as rep:
        (pages,) = connection.execute("PRAGMA page_count").fetchone()
        connection.execute(f"PRAGMA max_page_count = {pages}")
        rep.app.worker.submit(service.note, [2], "x" * 200_000)
        await rep.settle()
        assert rep.message.startswith("the disk is full; nothing was written")
        connection.execute("PRAGMA max_page_count = 1000000")
        rep.app.worker.submit(service.win, [2])
        await rep.settle()
        assert reads.card(sales, 2).status == "won"


async def test_a_read_only_book_is_shown_and_refuses_gestures(sales: Workspace, opened: Opens) -> None:
    async with opened(sales) as rep:
        sales.store.connection.execute("PRAGMA query_only = ON")
        rep.app.worker.submit(service.win, [2])
        await rep.settle()
        assert "is read-only; nothing was written" in rep.message
        await rep.press("j")
        assert rep.card.id == 5
        await asyncio.sleep(0)
        assert rep.app.is_running


# --- hooks ---------------------------------------------------------------------------------------------------------


async def test_what_a_hook_refuses_or_says_is_shown_in_the_app(sales: Workspace, opened: Opens, tmp_path: Path) -> None:
    hook = tmp_path / "on-stage"
    hook.write_text("#!/bin/sh\necho 'ask Ann first' >&2\nexit 1\n")
    hook.chmod(0o755)
    hooks.watch(sales, str(tmp_path))
    async with opened(sales) as rep:
        before = reads.card(sales, 2)
        rep.app.worker.submit(service.advance, [2])
        await rep.settle()
        assert "the hook on-stage refuses it: ask Ann first" in rep.message
        assert reads.card(sales, 2) == before
        hook.write_text("#!/bin/sh\necho 'told Ann' >&2\n")
        rep.app.worker.submit(service.advance, [2])
        await rep.settle()
        assert "on-stage: told Ann" in [toast.message for toast in rep.app._notifications]
        assert reads.card(sales, 2).stage != before.stage
