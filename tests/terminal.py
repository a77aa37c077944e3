"""A real program in a pseudo-terminal: keys go in, what it writes is kept, and can be looked at as a screen."""

import contextlib
import fcntl
import os
import pty
import re
import select
import struct
import subprocess
import sys
import termios
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import pyte

APP = (sys.executable, "-m", "pipetui")

_ESCAPES = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|[\]P^_][^\x07\x1b]*(?:\x07|\x1b\\)|[ -/]*[0-~])")
_QUESTIONS = re.compile(r"\x1b(?:P[^\x1b]*\x1b\\|\[[<>=?][0-9;]*(?:[a-gi-km-zA-Z]|\$p))")
"""What a terminal is asked or told and answers nothing visible to; the emulator would print parts of it."""


class Size(NamedTuple):
    """Of a terminal, in characters."""

    columns: int = 120
    lines: int = 36


USUAL = Size()


class Terminal:
    """A program, the app if no other is named, with nobody but this process at its keyboard and screen."""

    def __init__(
        self, environment: dict[str, str], folder: Path, size: Size = USUAL, command: Sequence[str] = APP
    ) -> None:
        self.size = size
        self._written = bytearray()
        self._news = threading.Condition()
        self._over = self._hung_up = False
        self._master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", size.lines, size.columns, 0, 0))
        self.modes = termios.tcgetattr(slave)
        """How the terminal was set before."""
        try:
            self.process = subprocess.Popen(
                command,
                env=environment, stdin=slave, stdout=slave, stderr=slave, cwd=folder, start_new_session=True,
            )  # fmt: skip
        finally:
            os.close(slave)
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        while True:
            try:
                while not self._hung_up and not select.select([self._master], [], [], 0.05)[0]:
                    pass
                more = b"" if self._hung_up else os.read(self._master, 65536)
            except OSError:  # the other end is closed: it has ended
                more = b""
            with self._news:
                self._written += more
                self._over = not more
                self._news.notify_all()
            if not more:
                return

    def text(self, after: int = 0) -> str:
        """All it wrote from that byte on, without escape sequences."""
        with self._news:
            return _ESCAPES.sub("", self._written[after:].decode("utf-8", "replace"))

    @property
    def raw(self) -> bytes:
        """All it wrote, to the byte."""
        with self._news:
            return bytes(self._written)

    @property
    def modes_now(self) -> object:
        """How the terminal is set."""
        return termios.tcgetattr(self._master)

    @property
    def written(self) -> int:
        """How many bytes it wrote."""
        with self._news:
            return len(self._written)

    def screen(self, after: int = 0) -> list[str]:
        """The lines that are on the screen now, or what was painted of them since that byte."""
        with self._news:
            said = self._written[after:].decode("utf-8", "replace")
        screen = pyte.Screen(*self.size)
        pyte.Stream(screen).feed(_QUESTIONS.sub("", said))
        return [line.rstrip() for line in screen.display]

    def type(self, keys: str) -> None:
        """Press keys."""
        self.send(keys.encode())

    def send(self, raw: bytes) -> None:
        """Have the terminal send something, to the byte."""
        with contextlib.suppress(OSError):
            while raw:
                raw = raw[os.write(self._master, raw) :]

    def press(self, keys: str, text: str = "") -> None:
        """Press keys, and wait until it has written this since then."""
        after = self.written
        self.type(keys)
        self.await_text(text, after)

    def await_stop(self) -> None:
        """Wait until it has stopped: SIGSTOP, SIGTSTP."""
        os.waitid(os.P_PID, self.process.pid, os.WSTOPPED)

    def set_modes(self) -> None:
        """Set the terminal as it was before, as a shell does that gets it back."""
        termios.tcsetattr(self._master, termios.TCSANOW, self.modes)

    def hang_up(self) -> None:
        """Close the window."""
        self._hung_up = True
        self._reader.join()
        os.close(self._master)
        self._master = -1

    def end(self, limit: float = 60.0) -> int:
        """Wait until it is over and all is read; returns the exit code. Raises TimeoutExpired after `limit` seconds."""
        code = self.process.wait(limit)
        self._reader.join()
        return code

    def over(self) -> bool:
        """Whether it has ended."""
        return self.process.poll() is not None

    def await_text(self, text: str, after: int = 0, limit: float = 60.0) -> None:
        """Wait until it has written this since that byte."""
        self.await_that(lambda: text in self.text(after), f"writes {text!r}", limit)

    def await_match(self, pattern: re.Pattern[str], after: int, limit: float) -> None:
        """Wait until it has written something like this since that byte."""
        self.await_that(lambda: pattern.search(self.text(after)) is not None, f"writes {pattern.pattern}", limit)

    def await_that(self, holds: Callable[[], bool], what: str, limit: float = 60.0) -> None:
        """Wait until something holds, looking whenever it has written more; raises TimeoutError with the screen."""
        waited = 0.0
        while not holds():
            with self._news:
                if self._over or waited > limit:
                    break
                waited += 0 if self._news.wait(0.1) else 0.1
        else:
            return
        if not holds():
            raise TimeoutError(f"the app never {what}:\n" + "\n".join(self.screen()))

    def kill(self) -> None:
        """At once; then read what was on its way."""
        self.process.kill()
        self.process.wait()
        self._reader.join()

    def close(self) -> None:
        """Leave nothing behind."""
        self.kill()
        if self._master >= 0:
            os.close(self._master)


def taken_apart(written: bytes) -> tuple[set[str], str]:
    """The escape sequences in what was written, and the text without them."""
    said = written.decode("utf-8", "surrogateescape")
    return set(_ESCAPES.findall(said)), _ESCAPES.sub("", said)


@contextlib.contextmanager
def terminal(
    environment: dict[str, str], folder: Path, size: Size = USUAL, command: Sequence[str] = APP
) -> Iterator[Terminal]:
    """A program in a terminal, which is put away with it."""
    app = Terminal(environment, folder, size, command)
    try:
        yield app
    finally:
        app.close()
