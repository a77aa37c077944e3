"""What is longer than the screen goes through the rep's pager: `$PAGER`, else `less`, else it is simply printed.

Imported when there is something that long, for it starts another program.
"""

from __future__ import annotations

import os
import shlex
import signal
import subprocess
import sys
from itertools import chain

from pipetui.cli.output import stdio

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

_NO_PAGER = ("cat", "")
"""What somebody writes into `PAGER` who wants none."""

_KEPT = 5_000
"""How many lines are kept for a pager that fails: more than fit between us and one that reads none."""

_LESS = "FRX"
"""What `less` is told where the rep tells it nothing: end where all fits, show colours, do not clear the screen."""


def show(begun: list[str], rest: Iterable[str]) -> None:
    """Show the lines that were made so far and those that follow; they are made no further than they are looked at.

    That somebody leaves the pager before the end is no error.
    """
    lines = chain(begun, rest)
    stdio.flush()
    for command in _pagers():
        try:
            pager = subprocess.Popen(command, stdin=subprocess.PIPE, env=os.environ | _settings())
        except OSError:  # there is none of that name
            continue
        break
    else:
        stdio.write_all(lines)
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)  # it is the pager's, which goes on
    handed: list[str] = []
    try:
        _hand_over(pager, lines, handed)
    finally:
        failed = pager.wait() != 0
        signal.signal(signal.SIGINT, before)
    if failed and len(handed) < _KEPT:  # it was none, or did not understand what `LESS` says: it has shown nothing
        stdio.write_all(chain(handed, lines))


def _pagers() -> list[list[str]]:
    """The commands to try, in order; none where the rep wants none."""
    named = os.environ.get("PAGER")
    if named is not None and named.strip() in _NO_PAGER:
        return []
    try:
        own = [shlex.split(named)] if named else []
    except ValueError:  # a quotation mark too few
        own = []
    return [*own, ["less", f"-{_LESS}"]]


def _settings() -> dict[str, str]:
    return {} if "LESS" in os.environ else {"LESS": _LESS}


def _hand_over(pager: subprocess.Popen[bytes], lines: Iterable[str], handed: list[str]) -> None:
    """Give it the lines as it takes them; the first of them are kept in `handed`."""
    stream = pager.stdin
    assert stream is not None
    try:
        with stream:
            for line in lines:
                if len(handed) < _KEPT:
                    handed.append(line)
                stream.write(stdio.safe_line(line).encode(sys.stdout.encoding, "backslashreplace"))
    except BrokenPipeError:
        pass
