"""The kinds of deals a lively book holds, in the numbers they come in."""

import itertools
import math
import random
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pipetui.domain.deal import LOST, OPEN, WON

# What is planned for an open deal, and how many of 38 are like that.
_OPEN = (
    ("overdue", 6),
    ("overdue theirs", 1),
    ("today at a time", 2),
    ("today", 2),
    ("today theirs", 1),
    ("soon", 6),
    ("soon theirs", 1),
    ("next week", 5),
    ("later", 3),
    ("later theirs", 1),
    ("rotting", 3),
    ("rotting overdue", 2),
    ("none", 4),
    ("parked", 1),
)
_WON = (("", 13), ("renewal today", 1), ("renewal later", 1))
_LOST = (("", 13), ("revisit today", 1), ("revisit later", 1))
_STAGE_SHARES = (0.30, 0.53, 0.71, 0.87, 1.0)
"""How many of the open deals stand before which fifth of the pipeline."""
_GROWTH = 1.3
_LONGEST_CAREER = 30
"""Years."""


class DealShape(NamedTuple):
    """One kind of deal: its status, what is going on, how far it came (0 to below 1), how long ago it was closed.

    `closed` is in years, 0 = now; in the deck it is below 1.
    """

    status: str
    state: str
    progress: float
    closed: float


def deck(rng: random.Random) -> list[DealShape]:
    """The 68 shapes every 68 deals are made of, shuffled."""
    states = [state for state, count in _OPEN for _ in range(count)]
    rng.shuffle(states)
    shapes = [DealShape(OPEN, state, _progress((place + 0.5) / len(states)), 0) for place, state in enumerate(states)]
    for status, states_of in ((WON, _WON), (LOST, _LOST)):
        ends = [state for state, count in states_of for _ in range(count)]
        for place, state in enumerate(ends):
            progress = 0.99 if status == WON else rng.random() * 0.99
            # Business grows: closings lie closer the nearer they are, and the last one was the other day.
            back = ((place + rng.random()) / len(ends)) ** _GROWTH if place else 0.0
            shapes.append(DealShape(status, state, progress, back))
    rng.shuffle(shapes)
    return shapes


def years(deals: int, open_deals: int | None) -> int:
    """How many years it takes to close the others at the pace of the deck; 1 for the deck's own share of open ones."""
    if not open_deals:
        return 1
    pace = open_deals * (_count(_WON) + _count(_LOST)) / _count(_OPEN)
    return min(_LONGEST_CAREER, max(1, math.ceil((deals - open_deals) / pace)))


def career(deck: Sequence[DealShape], deals: int, open_deals: int | None) -> Iterator[DealShape]:
    """`deals` shapes: the deck again and again, or `open_deals` open ones evenly among the others.

    Those then go back over all the years, the longest ago first; what was to be taken up again in years gone by has
    been.
    """
    if open_deals is None:
        yield from itertools.islice(itertools.cycle(deck), deals)
        return
    going = [shape for shape in deck if shape.status == OPEN]
    ended = [shape for shape in deck if shape.status != OPEN]
    long = years(deals, open_deals)
    for place in range(deals):
        opened = place * open_deals // deals
        if (place + 1) * open_deals // deals > opened:
            yield going[opened % len(going)]
        else:
            closed = place - opened
            shape = ended[closed % len(ended)]
            back = long - 1 - closed * long // (deals - open_deals)
            yield shape._replace(closed=shape.closed + back, state="" if back else shape.state)


def _count(states: Sequence[tuple[str, int]]) -> int:
    return sum(count for _, count in states)


def _progress(share: float) -> float:
    """Where in the pipeline the deal stands, by its rank among the open ones."""
    fifth = next(place for place, end in enumerate(_STAGE_SHARES) if share <= end)
    return (fifth + 0.5) / len(_STAGE_SHARES)
