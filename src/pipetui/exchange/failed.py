"""The rows that could not be read, kept beside the file they came from."""

import csv
import os
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import TextIO

from pipetui.domain.errors import InputError
from pipetui.domain.folding import fold
from pipetui.domain.wording import quoted
from pipetui.exchange.containers.csv_file import CsvFile
from pipetui.exchange.containers.foreign import is_of
from pipetui.exchange.values import guarded

_REASON = "reason"


class FailedRows:
    """A file of failed rows in the making; without a failed row, or without `keep`, there is none.

    It has the headings and the delimiter of its source, in UTF-8, with the reason in one more column, so that it
    can be corrected and imported by the same command.
    """

    def __init__(self, source: CsvFile) -> None:
        self.path = source.path.with_name(f"{source.path.stem}-failed.csv")
        while is_of(source.source.book, self.path):
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
        csv.writer(self._file, delimiter=self._source.delimiter).writerow([guarded(cell) for cell in cells])
