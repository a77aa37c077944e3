"""The rows that could not be read, kept beside the file they came from."""

import csv
import os
import re
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import TextIO

from pipetui.domain.errors import InputError
from pipetui.domain.folding import fold
from pipetui.domain.text import visible
from pipetui.domain.wording import quoted
from pipetui.exchange.containers.foreign import is_of
from pipetui.exchange.containers.table import SourceTable
from pipetui.exchange.values import guarded

_REASON = "reason"
REASONS = (_REASON, f"{_REASON} it failed")
"""What the last column of a file of failed rows is called; it is nothing to read when that is imported."""


class FailedRows:
    """A file of failed rows in the making; without a failed row, or without `keep`, there is none.

    It has the headings and the delimiter of its source, in UTF-8, with the reason in one more column, so that it
    can be corrected and imported by the same command.
    """

    def __init__(self, source: SourceTable, path: Path, book: Path | None) -> None:
        within = source.name.rpartition("/")[2] if source.name not in (path.name, visible(path.name)) else path.stem
        stem = path.stem if within in (path.stem, path.name) else f"{path.stem}-{_plain(Path(within).stem)}"
        self.path = path.with_name(f"{stem}-failed.csv")
        while is_of(book, self.path):
            self.path = self.path.with_name(f"{self.path.stem}-failed.csv")
        self._unfinished = self.path.with_name(f".{self.path.name}.part")
        self._source = source
        self._file: TextIO | None = None
        self.count = 0

    def add(self, cells: Sequence[str], reason: str) -> None:
        """Write one row; raises InputError when the folder cannot be written to."""
        try:
            if self._file is None:
                self._file = self._begin()
            headings = self._source.headings
            short = [""] * (len(headings) - len(cells))
            within, beyond = cells[: len(headings)], cells[len(headings) :]
            self._write([*within, *short, reason, *beyond])
        except OSError as error:
            raise InputError(
                f"the failed rows cannot be kept in {quoted(str(self.path), 200)}: {error.strerror}",
                "nothing was imported; copy the file to a folder you can write to",
            ) from None
        self.count += 1

    def keep(self) -> Path | None:
        """Put the file in its place; returns where it lies, None when no row failed."""
        if self._file is None:
            return None
        self._file.close()
        self._unfinished.replace(self.path)
        return self.path

    def __enter__(self) -> "FailedRows":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._file is not None:
            self._file.close()
            self._unfinished.unlink(missing_ok=True)

    def _begin(self) -> TextIO:
        self._unfinished.unlink(missing_ok=True)  # left by a program that was killed; a link is not followed
        descriptor = os.open(self._unfinished, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        self._file = os.fdopen(descriptor, "w", encoding="utf-8", errors="replace", newline="")
        taken = [fold(heading) for heading in self._source.headings]
        self._write([*self._source.headings, _REASON if _REASON not in taken else f"{_REASON} it failed"])
        return self._file

    def _write(self, cells: Sequence[str]) -> None:
        assert self._file is not None
        delimiter = getattr(self._source, "delimiter", ",")
        csv.writer(self._file, delimiter=delimiter).writerow([guarded(cell) for cell in cells])


class FailedFiles:
    """The files of failed rows of an import, one for each table in which a row failed."""

    def __init__(self, book: Path | None) -> None:
        self._book = book
        self._open: dict[int, FailedRows] = {}
        self._stack = ExitStack()

    def of(self, place: int, source: SourceTable, path: Path) -> FailedRows:
        """The file for the table at that place of the import."""
        found = self._open.get(place)
        if found is None:
            found = self._open[place] = self._stack.enter_context(FailedRows(source, path, self._book))
        return found

    def keep(self) -> list[Path]:
        """Put them in their places; returns where they lie."""
        return [path for one in self._open.values() if (path := one.keep()) is not None]

    def __enter__(self) -> "FailedFiles":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.close()


def _plain(name: str) -> str:
    return re.sub(r"[^\w.-]+", "-", name)[:80]
