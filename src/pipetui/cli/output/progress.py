"""A bar for what takes long: on a terminal, gone when it is done; elsewhere nothing."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.progress import Progress


class Bar:
    """Says what is being done and how far it is. Nothing is loaded for it before the first part is done."""

    def __init__(self, doing: str, *, shown: bool) -> None:
        self._doing = doing
        self._shown = shown
        self._bar: Progress | None = None

    def show(self, done: int, parts: int) -> None:
        """So many of so many are done; with the last it goes."""
        if not self._shown:
            return
        if self._bar is None:
            self._bar = _begun(self._doing)
        self._bar.update(self._bar.task_ids[0], completed=done, total=parts)
        if done >= parts:
            self.end()

    def end(self) -> None:
        """Take it away, also when the work broke off."""
        if self._bar is not None:
            self._bar.stop()
            self._bar = None


def _begun(doing: str) -> Progress:
    from rich.console import Console
    from rich.progress import Progress

    # Past what makes text harmless: nothing from outside is in it, and the bar moves the cursor.
    bar = Progress(console=Console(file=sys.__stderr__), transient=True)
    bar.add_task(doing, total=None)
    bar.start()
    return bar
