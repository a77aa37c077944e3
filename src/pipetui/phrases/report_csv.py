"""A report as CSV: each table under its headings, an empty line between two."""

from __future__ import annotations

import csv
import io

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from typing import Any

    from pipetui.phrases.report_page import Report


def tables(report: Report, shape: dict[str, Any], guarded: Callable[[str], str]) -> str:
    """The tables of a report in the shape that its JSON has; `guarded` makes a text harmless for a spreadsheet.

    What is an object in JSON is a column for each of its keys, `value.EUR`, unless the table has a heading for CSV;
    lists are left out.
    """
    parts = []
    for section in report.sections:
        told = {column.key: column.csv for column in section.columns if column.csv}
        lines = shape[section.key] if section.key else []
        rows = [{told.get(key, key): cell for key, cell in _flat(line)} for line in lines]
        if rows:
            parts.append(of_rows(rows, guarded))
    return "\n".join(parts)


def of_rows(rows: Sequence[dict[str, Any]], guarded: Callable[[str], str]) -> str:
    """Rows under the names of all their columns; `guarded` as in `tables`."""
    names = list(dict.fromkeys(name for row in rows for name in row))
    text = io.StringIO()
    writer = csv.DictWriter(text, names, restval="", lineterminator="\n")
    writer.writeheader()
    for row in rows:
        writer.writerow({name: guarded(cell) if isinstance(cell, str) else cell for name, cell in row.items()})
    return text.getvalue()


def _flat(line: dict[str, Any], before: str = "") -> Iterator[tuple[str, Any]]:
    for key, value in line.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{before}{key}.")
        elif isinstance(value, bool):
            yield f"{before}{key}", "yes" if value else "no"
        elif not isinstance(value, list):
            yield f"{before}{key}", "" if value is None else value
