"""Tables to be imported: of a text in a test, and of a CSV file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from pipetui.exchange.containers.csv_file import CsvFile, csv_of
from pipetui.exchange.containers.foreign import foreign
from pipetui.exchange.containers.source import Reading
from pipetui.exchange.containers.table import Remark, SourceRow


def open_csv(path: Path, delimiter: str | None = None, encoding: str | None = None) -> CsvFile:
    """The CSV file at `path`."""
    return csv_of(foreign(path, None), Reading(delimiter, encoding))


class Table(NamedTuple):
    """A table as a container gives it."""

    name: str
    headings: tuple[str, ...]
    cells: tuple[tuple[str, ...], ...] = ()
    container: str = "csv"

    def rows(self) -> Iterator[SourceRow]:
        """Its records."""
        return (SourceRow(line, list(cells), "") for line, cells in enumerate(self.cells, 2))

    def remarks(self) -> tuple[Remark, ...]:
        """Nothing."""
        return ()


def table(text: str, name: str = "export.csv", container: str = "csv") -> Table:
    """A table of lines whose cells stand between bars, the headings first."""
    headings, *rows = (tuple(line.split("|")) for line in text.splitlines())
    return Table(name, headings, tuple(rows), container)
