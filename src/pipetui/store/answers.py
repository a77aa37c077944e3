"""The answers of a deal's qualification: read with their age decided, and written. Standard library only."""

from __future__ import annotations

from datetime import datetime

from pipetui.domain import qualification
from pipetui.domain.deal import ANSWERS, QUESTIONS
from pipetui.domain.qualification import NO, UNKNOWN, YES
from pipetui.domain.text import clean
from pipetui.store import values
from pipetui.store.values import utc_text
from pipetui.views import Answer

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3

    from pipetui.domain.qualification import GivenAnswer


def answers(connection: sqlite3.Connection, deal_id: int, now: datetime) -> tuple[Answer, ...]:
    """What is known about each question, in their order; no row means unknown."""
    before = utc_text(qualification.stale_before(now))
    known = {
        question: _answer(question, values.word(answer, ANSWERS, UNKNOWN), values.text(note), at, before)
        for question, answer, note, at in connection.execute(
            "SELECT question, answer, note, answered_at FROM qualification WHERE deal_id = ?", (deal_id,)
        )
    }
    return tuple(known.get(question, Answer(question, UNKNOWN)) for question in QUESTIONS)


def _answer(question: str, answer: str, note: str, at: str, before: str) -> Answer:
    given = values.moment(at)
    return Answer(question, answer, note, given, answer != UNKNOWN and utc_text(given) < before)


def write(connection: sqlite3.Connection, deal_id: int, said: GivenAnswer, at: str) -> None:
    """Write down what was said at the time `at`. An answer that is said again is as new as if it were another."""
    note = None if said.note is None else clean(said.note)
    if said.answer is not None:
        changed = "answer = :answer, answered_at = :at, note = coalesce(:note, note)"
    else:
        changed = "note = coalesce(:note, note)"
    values = {"deal": deal_id, "question": said.question, "answer": said.answer or UNKNOWN, "note": note, "at": at}
    held = connection.execute(
        f"UPDATE qualification SET {changed} WHERE deal_id = :deal AND question = :question", values
    )
    if not held.rowcount and (said.answer in (YES, NO) or note):
        connection.execute(
            """INSERT INTO qualification (deal_id, question, answer, note, answered_at)
               VALUES (:deal, :question, :answer, coalesce(:note, ''), :at)""",
            values,
        )
