"""What is probably there twice, and what the rep says of it."""

from __future__ import annotations

from pipetui.domain.errors import ConflictError, InputError
from pipetui.domain.likeness import SHOWN
from pipetui.service.workspace import Result, Workspace
from pipetui.store import apart, merge_fields
from pipetui.store.reads import dupes
from pipetui.views_dupes import LikelyPair

NOUNS = dupes.NOUNS


def likely(workspace: Workspace, noun: str, least: int = SHOWN) -> list[LikelyPair]:
    """The pairs of people, organizations or deals that are probably one, the likeliest first."""
    return dupes.likely(workspace.store.connection, noun, least)


def tell_apart(workspace: Workspace, noun: str, one: int, other: int) -> Result:
    """These two are not the same: remembered, and not shown again."""
    if one == other:
        raise InputError("that is one and the same", "name two")
    with workspace.unit_of_work("told apart") as uow:
        names = [merge_fields.name(noun, merge_fields.row(uow.connection, noun, number)) for number in (one, other)]
        if not apart.tell_apart(uow, noun, one, other):
            raise ConflictError("these two are told apart already")
        said = f"{noun} #{one} {names[0]} and #{other} {names[1]} are not the same"
        return uow.told(Result((one, other) if noun == dupes.DEAL else (), said, tuple(uow.warnings)))
