"""Gestures that make one of two people, or of two organizations, that are the same."""

from collections.abc import Callable

from pipetui.domain.errors import InputError
from pipetui.service.party_gestures import ORGANIZATIONS, PEOPLE, PartyGestures
from pipetui.service.people_fields import Sheet
from pipetui.service.workspace import Result, Workspace
from pipetui.store import merging as store
from pipetui.store.unit_of_work import UnitOfWork


def merge_people(workspace: Workspace, keep: int, other: int) -> Result:
    """Everything of `other` becomes that of `keep`; what says something else there is kept as a note."""
    return _merge(workspace, PEOPLE, keep, other, store.move_person)


def merge_organizations(workspace: Workspace, keep: int, other: int) -> Result:
    """As `merge_people`: people, deals, contacts and notes move over."""
    return _merge(workspace, ORGANIZATIONS, keep, other, store.move_organization)


def _merge(
    workspace: Workspace,
    whose: PartyGestures,
    keep: int,
    other: int,
    move: Callable[[UnitOfWork, Sheet, Sheet], None],
) -> Result:
    if keep == other:
        raise InputError("that is one and the same already", "name another one")
    kept, gone = whose.sheet(workspace, keep), whose.sheet(workspace, other)
    with workspace.unit_of_work("merged") as uow:
        move(uow, kept, gone)
        said = f"merged {gone.row.name} #{other} into {kept.row.name} #{keep}"
        return uow.told(Result((), said, tuple(uow.warnings), party=keep))
