"""Records that each say by name what they hold (JSON, vCards, calendars) as a table of all that any of them has."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from pipetui.domain.text import clean
from pipetui.exchange.containers.headings import check_width, unique
from pipetui.exchange.containers.source import Remarks, Source
from pipetui.exchange.containers.table import Remark, SourceRow

PROBLEM = "\0problem"
"""Under this key stands what is wrong with a record, which then has its text under ""."""

Record = Mapping[str, str]
Read = Callable[[Remarks], Iterator[tuple[int, Record]]]
"""Reads the file anew: the line (or the number) of each record, and what it holds."""


class RecordTable(NamedTuple):
    """The records of one kind. `keys` are what they call the columns."""

    source: Source
    name: str
    container: str
    keys: tuple[str, ...]
    headings: tuple[str, ...]
    read: Read
    noted: Remarks

    def rows(self) -> Iterator[SourceRow]:
        """The records. Raises InputError where the file cannot be read on."""
        remarks = self.noted.begun()
        for line, record in self.read(remarks):
            if PROBLEM in record:
                yield SourceRow(line, [record[""]], record[PROBLEM])
            else:
                yield SourceRow(line, [record.get(key, "") for key in self.keys], "")
        self.noted.done(remarks)

    def remarks(self) -> tuple[Remark, ...]:
        """What was repaired and left out."""
        return self.noted.told


def record_table(
    source: Source,
    name: str,
    container: str,
    keys: Sequence[str],
    read: Read,
    called: Callable[[str], str] = str,
) -> RecordTable:
    """The table of these columns; `called` makes a heading of a key. Raises InputError for too many."""
    check_width(len(keys), name)
    return RecordTable(
        source, name, container, tuple(keys), unique([clean(called(key)) for key in keys]), read, Remarks()
    )
