"""What there is to open of a deal, a person or an organization. Standard library only, like `book_reads`."""

from __future__ import annotations

from pipetui.domain.targets import FILE, LINK, MAIL, PHONE, SITE, is_path
from pipetui.store import attachments, values
from pipetui.views_targets import Openable

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3

_KIND = {"email": MAIL, "phone": PHONE, "web": SITE}
_ORDER = "CASE kind WHEN 'email' THEN 0 WHEN 'phone' THEN 1 ELSE 2 END, position, c.id"


def of_deal(connection: sqlite3.Connection, deal: int) -> tuple[Openable, ...]:
    """The people's addresses and numbers, the organization's, the attachments, the links in its fields."""
    found: list[Openable] = []
    for person, name in connection.execute(
        """SELECT p.id, p.name FROM deal_person dp JOIN person p ON p.id = dp.person_id AND p.deleted_at IS NULL
           WHERE dp.deal_id = ? ORDER BY dp.id""",
        (deal,),
    ).fetchall():
        found += _contacts(connection, "person", person, values.text(name))
    row = connection.execute(
        """SELECT o.id FROM deal d JOIN organization o ON o.id = d.organization_id AND o.deleted_at IS NULL
           WHERE d.id = ?""",
        (deal,),
    ).fetchone()
    found += of_organization(connection, row[0]) if row else ()
    for one in attachments.of_deal(connection, deal):
        found.append(Openable(FILE if is_path(one.target) else LINK, one.label or "attached", one.target))
    found += _links(connection, "deal", deal)
    return _once(found)


def of_person(connection: sqlite3.Connection, person: int) -> tuple[Openable, ...]:
    """Their addresses and numbers, the links in their fields."""
    row = connection.execute("SELECT name FROM person WHERE id = ?", (person,)).fetchone()
    name = values.text(row[0]) if row else ""
    return _once([*_contacts(connection, "person", person, name), *_links(connection, "person", person)])


def of_organization(connection: sqlite3.Connection, organization: int) -> tuple[Openable, ...]:
    """Its site, its addresses and numbers, the links in its fields."""
    row = connection.execute("SELECT name, website FROM organization WHERE id = ?", (organization,)).fetchone()
    if row is None:
        return ()
    name, site = map(values.text, row)
    found = [Openable(SITE, name, site)] if site else []
    found += _contacts(connection, "organization", organization, name)
    return _once([*found, *_links(connection, "organization", organization)])


def _contacts(connection: sqlite3.Connection, noun: str, number: int, name: str) -> list[Openable]:
    rows = connection.execute(
        f"SELECT kind, value FROM contact_point c WHERE {noun}_id = ? ORDER BY {_ORDER}", (number,)
    )
    return [Openable(_KIND.get(kind, SITE), name, values.text(value)) for kind, value in rows]


def _links(connection: sqlite3.Connection, noun: str, number: int) -> list[Openable]:
    rows = connection.execute(
        """SELECT f.name, v.value FROM custom_value v JOIN custom_field f ON f.id = v.field_id
           WHERE f.entity = ? AND f.kind = 'link' AND v.entity_id = ? ORDER BY f.position, f.id""",
        (noun, number),
    )
    return [Openable(LINK, values.text(name), values.text(value)) for name, value in rows]


def _once(found: list[Openable]) -> tuple[Openable, ...]:
    """Each text once: a page may be the organization's site and in a field."""
    return tuple({one.text: one for one in reversed(found) if one.text.strip()}.values())[::-1]
