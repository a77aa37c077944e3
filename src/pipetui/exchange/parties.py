"""The organizations and people of a batch of deals: found in the book or made, by the rules of `store.contacts`."""

from collections.abc import Iterable
from typing import NamedTuple

from pipetui.domain.folding import contact_key, key_of
from pipetui.exchange.records import Parties
from pipetui.store.bulk import bulk_insert
from pipetui.store.contacts import Named, named
from pipetui.store.schema import tables

_REMEMBERED = 20_000


class FoundParties(NamedTuple):
    """The parties of a deal by their numbers."""

    organization: int | None
    people: tuple[int, ...]


class PartyBatch:
    """Looks everybody up in a few questions to the book for each batch, and holds those to be made.

    Who was found is remembered from batch to batch, until `forget`.
    """

    def __init__(self, connection: bulk_insert.Connection, now: str) -> None:
        self._connection = connection
        self._now = now
        self._met: dict[Parties, FoundParties] = {}
        self._organizations: dict[str, int] = {}
        self._names: set[str] = set()
        self._by_name: dict[tuple[str, int | None], int] = {}
        self._reached: dict[tuple[str, str], int] = {}
        self._contacts: dict[int, set[tuple[str, str]]] = {}
        self._new_organizations: list[tuple[int, str, str, str]] = []
        self._new_people: list[tuple[int, str, str, int | None, str]] = []
        self._new_contacts: list[tuple[int, str, str, str, int]] = []
        self._next_organization = self._next_person = 0

    def forget(self) -> None:
        """Look everybody up anew from now on: somebody else may have written."""
        for known in (self._met, self._organizations, self._names, self._by_name, self._reached, self._contacts):
            known.clear()

    def begin(self, batch: Iterable[Parties]) -> None:
        """Look up who is not known yet, and begin a new list of those to be made."""
        if len(self._met) > _REMEMBERED or len(self._names) > _REMEMBERED or len(self._reached) > _REMEMBERED:
            self.forget()
        self._new_organizations, self._new_people, self._new_contacts = [], [], []
        self._next_organization = bulk_insert.next_id(self._connection, tables.Organization)
        self._next_person = bulk_insert.next_id(self._connection, tables.Person)
        strange = {parties for parties in batch if parties not in self._met}
        people = [one for parties in strange for one in _named(parties)]
        self._look_up(
            {key_of(parties.organization) for parties in strange if parties.organization} - self._organizations.keys(),
            {key_of(one.called) for one in people} - self._names,
            {contact_key(*contact) for one in people for contact in one.contacts},
        )

    def find(self, parties: Parties) -> FoundParties:
        """Everybody the deal names."""
        found = self._met.get(parties)
        if found is None:
            organization = self._organization(parties.organization)
            found = self._met[parties] = FoundParties(organization, tuple(self._people(parties, organization)))
        return found

    def made(self) -> tuple[bulk_insert.Batch, ...]:
        """Everybody who is new, to be inserted in this order."""
        return (
            (tables.Organization, "id name key created_at", self._new_organizations),
            (tables.Person, "id name key organization_id created_at", self._new_people),
            (tables.ContactPoint, "person_id kind value key position", self._new_contacts),
        )

    def _look_up(self, organizations: set[str], names: set[str], reached: set[str]) -> None:
        people: set[int] = set()
        if organizations:
            self._organizations.update(bulk_insert.organizations(self._connection, organizations))
        if names:
            known = bulk_insert.people_named(self._connection, names)
            self._names |= names
            self._by_name.update(known)
            people.update(known.values())
        if reached:
            owners = bulk_insert.people_reached(self._connection, reached)
            self._reached = {**owners, **self._reached}
            people.update(owners.values())
            self._load_contacts(people - self._contacts.keys())

    def _load_contacts(self, people: set[int]) -> None:
        self._contacts.update({person: set() for person in people})
        self._contacts.update(bulk_insert.contacts_of(self._connection, people))

    def _organization(self, name: str) -> int | None:
        if not name:
            return None
        key = key_of(name)
        found = self._organizations.get(key)
        if found is None:
            found = self._organizations[key] = self._next_organization
            self._next_organization += 1
            self._new_organizations.append((found, name, key, self._now))
        return found

    def _people(self, parties: Parties, organization: int | None) -> dict[int, None]:
        found: dict[int, None] = {}
        for one in _named(parties):
            owner = self._known(one, organization) or self._make(one.called, organization)
            for contact in one.contacts:
                self._give(owner, *contact)
            found[owner] = None
        return found

    def _known(self, one: Named, organization: int | None) -> int | None:
        if one.name:
            return self._by_name.get((key_of(one.name), organization))
        kind, text = one.contacts[0]
        return self._reached.get((kind, contact_key(kind, text)))

    def _make(self, name: str, organization: int | None) -> int:
        made = self._next_person
        self._next_person += 1
        self._by_name.setdefault((key_of(name), organization), made)
        self._contacts[made] = set()
        self._new_people.append((made, name, key_of(name), organization, self._now))
        return made

    def _give(self, person: int, kind: str, text: str) -> None:
        contact = (kind, contact_key(kind, text))
        if person not in self._contacts:
            self._load_contacts({person})
        own = self._contacts[person]
        if contact not in own:
            self._new_contacts.append((person, kind, text, contact[1], len(own)))
            own.add(contact)
            self._reached.setdefault(contact, person)


def _named(parties: Parties) -> list[Named]:
    return named(parties.people, parties.emails, parties.phones)
