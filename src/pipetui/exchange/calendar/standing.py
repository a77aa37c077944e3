"""What a follow-up and the item that stands for it in a calendar say of each other, and who is right."""

from datetime import date
from typing import NamedTuple

OPEN, DONE, CANCELLED = "open", "done", "cancelled"

NOTHING, WRITE, FINISH, MOVE, CONFLICT, DELETED, FORGET = (
    "nothing",
    "write",
    "finish",
    "move",
    "conflict",
    "deleted",
    "forget",
)
"""What is to be done: nothing; write ours there; finish or move ours; say that both changed, and write ours; say that
it was deleted there, and leave ours; know no more of it."""


class ItemStanding(NamedTuple):
    """A day, perhaps a time of day, and whether it is still to be done."""

    day: date | None
    time: str | None
    state: str


def verdict(before: ItemStanding | None, ours: ItemStanding | None, theirs: ItemStanding | None) -> str:
    """What is to be done, from what both said when they last agreed, and what each says now.

    `ours` is None for a follow-up that is no more, `theirs` for an item that is not there, `before` where they never
    agreed. What only one of them changed is taken; what both changed is ours.
    """
    if theirs is None:
        return _without_theirs(before, ours)
    if ours is None:
        return NOTHING if theirs.state == CANCELLED else WRITE
    if _same(ours, theirs):
        return NOTHING
    if before is None:  # the calendar was there before what we remember: a tick is one, a date may be older than ours
        return FINISH if theirs.state == DONE and ours.state == OPEN else WRITE
    if _same(before, theirs):
        return WRITE
    if not _same(before, ours):
        return CONFLICT
    if ours.state != OPEN:
        return CONFLICT
    if theirs.state == CANCELLED:
        return DELETED
    return FINISH if theirs.state == DONE else MOVE if theirs.day is not None else WRITE


def _without_theirs(before: ItemStanding | None, ours: ItemStanding | None) -> str:
    if ours is None or ours.state != OPEN:
        return NOTHING if before is None else FORGET
    if before is None:
        return WRITE
    return DELETED if _same(before, ours) else WRITE


def _same(one: ItemStanding, other: ItemStanding) -> bool:
    """Whether they say the same: of what is no more to be done the date says nothing, nor how it ended."""
    if one.state == OPEN or other.state == OPEN:
        return one == other
    return True
