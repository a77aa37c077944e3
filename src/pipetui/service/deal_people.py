"""The people field of a deal: how those on it are shown as one line, understood from it, and written."""

from __future__ import annotations

from pipetui.domain import patterns as re
from pipetui.domain.choose import choose
from pipetui.domain.deal import ROLES
from pipetui.domain.errors import InputError
from pipetui.domain.folding import fold
from pipetui.domain.text import clean
from pipetui.domain.wording import quoted
from pipetui.store import contacts, deal_people

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import NamedTuple

    from pipetui.store.deal_row import DealRow
    from pipetui.store.unit_of_work import UnitOfWork
    from pipetui.views import DealSheet
else:
    from pipetui.domain.record import NamedTuple

EXAMPLE = "for example: Ann Lee <ann@acme.example> (decision maker), Bob"


class Attendee(NamedTuple):
    """Somebody as typed into the people field; `name` is the address or number of one who is known by no other."""

    name: str
    role: str
    email: str
    phone: str

    @property
    def named(self) -> contacts.Named:
        """As a quick line would name them."""
        reached = tuple((kind, text) for kind, text in (("email", self.email), ("phone", self.phone)) if text)
        return contacts.Named("" if self.name in (self.email, self.phone) else self.name, reached)


_ATTENDEE = r"^(?P<name>[^<>()]*?)\s*(?:<(?P<contact>[^<>]*)>)?\s*(?:\((?P<role>[^()]*)\))?$"


def parse(text: str) -> tuple[Attendee, ...]:
    """`Ann Lee <ann@acme.example +49 30 1234> (decision maker), Bob`."""
    attendees = []
    for part in filter(None, (clean(part) for part in text.split(","))):
        match = re.match(_ATTENDEE, part)
        if match is None:
            raise InputError(f"{quoted(part)} is not understood", EXAMPLE)
        name, contact = match["name"].strip(), (match["contact"] or "").strip()
        if not contact and "@" in name and " " not in name:
            contact = name
        email, _, phone = contact.partition(" ") if "@" in contact.partition(" ")[0] else ("", "", contact)
        if phone and not any(char.isdecimal() for char in phone):  # an import takes any number too
            raise InputError(f"{quoted(phone)} is neither e-mail nor phone", EXAMPLE)
        name = name or email or phone
        if not name:
            raise InputError(f"{quoted(part)} names nobody", EXAMPLE)
        attendees.append(Attendee(name, parse_role(match["role"] or ""), email, phone))
    return tuple(attendees)


def parse_role(text: str) -> str:
    """The role that `text` begins, "" for none; raises InputError with the list."""
    return choose(text, ROLES, "role") if fold(text) else ""


def _plain(name: str) -> str:
    """A name without the characters that the people field is divided by."""
    return clean(re.sub(r"[,<>()]", " ", name))


def show(sheet: DealSheet) -> str:
    """Everybody on the deal with contact and role, as `parse` understands it."""
    shown = []
    for person in sheet.people:
        contact = " ".join(filter(None, (person.email, person.phone)))
        shown.append(
            _plain(person.name) + (f" <{contact}>" if contact else "") + (f" ({person.role})" if person.role else "")
        )
    return ", ".join(shown)


def write(uow: UnitOfWork, row: DealRow, attendees: tuple[Attendee, ...]) -> None:
    """Put those named on the deal, take the others off it; nobody is deleted.

    A person on the deal is known by name, of two namesakes the one with that e-mail; anybody else as a quick line
    knows them. An address or number typed for somebody becomes the first of theirs.
    """
    connection, at = uow.connection, uow.at
    on_deal = sorted(deal_people.on_deal(connection, row.id))
    named: set[int] = set()
    for attendee in attendees:
        owner = contacts.by_contact(connection, "email", attendee.email) if attendee.email else None
        namesakes = [number for number, name, _ in on_deal if fold(_plain(name)) == fold(attendee.name)]
        person = (
            (owner if owner in namesakes else None)
            or next((number for number in namesakes if number not in named), None)
            or contacts.somebody(connection, attendee.named, row.organization_id, at)
        )
        contacts.put_contact_first(connection, person, "email", attendee.email)
        contacts.put_contact_first(connection, person, "phone", attendee.phone)
        contacts.attach(connection, row.id, person, attendee.role)
        if person in named:
            uow.warnings.append(f"{attendee.name} is named twice; somebody has one role on a deal, the last one said")
        named.add(person)
    for number, _, _ in on_deal:
        if number not in named:
            deal_people.take_off(connection, row.id, number)
