"""The organizations and people of a batch of deals: found in the book or made, by the rules of `store.contacts`."""

from collections.abc import Sequence

from pipetui.domain.text import contact_key, fold
from pipetui.exchange.incoming import Incoming
from pipetui.store import bulk, tables
from pipetui.store.contacts import name_from_email


class Folk:
    """Looks everybody up in a few questions to the book, and holds those to be made."""

    def __init__(self, connection: bulk.Connection, deals: Sequence[Incoming], now: str) -> None:
        self._connection = connection
        self._now = now
        keys = {fold(deal.organization) for deal in deals if deal.organization}
        self._organizations = bulk.organizations(connection, keys)
        self._named = bulk.people_named(connection, {fold(name) for deal in deals for name in _names(deal)})
        reached = {contact_key(*contact) for deal in deals for contact in _contacts(deal)}
        self._reached = bulk.people_reached(connection, reached) if reached else {}
        found = {*self._named.values(), *self._reached.values()} if reached else set()
        self._contacts = bulk.contacts_of(connection, found) if found else {}
        self._next_organization = bulk.next_id(connection, tables.Organization)
        self._next_person = bulk.next_id(connection, tables.Person)
        self._new_organizations: list[tuple[int, str, str, str]] = []
        self._new_people: list[tuple[int, str, str, int | None, str]] = []
        self._new_contacts: list[tuple[int, str, str, str, int]] = []

    def organization(self, name: str) -> int | None:
        """The number of the organization, None for no name."""
        if not name:
            return None
        key = fold(name)
        found = self._organizations.get(key)
        if found is None:
            found = self._organizations[key] = self._next_organization
            self._next_organization += 1
            self._new_organizations.append((found, name, key, self._now))
        return found

    def people(self, deal: Incoming, organization: int | None) -> list[int]:
        """Everybody the deal names; the first name owns the addresses and numbers, else whoever has them already."""
        found = [self._by_name(name, organization) for name in deal.people]
        for kind, text in _contacts(deal):
            first = found[0] if deal.people or (found and kind == "phone") else None
            owner = first or self._reached.get((kind, contact_key(kind, text)))
            if owner is None:
                name = name_from_email(text) if kind == "email" else text
                owner = self._make(name, organization)
            self._give(owner, kind, text)
            found.append(owner)
        return list(dict.fromkeys(found))

    def made(self) -> tuple[bulk.Batch, ...]:
        """Everybody who is new, to be inserted in this order."""
        return (
            (tables.Organization, "id name key created_at", self._new_organizations),
            (tables.Person, "id name key organization_id created_at", self._new_people),
            (tables.ContactPoint, "person_id kind value key position", self._new_contacts),
        )

    def _by_name(self, name: str, organization: int | None) -> int:
        found = self._named.get((fold(name), organization))
        return self._make(name, organization) if found is None else found

    def _make(self, name: str, organization: int | None) -> int:
        made = self._next_person
        self._next_person += 1
        self._named.setdefault((fold(name), organization), made)
        self._new_people.append((made, name, fold(name), organization, self._now))
        return made

    def _give(self, person: int, kind: str, text: str) -> None:
        contact = (kind, contact_key(kind, text))
        own = self._contacts.setdefault(person, set())
        if contact not in own:
            self._new_contacts.append((person, kind, text, contact[1], len(own)))
            own.add(contact)
            self._reached.setdefault(contact, person)


def _names(deal: Incoming) -> tuple[str, ...]:
    """The names people of this deal may be found under, those read off their addresses too."""
    if deal.people:
        return deal.people
    return (*map(name_from_email, deal.emails), *deal.phones)


def _contacts(deal: Incoming) -> list[tuple[str, str]]:
    return [("email", text) for text in deal.emails] + [("phone", text) for text in deal.phones]
