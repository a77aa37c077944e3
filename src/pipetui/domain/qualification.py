"""Whether a deal is worth the work: budget, authority, need and timing, each yes, no or unknown (behaviour 13).

An answer is stale from the local day on that lies `STALE_DAYS` after the one it was given on: what was true in spring
need not be true now. On a card a stale answer carries the word before it: "stale yes".
"""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

from pipetui.domain.choose import choose
from pipetui.domain.deal import ANSWERS, QUESTIONS
from pipetui.domain.errors import InputError
from pipetui.domain.folding import fold
from pipetui.domain.wording import quoted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import NamedTuple, Protocol

    class _Answer(Protocol):
        @property
        def question(self) -> str: ...
        @property
        def answer(self) -> str: ...
        @property
        def answered_at(self) -> datetime | None: ...
        @property
        def stale(self) -> bool: ...
else:
    from pipetui.domain.record import NamedTuple

STALE_DAYS = 90
"""Days after which an answer should be asked for again."""

YES, NO, UNKNOWN = ANSWERS
STALE = "stale "
"""What stands before a stale answer on a card."""

SIGNS = {YES: "✓", NO: "✗", UNKNOWN: "?"}
"""How an answer is shown in one cell; it can be typed so, too."""

_SIGNED = {sign: answer for answer, sign in SIGNS.items()}


class GivenAnswer(NamedTuple):
    """What is written down about one question; None leaves the answer, or the note behind it, as it is."""

    question: str
    answer: str | None = None
    note: str | None = None


def stale_before(now: datetime) -> datetime:
    """An answer given before this (UTC) is stale at `now`; it changes at midnight of the rep's zone."""
    first_fresh = now.date() - timedelta(days=STALE_DAYS - 1)
    return datetime.combine(first_fresh, time(), now.tzinfo).astimezone(UTC)


def age(answered_at: datetime, now: datetime) -> int:
    """How many local days ago an answer was given."""
    return (now.date() - answered_at.astimezone(now.tzinfo).date()).days


def next_answer(answer: str, *, stale: bool = False) -> str:
    """What the next press of its key makes of an answer: unknown -> yes -> no -> unknown; a stale one is confirmed."""
    if stale:
        return answer
    return {UNKNOWN: YES, YES: NO, NO: UNKNOWN}[answer]


def read_answer(text: str) -> str:
    """The answer that was typed: yes, no or unknown, a beginning or a sign of one; nothing is unknown."""
    wanted = fold(text) or UNKNOWN
    wanted = _SIGNED.get(wanted, wanted)
    found = [answer for answer in ANSWERS if answer.startswith(wanted)]
    if len(found) != 1:
        raise InputError(f"{quoted(text)} is not an answer", "yes, no or unknown")
    return found[0]


def find_question(text: str) -> str:
    """The question of that name or a beginning of it; raises InputError."""
    return choose(text, QUESTIONS, "question")


def warning(answers: Sequence[_Answer], now: datetime) -> str:
    """What is missing before a deal leaves qualification, "" for nothing; a stale yes counts as no answer."""
    missing = [
        f"{said.question} (yes {age(said.answered_at, now)} days ago)"
        if said.answer == YES and said.answered_at is not None
        else said.question
        for said in answers
        if said.stale or said.answer != YES
    ]
    return f"{', '.join(missing)} not answered with yes" if missing else ""
