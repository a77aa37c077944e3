"""A record as it will stand, in words: what a dry run and the import screen show."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from pipetui import render
from pipetui.domain.deal import OPEN
from pipetui.domain.money import Money
from pipetui.exchange.kinds import ACTIVITIES, DEALS, FIELDS, NOTES, ORGANIZATIONS, PEOPLE, PRODUCTS
from pipetui.exchange.mapping import FIELDS as DEAL_FIELDS
from pipetui.exchange.mapping import PLAIN
from pipetui.exchange.records import (
    ActivityRow,
    DealRecord,
    Extra,
    ItemRow,
    LeadRow,
    Links,
    NoteRow,
    OrganizationRecord,
    PersonRecord,
    Point,
    ReadOrganization,
    ReadPerson,
    Record,
)

Described = tuple[tuple[str, str], ...]
"""(field, text) pairs, the blank ones left out."""


def described(record: Record) -> Described:
    """The record in the order in which the fields of its kind are told; what becomes a field of the rep's own last."""
    match record:
        case DealRecord():
            return _in_order(_deal(record), (*DEAL_FIELDS, *FIELDS[DEALS]), record.extras)
        case ReadPerson() | LeadRow():
            return _in_order(_person(record.person, record.key), FIELDS[PEOPLE], record.person.extras)
        case ReadOrganization():
            return _in_order(_organization(record), FIELDS[ORGANIZATIONS], record.organization.extras)
        case NoteRow():
            texts = {"text": _first_line(record.text), "created": _day(record.at), **_links(record.links)}
            return _in_order(texts, FIELDS[NOTES])
        case ActivityRow():
            return _in_order(_activity(record), FIELDS[ACTIVITIES])
        case ItemRow():
            return _in_order(_item(record), FIELDS[PRODUCTS])


_SPEAK_FOR_THEMSELVES = frozenset(
    ("title", "organization", "person", "email", "phone", "pipeline", "stage", "value", "status", "tags")
)
"""The fields whose texts tell by themselves what they are."""


def in_a_line(record: Described) -> str:
    """A deal as it will stand, on a line: `Acme rollout · Acme GmbH · Demo · €12,000 · close 2026-12-30`."""
    return " · ".join(
        text if field in _SPEAK_FOR_THEMSELVES else f"{field.replace('_', ' ')} {text}"
        for field, text in record
        if field != "id" and (field, text) != ("status", OPEN)
    )


def _in_order(texts: Mapping[str, str], order: Iterable[str], extras: Sequence[Extra] = ()) -> Described:
    fields = dict.fromkeys((*order, *texts))
    found = tuple((field, texts[field]) for field in fields if texts.get(field))
    return (*found, *((extra.heading, extra.text) for extra in extras))


def _deal(deal: DealRecord) -> dict[str, str]:
    parties = deal.parties
    points = [point for person in parties.people for point in person.points]
    return {
        "title": deal.title,
        "organization": parties.organization.name if parties.organization else "",
        "person": ", ".join(person.name for person in parties.people if person.name),
        "email": _reached(points, "email"),
        "phone": _reached(points, "phone"),
        "pipeline": deal.pipeline,
        "status": deal.status,
        "stage": deal.stage,
        "value": "" if deal.minor is None else render.money(Money(deal.minor, deal.currency)),
        "created": _day(deal.created),
        "closed": _day(deal.closed),
        "close": _day(deal.expected),
        "reason": deal.reason,
        "next_step": " ".join(filter(None, (deal.next_step, _day(deal.next_on)))),
        "tags": " ".join(deal.tags),
        "note": _first_line(deal.note),
        "probability": "" if deal.probability is None else f"{deal.probability} %",
        "id": deal.key,
        **{field.name: "" if it is None else str(it) for field, it in zip(PLAIN, deal.plain, strict=True)},
    }


def _person(person: PersonRecord, key: str) -> dict[str, str]:
    return {
        "id": key,
        "name": person.name,
        "job_title": person.job_title,
        "email": _reached(person.points, "email"),
        "phone": _reached(person.points, "phone"),
        "website": _reached(person.points, "web"),
        "organization": person.organization.name if person.organization else "",
        "tags": " ".join(person.tags),
        "created": _day(person.created),
        "note": _first_line(person.note),
    }


def _organization(record: ReadOrganization) -> dict[str, str]:
    firm: OrganizationRecord = record.organization
    return {
        "id": record.key,
        "name": firm.name,
        "sector": firm.sector,
        "email": _reached(firm.points, "email"),
        "phone": _reached(firm.points, "phone"),
        "website": firm.website,
        "address": _first_line(firm.address),
        "tags": " ".join(firm.tags),
        "created": _day(firm.created),
        "note": _first_line(firm.note),
    }


def _activity(record: ActivityRow) -> dict[str, str]:
    clock = f" {record.due_time:%H:%M}" if record.due_time else ""
    return {
        "subject": _first_line(record.text),
        "type": record.kind,
        "outcome": record.outcome,
        "done": "done" if record.done else "planned",
        "at": _day(record.at) if record.done else "",
        "due": "" if record.done else f"{_day(record.due)}{clock}",
        **_links(record.links),
    }


def _item(record: ItemRow) -> dict[str, str]:
    item = record.item
    return {
        "name": item.name,
        "code": item.code,
        "quantity": f"{item.quantity / 1000:g} {record.unit}".strip(),
        "price": "" if item.price is None else render.money(Money(item.price, item.currency or record.currency)),
        "discount": f"{item.discount / 1000:g} %" if item.discount else "",
        "note": _first_line(record.note),
        **_links(record.links),
    }


def _links(links: Links) -> dict[str, str]:
    return {
        "deal": links.deal,
        "deal_id": links.deal_id,
        "person": (links.person.name or links.person.key) if links.person else "",
        "organization": (links.organization.name or links.organization.key) if links.organization else "",
    }


def _reached(points: Iterable[Point], kind: str) -> str:
    return ", ".join(dict.fromkeys(point.value for point in points if point.kind == kind))


def _first_line(text: str) -> str:
    return text.partition("\n")[0]


def _day(at: date | datetime | None) -> str:
    return f"{at:%Y-%m-%d}" if at else ""
