"""Keeping the garbage collector off the cards of deals."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def uncollected(*, again: bool) -> Iterator[None]:
    """Keep the garbage collector off the cards read meanwhile, then and later.

    Nothing in them goes round in circles, but left to itself it looks through their parts, hundreds of thousands,
    over and over: while they are read, which takes twice as long then, and a tenth of a second now and again later.
    """
    if again:
        gc.collect()  # what is really garbage by now; the cards read before are out of its sight
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        if collecting:
            gc.enable()
