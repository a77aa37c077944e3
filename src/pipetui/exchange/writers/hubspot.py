"""The layout of HubSpot's import, a file an object: what it asks for, and what its default properties are called.

Its dates are days, its stages in the closed ones too: a deal that is won stands in Closed Won. Records are joined by
the e-mail address of the contact and the name of the company.
"""

from collections.abc import Iterator
from typing import Any

from pipetui.domain.deal import LOST, WON
from pipetui.exchange.writers.sheets import RecordSheet, field, first, only, own_name
from pipetui.exchange.writers.source import ExportSource
from pipetui.store.reads import export

_CLOSED = {WON: "Closed Won", LOST: "Closed Lost"}


def _day(value: Any) -> str:
    return "" if value is None else value.isoformat()[:10]


def _minute(value: Any) -> str:
    return "" if value is None else value.isoformat()[:16].replace("T", " ")


def _domain(website: str) -> str:
    return website.partition("://")[2].split("/")[0] if "://" in website else website.split("/")[0]


_SHEETS = (
    RecordSheet(
        "companies",
        export.organizations,
        (
            ("Name", field("name")),
            ("Company domain name", lambda record: _domain(record.website).removeprefix("www.")),
            ("Website URL", field("website")),
            ("Phone number", lambda record: first(only(record.phones))),
            ("Industry", field("sector")),
            ("Street address", field("address")),
            ("Description", field("note")),
            ("Create date", lambda record: _day(record.created)),
        ),
        custom="organization",
    ),
    RecordSheet(
        "contacts",
        export.people,
        (
            ("First name", lambda record: own_name(record.name)[0]),
            ("Last name", lambda record: own_name(record.name)[1]),
            ("Email", lambda record: first(only(record.emails))),
            ("Phone number", lambda record: first(only(record.phones))),
            ("Mobile phone number", lambda record: first(only(record.phones)[1:])),
            ("Job title", field("job_title")),
            ("Company name", field("organization")),
            ("Create date", lambda record: _day(record.created)),
        ),
        custom="person",
    ),
    RecordSheet(
        "deals",
        export.deals,
        (
            ("Deal name", field("title")),
            ("Pipeline", field("pipeline")),
            ("Deal stage", lambda record: _CLOSED.get(record.status, record.stage)),
            ("Amount", field("value")),
            ("Currency", field("currency")),
            ("Close date", lambda record: _day(record.closed or record.expected_close)),
            ("Create date", lambda record: _day(record.created)),
            ("Closed lost reason", field("lost_reason")),
            ("Company name", field("organization")),
            ("Email", lambda record: first(record.emails)),
        ),
        custom="deal",
    ),
    RecordSheet(
        "notes",
        export.notes,
        (
            ("Activity date", lambda record: _minute(record.at)),
            ("Note body", field("text")),
            ("Deal name", field("deal")),
            ("Contact name", field("person")),
            ("Company name", field("organization")),
        ),
    ),
    RecordSheet(
        "activities",
        export.activities,
        (
            ("Task title", field("subject")),
            ("Task type", lambda record: {"call": "Call", "email": "Email"}.get(record.kind, "To-do")),
            ("Task status", lambda record: "Completed" if record.done else "Not started"),
            ("Due date", field("on")),
            ("Task body", field("text")),
            ("Deal name", field("deal")),
            ("Contact name", field("person")),
            ("Company name", field("organization")),
        ),
    ),
)
SHEETS = {sheet.name: sheet for sheet in _SHEETS}
"""By the name of the kind."""


def write(source: ExportSource, kind: str) -> Iterator[str]:
    """The records of a kind."""
    return SHEETS[kind].write(source)
