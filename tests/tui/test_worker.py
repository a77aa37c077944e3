"""The worker between the app and the book: order, errors, what time changes."""

import asyncio
import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from textual.message import Message

from pipetui import notices, service
from pipetui.domain.errors import PipetuiError
from pipetui.domain.line import quick_line
from pipetui.service import Result, Workspace, reads
from pipetui.tui import worker as workers
from pipetui.tui.messages import CommandDone, CommandRefused, SnapshotLoaded, WorkerReady
from pipetui.tui.snapshot import Snapshot, SnapshotLoader
from pipetui.tui.worker import BookWorker
from tests.tui.conftest import Opens


async def worked(worker: BookWorker) -> None:
    """Let the worker work until nothing is left, then stop it."""
    running = asyncio.create_task(worker.run())
    while not worker.idle:
        await asyncio.sleep(0.001)
    running.cancel()


async def test_gestures_are_written_in_the_order_they_were_asked_for(sales: Workspace) -> None:
    said: list[Message] = []
    worker = BookWorker(sales, said.append)
    worker.submit(service.advance, [2])
    worker.submit(service.advance, [2])
    worker.submit(service.retreat, [2])
    worker.submit(service.win, [2])
    await worked(worker)
    assert [message.outcome.message for message in said if isinstance(message, CommandDone)] == [
        "advanced #2 Globex seats to Qualification",
        "advanced #2 Globex seats to Demo",
        "moved back #2 Globex seats to Qualification",
        "won #2 Globex seats",
    ]
    assert sum(isinstance(message, SnapshotLoaded) for message in said) == 1, (
        "the book is read once, after the last of them"
    )


async def test_a_refused_gesture_is_told_and_the_next_one_is_done(sales: Workspace) -> None:
    said: list[Message] = []
    worker = BookWorker(sales, said.append)
    worker.submit(service.retreat, [2])
    worker.submit(service.win, [2])
    await worked(worker)
    refused = [message.error.title for message in said if isinstance(message, CommandRefused)]
    assert refused == ["#2 Globex seats is in the first stage"]
    assert reads.card(sales, 2).status == "won"


async def test_a_question_raises_what_the_book_says(sales: Workspace) -> None:
    worker = BookWorker(sales, lambda message: None)
    running = asyncio.create_task(worker.run())
    try:
        await worker.ask(lambda workspace: reads.sheet(workspace, 99))
    except PipetuiError as error:
        assert error.title == "deal #99 does not exist"
    else:
        raise AssertionError("a missing deal was found")
    finally:
        running.cancel()


async def test_what_sqlite_says_in_a_read_becomes_a_worded_error(sales: Workspace) -> None:
    said: list[Message] = []
    worker = BookWorker(sales, said.append)

    def broken(workspace: Workspace) -> Result:
        workspace.store.connection.execute("SELECT * FROM no_such_table")
        raise AssertionError("unreachable")

    worker.submit(broken)
    await worked(worker)
    assert any(isinstance(message, CommandRefused) and "cannot be used" in message.error.title for message in said)


async def test_a_gesture_that_is_in_the_book_is_not_refused_for_what_is_read_behind_it(
    sales: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[Message] = []
    worker = BookWorker(sales, said.append)
    worker.first_reading()
    note, faults = worker.reader.note, [sqlite3.OperationalError("disk I/O error")]

    def noted() -> None:
        if faults:
            raise faults.pop()
        note()

    monkeypatch.setattr(worker.reader, "note", noted)
    worker.submit(service.win, [2])
    await worked(worker)
    assert [type(message) for message in said if not isinstance(message, WorkerReady)] == [
        CommandDone,
        SnapshotLoaded,
    ]
    shown = [message.snapshot for message in said if isinstance(message, SnapshotLoaded)]
    assert 2 not in shown[0].cards


@pytest.mark.parametrize("first", [True, False], ids=["all of it", "behind the first screen"])
async def test_what_could_not_be_read_is_read_later_and_said_once(
    sales: Workspace, monkeypatch: pytest.MonkeyPatch, *, first: bool
) -> None:
    said: list[Message] = []
    worker = BookWorker(sales, said.append)
    worker.first_reading()
    worker._whole = first
    read, faults = worker.reader.read, [sqlite3.OperationalError("disk I/O error")] * 4

    def reading(pipeline_id: int | None) -> Snapshot:
        if faults:
            raise faults.pop()
        return read(pipeline_id)

    monkeypatch.setattr(worker.reader, "read", reading)
    monkeypatch.setattr(workers, "POLL_SECONDS", 0.001)
    worker.submit(service.win, [2])
    running = asyncio.create_task(worker.run())
    while not any(isinstance(message, SnapshotLoaded) for message in said):
        assert not running.done(), "the worker lives on"
        await asyncio.sleep(0.001)
    running.cancel()
    assert sum(isinstance(message, CommandRefused) for message in said) == 1
    assert sum(isinstance(message, CommandDone) for message in said) == 1


def test_a_timed_step_of_today_is_the_next_change(sales: Workspace, now: datetime) -> None:
    line = quick_line.parse('Timed next:"today 14:00"', now, sales.settings.dates, "EUR")
    service.add(sales, line)
    assert SnapshotLoader(sales).next_change() == now.replace(hour=14, second=1)


def test_otherwise_midnight_is_the_next_change(sales: Workspace, now: datetime) -> None:
    midnight = datetime(2026, 11, 22, 0, 0, 1, tzinfo=UTC)
    assert SnapshotLoader(sales).next_change() == midnight


async def test_b01_a_step_turns_overdue_on_screen_when_its_time_passes(
    sales: Workspace, opened: Opens, clock: Callable[[], datetime], now: datetime
) -> None:
    service.add(sales, quick_line.parse('Timed @neg next:"today 14:00"', now, sales.settings.dates, "EUR"))
    async with opened(sales) as rep:
        await rep.press("right", "right", "right", "right")
        assert rep.card.badge == "today"
        clock.now = now + timedelta(hours=4, seconds=2)  # type: ignore[attr-defined]
        rep.app.worker._poll()
        rep.app.worker._wake.set()
        await rep.settle()
        assert rep.card.badge == "overdue"


def test_a_context_that_the_environment_names_and_is_not_there_is_none_and_told_once(
    sales: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PIPETUI_CONTEXT", "typo")
    loader = SnapshotLoader(sales)
    assert [loader.read(), loader.read()][1].context is None
    assert notices.take() == ["PIPETUI_CONTEXT: no context is defined"]
