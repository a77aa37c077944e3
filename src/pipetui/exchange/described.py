"""A record as it will stand, in words: what a dry run shows."""

from pipetui import render
from pipetui.domain.money import Money
from pipetui.exchange.mapping import FIELDS, PLAIN
from pipetui.exchange.records import DealRecord


def described(deal: DealRecord) -> tuple[tuple[str, str], ...]:
    """A deal as (field, text) pairs, the blank ones left out."""
    value = "" if deal.minor is None else render.money(Money(deal.minor, deal.currency))
    parties = deal.parties
    points = [point for person in parties.people for point in person.points]
    texts = {
        "title": deal.title,
        "organization": parties.organization.name if parties.organization else "",
        "person": ", ".join(person.name for person in parties.people if person.name),
        "email": ", ".join(point.value for point in points if point.kind == "email"),
        "phone": ", ".join(point.value for point in points if point.kind == "phone"),
        "pipeline": deal.pipeline,
        "status": deal.status,
        "stage": deal.stage,
        "value": value,
        "created": f"{deal.created:%Y-%m-%d}" if deal.created else "",
        "closed": f"{deal.closed:%Y-%m-%d}" if deal.closed else "",
        "close": deal.expected.isoformat() if deal.expected else "",
        "reason": deal.reason,
        "next_step": " ".join(filter(None, (deal.next_step, deal.next_on.isoformat() if deal.next_on else ""))),
        "tags": " ".join(deal.tags),
        "note": deal.note.partition("\n")[0],
        "probability": "" if deal.probability is None else f"{deal.probability} %",
        "id": deal.key,
        **{field.name: "" if it is None else str(it) for field, it in zip(PLAIN, deal.plain, strict=True)},
    }
    order = (*FIELDS, *(field for field in texts if field not in FIELDS))
    return tuple((field, texts[field]) for field in order if texts.get(field))
