"""A path, a file or a folder, as the tables it holds. What kind of file it is its first bytes tell, not its name."""

from pathlib import Path

from pipetui.exchange.containers.csv_file import csv_of
from pipetui.exchange.containers.foreign import foreign
from pipetui.exchange.containers.source import AS_FOUND, Reading
from pipetui.exchange.containers.table import SourceTable


def tables_of(path: Path, reading: Reading = AS_FOUND, book: Path | None = None) -> list[SourceTable]:
    """The tables at `path`, none of which is the `book`.

    Raises NotFoundError when nothing is there, InputError for what holds no table.
    """
    return [csv_of(foreign(path, book), reading)]
