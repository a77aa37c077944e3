"""Questions to the rep: only where somebody sits in front of a terminal, and always on stderr."""

from __future__ import annotations

import sys

from pipetui.cli import words
from pipetui.cli.errors import tell
from pipetui.cli.output import messages, stdio
from pipetui.domain.errors import InputError, PipetuiError
from pipetui.domain.text import clean
from pipetui.domain.wording import quoted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from typing import TypeVar

    from pipetui.cli.call import Call
    from pipetui.domain.aftersale import PlannedFollowUps, Renewal, Won
    from pipetui.domain.dates.when import DateRules
    from pipetui.domain.errors import AmbiguousError
    from pipetui.domain.line.touch_line import NextLine
    from pipetui.store.unit_of_work import Suggestion

    T = TypeVar("T")

_TRIES = 3


def terminal() -> bool:
    """Whether both ends are a terminal."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def possible(call: Call) -> bool:
    """Whether a question may be asked in this call."""
    return call.talks and terminal()


def line(question: str) -> str | None:
    """What is typed in answer, "" for Enter alone, None at the end of the input."""
    stdio.ask(question)
    typed = sys.stdin.readline()
    return words.text(typed).strip() if typed else None


def confirmed(question: str) -> bool:
    """Whether the answer is yes; anything but y or yes is no."""
    return (line(f"{question} [y/N] ") or "").lower() in ("y", "yes")


def until_understood(question: str, read: Callable[[str], T | None]) -> T | None:
    """Ask until `read` takes the answer, and give what it made of it; None where nobody answers it well."""
    for _ in range(_TRIES):
        try:
            answer = line(question)
            return None if answer is None else read(answer)
        except PipetuiError as error:
            tell(error)
    return None


def next_step(call: Call, suggestion: Suggestion, now: datetime, dates: DateRules) -> NextLine | None:
    """The next step that the rep answers with, None for none; where nobody can be asked, that it is missing is said."""
    if suggestion.decide:
        call.speak(messages.to_decide(suggestion))
    if not possible(call):
        if not suggestion.decide:
            call.speak(messages.no_next_step(suggestion))
        return None
    from pipetui import render
    from pipetui.domain.line.touch_line import NextLine, next_line

    def read(answer: str) -> NextLine | None:
        if answer == "-":
            return None
        return next_line(answer, now, dates) if answer else NextLine(suggestion.due, suggestion.what)

    said = f"{render.day(suggestion.due.day, now.date())} {suggestion.what}".rstrip()
    return until_understood(f"next step? [{said}] (Enter takes it, a date, or - skips) ", read)


SKIP = "-"
"""What is typed, or given to an option, for nothing to be planned."""


def after_win(call: Call, won: Won, now: datetime, dates: DateRules) -> PlannedFollowUps | None:
    """The renewal and the first check-in that the rep answers with, each can be skipped; None for neither."""
    if not possible(call):
        return None
    from pipetui import render
    from pipetui.domain.aftersale import PlannedFollowUps

    def ask(question: str, usual: T, read: Callable[[str, datetime, DateRules], T]) -> T | None:
        def understood(answer: str) -> T | None:
            if answer == SKIP:
                return None
            return read(answer, now, dates) if answer else usual

        return until_understood(f"{question} (Enter takes it, a date, or - skips) ", understood)

    renewal = ask(f"renewal? [{render.day(won.renewal.day, now.date())}]", won.renewal, renewal_day)
    said = f"{render.day(won.check_in.due.day, now.date())} {won.check_in.what}"
    check_in = ask(f"first check-in? [{said}]", won.check_in, first_check_in)
    return PlannedFollowUps(renewal, check_in) if renewal or check_in else None


def renewal_day(text: str, now: datetime, dates: DateRules) -> Renewal:
    """A renewal as typed, which lies ahead; raises InputError."""
    from pipetui.domain import aftersale

    found = aftersale.parse_renewal(text, now, dates)
    aftersale.require_ahead(found, now.date())
    return found


def first_check_in(text: str, now: datetime, dates: DateRules) -> NextLine:
    """A check-in as typed; raises InputError."""
    from pipetui.domain import aftersale
    from pipetui.domain.line import touch_line

    found = touch_line.next_line(text, now, dates)
    return found if found.what else found._replace(what=aftersale.CHECK_IN)


def choice(error: AmbiguousError) -> int:
    """Which of several deals is meant, by its number; raises the error again when none is chosen."""
    numbers = {number for number, _ in error.choices}

    def read(answer: str) -> int | None:
        if not answer:
            return None
        number = answer.removeprefix("#")
        if not (number.isdecimal() and len(number) < 19 and int(number) in numbers):
            raise InputError(f"{quoted(answer)} is none of them", "type the number of one, or Enter for none")
        return int(number)

    stdio.complain(clean(error.title) + ":")
    for number, title in error.choices:
        stdio.complain(f"  #{number} {clean(title)}")
    chosen = until_understood("which number? ", read)
    if chosen is None:
        raise error
    return chosen
