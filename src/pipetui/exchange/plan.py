"""Planning an import: what the file holds, how it is understood, and what it would change; nothing is written."""

from collections.abc import Iterator, Sequence
from enum import Enum
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from pipetui.domain.errors import InputError
from pipetui.domain.money import Money, check_currency
from pipetui.domain.wording import quoted
from pipetui.exchange import dates
from pipetui.exchange.csv_file import CsvFile, open_csv
from pipetui.exchange.incoming import Incoming, Reader, Rules
from pipetui.exchange.mapping import Column, columns_for
from pipetui.exchange.stages import StageMeaning, meanings, targets
from pipetui.exchange.survey import Filter, filter_for, survey
from pipetui.service.desk import Desk
from pipetui.store import bulk, reads

ROW = "deal row"
"""The kind of external reference that keeps the hash of the row a deal was last read from."""

BATCH = 500
_SHOWN = 5


class Options(NamedTuple):
    """What the rep told about the file: (field, column), (their stage, our stage), (column, value) and the like.

    What is None is found out. `system` names where the file comes from: ids are known by system.
    """

    maps: tuple[tuple[str, str], ...] = ()
    stages: tuple[tuple[str, str], ...] = ()
    where: tuple[tuple[str, str], ...] = ()
    delimiter: str | None = None
    encoding: str | None = None
    date_order: str | None = None
    system: str = "csv"
    currency: str | None = None


class Counts(NamedTuple):
    """How many rows are new deals, change a deal, are known and the same, or cannot be read."""

    new: int
    changed: int
    same: int
    failed: int


class Plan(NamedTuple):
    """What an import will do. `rows` counts the rows it takes, the failing ones too.

    `unmapped` are the headings not read. `sample` shows the first deals as understood, each as (field, text) pairs;
    `failures` the first rows that fail, as (line, reason).
    """

    file: CsvFile
    options: Options
    columns: tuple[Column, ...]
    unmapped: tuple[str, ...]
    stages: tuple[StageMeaning, ...]
    rules: Rules
    rows: int
    counts: Counts
    sample: tuple[tuple[tuple[str, str], ...], ...]
    failures: tuple[tuple[int, str], ...]


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


def columns(path: Path, options: Options = Options()) -> list[str]:  # noqa: B008  # immutable
    """The headings of the file, as `--map` and `--where` may name them."""
    return list(open_csv(path, options.delimiter, options.encoding).headings)


def plan(desk: Desk, path: Path, options: Options) -> Plan:
    """Read the whole file and say what importing it would do; the counts are true for the book as it is now.

    Raises NotFoundError without the file, InputError for a file, column, field, stage or order that makes no sense.
    """
    file = open_csv(path, options.delimiter, options.encoding)
    chosen = columns_for(file.headings, options.maps)
    fields = {column.field for column in chosen}
    if not fields & {"title", "organization", "person"}:
        raise InputError(
            f"{path.name}: no column gives the deals a title",
            f"say which: --map title=COLUMN; its columns are {', '.join(map(quoted, file.headings[:12]))}",
        )
    order = dates.check_order(options.date_order) if options.date_order else None
    seen = survey(file, chosen, options.where, order, desk.settings.dates.day_first)
    connection = desk.store.connection
    places = reads.places(connection)
    meant = targets(seen.stages, options.stages, places.of(places.default_pipeline))
    own = check_currency(options.currency) if options.currency else reads.book_currency(connection)
    rules = Rules(chosen, seen.orders, seen.decimal, seen.fraction, meant, own, desk.now())
    read = {column.place for column in chosen}
    made = Plan(
        file,
        options,
        chosen,
        tuple(heading for place, heading in enumerate(file.headings) if place not in read),
        meanings(seen.stages, meant),
        rules,
        seen.rows,
        Counts(0, 0, 0, 0),
        (),
        (),
    )
    return _counted(desk, made)


def _counted(desk: Desk, made: Plan) -> Plan:
    counts = dict.fromkeys(Verdict, 0)
    sample: list[tuple[tuple[str, str], ...]] = []
    failures: list[tuple[int, str]] = []
    for batch in judged(desk, made):
        for row in batch:
            verdict = Verdict.FAILED if isinstance(row, Failed) else row.verdict
            counts[verdict] += 1
            if isinstance(row, Failed):
                if len(failures) < _SHOWN:
                    failures.append((row.line, row.reason))
            elif len(sample) < _SHOWN:
                sample.append(described(row.deal))
    return made._replace(counts=Counts(*counts.values()), sample=tuple(sample), failures=tuple(failures))


def judged(desk: Desk, plan: Plan) -> Iterator[list[Judged | Failed]]:
    """The rows of the file in batches, each understood and compared with the book as it is when its batch is asked."""
    rows = _understood(plan)
    seen: dict[int, int] = {}
    while batch := list(islice(rows, BATCH)):
        yield _judge(desk, plan.options.system, batch, seen)


def _understood(plan: Plan) -> Iterator[Incoming | Failed]:
    reader = Reader(plan.rules)
    chosen: Filter = filter_for(plan.file.headings, plan.options.where)
    for row in plan.file.rows():
        if row.problem:
            # Nobody can say whose row it is: it fails, unless only some rows are wanted.
            if not chosen.wanted:
                yield Failed(row.line, row.cells, row.problem)
        elif chosen.takes(row.cells):
            try:
                yield reader.row(row.line, row.cells)
            except InputError as error:
                yield Failed(row.line, row.cells, error.title)


def _judge(desk: Desk, system: str, batch: Sequence[Incoming | Failed], seen: dict[int, int]) -> list[Judged | Failed]:
    """`seen` remembers the rows of this file: the hash of an id -> of its row, the hash of a row -> how often."""
    connection = desk.store.connection
    keyed = [(row, "" if isinstance(row, Failed) else _key(row, seen)) for row in batch]
    known = bulk.known_deals(connection, system, [key for _, key in keyed if key])
    marks = bulk.marks_of(connection, system, ROW, [found.deal_id for found in known.values()])
    result: list[Judged | Failed] = []
    for row, key in keyed:
        if isinstance(row, Failed):
            result.append(row)
            continue
        found = known.get(key)
        before = seen.get(hash(key)) if row.key else None
        if before is not None and before != hash(row.digest):
            result.append(Failed(row.line, row.cells, f"the id {quoted(row.key)} stands in this file twice"))
        elif before is not None:
            result.append(Judged(row, Verdict.SAME, key, 0))
        elif found is None:
            result.append(Judged(row, Verdict.NEW, key, 0))
        elif not row.key or not found.live or marks.get(found.deal_id) == row.digest:
            result.append(Judged(row, Verdict.SAME, key, found.deal_id))
        else:
            result.append(Judged(row, Verdict.CHANGED, key, found.deal_id))
        if row.key:
            seen.setdefault(hash(key), hash(row.digest))
    return result


def _key(row: Incoming, seen: dict[int, int]) -> str:
    """What the row is known by: its id, else its hash, and which of several equal rows it is."""
    if row.key:
        return row.key
    count = seen[hash(row.digest)] = seen.get(hash(row.digest), 0) + 1
    return f"row:{row.digest}" if count == 1 else f"row:{row.digest}:{count}"


def described(deal: Incoming) -> tuple[tuple[str, str], ...]:
    """A deal as (field, text) pairs, the blank ones left out."""
    value = "" if deal.minor is None else f"{Money(deal.minor, deal.currency).decimal} {deal.currency}"
    pairs = (
        ("title", deal.title),
        ("organization", deal.organization),
        ("person", ", ".join(deal.people)),
        ("email", ", ".join(deal.emails)),
        ("phone", ", ".join(deal.phones)),
        ("status", deal.status),
        ("stage", deal.stage),
        ("value", value),
        ("created", f"{deal.created:%Y-%m-%d}" if deal.created else ""),
        ("closed", f"{deal.closed:%Y-%m-%d}" if deal.closed else ""),
        ("close", deal.expected.isoformat() if deal.expected else ""),
        ("reason", deal.reason),
        ("source", deal.source),
        ("tags", " ".join(deal.tags)),
        ("note", deal.note.partition("\n")[0]),
        ("probability", "" if deal.probability is None else f"{deal.probability} %"),
        ("id", deal.key),
    )
    return tuple((field, text) for field, text in pairs if text)
