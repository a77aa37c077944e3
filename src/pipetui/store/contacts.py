"""Finding or making the organizations and people that a deal names, inside a gesture. Standard library only.

People and organizations go by their numbers here. What is made is written at `at`, the store's text of a time.
"""

from __future__ import annotations

from pipetui.domain.folding import beginning, contact_key, fold, key_of, keys_of
from pipetui.domain.party_kinds import PERSON, PartyKind
from pipetui.domain.text import clean

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence
    from typing import NamedTuple
else:
    from pipetui.domain.record import NamedTuple

_MOST_COMPARED = 100
"""How many organizations whose names begin alike are looked at for colleagues."""


def organization(connection: sqlite3.Connection, name: str, at: str) -> int | None:
    """The organization of that name, however it is spelt; made if there is none. None for an empty name."""
    name = clean(name)
    if not name:
        return None
    found = known_organization(connection, name)
    return new_organization(connection, name, at) if found is None else found


def known_organization(connection: sqlite3.Connection, name: str) -> int | None:
    """The organization of that name, however it is spelt."""
    return _by_key(connection, "SELECT min(id) FROM organization WHERE {key} AND deleted_at IS NULL", name)


def new_organization(connection: sqlite3.Connection, name: str, at: str) -> int:
    """An organization that was not in the book."""
    return _inserted(
        connection,
        "INSERT INTO organization (name, key, created_at) VALUES (?, ?, ?)",
        (name, key_of(name), at),
    )


def by_contact(connection: sqlite3.Connection, kind: str, value: str) -> int | None:
    """The person who has that e-mail or phone; of several the oldest."""
    return _first(
        connection,
        """SELECT min(c.person_id) FROM contact_point c JOIN person p ON p.id = c.person_id
           WHERE c.kind = ? AND c.key = ? AND p.deleted_at IS NULL""",
        (kind, contact_key(kind, value)),
    )


def employer(connection: sqlite3.Connection, person: int) -> int | None:
    """The organization that a person is with."""
    return _first(connection, "SELECT organization_id FROM person WHERE id = ?", (person,))


def with_colleagues(connection: sqlite3.Connection, name: str, email: str) -> int | None:
    """The one organization whose name begins with `name` and whose people have an e-mail at the same domain."""
    begins, domain = fold(name), contact_key("email", email).partition("@")[2]
    found = connection.execute(
        f"""SELECT DISTINCT p.organization_id
            FROM (SELECT id FROM organization WHERE key >= :begins AND key < :beyond AND deleted_at IS NULL
                  LIMIT {_MOST_COMPARED}) o
            JOIN person p ON p.organization_id = o.id AND p.deleted_at IS NULL
            JOIN contact_point c ON c.person_id = p.id AND c.kind = 'email'
            WHERE substr(c.key, -length(:domain)) = :domain LIMIT 2""",
        {"begins": begins, "beyond": f"{begins}\U0010ffff", "domain": f"@{domain}"},
    ).fetchall()
    return int(found[0][0]) if len(found) == 1 else None


def by_name(connection: sqlite3.Connection, name: str, organization_id: int | None) -> int | None:
    """The person of that name at the organization; without one, the person of that name who has none either."""
    # + : found by their name; where there are none, everybody without an organization would be looked at.
    asked = "SELECT min(id) FROM person WHERE {key} AND +organization_id IS ? AND deleted_at IS NULL"
    return _by_key(connection, asked, name, organization_id)


def _by_key(connection: sqlite3.Connection, asked: str, name: str, *more: object) -> int | None:
    """The number of who has that name, else of who has it in another spelling."""
    for key in keys_of(name):
        found = _first(connection, asked.format(key="key = ?"), (key, *more))
        if found is not None:
            return found
    return _first(connection, asked.format(key="key > ? AND key < ?"), (*beginning(name), *more))


def new_person(connection: sqlite3.Connection, name: str, organization_id: int | None, at: str) -> int:
    """Somebody who was not in the book."""
    return _inserted(
        connection,
        "INSERT INTO person (name, key, organization_id, created_at) VALUES (?, ?, ?, ?)",
        (name, key_of(name), organization_id, at),
    )


def add_contact(connection: sqlite3.Connection, person_id: int, kind: str, value: str) -> None:
    """Give the person an e-mail or phone unless it is theirs already."""
    value = clean(value)
    key = contact_key(kind, value)
    known = "SELECT 1 FROM contact_point WHERE +person_id = ? AND kind = ? AND key = ?"  # + : found by its key
    if value and connection.execute(known, (person_id, kind, key)).fetchone() is None:
        of_them = "SELECT count(*) FROM contact_point WHERE person_id = ?"
        (count,) = connection.execute(of_them, (person_id,)).fetchone()
        new_point(connection, PERSON, person_id, kind, value, count)


def put_contact_first(connection: sqlite3.Connection, person_id: int, kind: str, value: str) -> None:
    """Make `value` the person's first e-mail or phone; what was first before stays behind it."""
    add_contact(connection, person_id, kind, value)
    key = contact_key(kind, clean(value))
    own = points(connection, PERSON, person_id, kind)
    if key and own[0][1] != key:
        place(connection, next(number for number, known, _ in own if known == key), own[0][2] - 1)


def points(connection: sqlite3.Connection, owner: PartyKind, number: int, kind: str) -> list[tuple[int, str, int]]:
    """The e-mails, phones or web addresses of somebody in their order: number, key and position of each."""
    return connection.execute(
        f"SELECT id, key, position FROM contact_point WHERE {owner.column} = ? AND kind = ? ORDER BY position, id",
        (number, kind),
    ).fetchall()


def new_point(
    connection: sqlite3.Connection, owner: PartyKind, number: int, kind: str, value: str, position: int
) -> int:
    """Give somebody an e-mail, phone or web address at that position."""
    return _inserted(
        connection,
        f"INSERT INTO contact_point ({owner.column}, kind, label, value, key, position) VALUES (?, ?, '', ?, ?, ?)",
        (number, kind, value, contact_key(kind, value), position),
    )


def place(connection: sqlite3.Connection, point: int, position: int) -> None:
    """Put one of the addresses and numbers of somebody to another position."""
    connection.execute("UPDATE contact_point SET position = ? WHERE id = ?", (position, point))


def remove(connection: sqlite3.Connection, point: int) -> None:
    """Take one of the addresses and numbers out of the book."""
    connection.execute("DELETE FROM contact_point WHERE id = ?", (point,))


def others_with(connection: sqlite3.Connection, kind: str, value: str, person: int) -> list[tuple[int, str]]:
    """Number and name of the others who have that e-mail or phone, three at most."""
    return connection.execute(
        """SELECT DISTINCT p.id, p.name FROM contact_point c JOIN person p ON p.id = c.person_id
           WHERE c.kind = ? AND c.key = ? AND p.id <> ? AND p.deleted_at IS NULL ORDER BY p.id LIMIT 3""",
        (kind, contact_key(kind, value), person),
    ).fetchall()


def name_from_email(email: str) -> str:
    """A name to begin with for somebody known by an address only: ann.lee@acme.example -> Ann Lee. Names stay."""
    if "@" not in email:
        return email
    words = email.partition("@")[0].replace(".", " ").replace("_", " ").replace("-", " ").split()
    return " ".join(word.capitalize() for word in words) or email


def attach(connection: sqlite3.Connection, deal_id: int, person_id: int, role: str | None = None) -> None:
    """Put the person on the deal, in the role, "" for none; None keeps the role of one who is on it."""
    link = {"deal": deal_id, "person": person_id, "role": role or ""}
    if not is_on(connection, deal_id, person_id):
        connection.execute("INSERT INTO deal_person (deal_id, person_id, role) VALUES (:deal, :person, :role)", link)
    elif role is not None:
        connection.execute(
            "UPDATE deal_person SET role = :role WHERE deal_id = :deal AND person_id = :person AND role <> :role", link
        )


def is_on(connection: sqlite3.Connection, deal_id: int, person_id: int) -> bool:
    """Whether the person takes part in the deal."""
    known = "SELECT 1 FROM deal_person WHERE deal_id = ? AND person_id = ?"
    return connection.execute(known, (deal_id, person_id)).fetchone() is not None


class Named(NamedTuple):
    """Somebody as a quick line or a file names them: `name` is "" for one known by addresses (kind, text) alone."""

    name: str
    contacts: tuple[tuple[str, str], ...]

    @property
    def called(self) -> str:
        """The name of one who is new."""
        return self.name or name_from_email(self.contacts[0][1])


def named(names: Sequence[str], emails: Sequence[str], phones: Sequence[str]) -> list[Named]:
    """Whose the addresses and numbers are that a deal names beside each other.

    The first name owns them all; without a name, each e-mail is somebody, and a number belongs to the first of them.
    """
    by_mail, by_phone = [("email", text) for text in emails], tuple([("phone", text) for text in phones])
    if names:
        return [Named(name, () if place else (*by_mail, *by_phone)) for place, name in enumerate(names)]
    if by_mail:
        return [Named("", (one, *(() if place else by_phone))) for place, one in enumerate(by_mail)]
    return [Named("", by_phone)] if by_phone else []


def attach_named(
    connection: sqlite3.Connection,
    deal_id: int,
    organization_id: int | None,
    names: Sequence[str],
    emails: Sequence[str],
    phones: Sequence[str],
    at: str,
) -> None:
    """Put everybody a quick line names on the deal, found in the book or made."""
    for one in named(list(filter(None, map(clean, names))), emails, phones):
        person = somebody(connection, one, organization_id, at)
        for contact in one.contacts:
            add_contact(connection, person, *contact)
        attach(connection, deal_id, person)


def somebody(connection: sqlite3.Connection, one: Named, organization_id: int | None, at: str) -> int:
    """Who that is, found in the book or made with that organization."""
    return _known(connection, one, organization_id) or new_person(connection, one.called, organization_id, at)


def _known(connection: sqlite3.Connection, one: Named, organization_id: int | None) -> int | None:
    """By name, of namesakes the one with the e-mail; without a name by the address or number."""
    if not one.name:
        return by_contact(connection, *one.contacts[0])
    known = None
    if one.contacts and one.contacts[0][0] == "email":
        owner = by_contact(connection, *one.contacts[0])
        known = _by_key(connection, "SELECT id FROM person WHERE {key} AND id = ?", one.name, owner)
    return known or by_name(connection, one.name, organization_id)


def _first(connection: sqlite3.Connection, sql: str, arguments: tuple[object, ...]) -> int | None:
    row = connection.execute(sql, arguments).fetchone()
    return None if row is None or row[0] is None else int(row[0])


def _inserted(connection: sqlite3.Connection, sql: str, arguments: tuple[object, ...]) -> int:
    number = connection.execute(sql, arguments).lastrowid
    assert number is not None
    return number
