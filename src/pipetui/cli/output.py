"""stdout is data, stderr is speech: the lines a verb says, and when they may be coloured or cut.

Nothing but the standard library, `domain` and `render`: the quick verbs say the same lines through it.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from pipetui import render
from pipetui.domain.deal import LOST, OPEN

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date, datetime
    from typing import NamedTuple, TextIO

    from pipetui.domain.quickline import NewDeal
    from pipetui.views import Card
else:
    from pipetui.domain.record import NamedTuple

WAY_BACK = "undo: pipetui undo"
WAY_FORWARD = "redo: pipetui redo"

_RED, _YELLOW, _BOLD, _PLAIN = "\x1b[31m", "\x1b[33m", "\x1b[1m", "\x1b[0m"


# --- the streams ---------------------------------------------------------------------------------------------


def prepare_streams() -> None:
    """Let neither a closed stream nor a character, whatever the locale, turn an answer into an error."""
    if sys.stdout is None:
        sys.stdout = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115  # open until the process ends
    if sys.stderr is None:
        sys.stderr = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")


def hang_up() -> None:
    """The reader of stdout has seen enough: what is still buffered must not fail a second time at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


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


# --- what the terminal can do --------------------------------------------------------------------------------


class Page(NamedTuple):
    """What is written on: how wide it is (None: nothing is cut), and whether it shows colour."""

    width: int | None = None
    colour: bool = False

    def paint(self, line: str, code: str) -> str:
        """The line in a colour, where there is colour."""
        return f"{code}{line}{_PLAIN}" if self.colour and code else line

    def heading(self, line: str, code: str = "") -> str:
        """A line that stands over others."""
        return self.paint(line, _BOLD + code)


def page(stream: TextIO | None = None) -> Page:
    """The page behind stdout: as wide as the terminal or `COLUMNS` says; not cut and not coloured in a pipe.

    `NO_COLOR` goes before `FORCE_COLOR`, which goes before what the terminal can do.
    """
    stream = stream or sys.stdout
    terminal = stream.isatty()
    return Page(_width(stream) if terminal else None, _colour(terminal))


def _colour(terminal: bool) -> bool:
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return terminal and os.environ.get("TERM") != "dumb"


def _width(stream: TextIO) -> int:
    columns = os.environ.get("COLUMNS", "")
    if columns.isdecimal() and int(columns) > 0:
        return int(columns)
    try:
        return os.get_terminal_size(stream.fileno()).columns or 80
    except (OSError, ValueError):
        return 80


def urgent(badge: str) -> str:
    """The colour of a next-step badge, "" for none. It is never the only sign: the badge is written out too."""
    return {"overdue": _RED, "today": _YELLOW}.get(badge, "")


# --- lines about deals ---------------------------------------------------------------------------------------


def added(new: NewDeal, card: Card, today: date) -> str:
    """The line after an add: everything the line was understood as (behaviour 14), the number, the way back."""
    return f"#{card.id} {render.echo(new._replace(stage=card.stage), today)} · {WAY_BACK}"


def changed(said: str) -> str:
    """The line after any other write."""
    return f"{said} · {WAY_BACK}"


def no_next_step(deal_id: int) -> str:
    """What is said where nobody can be asked."""
    return f"no next step: pipetui next {deal_id} +3wd"


def standing(card: Card, now: datetime) -> str:
    """How a deal stands in a few words: its next step if it is open, else how it ended."""
    today = now.date()
    if card.status == OPEN:
        if card.parked_until is not None and card.parked_until > today:
            return f"parked until {render.day(card.parked_until, today)}"
        return render.badge(card, today)
    closed = f" {render.day(card.closed_at.astimezone(now.tzinfo).date(), today)}" if card.closed_at else ""
    if card.status == LOST:
        again = f", revisit {render.day(card.revisit_on, today)}" if card.revisit_on else ""
        return f"lost{closed}{f': {card.lost_reason}' if card.lost_reason else ''}{again}"
    again = f", renewal {render.day(card.renewal_on, today)}" if card.renewal_on else ""
    return f"won{closed}{again}"


def difference(before: Card, after: Card, way: str, now: datetime) -> str:
    """One line of a rehearsal: `#3 Globex seats: Demo → Proposal`, what a change does to one deal.

    `way` is "into the bin" or the like, "" for a deal that stays where it is.
    """
    pairs = [
        (before.title, after.title),
        (before.stage, after.stage),
        (standing(before, now), standing(after, now)),
        (" ".join(before.tags) or "no tags", " ".join(after.tags) or "no tags"),
    ]
    changes = [f"{old} → {new}" for old, new in pairs if old != new] + ([way] if way else [])
    return f"#{before.id} {before.title}: {', '.join(changes) or 'written on'}"


def prompt(overdue: int, today: int, shape: str = "") -> str:
    """A few characters for a shell prompt: `3! 2.`, "" when nothing is due; `shape` may hold {overdue}, {today}."""
    if not overdue and not today:
        return ""
    if shape:
        return shape.replace("{overdue}", str(overdue)).replace("{today}", str(today))
    return " ".join(part for part in (f"{overdue}!" if overdue else "", f"{today}." if today else "") if part)


def status_of(cards: Sequence[Card]) -> str:
    """`3 deals · €12,000`: what stands under a list."""
    from pipetui.domain.money import totals

    sums = totals(card.value for card in cards)
    parts = [render.plural(len(cards), "deal"), render.totals(sums) if sums else ""]
    return " · ".join(filter(None, parts))
