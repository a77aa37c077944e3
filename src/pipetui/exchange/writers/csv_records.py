"""CSV of our own, a file a kind of record: all that is known of it, under headings that an import knows again.

Ids name the book as well: imported into the same one, a deal, a person or an organization that was edited in a
spreadsheet is changed, and what happened is not there twice.
"""

from collections.abc import Callable, Iterator

from pipetui.domain.custom_fields import DEAL, ORGANIZATION, PERSON
from pipetui.domain.items import WHOLE, ItemLine, ItemSums, discount_text, sums
from pipetui.domain.money import Money
from pipetui.exchange.writers.sheets import RecordSheet, field, ids, only
from pipetui.exchange.writers.source import ExportSource
from pipetui.store.reads import export
from pipetui.store.reads.export_records import ExportedItem


def _quantity(record: ExportedItem) -> str:
    """Thousandths as a plain number: 1500 is 1.5."""
    return f"{record.quantity / 1000:.3f}".rstrip("0").rstrip(".")


def _discount(record: ExportedItem) -> str:
    """In percent; where it is less than one with its sign, for a bare 0.5 is read as a half."""
    told = discount_text(record.discount)
    return f"{told} %" if 0 < record.discount < WHOLE else told


def _of_line(figure: Callable[[ItemSums], int]) -> Callable[[ExportedItem], str]:
    """What a line comes to, worked out; nothing without a price."""

    def told(record: ExportedItem) -> str:
        if record.price is None:
            return ""
        line = ItemLine(0, 0, "", record.quantity, record.price, record.discount, record.billing)
        return Money(figure(sums([line], record.currency)), record.currency).decimal

    return told


_WHOSE = (
    ("Deal ID", ids("deal", "deal_id")),
    ("Deal", field("deal")),
    ("Person ID", ids("person", "person_id")),
    ("Person", field("person")),
    ("Organization ID", ids("organization", "organization_id")),
    ("Organization", field("organization")),
)

_SHEETS = (
    RecordSheet(
        "deals",
        export.deals,
        (
            ("pipetui deal ID", ids("deal")),
            ("Title", field("title")),
            ("Organization", field("organization")),
            ("Organization ID", ids("organization", "organization_id")),
            ("Person", field("people")),
            ("Person ID", ids("person", "person_ids")),
            ("Email", field("emails")),
            ("Phone", field("phones")),
            ("Value", field("value")),
            ("Currency", field("currency")),
            ("Pipeline", field("pipeline")),
            ("Stage", field("stage")),
            ("Status", field("status")),
            ("Probability", field("probability")),
            ("Source", field("source")),
            ("Tags", lambda record: ", ".join(record.tags)),
            ("Created", field("created")),
            ("In stage since", field("entered_stage")),
            ("Expected close", field("expected_close")),
            ("Closed", field("closed")),
            ("Lost reason", field("lost_reason")),
            ("Lost note", field("lost_note")),
            ("Revisit on", field("revisit_on")),
            ("Parked until", field("parked_until")),
            ("Renewal on", field("renewal_on")),
            ("Next step on", field("next_on")),
            ("Next step", field("next_step")),
            ("Files", lambda record: "\n".join(record.attachments)),
            ("MRR", lambda record: record.recurring.mrr.decimal if record.recurring else ""),
            ("ARR", lambda record: record.recurring.arr.decimal if record.recurring else ""),
        ),
        DEAL,
        guards=True,
    ),
    RecordSheet(
        "people",
        export.people,
        (
            ("pipetui person ID", ids("person")),
            ("Name", field("name")),
            ("Job title", field("job_title")),
            ("Organization", field("organization")),
            ("Organization ID", ids("organization", "organization_id")),
            ("Email", lambda record: only(record.emails)),
            ("Phone", lambda record: only(record.phones)),
            ("Website", lambda record: only(record.websites)),
            ("Tags", lambda record: ", ".join(record.tags)),
            ("Note", field("note")),
            ("Created", field("created")),
        ),
        PERSON,
        guards=True,
    ),
    RecordSheet(
        "organizations",
        export.organizations,
        (
            ("pipetui organization ID", ids("organization")),
            ("Name", field("name")),
            ("Sector", field("sector")),
            ("Website", field("website")),
            ("Address", field("address")),
            ("Email", lambda record: only(record.emails)),
            ("Phone", lambda record: only(record.phones)),
            ("Tags", lambda record: ", ".join(record.tags)),
            ("Note", field("note")),
            ("Created", field("created")),
        ),
        ORGANIZATION,
        guards=True,
    ),
    RecordSheet(
        "touches",
        export.touches,
        (
            ("pipetui touch ID", ids("touch")),
            *_WHOSE,
            ("Kind", field("kind")),
            ("Direction", field("direction")),
            ("Outcome", field("outcome")),
            ("At", field("at")),
            ("Text", field("text")),
        ),
        guards=True,
    ),
    RecordSheet(
        "follow-ups",
        export.follow_ups,
        (
            ("pipetui follow-up ID", ids("follow-up")),
            ("Deal ID", ids("deal", "deal_id")),
            ("Deal", field("title")),
            ("Organization", field("organization")),
            ("What", field("what")),
            ("Kind", field("kind")),
            ("Due", field("due_on")),
            ("Time", field("due_time")),
            ("Turn", field("turn")),
            ("Postponed", field("postponed")),
            ("Created", field("created_at")),
            ("Done", field("done_at")),
        ),
        guards=True,
    ),
    RecordSheet(
        "notes",
        export.notes,
        (("pipetui note ID", ids("note")), *_WHOSE, ("At", field("at")), ("Text", field("text"))),
        guards=True,
    ),
    RecordSheet(
        "items",
        export.items,
        (
            ("pipetui item ID", ids("item")),
            ("Deal ID", ids("deal", "deal_id")),
            ("Deal", field("deal")),
            ("Product", field("product")),
            ("Code", field("code")),
            ("Quantity", _quantity),
            ("Unit", field("unit")),
            ("Price", field("price")),
            ("Currency", field("currency")),
            ("Discount %", _discount),
            ("Billing", field("billing")),
            ("Amount", _of_line(lambda sums: sums.once.minor + sums.monthly.minor + sums.yearly.minor)),
            ("MRR", _of_line(lambda sums: sums.mrr.minor)),
            ("ARR", _of_line(lambda sums: sums.arr.minor)),
        ),
        guards=True,
    ),
    RecordSheet(
        "history",
        export.history,
        (
            ("pipetui history ID", ids("history")),
            ("Deal ID", ids("deal", "deal_id")),
            ("Deal", field("deal")),
            ("What", field("kind")),
            ("At", field("at")),
            ("From stage", field("from_stage")),
            ("To stage", field("to_stage")),
            ("Seconds in stage", field("stayed")),
            ("Note", field("note")),
        ),
        guards=True,
    ),
)
SHEETS = {sheet.name: sheet for sheet in _SHEETS}
"""By the name of the kind."""


def write(source: ExportSource, kind: str) -> Iterator[str]:
    """The records of a kind."""
    return SHEETS[kind].write(source)
