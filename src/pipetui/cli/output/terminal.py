"""What is written on: when a line may be coloured or cut."""

from __future__ import annotations

import os
import sys

from pipetui.cli.output import stdio
from pipetui.domain.text import harmless

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import NamedTuple, TextIO
else:
    from pipetui.domain.record import NamedTuple

_DIGITS = 4
"""Of the widest terminal there may be."""

_RED, _YELLOW, _BOLD, _PLAIN = "\x1b[31m", "\x1b[33m", "\x1b[1m", "\x1b[0m"


class Page(NamedTuple):
    """What is written on: how wide it is (None: nothing is cut), and whether it shows colour."""

    width: int | None = None
    colour: bool = False

    def paint(self, line: str, code: str) -> str:
        """The line in a colour, where there is colour."""
        return stdio.Painted(f"{code}{harmless(line)}{_PLAIN}") if self.colour and code else line

    def heading(self, line: str, code: str = "") -> str:
        """A line that stands over others."""
        return self.paint(line, _BOLD + code)

    def table(self, headers: Sequence[str], rows: Iterable[Sequence[str]], align: str = "") -> Iterator[str]:
        """A table under its headers; `align` as in `render.table`."""
        from pipetui import render

        lines = render.table(headers, rows, align, self.width)
        yield self.heading(next(lines))
        yield from lines


def page(stream: TextIO | None = None) -> Page:
    """The page behind stdout: as wide as the terminal or `COLUMNS` says; not cut and not coloured in a pipe.

    `NO_COLOR` goes before `FORCE_COLOR`, which goes before what the terminal can do.
    """
    stream = stream or sys.stdout
    terminal = stream.isatty()
    return Page(width(stream) if terminal else None, _colour(terminal))


def _colour(terminal: bool) -> bool:
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return terminal and os.environ.get("TERM") != "dumb"


def width(stream: TextIO) -> int:
    """How wide a page is that has a width: as `COLUMNS` or the terminal says, else 80."""
    columns = os.environ.get("COLUMNS", "")
    if _is_size(columns):
        return int(columns)
    try:
        return os.get_terminal_size(stream.fileno()).columns or 80
    except (OSError, ValueError):
        return 80


def height() -> int:
    """How many lines the terminal shows, as `LINES` or the terminal says; 0 for what is none, or turns no pages."""
    if not sys.stdout.isatty() or os.environ.get("TERM", "dumb") == "dumb":
        return 0
    lines = os.environ.get("LINES", "")
    if _is_size(lines):
        return int(lines)
    try:
        return os.get_terminal_size(sys.stdout.fileno()).lines
    except (OSError, ValueError):
        return 0


def forget_odd_size() -> None:
    """Take `COLUMNS` and `LINES` out of the environment where they are no size: Rich and Textual believe anything."""
    for name in ("COLUMNS", "LINES"):
        if name in os.environ and not _is_size(os.environ[name]):
            del os.environ[name]


def _is_size(number: str) -> bool:
    return number.isascii() and number.isdigit() and len(number) <= _DIGITS and int(number) > 0


def urgent(badge: str) -> str:
    """The colour of a next-step badge, "" for none. It is never the only sign: the badge is written out too."""
    return {"overdue": _RED, "today": _YELLOW}.get(badge, "")
