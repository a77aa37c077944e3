"""What a file is: the system it comes from, the kind of record its rows are, what each column means, how sure that is.

Known before a row is read: only deals become deals. Headings tell it, then what the cells of the first rows look like,
then the file's name and what the files beside it are, for the files of one export help each other.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from itertools import islice
from typing import NamedTuple

from pipetui.domain.choose import choose
from pipetui.domain.errors import InputError
from pipetui.domain.wording import quoted
from pipetui.exchange import cell_shapes, systems
from pipetui.exchange.containers.table import SourceTable
from pipetui.exchange.kinds import (
    ACTIVITIES,
    DEALS,
    FIELDS,
    KINDS,
    LEADS,
    NOTES,
    ORGANIZATIONS,
    OTHER,
    PEOPLE,
    PRODUCTS,
)
from pipetui.exchange.lead_deals import as_deals, ended_places
from pipetui.exchange.mapping import SourceColumn, columns_of, field_named, place_of
from pipetui.exchange.points import Guess, guesses, named_like
from pipetui.exchange.system import Kind, System
from pipetui.exchange.values import letters
from pipetui.exchange.vocabulary import Vocabulary, beginning, begins, listed, marks_in, system_named, words_for

SURE, LIKELY, UNSURE = "sure", "likely", "not sure"
_LOOKED_AT, _LONGEST = 200, 200
_WITHIN = " · "
"""What stands between a file and a table in it."""
_SHOWN, _FEW = 4, 5
_WEIGHTY, _APART = 4, 2
_OF_A_DEAL = (ACTIVITIES, NOTES, PRODUCTS)
_NAMING_A_DEAL = frozenset(("title", "id"))
"""What a file of something else tells of the deal that it belongs to."""


class Told(NamedTuple):
    """What the rep told of the files: `--from`, `--as`, and the (field, heading) pairs of `--map`.

    `each` holds (file, kind): what the rows of one of several files are.
    """

    system: str | None = None
    records: str | None = None
    maps: tuple[tuple[str, str], ...] = ()
    each: tuple[tuple[str, str], ...] = ()

    def kind_of(self, name: str) -> str:
        """The kind of record that was told of the table of that name, "" for none."""
        found = next((kind for file, kind in self.each if _is_called(name, file)), self.records)
        return choose(found, (*KINDS, OTHER), "kind of record") if found else ""


class Recognised(NamedTuple):
    """What one table is. A table whose rows hold records of several kinds is there once for each.

    `system` is the title of the system and `name` what is typed for it, "" for none; `records` one of `kinds.KINDS`, or
    OTHER for what is named and left out. `evidence` are the headings, or words, that tell it. `kept` are the headings
    of what the system fills for itself, left out without a question; `repeated` those that stand there a second time:
    the first counts. A row is such a record only where a cell of `needs` is filled, if there are any.
    `choices` are the kinds it may be, the likeliest first. A row of leads that shall be deals has become one already
    where a cell of `ended` says so.
    """

    table: SourceTable
    system: str
    name: str
    records: str
    sure: str
    evidence: tuple[str, ...]
    vocabulary: Vocabulary
    columns: tuple[SourceColumn, ...]
    kept: tuple[str, ...] = ()
    repeated: tuple[str, ...] = ()
    needs: tuple[int, ...] = ()
    choices: tuple[str, ...] = ()
    ended: tuple[int, ...] = ()

    @property
    def unread(self) -> tuple[int, ...]:
        """The places of the columns that no field takes and that are not left out on purpose.

        What a row holds beside another record is read there.
        """
        if self.needs:
            return ()
        read = {column.place for column in self.columns} | {column.label_place for column in self.columns}
        passed = {*self.kept, *self.repeated}
        return tuple(
            place for place, heading in enumerate(self.table.headings) if place not in read and heading not in passed
        )


class _Fit(NamedTuple):
    """One reading of a table."""

    name: str
    system: System
    kind: Kind
    sure: str
    evidence: tuple[str, ...]
    choices: tuple[str, ...] = ()


class _FirstRows:
    """The first rows of a table, and what the cells of its columns look like: read, and looked at, once."""

    def __init__(self, table: SourceTable) -> None:
        self.table = table

    @cached_property
    def sample(self) -> list[list[str]]:
        """The first rows."""
        return [row.cells for row in islice(self.table.rows(), _LOOKED_AT) if not row.problem]

    @cached_property
    def shapes(self) -> list[cell_shapes.CellShape]:
        """What each column holds."""
        return cell_shapes.shapes(self.table.headings, self.sample)


_NO_SYSTEM = System("", ())


def recognise(tables: Sequence[SourceTable], told: Told | None = None) -> tuple[Recognised, ...]:
    """What each of the tables is, in their order.

    Raises InputError for a system, a kind or a field that is none, and for a column or a file told that is not there.
    """
    told = told or Told()
    known = systems.known()
    name = system_named(told.system) if told.system else ""
    kinds = [told.kind_of(table.name) for table in tables]
    _check_files(tables, told.each)
    _check_maps(tables, told.maps, told._replace(each=()).kind_of(""))
    looks = [_FirstRows(table) for table in tables]
    fits = [_fit(look, known, name, records, told.maps) for look, records in zip(looks, kinds, strict=True)]
    fits = [
        fit
        if not company or fit.name == company or (fit.name and fit.sure == SURE)
        else _in_company(table, company, known[company], fit, records)
        for table, fit, company, records in zip(tables, fits, _companies(tables, fits), kinds, strict=True)
    ]
    if any(fit.kind.records != OTHER and fit.sure != UNSURE for fit in fits):
        # What is nothing at all beside files that are something is left out, and named.
        fits = [fit._replace(sure=LIKELY) if fit.kind.records == OTHER else fit for fit in fits]
    found = []
    for look, fit in zip(looks, fits, strict=True):
        found += [_recognised(look, fit, kind, told.maps) for kind in (fit.kind, *_beside(fit.kind, look.table))]
    return tuple(found)


def _companies(tables: Sequence[SourceTable], fits: Sequence[_Fit]) -> list[str]:
    """The system of the files beside each table: of all, of those of its folder, of what lies in its own file.

    It is "" where none of these is one.
    """
    of_all = _company(fits)
    if of_all:
        return [of_all for _ in tables]
    folders = [re.split(r"[^/\\]*$", table.name)[0] for table in tables]
    files = [table.name.partition(_WITHIN)[0] for table in tables]
    of_folders, of_files = (
        {
            place: _company([fit for fit, beside in zip(fits, places, strict=True) if beside == place])
            for place in set(places)
        }
        for places in (folders, files)
    )
    return [of_folders[folder] or of_files[file] for folder, file in zip(folders, files, strict=True)]


def _company(fits: Sequence[_Fit]) -> str:
    """The one system that these are of, as far as they show one; "" for none or several.

    A kind of file that is a system of its own, such as a vCard, tells nothing of the files beside it.
    """
    showing = [fit for fit in fits if fit.name and not fit.system.container]
    named = {fit.name for fit in showing if fit.sure == SURE} or {fit.name for fit in showing}
    return named.pop() if len(named) == 1 else ""


def _beside(kind: Kind, table: SourceTable) -> Iterator[Kind]:
    """The further kinds of record that the rows of a table hold."""
    headings = set(map(letters, _short(table.headings)))
    return (beside for beside in kind.beside if not headings.isdisjoint(listed(beside.needs)))


def _fit(look: _FirstRows, known: dict[str, System], name: str, records: str, maps: Iterable[tuple[str, str]]) -> _Fit:
    table = look.table
    headings = _short(table.headings)
    own = {one: system for one, system in known.items() if system.container == table.container}
    shown = "" if name or own else _shown_by_ids(table, known)
    name = name or shown
    candidates = {name: known[name]} if name else own or known
    counted = {
        one: marks_in(system, telling) + max(marks_in(kind, telling) for kind in system.kinds)
        for one, system in candidates.items()
        for telling in (_telling(headings, system),)
    }
    best = max(counted, key=lambda one: counted[one])
    if not counted[best] and not name and not own:
        guessed = _guess(look, records, maps)
        kind = _guessed_kind(look, _NO_SYSTEM, guessed, records)
        return _Fit("", _NO_SYSTEM, kind, guessed.sure, guessed.evidence, guessed.choices)
    system = known[best]
    kind = _of_prefixes(system, headings, table.name) or max(
        system.kinds, key=lambda kind: (marks_in(kind, headings), _called_like(table.name, kind))
    )
    if kind.records == LEADS and records == DEALS:
        kind = as_deals(kind)
    only = bool(own) and len(system.kinds) == 1  # a file of cards holds nothing else, whatever these tell
    marked = marks_in(kind, headings)
    if marked == 1 and not (only or name or shown or marks_in(system, headings)) and _belies(look, kind):
        # One heading that another may have as well, above rows that can be no such records.
        guessed = _guess(look, records, maps)
        kind = _guessed_kind(look, _NO_SYSTEM, guessed, records)
        return _Fit("", _NO_SYSTEM, kind, guessed.sure, guessed.evidence, guessed.choices)
    if (only or marked) and (not records or kind.records == records):
        said = _evidence(kind, headings, system) or (system.title,)
        itself = any(letters(system.title) in letters(heading) for heading in said)  # such as “Copper ID”
        sure = SURE if len(said) > 1 or itself or name or own else LIKELY
        return _Fit(best, system, kind, sure, said, (kind.records,))
    guessed = _guess(look, records, maps)
    said = (f"ids {system.ids}…",) if shown else _evidence(Kind(), headings, system)
    evidence = tuple(dict.fromkeys((*said, *guessed.evidence)))[:_SHOWN]
    sure = SURE if shown and guessed.sure != UNSURE else guessed.sure
    return _Fit(best, system, _guessed_kind(look, system, guessed, records), sure, evidence, guessed.choices)


def _guessed_kind(look: _FirstRows, system: System, guessed: "_Guessed", records: str) -> Kind:
    """The kind of file that was guessed; leads of which the rep says that they are deals are read as leads are."""
    if records == DEALS and (seen := _guesses(look)) and seen[0].records == LEADS:
        return as_deals(_kind_of(system, LEADS))
    return _kind_of(system, guessed.records)


def _telling(headings: Sequence[str], system: System) -> list[str]:
    """The headings that may tell a system: not those that it shares with another."""
    shared = frozenset(listed(system.shared))
    return [heading for heading in headings if not (" " in heading and letters(heading) in shared)]


def _shown_by_ids(table: SourceTable, known: dict[str, System]) -> str:
    """The system whose ids stand in the first rows, "" for none."""
    cells = [cell for row in islice(table.rows(), _FEW) if not row.problem for cell in row.cells]
    return next(
        (one for one, system in known.items() if system.ids and any(cell.startswith(system.ids) for cell in cells)), ""
    )


def _in_company(table: SourceTable, name: str, system: System, alone: _Fit, records: str) -> _Fit:
    """A file that shows no system itself, beside files that do: one of that system, if it can be one."""
    fitting = [kind for kind in system.kinds if not records or kind.records == records]
    kind = max(fitting, key=lambda kind: _called_like(table.name, kind), default=Kind(OTHER))
    if not _called_like(table.name, kind):
        kind = _kind_of(system, LEADS if alone.kind.of_leads else alone.kind.records)
    if kind not in system.kinds:
        return alone
    if alone.kind.of_leads:
        kind = as_deals(kind)
    sure = LIKELY if alone.sure == UNSURE else alone.sure
    return alone._replace(name=name, system=system, kind=kind, sure=sure, choices=(kind.records,))


def _called_like(name: str, kind: Kind) -> int:
    """How much of a table's name is what such files are called: an `OpportunityLineItem` beats an `Opportunity`."""
    return max((len(word) for word in listed(kind.files) if named_like(name, (word,))), default=0)


def _kind_of(system: System, records: str) -> Kind:
    """The system's own kind of file of such records, else one without words of its own."""
    return next((kind for kind in system.kinds if kind.records == records), Kind(records))


def _of_prefixes(system: System, headings: Sequence[str], file: str) -> Kind | None:
    """Of kinds whose headings stand mixed in one file, each behind its own prefix, the one that the rows are.

    Rows that name a deal are deals, whatever else they tell, unless most of it is of something done or written, or the
    file is called after what they tell and of the deal there is its name alone.
    """
    counts = [(sum(begins(heading, kind.prefix) for heading in headings), kind) for kind in system.kinds]
    found = [(count, kind) for count, kind in counts if count]
    if not found:
        return None
    _, most = max(found, key=lambda one: one[0])
    if most.records in (ACTIVITIES, NOTES):
        return most
    deal = next((kind for _, kind in found if kind.records == DEALS), None)
    of_deals = [
        letters(heading[len(begun) :]) for heading in headings if deal and (begun := beginning(heading, deal.prefix))
    ]
    if _NAMING_A_DEAL.issuperset(of_deals):
        beside = (kind for _, kind in found if kind.records in _OF_A_DEAL)
        called = next((kind for kind in beside if named_like(file, listed(kind.files))), None)
        if called is not None:
            return called
    order = (DEALS, LEADS, PEOPLE, ORGANIZATIONS)
    return min((kind for _, kind in found), key=lambda kind: (*order, kind.records).index(kind.records))


def _evidence(kind: Kind, headings: Sequence[str], system: System) -> tuple[str, ...]:
    marks = frozenset((*listed(kind.marks), *listed(system.marks)))
    said = [heading for heading in headings if letters(heading) in marks or begins(heading, kind.prefix)]
    return tuple(said[:_SHOWN])


class _Guessed(NamedTuple):
    """What a file of no known system seems to be."""

    records: str
    sure: str
    evidence: tuple[str, ...]
    choices: tuple[str, ...]


def _guess(look: _FirstRows, records: str, maps: Iterable[tuple[str, str]]) -> _Guessed:
    if records:
        return _Guessed(records, SURE, ("as you said",), (records,))
    found = _guesses(look)
    mapped = [field for field, heading in maps if heading.strip() and _is_known(place_of, look.table.headings, heading)]
    # What the rep told of a column is the rows' own: only a kind that has such a field can be meant.
    found = [one for one in found if all(_is_known(field_named, field, one.records) for field in mapped)] or found
    if not found:
        return _Guessed(OTHER, UNSURE, (), KINDS)
    best = found[0]
    return _Guessed(best.records, _how_sure(found), best.evidence[:_SHOWN], tuple(one.records for one in found))


def _belies(look: _FirstRows, kind: Kind) -> bool:
    """Whether the rows cannot be what such a kind of file has: the headings are surely of others.

    Products have names; deals may be named by what the files beside theirs know under an id.
    """
    found = _guesses(look)
    if not found:
        return kind.records == PRODUCTS
    return kind.records in (DEALS, PRODUCTS) and found[0].points >= _WEIGHTY and kind.records not in _records(found)


def _records(found: Sequence[Guess]) -> list[str]:
    return [one.records for one in found]


def _guesses(look: _FirstRows) -> list[Guess]:
    return guesses(_short(look.table.headings), look.table.name, look.shapes)


def _how_sure(found: Sequence[Guess]) -> str:
    best, margin = found[0].points, found[0].points - (found[1].points if len(found) > 1 else 0)
    if best >= _WEIGHTY and margin >= _APART:
        return SURE
    return LIKELY if margin else UNSURE


def _recognised(look: _FirstRows, fit: _Fit, kind: Kind, maps: Iterable[tuple[str, str]]) -> Recognised:
    vocabulary = words_for(fit.name, fit.system, kind)
    table = look.table
    headings = table.headings
    short = _short(headings)
    mine = [
        (field, heading)
        for field, heading in maps
        if not heading.strip()
        or (_is_known(place_of, headings, heading) and _is_known(field_named, field, kind.records))
    ]
    repeated = tuple(heading for heading in headings if _repeats(heading, headings))
    # What stands there a second time is read only where it is told.
    shown = [("" if heading in repeated and heading not in dict(mine).values() else heading) for heading in short]
    columns = columns_of(shown, mine, vocabulary) if kind.records != OTHER else ()
    columns = cell_shapes.settled(columns, short, look.sample, vocabulary, look.shapes)
    columns = tuple(column._replace(heading=headings[column.place]) for column in columns)
    read = {column.place for column in columns}
    kept = tuple(h for place, h in enumerate(headings) if place not in read and vocabulary.is_kept(short[place]))
    needs = frozenset(listed(kind.needs))
    return Recognised(
        table,
        fit.system.title,
        fit.name,
        kind.records,
        fit.sure,
        fit.evidence,
        vocabulary._replace(minor=cell_shapes.counts_cents(columns, short, look.sample, vocabulary)),
        columns,
        kept,
        repeated,
        tuple(place for place, heading in enumerate(short) if vocabulary.heading(heading) in needs),
        fit.choices,
        ended_places(kind, short) if kind.of_leads else (),
    )


def _short(headings: Sequence[str]) -> tuple[str, ...]:
    """The headings as they are looked up: no heading that means something is longer than that."""
    return tuple(heading[:_LONGEST] for heading in headings)


def _repeats(heading: str, headings: Sequence[str]) -> bool:
    """Whether it is the second column of one name; containers number them: `Deal - Status (2)`."""
    match = re.fullmatch(r"(.+) \([0-9]+\)", heading)
    return match is not None and match[1] in headings


def _is_called(name: str, told: str) -> bool:
    """Whether a table is the one that is told: by its whole name, or the last part of it, with its ending or not."""
    last = re.split(r"[/\\]", name)[-1]
    own = {name, last, last.rpartition(" · ")[2], last.rpartition(".")[0]}
    return told.strip().casefold() in {one.casefold() for one in own if one}


def _check_files(tables: Sequence[SourceTable], each: Iterable[tuple[str, str]]) -> None:
    """Raise InputError for a file that is told and is none of these."""
    for file, _ in each:
        if not any(_is_called(table.name, file) for table in tables):
            names = ", ".join(quoted(table.name) for table in tables[:6])
            raise InputError(f"there is no file {quoted(file)}", f"the files are: {names}")


def _check_maps(tables: Sequence[SourceTable], maps: Iterable[tuple[str, str]], records: str) -> None:
    """Raise InputError for a field that no kind of record has, and for a heading that no table has."""
    for field, heading in maps:
        if not any(_is_known(field_named, field, kind) for kind in ((records,) if records in FIELDS else FIELDS)):
            field_named(field, records if records in FIELDS else DEALS)
        if heading.strip() and not any(_is_known(place_of, table.headings, heading) for table in tables):
            place_of([known for table in tables for known in table.headings], heading)


def _is_known(looked_up: Callable[..., object], *given: object) -> bool:
    """Whether `field_named` or `place_of` finds what is given."""
    try:
        looked_up(*given)
    except InputError:
        return False
    return True
