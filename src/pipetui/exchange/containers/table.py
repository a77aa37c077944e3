"""What every container gives: tables of cells, read as a stream, whatever the bytes were."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time
from typing import NamedTuple, Protocol

Typed = date | datetime | time | int | float | bool
"""What a cell of a spreadsheet or of JSON may be besides a text."""


class SourceRow(NamedTuple):
    """One record: the line (or row, or number of the record) it begins in, its cells, all text, as many as headings,
    and what is wrong with it ("" when nothing is).

    Where a file goes on with a record in further rows (a second e-mail, one more tag, below an empty id), these are no
    rows of their own: their values stand in the cells of the record, one below the other, in the columns they were in.
    """

    line: int
    cells: list[str]
    problem: str


class Remark(NamedTuple):
    """Something done to a file in order to read it, or left out of it: what, how often, and an example with its line.

    `kind` is a word to count by: "repaired byte", "repeated heading", "total", "group", "footer", "continuation",
    "unquoted",
    and of what holds several tables "hidden", "empty", "left out", "encrypted".
    """

    kind: str
    times: int
    example: str = ""


class SourceTable(Protocol):
    """One table of a file: a CSV file is one, a workbook has one a sheet, an archive those of all its files.

    Typed dates and numbers of a spreadsheet come as ISO text and plain digits. `name` is what the rep knows it by
    (`deals.csv`, `export.zip/Deals.csv`, `book.xlsx · Pipeline`). `container` says what it was ("csv", "xlsx").
    `headings` are all different and none is blank.
    """

    @property
    def name(self) -> str: ...  # noqa: D102
    @property
    def container(self) -> str: ...  # noqa: D102
    @property
    def headings(self) -> tuple[str, ...]: ...  # noqa: D102

    def rows(self) -> Iterator[SourceRow]:
        """The records, read anew each time. Raises InputError where the file cannot be read on."""
        ...

    def remarks(self) -> tuple[Remark, ...]:
        """What was repaired and left out; complete after `rows` has been read to its end once."""
        ...
