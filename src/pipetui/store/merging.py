"""Two people, or two organizations, that are the same become one. Standard library only."""

from __future__ import annotations

from pipetui.domain.errors import Remedy, Warned
from pipetui.domain.folding import fold
from pipetui.domain.party_kinds import ORGANIZATION, PERSON, PartyKind

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pipetui.store.unit_of_work import UnitOfWork
    from pipetui.views_people import OrganizationSheet, PersonSheet


def move_person(uow: UnitOfWork, kept: PersonSheet, gone: PersonSheet) -> None:
    """Make all that is kept of `gone` that of `kept`, then take it out of the book."""
    keep, other, connection = kept.row.id, gone.row.id, uow.connection
    connection.execute(
        """UPDATE deal_person SET role = (SELECT role FROM deal_person o
                                          WHERE o.deal_id = deal_person.deal_id AND o.person_id = :other)
           WHERE person_id = :keep AND role = ''
               AND deal_id IN (SELECT deal_id FROM deal_person WHERE person_id = :other AND role <> '')""",
        {"keep": keep, "other": other},
    )
    connection.execute(
        """DELETE FROM deal_person WHERE person_id = ?
           AND deal_id IN (SELECT deal_id FROM deal_person WHERE person_id = ?)""",
        (other, keep),
    )
    for table in ("deal_person", "touch", "note"):
        connection.execute(f"UPDATE {table} SET person_id = ? WHERE person_id = ?", (keep, other))
    _move_contacts(uow, PERSON, keep, other)
    differing = _take_over(
        uow,
        PERSON,
        keep,
        other,
        [
            ("name", "name", kept.row.name, gone.row.name),
            ("job_title", "title", kept.row.job_title, gone.row.job_title),
            ("organization_id", "organization", kept.row.organization, gone.row.organization),
            ("note", "about", kept.about, gone.about),
        ],
    )
    _move_rest(uow, PERSON, keep, other, differing)


def move_organization(uow: UnitOfWork, kept: OrganizationSheet, gone: OrganizationSheet) -> None:
    """As `move_person`; warns of people who are there twice now."""
    keep, other, connection = kept.row.id, gone.row.id, uow.connection
    for table in ("person", "deal", "note"):
        connection.execute(f"UPDATE {table} SET organization_id = ? WHERE organization_id = ?", (keep, other))
    _move_contacts(uow, ORGANIZATION, keep, other)
    differing = _take_over(
        uow,
        ORGANIZATION,
        keep,
        other,
        [
            ("name", "name", kept.row.name, gone.row.name),
            ("sector", "sector", kept.row.sector, gone.row.sector),
            ("website", "website", kept.website, gone.website),
            ("address", "address", kept.address, gone.address),
            ("note", "about", kept.about, gone.about),
        ],
    )
    _move_rest(uow, ORGANIZATION, keep, other, differing)
    for one, name, two in connection.execute(
        """SELECT min(id), min(name), max(id) FROM person WHERE organization_id = ? GROUP BY key HAVING count(*) > 1""",
        (keep,),
    ):
        uow.warnings.append(
            Warned(f"{name} is there twice now; the same?", Remedy("merge.people", keep=one, other=two))
        )


def _move_contacts(uow: UnitOfWork, kind: PartyKind, keep: int, other: int) -> None:
    """The addresses and numbers that are not there yet, behind those that are."""
    owner = kind.column
    uow.connection.execute(
        f"""DELETE FROM contact_point WHERE {owner} = :other
            AND EXISTS (SELECT 1 FROM contact_point k
                        WHERE k.{owner} = :keep AND k.kind = contact_point.kind AND k.key = contact_point.key)""",
        {"keep": keep, "other": other},
    )
    behind = uow.connection.execute(
        f"SELECT coalesce(max(position), -1) + 1 FROM contact_point WHERE {owner} = ?", (keep,)
    ).fetchone()[0]
    uow.connection.execute(
        f"UPDATE contact_point SET {owner} = ?, position = max(position, 0) + ? WHERE {owner} = ?",
        (keep, behind, other),
    )


def _take_over(
    uow: UnitOfWork, kind: PartyKind, keep: int, other: int, fields: list[tuple[str, str, str, str]]
) -> list[str]:
    """Fill the columns that are empty; returns what was said differently. Each field: column, label, kept, gone."""
    differing = []
    for column, label, here, there in fields:
        if there and not here:
            uow.connection.execute(
                f"UPDATE {kind.noun} SET {column} = (SELECT {column} FROM {kind.noun} WHERE id = ?) WHERE id = ?",
                (other, keep),
            )
        elif there and fold(there) != fold(here):
            differing.append(f"{label}: {there}")
    return differing


def _move_rest(uow: UnitOfWork, kind: PartyKind, keep: int, other: int, differing: list[str]) -> None:
    """Own fields and the rows of imports; then the other one is gone."""
    connection, both = uow.connection, {"keep": keep, "other": other, "entity": kind.noun}
    for name, value in connection.execute(
        """SELECT f.name, o.value FROM custom_value o JOIN custom_field f ON f.id = o.field_id
           JOIN custom_value k ON k.field_id = o.field_id AND k.entity_id = :keep
           WHERE f.entity = :entity AND o.entity_id = :other AND k.value <> o.value""",
        both,
    ):
        differing.append(f"{name}: {value}")
    own = "field_id IN (SELECT id FROM custom_field WHERE entity = :entity)"
    connection.execute(
        f"""DELETE FROM custom_value WHERE entity_id = :other AND {own}
            AND field_id IN (SELECT field_id FROM custom_value WHERE entity_id = :keep)""",
        both,
    )
    connection.execute(f"UPDATE custom_value SET entity_id = :keep WHERE entity_id = :other AND {own}", both)
    connection.execute("UPDATE external_ref SET entity_id = :keep WHERE entity_id = :other AND entity = :entity", both)
    if differing:
        uow.add_note(keep, f"merged with {kind.noun} #{other}: {', '.join(differing)}", kind.column)
    connection.execute(f"DELETE FROM {kind.noun} WHERE id = ?", (other,))
