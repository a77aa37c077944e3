"""The open book as the app has it: read at once, written to as soon as its desk is there."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from pipetui.config import Settings
from pipetui.store import reads

if TYPE_CHECKING:
    from pipetui.service import Desk
    from pipetui.store.connect import Connection


class Book:
    """A connection with the clock and the settings its reads are worked out for.

    `sit_down` makes the desk: it imports the service, and does what a book needs before the first write. It returns
    the desk and a warning ("" for none); it may take a second and is called off the event loop.
    """

    def __init__(
        self,
        path: Path,
        connection: "Connection",
        clock: Callable[[], datetime],
        settings: Settings,
        sit_down: "Callable[[], tuple[Desk, str]]",
    ) -> None:
        self.path = path
        self.connection = connection
        self.clock = clock
        self.settings = settings
        self.sit_down = sit_down

    @classmethod
    def of(cls, desk: "Desk", warning: str = "") -> "Book":
        """The book of a desk that is there already."""
        return cls(desk.store.path, desk.store.connection, desk.clock, desk.settings, lambda: (desk, warning))

    def now(self) -> datetime:
        """The present (aware, the rep's zone), cut to the second as the store keeps it."""
        return self.clock().replace(microsecond=0)

    def moment(self) -> reads.Moment:
        """What the reads are worked out for."""
        return reads.Moment(self.now(), self.settings.dates, self.settings.weights)
