"""What leaves the book, kind of record by kind of record: each is one statement, whose rows come one after another.

`Chosen` are the numbers of the deals that are meant, None for all of them; what belongs to other deals, to the bin, or
to nobody who takes part then stays. See `whole_book` for the book as it is, row by row.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, TypeAlias

from pipetui.domain.items import ALL_OFF, BILLINGS, ONCE, ItemLine, ItemSums, sums
from pipetui.domain.money import Money
from pipetui.domain.text import BETWEEN, WITHIN
from pipetui.store import values
from pipetui.store.check_ins import STANDS
from pipetui.store.pipelines import TOLD
from pipetui.store.reads.export_records import (
    ExportedActivity,
    ExportedDeal,
    ExportedEvent,
    ExportedItem,
    ExportedNote,
    ExportedOrganization,
    ExportedPerson,
    ExportedTouch,
    FollowUpRecord,
)

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

Chosen: TypeAlias = Collection[int] | None


def count(connection: sqlite3.Connection, chosen: Chosen) -> int:
    """How many deals leave."""
    sql = f"SELECT count(*) FROM deal d WHERE {_deals(chosen)}"
    return int(connection.execute(sql, _given(chosen)).fetchone()[0])


# --- the pieces of the statements ------------------------------------------------------------------------------


def _given(chosen: Chosen) -> dict[str, Any]:
    return {"chosen": None if chosen is None else json.dumps(list(chosen)), "between": BETWEEN, "within": WITHIN}


_CHOSEN = "(SELECT value FROM json_each(:chosen))"


def _deals(chosen: Chosen) -> str:
    """Whether the deal `d` leaves."""
    return "d.deleted_at IS NULL" + ("" if chosen is None else f" AND d.id IN {_CHOSEN}")


_TAKING_PART = "deal_person dp JOIN person p ON p.id = dp.person_id WHERE dp.deal_id = d.id AND p.deleted_at IS NULL"
_PEOPLE_OF_CHOSEN = f"(SELECT person_id FROM deal_person WHERE deal_id IN {_CHOSEN})"
_ORGANIZATIONS_OF_CHOSEN = f"""(
    SELECT organization_id FROM deal WHERE id IN {_CHOSEN}
    UNION SELECT organization_id FROM person WHERE id IN {_PEOPLE_OF_CHOSEN})"""


def _joined(what: str, source: str) -> str:
    """What a subquery finds as one text, in its order."""
    return f"(SELECT group_concat(x, :between) FROM (SELECT {what} AS x FROM {source}))"


def _contacts(owner: str, kind: str) -> str:
    return _joined(
        "coalesce(label, '') || :within || value",
        f"contact_point c WHERE c.{owner}_id = {owner[0]}.id AND c.kind = '{kind}' ORDER BY c.position, c.id",
    )


def _reached(person: str, kind: str) -> str:
    """The first address or number of a person."""
    return f"""(SELECT value FROM contact_point c WHERE c.person_id = {person} AND c.kind = '{kind}'
                ORDER BY c.position, c.id LIMIT 1)"""


def _custom(entity: str, number: str) -> str:
    """What the rep's own fields hold, each by the number of the field."""
    return _joined(
        "f.id || :within || v.value",
        f"""custom_value v JOIN custom_field f ON f.id = v.field_id
            WHERE f.entity = '{entity}' AND v.entity_id = {number} ORDER BY v.id""",
    )


def _texts(joined: Any) -> tuple[str, ...]:
    return tuple(text for text in values.text(joined).split(BETWEEN) if text)


def _labelled(joined: Any) -> tuple[tuple[str, str], ...]:
    pairs = (text.partition(WITHIN) for text in _texts(joined))
    return tuple((label, value) for label, _, value in pairs if value)


def _fields(joined: Any) -> dict[int, str]:
    return {int(number): value for number, value in _labelled(joined) if number.isdecimal()}


def _day(value: Any) -> date | None:
    return None if value is None else values.day(value)


def _moment(value: Any) -> datetime | None:
    return None if value is None else values.moment(value)


def _money(minor: Any, currency: Any) -> Money | None:
    known = minor is not None
    return Money(values.whole(minor, 0, values.LARGEST, 0), values.text(currency)) if known else None


# --- kind by kind ---------------------------------------------------------------------------------------------


def deals(connection: sqlite3.Connection, chosen: Chosen) -> Iterator[ExportedDeal]:
    """The deals by number."""
    first = f"(SELECT dp.person_id FROM {_TAKING_PART} ORDER BY dp.id LIMIT 1)"
    in_order = "ORDER BY c.position, c.id"
    step = "follow_up f WHERE f.deal_id = d.id AND f.done_at IS NULL"
    recurring = _recurring(connection, chosen)
    earliest = f"FROM {step} AND {STANDS} ORDER BY f.due_on, coalesce(f.due_time, '24:00'), f.id LIMIT 1"
    rows = connection.execute(
        f"""SELECT d.id, d.title, o.id, o.name, o.address, {_joined("p.name", f"{_TAKING_PART} ORDER BY dp.id")},
                   {_joined("p.id", f"{_TAKING_PART} ORDER BY dp.id")},
                   {_joined("c.value", f"contact_point c WHERE c.person_id = {first} AND c.kind = 'email' {in_order}")},
                   {_joined("c.value", f"contact_point c WHERE c.person_id = {first} AND c.kind = 'phone' {in_order}")},
                   d.value_minor, d.currency, l.name, CASE WHEN d.status = 'open' OR {TOLD} THEN s.name END, d.status,
                   CASE d.status WHEN 'won' THEN 100 WHEN 'lost' THEN 0
                   ELSE coalesce(d.own_probability, s.probability, 0) END,
                   d.source, {_joined("tag", "deal_tag WHERE deal_id = d.id ORDER BY id")},
                   CASE WHEN d.created_unknown THEN NULL ELSE d.created_at END, d.entered_stage_at,
                   d.closed_on, d.closed_at, d.expected_close, d.lost_reason, d.lost_note, d.revisit_on,
                   d.parked_until, d.renewal_on, (SELECT f.due_on {earliest}), (SELECT f.what {earliest}),
                   {_joined("target", "attachment WHERE deal_id = d.id ORDER BY position, id")},
                   {_custom("deal", "d.id")}
            FROM deal d LEFT JOIN organization o ON o.id = d.organization_id AND o.deleted_at IS NULL
            LEFT JOIN stage s ON s.id = d.stage_id LEFT JOIN pipeline l ON l.id = s.pipeline_id
            WHERE {_deals(chosen)} ORDER BY d.id""",
        _given(chosen),
    )
    for row in rows:
        number, title, org_id, org, address, names, ids, emails, phones, minor, currency, *rest = row
        pipeline, stage, status, percent, source, tags, created, entered, closed_on, closed_at, *dates = rest
        expected, reason, lost_note, revisit, parked, renewal, next_on, next_step, attached, custom = dates
        yield ExportedDeal(
            number,
            values.text(title),
            org_id,
            values.text(org),
            values.text(address),
            _texts(names),
            _texts(ids),
            _texts(emails),
            _texts(phones),
            _money(minor, currency),
            values.text(currency),
            values.text(pipeline),
            values.text(stage),
            values.text(status),
            values.whole(percent, *values.PERCENT, 0),
            values.text(source),
            _texts(tags),
            _moment(created),
            values.moment(entered),
            _day(closed_on) or _moment(closed_at),
            _day(expected),
            values.text(reason),
            values.text(lost_note),
            _day(revisit),
            _day(parked),
            _day(renewal),
            _day(next_on),
            values.text(next_step),
            _texts(attached),
            _fields(custom),
            recurring.get(number),
        )


def _recurring(connection: sqlite3.Connection, chosen: Chosen) -> dict[int, ItemSums]:
    """What the deals bring each month and year by their items, of those that have such."""
    lines: dict[int, list[ItemLine]] = {}
    for item in items(connection, chosen, "i.billing IN ('month', 'year') AND i.price_minor IS NOT NULL"):
        line = ItemLine(item.id, 0, item.product, item.quantity, item.price, item.discount, item.billing)
        lines.setdefault(item.deal_id, []).append(line)
    return {deal: sums(found, found[0].price.currency if found[0].price else "") for deal, found in lines.items()}


def people(connection: sqlite3.Connection, chosen: Chosen) -> Iterator[ExportedPerson]:
    """The people by number: all, or those who take part in the chosen deals."""
    among = "" if chosen is None else f"AND p.id IN {_PEOPLE_OF_CHOSEN}"
    rows = connection.execute(
        f"""SELECT p.id, p.name, p.job_title, o.id, o.name, {_contacts("person", "email")},
                   {_contacts("person", "phone")}, {_contacts("person", "web")},
                   {_joined("tag", "person_tag WHERE person_id = p.id ORDER BY id")}, p.note, p.created_at,
                   {_custom("person", "p.id")}
            FROM person p LEFT JOIN organization o ON o.id = p.organization_id AND o.deleted_at IS NULL
            WHERE p.deleted_at IS NULL {among} ORDER BY p.id""",
        _given(chosen),
    )
    for number, name, job, org_id, org, emails, phones, web, tags, note, created, custom in rows:
        yield ExportedPerson(
            number,
            values.text(name),
            values.text(job),
            org_id,
            values.text(org),
            _labelled(emails),
            _labelled(phones),
            _labelled(web),
            _texts(tags),
            values.text(note),
            values.moment(created),
            _fields(custom),
        )


def organizations(connection: sqlite3.Connection, chosen: Chosen) -> Iterator[ExportedOrganization]:
    """The organizations by number: all, or those of the chosen deals and of the people in them."""
    among = "" if chosen is None else f"AND o.id IN {_ORGANIZATIONS_OF_CHOSEN}"
    rows = connection.execute(
        f"""SELECT o.id, o.name, o.sector, o.website, o.address, {_contacts("organization", "email")},
                   {_contacts("organization", "phone")}, {_contacts("organization", "web")},
                   {_joined("tag", "organization_tag WHERE organization_id = o.id ORDER BY id")}, o.note, o.created_at,
                   {_custom("organization", "o.id")}
            FROM organization o WHERE o.deleted_at IS NULL {among} ORDER BY o.id""",
        _given(chosen),
    )
    for number, name, sector, website, address, emails, phones, web, tags, note, created, custom in rows:
        yield ExportedOrganization(
            number,
            values.text(name),
            values.text(sector),
            values.text(website),
            values.text(address),
            _labelled(emails),
            _labelled(phones),
            _labelled(web),
            _texts(tags),
            values.text(note),
            values.moment(created),
            _fields(custom),
        )


_OF = """LEFT JOIN deal d ON d.id = x.deal_id
         LEFT JOIN person p ON p.id = x.person_id AND p.deleted_at IS NULL
         LEFT JOIN organization o ON o.id = coalesce(x.organization_id, d.organization_id, p.organization_id)
            AND o.deleted_at IS NULL"""
_OF_COLUMNS = "x.id, d.id, d.title, p.id, p.name, o.id, o.name"


def _about(chosen: Chosen) -> str:
    """Whether what is about a deal, a person or an organization leaves: nothing does that is about the bin alone."""
    if chosen is not None:
        return f"x.deal_id IN {_CHOSEN} AND d.deleted_at IS NULL"
    return """CASE WHEN x.deal_id IS NOT NULL THEN d.deleted_at IS NULL
              ELSE p.id IS NOT NULL OR o.id IS NOT NULL OR x.person_id IS NULL AND x.organization_id IS NULL END"""


def touches(connection: sqlite3.Connection, chosen: Chosen) -> Iterator[ExportedTouch]:
    """The touches by number; of the chosen deals only."""
    rows = connection.execute(
        f"""SELECT {_OF_COLUMNS}, x.kind, x.direction, x.outcome, x.at, x.text FROM touch x {_OF}
            WHERE {_about(chosen)} ORDER BY x.id""",
        _given(chosen),
    )
    for number, deal_id, deal, person_id, person, org_id, org, kind, direction, outcome, at, text in rows:
        yield ExportedTouch(
            number,
            deal_id,
            values.text(deal),
            person_id,
            values.text(person),
            org_id,
            values.text(org),
            values.text(kind),
            values.text(direction),
            values.text(outcome),
            values.moment(at),
            values.text(text),
        )


def notes(connection: sqlite3.Connection, chosen: Chosen) -> Iterator[ExportedNote]:
    """The notes by number; of the chosen deals only."""
    rows = connection.execute(
        f"SELECT {_OF_COLUMNS}, x.at, x.text FROM note x {_OF} WHERE {_about(chosen)} ORDER BY x.id", _given(chosen)
    )
    for number, deal_id, deal, person_id, person, org_id, org, at, text in rows:
        yield ExportedNote(
            number,
            deal_id,
            values.text(deal),
            person_id,
            values.text(person),
            org_id,
            values.text(org),
            values.moment(at),
            values.text(text),
        )


def follow_ups(connection: sqlite3.Connection, chosen: Chosen, *, binned: bool = False) -> Iterator[FollowUpRecord]:
    """The follow-ups by number, done ones too; with `binned` also those of deals in the bin, which are cancelled.

    What was left undone on a deal that was lost, or before one was won, nobody waits for any more.
    """
    among = _deals(chosen) if not binned else "1" if chosen is None else f"d.id IN {_CHOSEN}"
    ways = "".join(f" || coalesce(' · ' || {_reached('p.id', kind)}, '')" for kind in ("phone", "email"))
    reached = _joined(f"p.name{ways}", f"{_TAKING_PART} ORDER BY dp.id")
    rows = connection.execute(
        f"""SELECT f.id, d.id, d.title, o.name, {reached}, f.what, f.due_on, f.due_time, f.kind, f.turn, f.postponed,
                   f.created_at, f.done_at, d.deleted_at IS NOT NULL OR d.status = 'lost' OR NOT {STANDS}
            FROM follow_up f JOIN deal d ON d.id = f.deal_id
            LEFT JOIN organization o ON o.id = d.organization_id AND o.deleted_at IS NULL
            WHERE {among} ORDER BY f.id""",
        _given(chosen),
    )
    for number, deal_id, title, org, who, what, due, time, kind, turn, postponed, created, done, gone in rows:
        yield FollowUpRecord(
            number,
            deal_id,
            values.text(title),
            values.text(org),
            _texts(who),
            values.text(what),
            values.day(due),
            values.clock(time),
            values.text(kind),
            values.text(turn),
            values.whole(postponed, 0, values.LARGEST, 0),
            values.moment(created),
            _moment(done),
            bool(gone) and done is None,
        )


def activities(connection: sqlite3.Connection, chosen: Chosen) -> Iterator[ExportedActivity]:
    """The touches, then what is still to be done; times are those of a touch in UTC, of a step on the rep's clock."""
    for touch in touches(connection, chosen):
        subject = " · ".join(part for part in (touch.kind, touch.outcome) if part)
        at = values.utc_text(touch.at)
        yield ExportedActivity(
            touch.deal,
            touch.person,
            touch.organization,
            touch.kind,
            subject,
            touch.at.date(),
            at[11:16],
            True,
            touch.text,
        )
    for step in follow_ups(connection, chosen):
        if step.done_at is None and not step.cancelled:
            subject = step.what or step.kind or "follow up"
            yield ExportedActivity(
                step.title, "", step.organization, step.kind, subject, step.due_on, step.due_time, False, ""
            )


def items(connection: sqlite3.Connection, chosen: Chosen, which: str = "1") -> Iterator[ExportedItem]:
    """What the deals are for, line by line; `which` is the condition for a line `i`."""
    rows = connection.execute(
        f"""SELECT i.id, d.id, d.title, i.name, r.code, r.unit, i.quantity_milli, i.price_minor, d.currency,
                   i.discount_milli, i.billing
            FROM deal_item i JOIN deal d ON d.id = i.deal_id LEFT JOIN product r ON r.id = i.product_id
            WHERE {_deals(chosen)} AND {which} ORDER BY d.id, i.position, i.id""",
        _given(chosen),
    )
    for number, deal_id, deal, name, code, unit, quantity, price, currency, discount, billing in rows:
        yield ExportedItem(
            number,
            deal_id,
            values.text(deal),
            values.text(name),
            values.text(code),
            values.text(unit),
            values.whole(quantity, *values.QUANTITY, 0),
            _money(price, currency),
            values.text(currency),
            values.whole(discount, 0, ALL_OFF, 0),
            values.word(billing, BILLINGS, ONCE),
        )


def history(connection: sqlite3.Connection, chosen: Chosen) -> Iterator[ExportedEvent]:
    """Every move of the deals, in the order they were made."""
    rows = connection.execute(
        f"""SELECT e.id, d.id, d.title, e.kind, e.at, a.name, b.name, e.stayed_s, e.note
            FROM stage_event e JOIN deal d ON d.id = e.deal_id
            LEFT JOIN stage a ON a.id = e.from_stage_id LEFT JOIN stage b ON b.id = e.to_stage_id
            WHERE {_deals(chosen)} ORDER BY e.id""",
        _given(chosen),
    )
    for number, deal_id, deal, kind, at, from_stage, to_stage, stayed, note in rows:
        yield ExportedEvent(
            number,
            deal_id,
            values.text(deal),
            values.text(kind),
            values.moment(at),
            values.text(from_stage),
            values.text(to_stage),
            stayed,
            values.text(note),
        )
