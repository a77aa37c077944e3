"""What every row of a file means for the book: a new deal, a change, nothing, or a row that cannot be read."""

from collections.abc import Iterator, Sequence
from enum import Enum
from itertools import islice
from typing import NamedTuple

from pipetui.domain.errors import InputError
from pipetui.domain.folding import key_of
from pipetui.domain.wording import quoted
from pipetui.exchange.containers.csv_file import CsvFile
from pipetui.exchange.profile import Filter
from pipetui.exchange.records import ImportRules, Incoming, RowReader
from pipetui.store.bulk import bulk_insert
from pipetui.store.bulk.spill import Scratch

BATCH = 2000
"""How many rows are understood, compared and written together."""


class Verdict(Enum):
    """What a row means for the book."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    FAILED = "failed"


class Failed(NamedTuple):
    """A row that cannot become a deal: its line, its cells as they stand, and why."""

    line: int
    cells: Sequence[str]
    reason: str


class Judged(NamedTuple):
    """A deal of the file, its verdict, the key it is known by from now on, and the deal it is, 0 for a new one."""

    deal: Incoming
    verdict: Verdict
    key: str
    deal_id: int


class Counts(NamedTuple):
    """How many rows are new deals, change a deal, are known and the same, or cannot be read."""

    new: int = 0
    changed: int = 0
    same: int = 0
    failed: int = 0

    def plus(self, rows: Sequence[Judged | Failed]) -> "Counts":
        """With these rows counted too."""
        verdicts = [Verdict.FAILED if isinstance(row, Failed) else row.verdict for row in rows]
        return Counts(*(count + verdicts.count(verdict) for count, verdict in zip(self, Verdict, strict=True)))


def judged(
    connection: bulk_insert.Connection, system: str, file: CsvFile, rules: ImportRules, chosen: Filter
) -> Iterator[list[Judged | Failed]]:
    """The rows of the file in batches, each understood and compared with the book as it is when its batch is asked."""
    rows = _understood(file, rules, chosen)
    known = bulk_insert.knows(connection, system)
    with Scratch() as met:
        while batch := list(islice(rows, BATCH)):
            yield _judge(connection, system if known else None, batch, met)


def _understood(file: CsvFile, rules: ImportRules, chosen: Filter) -> Iterator[Incoming | Failed]:
    understand = RowReader(rules).row
    for line, cells, problem in file.rows():
        if problem:
            # Nobody can say whose row it is: it fails, unless only some rows are wanted.
            if not chosen.wanted:
                yield Failed(line, cells, problem)
        elif not chosen.wanted or chosen.takes(cells):
            try:
                yield understand(line, cells)
            except InputError as error:
                yield Failed(line, cells, error.title)


def _judge(
    connection: bulk_insert.Connection, system: str | None, batch: Sequence[Incoming | Failed], met: Scratch
) -> list[Judged | Failed]:
    """`met` remembers the rows of this file: the hash of an id -> of its row, the hash of a row -> how often.

    `system` is None when the book knows nothing of it.
    """
    marks = [0 if isinstance(row, Failed) else hash(row.key or row.digest) for row in batch]
    before = met.get(marks)
    keys = []
    for row, mark in zip(batch, marks, strict=True):
        if isinstance(row, Failed) or row.key:
            keys.append("" if isinstance(row, Failed) else row.key)
        else:
            # A row without an id is known by what it holds, and by which of several equal rows it is.
            count = before[mark] = before.get(mark, 0) + 1
            keys.append(f"row:{row.digest}" if count == 1 else f"row:{row.digest}:{count}")
    known = bulk_insert.known_deals(connection, system, list(filter(None, keys))) if system else {}
    result: list[Judged | Failed] = []
    for row, mark, key in zip(batch, marks, keys, strict=True):
        if isinstance(row, Failed):
            result.append(row)
            continue
        if row.key:
            told = hash(row.digest)
            first = before.get(mark)
            if first is None:
                before[mark] = told
            elif first != told:
                result.append(Failed(row.line, row.cells, f"the id {quoted(row.key)} stands in this file twice"))
                continue
            else:
                result.append(Judged(row, Verdict.SAME, key, 0))
                continue
        result.append(_compared(row, key, known.get(key)))
    met.put(before)
    return result


def _compared(row: Incoming, key: str, found: bulk_insert.KnownRows | None) -> Judged | Failed:
    if found is None:
        return Judged(row, Verdict.NEW, key, 0)
    if not row.key or not found.live or found.digest == row.digest:
        return Judged(row, Verdict.SAME, key, found.deal_id)
    organization = key_of(row.parties.organization)
    if found.title != key_of(row.title) and organization and found.organization not in ("", organization):
        said = f"the id {quoted(row.key)} is known as #{found.deal_id}, another deal of another organization"
        return Failed(row.line, row.cells, f"{said}: of another system? --system NAME keeps them apart")
    return Judged(row, Verdict.CHANGED, key, found.deal_id)
