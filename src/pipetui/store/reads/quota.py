"""The quota that holds today, and what was won and is expected for it. Standard library only: it is read all day.

Two statements over indexes that hold nothing else, whatever the size of the book.
"""

from __future__ import annotations

from pipetui.domain import quota
from pipetui.domain.money import Money
from pipetui.domain.quota import Expected, QuotaStanding, QuotaTarget
from pipetui.domain.rates import NO_RATES, ExchangeRates, in_one, rated, totals
from pipetui.store import values
from pipetui.store.parking import ON_BOARD
from pipetui.store.reads import rate_day
from pipetui.store.reads.worth import COUNTS, SUM

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Set
    from datetime import date, datetime
    from typing import Any

    from pipetui.domain.dates.period import Period

_SET = "SELECT id, period, starts_on, amount_minor, currency, count FROM quota"
_BEGUN = f"{_SET} WHERE starts_on <= :day ORDER BY starts_on DESC, id DESC"

_WON = f"""
SELECT d.currency, {SUM}, count(d.value_minor) FILTER (WHERE {COUNTS}), count(*),
       {{rated}} AS rated
FROM deal d INDEXED BY ix_deal_won
WHERE d.status = 'won' AND d.deleted_at IS NULL AND d.closed_at IS NOT NULL AND {{closed}}
GROUP BY d.currency, rated ORDER BY d.currency, rated"""

# A stage that is gone says nothing of how likely its deals are; half a unit is rounded up, as in `money.weighted`.
_LIKELY = "max(0, min(100, coalesce(d.own_probability, s.probability, 0)))"
_WEIGHTED = f"(d.value_minor * {_LIKELY} + 50) / 100"
_STAGE = "LEFT JOIN stage s ON s.id = d.stage_id AND s.removed_at IS NULL"
_EXPECTED = f"""
SELECT CASE WHEN d.expected_close IS NULL THEN 'undated' WHEN d.expected_close < :today THEN 'past' ELSE 'now' END,
       d.currency, count(*),
       {SUM},
       sum({_WEIGHTED}) FILTER (WHERE {COUNTS}),
       sum({_LIKELY})
FROM deal d INDEXED BY ix_deal_expected {_STAGE}
WHERE {ON_BOARD} AND (d.expected_close IS NULL OR d.expected_close <= :last)
GROUP BY 1, d.currency"""

_EXPECTED_ON = f"""
SELECT d.expected_close, d.currency, coalesce(sum({_WEIGHTED}) FILTER (WHERE {COUNTS}), 0), sum({_LIKELY})
FROM deal d INDEXED BY ix_deal_expected {_STAGE}
WHERE {ON_BOARD} AND d.expected_close BETWEEN :first AND :last
GROUP BY 1, 2 ORDER BY 1, 2"""


def holding(connection: sqlite3.Connection, today: date) -> QuotaTarget | None:
    """The quota that counts on that day: of each kind of period the newest, of those the one that was set last."""
    kinds: dict[str, list[Any]] = {}
    for row in connection.execute(_BEGUN, {"day": today.isoformat()}):
        kinds.setdefault(row[1], []).append(row)
    told = [(max(row[0] for row in rows), _together(rows)) for rows in kinds.values()]
    return max(((last, found) for last, found in told if found is not None), default=(0, None))[1]


def of_period(connection: sqlite3.Connection, period: Period) -> QuotaTarget | None:
    """The quota of that very month, quarter or year, None where none was set for such a period by then."""
    begun = connection.execute(_BEGUN, {"day": period.first.isoformat()})
    return _together([row for row in begun if row[1] == period.unit])


def all_set(connection: sqlite3.Connection) -> list[QuotaTarget]:
    """Every quota that was ever set and not cleared, the newest first; each currency is one of its own."""
    return [_quota(row) for row in connection.execute(f"{_SET} ORDER BY starts_on DESC, id DESC")]


def currencies(connection: sqlite3.Connection) -> list[str]:
    """The currencies that an amount is set in, in the order of the codes."""
    found = "SELECT DISTINCT currency FROM quota WHERE amount_minor IS NOT NULL ORDER BY currency"
    return [code for (code,) in connection.execute(found)]


def _together(rows: list[Any]) -> QuotaTarget | None:
    """Of one kind of period: in each currency what was set for the latest day; the count is that of the latest row.

    A row that wants nothing ends what was wanted in its currency.
    """
    newest: dict[str, QuotaTarget] = {}
    for row in rows:
        newest.setdefault(row[4], _quota(row))
    wanted = [target for target in newest.values() if target.amount is not None or target.deals is not None]
    if not wanted:
        return None
    amounts = [target for target in wanted if target.amount is not None]
    main = amounts[0] if amounts else wanted[0]
    count = next(iter(newest.values())).deals
    if count is None and not amounts:
        return None
    return main._replace(deals=count, beside=tuple(one.amount for one in amounts[1:] if one.amount is not None))


def _quota(row: tuple[Any, ...]) -> QuotaTarget:
    _, period, starts_on, minor, currency, count = row
    return QuotaTarget(
        values.word(period, quota.PERIODS, "quarter"),
        values.day(starts_on),
        None if minor is None else Money(values.whole(minor, *values.AMOUNT, 0), values.text(currency)),
        None if count is None else values.whole(count, *values.AMOUNT, 0),
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

    won = _won(connection, periods.of("month", now.date()), now, rates)
    return totals(rated(Money(minor, code), rates, day, valued) for code, minor, valued, _, day in won if valued)


def standing_of(
    connection: sqlite3.Connection, found: QuotaTarget, period: Period, now: datetime, rates: ExchangeRates = NO_RATES
) -> QuotaStanding:
    """How far that quota is made in that period; of one that is over nothing is expected any more.

    By the `rates` what is of other currencies counts for it too, unless a quota of its own is set in that currency:
    what was won by the rates of its day, the rest by today's.
    """
    won = _won(connection, period, now, rates)
    read = connection.execute(_EXPECTED, _until(now.date(), period.last)).fetchall()

    def told(target: QuotaTarget, beside: tuple[QuotaStanding, ...] = ()) -> QuotaStanding:
        currency = target.amount.currency if target.amount else ""
        apart = found.apart(currency)
        parts = [(Money(minor, code), day, valued) for code, minor, valued, _, day in won if valued]
        counted = [part for part in parts if part[0].currency not in apart]
        open_deals, none = _expected(read, currency, now.date(), rates, apart), Expected()
        return QuotaStanding(
            target,
            period,
            now.date(),
            totals(rated(amount, rates, day, deals) for amount, day, deals in parts),
            sum(deals for *_, deals, _ in won),
            open_deals.get("now", none),
            open_deals.get("past", none),
            open_deals.get("undated", none),
            in_one(counted, rates, currency).amount if target.amount else None,
            totals(amount for amount, day, _ in counted if rates.between(amount.currency, currency, day) is None),
            beside,
        )

    return told(found, tuple(told(found._replace(amount=one, deals=None, beside=())) for one in found.beside))


def _won(connection: sqlite3.Connection, period: Period, now: datetime, rates: ExchangeRates) -> list[Any]:
    """What was won in a period, by currency and by the day whose rates count."""
    from pipetui.store.reads.period_span import CLOSED_THEN, span

    asked = _WON.format(rated=rate_day.expression(rates, now.date()), closed=CLOSED_THEN)
    return connection.execute(asked, span(period, now)._asdict()).fetchall()


def _until(today: date, last: date) -> dict[str, str]:
    return {"today": today.isoformat(), "last": last.isoformat()}


def _expected(
    read: list[Any], currency: str, today: date, rates: ExchangeRates, apart: Set[str] = frozenset()
) -> dict[str, Expected]:
    """The open deals by when they are expected: all counted, and summed as far as there are rates.

    What is of a currency that stands `apart` is in no sum.
    """
    day = today.isoformat()

    def counts(code: str) -> bool:
        return code not in apart and rates.between(code, currency, day) is not None

    found: dict[str, list[tuple[str, int, int, int, int]]] = {}
    for when, code, *sums in read:
        found.setdefault(when, []).append((code, *(part or 0 for part in sums)))
    return {
        when: Expected(
            sum(deals for _, deals, *_ in rows),
            _sum([(Money(value, code), day, 1) for code, _, value, _, _ in rows if code not in apart], rates, currency),
            _sum([(Money(part, code), day, 1) for code, _, _, part, _ in rows if code not in apart], rates, currency),
            sum(likely for *_, likely in rows),
            sum(deals for code, deals, *_ in rows if currency and not counts(code)),
        )
        for when, rows in found.items()
    }


def _sum(parts: list[tuple[Money, str, int]], rates: ExchangeRates, currency: str) -> int:
    return in_one(parts, rates, currency).amount.minor if currency else 0


def pipeline(connection: sqlite3.Connection, currency: str, today: date, rates: ExchangeRates = NO_RATES) -> Expected:
    """All open deals that are not parked, whenever they close; their amounts in that currency, by today's rates."""
    read = connection.execute(_EXPECTED, _until(today, type(today).max)).fetchall()
    groups = _expected(read, currency, today, rates).values()
    return Expected(*map(sum, zip(*groups, strict=True))) if groups else Expected()


def expected_on(
    connection: sqlite3.Connection,
    currency: str,
    today: date,
    last: date,
    rates: ExchangeRates = NO_RATES,
    apart: Set[str] = frozenset(),
) -> list[tuple[date, int, int]]:
    """By each day from today on what is expected to close on it: weighted minor units, and hundredths of a deal."""
    asked = {"first": today.isoformat(), "last": last.isoformat(), "today": today.isoformat()}
    by_day: dict[str, list[tuple[str, int, int]]] = {}
    for day, code, minor, hundredths in connection.execute(_EXPECTED_ON, asked).fetchall():
        by_day.setdefault(day, []).append((code, minor, hundredths))
    return [
        (
            values.day(day),
            _sum(
                [(Money(minor, code), asked["today"], 1) for code, minor, _ in rows if code not in apart],
                rates,
                currency,
            ),
            sum(hundredths for *_, hundredths in rows),
        )
        for day, rows in by_day.items()
    ]
