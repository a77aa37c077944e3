"""The quota that holds today, and what was won and is expected for it. Standard library only: it is read all day.

Two statements over indexes that hold nothing else, whatever the size of the book.
"""

from __future__ import annotations

from pipetui.domain import quota
from pipetui.domain.money import LARGEST, Money
from pipetui.domain.quota import Expected, QuotaStanding, QuotaTarget
from pipetui.domain.rates import NO_RATES, ExchangeRates, in_one, rated, totals
from pipetui.store import values
from pipetui.store.reads import rate_day

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3
    from datetime import date, datetime
    from typing import Any

    from pipetui.domain.dates.period import Period

_SET = "SELECT period, starts_on, amount_minor, currency, count FROM quota"

# Of each kind of period the quota that began last; of those the one that was set last.
_HOLDS = f"""{_SET} q WHERE starts_on <= :today AND NOT EXISTS (
    SELECT 1 FROM quota n WHERE n.period = q.period AND n.starts_on <= :today AND n.starts_on > q.starts_on)
ORDER BY id DESC LIMIT 1"""

_OF_PERIOD = f"{_SET} WHERE period = :period AND starts_on <= :first ORDER BY starts_on DESC, id DESC LIMIT 1"

_WHOLE = "typeof(d.value_minor) = 'integer'"

_WON = f"""
SELECT d.currency, sum(d.value_minor) FILTER (WHERE {_WHOLE}), count(d.value_minor) FILTER (WHERE {_WHOLE}), count(*),
       {{rated}} AS rated
FROM deal d INDEXED BY ix_deal_won
WHERE d.status = 'won' AND d.deleted_at IS NULL AND d.closed_at IS NOT NULL
  AND d.closed_at >= :about AND d.closed_at < :till
  AND CASE WHEN d.closed_on IS NULL THEN d.closed_at >= :begin AND d.closed_at < :end
      ELSE d.closed_on BETWEEN :first AND :last END
GROUP BY d.currency, rated ORDER BY d.currency, rated"""

# A stage that is gone says nothing of how likely its deals are; half a unit is rounded up, as in `money.weighted`.
_LIKELY = "coalesce(d.own_probability, s.probability, 0)"
_OPEN = "d.status = 'open' AND d.deleted_at IS NULL AND (d.parked_until IS NULL OR d.parked_until <= :today)"
_WEIGHTED = f"(d.value_minor * {_LIKELY} + 50) / 100"
_STAGE = "LEFT JOIN stage s ON s.id = d.stage_id AND s.removed_at IS NULL"
_EXPECTED = f"""
SELECT CASE WHEN d.expected_close IS NULL THEN 'undated' WHEN d.expected_close < :today THEN 'past' ELSE 'now' END,
       d.currency, count(*),
       sum(d.value_minor) FILTER (WHERE {_WHOLE}),
       sum({_WEIGHTED}) FILTER (WHERE {_WHOLE}),
       sum({_LIKELY})
FROM deal d INDEXED BY ix_deal_expected {_STAGE}
WHERE {_OPEN} AND (d.expected_close IS NULL OR d.expected_close <= :last)
GROUP BY 1, d.currency"""

_EXPECTED_ON = f"""
SELECT d.expected_close, d.currency, coalesce(sum({_WEIGHTED}) FILTER (WHERE {_WHOLE}), 0), sum({_LIKELY})
FROM deal d INDEXED BY ix_deal_expected {_STAGE}
WHERE {_OPEN} AND d.expected_close BETWEEN :first AND :last
GROUP BY 1, 2 ORDER BY 1, 2"""


def holding(connection: sqlite3.Connection, today: date) -> QuotaTarget | None:
    """The quota that counts on that day: of each kind of period the newest, of those the one that was set last."""
    row = connection.execute(_HOLDS, {"today": today.isoformat()}).fetchone()
    return None if row is None else _quota(row)


def of_period(connection: sqlite3.Connection, period: Period) -> QuotaTarget | None:
    """The quota of that very month, quarter or year, None where none was set for such a period by then."""
    asked = {"period": period.unit, "first": period.first.isoformat()}
    row = connection.execute(_OF_PERIOD, asked).fetchone()
    return None if row is None else _quota(row)


def all_set(connection: sqlite3.Connection) -> list[QuotaTarget]:
    """Every quota that was ever set and not cleared, the newest first."""
    return [_quota(row) for row in connection.execute(f"{_SET} ORDER BY starts_on DESC, id DESC")]


def _quota(row: tuple[Any, ...]) -> QuotaTarget:
    period, starts_on, minor, currency, count = row
    return QuotaTarget(
        values.word(period, quota.PERIODS, "quarter"),
        values.day(starts_on),
        None if minor is None else Money(values.whole(minor, 0, LARGEST, 0), values.text(currency)),
        None if count is None else values.whole(count, 0, LARGEST, 0),
    )


def standing(connection: sqlite3.Connection, now: datetime, rates: ExchangeRates = NO_RATES) -> QuotaStanding | None:
    """How far the quota is made that holds today, by the rep's own time; None where none is set."""
    found = holding(connection, now.date())
    if found is None:
        return None
    from pipetui.domain.dates import period as periods

    return standing_of(connection, found, periods.of(found.period, now.date()), now, rates)


def won_this_month(connection: sqlite3.Connection, now: datetime, rates: ExchangeRates = NO_RATES) -> tuple[Money, ...]:
    """What was won in this month so far, by the rep's own time, by currency, and what that comes to in one."""
    from pipetui.domain.dates import period as periods
    from pipetui.store.reads.period_span import span

    asked = _WON.format(rated=rate_day.expression(rates, now.date()))
    won = connection.execute(asked, span(periods.of("month", now.date()), now)._asdict()).fetchall()
    return totals(rated(Money(minor, code), rates, day, valued) for code, minor, valued, _, day in won if valued)


def standing_of(
    connection: sqlite3.Connection, found: QuotaTarget, period: Period, now: datetime, rates: ExchangeRates = NO_RATES
) -> QuotaStanding:
    """How far that quota is made in that period; of one that is over nothing is expected any more.

    By the `rates` what is of other currencies counts for it too: what was won by those of its day, the rest by today's.
    """
    from pipetui.store.reads.period_span import span

    currency = found.amount.currency if found.amount else ""
    rated_by = rate_day.expression(rates, now.date())
    won = connection.execute(_WON.format(rated=rated_by), span(period, now)._asdict()).fetchall()
    parts = [(Money(minor, code), day, valued) for code, minor, valued, _, day in won if valued]
    open_deals = _expected(connection, currency, now.date(), period.last, rates)
    none = Expected()
    return QuotaStanding(
        found,
        period,
        now.date(),
        totals(rated(amount, rates, day, deals) for amount, day, deals in parts),
        sum(deals for *_, deals, _ in won),
        open_deals.get("now", none),
        open_deals.get("past", none),
        open_deals.get("undated", none),
        in_one(parts, rates, currency).amount if found.amount else None,
        totals(amount for amount, day, _ in parts if rates.between(amount.currency, currency, day) is None),
    )


def _expected(
    connection: sqlite3.Connection, currency: str, today: date, last: date, rates: ExchangeRates
) -> dict[str, Expected]:
    """The open deals by when they are expected: all counted, and summed as far as there are rates."""
    asked, day = {"today": today.isoformat(), "last": last.isoformat()}, today.isoformat()
    found: dict[str, list[tuple[str, int, int, int, int]]] = {}
    for when, code, *sums in connection.execute(_EXPECTED, asked).fetchall():
        found.setdefault(when, []).append((code, *(part or 0 for part in sums)))
    return {
        when: Expected(
            sum(deals for _, deals, *_ in rows),
            _sum([(Money(value, code), day, 1) for code, _, value, _, _ in rows], rates, currency),
            _sum([(Money(weighted, code), day, 1) for code, _, _, weighted, _ in rows], rates, currency),
            sum(likely for *_, likely in rows),
        )
        for when, rows in found.items()
    }


def _sum(parts: list[tuple[Money, str, int]], rates: ExchangeRates, currency: str) -> int:
    return in_one(parts, rates, currency).amount.minor if currency else 0


def pipeline(connection: sqlite3.Connection, currency: str, today: date, rates: ExchangeRates = NO_RATES) -> Expected:
    """All open deals that are not parked, whenever they close; their amounts in that currency, by today's rates."""
    groups = _expected(connection, currency, today, type(today).max, rates).values()
    return Expected(*map(sum, zip(*groups, strict=True))) if groups else Expected()


def expected_on(
    connection: sqlite3.Connection, currency: str, today: date, last: date, rates: ExchangeRates = NO_RATES
) -> list[tuple[date, int, int]]:
    """By each day from today on what is expected to close on it: weighted minor units, and hundredths of a deal."""
    asked = {"first": today.isoformat(), "last": last.isoformat(), "today": today.isoformat()}
    by_day: dict[str, list[tuple[str, int, int]]] = {}
    for day, code, minor, hundredths in connection.execute(_EXPECTED_ON, asked).fetchall():
        by_day.setdefault(day, []).append((code, minor, hundredths))
    return [
        (
            values.day(day),
            _sum([(Money(minor, code), asked["today"], 1) for code, minor, _ in rows], rates, currency),
            sum(hundredths for *_, hundredths in rows),
        )
        for day, rows in by_day.items()
    ]
