"""stdout is data, stderr is speech: how a verb writes, and the one way out to a terminal.

Text from outside (a path, the environment, what the system says) steers no terminal: whatever is written here is made
harmless, and only what `Painted` holds has colour. The first thing every call imports: nothing but what the interpreter
has loaded already, and what the quick verbs need anyway.
"""

from __future__ import annotations

import io
import os
import sys
from itertools import islice

from pipetui.domain.errors import OutputError
from pipetui.domain.text import harmless, visible

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import TextIO


_AT_ONCE = 500
"""Lines that are written together."""


_ascii = False
"""Whether what is to be read is written in ASCII signs."""


def draw_in_ascii(wanted: bool = True) -> None:
    """Write every sign, line and bar in its ASCII form from now on, or as it is: in what is read, not in data."""
    global _ascii
    _ascii = wanted


def drawn(line: str) -> str:
    """A line to be read as it is to be written, painted as it was."""
    if not _ascii or line.isascii():
        return line
    from pipetui.signs import in_ascii  # few want it

    return type(line)(in_ascii(line))


class Painted(str):
    """A line that is harmless already, in colours of ours; what is added to it is made harmless."""

    __slots__ = ()

    def __add__(self, other: str) -> Painted:
        """The line with more behind it."""
        return Painted(str.__add__(self, _safe(other)))


def _safe(line: str) -> str:
    return line if isinstance(line, Painted) else harmless(line)


class _ToTerminal(io.TextIOWrapper):
    """A stream to a terminal for those who do not write through this module: libraries, Python's own warnings.

    Colours pass, nothing else does that is not to be seen.
    """

    def __init__(self, stream: TextIO) -> None:
        super().__init__(stream.buffer, stream.encoding, "backslashreplace", line_buffering=True)
        self._before = stream  # which would close the terminal if it went

    def write(self, text: str) -> int:
        """As any text stream, harmless."""
        if not text.isprintable():
            from pipetui.domain import patterns as re

            colour_or_text = re.sub(r"(\x1b\[[0-9;]*m)|[^\x1b]+|\x1b", lambda it: it[1] or harmless(it[0]), text)
            super().write(colour_or_text)
        else:
            super().write(text)
        return len(text)


def prepare_streams() -> None:
    """Let neither a closed stream nor a character, whatever the locale, turn an answer into an error.

    What is typed, too, comes in to the byte, so that what is no text can be refused by name. In their order, for what
    is opened gets the number of the first that is closed: no file of the rep's is ever taken for one of the three.
    """
    if sys.stdin is None:
        sys.stdin = open(os.devnull, encoding="utf-8")  # noqa: SIM115  # open until the process ends
    sys.stdout = _prepared(sys.stdout)
    sys.stderr = _prepared(sys.stderr)
    draw_in_ascii(os.environ.get("TERM") == "dumb" and sys.stdout.isatty())
    if hasattr(sys.stdin, "reconfigure"):
        sys.stdin.reconfigure(errors="surrogateescape")


def _prepared(stream: TextIO | None) -> TextIO:
    if stream is None:
        stream = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115  # open until the process ends
    if hasattr(stream, "reconfigure"):
        stream.reconfigure(errors="backslashreplace")
        if stream.isatty() and not isinstance(stream, _ToTerminal):
            return _ToTerminal(stream)
    return stream


def hang_up(stream: TextIO | None = None) -> None:
    """Whoever read stdout (or `stream`) does so no more: what is still buffered must not fail again at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), (stream or sys.stdout).fileno())


def safe_line(line: str) -> str:
    """The line as it may be written, with its end."""
    return str.__add__(_safe(line), "\n")


class _Writing:
    """While stdout is written to; raises OutputError where that fails, so that nobody takes it for the book's fault."""

    def __enter__(self) -> None:
        """Nothing to begin with."""

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        """Whoever read and does so no more is no error."""
        if isinstance(error, OSError) and not isinstance(error, BrokenPipeError):
            raise OutputError(f"the output could not be written: {error.strerror or error}") from error


_WRITING = _Writing()


def write(line: str = "") -> None:
    """One line of data; raises OutputError, as all here do that write it."""
    with _WRITING:
        sys.stdout.write(safe_line(line))


def write_all(lines: Iterable[str]) -> None:
    """Lines of data, as they come, a few hundred at a time."""
    lines = iter(lines)
    while some := list(islice(lines, _AT_ONCE)):
        with _WRITING:
            if not any(type(line) is Painted for line in some):
                sys.stdout.write(f"{harmless(chr(10).join(some))}\n")
            else:
                sys.stdout.writelines(map(safe_line, some))


def write_exactly(line: str) -> None:
    """One line of data with a name of the system, such as a path: to the byte for a program, harmless on a terminal."""
    raw = getattr(sys.stdout, "buffer", None)  # a stream of text alone has none
    if raw is None or sys.stdout.isatty():
        write(line)
    else:
        with _WRITING:
            sys.stdout.flush()
            raw.write(os.fsencode(line) + b"\n")


def write_file(pieces: Iterable[str]) -> None:
    """A file as data, piece by piece: in UTF-8 and to the byte for a program, harmless and in lines on a terminal."""
    raw = None if sys.stdout.isatty() else getattr(sys.stdout, "buffer", None)
    flush()
    pieces = iter(pieces)
    while some := "".join(islice(pieces, _AT_ONCE)):
        with _WRITING:
            if raw is None:
                sys.stdout.write(harmless(some.replace("\r\n", "\n")))
            else:
                raw.write(some.encode("utf-8", "replace"))
    flush()


def flush() -> None:
    """Write what stdout still holds."""
    with _WRITING:
        sys.stdout.flush()


def complain(line: str) -> None:
    """One line of speech that even `--quiet` does not silence; that nobody hears it changes nothing that was done."""
    flush()
    try:
        sys.stderr.write(f"{visible(drawn(line))}\n")
    except OSError:
        hang_up(sys.stderr)


def ask(question: str) -> None:
    """A question, which is answered on its own line."""
    flush()
    sys.stderr.write(harmless(drawn(question)))
    sys.stderr.flush()


def let_go() -> None:
    """Write what stdout still holds; what cannot be written must not fail a second time, now or at exit."""
    try:
        sys.stdout.flush()
    except OSError:
        hang_up()
