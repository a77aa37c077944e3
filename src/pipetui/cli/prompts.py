"""Questions to the rep: only where somebody sits in front of a terminal, and always on stderr."""

from __future__ import annotations

import sys

from pipetui.cli import output, streams, words
from pipetui.cli.errors import tell
from pipetui.domain.errors import InputError, PipetuiError
from pipetui.domain.text import clean
from pipetui.domain.wording import quoted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from typing import TypeVar

    from pipetui.cli.call import Call
    from pipetui.domain.dates.when import DateRules
    from pipetui.domain.errors import AmbiguousError
    from pipetui.domain.line.quick_line import NextLine
    from pipetui.store.unit_of_work import Suggestion

    T = TypeVar("T")

_TRIES = 3


def terminal() -> bool:
    """Whether both ends are a terminal."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def possible(call: Call) -> bool:
    """Whether a question may be asked in this call."""
    return not call.quiet and not call.json and terminal()


def line(question: str) -> str | None:
    """What is typed in answer, "" for Enter alone, None at the end of the input."""
    streams.ask(question)
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
        call.speak(output.to_decide(suggestion))
    if not possible(call):
        if not suggestion.decide:
            call.speak(output.no_next_step(suggestion))
        return None
    from pipetui import render
    from pipetui.domain.line.quick_line import NextLine, next_line

    def read(answer: str) -> NextLine | None:
        if answer == "-":
            return None
        return next_line(answer, now, dates) if answer else NextLine(suggestion.due, suggestion.what)

    said = f"{render.day(suggestion.due.day, now.date())} {suggestion.what}".rstrip()
    return until_understood(f"next step? [{said}] (Enter takes it, a date, or - skips) ", read)


def choice(error: AmbiguousError) -> int:
    """Which of several deals is meant, by its number; raises the error again when none is chosen."""
    numbers = {number for number, _ in error.choices}

    def read(answer: str) -> int | None:
        if not answer:
            return None
        number = answer.removeprefix("#")
        if not (number.isdecimal() and len(number) < 19 and int(number) in numbers):
            raise InputError(f"{quoted(answer)} is none of them", "Type the number of one, or Enter for none.")
        return int(number)

    streams.complain(clean(error.title) + ":")
    for number, title in error.choices:
        streams.complain(f"  #{number} {clean(title)}")
    chosen = until_understood("which number? ", read)
    if chosen is None:
        raise error
    return chosen
