"""E-mails, phones and web addresses of people and organizations: understood, and written in their order."""

from collections.abc import Callable
from typing import NamedTuple

from pipetui.domain.errors import InputError, Remedy, Warned
from pipetui.domain.folding import contact_key
from pipetui.domain.party_kinds import PERSON, PartyKind
from pipetui.domain.people_fields import CONTACT_EXAMPLES as EXAMPLES
from pipetui.domain.text import clean
from pipetui.domain.wording import quoted
from pipetui.store import contacts
from pipetui.store.unit_of_work import UnitOfWork

KINDS = tuple(EXAMPLES)
FIRST, ADDED, REMOVED = "first", "added", "removed"


class ContactChange(NamedTuple):
    """What becomes of an e-mail or phone: first of its kind, added behind the others, or removed."""

    how: str
    value: str


def check_contact(kind: str, text: str) -> str:
    """An e-mail, phone or web address as it is kept; raises InputError for what is none."""
    value = clean(text)
    name, _, host = value.partition("@")
    fine = {
        "email": " " not in value and bool(name and host) and "@" not in host,
        "phone": any(char.isdecimal() for char in value),
        "web": " " not in value and "." in value,
    }[kind]
    if not fine:
        wanted = {"email": "an e-mail address", "phone": "a phone number", "web": "a web address"}[kind]
        raise InputError(f"{quoted(text)} is not {wanted}", f"for example: {EXAMPLES[kind]}")
    return value


def parse_change(kind: str) -> Callable[[str], ContactChange]:
    """`x` makes x the first, `+x` adds it behind the others, `-x` removes it.

    The plus of a phone number with its country (`+49…`) is a part of it; to add one behind, type two.
    """

    def parse(text: str) -> ContactChange:
        text = clean(text)
        how = {"+": ADDED, "-": REMOVED}.get(text[:1], FIRST)
        if kind == "phone" and how == ADDED and text[1:2] in set("123456789"):
            how = FIRST
        return ContactChange(how, check_contact(kind, text if how == FIRST else text[1:]))

    return parse


def parse_list(kind: str) -> Callable[[str], tuple[str, ...]]:
    """How all e-mails, phones or web addresses are understood: with commas between them, the first one first."""
    return lambda text: tuple(check_contact(kind, part) for part in text.split(",") if part.strip())


def write_change(owner: PartyKind, kind: str) -> Callable[[UnitOfWork, int, ContactChange], None]:
    """How one change is written; `owner` is the kind of party whose contact it is."""

    def write(uow: UnitOfWork, number: int, change: ContactChange) -> None:
        connection, key = uow.connection, contact_key(kind, change.value)
        known = contacts.points(connection, owner, number, kind)
        here = next((row_id for row_id, known_key, _ in known if known_key == key), None)
        if change.how == REMOVED:
            if here is None:
                see = Remedy("person" if owner == PERSON else "org", number=number)
                raise InputError(f"{quoted(change.value)} is not among them", remedy=see)
            contacts.remove(connection, here)
            return
        if here is None:
            behind = max((position for _, _, position in known), default=-1) + 1
            here = contacts.new_point(connection, owner, number, kind, change.value, behind)
            _warn_of_namesake(uow, owner, number, kind, change.value)
        if change.how == FIRST and known and known[0][0] != here:
            contacts.place(connection, here, known[0][2] - 1)

    return write


def _warn_of_namesake(uow: UnitOfWork, owner: PartyKind, number: int, kind: str, value: str) -> None:
    """Two people with one address are probably one."""
    if owner == PERSON:
        for other, name in contacts.others_with(uow.connection, kind, value, number):
            uow.warnings.append(
                Warned(f"{name} has {value} too; the same?", Remedy("merge.people", keep=number, other=other))
            )


def write_list(owner: PartyKind, kind: str) -> Callable[[UnitOfWork, int, tuple[str, ...]], None]:
    """How all of a kind are written: those not named are removed, the others put in order."""
    change = write_change(owner, kind)

    def write(uow: UnitOfWork, number: int, values: tuple[str, ...]) -> None:
        wanted = {contact_key(kind, value): value for value in values}
        for row_id, key, _ in contacts.points(uow.connection, owner, number, kind):
            if key not in wanted:
                contacts.remove(uow.connection, row_id)
        for value in wanted.values():
            change(uow, number, ContactChange(ADDED, value))
        order = list(wanted)
        for row_id, key, position in contacts.points(uow.connection, owner, number, kind):
            if position != order.index(key):
                contacts.place(uow.connection, row_id, order.index(key))

    return write
