"""What can be read of people and of organizations and done with them: a row for each kind, for shell and app alike."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from pipetui import service
from pipetui.domain.party_kinds import ORGANIZATION, PERSON, PartyKind
from pipetui.service import reads

if TYPE_CHECKING:
    from pipetui.service.editable import Editable
    from pipetui.service.workspace import Result, Workspace
    from pipetui.store.reads.people import PagedList


class PartyGestures(NamedTuple):
    """The reads and the gestures of one kind."""

    kind: PartyKind
    rows: Callable[..., PagedList]
    holding: Callable[[Workspace, str], set[int] | None]
    some: Callable[[Workspace, Sequence[int]], list[Any]]
    find: Callable[..., int]
    sheet: Callable[[Workspace, int], Any]
    add: Callable[..., Result]
    edit: Callable[..., Result]
    note: Callable[..., Result]
    merge: Callable[..., Result]
    delete: Callable[..., Result]
    reopen: Callable[..., Result]

    def in_order(self, workspace: Workspace, column: str, *, turned: bool = False) -> list[int]:
        """The numbers of all of them by a column of their list; see `store.reads.party_columns`."""
        return reads.parties_by(workspace, self.kind, column, turned=turned)

    def tagged(self, workspace: Workspace) -> bool:
        """Whether any of them has a tag."""
        from pipetui.store import tags

        return tags.any_held(workspace.store.connection, self.kind.noun)

    def fields(self, workspace: Workspace) -> Mapping[str, Editable]:
        """The fields of its form and its verb, and behind them those that the rep added."""
        from pipetui.service.custom_editing import of_parties
        from pipetui.service.people_fields import FIELDS

        return {**FIELDS[self.kind], **of_parties(workspace, self.kind)}


def _gesture(name: str) -> Callable[..., Result]:
    """The gesture of that name, whose family is imported when one of it is first made."""
    return lambda *given: getattr(service, name)(*given)


PEOPLE = PartyGestures(
    PERSON,
    reads.people,
    reads.people_holding,
    reads.some_people,
    reads.find_person,
    reads.person,
    _gesture("add_person"),
    _gesture("edit_person"),
    _gesture("note_person"),
    _gesture("merge_people"),
    _gesture("delete_person"),
    _gesture("reopen_person"),
)
ORGANIZATIONS = PartyGestures(
    ORGANIZATION,
    reads.organizations,
    reads.organizations_holding,
    reads.some_organizations,
    reads.find_organization,
    reads.organization,
    _gesture("add_organization"),
    _gesture("edit_organization"),
    _gesture("note_organization"),
    _gesture("merge_organizations"),
    _gesture("delete_organization"),
    _gesture("reopen_organization"),
)


def of_kind(noun: str) -> PartyGestures:
    """Those of people or of organizations, by what one of them is called."""
    return {whose.kind.noun: whose for whose in (PEOPLE, ORGANIZATIONS)}[noun]
