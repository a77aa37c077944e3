"""Writing people, organizations and leads that have rows of their own."""

from collections.abc import Sequence

from pipetui.exchange.cells import fingerprints
from pipetui.exchange.changes import stays
from pipetui.exchange.compare_rows import parties_of
from pipetui.exchange.records import (
    FailedRow,
    LeadRow,
    OrganizationRecord,
    PersonRecord,
    ReadOrganization,
    ReadPerson,
)
from pipetui.exchange.verdicts import Judged, Verdict
from pipetui.exchange.writing import Writer
from pipetui.store import contacts
from pipetui.store.bulk.refs import OWN
from pipetui.store.undo import journal

_MAIN = 24
ENTITY_OF_FIRM = "lead organization"
"""What a lead is called where its id is kept, when it names nobody: its number is that of an organization."""
_PRINT = 4


def _is_firm(person: PersonRecord) -> bool:
    """Whether a lead names nobody: it is an organization."""
    return not (person.name or person.points)


class ContactWriter:
    """Writes who is new, and brings those who are known to what a later file says; what the rep changed here stays."""

    def __init__(self, writer: Writer, entity: str, conflicts: list[str]) -> None:
        self._writer, self._entity, self._conflicts = writer, entity, conflicts

    def write(self, batch: Sequence[Judged]) -> list[tuple[Judged, Verdict | FailedRow]]:
        """Write what is not the same; returns what became of each row."""
        writer, parties = self._writer, self._writer.parties
        parties.begin([parties_of(row.record) for row in batch], writer.system, writer.headings)
        told: list[tuple[Judged, Verdict | FailedRow]] = []
        attached: list[tuple[str, int]] = []
        for row in batch:
            if row.verdict is Verdict.SAME:
                told.append((row, row.verdict))
                continue
            record = row.record
            if isinstance(record, LeadRow) and record.converted and self._is_here(record):
                told.append((row, Verdict.LEFT))
                continue
            before, mark = parties.count(), self._mark()
            number = self._number(row)
            verdict = Verdict.NEW if parties.count() != before else Verdict.CHANGED
            firm = isinstance(record, ReadOrganization) or (isinstance(record, LeadRow) and _is_firm(record.person))
            place = 1 if firm else 0
            if verdict is Verdict.NEW and parties.count()[place] == before[place]:
                verdict = Verdict.CHANGED
            is_back = row.verdict is Verdict.CHANGED and writer.system == OWN and not row.before
            if is_back or (row.verdict is Verdict.CHANGED and row.before):
                self._bring(row, number)
            if is_back and parties.count() == before and not self._tells_more(mark):
                told.append((row, Verdict.SAME))  # from our own export, and it says what the book says
                continue
            entity = ENTITY_OF_FIRM if isinstance(record, LeadRow) and _is_firm(record.person) else self._entity
            known = writer.refs.own(writer.system, entity, row.key)
            if known is None:
                writer.refs.keep(writer.system, entity, row.key, number, record.digest)
            else:
                writer.refs.set_digest(writer.system, entity, row.key, record.digest)
            if isinstance(record, ReadPerson):
                attached += [(key, number) for key in record.person.deals]
            told.append((row, verdict))
        writer.put(())
        for key, person in attached:
            deal_id = writer.refs.linked(writer.system, "deal", key, writer.headings.get("deal", ""))
            if deal_id:
                contacts.attach(writer.connection, deal_id, person)
        return told

    def _mark(self) -> tuple[int, int, int]:
        """How much is written, and waits to be, about those who are known."""
        parties = self._writer.parties
        return journal.newest(self._writer.connection), parties.waiting(), len(parties.custom)

    def _tells_more(self, mark: tuple[int, int, int]) -> bool:
        """Whether anything is otherwise by what came behind the mark."""
        writer, (written, waiting, values) = self._writer, mark
        return (
            writer.parties.waiting() > waiting
            or bool(writer.missing(writer.parties.custom[values:]))
            or journal.wrote(writer.connection, written)
        )

    def _is_here(self, record: LeadRow) -> bool:
        """Whether a lead became somebody who is in the book: it is skipped into them."""
        writer = self._writer
        if record.person_id and writer.refs.linked(writer.system, "person", record.person_id):
            return True
        return bool(writer.parties.known(parties_of(record)).people)

    def _number(self, row: Judged) -> int:
        record, parties = row.record, self._writer.parties
        if isinstance(record, ReadOrganization):
            number = parties.organization(record.organization)
            assert number is not None
            return number
        assert isinstance(record, ReadPerson | LeadRow)
        person = record.person
        if isinstance(record, LeadRow):  # a lead's id is none of a person's
            person = person._replace(key="")
            if _is_firm(person):
                number = parties.organization(person.organization)
                assert number is not None
                return number
        return parties.person(person)

    def _bring(self, row: Judged, number: int) -> None:
        """Write what the file says otherwise now; where the rep changed it too, that stays and is told."""
        parties, record = self._writer.parties, row.record
        now: PersonRecord | OrganizationRecord
        if isinstance(record, ReadOrganization):
            entity, now = "organization", record.organization
            ours: object = parties.organization_of(number)
            columns: tuple[str, ...] = ("name", "sector", "website", "address")
        elif isinstance(record, ReadPerson):
            entity, now, ours, columns = "person", record.person, parties.person_of(number), ("name", "job_title")
        else:
            return
        fields = type(now)._fields
        before, after = row.before[_MAIN:], record.digest[_MAIN:]
        for column in columns:
            place = fields.index(column) * _PRINT
            was, told = before[place : place + _PRINT], getattr(now, column)
            mine = getattr(ours, column)
            if not told or told == mine or was == after[place : place + _PRINT]:
                continue
            if not was or fingerprints((mine,)) in (was, "----"):
                parties.rename(entity, number, column, told)
            else:
                self._conflicts.append(stays(getattr(ours, "name", ""), column.replace("_", " "), told))
