"""What a verb works with: how it was called, and its workspace. Standard library only, and little of that."""

from __future__ import annotations

import os
import sys

from pipetui import paths
from pipetui.cli.output import stdio
from pipetui.domain.errors import InputError, NotFoundError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pathlib import Path
    from tempfile import TemporaryDirectory
    from types import TracebackType
    from typing import NamedTuple

    from pipetui.cli.output.printer import Printer
    from pipetui.cli.output.progress import Bar
    from pipetui.config import Settings
    from pipetui.service import Workspace
    from pipetui.store.store import Store
else:
    from pipetui.domain.record import NamedTuple

SOURCE = "shell"
WAITING = "waiting for another program that is writing to the book …"


begun_days: list[tuple[str, str | None]] = []
"""The books on which this process began the day, each with the configuration: see `forecast_keeper`."""


class Call(NamedTuple):
    """How a verb was called: the options every verb knows. `book` and `config` are None where nothing was said."""

    book: str | None = None
    config: str | None = None
    json: bool = False
    quiet: bool = False
    no_pager: bool = False
    ascii: bool = False

    @property
    def file(self) -> str:
        """The book that is meant, as text."""
        return self.book or paths.book_file()

    @property
    def path(self) -> Path:
        """The book that is meant."""
        from pathlib import Path

        return Path(self.file)

    @property
    def config_path(self) -> Path:
        """The configuration file that is meant."""
        from pathlib import Path

        return Path(self.config or paths.config_file())

    def settings(self) -> Settings:
        """The settings in force; raises NotFoundError for a file that was named and is not there."""
        from pipetui import config

        if self.config is not None and not os.path.exists(self.config):
            raise NotFoundError(f"there is no configuration file {self.config}", "see: pipetui locate")
        settings = config.load(self.config or paths.config_file())
        if settings.ascii:
            stdio.draw_in_ascii()
        return settings._replace(ascii=True) if self.ascii else settings

    @property
    def out(self) -> Printer:
        """What writes the answer, in the form that is wanted."""
        from pipetui.cli.output.printer import Printer

        return Printer(self)

    @property
    def talks(self) -> bool:
        """Whether a question may be asked as far as the options go."""
        return not (self.quiet or self.json)

    def speak(self, line: str) -> None:
        """Speech, unless it should be quiet."""
        if not self.quiet:
            stdio.complain(line)


class open_workspace:  # noqa: N801  # used like a function; `contextlib` would cost the quick verbs its import
    """The workspace at the book that is meant, as a context. With `write` the day begins first: see `daily.begin_day`.

    A book that is not there yet is made by the first write, without a question; a read of it finds an empty one
    and leaves nothing behind. Nothing is said of a new book that is not `announced`.
    """

    def __init__(self, call: Call, *, write: bool = False, announced: bool = True) -> None:
        self._call, self._write, self._announced = call, write, announced
        self._empty: TemporaryDirectory[str] | None = None
        self._store: Store | None = None

    def __enter__(self) -> Workspace:
        """Open the book; raises PipetuiError where that cannot be done."""
        from pipetui import present
        from pipetui.service.workspace import Workspace
        from pipetui.store.connect import translate_errors
        from pipetui.store.store import Store

        call = self._call
        settings = call.settings()
        path, new = call.file, not os.path.exists(call.file)
        if new:
            path = self._place_of_new(path)
        upgrade = _Upgrade(call)
        try:
            self._store = store = Store.open(
                path, backups=paths.backups_of(path), reading=not self._write, progress=upgrade.show
            )
            with translate_errors(path):
                store.waiting = lambda: call.speak(WAITING)
                workspace = Workspace(store, present.present, settings, SOURCE)
                if self._write and os.path.isdir(folder := paths.hooks_folder()):
                    self._watch(workspace, folder)
                if new and self._write:
                    if self._announced:
                        call.speak(f"new book: {path}")
                elif self._write:
                    self._begin_day(workspace)
        except BaseException:  # whatever it is, also ctrl+c: the book must not stay open
            upgrade.end()
            self._close()
            raise
        return workspace

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close it; what SQLite said becomes a StoreError."""
        from pipetui.store.connect import translate_errors

        self._close()
        translate_errors(self._call.file).__exit__(kind, error, trace)

    def _place_of_new(self, path: str) -> str:
        """Where the book is to be that is not there yet: for a look at none, somewhere that goes with it."""
        from pathlib import Path
        from tempfile import TemporaryDirectory

        from pipetui.store.recovery import backup

        backup.check_not_lost(path, paths.backups_of(path))
        if self._write or not next(folder for folder in Path(path).absolute().parents if folder.exists()).is_dir():
            return path
        self._empty = TemporaryDirectory(prefix="pipetui-empty-")
        return os.path.join(self._empty.name, "book.db")

    def _watch(self, workspace: Workspace, folder: str) -> None:
        from pipetui import hook_files

        if hook_files.names(folder):
            from pipetui.service import hooks  # only those need it who have some

            hooks.watch(workspace, folder)

    def _begin_day(self, workspace: Workspace) -> None:
        from pipetui.store import files

        backups = paths.backups_of(workspace.store.file)
        if not files.holds_book(os.path.join(backups, f"daily-{workspace.now().date().isoformat()}.db")):
            from pathlib import Path

            from pipetui.service.maintenance import daily, forecast_keeper

            if warning := daily.begin_day(workspace, Path(backups)):
                self._call.speak(f"warning: {warning}")
            elif forecast_keeper.is_due(workspace.store.connection, workspace.now().date()):
                begun_days.append((workspace.store.file, self._call.config))

    def _close(self) -> None:
        if self._store is not None:  # the last to close writes the log back into the book
            self._store.close()
        if self._empty is not None:
            self._empty.cleanup()


def at_terminal() -> bool:
    """Whether somebody sits there to type and to see."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def open_app(call: Call, path: Path | None = None) -> int:
    """The app with the settings that are meant, on the book at `path` or else the one that is meant."""
    settings = call.settings()
    if settings.plain:
        from pipetui.cli.verbs import BY_NAME

        return BY_NAME["plain"].load()(call if path is None else call._replace(book=str(path))) or 0
    if not at_terminal():
        raise InputError("the app needs a terminal", "in a pipe or a script use a verb: pipetui today, pipetui --help")
    from pipetui import signs
    from pipetui.cli.output import terminal

    if signs.dumb_terminal():  # not a single frame would come, and no key be answered
        raise InputError("the app needs a terminal that can move its cursor", "TERM is dumb; read it: pipetui --plain")
    terminal.forget_odd_size()
    from pipetui.tui import launch  # 400 ms, of which Textual 220

    upgrade = _Upgrade(call)
    try:
        return launch.open_app(path or call.path, settings, upgrade.show, call.config)
    finally:
        upgrade.end()


class _Upgrade:
    """Shows how far an older book is that is being brought up to date."""

    def __init__(self, call: Call) -> None:
        self._call = call
        self._bar: Bar | None = None

    def show(self, done: int, parts: int) -> None:
        """So many of so many parts are done."""
        if self._bar is None:
            from pipetui.cli.output.progress import Bar

            shown = self._call.talks and at_terminal()
            self._bar = Bar("bringing the book up to date, after a backup", shown=shown)
        self._bar.show(done, parts)

    def end(self) -> None:
        """Take the bar away, also where the work broke off."""
        if self._bar is not None:
            self._bar.end()
