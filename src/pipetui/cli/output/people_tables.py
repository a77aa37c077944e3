"""What the verbs about people and organizations print; see `deal_tables`."""

from __future__ import annotations

from pipetui import render
from pipetui.cli.output.deal_tables import custom, deals, each, timeline
from pipetui.domain.text import clean, one_line

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime

    from pipetui.cli.output.terminal import Page
    from pipetui.domain.money import Money
    from pipetui.views_people import Contact, OrganizationRow, OrganizationSheet, PersonRow, PersonSheet


_TAGS = ("tags",)


def people(rows: Iterable[PersonRow], now: datetime, page: Page, tagged: bool = False) -> Iterator[str]:
    """A table of people, one a line; with their tags where some are `tagged`."""
    cells = (
        (
            str(row.id),
            row.name,
            row.job_title,
            row.organization,
            row.email,
            row.phone,
            _deals(row.open_deals, row.open_value),
            _ago(row.last_touch_at, now),
            *([" ".join(row.tags)] if tagged else []),
        )
        for row in rows
    )
    headers = ("#", "name", "title", "organization", "e-mail", "phone", "open deals", "last touch")
    yield from page.table((*headers, *_TAGS[:tagged]), cells, "rlllllrl")


def organizations(rows: Iterable[OrganizationRow], now: datetime, page: Page, tagged: bool = False) -> Iterator[str]:
    """A table of organizations, one a line; as `people`."""
    cells = (
        (
            str(row.id),
            row.name,
            row.sector,
            str(row.people or ""),
            _deals(row.open_deals, row.open_value),
            _deals(row.won_deals, row.won_value),
            _ago(row.last_touch_at, now),
            *([" ".join(row.tags)] if tagged else []),
        )
        for row in rows
    )
    headers = ("#", "organization", "sector", "people", "open deals", "won deals", "last touch")
    yield from page.table((*headers, *_TAGS[:tagged]), cells, "rllrrrl")


def person(sheet: PersonSheet, now: datetime, page: Page) -> Iterator[str]:
    """Everything about one person, what happened last first."""
    row = sheet.row
    yield page.heading(f"#{row.id} {one_line(row.name)}")
    about = " · ".join(filter(None, (row.job_title, row.organization)))
    if about:
        yield one_line(about)
    yield from each("tags", [", ".join(row.tags)] if row.tags else [])
    yield from _reach(sheet.contacts)
    yield from each("about", [clean(sheet.about)] if sheet.about else [])
    yield from each("role", [f"#{part.card.id} {part.role}" for part in sheet.parts if part.role])
    yield from each("last touch", [_ago(row.last_touch_at, now)] if row.last_touch_at else [])
    yield from custom(sheet.custom, now.date(), page)
    if sheet.parts:
        yield ""
        yield from deals(sheet.deals, now, page)
    yield from timeline(sheet.timeline, now, page)


def organization(sheet: OrganizationSheet, now: datetime, page: Page) -> Iterator[str]:
    """Everything about one organization: people, deals, then the touches of them all."""
    row = sheet.row
    yield page.heading(f"#{row.id} {one_line(row.name)}")
    facts = " · ".join(filter(None, (row.sector, sheet.website, sheet.address)))
    if facts:
        yield one_line(facts)
    yield from each("tags", [", ".join(row.tags)] if row.tags else [])
    yield from _reach(sheet.contacts)
    yield from each("about", [clean(sheet.about)] if sheet.about else [])
    yield from each("open", [_deals(row.open_deals, row.open_value)] if row.open_deals else [])
    yield from each("won", [_deals(row.won_deals, row.won_value)] if row.won_deals else [])
    yield from each("last touch", [_ago(row.last_touch_at, now)] if row.last_touch_at else [])
    yield from custom(sheet.custom, now.date(), page)
    if sheet.people:
        yield ""
        yield from people(sheet.people, now, page)
    if sheet.deals:
        yield ""
        yield from deals(sheet.deals, now, page)
    yield from timeline(sheet.timeline, now, page)


def _reach(contacts: Iterable[Contact]) -> Iterator[str]:
    labels = {"email": "e-mail"}
    for kind in ("phone", "email", "web"):
        values = [one_line(contact.value) for contact in contacts if contact.kind == kind]
        yield from each(labels.get(kind, kind), values)


def _deals(count: int, value: Sequence[Money]) -> str:
    """`2 · €59,800`, "" for none."""
    if not count:
        return ""
    return f"{count} · {render.totals(value)}" if value else str(count)


def _ago(at: datetime | None, now: datetime) -> str:
    return render.ago(at, now) if at else ""
