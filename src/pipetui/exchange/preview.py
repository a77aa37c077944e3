"""A look at how the first rows of each table will stand, and what is odd in them, before anything is tried."""

from typing import NamedTuple

from pipetui.exchange.compare_rows import understood_rows
from pipetui.exchange.described import Described, described
from pipetui.exchange.planning import Plan
from pipetui.exchange.readers import READERS
from pipetui.exchange.records import FailedRow
from pipetui.exchange.warnings import Warnings

SHOWN = 5
LOOKED_AT = 2_000
"""How many rows of each table are looked at: in a moment, however long it is."""


class ImportPreview(NamedTuple):
    """For each table of a plan its first rows as they will stand; for all of them what is odd, by kind with counts.

    `failures` are the first rows of which nothing can be made, as (table, line, reason); `whole` says that every row of
    every table was looked at.
    """

    rows: tuple[tuple[Described, ...], ...]
    warnings: tuple[str, ...]
    failures: tuple[tuple[str, int, str], ...]
    failed: int
    whole: bool


def preview(plan: Plan) -> ImportPreview:
    """Understand the first rows; the book is not asked. Raises InputError where a file can no longer be read."""
    warnings, shown = Warnings(), []
    failures: list[tuple[str, int, str]] = []
    failed, whole = 0, True
    for source in plan.sources:
        first: list[Described] = []
        reader = READERS[source.records](source.rules)
        for count, row in enumerate(understood_rows(source.table, reader, source.chosen)):
            if count >= LOOKED_AT:
                whole = False
                break
            if isinstance(row, FailedRow):
                failed += 1
                if len(failures) < SHOWN:
                    failures.append((source.table.name, row.line, row.reason))
                continue
            if row.problems:
                warnings.add(row)
            if len(first) < SHOWN:
                first.append(described(row))
        shown.append(tuple(first))
    return ImportPreview(tuple(shown), tuple(warnings.told()), tuple(failures), failed, whole)
