"""Gestures on the deal itself: add, note, tag, delete."""

from __future__ import annotations

from pipetui.domain.errors import InputError
from pipetui.domain.text import tag_word
from pipetui.service.workspace import name_of
from pipetui.store import new_deals

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipetui.domain.line.quick_line import NewDeal
    from pipetui.service.workspace import Result, Workspace
    from pipetui.store.reads.duplicates import Duplicate


def duplicates_of(workspace: Workspace, new: NewDeal) -> tuple[Duplicate, ...]:
    """The deals in the book that the new one probably repeats (behaviour 14)."""
    from pipetui.store.reads import duplicates

    return duplicates.likely(workspace.store.connection, new.title, new.organization, new.emails, new.phones)


def placed(workspace: Workspace, new: NewDeal) -> NewDeal:
    """The new deal with the organization of the book that its e-mail address leads to, if that is all that tells it."""
    return new_deals.placed(workspace.store.connection, new)


def add(workspace: Workspace, new: NewDeal, pipeline_id: int | None = None) -> Result:
    """Put a new deal into the book, in the stage it names or the first one; a likely duplicate is added and said."""
    with workspace.unit_of_work("added") as uow:
        return new_deals.add(uow, new, pipeline_id)


def note(workspace: Workspace, deals: Sequence[int], text: str) -> Result:
    """Write something down; a note is no touch and moves no clock."""
    with workspace.unit_of_work("noted") as uow:
        rows = uow.deals(deals)
        for row in rows:
            uow.add_note(row.id, text)
        return uow.done(rows, f"noted on {name_of(rows)}")


def delete(workspace: Workspace, deals: Sequence[int]) -> Result:
    """Put deals into the bin: out of every list and sum, until undo or reopen takes them out."""
    with workspace.unit_of_work("deleted") as uow:
        rows = uow.deals(deals)
        for row in rows:
            uow.delete(row.id)
        return uow.done(rows, f"deleted {name_of(rows)}")


def tag(workspace: Workspace, deals: Sequence[int], word: str) -> Result:
    """Put a tag on the deals that lack it; when none does, take it off all of them."""
    word = tag_word(word)
    if not word:
        raise InputError("a tag needs a word", "for example: hot")
    with workspace.unit_of_work("tagged") as uow:
        rows = uow.deals(deals)
        from pipetui.store import tags

        put = tags.turn(uow.connection, [row.id for row in rows], word)
        verb = "tagged" if put else "untagged"
        return uow.done(rows, f"{verb} {name_of(rows)} {word}")
