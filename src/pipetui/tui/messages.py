"""What the worker tells the app."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.message import Message

from pipetui.domain.errors import PipetuiError
from pipetui.tui.snapshot import Snapshot
from pipetui.views import DealSheet

if TYPE_CHECKING:
    from pipetui.service import Result


@dataclass
class WorkerReady(Message):
    """The workspace is there: gestures can be made. `warning` says that no backup could be made, "" for nothing."""

    warning: str


@dataclass
class CommandDone(Message):
    """A gesture is in the book."""

    outcome: "Result"


@dataclass
class CommandRefused(Message):
    """A gesture or a read did not happen, and why. Nothing was written."""

    error: PipetuiError


@dataclass
class SnapshotLoaded(Message):
    """The book was read. `elsewhere` is how many deals are new because of another process, None if none wrote.

    `gestures` is how many gestures have been made up to it, for `BookWorker.shown`.
    """

    snapshot: Snapshot
    elsewhere: int | None
    gestures: int


@dataclass
class SheetLoaded(Message):
    """The sheet asked for last; None when the deal is gone by now."""

    sheet: DealSheet | None
