"""What differs between the screens of people and those of organizations: what is read, shown and written."""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from pipetui import service
from pipetui.service import look
from pipetui.tui.widgets.people_list import ORGANIZATIONS as ORGANIZATION_COLUMNS
from pipetui.tui.widgets.people_list import PEOPLE as PEOPLE_COLUMNS
from pipetui.tui.widgets.people_list import Column

if TYPE_CHECKING:
    from pipetui.service import Desk, Outcome
    from pipetui.service.people import Changes


class Kind(NamedTuple):
    """People or organizations. `fields` are those of the form; the last four are gestures."""

    mode: str
    noun: str
    nouns: str
    columns: "tuple[Column[Any], ...]"
    rows: "Callable[[Desk], list[Any]]"
    sheet: "Callable[[Desk, int], Any]"
    fields: Callable[[], Mapping[str, Any]]
    add: "Callable[[Desk, str, Changes], Outcome]"
    edit: "Callable[[Desk, int, Mapping[str, str], Mapping[str, str]], Outcome]"
    note: "Callable[[Desk, int, str], Outcome]"
    merge: "Callable[[Desk, int, int], Outcome]"


def _person_fields() -> Mapping[str, Any]:
    from pipetui.service.people_fields import PERSON_FIELDS

    return PERSON_FIELDS


def _organization_fields() -> Mapping[str, Any]:
    from pipetui.service.people_fields import ORGANIZATION_FIELDS

    return ORGANIZATION_FIELDS


PEOPLE = Kind(
    "people",
    "person",
    "people",
    PEOPLE_COLUMNS,
    lambda desk: look.people(desk),
    lambda desk, number: look.person(desk, number),
    _person_fields,
    lambda desk, name, changes: service.add_person(desk, name, changes),
    lambda desk, number, texts, shown: service.edit_person(desk, number, tuple(texts.items()), shown),
    lambda desk, number, text: service.note_person(desk, number, text),
    lambda desk, keep, other: service.merge_people(desk, keep, other),
)
ORGANIZATIONS = Kind(
    "orgs",
    "organization",
    "organizations",
    ORGANIZATION_COLUMNS,
    lambda desk: look.organizations(desk),
    lambda desk, number: look.organization(desk, number),
    _organization_fields,
    lambda desk, name, changes: service.add_organization(desk, name, changes),
    lambda desk, number, texts, shown: service.edit_organization(desk, number, tuple(texts.items()), shown),
    lambda desk, number, text: service.note_organization(desk, number, text),
    lambda desk, keep, other: service.merge_organizations(desk, keep, other),
)


def preset(named: Sequence[tuple[str, str]]) -> str:
    """What the add bar begins with: ` org:"Acme GmbH" who:"Ann Lee"`."""
    return "".join(f' {key}:"{name.replace(chr(34), chr(39))}"' for key, name in named if name)
