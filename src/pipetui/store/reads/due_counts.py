"""How many deals want something today, counted from indexes alone, and how many are in which currency.

Standard library only: a shell prompt asks.
"""

from __future__ import annotations

from pipetui.store import late
from pipetui.store.check_ins import WANTED
from pipetui.store.parking import NOT_PARKED

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3
    from datetime import date, datetime

    from pipetui.domain.rates import ExchangeRates

_ON_THE_BOARD = """EXISTS (
    SELECT 1 FROM deal d INDEXED BY ix_deal_open WHERE d.id = f.deal_id AND d.status = 'open' AND d.deleted_at IS NULL
    {and_not_parked})"""

CLOSED_DUE = f"""
SELECT id FROM deal INDEXED BY ix_deal_revisit
WHERE revisit_on <= :today AND status = 'lost' AND deleted_at IS NULL
UNION ALL
SELECT id FROM deal INDEXED BY ix_deal_renewal
WHERE renewal_on IS NOT NULL AND date(renewal_on, '-' || renewal_lead_days || ' days') <= :today
  AND status = 'won' AND deleted_at IS NULL
UNION ALL
SELECT f.deal_id FROM follow_up f INDEXED BY ix_follow_up_due
WHERE f.done_at IS NULL AND f.due_on <= :today AND NOT {_ON_THE_BOARD.format(and_not_parked="")} AND {WANTED}"""
"""The numbers of the closed deals that want to be seen again on the day `today`; some of them twice."""

# Of every deal all that is due by now counts once, and as late if any of it is.
_DUE = f"""
SELECT count(*) FILTER (WHERE late), count(*) FROM (
    SELECT max(late) AS late FROM (
        SELECT f.deal_id AS id, {late.STEP} AS late
        FROM follow_up f INDEXED BY ix_follow_up_due
        WHERE f.done_at IS NULL AND f.due_on <= :today AND ({
    _ON_THE_BOARD.format(and_not_parked=f"AND {NOT_PARKED}")
} OR {WANTED})
        UNION ALL
        SELECT id, revisit_on < :today FROM deal INDEXED BY ix_deal_revisit
        WHERE revisit_on <= :today AND status = 'lost' AND deleted_at IS NULL
        UNION ALL
        SELECT id, date(renewal_on, '-' || renewal_lead_days || ' days') < :today FROM deal INDEXED BY ix_deal_renewal
        WHERE renewal_on IS NOT NULL AND date(renewal_on, '-' || renewal_lead_days || ' days') <= :today
          AND status = 'won' AND deleted_at IS NULL)
    GROUP BY id)"""


def due(connection: sqlite3.Connection, now: datetime) -> tuple[int, int]:
    """How many deals stand under Overdue and under Today (behaviours 1, 2) at `now`, the rep's own time."""
    overdue, all_due = connection.execute(_DUE, late.moment(now)).fetchone()
    return overdue, all_due - overdue


def in_other_currencies(
    connection: sqlite3.Connection, currency: str, rates: ExchangeRates, today: date
) -> dict[str, int]:
    """How many deals have a value in each currency but that one, and no rate to it on the day by which they count."""
    from pipetui.store.reads import rate_day  # the prompt of a shell, which asks only for the counts, does without

    found: dict[str, int] = {}
    for other, day, count in connection.execute(
        f"""SELECT d.currency, {rate_day.expression(rates, today)}, count(*) FROM deal d
            WHERE d.currency <> :currency AND d.value_minor IS NOT NULL AND d.deleted_at IS NULL
            GROUP BY 1, 2 ORDER BY 1, 2""",
        {"currency": currency},
    ):
        if rates.between(other, currency, day) is None:
            found[other] = found.get(other, 0) + count
    return found
