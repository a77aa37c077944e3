"""Where a calendar lies: one file with all of it, or a folder with a file for each item (vdir)."""

import os
from collections.abc import Collection, Iterable
from pathlib import Path

from pipetui import private
from pipetui.domain.errors import ConflictError, InputError, NotFoundError, OutputError, PipetuiError
from pipetui.domain.wording import quoted
from pipetui.exchange.calendar.text import CalendarText
from pipetui.exchange.containers import foreign
from pipetui.exchange.containers.foreign import Foreign
from pipetui.exchange.writers import ical

_LARGEST = 64 * 1024 * 1024
_ENDING = ".ics"
_ABOUT = ("color", "displayname", "description", "order")
"""What a vdir may hold beside its items."""
_MOST_FILES = 100_000


class CalendarFiles:
    """The files of a calendar; `texts` are those that hold items of ours, by their path."""

    def __init__(self, path: Path, book: Path) -> None:
        """Read it. Raises NotFoundError or InputError for a path where none can be."""
        try:
            self.path = Path(os.path.realpath(path.expanduser()))
        except (RuntimeError, ValueError):  # an unknown user, a NUL
            raise InputError(f"{quoted(str(path), 200)} is not a path", "name a folder or a file") from None
        self._book = book
        self.is_folder = self.path.is_dir() or (not self.path.exists() and self.path.suffix.lower() != _ENDING)
        if not self.path.parent.is_dir():
            raise NotFoundError(f"there is no folder {quoted(str(self.path.parent), 200)}", "make it first")
        if self.path.suffix.lower() not in ("", _ENDING) and not self.path.exists():
            raise InputError(
                f"{quoted(str(self.path), 200)} is not a calendar", "name a folder, or a file that ends in .ics"
            )
        if self.is_folder and self.path.is_dir() and not _is_vdir(self.path):
            raise InputError(
                f"{quoted(str(self.path), 200)} holds other things than a calendar",
                "name an empty folder, or one with .ics files",
            )
        self.texts: dict[Path, CalendarText] = {}
        self._before: dict[Path, tuple[Foreign, bytes]] = {}
        self._where: dict[str, Path] = {}
        self.odd: list[str] = []
        """The files in the folder that are no calendars, which are left alone."""

    def read(self, uids: Iterable[str], known: Collection[str]) -> None:
        """Find these items; those that are `known` were there, and may have been given a file of another name."""
        if not self.is_folder:
            if self.path.exists():
                self._read(self.path)
            return
        for uid in uids:
            path = self.path / f"{uid}{_ENDING}"
            if path.is_file():
                self._try(path)
        if self.path.is_dir() and not (known and self._where.keys() >= set(known)):
            with foreign.reading(self.path):
                inside = sorted(self.path.iterdir())
            for place, path in enumerate(inside):
                if place > _MOST_FILES:
                    raise InputError(f"{quoted(str(self.path), 200)} holds too many files", "name a folder of its own")
                if path.suffix.lower() == _ENDING and path not in self.texts and not path.name.startswith("."):
                    self._try(path)

    @property
    def uids(self) -> Collection[str]:
        """The items that are there."""
        return self._where.keys()

    def _try(self, path: Path) -> None:
        """Read a file in the folder; one that is odd is no reason to leave the others."""
        try:
            self._read(path)
        except PipetuiError as error:
            self.odd.append(f"{error.title}: left alone")

    def _read(self, path: Path) -> None:
        file = foreign.foreign(path, self._book)
        if file.state.size > _LARGEST:
            raise InputError(f"{quoted(str(path), 200)} is larger than any calendar", "name a calendar of its own")
        with file.opened() as opened:
            raw = opened.read()
        try:
            text = CalendarText(raw)
        except InputError as error:
            raise InputError(f"{quoted(str(path), 200)}: {error.title}", error.hint) from None
        self.texts[path], self._before[path] = text, (file, raw)
        for uid in text.items:
            self._where.setdefault(uid, path)

    def text_of(self, uid: str) -> CalendarText | None:
        """The calendar that holds an item; None for one that is nowhere."""
        path = self._where.get(uid)
        return None if path is None else self.texts[path]

    def put(self, uid: str, component: str, now: str) -> None:
        """Let an item say this."""
        path = self._where.get(uid) or (self.path / f"{uid}{_ENDING}" if self.is_folder else self.path)
        if path not in self.texts:
            self.texts[path] = CalendarText((ical.BEGIN + ical.END).encode())
        self.texts[path].put(component, uid, now)
        self._where[uid] = path

    def save(self) -> int:
        """Write what is another now; how many files that were.

        Raises ConflictError for one that was changed meanwhile, OutputError for one that cannot be written.
        """
        changed = [path for path, text in self.texts.items() if self._before.get(path, (None, b""))[1] != text.raw]
        for path in changed:  # if nothing can be written, nothing is
            self._require_as_read(path)
        for path in changed:  # a program that keeps the folder in step does not wait until all are written
            self._require_as_read(path)
            _write(path, self.texts[path].raw)
        return len(changed)

    def _require_as_read(self, path: Path) -> None:
        file = self._before.get(path, (None, b""))[0]
        if path.exists() if file is None else not _is_as_it_was(file):
            raise ConflictError(f"{quoted(str(path), 200)} was changed meanwhile", "do it again")


def _is_vdir(folder: Path) -> bool:
    """Whether a folder is one of a calendar: it holds an item, or nothing but what tells its name and colour."""
    others = False
    with foreign.reading(folder):
        inside = list(folder.iterdir())
    for path in inside:
        if path.suffix.lower() == _ENDING:
            return True
        others = others or not (path.name.startswith(".") or path.name in _ABOUT)
    return not others


def _is_as_it_was(file: Foreign) -> bool:
    try:
        return foreign.foreign(file.path, file.book).state == file.state
    except PipetuiError:
        return False


def _write(path: Path, raw: bytes) -> None:
    """With the rights that it had."""
    try:
        private.write(str(path), raw, path.stat().st_mode & 0o777 if path.exists() else None)
    except OSError as error:
        said = f"{quoted(str(path), 200)} could not be written: {error.strerror or error}"
        raise OutputError(said, "it is as it was before") from None
