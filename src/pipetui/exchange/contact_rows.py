"""Rows of files of people, organizations and leads, understood one by one."""

import re
from collections.abc import Sequence
from datetime import datetime

from pipetui.domain.errors import InputError
from pipetui.domain.folding import fold
from pipetui.exchange import values
from pipetui.exchange.cells import NONE, Cells, TableRules, fingerprints, kept_as_text
from pipetui.exchange.records import LeadRow, OrganizationRecord, PersonRecord, Point, ReadOrganization, ReadPerson
from pipetui.exchange.who import PartyCells, addressed


class PersonReader:
    """Understands the rows of one table of people."""

    def __init__(self, rules: TableRules, *, of_leads: bool = False) -> None:
        cells = self._cells = Cells(rules)
        self._of_leads = of_leads
        self._who = PartyCells(cells, "name")
        self._id = cells.text("id")
        self._tags = cells.field("tags", values.tags, NONE)
        self._note = cells.lines("note")
        self._source = cells.text("source")
        self._created, self._touched = cells.moments("created"), cells.moments("touched")
        self._deals = cells.field("deal_id", values.names, NONE)
        self._extras = cells.extras(rules.extras)
        self._in_notes = cells.extras(rules.in_notes)

    def row(self, line: int, row: Sequence[str]) -> ReadPerson | ReadOrganization:
        """The person of one row, or the organization of one that names nobody; raises InputError for an empty one."""
        person = self.person(row)
        problems = self._cells.problems()
        person = person._replace(note=_with(person.note, kept_as_text(problems)))
        digest = self._cells.digest(row) + printed(person)
        if person.organization is not None and self._names_nobody(person.name, person.key, person.organization):
            owner = self._of_nobody(row, person, person.organization)
            return ReadOrganization(line, row, person.key, digest, owner, problems)
        if not (person.name or person.points):
            raise InputError("no name, and no address or number to know somebody by")
        return ReadPerson(line, row, person.key, digest, person, problems)

    def _of_nobody(self, row: Sequence[str], person: PersonRecord, firm: OrganizationRecord) -> OrganizationRecord:
        """The organization of a row that names nobody; what it has no field for is noted."""
        rest = [f"Job title: {person.job_title}"] if person.job_title else []
        rest += [f"{extra.heading}: {extra.text}" for extra in person.extras]
        return firm._replace(
            address=firm.address or self._who.address(row),
            points=person.points,
            note=_with(person.note, "\n".join(rest)),
            tags=person.tags,
        )

    def _names_nobody(self, name: str, key: str, organization: OrganizationRecord | None) -> bool:
        """Whether the row is the organization's own; one with an id is somebody, whoever that is."""
        return not name and organization is not None and (self._of_leads or not key)

    def person(self, row: Sequence[str]) -> PersonRecord:
        """Who the row tells of."""
        organization = self._who.organization(row)
        address = self._who.address(row)
        name, mail = addressed(self._who.name(row))
        points = (*self._who.points(row), *self._who.sites(row))
        if mail and fold(mail) not in {fold(point.value) for point in points}:
            points = (Point("email", mail), *points)
        lines = []
        if address and not self._names_nobody(name, self._id(row), organization):
            lines.append(f"Address: {address}")
        source = self._source(row)
        if source:
            lines.append(f"Source: {source}")
        touched = self._touched(row)
        if touched is not None:
            lines.append(_touched_on(touched.astimezone(self._cells.zone)))
        lines += [f"{heading}: {text}" for heading, text in self._in_notes(row)]
        created = self._created(row)
        return PersonRecord(
            name,
            self._id(row),
            organization,
            self._who.job_title(row),
            points,
            self._tags(row),
            _with(self._note(row), "\n".join(lines)),
            created,
            self._deals(row),
            self._extras(row),
        )


class OrganizationReader:
    """Understands the rows of one table of organizations."""

    def __init__(self, rules: TableRules) -> None:
        cells = self._cells = Cells(rules)
        self._who = PartyCells(cells, "name")
        self._id, self._name = cells.text("id"), cells.text("name")
        self._sector, self._parent = cells.text("sector"), cells.text("parent")
        self._tags = cells.field("tags", values.tags, NONE)
        self._note = cells.lines("note")
        self._created, self._touched = cells.moments("created"), cells.moments("touched")
        self._extras = cells.extras(rules.extras)
        self._in_notes = cells.extras(rules.in_notes)

    def row(self, line: int, row: Sequence[str]) -> ReadOrganization:
        """The organization of one row; raises InputError for one without a name."""
        name, website = self._name(row), self._who.website(row)
        points = self._who.points(row)
        lines = [f"{heading}: {text}" for heading, text in self._in_notes(row)]
        parent = self._parent(row)
        if parent:
            lines.append(f"Part of: {parent}")
        touched = self._touched(row)
        if touched is not None:
            lines.append(_touched_on(touched.astimezone(self._cells.zone)))
        created, tags, note = self._created(row), self._tags(row), self._note(row)
        problems = self._cells.problems()
        key = self._id(row)
        if values.is_nothing(name):
            name = website
        if not name:
            raise InputError("no name of an organization")
        found = OrganizationRecord(
            name,
            key,
            self._sector(row),
            website,
            self._who.address(row),
            points,
            tags,
            _with(note, "\n".join(lines), kept_as_text(problems)),
            created,
            self._extras(row),
        )
        return ReadOrganization(line, row, key, self._cells.digest(row) + printed(found), found, problems)


class LeadReader:
    """Understands the rows of one table of leads."""

    def __init__(self, rules: TableRules) -> None:
        cells = self._cells = Cells(rules)
        self._people = PersonReader(rules, of_leads=True)
        self._title, self._status = cells.text("title"), cells.text("status")
        self._value, self._value_in = cells.text("value"), cells.text("currency")
        self._converted = cells.text("converted")
        self._into = [cells.text(field) for field in ("converted_person_id", "converted_deal_id")]
        self._person_id = cells.text("person_id")

    def row(self, line: int, row: Sequence[str]) -> LeadRow:
        """The lead of one row; raises InputError for an empty one."""
        found = self._people.row(line, row)
        person = (
            PersonRecord("", found.key, found.organization) if isinstance(found, ReadOrganization) else found.person
        )
        person_id, deal_id = (told(row) for told in self._into)
        title, status = self._title(row), self._status(row)
        value = " ".join(filter(None, (self._value(row), self._value_in(row))))
        lines = [
            f"{label}: {text}"
            for label, text in (("Lead", title), ("Status", status), ("Value", value))
            if text and not values.is_nothing(text) and text != person.name
        ]
        tags = tuple({fold(tag): tag for tag in (*person.tags, "lead")}.values())
        person = person._replace(tags=tags, note=_with(person.note, "\n".join(lines)))
        if isinstance(found, ReadOrganization):  # nobody is named: it is the organization that may become a customer
            firm = found.organization
            tags = tuple({fold(tag): tag for tag in (*firm.tags, "lead")}.values())
            firm = firm._replace(tags=tags, note=_with(firm.note, "\n".join(lines)))
            person = PersonRecord("", found.key, firm)
        said = self._converted(row)
        # A day on which it was converted says yes, too.
        sure = (
            values.is_yes(said) is True
            or values.letters(said) == "converted"
            or bool(re.search("[0-9]{4}", said) and not values.is_nothing(said))
        )
        converted = sure or bool(person_id or deal_id)
        return LeadRow(
            line, row, found.key, found.digest, person, converted, person_id or self._person_id(row), found.problems
        )


def _touched_on(at: datetime) -> str:
    """When they were last heard of elsewhere: of deals alone it moves a clock."""
    return f"Last contact: {at:%Y-%m-%d}"


def printed(found: PersonRecord | OrganizationRecord) -> str:
    """What each value of a record is known by later."""
    return fingerprints(found)


def _with(*texts: str) -> str:
    return "\n\n".join(filter(None, texts))
