"""A gesture tried out and rolled back: a change of many deals is shown and asked about first (behaviour 31)."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from pipetui.phrases.difference import changed, difference
from pipetui.service import reads
from pipetui.service.workspace import Result, Workspace
from pipetui.store import unit_of_work
from pipetui.store.reads import book_reads
from pipetui.views import Card

SHOWN = 5
"""How many of the changes are shown before the question."""

Gesture = Callable[[Workspace, Sequence[int]], Result]


class DealChange(NamedTuple):
    """What would become of one deal; `way` says "into the bin" or "out of the bin" if it goes that way."""

    before: Card
    after: Card
    way: str


class Preview(NamedTuple):
    """What would become of the deals that a gesture takes, `taken` of them.

    `warnings` name those that it leaves out, and what is odd about a change.
    """

    changes: list[DealChange]
    warnings: tuple[str, ...]
    taken: int


def rehearse(workspace: Workspace, deals: Sequence[int], gesture: Gesture, most: int | None = None) -> Preview:
    """Each deal before and after the gesture, or the first `most` of them; of the gesture nothing stays.

    Whatever it would refuse, it refuses.
    """
    with workspace.store.rehearsal() as copy:
        trial = workspace._replace(store=copy)
        outcome = gesture(trial, deals)
        named = set(outcome.deals) or set(deals)
        taken = [number for number in deals if number in named]
        after, then = _read(trial, taken[:most])
    before, binned = _read(workspace, taken[:most])
    ways = {**dict.fromkeys(then - binned, "into the bin"), **dict.fromkeys(binned - then, "out of the bin")}
    changes = [DealChange(old, new, ways.get(old.id, "")) for old, new in zip(before, after, strict=True)]
    told = unit_of_work.LEFT_OUT, unit_of_work.EARLIER
    return Preview(changes, tuple(said for said in outcome.warnings if said.startswith(told)), len(taken))


def standing(workspace: Workspace, deals: Sequence[int]) -> list[Card]:
    """Those of the deals that are there, in the bin too, as they stand, in the order they were named."""
    known = _known(workspace, deals)[0]
    return [known[number] for number in deals if number in known]


def _read(workspace: Workspace, deals: Sequence[int]) -> tuple[list[Card], set[int]]:
    """The deals, and which numbers lie in the bin; raises NotFoundError."""
    known, binned = _known(workspace, deals)
    return [known[number] if number in known else reads.card(workspace, number) for number in deals], binned


def _known(workspace: Workspace, deals: Sequence[int]) -> tuple[dict[int, Card], set[int]]:
    """Those of the deals that are there, by number, and which of them lie in the bin."""
    connection, moment = workspace.store.connection, workspace.moment()
    facts = book_reads.know(connection)
    where = f"d.id IN ({', '.join(map(str, deals))})"
    binned = {card.id: card for card in book_reads.cards(connection, moment, where, deleted=True, known=facts)}
    known = binned | {card.id: card for card in book_reads.cards(connection, moment, where, known=facts)}
    return known, set(binned)


def lines(workspace: Workspace, rehearsed: Preview) -> list[str]:
    """A line for each change that is known, and how many more there are; then what it warns of."""
    now = workspace.now()
    return [*(difference(*change, now) for change in rehearsed.changes), *remarks(rehearsed)]


def remarks(rehearsed: Preview) -> list[str]:
    """How many more changes there are than those that are known, and what it warns of."""
    more = rehearsed.taken - len(rehearsed.changes)
    return [*([f"… and {more:,} more"] if more else []), *rehearsed.warnings]


def table(workspace: Workspace, rehearsed: Preview) -> list[tuple[str, str, str]]:
    """The deal, before and after for each change that is known; "" for the deal in its further lines."""
    now = workspace.now()
    rows: list[tuple[str, str, str]] = []
    for change in rehearsed.changes:
        name = f"#{change.before.id} {change.before.title}"
        for place, (old, new) in enumerate(changed(*change, now) or [("", "as it stands")]):
            rows.append(("" if place else name, old, new))
    return rows
