"""The fields of people and organizations: how each is shown as text, understood from text, and written.

The form and the verbs `pipetui person` and `pipetui org` are both made from these tables. A field without `show` is a
change rather than a state, such as `email:+new@acme.example`: the form leaves it out, and it may be given repeatedly.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any, Generic, NamedTuple, TypeVar

from pipetui.domain.choose import choose
from pipetui.domain.deal import OPEN
from pipetui.domain.errors import ConflictError, InputError
from pipetui.domain.folding import key_of
from pipetui.domain.text import clean
from pipetui.domain.wording import quoted
from pipetui.service import contact_fields
from pipetui.service.deal_people import parse_role
from pipetui.store import contacts
from pipetui.store.unit_of_work import UnitOfWork
from pipetui.views_people import OrganizationSheet, PersonSheet

Sheet = TypeVar("Sheet", PersonSheet, OrganizationSheet)


class Field(NamedTuple, Generic[Sheet]):
    """One field: `parse` raises InputError, `write` gets the pen, the number of whom it is about, and what it means."""

    name: str
    label: str
    example: str
    parse: Callable[[str], Any]
    write: Callable[[UnitOfWork, int, Any], None]
    show: Callable[[Sheet], str] | None = None


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
        raise InputError(f"{quoted(text)} is no role on a deal", "champion@42; @42 without a role; -@42 off the deal")
    return RoleChange(int(match[2]) if match[2] else None, None if match[1] == "-" else parse_role(match[1]))


def _roles(text: str) -> dict[int, str]:
    found: dict[int, str] = {}
    for part in filter(None, map(clean, text.split(","))):
        match = re.fullmatch(r"#?([0-9]{1,18})\s*(.*)", part)
        if match is None:
            raise InputError(f"{quoted(part)} begins with no deal", "for example: #42 champion, #51")
        found[int(match[1])] = parse_role(match[2])
    return found


# --- written


def _column(table: str, column: str) -> Callable[[UnitOfWork, int, Any], None]:
    def write(own: UnitOfWork, number: int, value: Any) -> None:
        own.connection.execute(f"UPDATE {table} SET {column} = ? WHERE id = ?", (value, number))

    return write


def _write_person_name(own: UnitOfWork, number: int, name: str) -> None:
    own.connection.execute("UPDATE person SET name = ?, key = ? WHERE id = ?", (name, key_of(name), number))


def _write_organization_name(own: UnitOfWork, number: int, name: str) -> None:
    known = own.connection.execute(
        "SELECT name FROM organization WHERE key = ? AND id <> ?", (key_of(name), number)
    ).fetchone()
    if known is not None:
        raise ConflictError(
            f"there is an organization {quoted(known[0])} already", "merge them: pipetui org … --merge …"
        )
    own.connection.execute("UPDATE organization SET name = ?, key = ? WHERE id = ?", (name, key_of(name), number))


def _write_employer(own: UnitOfWork, number: int, name: str) -> None:
    employer = contacts.organization(own.connection, name, own.at)
    own.connection.execute("UPDATE person SET organization_id = ? WHERE id = ?", (employer, number))


def _write_note(column: str) -> Callable[[UnitOfWork, int, str], None]:
    def write(own: UnitOfWork, number: int, text: str) -> None:
        own.connection.execute(f"INSERT INTO note ({column}, text, at) VALUES (?, ?, ?)", (number, text, own.at))

    return write


def open_deals(own: UnitOfWork, person: int) -> list[int]:
    """The open deals somebody takes part in, by number."""
    return [
        row[0]
        for row in own.connection.execute(
            """SELECT d.id FROM deal_person dp JOIN deal d ON d.id = dp.deal_id
               WHERE dp.person_id = ? AND d.status = ? AND d.deleted_at IS NULL ORDER BY d.id""",
            (person, OPEN),
        )
    ]


def _write_role(own: UnitOfWork, person: int, change: RoleChange) -> None:
    going = open_deals(own, person) if change.deal is None else [change.deal]
    if len(going) != 1:
        raise InputError("which deal is meant?", "for example: role:champion@42")
    here = own.deal(going[0])
    if change.role is None:
        own.connection.execute("DELETE FROM deal_person WHERE deal_id = ? AND person_id = ?", (here.id, person))
    else:
        _put_role(own, person, here.id, change.role)


def _put_role(own: UnitOfWork, person: int, deal: int, role: str) -> None:
    contacts.attach(own.connection, deal, person)
    own.connection.execute(
        "UPDATE deal_person SET role = ? WHERE deal_id = ? AND person_id = ? AND role <> ?", (role, deal, person, role)
    )


def _write_roles(own: UnitOfWork, person: int, roles: Mapping[int, str]) -> None:
    for deal in roles:
        _put_role(own, person, own.deal(deal).id, roles[deal])
    marks = ", ".join(map(str, roles)) or "0"
    own.connection.execute(
        f"""DELETE FROM deal_person WHERE person_id = ? AND deal_id NOT IN ({marks})
            AND deal_id IN (SELECT id FROM deal WHERE deleted_at IS NULL)""",
        (person,),
    )


def _contact_fields(owner: str) -> list[Field[Any]]:
    """Each kind twice: one at a time, and all of them in their order, as the form has them."""
    labels = {"email": "E-mails", "phone": "Phones", "web": "Web"}
    return [
        field
        for kind in contact_fields.KINDS
        for field in (
            Field(
                kind,
                kind,
                f"{contact_fields.EXAMPLES[kind]}, +another, -gone",
                contact_fields.parse_change(kind),
                contact_fields.write_change(owner, kind),
            ),
            Field(
                f"{kind}s",
                labels[kind],
                f"{contact_fields.EXAMPLES[kind]}, … the first one is used",
                contact_fields.parse_list(kind),
                contact_fields.write_list(owner, kind),
                _shown(kind),
            ),
        )
    ]


def _shown(kind: str) -> Callable[[Sheet], str]:
    return lambda sheet: ", ".join(contact.value for contact in sheet.contacts if contact.kind == kind)


def _show_roles(sheet: PersonSheet) -> str:
    return ", ".join(f"#{part.card.id} {part.role}".strip() for part in sheet.parts)


_PERSON: list[Field[PersonSheet]] = [
    Field("name", "Name", "Ann Lee", _name, _write_person_name, lambda sheet: sheet.row.name),
    Field("title", "Title", "CTO", clean, _column("person", "job_title"), lambda sheet: sheet.row.job_title),
    Field("organization", "Organization", "Acme GmbH", clean, _write_employer, lambda sheet: sheet.row.organization),
    *_contact_fields("person_id"),
    Field("role", "role", "champion@42, @42, -@42", _role_change, _write_role),
    Field("deals", "Deals", "#42 champion, #51", _roles, _write_roles, _show_roles),
    Field("about", "About", "how to reach them, what they like", clean, _column("person", "note"), lambda s: s.about),
    Field("note", "note", "met at the fair", _note, _write_note("person_id")),
]
_ORGANIZATION: list[Field[OrganizationSheet]] = [
    Field("name", "Name", "Acme GmbH", _name, _write_organization_name, lambda sheet: sheet.row.name),
    Field("sector", "Sector", "logistics", clean, _column("organization", "sector"), lambda sheet: sheet.row.sector),
    Field("website", "Website", "acme.example", clean, _column("organization", "website"), lambda s: s.website),
    Field("address", "Address", "1 Main St", clean, _column("organization", "address"), lambda s: s.address),
    *(field for field in _contact_fields("organization_id") if not field.name.startswith("web")),
    Field("about", "About", "what they do", clean, _column("organization", "note"), lambda sheet: sheet.about),
    Field("note", "note", "met at the fair", _note, _write_note("organization_id")),
]
PERSON_FIELDS = {field.name: field for field in _PERSON}
ORGANIZATION_FIELDS = {field.name: field for field in _ORGANIZATION}


def find_field(fields: Mapping[str, Field[Sheet]], name: str) -> Field[Sheet]:
    """The field of that name or a beginning of it; raises InputError with the list."""
    wanted = {"tel": "phone", "mail": "email", "e": "email", "site": "website"}.get(name.lower(), name.lower())
    found = [key for key in fields if wanted and key.startswith(wanted)]
    if len(found) == 2 and found[1] == f"{found[0]}s":  # one, and all of them
        return fields[found[0]]
    return fields[choose(wanted, tuple(fields), "field")]
