"""What an import will do: what each file holds, and how it is understood; nothing is written."""

from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from pipetui.domain.custom_fields import DEAL, ORGANIZATION, PERSON
from pipetui.domain.custom_fields import find as find_field
from pipetui.domain.custom_names import name_for, names_for
from pipetui.domain.deal import LOST, WON
from pipetui.domain.errors import InputError, Remedy, Warned
from pipetui.domain.folding import key_of
from pipetui.domain.money import check_currency
from pipetui.domain.text import visible
from pipetui.domain.wording import quoted
from pipetui.exchange import dates
from pipetui.exchange.cells import TableRules
from pipetui.exchange.containers.open import tables_of
from pipetui.exchange.containers.source import Reading
from pipetui.exchange.containers.table import SourceTable
from pipetui.exchange.failed import REASONS
from pipetui.exchange.kinds import DEALS, LEADS, ORGANIZATIONS, OTHER, PEOPLE
from pipetui.exchange.mapping import SourceColumn, place_of
from pipetui.exchange.outcome import ImportResult
from pipetui.exchange.own_columns import OwnColumn, SeenValues
from pipetui.exchange.profile import Filter, Survey, filter_for, survey
from pipetui.exchange.recognition import SURE, UNSURE, Recognised, Told, recognise
from pipetui.exchange.records import ENTITY, ORDER
from pipetui.exchange.refs import UNNAMED
from pipetui.exchange.stages import NUMBERED, UNSAID, StageMeaning, StagePlan, stage_plan
from pipetui.exchange.values import letters, plain
from pipetui.exchange.verdicts import Counts
from pipetui.exchange.vocabulary import together
from pipetui.render import plural
from pipetui.service.workspace import Workspace
from pipetui.store import custom_fields
from pipetui.store.bulk import bulk_insert, stage_rows
from pipetui.store.reads import book_reads

Progress = Callable[[int, int], None]
"""Is told how many rows are done, and how many there are; it may raise `Cancelled`, and nothing is imported then."""

_LOOKED_AT = 200
_NAMED_AFTER = {"title", "organization", "person", "first", "last", "organization_id", "person_id"}
SYSTEM = UNNAMED
"""Where a file comes from that nobody named."""


class Options(NamedTuple):
    """What the rep told about the files: (field, column), (their stage, our stage), (column, value) and the like.

    What is None is found out. `program` is the one of `systems` that the files come from, `system` the name by which
    their ids are known, `records` the kind of record, `each` that of one file, as (file, kind).
    `skip` are columns to leave out, `unread` says what becomes of those that no field takes: "field" or "note". `join`
    takes deals that are alike for the same.
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
    records: str | None = None
    skip: tuple[str, ...] = ()
    unread: str = "field"
    join: bool = False
    headings: bool = True
    each: tuple[tuple[str, str], ...] = ()


_OWN_FIELDS_OF = {DEALS: DEAL, PEOPLE: PERSON, LEADS: PERSON, ORGANIZATIONS: ORGANIZATION}
"""Whose the fields are that a column of no field becomes; of other records it goes into their words."""


class SourcePlan(NamedTuple):
    """How one table is read: as what, by whose ids, by which rules; `unread` are the headings that no field takes.

    `links` holds, by entity, the heading of the column that its ids stand in.
    """

    found: Recognised
    path: Path
    system: str
    links: dict[str, str]
    rules: TableRules
    survey: Survey
    chosen: Filter
    unread: tuple[str, ...] = ()
    skipped: tuple[str, ...] = ()

    @property
    def own_fields(self) -> tuple[OwnColumn, ...]:
        """What the columns become that no field takes, where they become fields of the rep's own."""
        return self.rules.extras if self.records in _OWN_FIELDS_OF else ()

    @property
    def table(self) -> SourceTable:
        """What it is read from."""
        return self.found.table

    @property
    def records(self) -> str:
        """What its rows are."""
        return self.found.records

    @property
    def columns(self) -> tuple[SourceColumn, ...]:
        """The columns that are read."""
        return self.found.columns

    @property
    def currency_said(self) -> Warned | None:
        """That amounts name no currency, and what they are taken for."""
        paid = next((column for column in self.columns if column.field in ("value", "price")), None)
        if not self.survey.bare or paid is None or paid.unit not in ("", "minor") or self.records == LEADS:
            return None
        said = f"{paid.heading}: {quoted(self.survey.bare)} names no currency and is taken for {self.rules.currency}"
        return Warned(said, Remedy("import.currency"))

    @property
    def size_said(self) -> str:
        """That amounts are thousands, or larger still, for their heading says so; "" where none does."""
        paid = next((column for column in self.columns if column.power and column.field in ("value", "price")), None)
        if paid is None:
            return ""
        return f"{paid.heading}: amounts are taken times {10**paid.power:,}, as the heading says"


class Plan(NamedTuple):
    """What an import will do: its tables in the order in which they are read, and those left out.

    `stage_plan` is what the words of all stage columns mean. `trial` is what came of it when it was tried, None where
    nobody wanted to know.
    """

    options: Options
    sources: tuple[SourcePlan, ...]
    others: tuple[Recognised, ...]
    stage_plan: StagePlan
    currency: str
    trial: ImportResult | None = None

    @property
    def rows(self) -> int:
        """How many rows it takes, those that fail too."""
        return sum(source.survey.rows for source in self.sources)

    @property
    def counts(self) -> Counts:
        """What becomes of them."""
        return Counts(*self.trial[:4]) if self.trial else Counts()

    @property
    def name(self) -> str:
        """What is imported, in a word."""
        names = list(dict.fromkeys(visible(source.path.name) for source in self.sources))
        return names[0] if len(names) == 1 else f"{len(names)} files"

    @property
    def columns(self) -> tuple[SourceColumn, ...]:
        """All columns that are read."""
        return tuple(column for source in self.sources for column in source.columns)

    @property
    def unread(self) -> tuple[str, ...]:
        """The headings of columns that no field takes."""
        return tuple(dict.fromkeys(heading for source in self.sources for heading in source.unread))

    @property
    def sample(self) -> tuple[tuple[tuple[str, str], ...], ...]:
        """The first deals as they will stand, each as (field, text) pairs."""
        return self.trial.sample if self.trial else ()

    @property
    def failures(self) -> tuple[tuple[int, str], ...]:
        """The first rows that fail, as (line, reason)."""
        return self.trial.failures if self.trial else ()

    @property
    def currencies(self) -> tuple[str, ...]:
        """Which amounts are thousands, and which name no currency, and what they are taken for."""
        sizes = [source.size_said for source in self.sources]
        unnamed = [] if self.options.currency else [source.currency_said for source in self.sources]
        return tuple(dict.fromkeys(said for said in (*sizes, *unnamed) if said))

    @property
    def dates(self) -> tuple[str, ...]:
        """How dates are read that may be read in two ways."""
        return tuple(dict.fromkeys(said for source in self.sources for said in source.survey.dates))

    @property
    def stages(self) -> tuple[StageMeaning, ...]:
        """What the words of the stage columns mean; a new stage is none where all of its rows fail."""
        made = self.trial.made if self.trial else None
        return tuple(word for word in self.stage_plan.meanings if not word.new or made is None or word.ours in made)

    @property
    def doubts(self) -> tuple[str, ...]:
        """What the rep should hear of, also after the import: how dates were read, which stages are new."""
        new = [stage for stage in self.stages if stage.new]
        steps = [f"{stage.ours} {stage.probability} %" for stage in new if stage.why == NUMBERED]
        even = f"new in even steps, for the file does not say how likely: stage {', '.join(steps)}" if steps else ""
        unsaid = self.unsaid
        return tuple(filter(None, (*self.leads, *self.dates, *self.currencies, unsaid, even, *self._proposed())))

    @property
    def unsaid(self) -> Warned | None:
        """The new stages of which the file does not say how likely they are, and how the rep says it; None for none."""
        stages = [stage.ours for stage in self.stages if stage.new and stage.why == UNSAID]
        if not stages:
            return None
        said = f"new at 0 %, for the file does not say how likely: stage {', '.join(stages)}"
        return Warned(said, Remedy("import.percent", stage=stages[0]))

    @property
    def leads(self) -> tuple[str, ...]:
        """What becomes of leads, where nobody said whether they shall be people or deals."""
        told = Told(records=self.options.records, each=self.options.each)
        return tuple(
            Warned(
                f"{visible(source.table.name)}: {plural(source.survey.rows, 'lead')} as people with the tag lead",
                Remedy("import.leads", file=source.table.name),
            )
            for source in self.sources
            if source.records == LEADS and not told.kind_of(source.table.name)
        )

    def _proposed(self) -> Iterator[str]:
        """Words of a stage column that seem to say won or lost, for a veto."""
        known = {word for source in self.sources for word in source.found.vocabulary.status}
        for end in (WON, LOST):
            words = [word.theirs for word in self.stages if word.ours == end and letters(word.theirs) not in known]
            if words:
                said = f"taken for {end}: {', '.join(words[:6])}"
                yield Warned(said, Remedy("import.veto", word=words[0]))


class Cancelled(Exception):  # noqa: N818  # it is no error
    """Raised by whoever is told of the progress: nothing of the import stays."""


def understood(workspace: Workspace, paths: Path | Sequence[Path], options: Options) -> Plan:
    """Read the files once, and say how they are understood.

    Raises NotFoundError without a file, InputError for a file, column, field, stage or order that makes no sense.
    """
    found = recognised(paths, options, workspace.store.path)
    refuse_unsure(found, options)
    connection = workspace.store.connection
    own = check_currency(options.currency) if options.currency else book_reads.book_currency(connection)
    order = dates.check_order(options.date_order) if options.date_order else None
    sources = [
        _source(workspace, path, one, options, own, order)
        for path, one in found
        if one.records != OTHER and one.columns
    ]
    others = tuple(one for _, one in found if one.records == OTHER or not one.columns)
    if not sources:
        raise InputError(
            f"{', '.join(visible(one.table.name) for one in others[:3])}: nothing in it is of a kind that is read",
            remedy=Remedy("import.kind"),
        )
    sources.sort(key=lambda source: (ORDER.index(source.records), source.table.name))
    stages = _stages(workspace, sources, options)
    sources = [
        source._replace(rules=source.rules._replace(stages=stages.targets)) if source.records == DEALS else source
        for source in sources
    ]
    return Plan(options, tuple(sources), others, stages, own)


def recognised(
    paths: Path | Sequence[Path], options: Options, book: Path | None = None
) -> list[tuple[Path, Recognised]]:
    """What each table of the files is; raises NotFoundError or InputError for a file that cannot be read."""
    where: list[tuple[Path, SourceTable]] = []
    reading = Reading(options.delimiter, options.encoding, options.headings)
    for path in [paths] if isinstance(paths, Path) else paths:
        where += [(path, table) for table in tables_of(path, reading, book)]
    told = Told(options.program, options.records, options.maps, options.each)
    found = recognise([table for _, table in where], told)
    by_table = {id(table): path for path, table in where}
    return [(by_table[id(one.table)], one) for one in found]


def refuse_unsure(found: Sequence[tuple[Path, Recognised]], options: Options) -> None:
    """Raise InputError for a table that may be this or that, and nobody said which."""
    if options.records:
        return
    named_kinds = any(one.records != OTHER for _, one in found)
    for _, one in found:
        if one.sure == UNSURE and not (one.records == OTHER and named_kinds):
            named = " or ".join(one.choices[:2]) if one.choices else "something else"
            raise InputError(
                f"{visible(one.table.name)}: it is not sure what its rows are, {named}",
                remedy=Remedy(
                    "import.unsure",
                    file=one.table.name,
                    kind=(one.choices or (DEALS,))[0],
                    columns=", ".join(map(quoted, one.table.headings[:12])),
                ),
            )


def _source(
    workspace: Workspace, path: Path, found: Recognised, options: Options, own: str, order: str | None
) -> SourcePlan:
    table, vocabulary = found.table, found.vocabulary
    fields = {column.field for column in found.columns}
    if found.records == DEALS and not fields & _NAMED_AFTER:
        raise InputError(
            f"{visible(table.name)}: no column gives the deals a title",
            remedy=Remedy("import.title", columns=", ".join(map(quoted, table.headings[:12]))),
        )
    chosen = filter_for(table.headings, _of_table(table, options.where), found.needs)
    if found.ended:
        chosen = chosen._replace(ended=found.ended, blank=vocabulary.nothing)
    usual = vocabulary.usual_dates(workspace.settings.dates.day_first)
    met = {place: SeenValues(own, workspace.now().tzinfo) for place in found.unread}
    seen = survey(table, found.columns, chosen, order, usual, met)
    value = next((column for column in found.columns if column.field in ("value", "price")), None)
    if value is not None and value.unit == "minor":
        vocabulary = vocabulary._replace(minor=True)
    elif value is not None and value.unit:
        own = value.unit
    skipped = tuple(table.headings[place_of(table.headings, word)] for word in options.skip if _has(table, word))
    passed = REASONS if path.stem.endswith("-failed") else ()
    unread = tuple(
        table.headings[place]
        for place in found.unread
        if seen.columns[place].filled
        and table.headings[place] not in (*skipped, *passed)
        and place not in (*chosen.deleted, *chosen.ended)
    )
    named = [one for one in seen.own if table.headings[one.place] in unread]
    entity = _OWN_FIELDS_OF.get(found.records, DEAL)
    known = custom_fields.known(workspace.store.connection, entity)
    names = names_for((vocabulary.label(one.name) for one in named), entity)
    kept = tuple(
        one._replace(name=name).beside(find_field(known, name_for(name, entity)))
        for one, name in zip(named, names, strict=True)
    )
    rules = TableRules(
        found.columns,
        seen.orders,
        seen.decimal,
        seen.fraction or vocabulary.shares,
        {},
        own,
        workspace.now(),
        seen.fine,
        vocabulary,
        extras=kept if options.unread == "field" else (),
        in_notes=kept if options.unread == "note" else (),
    )
    links = {
        entity: letters(column.heading)
        for column in reversed(found.columns)
        for entity in ("deal", "person", "organization", "lead")
        if column.field == f"{entity}_id"
    }
    return SourcePlan(found, path, _system(workspace, found, options), links, rules, seen, chosen, unread, skipped)


def _of_table(table: SourceTable, where: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """The conditions on columns that the table has; raises InputError where it has none of them."""
    own = [pair for pair in where if _has(table, pair[0])]
    if where and not own:
        place_of(table.headings, where[0][0])
    return own


def _has(table: SourceTable, heading: str) -> bool:
    try:
        place_of(table.headings, heading)
    except InputError:
        return False
    return True


def _stages(workspace: Workspace, sources: Sequence[SourcePlan], options: Options) -> StagePlan:
    deals = [source for source in sources if source.records == DEALS]
    if not deals:
        return StagePlan()
    connection = workspace.store.connection
    seen = [place for source in deals for place in source.survey.places]
    return stage_plan(
        seen,
        options.stages,
        book_reads.pipelines(connection),
        together([source.found.vocabulary for source in deals]),
        unused=stage_rows.is_unused(connection),
    )


def _system(workspace: Workspace, found: Recognised, options: Options) -> str:
    """By what name the ids of the file are known: a told one, else the system's, else one for files with such headings.

    Files of two systems that both count from 1 are told apart by what their columns are called.
    """
    headings = {column.field: letters(column.heading) for column in reversed(found.columns)}
    if options.system != SYSTEM:
        return options.system
    named = found.name if found.sure == SURE else ""
    if "id" not in headings:
        return named or SYSTEM
    own = f"{SYSTEM} {headings['id']} {headings.get('title', headings.get('name', ''))}".rstrip()
    connection = workspace.store.connection
    if found.records == DEALS and not found.vocabulary.of_leads:
        # Before systems had names, and headings counted, ids were kept otherwise, and a file that shows less of itself
        # than the last one may be of the same system: what came in then is still known.
        for former in dict.fromkeys(filter(None, (own, SYSTEM, found.name))):
            later = named or own
            if former != later and not bulk_insert.knows(connection, later) and _met(connection, former, found):
                return former
    return named or own


def _met(connection: bulk_insert.Connection, system: str, found: Recognised) -> bool:
    """Whether deals of these ids and titles came in from here before."""
    if not bulk_insert.knows(connection, system):
        return False
    places = {column.field: column.place for column in reversed(found.columns)}
    rows = [row.cells for row in islice(found.table.rows(), _LOOKED_AT) if not row.problem]
    known = bulk_insert.known_deals(connection, system, [plain(cells[places["id"]]) for cells in rows])
    title = places.get("title", -1)
    return any(
        known[key].title == key_of(plain(cells[title]))
        for cells in rows
        if title >= 0 and (key := plain(cells[places["id"]])) in known
    )


def ids_of(plan: Plan) -> dict[str, set[str]]:
    """By what names the ids of this import are known, for each kind of thing."""
    names = {source.system for source in plan.sources}
    return dict.fromkeys(ENTITY.values(), names)
