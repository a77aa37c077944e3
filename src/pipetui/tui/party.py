"""What differs between the screens of people and those of organizations: what is read, shown and written."""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from pipetui import service
from pipetui.service import reads
from pipetui.tui.widgets.people_list import ORGANIZATIONS as ORGANIZATION_COLUMNS
from pipetui.tui.widgets.people_list import PEOPLE as PEOPLE_COLUMNS
from pipetui.tui.widgets.people_list import PartyColumn

if TYPE_CHECKING:
    from pipetui.service import Result, Workspace
    from pipetui.service.people import Changes


class Kind(NamedTuple):
    """People or organizations. `fields` are those of the form; the last four are gestures."""

    mode: str
    noun: str
    nouns: str
    columns: "tuple[PartyColumn[Any], ...]"
    rows: "Callable[[Workspace], list[Any]]"
    sheet: "Callable[[Workspace, int], Any]"
    fields: Callable[[], Mapping[str, Any]]
    add: "Callable[[Workspace, str, Changes], Result]"
    edit: "Callable[[Workspace, int, Mapping[str, str], Mapping[str, str]], Result]"
    note: "Callable[[Workspace, int, str], Result]"
    merge: "Callable[[Workspace, int, int], Result]"


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
    lambda workspace: reads.people(workspace),
    lambda workspace, number: reads.person(workspace, number),
    _person_fields,
    lambda workspace, name, changes: service.add_person(workspace, name, changes),
    lambda workspace, number, texts, shown: service.edit_person(workspace, number, tuple(texts.items()), shown),
    lambda workspace, number, text: service.note_person(workspace, number, text),
    lambda workspace, keep, other: service.merge_people(workspace, keep, other),
)
ORGANIZATIONS = Kind(
    "orgs",
    "organization",
    "organizations",
    ORGANIZATION_COLUMNS,
    lambda workspace: reads.organizations(workspace),
    lambda workspace, number: reads.organization(workspace, number),
    _organization_fields,
    lambda workspace, name, changes: service.add_organization(workspace, name, changes),
    lambda workspace, number, texts, shown: service.edit_organization(workspace, number, tuple(texts.items()), shown),
    lambda workspace, number, text: service.note_organization(workspace, number, text),
    lambda workspace, keep, other: service.merge_organizations(workspace, keep, other),
)


def preset(named: Sequence[tuple[str, str]]) -> str:
    """What the add bar begins with: ` org:"Acme GmbH" who:"Ann Lee"`."""
    return "".join(f' {key}:"{name.replace(chr(34), chr(39))}"' for key, name in named if name)
