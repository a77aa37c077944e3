"""Gestures that make one of two people, organizations or deals that are the same."""

from collections.abc import Collection

from pipetui.domain.choose import choose
from pipetui.domain.errors import InputError
from pipetui.domain.wording import quoted
from pipetui.service.workspace import Result, Workspace
from pipetui.store import merge_fields, merging
from pipetui.views_merging import MergeComparison


def compare(workspace: Workspace, noun: str, keep: int, other: int) -> MergeComparison:
    """The two side by side, as `merge` would make one of them; `noun` is deal, person or organization."""
    _check(keep, other)
    return merging.compare(workspace.store.connection, noun, keep, other)


def chosen(comparison: MergeComparison, keeps: Collection[str]) -> frozenset[str]:
    """The fields of which the second value stays, of choices like `title=2`; raises InputError."""
    names = [line.name for line in comparison.lines]
    second = set()
    for text in keeps:
        field, _, side = text.rpartition("=")
        if side not in ("1", "2") or not field:
            raise InputError(f"{quoted(text)} names no value", "for example title=2, the second one's title")
        name = choose(field, names, "field")
        if side == "2":
            second.add(name)
    return frozenset(second)


def merge(workspace: Workspace, noun: str, keep: int, other: int, second: Collection[str] = ()) -> Result:
    """Everything of `other` becomes that of `keep`; of the fields in `second` the value of `other` stays.

    The value that gives way is kept in a note.
    """
    _check(keep, other)
    with workspace.unit_of_work("merged") as uow:
        found = merging.merge(uow, noun, keep, other, second)
        name = merge_fields.name(noun, merge_fields.row(uow.connection, noun, keep))
        if noun == merge_fields.DEAL:
            return uow.done([uow.deal(keep)], f"merged #{other} {found.other_name} into #{keep} {name}")
        said = f"merged {found.other_name} #{other} into {name} #{keep}"
        return uow.told(Result((), said, tuple(uow.warnings), party=keep))


def merge_deals(workspace: Workspace, keep: int, other: int, second: Collection[str] = ()) -> Result:
    """Two deals become one: touches, notes, steps, history, people, products, answers, attachments move over."""
    return merge(workspace, "deal", keep, other, second)


def merge_people(workspace: Workspace, keep: int, other: int, second: Collection[str] = ()) -> Result:
    """Two people become one; what says something else there is kept as a note."""
    return merge(workspace, "person", keep, other, second)


def merge_organizations(workspace: Workspace, keep: int, other: int, second: Collection[str] = ()) -> Result:
    """As `merge_people`: people, deals, contacts and notes move over."""
    return merge(workspace, "organization", keep, other, second)


def _check(keep: int, other: int) -> None:
    if keep == other:
        raise InputError("that is one and the same already", "name another one")
