"""What a verb works with: how it was called, and the desk it works at."""

from __future__ import annotations

import sys
from contextlib import ExitStack, contextmanager
from pathlib import Path

from pipetui import config, paths, present
from pipetui.cli import pages, streams
from pipetui.domain.errors import InputError, NotFoundError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import NamedTuple

    from pipetui.config import Settings
    from pipetui.service import Desk
else:
    from pipetui.domain.record import NamedTuple

SOURCE = "shell"
WAITING = "waiting for another program that is writing to the book …"


class Call(NamedTuple):
    """How a verb was called: the options every verb knows. `book` and `config` are None where nothing was said."""

    book: Path | None = None
    config: Path | None = None
    json: bool = False
    quiet: bool = False

    @property
    def path(self) -> Path:
        """The book that is meant."""
        return self.book or paths.book()

    @property
    def config_path(self) -> Path:
        """The configuration file that is meant."""
        return self.config or paths.config()

    def settings(self) -> Settings:
        """The settings in force; raises NotFoundError for a file that was named and is not there."""
        if self.config is not None and not self.config.exists():
            raise NotFoundError(f"there is no configuration file {self.config}", "see: pipetui locate")
        return config.load(self.config_path)

    def speak(self, line: str) -> None:
        """Speech, unless it should be quiet."""
        if not self.quiet:
            streams.complain(line)


@contextmanager
def open_desk(call: Call, *, write: bool = False, configured: bool = True) -> Iterator[Desk]:
    """The desk at the book that is meant. With `write` the day begins first: see `upkeep.begin_day`.

    A book that is not there yet is made by the first write, without a question; a read of it finds an empty one
    and leaves nothing behind. What needs no settings is not kept from its work by a mistake in them (`configured`).
    """
    settings = call.settings() if configured else config.Settings()
    from tempfile import TemporaryDirectory

    from pipetui.service import Desk, upkeep  # 500 ms, nearly all of it SQLModel
    from pipetui.store import backup
    from pipetui.store.connect import worded
    from pipetui.store.store import Store

    path = call.path
    new = not path.exists()
    if new:
        backup.check_not_lost(path, paths.backups(path))
    with ExitStack() as stack:
        if new and not write and next(folder for folder in path.absolute().parents if folder.exists()).is_dir():
            path = Path(stack.enter_context(TemporaryDirectory(prefix="pipetui-empty-"))) / "book.db"
        store = stack.enter_context(Store.open(path, backups=paths.backups(path), reading=not write))
        stack.enter_context(worded(path))
        store.waiting = lambda: call.speak(WAITING)
        desk = Desk(store, present.present, settings, SOURCE)
        if new and write:
            call.speak(f"new book: {path}")
        elif write and (warning := upkeep.begin_day(desk, paths.backups(path))):
            call.speak(f"warning: {warning}")
        yield desk


def at_terminal() -> bool:
    """Whether somebody sits there to type and to see."""
    return sys.stdin is not None and sys.stdin.isatty() and sys.stdout.isatty()


def open_app(call: Call, path: Path | None = None) -> int:
    """The app with the settings that are meant, on the book at `path` or else the one that is meant."""
    settings = call.settings()
    if not at_terminal():
        raise InputError("the app needs a terminal", "in a pipe or a script use a verb: pipetui today, pipetui --help")
    pages.forget_odd_size()
    from pipetui.tui.app import run  # 400 ms, of which Textual 220

    return run(path or call.path, settings)
