"""E-mails, phones and web addresses of people and organizations: understood, and written in their order."""

from collections.abc import Callable
from typing import NamedTuple

from pipetui.domain.errors import InputError
from pipetui.domain.folding import contact_key
from pipetui.domain.text import clean
from pipetui.domain.wording import quoted
from pipetui.store.connect import Connection
from pipetui.store.unit_of_work import UnitOfWork

KINDS = ("email", "phone", "web")
FIRST, ADDED, REMOVED = "first", "added", "removed"
EXAMPLES = {"email": "ann@acme.example", "phone": "+49 30 1234567", "web": "acme.example"}


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
        article = {"email": "no e-mail", "phone": "no phone number", "web": "no web address"}[kind]
        raise InputError(f"{quoted(text)} is {article}", f"for example: {EXAMPLES[kind]}")
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


def _own(connection: Connection, owner: str, number: int, kind: str) -> list[tuple[int, str, int]]:
    return connection.execute(
        f"SELECT id, key, position FROM contact_point WHERE {owner} = ? AND kind = ? ORDER BY position, id",
        (number, kind),
    ).fetchall()


def write_change(owner: str, kind: str) -> Callable[[UnitOfWork, int, ContactChange], None]:
    """How one change is written; `owner` is the column of contact points that names whose they are."""

    def write(own: UnitOfWork, number: int, change: ContactChange) -> None:
        connection, key = own.connection, contact_key(kind, change.value)
        known = _own(connection, owner, number, kind)
        here = next((row_id for row_id, known_key, _ in known if known_key == key), None)
        if change.how == REMOVED:
            if here is None:
                raise InputError(f"{quoted(change.value)} is not among them", f"see: pipetui {_verb(owner)} {number}")
            connection.execute("DELETE FROM contact_point WHERE id = ?", (here,))
            return
        if here is None:
            place = max((position for _, _, position in known), default=-1) + 1
            here = connection.execute(
                f"INSERT INTO contact_point ({owner}, kind, label, value, key, position) VALUES (?, ?, '', ?, ?, ?)",
                (number, kind, change.value, key, place),
            ).lastrowid
            _warn_of_namesake(own, owner, number, kind, change.value)
        if change.how == FIRST and known and known[0][0] != here:
            connection.execute("UPDATE contact_point SET position = ? WHERE id = ?", (known[0][2] - 1, here))

    return write


def _verb(owner: str) -> str:
    return "person" if owner == "person_id" else "org"


def _warn_of_namesake(own: UnitOfWork, owner: str, number: int, kind: str, value: str) -> None:
    """Two people with one address are probably one."""
    if owner == "person_id":
        for other, name in own.connection.execute(
            """SELECT DISTINCT p.id, p.name FROM contact_point c JOIN person p ON p.id = c.person_id
               WHERE c.kind = ? AND c.key = ? AND p.id <> ? ORDER BY p.id LIMIT 3""",
            (kind, contact_key(kind, value), number),
        ):
            own.warnings.append(f"{name} has {value} too; the same? pipetui person {number} --merge {other}")


def write_list(owner: str, kind: str) -> Callable[[UnitOfWork, int, tuple[str, ...]], None]:
    """How all of a kind are written: those not named are removed, the others put in order."""
    change = write_change(owner, kind)

    def write(own: UnitOfWork, number: int, values: tuple[str, ...]) -> None:
        wanted = {contact_key(kind, value): value for value in values}
        for row_id, key, _ in _own(own.connection, owner, number, kind):
            if key not in wanted:
                own.connection.execute("DELETE FROM contact_point WHERE id = ?", (row_id,))
        for value in wanted.values():
            change(own, number, ContactChange(ADDED, value))
        order = list(wanted)
        for row_id, key, position in _own(own.connection, owner, number, kind):
            if position != order.index(key):
                own.connection.execute("UPDATE contact_point SET position = ? WHERE id = ?", (order.index(key), row_id))

    return write
