"""The fields of people and organizations: how each is shown as text, understood from text, and written.

The form and the verbs `pipetui person` and `pipetui org` are both made from the table of fields. One that is
a change rather than a state, such as `email:+new@acme.example`, is left out of the form and may be given repeatedly.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from operator import attrgetter
from typing import Any, NamedTuple, TypeVar

from pipetui.domain import fields, people_fields
from pipetui.domain.errors import ConflictError, InputError, Remedy
from pipetui.domain.fields import Field
from pipetui.domain.folding import fold
from pipetui.domain.party_kinds import ORGANIZATION, PERSON, PartyKind
from pipetui.domain.text import clean, tag_word, tag_words
from pipetui.domain.wording import quoted
from pipetui.service import contact_fields
from pipetui.service.deal_people import parse_role
from pipetui.service.editable import Editable
from pipetui.service.editable import find_field as find_field
from pipetui.store import contacts, deal_people, parties, tags
from pipetui.store.unit_of_work import UnitOfWork
from pipetui.views_people import OrganizationSheet, PersonSheet

Sheet = TypeVar("Sheet", PersonSheet, OrganizationSheet)


class RoleChange(NamedTuple):
    """Somebody's role on a deal; `deal` None means the only open one, `role` None that they leave it."""

    deal: int | None
    role: str | None


# --- understood


def _name(text: str) -> str:
    name = clean(text)
    if not name:
        raise InputError("a name is needed", "for example: Ann Lee, Acme GmbH")
    return name


def _note(text: str) -> str:
    note = clean(text, multiline=True)
    if not note:
        raise InputError("a note needs a text")
    return note


def _role_change(text: str) -> RoleChange:
    match = re.fullmatch(r"(-|[^@]*?)\s*(?:@\s*#?([0-9]{1,18}))?", clean(text))
    if match is None or (match[1] in ("", "-") and match[2] is None):
        raise InputError(
            f"{quoted(text)} is not a role on a deal", "champion@42; @42 without a role; -@42 off the deal"
        )
    return RoleChange(int(match[2]) if match[2] else None, None if match[1] == "-" else parse_role(match[1]))


def _tags(text: str) -> tuple[str, ...]:
    return tuple(sorted(tag_words(clean(text).replace(",", " ").split()).values()))


def _tag_change(text: str) -> tuple[bool, str]:
    """Whether it is put on, and the tag."""
    word = tag_word(text.strip().removeprefix("-"))
    if not word:
        raise InputError("a tag needs a word", "for example: +vip, -cold")
    return not text.strip().startswith("-"), word


def _roles(text: str) -> dict[int, str]:
    found: dict[int, str] = {}
    for part in filter(None, map(clean, text.split(","))):
        match = re.fullmatch(r"#?([0-9]{1,18})\s*(.*)", part)
        if match is None:
            raise InputError(f"{quoted(part)} begins with no deal", "for example: #42 champion, #51")
        found[int(match[1])] = parse_role(match[2])
    return found


# --- written


def _column(kind: PartyKind, column: str) -> Callable[[UnitOfWork, int, Any], None]:
    def write(uow: UnitOfWork, number: int, value: Any) -> None:
        parties.set_column(uow.connection, kind, number, column, value)

    return write


def _write_person_name(uow: UnitOfWork, number: int, name: str) -> None:
    parties.rename(uow.connection, PERSON, number, name)


def _write_organization_name(uow: UnitOfWork, number: int, name: str) -> None:
    known = parties.other_organization(uow.connection, number, name)
    if known is not None:
        raise ConflictError(f"there is an organization {quoted(known)} already", remedy=Remedy("merge.organizations"))
    parties.rename(uow.connection, ORGANIZATION, number, name)


def _write_employer(uow: UnitOfWork, number: int, name: str) -> None:
    employer = contacts.organization(uow.connection, name, uow.at)
    parties.set_column(uow.connection, PERSON, number, ORGANIZATION.column, employer)


def _write_note(kind: PartyKind) -> Callable[[UnitOfWork, int, str], None]:
    def write(uow: UnitOfWork, number: int, text: str) -> None:
        uow.add_note(number, text, kind.column)

    return write


def _write_tags(kind: PartyKind) -> Callable[[UnitOfWork, int, tuple[str, ...]], None]:
    def write(uow: UnitOfWork, number: int, words: tuple[str, ...]) -> None:
        tags.put(uow.connection, number, words, kind.noun)

    return write


def _write_tag(kind: PartyKind) -> Callable[[UnitOfWork, int, tuple[bool, str]], None]:
    def write(uow: UnitOfWork, number: int, change: tuple[bool, str]) -> None:
        on, word = change
        others = [tag for tag in tags.held(uow.connection, number, kind.noun) if fold(tag) != fold(word)]
        tags.put(uow.connection, number, (*others, word) if on else others, kind.noun)

    return write


def _write_role(uow: UnitOfWork, person: int, change: RoleChange) -> None:
    going = deal_people.open_deals(uow.connection, person) if change.deal is None else [change.deal]
    if len(going) != 1:
        raise InputError("which deal is meant?", "for example: role:champion@42")
    here = uow.deal(going[0])
    if change.role is None:
        deal_people.take_off(uow.connection, here.id, person)
    else:
        contacts.attach(uow.connection, here.id, person, change.role)


def _write_roles(uow: UnitOfWork, person: int, roles: Mapping[int, str]) -> None:
    for deal in roles:
        contacts.attach(uow.connection, uow.deal(deal).id, person, roles[deal])
    deal_people.keep_on(uow.connection, person, roles)


# --- of each kind


def _show_roles(sheet: PersonSheet) -> str:
    return ", ".join(f"#{part.card.id} {part.role}".strip() for part in sheet.parts)


def _show_contacts(kind: str) -> Callable[[Sheet], str]:
    return lambda sheet: ", ".join(contact.value for contact in sheet.contacts if contact.kind == kind)


_WRITE_NAME = {PERSON: _write_person_name, ORGANIZATION: _write_organization_name}


def _made(field: Field, owner: PartyKind) -> Editable:
    """A field with what its kind does with a text; `owner` is what has it."""
    show = attrgetter(field.attribute if field.sheet else f"row.{field.attribute}")
    match field.kind:
        case fields.NAME:
            return Editable(field, _name, _WRITE_NAME[owner], show)
        case fields.ORGANIZATION:
            return Editable(field, clean, _write_employer, show)
        case fields.CONTACT:
            kind = field.attribute
            return Editable(field, contact_fields.parse_change(kind), contact_fields.write_change(owner, kind))
        case fields.CONTACTS:
            kind = field.attribute
            parse, write = contact_fields.parse_list(kind), contact_fields.write_list(owner, kind)
            return Editable(field, parse, write, _show_contacts(kind))
        case fields.TAG:
            return Editable(field, _tag_change, _write_tag(owner))
        case fields.TAGS:
            return Editable(field, _tags, _write_tags(owner), lambda sheet: " ".join(sheet.row.tags))
        case fields.ROLE:
            return Editable(field, _role_change, _write_role)
        case fields.DEALS:
            return Editable(field, _roles, _write_roles, _show_roles)
        case fields.NOTE:
            return Editable(field, _note, _write_note(owner))
    return Editable(field, clean, _column(owner, field.stored), show)


def editable(rows: Iterable[Field], owner: PartyKind) -> dict[str, Editable]:
    """The fields of a person or an organization that can be edited, by name, in the order of the form."""
    return {field.name: _made(field, owner) for field in rows if field.label}


PERSON_FIELDS = editable(people_fields.PERSON, PERSON)
ORGANIZATION_FIELDS = editable(people_fields.ORG, ORGANIZATION)
FIELDS: Mapping[PartyKind, Mapping[str, Editable]] = {PERSON: PERSON_FIELDS, ORGANIZATION: ORGANIZATION_FIELDS}
