"""Which rows of deals SQLite cannot be trusted with, for another program has left something in them.

Standard library only.
"""

from __future__ import annotations

from pipetui.domain.money import LARGEST

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

_DATE, _TIME = len("2026-11-29"), len("2026-11-29T10:00:00Z")
_ODD = f"""l.deal_id IS NULL
    OR d.value_minor NOT BETWEEN 0 AND {LARGEST} OR d.own_probability NOT BETWEEN 0 AND 100
    OR length(d.expected_close) <> {_DATE} OR length(d.parked_until) <> {_DATE} OR length(d.entered_stage_at) <> {_TIME}
    OR length(d.created_at) <> {_TIME} OR length(l.touched_at) <> {_TIME} OR length(d.closed_at) <> {_TIME}
    OR length(f.due_on) <> {_DATE}"""


class CardsOnlyError(Exception):
    """What only cards can answer: a row that is odd, or a condition that SQLite is not asked."""


def is_of_a_row(error: sqlite3.Error) -> bool:
    """Whether SQLite gave up a read for what is in a row: a text that is none, or no number for the one function."""
    return str(error).startswith(("Could not decode to UTF-8", "user-defined function raised exception"))


def odd_row(stages: Iterable[int]) -> str:
    """Whether a row is not as the store writes it in a book with these stages: then the cards, which cope, are asked.

    A time is known by its length: what else is as long is put in some order, as a text. What nobody could read a row
    with is not looked for.
    """
    return f"({_ODD} OR d.stage_id NOT IN ({', '.join(map(str, stages))}))"
