"""The organizations and people of a batch of records: found in the book or made, whoever names them.

Somebody is found by the id of their system, else by e-mail, phone or name, an organization by its id, domain or name.
What is found is filled in, not written over.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from pipetui.domain.folding import alike, contact_key, fold, key_of
from pipetui.exchange.records import Extra, OrganizationRecord, Parties, PersonRecord, Point
from pipetui.exchange.refs import Refs
from pipetui.store.bulk import bulk_insert, contact_rows
from pipetui.store.bulk.contact_rows import KnownOrganization, KnownPerson
from pipetui.store.contacts import name_from_email
from pipetui.store.schema import tables

_REMEMBERED = 6_000
"""Of so many parties it is remembered who they are: of 20,000 a large file takes a third more memory than a small one.
"""
_MAILBOXES = frozenset(
    [
        "gmail.com",
        "googlemail.com",
        "outlook.com",
        "hotmail.com",
        "live.com",
        "yahoo.com",
        "icloud.com",
        "me.com",
        "gmx.de",
        "gmx.net",
        "web.de",
        "aol.com",
        "t-online.de",
        "proton.me",
        "protonmail.com",
        "mail.ru",
        "yandex.ru",
        "qq.com",
        "163.com",
        "orange.fr",
        "free.fr",
        "wanadoo.fr",
    ]
)
"""Domains of those who have none of their own."""
_SHARED = frozenset(
    ("linkedin.com", "facebook.com", "xing.com", "instagram.com", "twitter.com", "x.com", "youtube.com")
)
"""Domains of pages that tell of many organizations."""


class FoundParties(NamedTuple):
    """The parties of a deal by their numbers."""

    organization: int | None
    people: tuple[int, ...]


class PartyBatch:
    """Looks everybody up in a few questions to the book for each batch, and holds those to be made.

    What is known of them is forgotten with the batch; who the parties of a deal are is remembered, until `forget`.
    """

    def __init__(
        self, connection: bulk_insert.Connection, now: str, text: Callable[[datetime], str], refs: Refs
    ) -> None:
        self._connection = connection
        self._now = now
        self._text = text
        self._refs = refs
        self.system, self.headings = "", {"person": "", "organization": ""}
        self._met: dict[Parties, FoundParties] = {}
        self._domains: dict[str, int] | None = None
        self._next_organization = self._next_person = 0
        self._know_nobody()
        self._begin_lists()

    def _know_nobody(self) -> None:
        self._organizations: dict[str, int] = {}
        self._by_name: dict[tuple[str, int | None], int] = {}
        self._reached: dict[tuple[str, str], int] = {}
        self._contacts: dict[int, set[tuple[str, str]]] = {}
        self._firm_contacts: dict[int, set[tuple[str, str]]] = {}
        self._people: dict[int, KnownPerson] = {}
        self._firms: dict[int, KnownOrganization] = {}
        self._tags: dict[tuple[str, int], set[str]] = {}  # folded

    def _begin_lists(self) -> None:
        self._new_organizations: dict[int, tuple[Any, ...]] = {}
        self._new_people: dict[int, tuple[Any, ...]] = {}
        self._new_contacts: list[tuple[int | None, int | None, str, str, str, str, int]] = []
        self._new_tags: dict[str, list[tuple[int, str]]] = {"person": [], "organization": []}
        self._changed: dict[tuple[str, int], dict[str, object]] = {}
        self.custom: list[tuple[str, int, tuple[Extra, ...]]] = []
        """What people and organizations have in columns of no field: entity, number, cells."""

    def forget(self) -> None:
        """Look everybody up anew from now on: somebody else may have written."""
        self._met.clear()

    def strangers(self, batch: Iterable[Parties]) -> set[Parties]:
        """Those that `find` does not remember."""
        if len(self._met) > _REMEMBERED:
            self.forget()
        return {parties for parties in batch if parties not in self._met}

    def begin(self, batch: Iterable[Parties], system: str, headings: dict[str, str]) -> None:
        """Look up whom the batch names, and begin a new list of those to be made.

        `system` is the one whose ids the batch names, under these headings by entity.
        """
        self._know_nobody()
        self._begin_lists()
        self.system, self.headings = system, headings
        self._next_organization = bulk_insert.next_id(self._connection, tables.Organization)
        self._next_person = bulk_insert.next_id(self._connection, tables.Person)
        named = set(batch)
        people = [person for parties in named for person in parties.people]
        firms = [firm for parties in named for firm in (parties.organization,) if firm]
        firms += [person.organization for person in people if person.organization]
        self._look_up(
            {key_of(firm.name) for firm in firms if firm.name},
            {key_of(_called(person)) for person in people},
            {contact_key(point.kind, point.value) for person in people for point in person.points},
        )

    def find(self, parties: Parties) -> FoundParties:
        """Everybody a deal names."""
        found = self._met.get(parties)
        if found is None:
            organization = self.organization(parties.organization)
            people = dict.fromkeys(self.person(person, organization) for person in parties.people)
            found = self._met[parties] = FoundParties(organization, tuple(people))
        return found

    def known(self, parties: Parties) -> FoundParties:
        """Those of them who are in the book; nobody is made."""
        firm = self.known_organization(parties.organization) if parties.organization else None
        found = [self.known_person(person, firm) for person in parties.people]
        return FoundParties(firm, tuple(filter(None, found)))

    def organization(self, record: OrganizationRecord | None) -> int | None:
        """The organization that is named; made if there is none."""
        if record is None:
            return None
        found = self.known_organization(record)
        if found is None:
            found = self._next_organization
            self._next_organization += 1
            name, key = record.name or record.key, key_of(record.name or record.key)
            self._organizations.setdefault(key, found)
            self._firms[found] = KnownOrganization(name, key, "", "", "", "")
            self._firm_contacts[found] = set()
            created = self._now if record.created is None else self._text(record.created)
            self._new_organizations[found] = (found, name, key, created)
        if record.key:
            self._refs.keep(self.system, "organization", record.key, found)
        self._fill_organization(found, record)
        return found

    def person(self, record: PersonRecord, organization: int | None = None) -> int:
        """Who that is; made if there is nobody."""
        if organization is None and record.organization is not None:
            organization = self.organization(record.organization)
        if organization is None:
            organization = self._employer(record)
        found = self._known_person(record, organization)
        if found is None:
            found = self._next_person
            self._next_person += 1
            name = _called(record)
            self._by_name.setdefault((key_of(name), organization), found)
            self._people[found] = KnownPerson(name, key_of(name), "", organization, "")
            self._contacts[found] = set()
            created = self._now if record.created is None else self._text(record.created)
            self._new_people[found] = (found, name, key_of(name), organization, created)
        if record.key:
            self._refs.keep(self.system, "person", record.key, found)
        self._fill_person(found, record, organization)
        return found

    def rename(self, entity: str, number: int, column: str, value: str) -> None:
        """Write what a later file says otherwise."""
        self._set(entity, number, column, value)
        if column == "name":
            self._set(entity, number, "key", key_of(value))

    def person_of(self, number: int) -> KnownPerson:
        """Somebody as they are by now."""
        found = self._people.get(number)
        if found is None:
            found = self._people[number] = contact_rows.people(self._connection, [number])[number]
        return found

    def organization_of(self, number: int) -> KnownOrganization:
        """An organization as it is by now."""
        found = self._firms.get(number)
        if found is None:
            found = self._firms[number] = contact_rows.organizations(self._connection, [number])[number]
        return found

    def made(self) -> tuple[bulk_insert.Batch, ...]:
        """Everybody who is new, to be inserted in this order; what else was found out is written at once."""
        firms = [(*row, *self._taken("organization", row[0], _FIRM)) for row in self._new_organizations.values()]
        people = [(*row, *self._taken("person", row[0], _PERSON)) for row in self._new_people.values()]
        for (entity, number), changes in self._changed.items():
            if changes:
                contact_rows.set_values(self._connection, entity, number, changes)
        return (
            (tables.Organization, f"id name key created_at {' '.join(_FIRM)}", firms),
            (tables.Person, f"id name key organization_id created_at {' '.join(_PERSON)}", people),
            (tables.ContactPoint, "person_id organization_id kind label value key position", self._new_contacts),
            (tables.OrganizationTag, "organization_id tag", self._new_tags["organization"]),
            (tables.PersonTag, "person_id tag", self._new_tags["person"]),
        )

    def flushed(self) -> None:
        """Those to be made are in the book now."""
        self._begin_lists()
        self._next_organization = bulk_insert.next_id(self._connection, tables.Organization)
        self._next_person = bulk_insert.next_id(self._connection, tables.Person)

    def count(self) -> tuple[int, int]:
        """How many people and organizations are to be made."""
        return len(self._new_people), len(self._new_organizations)

    def waiting(self) -> int:
        """How many facts about those who are known wait to be written; grows with each that is new."""
        tags = sum(map(len, self._new_tags.values()))
        return len(self._new_contacts) + tags + sum(map(len, self._changed.values()))

    def _taken(self, entity: str, number: int, columns: tuple[str, ...]) -> tuple[object, ...]:
        """What is to be written of one who is new goes into their first row."""
        changes = self._changed.pop((entity, number), {})
        return tuple(changes.get(column, "") for column in columns)

    def _look_up(self, organizations: set[str], names: set[str], reached: set[str]) -> None:
        if organizations:
            self._organizations = bulk_insert.organizations(self._connection, organizations)
        if names:
            self._by_name = bulk_insert.people_named(self._connection, names)
        if reached:
            self._reached = bulk_insert.people_reached(self._connection, reached)
        people = {*self._by_name.values(), *self._reached.values()}
        self._load_contacts(people)
        self._people = contact_rows.people(self._connection, people) if people else {}

    def _load_contacts(self, people: set[int]) -> None:
        if people:
            self._contacts.update({person: set() for person in people})
            self._contacts.update(bulk_insert.contacts_of(self._connection, people))

    def known_organization(self, record: OrganizationRecord) -> int | None:
        """The organization that is named, None where there is none."""
        if record.key:
            linked = self._refs.linked(self.system, "organization", record.key, self.headings.get("organization", ""))
            if linked:
                return linked
        found = self._by_domain(record) or self._organizations.get(key_of(record.name))
        if found is None:
            return None
        if found and record.key and self._refs.is_another(self.system, "organization", found, record.key):
            return None
        return found

    def known_person(self, record: PersonRecord, organization: int | None) -> int | None:
        """Who that is, None for nobody known; a name that only one has is enough."""
        return self._known_person(record, organization, anywhere=True)

    def _known_person(self, record: PersonRecord, organization: int | None, *, anywhere: bool = False) -> int | None:
        if record.key:
            linked = self._refs.linked(self.system, "person", record.key, self.headings.get("person", ""))
            if linked:
                return linked
        for kind in ("email", "phone"):
            for point in record.points:
                if point.kind == kind:
                    owner = self._reached.get((kind, contact_key(kind, point.value)))
                    if owner is not None and (not record.name or self._is_called(owner, record.name)):
                        return owner
        if not record.name:
            return None
        found = self._by_name.get((key_of(record.name), organization))
        if found is None and anywhere:
            namesakes = {person for (key, _), person in self._by_name.items() if key == key_of(record.name)}
            found = namesakes.pop() if len(namesakes) == 1 else None
        if found and record.key and self._refs.is_another(self.system, "person", found, record.key):
            return None
        return found

    def _is_called(self, number: int, name: str) -> bool:
        """Whether that may be the same name: all words of the one are in the other, or it was made of an address."""
        known = self.person_of(number).name
        ours, theirs = set(fold(known).split()), set(fold(name).split())
        if ours <= theirs or theirs <= ours:
            return True
        return any(
            kind == "email" and fold(name_from_email(text)) == fold(known)
            for kind, text in self._contacts.get(number, ())
        )

    def _employer(self, record: PersonRecord) -> int | None:
        """The organization whose web address has the domain of an e-mail address."""
        return self._at(_mail_domains(record.points))

    def _by_domain(self, record: OrganizationRecord) -> int | None:
        """The organization with the same web address or e-mail domain, if its name is like: groups share one."""
        domains = [domain_of(record.website)] if record.website else []
        found = self._at([*domains, *_mail_domains(record.points)])
        if found is None or not record.name:
            return found
        known = self.organization_of(found).name
        return found if alike(known, record.name) or is_named_after(known, record.name) else None

    def _at(self, domains: Sequence[str]) -> int | None:
        domains = [domain for domain in domains if domain and domain not in _MAILBOXES | _SHARED]
        if not domains:
            return None
        if self._domains is None:
            self._domains = {domain_of(site): number for number, site in contact_rows.websites(self._connection)}
        return next((self._domains[domain] for domain in domains if domain in self._domains), None)

    def _fill_organization(self, number: int, record: OrganizationRecord) -> None:
        if record[2:] == _BARE_FIRM:
            return
        if record.created is not None and number not in self._new_organizations:
            contact_rows.known_since(self._connection, "organization", number, self._text(record.created))
        known = self.organization_of(number)
        for column in ("sector", "website", "address"):
            told = getattr(record, column)
            if told and not getattr(known, column):
                self._set("organization", number, column, told)
        if self._domains is not None:
            for domain in (domain_of(record.website), *_mail_domains(record.points)):
                if domain:
                    self._domains.setdefault(domain, number)
        self._note("organization", number, known.note, record.note)
        if record.points:
            own = self._firm_contacts.get(number)
            if own is None:
                own = contact_rows.organization_points(self._connection, number)
                self._firm_contacts[number] = own
            self._give(None, number, own, record.points)
        self._tag("organization", number, record.tags)
        if record.extras:
            self.custom.append(("organization", number, record.extras))

    def _fill_person(self, number: int, record: PersonRecord, organization: int | None) -> None:
        if record.created is not None and number not in self._new_people:
            contact_rows.known_since(self._connection, "person", number, self._text(record.created))
        if record.points:
            if number not in self._contacts:
                self._load_contacts({number})
            self._give(number, None, self._contacts[number], record.points)
        if not (record.job_title or record.note or record.tags or record.extras) and organization is None:
            return
        known = self.person_of(number)
        if record.job_title and not known.job_title:
            self._set("person", number, "job_title", record.job_title)
        if organization is not None and known.organization_id is None:
            new = self._new_people.get(number)
            if new is None:
                self._set("person", number, "organization_id", organization)
            else:
                self._new_people[number] = (*new[:3], organization, *new[4:])
                self._people[number] = known._replace(organization_id=organization)
        self._note("person", number, known.note, record.note)
        self._tag("person", number, record.tags)
        if record.extras:
            self.custom.append(("person", number, record.extras))

    def _note(self, entity: str, number: int, known: str, told: str) -> None:
        if told and told not in known:
            self._set(entity, number, "note", f"{known}\n\n{told}" if known else told)

    def _tag(self, entity: str, number: int, told: tuple[str, ...]) -> None:
        if not told:
            return
        own = self._tags.get((entity, number))
        if own is None:
            own = self._tags[entity, number] = {*map(fold, contact_rows.tags(self._connection, entity, number))}
        for tag in told:
            if fold(tag) not in own:
                own.add(fold(tag))
                self._new_tags[entity].append((number, tag))

    def _give(self, person: int | None, firm: int | None, own: set[tuple[str, str]], points: tuple[Point, ...]) -> None:
        for point in points:
            contact = (point.kind, contact_key(point.kind, point.value))
            if contact not in own:
                self._new_contacts.append((person, firm, point.kind, point.label, point.value, contact[1], len(own)))
                own.add(contact)
                if person is not None:
                    self._reached.setdefault(contact, person)

    def _set(self, entity: str, number: int, column: str, value: Any) -> None:
        self._changed.setdefault((entity, number), {})[column] = value
        if entity == "person":
            if column in KnownPerson._fields:
                self._people[number] = self.person_of(number)._replace(**{column: value})
        elif column in KnownOrganization._fields:
            self._firms[number] = self.organization_of(number)._replace(**{column: value})


_FIRM = ("sector", "website", "address", "note")
_PERSON = ("job_title", "note")
_BARE_FIRM = OrganizationRecord("")[2:]


def domain_of(website: str) -> str:
    """The domain of a web address, without `www.`, or of an e-mail address."""
    return (
        website.rpartition("@")[2]
        .lower()
        .partition("://")[2 if "://" in website else 0]
        .partition("/")[0]
        .removeprefix("www.")
    )


def _mail_domains(points: Iterable[Point]) -> list[str]:
    return [point.value.rpartition("@")[2].lower() for point in points if point.kind == "email"]


def is_named_after(one: str, other: str) -> bool:
    """Whether the shorter of two names is the beginning of the longer, word by word: `Holm`, `Holm & Sons GmbH`."""
    ours, theirs = sorted((key_of(one).split(), key_of(other).split()), key=len)
    return bool(ours) and theirs[: len(ours)] == ours


def _called(record: PersonRecord) -> str:
    """The name of one who is new."""
    if record.name:
        return record.name
    return name_from_email(record.points[0].value) if record.points else record.key
