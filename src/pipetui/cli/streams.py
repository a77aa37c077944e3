"""stdout is data, stderr is speech: how a verb writes.

The first thing every call imports: nothing but what the interpreter has loaded already.
"""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import TextIO


def prepare_streams() -> None:
    """Let neither a closed stream nor a character, whatever the locale, turn an answer into an error."""
    if sys.stdout is None:
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115  # open until the process ends
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")


def hang_up(stream: TextIO | None = None) -> None:
    """Whoever read stdout (or `stream`) does so no more: what is still buffered must not fail again at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), (stream or sys.stdout).fileno())


def write(line: str = "") -> None:
    """One line of data."""
    sys.stdout.write(line + "\n")


def write_all(lines: Iterable[str]) -> None:
    """Lines of data, as they come."""
    sys.stdout.writelines(line + "\n" for line in lines)


def complain(line: str) -> None:
    """One line of speech that even `--quiet` does not silence."""
    sys.stdout.flush()
    sys.stderr.write(line + "\n")


def let_go() -> None:
    """Write what stdout still holds; what cannot be written must not fail a second time, now or at exit."""
    try:
        sys.stdout.flush()
    except OSError:
        hang_up()
