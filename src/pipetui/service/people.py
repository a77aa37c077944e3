"""Finding or making the organizations and people a deal names. Used inside gestures."""

from collections.abc import Sequence

from sqlmodel import col, select

from pipetui.domain.text import clean, contact_key, fold
from pipetui.service.desk import Gesture
from pipetui.store.tables import ContactPoint, Deal, DealPerson, Organization, Person


def organization(gesture: Gesture, name: str) -> Organization | None:
    """The organization of that name, whatever its case; made if there is none. None for an empty name."""
    name = clean(name)
    if not name:
        return None
    found = gesture.session.exec(select(Organization).where(Organization.key == fold(name))).first()
    if found is None:
        found = Organization(name=name, key=fold(name), created_at=gesture.utc)
        gesture.session.add(found)
        gesture.session.flush()
    return found


def by_contact(gesture: Gesture, kind: str, value: str) -> Person | None:
    """The person who has that e-mail or phone."""
    return gesture.session.exec(
        select(Person)
        .join(ContactPoint, col(ContactPoint.person_id) == col(Person.id))
        .where(ContactPoint.kind == kind, ContactPoint.key == contact_key(kind, value))
        .order_by(col(Person.id))
    ).first()


def by_name(gesture: Gesture, name: str, organization_id: int | None) -> Person | None:
    """The person of that name at the organization; without one, the person of that name who has none either."""
    return gesture.session.exec(
        select(Person)
        .where(Person.key == fold(name), col(Person.organization_id).is_not_distinct_from(organization_id))
        .order_by(col(Person.id))
    ).first()


def new_person(gesture: Gesture, name: str, organization_id: int | None) -> Person:
    """A person row, flushed."""
    person = Person(name=name, key=fold(name), organization_id=organization_id, created_at=gesture.utc)
    gesture.session.add(person)
    gesture.session.flush()
    return person


def add_contact(gesture: Gesture, person: Person, kind: str, value: str) -> None:
    """Give the person an e-mail or phone unless it is theirs already."""
    value = clean(value)
    key = contact_key(kind, value)
    own = gesture.session.exec(select(ContactPoint).where(ContactPoint.person_id == person.id)).all()
    if value and not any(point.kind == kind and point.key == key for point in own):
        gesture.session.add(ContactPoint(person_id=person.id, kind=kind, value=value, key=key, position=len(own)))
        gesture.session.flush()


def put_contact_first(gesture: Gesture, person: Person, kind: str, value: str) -> None:
    """Make `value` the person's first e-mail or phone; what was first before stays behind it."""
    add_contact(gesture, person, kind, value)
    key = contact_key(kind, clean(value))
    own = gesture.session.exec(
        select(ContactPoint)
        .where(ContactPoint.person_id == person.id, ContactPoint.kind == kind)
        .order_by(col(ContactPoint.position), col(ContactPoint.id))
    ).all()
    if key and own[0].key != key:
        chosen = next(point for point in own if point.key == key)
        chosen.position = own[0].position - 1


def name_from_email(email: str) -> str:
    """A name to begin with for somebody known by an address only: ann.lee@acme.example -> Ann Lee. Names stay."""
    if "@" not in email:
        return email
    words = email.partition("@")[0].replace(".", " ").replace("_", " ").replace("-", " ").split()
    return " ".join(word.capitalize() for word in words) or email


def attach(gesture: Gesture, deal: Deal, person: Person, role: str = "") -> None:
    """Put the person on the deal unless they are on it; a role given replaces the one they had."""
    link = gesture.session.exec(
        select(DealPerson).where(DealPerson.deal_id == deal.id, DealPerson.person_id == person.id)
    ).first()
    if link is None:
        gesture.session.add(DealPerson(deal_id=deal.id or 0, person_id=person.id or 0, role=role))
    elif role:
        link.role = role
    gesture.session.flush()


def attach_named(
    gesture: Gesture, deal: Deal, names: Sequence[str], emails: Sequence[str], phones: Sequence[str]
) -> None:
    """Put everybody a quick line names on the deal.

    The first name owns the addresses and numbers; without a name, each address is somebody known by it or a new
    person named after it, and a number alone belongs to the first of them.
    """
    people: list[Person] = []
    for name in filter(None, map(clean, names)):
        addressed = by_contact(gesture, "email", emails[0]) if emails and not people else None
        known = addressed if addressed and addressed.key == fold(name) else by_name(gesture, name, deal.organization_id)
        people.append(known or new_person(gesture, name, deal.organization_id))
    for email in emails:
        owner = people[0] if names and people else by_contact(gesture, "email", email)
        if owner is None:
            owner = new_person(gesture, name_from_email(email), deal.organization_id)
        add_contact(gesture, owner, "email", email)
        if owner not in people:
            people.append(owner)
    for phone in phones:
        owner = people[0] if people else by_contact(gesture, "phone", phone)
        if owner is None:
            owner = new_person(gesture, phone, deal.organization_id)
        add_contact(gesture, owner, "phone", phone)
        if owner not in people:
            people.append(owner)
    for person in people:
        attach(gesture, deal, person)
