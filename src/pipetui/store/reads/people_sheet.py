"""Reading everything about one person or one organization. Standard library only, like `book_reads`."""

from __future__ import annotations

from pipetui.domain.deal import STATUSES
from pipetui.domain.party_kinds import ORGANIZATION, PERSON
from pipetui.store import custom_fields, parties
from pipetui.store.reads import book_reads, people
from pipetui.store.reads.party_order import by_name
from pipetui.store.reads.sheet import TOUCHED, happened
from pipetui.views_people import OrganizationSheet, Part, PersonSheet

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3

    from pipetui.views import Card, TimelineItem

_ABOUT_DEAL = "coalesce(' · #' || d.id, '')"
_ABOUT_PERSON = "coalesce(' · ' || p.name, '')"
_TOUCH = "t.kind, t.direction, t.outcome"
_DEAL = "coalesce(d.id, 0), coalesce(d.title, '')"


def person(connection: sqlite3.Connection, moment: book_reads.Moment, number: int) -> PersonSheet:
    """One person with all addresses, the deals they take part in, and what happened; raises NotFoundError."""
    rows = people.people(connection, moment.now.date(), [number], moment.rates)
    if not rows:
        raise parties.missing(connection, PERSON, number)
    roles = dict(connection.execute("SELECT deal_id, role FROM deal_person WHERE person_id = ?", (number,)).fetchall())
    cards = _in_order(
        book_reads.cards(connection, moment, "d.id IN (SELECT deal_id FROM deal_person WHERE person_id = ?)", (number,))
    )
    timeline = _timeline(
        connection,
        f"""SELECT t.at, 'touch', {TOUCHED} || {_ABOUT_DEAL}, t.text, t.id, {_TOUCH}, '', {_DEAL}
            FROM touch t LEFT JOIN deal d ON d.id = t.deal_id WHERE t.person_id = :number
            UNION ALL SELECT t.at, 'touch', {TOUCHED} || {_ABOUT_DEAL}, t.text, t.id, {_TOUCH}, '', {_DEAL}
            FROM deal_person dp JOIN deal d ON d.id = dp.deal_id JOIN touch t ON t.deal_id = d.id
            WHERE dp.person_id = :number AND t.person_id IS NULL AND d.deleted_at IS NULL
            UNION ALL SELECT at, 'note', 'note', text, id, '', '', '', '', 0, ''
            FROM note WHERE person_id = :number""",
        number,
    )
    return PersonSheet(
        rows[0],
        connection.execute("SELECT note FROM person WHERE id = ?", (number,)).fetchone()[0],
        people.contacts(connection, PERSON, number),
        tuple(Part(card, roles[card.id]) for card in cards),
        custom_fields.of(connection, PERSON.noun, number),
        timeline,
    )


def organization(connection: sqlite3.Connection, moment: book_reads.Moment, number: int) -> OrganizationSheet:
    """One organization: its people, its deals, the touches of it and them all; raises NotFoundError."""
    rows = people.organizations(connection, moment.now.date(), [number], moment.rates)
    if not rows:
        raise parties.missing(connection, ORGANIZATION, number)
    about, website, address = connection.execute(
        "SELECT note, website, address FROM organization WHERE id = ?", (number,)
    ).fetchone()
    staff = {
        row[0]
        for row in connection.execute(
            "SELECT id FROM person WHERE organization_id = ? AND deleted_at IS NULL", (number,)
        )
    }
    own = list(by_name(connection, PERSON, staff))
    timeline = _timeline(
        connection,
        f"""SELECT t.at, 'touch', {TOUCHED} || {_ABOUT_PERSON} || {_ABOUT_DEAL}, t.text, t.id,
                   {_TOUCH}, coalesce(p.name, ''), {_DEAL}
            FROM deal d JOIN touch t ON t.deal_id = d.id
            LEFT JOIN person p ON p.id = t.person_id AND p.deleted_at IS NULL
            WHERE d.organization_id = :number AND d.deleted_at IS NULL
            UNION ALL SELECT t.at, 'touch', {TOUCHED} || {_ABOUT_PERSON} || {_ABOUT_DEAL}, t.text, t.id,
                   {_TOUCH}, coalesce(p.name, ''), {_DEAL}
            FROM person p JOIN touch t ON t.person_id = p.id LEFT JOIN deal d ON d.id = t.deal_id
            WHERE p.organization_id = :number AND p.deleted_at IS NULL
                AND (d.id IS NULL OR d.organization_id IS NOT :number OR d.deleted_at IS NOT NULL)
            UNION ALL SELECT t.at, 'touch', {TOUCHED}, t.text, t.id, {_TOUCH}, '', 0, ''
            FROM touch t WHERE t.organization_id = :number
            UNION ALL SELECT n.at, 'note', 'note' || {_ABOUT_PERSON}, n.text, n.id,
                   '', '', '', coalesce(p.name, ''), 0, '' FROM note n
            LEFT JOIN person p ON p.id = n.person_id
            WHERE n.organization_id = :number OR (p.organization_id = :number AND p.deleted_at IS NULL)""",
        number,
    )
    return OrganizationSheet(
        rows[0],
        about,
        website,
        address,
        people.contacts(connection, ORGANIZATION, number),
        tuple(people.people(connection, moment.now.date(), own, moment.rates)),
        _in_order(book_reads.cards(connection, moment, "d.organization_id = ?", (number,))),
        custom_fields.of(connection, ORGANIZATION.noun, number),
        timeline,
    )


def _in_order(cards: list[Card]) -> tuple[Card, ...]:
    """Open deals first, then won, then lost ones; the urgent and the latest closed first."""

    def order(card: Card) -> tuple[int, float, float]:
        closed = card.closed_at.timestamp() if card.closed_at else 0.0
        return STATUSES.index(card.status), -card.urgency, -closed

    return tuple(sorted(cards, key=order))


def _timeline(connection: sqlite3.Connection, sql: str, number: int) -> tuple[TimelineItem, ...]:
    rows = connection.execute(f"{sql} ORDER BY 1 DESC, 5 DESC", {"number": number})
    return tuple(happened(*row) for row in rows)
