"""The shapes of `--json` for people and organizations; see `json_format`."""

from __future__ import annotations

from pipetui.cli.output.deal_json import deal, of_fields, timeline
from pipetui.domain.fields import having
from pipetui.domain.people_fields import ORG, PERSON

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from pipetui.views_people import Contact, OrganizationRow, OrganizationSheet, PersonRow, PersonSheet


_PERSON, _PERSON_SHEET = (having("json", (row for row in PERSON if row.sheet == whole)) for whole in (False, True))
_ORG, _ORG_SHEET = (having("json", (row for row in ORG if row.sheet == whole)) for whole in (False, True))


def person_row(row: PersonRow) -> dict[str, Any]:
    """The object of a person in a list."""
    return of_fields(_PERSON, row)


def organization_row(row: OrganizationRow) -> dict[str, Any]:
    """The object of an organization in a list."""
    return of_fields(_ORG, row)


def person(sheet: PersonSheet) -> dict[str, Any]:
    """The person's object with all that hangs on it."""
    return {
        **person_row(sheet.row),
        **of_fields(_PERSON_SHEET, sheet),
        **_contacts(sheet.contacts),
        "deals": [{**deal(part.card), "role": part.role or None} for part in sheet.parts],
        "timeline": timeline(sheet.timeline),
    }


def organization(sheet: OrganizationSheet) -> dict[str, Any]:
    """The organization's object with all that hangs on it; `people` are objects here."""
    return {
        **organization_row(sheet.row),
        **of_fields(_ORG_SHEET, sheet),
        **_contacts(sheet.contacts),
        "people": [person_row(row) for row in sheet.people],
        "deals": [deal(card) for card in sheet.deals],
        "timeline": timeline(sheet.timeline),
    }


def _contacts(contacts: tuple[Contact, ...]) -> dict[str, list[str]]:
    return {
        f"{kind}s": [contact.value for contact in contacts if contact.kind == kind]
        for kind in ("email", "phone", "web")
    }
