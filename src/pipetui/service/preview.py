"""A gesture tried out on a copy of the book: a change of many deals is shown and asked about first (behaviour 31)."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from pipetui.phrases.difference import difference
from pipetui.service import reads
from pipetui.service.workspace import Result, Workspace
from pipetui.store import unit_of_work
from pipetui.store.reads import book_reads
from pipetui.views import Card

SHOWN = 5
"""How many of the changes are shown before the question."""

_FEW = 500
"""Up to so many deals are looked up by number; of more all are read."""

Gesture = Callable[[Workspace, Sequence[int]], Result]


class DealChange(NamedTuple):
    """What would become of one deal; `way` says "into the bin" or "out of the bin" if it goes that way."""

    before: Card
    after: Card
    way: str


class Preview(NamedTuple):
    """What would become of each deal that a gesture takes, and which it leaves out, in words."""

    changes: list[DealChange]
    left_out: tuple[str, ...] = ()


def rehearse(workspace: Workspace, deals: Sequence[int], gesture: Gesture) -> Preview:
    """Each deal before and after the gesture, of which nothing stays: whatever it would refuse, it refuses."""
    before, binned = _read(workspace, deals)
    with workspace.store.rehearsal() as copy:
        trial = workspace._replace(store=copy)
        outcome = gesture(trial, deals)
        after, then = _read(trial, deals)
    ways = {**dict.fromkeys(then - binned, "into the bin"), **dict.fromkeys(binned - then, "out of the bin")}
    taken = set(outcome.deals) or set(deals)
    pairs = zip(before, after, strict=True)
    changes = [DealChange(old, new, ways.get(old.id, "")) for old, new in pairs if old.id in taken]
    return Preview(changes, tuple(said for said in outcome.warnings if said.startswith(unit_of_work.LEFT_OUT)))


def cards(workspace: Workspace, deals: Sequence[int]) -> list[Card]:
    """The deals as they stand, those in the bin too; raises NotFoundError."""
    return _read(workspace, deals)[0]


def _read(workspace: Workspace, deals: Sequence[int]) -> tuple[list[Card], set[int]]:
    """The deals, and which numbers lie in the bin."""
    connection, moment = workspace.store.connection, workspace.moment()
    few = len(deals) <= _FEW
    where, numbers = (f"d.id IN ({', '.join('?' * len(deals))})", tuple(deals)) if few else ("1", ())
    binned = {card.id: card for card in book_reads.cards(connection, moment, where, numbers, deleted=True)}
    known = binned | {card.id: card for card in book_reads.cards(connection, moment, where, numbers)}
    return [known[number] if number in known else reads.card(workspace, number) for number in deals], set(binned)


def lines(workspace: Workspace, rehearsed: Preview, most: int | None = None) -> list[str]:
    """A line for each change; of more than `most` the first, and how many more there are; then what is left out."""
    now, changes = workspace.now(), rehearsed.changes
    shown = changes if most is None else changes[:most]
    left = [f"… and {len(changes) - len(shown)} more"] if len(shown) < len(changes) else []
    return [*(difference(*change, now) for change in shown), *left, *rehearsed.left_out]
