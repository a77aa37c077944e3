"""What the worker tells the app."""

from typing import TYPE_CHECKING

from textual.message import Message

from pipetui.domain.errors import PipetuiError
from pipetui.tui.snapshot import Snapshot
from pipetui.views import DealSheet

if TYPE_CHECKING:
    from pipetui.service import Result


class WorkerReady(Message):
    """The workspace is there: gestures can be made. `warning` says that no backup could be made, "" for nothing."""

    def __init__(self, warning: str) -> None:
        super().__init__()
        self.warning = warning


class CommandDone(Message):
    """A gesture is in the book."""

    def __init__(self, outcome: "Result") -> None:
        super().__init__()
        self.outcome = outcome


class CommandRefused(Message):
    """A gesture or a read did not happen, and why. Nothing was written."""

    def __init__(self, error: PipetuiError) -> None:
        super().__init__()
        self.error = error


class SnapshotLoaded(Message):
    """The book was read. `elsewhere` says what another process did to it, "" if none wrote.

    `gestures` is how many gestures have been made up to it, for `BookWorker.shown`.
    """

    def __init__(self, snapshot: Snapshot, elsewhere: str, gestures: int) -> None:
        super().__init__()
        self.snapshot = snapshot
        self.elsewhere = elsewhere
        self.gestures = gestures


class SheetLoaded(Message):
    """The sheet asked for last; None when the deal is gone by now."""

    def __init__(self, sheet: DealSheet | None) -> None:
        super().__init__()
        self.sheet = sheet
