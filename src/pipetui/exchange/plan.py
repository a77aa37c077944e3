"""Planning an import: what the file holds, how it is understood, and what it would change; nothing is written."""

from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from pipetui.domain.errors import InputError, Remedy
from pipetui.domain.folding import key_of
from pipetui.domain.money import Money, check_currency
from pipetui.domain.text import visible
from pipetui.domain.wording import quoted
from pipetui.exchange import dates
from pipetui.exchange.compare_rows import Counts, Failed, Judged, Verdict, judged
from pipetui.exchange.containers.csv_file import CsvFile, open_csv
from pipetui.exchange.kinds import ACTIVITIES, DEALS, PEOPLE
from pipetui.exchange.mapping import FIELDS, OF_DEALS, PLAIN, PLAIN_TITLES, SourceColumn, columns_for
from pipetui.exchange.profile import filter_for, survey
from pipetui.exchange.records import ImportRules, Incoming
from pipetui.exchange.stages import StageMeaning, meanings, targets
from pipetui.exchange.values import letters, plain
from pipetui.exchange.vocabulary import Vocabulary, vocabulary_of
from pipetui.service.workspace import Workspace
from pipetui.store.bulk import bulk_insert
from pipetui.store.reads import book_reads

Progress = Callable[[int, int], None]
"""Is told how many rows are done, and how many there are."""

_SHOWN = 5
_LOOKED_AT = 200
SYSTEM = "csv"
"""Where a file comes from that nobody named."""


class Options(NamedTuple):
    """What the rep told about the file: (field, column), (their stage, our stage), (column, value) and the like.

    What is None is found out. `program` is the one of `systems` that the file comes from, `system` the name by which
    its ids are known.
    """

    maps: tuple[tuple[str, str], ...] = ()
    stages: tuple[tuple[str, str], ...] = ()
    where: tuple[tuple[str, str], ...] = ()
    delimiter: str | None = None
    encoding: str | None = None
    date_order: str | None = None
    system: str = SYSTEM
    currency: str | None = None
    program: str | None = None


class Plan(NamedTuple):
    """What an import will do. `rows` counts the rows it takes, the failing ones too.

    `unmapped` are the headings not read, `dates` says how dates are read that may be read in two ways. `sample` shows
    the first deals as understood, each as (field, text) pairs; `failures` the first rows that fail, as (line, reason).
    `words` are all of the stage column; `made` names the stages that are made, None where the rows were not judged.
    """

    file: CsvFile
    options: Options
    columns: tuple[SourceColumn, ...]
    unmapped: tuple[str, ...]
    words: tuple[StageMeaning, ...]
    rules: ImportRules
    rows: int
    counts: Counts
    sample: tuple[tuple[tuple[str, str], ...], ...]
    failures: tuple[tuple[int, str], ...]
    dates: tuple[str, ...] = ()
    made: frozenset[str] | None = None

    @property
    def stages(self) -> tuple[StageMeaning, ...]:
        """What the words of the stage column mean; a new stage is none where all of its rows fail."""
        return tuple(word for word in self.words if not word.new or self.made is None or word.ours in self.made)

    @property
    def doubts(self) -> tuple[str, ...]:
        """What the rep should hear of, also after the import: how dates were read, new stages, what was not read."""
        new = [stage.ours for stage in self.stages if stage.new]
        told = f"new at 0 %, for the file does not say how likely: stage {', '.join(new)}" if new else ""
        left = f"not read: {', '.join(self.unmapped)}" if self.unmapped else ""
        return tuple(filter(None, (*self.dates, told, left)))


def columns(path: Path, options: Options, book: Path | None = None) -> list[str]:
    """The headings of the file, as `--map` and `--where` may name them; raises InputError for a file of no deals."""
    file = open_csv(path, options.delimiter, options.encoding, book=book)
    _columns(file, options)
    return list(file.headings)


def plan(
    workspace: Workspace,
    path: Path,
    options: Options,
    *,
    judge: bool = True,
    progress: Progress = lambda done, of: None,
) -> Plan:
    """Read the whole file and say what importing it would do; the counts are true for the book as it is now.

    Whoever imports it without a look at them need not `judge`: counts, sample and failures stay empty, and the file
    is read once less. `progress` is told how many rows of how many have been judged.
    Raises NotFoundError without the file, InputError for a file, column, field, stage or order that makes no sense.
    """
    file = open_csv(path, options.delimiter, options.encoding, book=workspace.store.path)
    vocabulary, chosen = _columns(file, options)
    fields = {column.field for column in chosen}
    if not fields & {"title", "organization", "person"}:
        raise InputError(
            f"{path.name}: no column gives the deals a title",
            remedy=Remedy("import.title", columns=", ".join(map(quoted, file.headings[:12]))),
        )
    order = dates.check_order(options.date_order) if options.date_order else None
    usual = vocabulary.usual_dates(workspace.settings.dates.day_first)
    seen = survey(file, chosen, options.where, order, usual)
    connection = workspace.store.connection
    pipelines = book_reads.pipelines(connection)
    meant = targets(seen.stages, options.stages, pipelines.of(pipelines.default_pipeline), vocabulary.status)
    own = check_currency(options.currency) if options.currency else book_reads.book_currency(connection)
    shares = seen.fraction or vocabulary.shares
    rules = ImportRules(chosen, seen.orders, seen.decimal, shares, meant, own, workspace.now(), seen.fine, vocabulary)
    options = options._replace(system=_system(workspace, file, chosen, options))
    read = {column.place for column in chosen}
    made = Plan(
        file,
        options,
        chosen,
        tuple(heading for place, heading in enumerate(file.headings) if place not in read),
        meanings(seen.stages, meant),
        rules,
        seen.rows,
        Counts(),
        (),
        (),
        seen.dates,
    )
    if not judge:
        return made
    with bulk_insert.seldom_collected():
        return _counted(workspace, made, progress)


def _columns(file: CsvFile, options: Options) -> tuple[Vocabulary, tuple[SourceColumn, ...]]:
    """By what words the file is read, and its columns; raises InputError for one that holds no deals."""
    vocabulary = vocabulary_of(file.headings, options.program)
    found = columns_for(file.headings, options.maps, vocabulary)
    _refuse_other_kinds(file, vocabulary, found)
    return vocabulary, found


def _refuse_other_kinds(file: CsvFile, vocabulary: Vocabulary, columns: Sequence[SourceColumn]) -> None:
    """People and organizations are no deals: raise InputError for a file with nothing in it that only deals have."""
    fields = {column.field for column in columns}
    told = any(column.field == "title" and not column.guessed for column in columns)
    named = any(column.field == "title" and letters(column.heading) not in PLAIN_TITLES for column in columns)
    if told or named or fields & OF_DEALS:
        return
    titles = {letters(column.heading) for column in columns if column.field == "title"}
    if vocabulary.records != DEALS:
        kind = vocabulary.records
    elif fields & {"email", "phone"}:
        kind = PEOPLE
    elif titles & {"subject", "topic"}:
        kind = ACTIVITIES
    else:
        return
    raise InputError(
        f"{visible(file.path.name)} holds no deals: it has no stage, value or close, and looks like {kind}",
        remedy=Remedy("import.deals"),
    )


def _system(workspace: Workspace, file: CsvFile, columns: Sequence[SourceColumn], options: Options) -> str:
    """By what name the ids of the file are known: a told one, else one for files with such headings.

    Files of two systems that both count from 1 are told apart by what their columns are called.
    """
    headings = {column.field: letters(column.heading) for column in reversed(columns)}
    if options.system != SYSTEM or "id" not in headings:
        return options.system
    own = f"{SYSTEM} {headings['id']} {headings.get('title', '')}".rstrip()
    connection = workspace.store.connection
    # Before headings counted all files were of one system: what came in then is still known.
    return (
        SYSTEM
        if bulk_insert.knows(connection, SYSTEM)
        and not bulk_insert.knows(connection, own)
        and _met(connection, file, columns)
        else own
    )


def _met(connection: bulk_insert.Connection, file: CsvFile, columns: Sequence[SourceColumn]) -> bool:
    """Whether deals of these ids and titles came in from here before."""
    places = {column.field: column.place for column in reversed(columns)}
    rows = [row.cells for row in islice(file.rows(), _LOOKED_AT) if not row.problem]
    known = bulk_insert.known_deals(connection, SYSTEM, [plain(cells[places["id"]]) for cells in rows])
    title = places.get("title", -1)
    return any(
        known[key].title == key_of(plain(cells[title]))
        for cells in rows
        if title >= 0 and (key := plain(cells[places["id"]])) in known
    )


def _counted(workspace: Workspace, made: Plan, progress: Progress) -> Plan:
    counts, done = Counts(), 0
    made_stages: set[str] = set()
    sample: list[tuple[tuple[str, str], ...]] = []
    failures: list[tuple[int, str]] = []
    for batch in rows_of(workspace, made):
        counts = counts.plus(batch)
        made_stages.update(row.deal.stage for row in _deals(batch) if row.verdict in (Verdict.NEW, Verdict.CHANGED))
        if len(sample) < _SHOWN:
            sample += [described(row.deal) for row in islice(_deals(batch), _SHOWN)]
        if len(failures) < _SHOWN and counts.failed:
            failures += [(row.line, row.reason) for row in batch if isinstance(row, Failed)]
        done += len(batch)
        progress(done, made.rows)
    return made._replace(
        counts=counts,
        sample=tuple(sample[:_SHOWN]),
        failures=tuple(failures[:_SHOWN]),
        made=frozenset(made_stages),
    )


def rows_of(workspace: Workspace, plan: Plan) -> Iterator[list[Judged | Failed]]:
    """The rows of the file in batches, each compared with the book as it is when its batch is asked for."""
    chosen = filter_for(plan.file.headings, plan.options.where)
    return judged(workspace.store.connection, plan.options.system, plan.file, plan.rules, chosen)


def _deals(batch: Sequence[Judged | Failed]) -> Iterator[Judged]:
    return (row for row in batch if isinstance(row, Judged))


def described(deal: Incoming) -> tuple[tuple[str, str], ...]:
    """A deal as (field, text) pairs, the blank ones left out."""
    value = "" if deal.minor is None else f"{Money(deal.minor, deal.currency).decimal} {deal.currency}"
    texts = {
        "title": deal.title,
        "organization": deal.parties.organization,
        "person": ", ".join(deal.parties.people),
        "email": ", ".join(deal.parties.emails),
        "phone": ", ".join(deal.parties.phones),
        "status": deal.status,
        "stage": deal.stage,
        "value": value,
        "created": f"{deal.created:%Y-%m-%d}" if deal.created else "",
        "closed": f"{deal.closed:%Y-%m-%d}" if deal.closed else "",
        "close": deal.expected.isoformat() if deal.expected else "",
        "reason": deal.reason,
        "tags": " ".join(deal.tags),
        "note": deal.note.partition("\n")[0],
        "probability": "" if deal.probability is None else f"{deal.probability} %",
        "id": deal.key,
        **{field.name: "" if it is None else str(it) for field, it in zip(PLAIN, deal.plain, strict=True)},
    }
    return tuple((field, texts[field]) for field in FIELDS if texts.get(field))
