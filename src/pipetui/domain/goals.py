"""Goals of activity: so many touches, new deals or meetings in a day, week or month (behaviour 23)."""

from __future__ import annotations

from datetime import date, timedelta

from pipetui.domain.choose import choose
from pipetui.domain.dates.workdays import period_start
from pipetui.domain.errors import InputError
from pipetui.domain.wording import quoted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import NamedTuple
else:
    from pipetui.domain.record import NamedTuple

GOALS = ("touches", "new deals", "meetings")
PERIODS = ("day", "week", "month")
MOST = 100_000
_EXAMPLE = "for example: touches 60, meetings 5, new deals 8"


class Goal(NamedTuple):
    """So many of one of GOALS in every one of PERIODS."""

    what: str
    number: int
    per: str


class GoalDone(NamedTuple):
    """A goal, and how many there were in the day, week or month that is now."""

    goal: Goal
    done: int


def parse(words: Sequence[str], per: str) -> Goal:
    """The goal that `touches 60` sets; 0 is none any more. Raises InputError."""
    rest = [word for word in words if word.strip()]
    if not rest:
        raise InputError("which goal?", _EXAMPLE)
    *named, number = rest
    if not (number.isascii() and number.isdecimal() and len(number) <= len(str(MOST)) and int(number) <= MOST):
        raise InputError(f"how many? {quoted(number)} is not a number up to {MOST:,}", _EXAMPLE)
    return Goal(choose(" ".join(named), GOALS, "goal"), int(number), choose(per, PERIODS, "period"))


def read(what: str, text: str) -> Goal:
    """The goal that `60 a week`, `60/week` or `60` (a week) sets; an empty text is none. Raises InputError."""
    number, *per = [word for word in text.lower().replace("/", " ").split() if word not in ("a", "per")] or ["0"]
    if len(per) > 1:
        raise InputError(f"{quoted(text)} is not a goal", "for example: 60 a week")
    return parse([what, number], per[0] if per else "week")


def span(per: str, today: date, week_start: int) -> tuple[date, date]:
    """The first and the last day of the day, week or month that `today` lies in."""
    if per == "day":
        return today, today
    first = period_start(per[0], today, 0, week_start)
    return first, period_start(per[0], today, 1, week_start) - timedelta(days=1)
