"""The shape of `--json` for people and organizations; see `json_shape`."""

from __future__ import annotations

from pipetui.cli.json_shape import deal, moment

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from pipetui.domain.money import Money
    from pipetui.views import TimelineItem
    from pipetui.views_people import Contact, OrganizationRow, OrganizationSheet, PersonRow, PersonSheet


def person_row(row: PersonRow) -> dict[str, Any]:
    """The object of a person in a list."""
    return {
        "id": row.id,
        "name": row.name,
        "title": row.job_title or None,
        "organization": row.organization or None,
        "email": row.email or None,
        "phone": row.phone or None,
        "open_deals": row.open_deals,
        "open_value": _sums(row.open_value),
        "last_touch_at": moment(row.last_touch_at),
    }


def organization_row(row: OrganizationRow) -> dict[str, Any]:
    """The object of an organization in a list."""
    return {
        "id": row.id,
        "name": row.name,
        "sector": row.sector or None,
        "people": row.people,
        "open_deals": row.open_deals,
        "open_value": _sums(row.open_value),
        "won_deals": row.won_deals,
        "won_value": _sums(row.won_value),
        "last_touch_at": moment(row.last_touch_at),
    }


def person(sheet: PersonSheet) -> dict[str, Any]:
    """The person's object with all that hangs on it."""
    return {
        **person_row(sheet.row),
        "about": sheet.about or None,
        **_contacts(sheet.contacts),
        "deals": [{**deal(part.card), "role": part.role or None} for part in sheet.parts],
        "custom": dict(sheet.custom),
        "timeline": _timeline(sheet.timeline),
    }


def organization(sheet: OrganizationSheet) -> dict[str, Any]:
    """The organization's object with all that hangs on it; `people` are objects here."""
    return {
        **organization_row(sheet.row),
        "about": sheet.about or None,
        "website": sheet.website or None,
        "address": sheet.address or None,
        **_contacts(sheet.contacts),
        "people": [person_row(row) for row in sheet.people],
        "deals": [deal(card) for card in sheet.deals],
        "custom": dict(sheet.custom),
        "timeline": _timeline(sheet.timeline),
    }


def _sums(amounts: Iterable[Money]) -> dict[str, str]:
    return {amount.currency: amount.decimal for amount in amounts}


def _contacts(contacts: tuple[Contact, ...]) -> dict[str, list[str]]:
    return {
        f"{kind}s": [contact.value for contact in contacts if contact.kind == kind]
        for kind in ("email", "phone", "web")
    }


def _timeline(items: Iterable[TimelineItem]) -> list[dict[str, Any]]:
    return [
        {"at": moment(item.at), "kind": item.kind, "headline": item.headline, "text": item.text or None}
        for item in items
    ]
