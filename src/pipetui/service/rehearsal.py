"""A gesture tried out on a copy of the book: a change of many deals is shown and asked about first (behaviour 31)."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from pipetui.service import look
from pipetui.service.desk import Desk, Outcome
from pipetui.store import reads
from pipetui.telling.difference import difference
from pipetui.views import Card

SHOWN = 5
"""How many of the changes are shown before the question."""

_FEW = 500
"""Up to so many deals are looked up by number; of more all are read."""

Gesture = Callable[[Desk, Sequence[int]], Outcome]


class Change(NamedTuple):
    """What would become of one deal; `way` says "into the bin" or "out of the bin" if it goes that way."""

    before: Card
    after: Card
    way: str


def rehearse(desk: Desk, deals: Sequence[int], gesture: Gesture) -> list[Change]:
    """Each deal before and after the gesture, of which nothing stays: whatever it would refuse, it refuses."""
    before, binned = _read(desk, deals)
    with desk.store.rehearsal() as copy:
        trial = desk._replace(store=copy)
        gesture(trial, deals)
        after, then = _read(trial, deals)
    ways = {**dict.fromkeys(then - binned, "into the bin"), **dict.fromkeys(binned - then, "out of the bin")}
    return [Change(old, new, ways.get(old.id, "")) for old, new in zip(before, after, strict=True)]


def cards(desk: Desk, deals: Sequence[int]) -> list[Card]:
    """The deals as they stand, those in the bin too; raises NotFoundError."""
    return _read(desk, deals)[0]


def _read(desk: Desk, deals: Sequence[int]) -> tuple[list[Card], set[int]]:
    """The deals, and which numbers lie in the bin."""
    connection, moment = desk.store.connection, desk.moment()
    few = len(deals) <= _FEW
    where, numbers = (f"d.id IN ({', '.join('?' * len(deals))})", tuple(deals)) if few else ("1", ())
    binned = {card.id: card for card in reads.cards(connection, moment, where, numbers, deleted=True)}
    known = binned | {card.id: card for card in reads.cards(connection, moment, where, numbers)}
    return [known[number] if number in known else look.card(desk, number) for number in deals], set(binned)


def lines(desk: Desk, changes: Sequence[Change], most: int | None = None) -> list[str]:
    """A line for each change; of more than `most` the first, and how many more there are."""
    now = desk.now()
    shown = changes if most is None else changes[:most]
    left = [f"… and {len(changes) - len(shown)} more"] if len(shown) < len(changes) else []
    return [*(difference(*change, now) for change in shown), *left]
