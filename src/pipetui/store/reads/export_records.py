"""What leaves the book, a class for each kind of record: `export` reads them."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, NamedTuple

from pipetui.domain.money import Money

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pipetui.domain.items import ItemSums


class ExportedDeal(NamedTuple):
    """A deal with what hangs on it; `created` is None where nobody knows, `probability` what it is weighed with.

    `emails` and `phones` are those of the first of its people; `custom` holds the rep's own fields by their numbers,
    `recurring` what its items bring again and again, None where none does.
    """

    id: int
    title: str
    organization_id: int | None
    organization: str
    address: str
    people: tuple[str, ...]
    person_ids: tuple[str, ...]
    emails: tuple[str, ...]
    phones: tuple[str, ...]
    value: Money | None
    currency: str
    pipeline: str
    stage: str
    status: str
    probability: int
    source: str
    tags: tuple[str, ...]
    created: datetime | None
    entered_stage: datetime
    closed: date | datetime | None
    expected_close: date | None
    lost_reason: str
    lost_note: str
    revisit_on: date | None
    parked_until: date | None
    renewal_on: date | None
    next_on: date | None
    next_step: str
    attachments: tuple[str, ...]
    custom: Mapping[int, str]
    recurring: ItemSums | None = None


class ExportedPerson(NamedTuple):
    """Somebody at a customer; `emails` and `phones` in their order, each with its label, "" for none."""

    id: int
    name: str
    job_title: str
    organization_id: int | None
    organization: str
    emails: tuple[tuple[str, str], ...]
    phones: tuple[tuple[str, str], ...]
    websites: tuple[tuple[str, str], ...]
    tags: tuple[str, ...]
    note: str
    created: datetime
    custom: Mapping[int, str]


class ExportedOrganization(NamedTuple):
    """A company."""

    id: int
    name: str
    sector: str
    website: str
    address: str
    emails: tuple[tuple[str, str], ...]
    phones: tuple[tuple[str, str], ...]
    websites: tuple[tuple[str, str], ...]
    tags: tuple[str, ...]
    note: str
    created: datetime
    custom: Mapping[int, str]


class ExportedTouch(NamedTuple):
    """Something that happened, with whom and on which deal."""

    id: int
    deal_id: int | None
    deal: str
    person_id: int | None
    person: str
    organization_id: int | None
    organization: str
    kind: str
    direction: str
    outcome: str
    at: datetime
    text: str


class FollowUpRecord(NamedTuple):
    """A follow-up; `people` are those of its deal with how they are reached, `cancelled` says nobody waits for it."""

    id: int
    deal_id: int
    title: str
    organization: str
    people: tuple[str, ...]
    what: str
    due_on: date
    due_time: str | None
    kind: str
    turn: str
    postponed: int
    created_at: datetime
    done_at: datetime | None
    cancelled: bool


class ExportedNote(NamedTuple):
    """Something written down about a deal, a person or an organization."""

    id: int
    deal_id: int | None
    deal: str
    person_id: int | None
    person: str
    organization_id: int | None
    organization: str
    at: datetime
    text: str


class ExportedItem(NamedTuple):
    """A line of what a deal is for; `quantity` in thousandths."""

    id: int
    deal_id: int
    deal: str
    product: str
    code: str
    unit: str
    quantity: int
    price: Money | None
    currency: str
    discount: int
    billing: str


class ExportedActivity(NamedTuple):
    """Something that was done or is to be done, as other systems keep both: a touch or a follow-up."""

    deal: str
    person: str
    organization: str
    kind: str
    subject: str
    on: date
    time: str | None
    done: bool
    text: str


class ExportedEvent(NamedTuple):
    """A move of a deal; `stayed` is how many seconds the stay took that it ended."""

    id: int
    deal_id: int
    deal: str
    kind: str
    at: datetime
    from_stage: str
    to_stage: str
    stayed: int | None
    note: str
