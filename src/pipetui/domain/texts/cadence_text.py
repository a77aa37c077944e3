"""A cadence as a text to edit: one step a line, `+3 email follow-up e-mail [follow-up]`, comments behind `#`.

First the wait in working days after the step before was done, then the kind of touch, what to do, and the template in
brackets. A cadence goes from its first step to its last and is over then: there is no way to write a loop.
"""

from __future__ import annotations

from pipetui.domain import patterns as re
from pipetui.domain.cadence import LONGEST_WAIT, CadenceStep
from pipetui.domain.deal import KIND_ALIASES, TOUCH_KINDS
from pipetui.domain.errors import InputError, LineError
from pipetui.domain.folding import fold
from pipetui.domain.text import clean
from pipetui.domain.wording import nearest, quoted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from typing import NamedTuple
else:
    from pipetui.domain.record import NamedTuple

EXAMPLE = "for example: +3 email follow-up e-mail [follow-up]"
MOST_STEPS = 50

_HEAD = """\
# A line a step: working days after the step before, kind of touch, what to do, [e-mail template].
# Kinds: {kinds}.
# Templates: {templates}.
"""
_NAME = r"name\s*:\s*(.*)"
_WAIT = r"\+?(-?[0-9]{1,6})(?:wd|d)?"
_TEMPLATE = r"(.*?)\s*\[([^\[\]]*)\]"
_AGAIN = ("then", "again", "repeat", "loop", "goto", "restart")


class CadenceText(NamedTuple):
    """A cadence as it was typed; `name` is "" where the text has none."""

    name: str
    steps: tuple[CadenceStep, ...]


def render(name: str, steps: Iterable[CadenceStep], templates: Mapping[str, int]) -> str:
    """The text of a cadence; `templates` are the numbers of templates by name."""
    head = _HEAD.format(kinds=", ".join(TOUCH_KINDS), templates=", ".join(sorted(templates)) or "none")
    return head + "\n".join((f"name: {name}", "", *(step_line(step, templates) for step in steps), ""))


def step_line(step: CadenceStep, templates: Mapping[str, int]) -> str:
    """One step as it is typed."""
    template = next((f"[{name}]" for name, number in templates.items() if number == step.template_id), "")
    return " ".join(filter(None, (f"+{step.wait_days}", step.kind, step.text, template)))


def parse(text: str, templates: Mapping[str, int], cadences: Sequence[str]) -> CadenceText:
    """The cadence that `text` describes. `templates` are known by name, `cadences` are the names of those there are.

    Raises LineError for a line that is not understood, InputError for a text without a step.
    """
    name = ""
    steps: list[CadenceStep] = []
    for number, line in enumerate(text.split("\n"), 1):
        line = clean(line)
        if not line or line.startswith("#"):
            continue
        try:
            if not steps and not name and (named := re.fullmatch(_NAME, line)):
                name = named[1]
            else:
                steps.append(_step(line, templates, cadences))
        except InputError as error:
            raise LineError(error.title, error.hint, number) from None
        if len(steps) > MOST_STEPS:
            raise LineError(f"a cadence has {MOST_STEPS} steps at most", "take some out", number)
    if not steps:
        raise InputError("a cadence needs at least one step", EXAMPLE)
    return CadenceText(name, tuple(steps))


def check_name(name: str, others: Iterable[str]) -> None:
    """Raises InputError for no name, or the name of another cadence."""
    if not name:
        raise InputError("a cadence needs a name", "for example: name: Five touches")
    for other in others:
        if fold(other) == fold(name):
            raise InputError(f"there is a cadence {quoted(other)} already", "edit it, or take another name")


def _step(line: str, templates: Mapping[str, int], cadences: Sequence[str]) -> CadenceStep:
    first, _, rest = line.partition(" ")
    wait = re.fullmatch(_WAIT, first)
    if wait is None:
        _refuse_loop(line, cadences)
        raise InputError(f"{quoted(first)} is not a wait", f"a line begins with working days, {EXAMPLE}")
    days = int(wait[1])
    if days < 0:
        raise InputError(f"a wait cannot be below 0: {quoted(first)}", "+0 is the same day, +1 the next working day")
    if days > LONGEST_WAIT:
        raise InputError(f"{quoted(first)} is too long a wait", f"it is {LONGEST_WAIT} working days at most")
    word, _, what = rest.strip().partition(" ")
    kind = KIND_ALIASES.get(fold(word), fold(word))
    if kind not in TOUCH_KINDS:
        _refuse_loop(rest, cadences)
        raise _no_kind(word)
    template = None
    if named := re.fullmatch(_TEMPLATE, what):
        what, template = named[1], _template(named[2], templates)
    again, _, name = fold(what).partition(" ")
    if again in _AGAIN:
        _refuse_loop(name, cadences)
    return CadenceStep(kind, days, what.strip(), template)


def _refuse_loop(what: str, cadences: Sequence[str]) -> None:
    """Nothing goes on with a cadence, be it another or the same once more."""
    if fold(what).partition(" ")[0] in _AGAIN or fold(what) in map(fold, cadences):
        raise InputError(
            f"{quoted(what)}: a step is a touch, it cannot begin a cadence",
            "a cadence is over after its last step; write the steps out instead",
        )


def _no_kind(word: str) -> InputError:
    near = nearest(fold(word), (*TOUCH_KINDS, *KIND_ALIASES), 1)
    hint = f"did you mean {KIND_ALIASES.get(near[0], near[0])}? " if near else ""
    title = f"{quoted(word)} is not a kind of touch" if word else "what kind of touch is it?"
    return InputError(title, f"{hint}it is one of {', '.join(TOUCH_KINDS)}")


def _template(word: str, templates: Mapping[str, int]) -> int:
    wanted = fold(word)
    found = [number for name, number in templates.items() if fold(name) == wanted]
    if not found:
        near = nearest(wanted, templates)
        hint = f"did you mean [{near[0]}]?" if near else f"there are: {', '.join(templates) or 'none'}"
        raise InputError(f"there is no template {quoted(word)}", hint)
    return found[0]
