"""What a rep keeps beside the deals: price list and items, quota and goals, the forecast by hand and what it said."""

import sqlite3
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from math import ceil

from pipetui.demo.calendar import Calendar
from pipetui.domain import items
from pipetui.domain.dates import period as periods
from pipetui.domain.deal import OPEN, WON, Stage
from pipetui.domain.forecast_categories import BEST_CASE, COMMIT
from pipetui.domain.goals import Goal
from pipetui.domain.items import ALL_OFF, MONTH, ONCE, WHOLE, YEAR, ItemLine, ListedProduct
from pipetui.domain.money import Money, digits
from pipetui.domain.quota import QuotaTarget
from pipetui.insight.courses import known_at
from pipetui.insight.forecast import EstimatedPeriod, WonSum
from pipetui.insight.forecast_days import of_forecast
from pipetui.store import forecast_categories, forecast_days, products, quotas
from pipetui.store import items as lines
from pipetui.store.reads.courses import Courses, courses

# Name, code, unit, price in whole units, how often it is paid.
_PRODUCTS = (
    ("Base licence", "BASE", "", 4800, YEAR),
    ("Seat", "SEAT", "seats", 35, MONTH),
    ("Support", "SUP", "", 240, MONTH),
    ("Migration", "MIG", "days", 1150, ONCE),
    ("Training", "TRN", "days", 950, ONCE),
)
_OFFERS = (
    (("SEAT", 40, 10), ("SUP", 1, 0), ("TRN", 2, 0)),
    (("BASE", 1, 0), ("SEAT", 12, 0), ("MIG", 3, 0)),
    (("BASE", 1, 5), ("SEAT", 25, 0), ("SUP", 1, 0), ("TRN", 1, 100)),
    (("MIG", 5, 0), ("TRN", 1, 0)),
)
"""What deals are for: code, quantity, percent of discount."""

_GROWTH, _AHEAD = 1.25, 1.3
"""The quota, of what a quarter of the year before brought; and at least of what this one brought by now."""
_GOALS = (Goal("touches", 12, "week"), Goal("meetings", 2, "week"))
_WEEKS = 9
"""So far back it is known what the forecast said."""


def lay_out(connection: sqlite3.Connection, calendar: Calendar, stages: Sequence[Stage], currency: str) -> None:
    """Put it into the book, which holds its deals already. Inside a transaction."""
    _items(connection, stages, currency)
    noon = calendar.noon()
    read = courses(connection, noon)
    before, quota = _quotas(read, calendar.today, currency)
    quotas.put(connection, before, currency)
    quotas.put(connection, quota, currency)
    for goal in _GOALS:
        quotas.put_goal(connection, goal)
    _by_hand(connection, read, calendar.last, currency)
    _forecasts(connection, read, calendar.today, quota, {stage.id: stage.probability for stage in stages})


def _items(connection: sqlite3.Connection, stages: Sequence[Stage], currency: str) -> None:
    """A price list, and offers made of it for the deals that came far enough: that is what they are worth then."""
    scale = 10 ** digits(currency)
    for name, code, unit, price, billing in _PRODUCTS:
        products.add(connection, ListedProduct(0, name, code, unit, Money(price * scale, currency), currency, billing))
    listed = {product.code: product for product in products.known(connection)}
    offered = [stage.id for stage in stages][len(stages) // 2 :]
    holes = ", ".join("?" * len(offered))
    deals = connection.execute(
        f"""SELECT id FROM deal WHERE status = 'open' AND currency = ? AND stage_id IN ({holes})
            AND value_minor IS NOT NULL AND id % 2 = 0 ORDER BY id""",
        [currency, *offered],
    ).fetchall()
    for place, (deal,) in enumerate(deals):
        offer = [_line(listed[code], quantity, discount) for code, quantity, discount in _OFFERS[place % len(_OFFERS)]]
        for line in offer:
            lines.add(connection, deal, line)
        worth = items.sums(offer, currency).first_year.minor
        connection.execute("UPDATE deal SET value_minor = ? WHERE id = ?", (worth, deal))


def _line(product: ListedProduct, quantity: int, discount: int) -> ItemLine:
    return ItemLine(
        0, 0, product.name, quantity * WHOLE, product.price, discount * ALL_OFF // 100, product.billing, product.id
    )


def _quotas(read: Courses, today: date, currency: str) -> tuple[QuotaTarget, QuotaTarget]:
    """For each quarter of the year, from what one brought in the year before; and for this one, which began well."""
    quarter, year = periods.of("quarter", today), periods.of("year", today)
    step = 5_000 * 10 ** digits(currency)

    def brought(begin: int, end: int) -> int:
        return sum(one.amount.minor for one in _won(read, range(begin, end)) if one.amount.currency == currency)

    def target(starts_on: date, minor: float) -> QuotaTarget:
        return QuotaTarget("quarter", starts_on, Money(max(1, ceil(minor / step)) * step, currency))

    begun = year.first.toordinal()
    usual = brought(begun - 365, begun) / 4 * _GROWTH
    so_far = brought(quarter.first.toordinal(), today.toordinal())
    return target(year.first, usual), target(quarter.first, max(usual, so_far * _AHEAD))


def _won(read: Courses, days: range) -> list[WonSum]:
    return [
        WonSum(Money(course.value or 0, course.currency), 1)
        for course in read.newest
        if course.status == WON and course.closed in days
    ]


def _by_hand(connection: sqlite3.Connection, read: Courses, at: datetime, currency: str) -> None:
    """The deals that are expected next are committed, two more are the best case."""
    dated = [course for course in read.open if course.expected and course.value and course.currency == currency]
    nearest = sorted(dated, key=lambda course: (course.expected or 0, course.id))
    for place, course in enumerate(nearest[:4]):
        forecast_categories.put(connection, course.id, COMMIT if place < 2 else BEST_CASE, at)


def _forecasts(
    connection: sqlite3.Connection, read: Courses, today: date, quota: QuotaTarget, percents: dict[int, int]
) -> None:
    """What the forecasts of this month and quarter said on past Mondays, told from what was known by then."""
    monday = today - timedelta(days=today.weekday() or 7)
    mornings = [monday - timedelta(weeks=back) for back in range(_WEEKS)]
    put = forecast_categories.of_deals(connection)
    for unit in ("month", "quarter"):
        period = periods.of(unit, today)
        wanted = quota if unit == quota.period else None
        proof = None  # of periods that were over before the first of these mornings: on each of them it is the same
        for morning in mornings:
            if morning < period.first:
                break
            day = morning.toordinal()
            known = known_at(read.newest, day)
            going = [course for course in known if course.status == OPEN and course.id not in read.parked]
            won = _won(read, range(period.first.toordinal(), day))
            told = EstimatedPeriod(known, period, morning, percents, proof)
            proof = told.proof
            said = told.forecast(going, read.titles, won, quota=wanted, categories=put)
            forecast_days.keep_day(connection, period, of_forecast(said))
