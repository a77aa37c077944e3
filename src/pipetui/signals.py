"""Signals that ask the program to end: what is under way is tidied up, and the exit code says which it was."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from types import FrameType

ENDING = tuple(getattr(signal, name) for name in ("SIGTERM", "SIGHUP", "SIGQUIT") if hasattr(signal, name))
"""Sent by whoever wants the program to end: the system, a terminal that is closed, the rep with another program."""


class Terminated(SystemExit):
    """A signal asked the program to end. A SystemExit, which asyncio and Typer let pass; its code is 128 + the signal.

    `kept` says where a text of the rep's is kept that did not get into the book.
    """

    def __init__(self, number: int) -> None:
        super().__init__(128 + number)
        self.number = number
        self.kept = ""


def wanted() -> tuple[signal.Signals, ...]:
    """The ENDING signals that whoever started the program wants it to heed: `nohup` has SIGHUP ignored."""
    return tuple(number for number in ENDING if signal.getsignal(number) is not signal.SIG_IGN)


def raise_when_ending() -> None:
    """From now on, let an ENDING signal raise Terminated in the main thread, as Ctrl+C raises KeyboardInterrupt."""
    for number in wanted():
        with suppress(ValueError):  # not called in the main thread
            signal.signal(number, _raise)


def _raise(number: int, frame: FrameType | None) -> None:
    raise Terminated(number)


@contextmanager
def passed_on(to: Callable[[int], object]) -> Iterator[None]:
    """While another program has the terminal, it gets the ENDING signals first; raises Terminated when it is over."""
    came: list[int] = []

    def take(number: int, frame: FrameType | None) -> None:
        came.append(number)
        to(number)

    with _handled_by(take):
        yield
    if came:
        raise Terminated(came[0])


@contextmanager
def breaking_off() -> Iterator[None]:
    """Let an ENDING signal raise Terminated inside, whatever it does outside."""
    with _handled_by(_raise):
        yield


@contextmanager
def _handled_by(handler: Callable[[int, FrameType | None], None]) -> Iterator[None]:
    before = {number: signal.signal(number, handler) for number in wanted()}
    try:
        yield
    finally:
        for number, former in before.items():
            signal.signal(number, former)
