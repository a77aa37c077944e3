"""What is typed of a touch, and of a next step: kind, outcome, text; a date, and what is to be done then.

The shell and the app share it. What reads dates is imported where a line holds one.
"""

from __future__ import annotations

from pipetui.domain import patterns as re
from pipetui.domain.deal import DIRECTIONS, KIND_ALIASES, MEETINGS, MINE, OUTCOMES, TOUCH_KINDS
from pipetui.domain.errors import InputError
from pipetui.domain.folding import fold
from pipetui.domain.line.parts import attribute, once, tokens
from pipetui.domain.text import clean
from pipetui.domain.wording import quoted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from typing import NamedTuple

    from pipetui.domain.dates.workdays import DateRules
    from pipetui.domain.deal import Due
else:
    from pipetui.domain.record import NamedTuple


class NextLine(NamedTuple):
    """A next step as typed: the date first, the rest is what to do; `theirs:` in front of it means waiting."""

    due: Due
    what: str
    turn: str = MINE


class TouchLine(NamedTuple):
    """What a log line was understood as. `at` is None for "just now"; `direction` is in or out.

    `doubts` name a time of day that is in the text and looks like a part of the date before it.
    """

    kind: str
    outcome: str = ""
    direction: str = "out"
    text: str = ""
    next: NextLine | None = None
    stage: str = ""
    at: datetime | None = None
    doubts: tuple[str, ...] = ()


_TOUCH_EXAMPLE = 'for example: call reached budget is ok next:"+3d send quote"'

_TURN = r"(?i:(mine|theirs)(?::|$)\s*)"
_OUTCOME_ALIASES = {"na": "no answer", "vm": "left message", "voicemail": "left message"}
_CLOCK = r"(?i)[0-9]{1,2}(?::[0-9]{2}|h|[ap]m)"
"""A time of day; other words of dates (may, 10, now) begin a text as well."""
_SHORTEST = 3
"""Letters an outcome can be shortened to."""


def parse_touch(line: str | Sequence[str], now: datetime, rules: DateRules) -> TouchLine:
    """The touch that `line` describes: KIND [in|out] [OUTCOME] [TEXT…], with next:, at: and @stage anywhere.

    A prefix names the kind and, right after it, the outcome; with a hyphen (`no-answer`) the outcome may stand
    anywhere. Raises InputError for a kind that is none or several, and for an attribute that cannot be read.
    """
    text, parts = tokens(line)
    touch, words, rest = TouchLine(""), [], ""
    dated, doubts = ("", ""), list[str]()
    for word, plain, end in parts:
        if word == "--":
            rest = text[end:].strip()
            break
        before, dated = dated, ("", "")
        key, value = attribute(word)
        if key in ("next", "at") and " " not in value:
            dated = key, value
        if key == "next":
            touch = touch._replace(next=once(touch.next, word, next_line(value, now, rules)))
        elif key == "at":
            from pipetui.domain.dates import when

            touch = touch._replace(at=once(touch.at, word, when.parse_past(value, now, rules)))
        elif word[0] == "@" and len(word) > 1:
            touch = touch._replace(stage=once(touch.stage, word, clean(word[1:])))
        else:
            words.append(plain)
            if before[0] and re.fullmatch(_CLOCK, plain):
                key, value = before
                doubts.append(f'{quoted(plain)} stays in the text · {key}:"{value} {plain}" takes it in')
    kind = _kind(words.pop(0) if words else "")
    direction, outcome, words = _how_it_went(words, two_way=kind not in MEETINGS)
    said = clean(" ".join((*words, rest)))
    return touch._replace(kind=kind, outcome=outcome, direction=direction, text=said, doubts=tuple(doubts))


def next_line(text: str, now: datetime, rules: DateRules) -> NextLine:
    """A next step as typed: the date first, `theirs:` after it, the rest is what; raises InputError."""
    from pipetui.domain.dates import when

    due, rest = when.split_leading(text, now, rules)
    turn = re.match(_TURN, rest) if rest else None
    return NextLine(due, rest[turn.end() :], turn[1].lower()) if turn else NextLine(due, rest)


def _kind(word: str) -> str:
    names = dict.fromkeys(TOUCH_KINDS) | KIND_ALIASES
    wanted = fold(word)
    found = {alias or name for name, alias in names.items() if name.startswith(wanted)} if wanted else set()
    if wanted in names:
        found = {names[wanted] or wanted}
    if len(found) == 1:
        return found.pop()
    known = f"it is one of {', '.join(TOUCH_KINDS)}; {_TOUCH_EXAMPLE}"
    if not wanted:
        raise InputError("what kind of touch was it?", known)
    if found:
        raise InputError(f"{quoted(word)} could be {' or '.join(sorted(found))}", known)
    raise InputError(f"{quoted(word)} is not a kind of touch", known)


def _how_it_went(words: list[str], *, two_way: bool) -> tuple[str, str, list[str]]:
    """Direction and outcome, and the words that are left for the text."""
    direction, outcome = "", ""
    while words:
        used = 0
        if two_way and not direction and fold(words[0]) in DIRECTIONS and (not outcome or len(words) == 1):
            direction, used = fold(words[0]), 1
        elif not outcome:
            outcome, used = _leading_outcome(words)
        if not used:
            break
        words = words[used:]
    for place, word in enumerate(words):
        if not outcome and "-" in word and (outcome := _outcome(word)):
            words = words[:place] + words[place + 1 :]
            break
    return direction or direction_of(outcome), outcome, words


def direction_of(outcome: str) -> str:
    """Who moved, where nothing else is said: a reply comes in, everything else goes out."""
    return "in" if outcome == "replied" else "out"


def _leading_outcome(words: list[str]) -> tuple[str, int]:
    """The outcome the words begin with, and how many of them it takes.

    A lone "left" or "no" is an outcome only when nothing follows: "left him a note" is a text.
    """
    if len(words) > 1 and len(words[1]) >= _SHORTEST and (outcome := _outcome(f"{words[0]}-{words[1]}")):
        return outcome, 2
    outcome = _outcome(words[0])
    alone = " " not in outcome or "-" in words[0] or len(words) == 1 or fold(words[0]) in _OUTCOME_ALIASES
    return (outcome, 1) if outcome and alone else ("", 0)


def _outcome(word: str) -> str:
    wanted = fold(word).replace("-", " ")
    if wanted in _OUTCOME_ALIASES:
        return _OUTCOME_ALIASES[wanted]
    long_enough = len(wanted.replace(" ", "")) >= _SHORTEST
    return next((name for name in OUTCOMES if long_enough and name.startswith(wanted)), "")
