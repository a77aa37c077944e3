"""What understands the rows of a table, by the kind of record that they are."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from pipetui.exchange.activity_rows import ActivityReader, ItemReader, NoteReader
from pipetui.exchange.cells import TableRules
from pipetui.exchange.compare_rows import Reader
from pipetui.exchange.contact_rows import LeadReader, OrganizationReader, PersonReader
from pipetui.exchange.deal_rows import DealReader
from pipetui.exchange.kinds import ACTIVITIES, DEALS, LEADS, NOTES, ORGANIZATIONS, PEOPLE, PRODUCTS

READERS: Mapping[str, Callable[[TableRules], Reader]] = MappingProxyType(
    {
        DEALS: DealReader,
        PEOPLE: PersonReader,
        ORGANIZATIONS: OrganizationReader,
        LEADS: LeadReader,
        NOTES: NoteReader,
        ACTIVITIES: ActivityReader,
        PRODUCTS: ItemReader,
    }
)
