"""What the screens and the shell are given to show of people and organizations; see `views`."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from datetime import datetime
    from typing import NamedTuple

    from pipetui.domain.custom_fields import CustomValue
    from pipetui.domain.money import Money
    from pipetui.views import Card, TimelineItem
else:
    from pipetui.domain.record import NamedTuple


class PersonRow(NamedTuple):
    """Somebody as a list shows them: first e-mail and phone, open deals with their sums by currency, last touch.

    A touch of theirs is one that names them, or one on a deal of theirs that names nobody.
    """

    id: int
    name: str
    job_title: str
    organization_id: int | None
    organization: str
    email: str
    phone: str
    open_deals: int
    open_value: tuple[Money, ...]
    last_touch_at: datetime | None
    tags: tuple[str, ...] = ()


class OrganizationRow(NamedTuple):
    """An organization as a list shows it; a customer is one with a won deal.

    Its touches are those on its deals and those of its people, on whatever deal.
    """

    id: int
    name: str
    sector: str
    people: int
    open_deals: int
    open_value: tuple[Money, ...]
    won_deals: int
    won_value: tuple[Money, ...]
    last_touch_at: datetime | None
    tags: tuple[str, ...] = ()


class Unread(NamedTuple):
    """Somebody in a list of whom only the number was read so far."""

    id: int


class Contact(NamedTuple):
    """An e-mail, phone or web address; the first of its kind is the one to use."""

    kind: str
    value: str


class Part(NamedTuple):
    """A deal that somebody takes part in, and as what."""

    card: Card
    role: str


class PersonSheet(NamedTuple):
    """Everything about one person; deals open first, what happened newest first."""

    row: PersonRow
    about: str
    contacts: tuple[Contact, ...]
    parts: tuple[Part, ...]
    custom: tuple[CustomValue, ...]
    timeline: tuple[TimelineItem, ...]

    @property
    def deals(self) -> tuple[Card, ...]:
        """The deals alone."""
        return tuple(part.card for part in self.parts)


class OrganizationSheet(NamedTuple):
    """Everything about one organization: its people, its deals (open, won, lost), what happened newest first."""

    row: OrganizationRow
    about: str
    website: str
    address: str
    contacts: tuple[Contact, ...]
    people: tuple[PersonRow, ...]
    deals: tuple[Card, ...]
    custom: tuple[CustomValue, ...]
    timeline: tuple[TimelineItem, ...]
