"""Gestures that put people and organizations into the bin, and take them out again as they were.

Who is in the bin stays linked to the deals, but is shown nowhere: undo or reopening brings all of it back.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipetui.domain.party_kinds import ORGANIZATION, PERSON, PartyKind
from pipetui.domain.wording import some
from pipetui.render import plural
from pipetui.service.workspace import Result, Workspace
from pipetui.store import parties
from pipetui.store.reads import standing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipetui.service.party_gestures import PartyGestures


def delete_person(workspace: Workspace, number: int) -> Result:
    """Put somebody into the bin: gone from every list, and from the deals they take part in."""
    return _delete(workspace, PERSON, number)


def delete_organization(workspace: Workspace, number: int) -> Result:
    """Put an organization into the bin: its deals and people stay, and are shown without it."""
    return _delete(workspace, ORGANIZATION, number)


def reopen_person(workspace: Workspace, number: int) -> Result:
    """Take somebody out of the bin as they were."""
    return _reopen(workspace, PERSON, number)


def reopen_organization(workspace: Workspace, number: int) -> Result:
    """Take an organization out of the bin as it was."""
    return _reopen(workspace, ORGANIZATION, number)


def without_it(workspace: Workspace, kind: PartyKind, number: int) -> str:
    """What would be shown without one that goes into the bin: “2 deals and 3 people”, "" for nothing."""
    deals, people = standing.beside(workspace.store.connection, kind, number)
    counted = [plural(deals, "deal")] if deals else []
    counted += [plural(people, "person", "people")] if people else []
    return " and ".join(counted)


_NAMED = 5


def several(workspace: Workspace, whose: PartyGestures, numbers: Sequence[int]) -> tuple[str, str]:
    """How many that are, and the names of the first, before a gesture on all of them."""
    names = [row.name for row in whose.some(workspace, numbers[:_NAMED])]
    return plural(len(numbers), whose.kind.noun, whose.kind.plural), some(names, _NAMED, len(numbers))


def delete_several(workspace: Workspace, kind: PartyKind, numbers: Sequence[int]) -> Result:
    """Put all of them into the bin, as one step of undo; see `delete_person` and `delete_organization`."""
    with workspace.unit_of_work("deleted") as uow:
        for number in numbers:
            parties.into_bin(uow.connection, kind, number, uow.at)
        said = f"put {plural(len(numbers), kind.noun, kind.plural)} into the bin"
        return uow.told(Result((), said, tuple(uow.warnings)))


def _delete(workspace: Workspace, kind: PartyKind, number: int) -> Result:
    with workspace.unit_of_work("deleted") as uow:
        beside = without_it(workspace, kind, number)
        name = parties.into_bin(uow.connection, kind, number, uow.at)
        said = f"put {kind.noun} {name} into the bin" + (f" · no longer shown with {beside}" if beside else "")
        return uow.told(Result((), said, tuple(uow.warnings)))


def _reopen(workspace: Workspace, kind: PartyKind, number: int) -> Result:
    with workspace.unit_of_work("reopened") as uow:
        name = parties.into_bin(uow.connection, kind, number, None)
        return uow.told(Result((), f"took {kind.noun} {name} out of the bin", tuple(uow.warnings), party=number))
