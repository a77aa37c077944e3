"""The read of what is late alone: for `overdue`, and for the first frame of the app when the book is large."""

from __future__ import annotations

from pipetui.domain.money import Money
from pipetui.store import connect, late
from pipetui.store.parking import NOT_PARKED
from pipetui.store.reads import book_reads
from pipetui.store.reads.odd_rows import is_of_a_row
from pipetui.store.reads.urgency_sql import UrgencySql, prepare

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3
    from typing import NamedTuple

    from pipetui.views import Card
else:
    from pipetui.domain.record import NamedTuple

_LATE = f"+d.status = 'open' AND d.id IN ({late.DEALS})"

_FIRST = f"""
SELECT d.id, d.value_minor, d.currency, {{urgency}} AS urgency
FROM deal d JOIN deal_line l ON l.deal_id = d.id JOIN follow_up f ON f.id = l.step_id
WHERE +d.status = 'open' AND d.deleted_at IS NULL AND {NOT_PARKED} AND {late.STEP} AND d.id IN ({late.DEALS})
ORDER BY urgency DESC, d.id"""


def late_cards(
    connection: sqlite3.Connection,
    moment: book_reads.Moment,
    *,
    brief: bool = False,
    known: book_reads.BookFacts | None = None,
) -> list[Card]:
    """All deals that are overdue at `moment`; among them may be a few that are not, parked ones for example."""
    known = known or book_reads.know(connection)
    found = book_reads.cards(connection, moment, _LATE, late.moment(moment.now), brief=brief, known=known)
    return found + book_reads.closed_due(connection, moment, brief=brief, known=known)


class FirstLate(NamedTuple):
    """What is overdue: the first cards of it and all closed deals; how many open ones are beyond, and their worth."""

    cards: list[Card]
    beyond: int
    worth: tuple[Money, ...]


def first_late(
    connection: sqlite3.Connection, moment: book_reads.Moment, count: int, known: book_reads.BookFacts
) -> FirstLate | None:
    """The `count` most urgent of the open deals that are overdue, and all closed ones, brief, among them perhaps some
    that are not overdue, as in `late_cards`; None where the book holds what does not belong there."""
    urgency = UrgencySql(moment, known)
    prepare(connection)
    given = late.moment(moment.now) | urgency.values
    try:
        found = connection.execute(_FIRST.format(urgency=urgency.sql), given).fetchall()
    except connect.OperationalError as error:
        if not is_of_a_row(error):
            raise
        return None
    worth: dict[str, int] = {}
    for _, minor, code, _ in found[count:]:
        if minor is not None:
            try:
                worth[code] = worth.get(code, 0) + minor
            except TypeError:  # no number
                return None
    first = [str(deal_id) for deal_id, *_ in found[:count]]
    cards = book_reads.cards(connection, moment, f"d.id IN ({', '.join(first)})", brief=True, known=known)
    cards += book_reads.closed_due(connection, moment, brief=True, known=known)
    return FirstLate(cards, max(0, len(found) - count), tuple(Money(minor, code) for code, minor in worth.items()))
