"""What an import is made of between the files and the book: one record a row, whichever system wrote it.

A record has its `key`, the other system's own id ("" if it has none), and the line and cells it came from. What it
belongs to is told by ids of the same system, else by addresses, numbers and names.
"""

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import NamedTuple

from pipetui.domain.deal import OPEN
from pipetui.exchange.kinds import ACTIVITIES, DEALS, LEADS, NOTES, ORGANIZATIONS, PEOPLE, PRODUCTS

ORDER = (ORGANIZATIONS, PEOPLE, LEADS, DEALS, PRODUCTS, NOTES, ACTIVITIES)
"""The order in which the kinds are read: whatever a record may belong to comes before it."""

ENTITY = {
    ORGANIZATIONS: "organization",
    PEOPLE: "person",
    LEADS: "lead",
    DEALS: "deal",
    PRODUCTS: "product",
    NOTES: "note",
    ACTIVITIES: "activity",
}
"""What a record of each kind is called where its id is kept."""


class Problem(NamedTuple):
    """A cell that is not wholly understood: under which heading, what stands in it, what is wrong with it.

    It is counted by its `kind`; `exact` is one of which all the same nothing is lost.
    """

    heading: str
    cell: str
    reason: str
    kind: str = ""
    exact: bool = False


class Extra(NamedTuple):
    """A cell of a column that no field takes, by its heading; it becomes the value of a field of the rep's own."""

    heading: str
    text: str


class Point(NamedTuple):
    """An e-mail, phone or web address, and what it is called ("work")."""

    kind: str
    value: str
    label: str = ""


class OrganizationRecord(NamedTuple):
    """A company as a row tells it."""

    name: str
    key: str = ""
    sector: str = ""
    website: str = ""
    address: str = ""
    points: tuple[Point, ...] = ()
    tags: tuple[str, ...] = ()
    note: str = ""
    created: datetime | None = None
    extras: tuple[Extra, ...] = ()


class PersonRecord(NamedTuple):
    """Somebody as a row tells them. `name` is "" for one known by addresses alone."""

    name: str
    key: str = ""
    organization: OrganizationRecord | None = None
    job_title: str = ""
    points: tuple[Point, ...] = ()
    tags: tuple[str, ...] = ()
    note: str = ""
    created: datetime | None = None
    deals: tuple[str, ...] = ()
    extras: tuple[Extra, ...] = ()


class Parties(NamedTuple):
    """Who a deal is with, as its row names them; `print` is what the people are known by later (see `fingerprints`)."""

    organization: OrganizationRecord | None = None
    people: tuple[PersonRecord, ...] = ()
    print: str = ""


class Links(NamedTuple):
    """What a note, an activity or a line of a deal belongs to: ids of its own system, and names where it has none."""

    deal_id: str = ""
    deal: str = ""
    lead_id: str = ""
    person: PersonRecord | None = None
    organization: OrganizationRecord | None = None


class ItemRecord(NamedTuple):
    """One line of what a deal is for: `quantity` in thousandths, `price` in minor units, `discount` in thousandths of a
    percent.

    `currency` is that of the price where the cell names another one than its row.
    """

    name: str
    quantity: int = 1000
    price: int | None = None
    discount: int = 0
    billing: str = "once"
    code: str = ""
    currency: str = ""


class Target(NamedTuple):
    """What a word in the stage column means here: a status, or a stage by its name; `new` when it is to be made."""

    status: str = ""
    stage: str = ""
    new: bool = False
    pipeline: str = ""


class DealRecord(NamedTuple):
    """A deal as a row tells it; `digest` is the row's hash, and behind it one of each value (see `fingerprints`).

    `pipeline` and `stage` name what is meant, "" for the usual one. `minor` counts minor units of `currency`. `plain`
    are the values of the fields of `mapping.PLAIN`, "" or None where there is none.
    """

    line: int
    cells: Sequence[str]
    key: str
    digest: str
    title: str
    parties: Parties
    status: str
    stage: str
    minor: int | None
    currency: str
    created: datetime | None
    closed: datetime | None
    expected: date | None
    reason: str
    plain: tuple[str | int | None, ...]
    tags: tuple[str, ...]
    note: str
    probability: int | None
    pipeline: str = ""
    entered: datetime | None = None
    touched: datetime | None = None
    next_step: str = ""
    next_on: date | None = None
    loss_note: str = ""
    items: tuple[ItemRecord, ...] = ()
    extras: tuple[Extra, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def stage_is_told(self) -> bool:
        """Whether it is known in which stage it is, or was when it was closed."""
        return self.status == OPEN or self.stage != ""


class ReadPerson(NamedTuple):
    """A person who has a row of their own."""

    line: int
    cells: Sequence[str]
    key: str
    digest: str
    person: PersonRecord
    problems: tuple[Problem, ...] = ()


class ReadOrganization(NamedTuple):
    """An organization that has a row of its own."""

    line: int
    cells: Sequence[str]
    key: str
    digest: str
    organization: OrganizationRecord
    problems: tuple[Problem, ...] = ()


class LeadRow(NamedTuple):
    """Somebody who may become a customer; `converted` says that a person, and perhaps a deal, was made of them."""

    line: int
    cells: Sequence[str]
    key: str
    digest: str
    person: PersonRecord
    converted: bool
    person_id: str = ""
    problems: tuple[Problem, ...] = ()


class NoteRow(NamedTuple):
    """Something that was written down."""

    line: int
    cells: Sequence[str]
    key: str
    digest: str
    text: str
    at: datetime | None
    links: Links
    problems: tuple[Problem, ...] = ()


class ActivityRow(NamedTuple):
    """A call, meeting, e-mail or task: what was done is a touch, what is planned a follow-up.

    `at` is when it was done, `due` and `due_time` when it is planned; a follow-up that is done, and no
    touch as well, was `finished` then.
    """

    line: int
    cells: Sequence[str]
    key: str
    digest: str
    kind: str
    direction: str
    outcome: str
    text: str
    done: bool
    at: datetime | None
    due: date | None
    due_time: time | None
    created: datetime | None
    links: Links
    problems: tuple[Problem, ...] = ()
    finished: datetime | None = None


class ItemRow(NamedTuple):
    """A line of a deal in a file of its own, or a product of the list where it names no deal.

    `in_currency` says that the row names the currency of its price.
    """

    line: int
    cells: Sequence[str]
    key: str
    digest: str
    item: ItemRecord
    unit: str
    currency: str
    note: str
    links: Links
    problems: tuple[Problem, ...] = ()
    in_currency: bool = False


Record = DealRecord | ReadPerson | ReadOrganization | LeadRow | NoteRow | ActivityRow | ItemRow
"""A row that was understood."""


class FailedRow(NamedTuple):
    """A row of which nothing can be made: its line, its cells as they stand, and why."""

    line: int
    cells: Sequence[str]
    reason: str
