"""A pseudo-terminal with a program in it, and somebody at the keys."""

import fcntl
import os
import pty
import re
import select
import struct
import subprocess
import termios
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from types import TracebackType
from typing import Self

PATIENCE = 30
"""Seconds after which a program that says nothing is given up."""

_CONTROL = re.compile(
    r"\x1b\[[0-?]*[ -/]*[@-~]"  # CSI
    r"|\x1b[\]PX^_].*?(?:\x07|\x1b\\)"  # OSC, DCS and kin
    r"|\x1b[ -/]*[0-~]",  # the short ones
    re.DOTALL,
)


class Terminal(AbstractContextManager["Terminal"]):
    """What a program does to a terminal: `shown` is every byte it wrote."""

    def __init__(
        self, command: Sequence[str], environment: Mapping[str, str] | None = None, size: tuple[int, int] = (120, 36)
    ) -> None:
        self.ours, self.theirs = pty.openpty()
        fcntl.ioctl(self.theirs, termios.TIOCSWINSZ, struct.pack("HHHH", size[1], size[0], 0, 0))
        self.before = termios.tcgetattr(self.theirs)
        self.shown = b""
        self.process = subprocess.Popen(
            command, stdin=self.theirs, stdout=self.theirs, stderr=self.theirs, env=environment
        )

    def __enter__(self) -> Self:
        return self

    def until(self, *texts: str, since: int = 0) -> None:
        """Wait until all of these are on the screen, as far as it was written from `since` on."""
        wanted = [text.encode() for text in texts]
        while missing := [text for text in wanted if text not in self.shown[since:]]:
            if not self._read(PATIENCE) or (missing and self.process.poll() is not None and not self._read(1)):
                raise AssertionError(f"{missing} not shown; last: {taken_apart(self.shown[since:][-2000:])[1]}")

    def press(self, keys: str, *texts: str) -> None:
        """Press keys, and wait until all of these are written after that."""
        since = len(self.shown)
        os.write(self.ours, keys.encode())
        self.until(*texts, since=since)

    def end(self) -> int:
        """Wait until the program is over; returns its exit code."""
        while self.process.poll() is None:
            self._read(0.05)
        while self._read(0):
            pass
        return self.process.wait()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        os.close(self.ours)
        os.close(self.theirs)

    def _read(self, patience: float) -> bool:
        ready, _, _ = select.select([self.ours], [], [], patience)
        if ready:
            self.shown += os.read(self.ours, 65536)
        return bool(ready)


def taken_apart(written: bytes) -> tuple[set[str], str]:
    """The control sequences in what was written, and the text without them."""
    text = written.decode("utf-8", "surrogateescape")
    return set(_CONTROL.findall(text)), _CONTROL.sub("", text)
