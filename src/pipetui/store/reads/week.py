"""The read of a week: its days with what is planned on them. Standard library only."""

from __future__ import annotations

from datetime import timedelta

from pipetui import arrange
from pipetui.domain import rules
from pipetui.domain.dates.workdays import is_working_day
from pipetui.store import late
from pipetui.store.reads import book_reads, planned_steps

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Mapping
    from datetime import date

    from pipetui.views import Card, NextStep, Week

_STEPS = """f.due_on BETWEEN :since AND :last AND d.deleted_at IS NULL AND d.status <> 'lost'
AND (d.parked_until IS NULL OR d.status <> 'open' OR d.parked_until <= max(:today, f.due_on))"""
"""A parked deal is in no list until its day; what is planned on it from then on is."""

_AGAIN = """
SELECT id FROM deal INDEXED BY ix_deal_revisit
WHERE revisit_on BETWEEN :since AND :last AND status = 'lost' AND deleted_at IS NULL
UNION ALL
SELECT id FROM deal INDEXED BY ix_deal_renewal
WHERE renewal_on IS NOT NULL AND date(renewal_on, '-' || renewal_lead_days || ' days') BETWEEN :since AND :last
  AND status = 'won' AND deleted_at IS NULL"""
"""The closed deals that are to be seen again in those days."""

_EVER = "0001-01-01"
_PORTION = 500


def week(
    connection: sqlite3.Connection, moment: book_reads.Moment, day: date, have: Mapping[int, Card] | None = None
) -> Week:
    """The week in which the `day` lies, and in the one that runs what was due before.

    The deals are read but for those that the caller has, by number; of all that is planned only what is shown is read.
    """
    today, dates = moment.now.date(), moment.dates
    first = rules.week_begin(day, dates.week_start)
    last = first + timedelta(days=6)
    given = {
        **late.moment(moment.now),
        "since": _EVER if first <= today <= last else first.isoformat(),
        "last": last.isoformat(),
    }
    steps = list(planned_steps.undone(connection, moment.now, _STEPS, given, "ix_follow_up_due"))
    again = [number for (number,) in connection.execute(_AGAIN, given)]
    wanted = {*(deal for deal, _ in steps), *again}
    have = have or {}
    cards = {number: have[number] for number in wanted & have.keys()}
    cards.update((card.id, card) for card in _read(connection, moment, sorted(wanted - cards.keys())))
    seen_again: list[tuple[int, NextStep | None]] = [(number, None) for number in again]
    found = [(cards[deal], step) for deal, step in (*steps, *seen_again) if deal in cards]
    return arrange.week(first, today, found, lambda of: not is_working_day(of, dates))


def _read(connection: sqlite3.Connection, moment: book_reads.Moment, numbers: list[int]) -> Iterable[Card]:
    known = book_reads.know(connection) if numbers else None
    for start in range(0, len(numbers), _PORTION):
        some = ", ".join(map(str, numbers[start : start + _PORTION]))
        yield from book_reads.cards(connection, moment, f"d.id IN ({some})", known=known)
