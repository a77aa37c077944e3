"""What every row of a file means for the book: something new, a change, nothing, or a row that cannot be read."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from hashlib import blake2b
from itertools import islice
from typing import Protocol

from pipetui.domain.errors import InputError
from pipetui.domain.folding import key_of
from pipetui.domain.wording import quoted
from pipetui.exchange.containers.table import SourceTable
from pipetui.exchange.lead_deals import key_of_lead
from pipetui.exchange.match import DealMatch
from pipetui.exchange.profile import Filter
from pipetui.exchange.records import (
    ENTITY,
    ActivityRow,
    DealRecord,
    FailedRow,
    ItemRow,
    LeadRow,
    Links,
    NoteRow,
    Parties,
    ReadOrganization,
    ReadPerson,
    Record,
)
from pipetui.exchange.refs import Refs
from pipetui.exchange.verdicts import Judged, Verdict
from pipetui.store.bulk import bulk_insert
from pipetui.store.bulk.refs import OWN
from pipetui.store.bulk.spill import Scratch

BATCH = 2000
"""How many rows are understood, compared and written together."""
_MAIN = 24
_BECAME = {
    "activity": ("activity", "step", "activity note"),
    "lead": ("lead", "lead organization"),
    "product": ("product", "item"),
}
"""What a row may have become, where that is not one thing: something done, planned, or only written down."""


class Reader(Protocol):
    """Understands the rows of one table."""

    def row(self, line: int, row: Sequence[str], /) -> Record:
        """The record of a row."""
        ...


class Comparison:
    """Judges the rows of one table, batch by batch, by the book as it is when the batch is asked for.

    `system` is the one by whose name its ids are known, `match` what finds deals that did not come from it.
    """

    def __init__(
        self,
        connection: bulk_insert.Connection,
        records: str,
        system: str,
        refs: Refs,
        match: DealMatch | None = None,
    ) -> None:
        self._connection, self._entity, self._system = connection, ENTITY[records], system
        self._refs, self._match = refs, match
        self._knows = bulk_insert.knows(connection, system)

    def rows(self, table: SourceTable, reader: Reader, chosen: Filter) -> Iterator[list[Judged | FailedRow]]:
        """The rows of the table in batches."""
        rows = understood_rows(table, reader, chosen)
        with Scratch() as met:
            while batch := list(islice(rows, BATCH)):
                yield self._judge(batch, met)

    def _judge(self, batch: Sequence[Record | FailedRow], met: Scratch) -> list[Judged | FailedRow]:
        """`met` remembers the rows of this file: the hash of a key -> of its row, the hash of a row -> how often."""
        marks = [0 if isinstance(row, FailedRow) else hash(row.key or _content(row)) for row in batch]
        before = met.get(marks)
        keys = []
        for row, mark in zip(batch, marks, strict=True):
            if isinstance(row, FailedRow) or row.key:
                keys.append("" if isinstance(row, FailedRow) else row.key)
            else:
                # A row without an id is known by what it is about, and by which of several it is.
                count = before[mark] = before.get(mark, 0) + 1
                content = _content(row)
                keys.append(content if count == 1 else f"{content}:{count}")
        known = self._known(batch, keys)
        result: list[Judged | FailedRow] = []
        for row, mark, key in zip(batch, marks, keys, strict=True):
            if isinstance(row, FailedRow):
                result.append(row)
                continue
            if row.key:
                told, first = _told(row), before.get(mark)
                if first is None:
                    before[mark] = told
                else:
                    result.append(_again(row, key, first, told))
                    continue
            result.append(known(row, key))
        met.put(before)
        return result if self._match is None else self._match.matched(result)

    def _known(
        self, batch: Sequence[Record | FailedRow], keys: Sequence[str]
    ) -> Callable[[Record, str], Judged | FailedRow]:
        if self._entity == "deal":
            return self._known_deals(batch, keys)
        entities = _BECAME.get(self._entity, (self._entity,))
        ids = wanted(batch)
        for entity in entities:
            ids[entity] = ids.get(entity, set()) | set(filter(None, keys))
        self._refs.begin(ids)

        def compared(row: Record, key: str) -> Judged:
            for entity in entities:
                found = self._refs.own(self._system, entity, key)
                if found is not None:
                    break
            else:
                return Judged(row, Verdict.NEW, key, 0)
            # Who was only named by another row so far has no digest; what is gone by now stays away.
            same = found.digest[:_MAIN] == row.digest[:_MAIN] or not found.entity_id
            return Judged(row, Verdict.SAME if same else Verdict.CHANGED, key, found.entity_id, found.digest, entity)

        return compared

    def _known_deals(
        self, batch: Sequence[Record | FailedRow], keys: Sequence[str]
    ) -> Callable[[Record, str], Judged | FailedRow]:
        known: Mapping[str, bulk_insert.KnownRows] = {}
        self._refs.begin(wanted(batch))
        if self._knows:
            old = [f"row:{row.digest[:_MAIN]}" for row in batch if not isinstance(row, FailedRow) and not row.key]
            known = bulk_insert.known_deals(self._connection, self._system, [*filter(None, keys), *old])

        if self._system == OWN:
            known = {**bulk_insert.exported_deals(self._connection, keys), **known}

        def compared(row: Record, key: str) -> Judged | FailedRow:
            assert isinstance(row, DealRecord)
            found = known.get(key)
            if found is None and not row.key:  # as rows without an id were known before
                found = known.get(f"row:{row.digest[:_MAIN]}")
            return _compared(row, key, found)

        return compared


def _told(row: Record) -> int:
    """What is remembered of a row by its id: in the upper half all that it says, in the lower what a deal is."""
    core = 0
    if isinstance(row, DealRecord):  # each line of a deal may have an amount of its own
        worth = () if row.items else (row.minor, row.currency)
        core = hash((row.title, row.status, row.stage, row.pipeline, *worth))
    return (hash(row.digest) & 0x7FFFFFFF) << 32 | core & 0xFFFFFFFF


def _again(row: Record, key: str, first: int, told: int) -> Judged | FailedRow:
    """A row whose id stood in the file before: the same once more, a further line of a deal, or another thing."""
    if first >> 32 == told >> 32 and not (isinstance(row, DealRecord) and row.items):
        return Judged(row, Verdict.SAME, key, 0)
    if isinstance(row, DealRecord) and first & 0xFFFFFFFF == told & 0xFFFFFFFF:
        return Judged(row, Verdict.MORE, key, 0)
    return FailedRow(row.line, row.cells, f"the id {quoted(row.key)} stands in this file twice")


def understood_rows(table: SourceTable, reader: Reader, chosen: Filter) -> Iterator[Record | FailedRow]:
    """The records of the rows that are chosen, and those of which nothing can be made."""
    understand = reader.row
    for line, cells, problem in table.rows():
        if problem:
            # Nobody can say whose row it is: it fails, unless only some rows are wanted.
            if not chosen.wanted:
                yield FailedRow(line, cells, problem)
        elif not chosen.chooses or chosen.takes(cells):
            try:
                yield understand(line, cells)
            except InputError as error:
                yield FailedRow(line, cells, error.title)


def _content(row: Record) -> str:
    """By what a row without an id is known: a deal by what it is and whom it is with, others by all that they say."""
    if not isinstance(row, DealRecord):
        return f"row:{row.digest[:_MAIN]}"
    organization = row.parties.organization.name if row.parties.organization else ""
    told = "\x1f".join((key_of(row.title), key_of(organization), row.pipeline)).encode("utf-8", "surrogatepass")
    return f"deal:{blake2b(told, digest_size=12).hexdigest()}"


def _compared(row: DealRecord, key: str, found: bulk_insert.KnownRows | None) -> Judged | FailedRow:
    if found is None:
        return Judged(row, Verdict.NEW, key, 0)
    if not found.live or is_same(found.digest, row.digest):
        return Judged(row, Verdict.SAME, key, found.deal_id, found.digest)
    named = row.parties.organization
    organization = key_of(named.name) if named else ""
    if found.title != key_of(row.title) and organization and found.organization not in ("", organization):
        said = f"the id {quoted(row.key)} is known as #{found.deal_id}, another deal of another organization"
        return FailedRow(row.line, row.cells, f"{said}: of another system? --from NAME keeps them apart")
    return Judged(row, Verdict.CHANGED, key, found.deal_id, found.digest)


def is_same(before: str, now: str) -> bool:
    """Whether a row says what it said before; older books know it by the first part of its digest alone."""
    return before == now or (len(before) == _MAIN and now.startswith(before)) or not before


def wanted(batch: Sequence[Record | FailedRow]) -> dict[str, set[str]]:
    """The ids that a batch names, by entity."""
    found: dict[str, set[str]] = {}

    def want(entity: str, key: str) -> None:
        if key:
            found.setdefault(entity, set()).add(key)

    for row in batch:
        if isinstance(row, FailedRow):
            continue
        for parties in (parties_of(row),):
            if parties.organization is not None:
                want("organization", parties.organization.key)
            for person in parties.people:
                want("person", person.key)
                if person.organization is not None:
                    want("organization", person.organization.key)
        if isinstance(row, NoteRow | ActivityRow | ItemRow):
            for entity in ("deal", "organization", "person", "lead"):
                want(entity, row.links.deal_id)
            want("lead", row.links.lead_id)
            want("lead organization", row.links.lead_id)
            for key in (row.links.deal_id, row.links.lead_id):
                want("deal", key_of_lead(key))
        elif isinstance(row, ReadPerson):
            for key in row.person.deals:
                want("deal", key)
        elif isinstance(row, LeadRow):
            want("person", row.person_id)
    return found


def parties_of(row: Record) -> Parties:
    """Who a record names."""
    if isinstance(row, DealRecord):
        return row.parties
    if isinstance(row, ReadOrganization):
        return Parties(row.organization)
    if isinstance(row, ReadPerson):
        return Parties(row.person.organization, (row.person,))
    if isinstance(row, LeadRow):
        return Parties(row.person.organization, (row.person._replace(key=""),))
    links: Links = row.links
    return Parties(links.organization, (links.person,) if links.person else ())
