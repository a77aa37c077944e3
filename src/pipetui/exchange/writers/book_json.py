"""The whole book as JSON: every table that is not the journal and not made of others, a row a line, in one order.

The same book is the same file to the byte, so that two can be compared line by line and kept under version control.
`exchange.book_json` brings it in again, row for row.
"""

import json
from collections.abc import Iterator
from typing import Any

from pipetui.domain.text import escaped
from pipetui.exchange.writers.source import ExportSource
from pipetui.store.files import REVISION
from pipetui.store.reads import whole_book
from pipetui.store.schema import triggers

FORMAT = 1
"""Of the file; the tables in it are those of the revision that it names."""

HEAD, TABLES, NUMBERS = "pipetui", "tables", "numbers"
"""The keys of the whole, and the one in the head for numbers that were given and are never given again."""

_encode = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":"), sort_keys=True).encode


def write(source: ExportSource, kind: str = "") -> Iterator[str]:
    """The whole book, piece by piece; of one moment where the caller sees to that (`whole_book.one_moment`)."""
    connection = source.connection
    tables = {table.name: sorted(column.name for column in table.columns) for table in triggers.journaled()}
    numbers = whole_book.last_numbers(connection, tables)
    head = {"format": FORMAT, NUMBERS: numbers, "revision": REVISION}
    yield f'{{\n"{HEAD}":{_encode(head)},\n"{TABLES}":{{\n'
    ended = ""
    for name in sorted(tables):
        yield f'{ended}"{name}":['
        columns, between, ended = tables[name], "\n", ",\n"
        for row in whole_book.table_rows(connection, name, columns):
            yield f"{between}{escaped(_line(dict(zip(columns, row, strict=True))))}"
            between = ",\n"
        yield "]" if between == "\n" else "\n]"
    yield "\n}\n}\n"


def _line(row: dict[str, Any]) -> str:
    try:
        return _encode(row)
    except (TypeError, ValueError):  # what only another program puts into a book: bytes, a number that is none
        return _encode({column: _odd(value) for column, value in row.items()})


def _odd(value: Any) -> Any:
    """A value that JSON has no word for, so that it is told at least; an import refuses it by name."""
    if isinstance(value, bytes):
        return {"bytes": value.hex()}
    return {"number": str(value)} if isinstance(value, float) else value
