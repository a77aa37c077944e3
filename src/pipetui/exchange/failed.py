"""The rows that could not be read, kept beside the file they came from."""

import csv
import os
import re
from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack, suppress
from itertools import count
from pathlib import Path
from types import TracebackType
from typing import TextIO

from pipetui import private
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

    def __init__(self, source: SourceTable, path: Path, is_free: Callable[[Path], bool]) -> None:
        within = source.name.rpartition("/")[2] if source.name not in (path.name, visible(path.name)) else path.stem
        stem = path.stem if within in (path.stem, path.name) else f"{path.stem}-{_plain(Path(within).stem)}"
        names = (f"{stem}{f'-{number}' if number > 1 else ''}-failed.csv" for number in count(1))
        self.path = next(place for place in map(path.with_name, names) if is_free(place))
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
            raise self._refusal(error) from None
        self.count += 1

    def _refusal(self, error: OSError) -> InputError:
        return InputError(
            f"the failed rows cannot be kept in {quoted(str(self.path), 200)}: {error.strerror}",
            "nothing was imported; copy the file to a folder you can write to",
        )

    def finish(self) -> None:
        """Let all rows be on the disk; raises InputError where it takes no more."""
        if self._file is not None:
            try:
                self._file.close()
            except OSError as error:
                raise self._refusal(error) from None

    def keep(self) -> Path | None:
        """Put the finished file in its place; returns where it lies, None when no row failed.

        The import is done by now: where the place is none any more, the rows stay beside it.
        """
        if self._file is None:
            return None
        self._file = None
        try:
            self._unfinished.replace(self.path)
        except OSError:
            return self._unfinished
        return self.path

    def __enter__(self) -> "FailedRows":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._file is not None:
            with suppress(OSError):  # a full disk was said already
                self._file.close()
            self._unfinished.unlink(missing_ok=True)

    def _begin(self) -> TextIO:
        descriptor = private.open_new(str(self._unfinished))
        self._file = os.fdopen(descriptor, "w", encoding="utf-8", errors="replace", newline="")
        taken = [fold(heading) for heading in self._source.headings]
        self._write([*self._source.headings, _REASON if _REASON not in taken else f"{_REASON} it failed"])
        return self._file

    def _write(self, cells: Sequence[str]) -> None:
        assert self._file is not None
        delimiter = getattr(self._source, "delimiter", ",")
        csv.writer(self._file, delimiter=delimiter).writerow([guarded(cell) for cell in cells])


class FailedFiles:
    """The files of failed rows of an import, one for each table in which a row failed, none of them a `source`."""

    def __init__(self, book: Path | None, sources: Iterable[Path]) -> None:
        self._book = book
        self._taken = set(map(_place, sources))
        self._open: dict[int, FailedRows] = {}
        self._stack = ExitStack()

    def of(self, place: int, source: SourceTable, path: Path) -> FailedRows:
        """The file for the table at that place of the import."""
        found = self._open.get(place)
        if found is None:
            found = self._open[place] = self._stack.enter_context(FailedRows(source, path, self._is_free))
            self._taken.add(_place(found.path))
        return found

    def _is_free(self, path: Path) -> bool:
        """Whether rows may be put there: not over the book, a folder, what is imported, nor what failed beside them."""
        return not (_place(path) in self._taken or is_of(self._book, path) or path.is_dir())

    def finish(self) -> None:
        """All rows are written; raises InputError where one could not be."""
        for one in self._open.values():
            one.finish()

    def keep(self) -> list[Path]:
        """Put them in their places; returns where they lie."""
        return [path for one in self._open.values() if (path := one.keep()) is not None]

    def __enter__(self) -> "FailedFiles":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.close()


def _place(path: Path) -> str:
    """By what two names of one file are known, on a disk too that does not tell capitals apart."""
    return str(path.absolute()).casefold()


def _plain(name: str) -> str:
    return re.sub(r"[^\w.-]+", "-", name)[:80]
