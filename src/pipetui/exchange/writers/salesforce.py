"""The layout that Salesforce's Data Loader reads: an object a file, its columns named as in the API.

Accounts and contacts are named by the relationship (`Account.Name`), for their ids are Salesforce's to give. A close
date is asked for there: where none is known the cell stays empty, for nothing is made up.
"""

from collections.abc import Iterator

from pipetui.domain.deal import LOST, WON
from pipetui.exchange.writers.sheets import RecordSheet, field, first, labelled, only, own_name
from pipetui.exchange.writers.source import ExportSource
from pipetui.store.reads import export
from pipetui.store.reads.export_records import ExportedDeal

_CLOSED = {WON: "Closed Won", LOST: "Closed Lost"}


def _day(record: ExportedDeal) -> str:
    day = record.closed or record.expected_close
    return "" if day is None else day.isoformat()[:10]


def _next(record: ExportedDeal) -> str:
    return f"{record.next_on} {record.next_step}".rstrip() if record.next_on else ""


_SHEETS = (
    RecordSheet(
        "Account",
        export.organizations,
        (
            ("Name", field("name")),
            ("Phone", lambda record: first(only(record.phones))),
            ("Website", field("website")),
            ("Industry", field("sector")),
            ("BillingStreet", field("address")),
            ("Description", field("note")),
        ),
        custom="organization",
    ),
    RecordSheet(
        "Contact",
        export.people,
        (
            ("FirstName", lambda record: own_name(record.name)[0]),
            ("LastName", lambda record: own_name(record.name)[1]),
            ("Title", field("job_title")),
            ("Email", lambda record: first(only(record.emails))),
            ("Phone", lambda record: first(only(record.phones))),
            ("MobilePhone", lambda record: labelled(record.phones, "mobile", "cell", "mobil")),
            ("Account.Name", field("organization")),
            ("Description", field("note")),
        ),
        custom="person",
    ),
    RecordSheet(
        "Opportunity",
        export.deals,
        (
            ("Name", field("title")),
            ("Account.Name", field("organization")),
            ("StageName", lambda record: _CLOSED.get(record.status, record.stage)),
            ("Amount", field("value")),
            ("CurrencyIsoCode", field("currency")),
            ("CloseDate", _day),
            ("Probability", field("probability")),
            ("LeadSource", field("source")),
            ("NextStep", _next),
            ("Loss_Reason__c", field("lost_reason")),
            ("Loss_Note__c", field("lost_note")),
            ("CreatedDate", field("created")),
        ),
        custom="deal",
    ),
    RecordSheet(
        "Task",
        export.activities,
        (
            ("Subject", field("subject")),
            ("ActivityDate", field("on")),
            ("Status", lambda record: "Completed" if record.done else "Not Started"),
            ("Priority", lambda record: "Normal"),
            ("Type", lambda record: record.kind.capitalize()),
            ("Description", field("text")),
            ("What.Name", field("deal")),
            ("Who.Name", field("person")),
            ("Account.Name", field("organization")),
        ),
    ),
    RecordSheet(
        "Note",
        export.notes,
        (
            ("Title", lambda record: " ".join(record.text.split())[:80]),
            ("Body", field("text")),
            ("Parent.Name", lambda record: record.deal or record.person or record.organization),
            ("Account.Name", field("organization")),
            ("CreatedDate", field("at")),
        ),
    ),
)
SHEETS = {sheet.name: sheet for sheet in _SHEETS}
"""By the name of the object."""


def write(source: ExportSource, kind: str) -> Iterator[str]:
    """The records of an object."""
    return SHEETS[kind].write(source)
