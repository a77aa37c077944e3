"""A deal as a text to edit: one `field: value` a line, then its next steps, comments behind `#`.

What a value means is for others to say; here lines are read, and next steps are told apart by their text.
"""

from __future__ import annotations

from datetime import timedelta

from pipetui.domain.dates.when import Due
from pipetui.domain.deal import MINE
from pipetui.domain.errors import InputError, LineError
from pipetui.domain.folding import fold
from pipetui.domain.line.quick_line import next_line
from pipetui.domain.text import clean
from pipetui.domain.wording import quoted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime
    from typing import NamedTuple

    from pipetui.domain.dates.when import DateRules
    from pipetui.domain.line.quick_line import NextLine
else:
    from pipetui.domain.record import NamedTuple

NEXT, NOTE = "next", "note"

_HEAD = """\
# Deal #{number}. Change what you like, save, and leave the editor: it is one step of undo.
# An empty value clears a field; a line left out leaves the field as it is. An empty text changes nothing.
"""
_STEPS = """
# Next steps: {example}
# One that is taken out of the text is planned no more.
"""
_NOTES = """
# A note to add:
note:
"""
_EXAMPLE = "next: fri 14:00 send the quote, or next: +3d theirs: their answer"


class FormLine(NamedTuple):
    """A line of a form: its number from 1, the word before the colon, and what stands behind it."""

    number: int
    name: str
    value: str


class PlannedStep(NamedTuple):
    """A next step that the form shows, with its number in the book."""

    id: int
    due: Due
    what: str
    turn: str

    @property
    def when(self) -> str:
        """Its date as the form shows it."""
        return f"{self.due.day.isoformat()} {self.due.time or ''}".rstrip()

    @property
    def text(self) -> str:
        """The step as the form shows it."""
        return clean(f"{self.when} {'' if self.turn == MINE else f'{self.turn}: '}{self.what}")


class StepChanges(NamedTuple):
    """What became of the next steps that a form showed; each that changed with what it is now."""

    added: tuple[NextLine, ...] = ()
    changed: tuple[tuple[PlannedStep, NextLine], ...] = ()
    removed: tuple[PlannedStep, ...] = ()


def render(number: int, fields: Iterable[tuple[str, str]], steps: Sequence[PlannedStep]) -> str:
    """The form of a deal: its fields (name, value), its next steps, and room for a note."""
    shown = "".join(f"{name}: {clean(value)}".rstrip() + "\n" for name, value in fields)
    planned = "".join(f"{NEXT}: {step.text}\n" for step in steps)
    return _HEAD.format(number=number) + shown + _STEPS.format(example=_EXAMPLE) + planned + _NOTES


def lines(text: str) -> list[FormLine]:
    """What a text says, without its comments and empty lines; raises LineError for a line that names no field."""
    found = []
    for number, line in enumerate(text.split("\n"), 1):
        line = clean(line)
        if not line or line.startswith("#"):
            continue
        name, colon, value = line.partition(":")
        if not colon or not name.strip():
            raise LineError(f"{quoted(line)} is not understood", "write field: value, or # before a comment", number)
        found.append(FormLine(number, " ".join(fold(name).split()), value.strip()))
    return found


def steps(shown: Sequence[PlannedStep], typed: Sequence[FormLine], now: datetime, rules: DateRules) -> StepChanges:
    """What became of the steps `shown` where the text has the lines `typed`.

    A line that stands as it was is that step, whatever its date. Of the others, one with the words or with the date of
    a step is that step changed, and one with neither is new. Raises LineError for a date that is not understood.
    """
    left, new = list(shown), []
    for line in typed:
        same = next((step for step in left if step.text == line.value), None)
        if same is not None:
            left.remove(same)
        elif line.value:
            new.append(line)
    added, changed = [], []
    for line in new:
        planned = _read(line, now, rules)
        words = "" if isinstance(planned, InputError) else fold(planned.what)
        on_that_day = [step for step in left if f"{line.value} ".startswith(f"{step.when} ")]
        of_those_words = [step for step in left if words and fold(step.what) == words]
        step = next(iter(of_those_words + on_that_day), None)
        if isinstance(planned, InputError):
            planned = _kept_date(line, planned, step, now, rules)
        if step is None:
            added.append(planned)
        else:
            left.remove(step)
            changed.append((step, planned))
    return StepChanges(tuple(added), tuple(changed), tuple(left))


def _read(line: FormLine, now: datetime, rules: DateRules) -> NextLine | InputError:
    """A line as a next step, or what is wrong with it."""
    try:
        return next_line(line.value, now, rules)
    except InputError as error:
        return LineError(error.title, error.hint, line.number)


def _kept_date(
    line: FormLine, error: InputError, step: PlannedStep | None, now: datetime, rules: DateRules
) -> NextLine:
    """A line that was refused for the date of its step, which has passed: other words may go with it all the same."""
    if step is not None:
        ahead = (now + timedelta(days=1)).date().isoformat()
        planned = _read(line._replace(value=f"{ahead} {line.value.removeprefix(step.when)}"), now, rules)
        if not isinstance(planned, InputError) and planned.due.time is None:
            return planned._replace(due=step.due)
    raise error
