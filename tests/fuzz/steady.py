"""An event loop in which no time is lost: when nothing is left to do, its clock jumps to what is to be done next.

What runs in it needs no waiting, comes out the same each time, and a program that never comes to rest is found by
counting the turns of the loop, not by a watch. Work given to threads is done at once, where it is given away.
"""

import asyncio
import selectors
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any, TypeVar
from unittest import mock

T = TypeVar("T")

_CLOCKS = ("monotonic", "perf_counter", "get_time")


class FrozenError(AssertionError):
    """The program does not come to rest, or waits for what never comes."""


class _Jumping(selectors.SelectSelector):
    """Waits for nothing: where a loop would wait, its clock goes on by that time."""

    def __init__(self) -> None:
        super().__init__()
        self.now = 1000.0
        self.turns = 0
        self.most = sys.maxsize

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        self.turns += 1
        if self.turns > self.most:
            raise FrozenError(f"still busy after {self.most:,} turns of the event loop")
        found = super().select(0)
        if not found:
            if timeout is None:
                raise FrozenError("waits for something that never comes")
            self.now += timeout
        return found


class _AtOnce(ThreadPoolExecutor):
    """Does what it is given in the thread that gives it."""

    def submit(self, work: Callable[..., T], /, *arguments: Any, **options: Any) -> "Future[T]":
        future: Future[T] = Future()
        try:
            future.set_result(work(*arguments, **options))
        except Exception as error:  # noqa: BLE001  # whoever waits for the answer gets it
            future.set_exception(error)
        return future


class SteadyLoop(asyncio.SelectorEventLoop):
    """The loop; `allow` limits the turns it may take from then on."""

    def __init__(self) -> None:
        self._jumping = _Jumping()
        super().__init__(self._jumping)
        self.set_default_executor(_AtOnce(1))

    def time(self) -> float:
        """Its own clock, in seconds."""
        return self._jumping.now

    @property
    def turns(self) -> int:
        """How many turns it took so far."""
        return self._jumping.turns

    def allow(self, turns: int) -> None:
        """Raise FrozenError once it has taken that many more turns."""
        self._jumping.most = self._jumping.turns + turns


@contextmanager
def steady() -> Iterator[SteadyLoop]:
    """A loop, after whose clock Textual and the app go as well for the time."""
    loop = SteadyLoop()
    real = {id(getattr(time, name)) for name in ("monotonic", "perf_counter")}
    patches = [
        mock.patch.object(module, clock, loop.time)
        for name, module in list(sys.modules.items())
        if name.partition(".")[0] in ("textual", "pipetui")
        for clock in _CLOCKS
        if id(getattr(module, clock, None)) in real
    ]
    streams = sys.stdout, sys.stderr
    for patch in patches:
        patch.start()
    try:
        yield loop
    finally:
        sys.stdout, sys.stderr = streams  # an app that froze has not given them back
        for patch in patches:
            patch.stop()
        loop.close()
