"""The layout of Pipedrive's import: its own template's headings, their stars included, and the further ones it reads.

A deal has its first person and its next step in its row; everybody else, and each note and step, is in a file of its
own that names the deal by its title.
"""

from collections.abc import Iterator
from typing import Any

from pipetui.domain.deal import LOST, WON
from pipetui.exchange.writers.sheets import Column, RecordSheet, field, first, labelled, only, own_name
from pipetui.exchange.writers.source import ExportSource
from pipetui.store.reads import export
from pipetui.store.reads.export_records import ExportedDeal, ExportedPerson

_KINDS = {"email": "Email", "meeting": "Meeting", "demo": "Meeting", "visit": "Meeting"}
_HOME = ("home", "private")


def _closed(record: ExportedDeal, status: str) -> Any:
    return record.closed if record.status == status else None


def _stage(record: ExportedDeal) -> str:
    return f"{record.stage} ({record.pipeline})"


def _email(record: ExportedPerson, *, home: bool) -> str:
    at_home = labelled(record.emails, *_HOME)
    return at_home if home else first(email for email in only(record.emails) if email != at_home)


_PERSON: tuple[Column, ...] = (
    ("Person - Name*", field("name")),
    ("Person - First name", lambda record: own_name(record.name)[0]),
    ("Person - Last name", lambda record: own_name(record.name)[1]),
    ("Person - Phone", lambda record: first(only(record.phones))),
    ("Person - Email (Work)", lambda record: _email(record, home=False)),
    ("Person - Email (Home)", lambda record: _email(record, home=True)),
    ("Organization - Name*", field("organization")),
)

_SHEETS = (
    RecordSheet(
        "deals",
        export.deals,
        (
            ("Person - Name*", lambda record: first(record.people)),
            ("Person - First name", lambda record: own_name(first(record.people))[0]),
            ("Person - Last name", lambda record: own_name(first(record.people))[1]),
            ("Person - Phone", lambda record: first(record.phones)),
            ("Person - Email (Work)", lambda record: first(record.emails)),
            ("Person - Email (Home)", lambda record: ""),
            ("Organization - Name*", field("organization")),
            ("Organization - Address", field("address")),
            ("Deal - Title", field("title")),
            ("Deal - Value", field("value")),
            ("Activity - Subject*", lambda record: record.next_step if record.next_on else ""),
            ("Activity - Due date", field("next_on")),
            ("Note - Content*", lambda record: ""),
            ("Activity - Done", lambda record: "Undone" if record.next_on else ""),
            ("Deal - Currency of value", field("currency")),
            ("Deal - Stage (pipeline)", _stage),
            ("Deal - Status", lambda record: record.status.capitalize()),
            ("Deal - Probability", lambda record: record.probability if record.status not in (WON, LOST) else None),
            ("Deal - Label", lambda record: ", ".join(record.tags)),
            ("Deal - Expected close date", field("expected_close")),
            ("Deal - Creation date", field("created")),
            ("Deal - Won time", lambda record: _closed(record, WON)),
            ("Deal - Lost time", lambda record: _closed(record, LOST)),
            ("Deal - Lost reason", field("lost_reason")),
        ),
        custom="deal",
        prefix="Deal - ",
    ),
    RecordSheet(
        "people",
        export.people,
        (
            *_PERSON,
            ("Person - Job title", field("job_title")),
            ("Person - Label", lambda record: ", ".join(record.tags)),
        ),
        custom="person",
        prefix="Person - ",
    ),
    RecordSheet(
        "organizations",
        export.organizations,
        (
            ("Organization - Name*", field("name")),
            ("Organization - Address", field("address")),
            ("Organization - Website", field("website")),
            ("Organization - Industry", field("sector")),
            ("Organization - Label", lambda record: ", ".join(record.tags)),
        ),
        custom="organization",
        prefix="Organization - ",
    ),
    RecordSheet(
        "notes",
        export.notes,
        (
            ("Person - Name*", field("person")),
            ("Organization - Name*", field("organization")),
            ("Deal - Title", field("deal")),
            ("Note - Content*", field("text")),
        ),
    ),
    RecordSheet(
        "activities",
        export.activities,
        (
            ("Person - Name*", field("person")),
            ("Organization - Name*", field("organization")),
            ("Deal - Title", field("deal")),
            ("Activity - Subject*", field("subject")),
            ("Activity - Due date", field("on")),
            ("Activity - Due time", field("time")),
            ("Activity - Type", lambda record: _KINDS.get(record.kind, "Call" if record.kind == "call" else "Task")),
            ("Activity - Done", lambda record: "Done" if record.done else "Undone"),
            ("Activity - Note", field("text")),
        ),
    ),
    RecordSheet(
        "products",
        export.items,
        (
            ("Deal - Title", field("deal")),
            ("Product - Name*", field("product")),
            ("Product - Product Code", field("code")),
            ("Product - Unit", field("unit")),
            ("Product - Price", field("price")),
            ("Product - Currency", field("currency")),
        ),
    ),
)
SHEETS = {sheet.name: sheet for sheet in _SHEETS}
"""By the name of the kind."""


def write(source: ExportSource, kind: str) -> Iterator[str]:
    """The records of a kind."""
    return SHEETS[kind].write(source)
