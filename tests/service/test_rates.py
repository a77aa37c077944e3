"""Sums in the currency that is reported in equal a plain computation with fractions, wherever they stand."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from fractions import Fraction
from math import floor
from operator import ge, gt, le, lt
from pathlib import Path
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from pipetui import demo
from pipetui.config import Settings
from pipetui.domain.dates import period as periods
from pipetui.domain.money import Money, digits
from pipetui.domain.query import language
from pipetui.domain.quota import QuotaTarget
from pipetui.domain.rates import DatedRate, ExchangeRates, Together
from pipetui.insight.numbers import figures
from pipetui.phrases.reports import LOSSES, OUTCOMES, SOURCES, VELOCITY
from pipetui.service import Workspace, history, numbers, quotas, reports, stage_reads
from pipetui.service import activity as activities
from pipetui.service import forecast as forecasts
from pipetui.store.reads import due_counts, lines, lists, quota
from pipetui.store.reads import people as parties
from pipetui.store.store import Store

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=ZoneInfo("Europe/Berlin"))
TODAY = NOW.date()
RATES = ExchangeRates(
    "EUR",
    (
        ("JPY", (DatedRate("2026-01-01", 61, 10_000), DatedRate("2026-10-15", 59, 10_000))),
        (
            "USD",
            (DatedRate("2000-01-01", 9_137, 10_000), DatedRate("2026-09-01", 23, 25), DatedRate("2027-01-01", 3, 4)),
        ),
    ),
)
Row = dict[str, Any]


@pytest.fixture(scope="module")
def workspace(template_book: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """A lively book whose deals are in euros, dollars and yen."""
    path = tmp_path_factory.mktemp("rates") / "book.db"
    shutil.copyfile(template_book, path)
    with Store.open(path) as store:
        demo.build(store, NOW, 5, 250, 40)
        with store.unjournaled():
            store.connection.execute("UPDATE deal SET currency = 'USD' WHERE id % 3 = 1")
            store.connection.execute("UPDATE deal SET currency = 'JPY' WHERE id % 5 = 2 AND created_at > '2026-02'")
            store.connection.execute(
                "UPDATE deal SET closed_at = NULL, closed_on = NULL WHERE status = 'won' AND id % 29 = 3"
            )
        yield Workspace(store, lambda: NOW, Settings(rates=RATES), "shell")


@pytest.fixture(scope="module")
def deals(workspace: Workspace) -> list[Row]:
    """The rows as they lie there."""
    cursor = workspace.store.connection.execute(
        """SELECT d.*, s.probability FROM deal d JOIN stage s ON s.id = d.stage_id WHERE d.deleted_at IS NULL"""
    )
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def worth(deal: Row, minor: int | None = None, other: str = "EUR") -> Fraction | None:
    """What a deal is worth, by the table above read anew; None without a rate, 0 without a value."""
    day = TODAY.isoformat() if deal["status"] == "open" else deal["closed_on"] or ""
    amount = deal["value_minor"] if minor is None else minor

    def rate(code: str) -> Fraction | None:
        if code == "EUR":
            return Fraction(1)
        found: Fraction | None = None
        for one in dict(RATES.by_code).get(code, ()):
            if day and one.day <= day:
                found = Fraction(one.numerator, one.denominator)
        return found

    here, there = rate(deal["currency"]), rate(other)
    if deal["currency"] == other:
        return Fraction(amount or 0)
    if here is None or there is None:
        return None
    return Fraction((amount or 0) * 10 ** digits(other), 10 ** digits(deal["currency"])) * here / there


def rounded(parts: list[Fraction | None], code: str = "EUR") -> Money:
    return Money(floor(sum((part for part in parts if part is not None), Fraction(0)) + Fraction(1, 2)), code)


def agrees(found: Together | None, of: list[Row], each: Any = worth) -> None:
    """What is told of some deals is their sum, or how many of each currency have no rate."""
    valued = [deal for deal in of if deal["value_minor"] is not None]
    if {deal["currency"] for deal in valued} <= {"EUR"}:
        assert found is None
        return
    assert found is not None
    lacking = {deal["currency"] for deal in valued if worth(deal) is None}
    assert {code for code, _ in found.lacking} == lacking
    if not lacking:
        assert found.amount == rounded([each(deal) for deal in valued])


def within(deal: Row, period: periods.Period) -> bool:
    if period.unit == "all":
        return True
    return bool(deal["closed_on"]) and period.first <= date.fromisoformat(deal["closed_on"]) <= period.last


@pytest.mark.parametrize("named", ["this-quarter", "2026-q3", "this-year", "last-year", "all"])
def test_b36_reports_tell_each_sum_in_one_currency(workspace: Workspace, deals: list[Row], named: str) -> None:
    period = periods.parse(named, TODAY)
    won = [deal for deal in deals if deal["status"] == "won" and within(deal, period)]
    lost = [deal for deal in deals if deal["status"] == "lost" and within(deal, period)]
    record = reports.figures(workspace, OUTCOMES, period)
    agrees(record.total.value.together, won)
    for line in record.months:
        agrees(line.value.together, [deal for deal in won if (deal["closed_on"] or "")[:7] == line.month])
    losses = reports.figures(workspace, LOSSES, period)
    agrees(losses.value.together, lost)
    for reason in losses.reasons:
        agrees(reason.value.together, [deal for deal in lost if deal["lost_reason"] == reason.reason])
    found = reports.figures(workspace, SOURCES, period)
    agrees(found.total.now.value.together, won)


def test_b22_the_velocity_of_all_is_that_of_one_currency(workspace: Workspace, deals: list[Row]) -> None:
    period = periods.parse("2026-q3", TODAY)
    whole = reports.figures(workspace, VELOCITY, period).together
    won = [deal for deal in deals if deal["status"] == "won" and within(deal, period)]
    valued = [deal for deal in won if deal["value_minor"] is not None]
    assert whole is not None
    assert whole.rate.part == len(won)
    mean = rounded([worth(deal) for deal in valued]).minor / len(valued)
    assert whole.mean_value == Money(int(mean + 0.5), "EUR")


@pytest.mark.parametrize("named", ["this-quarter", "2026-q3"])
def test_b36_the_page_of_numbers_is_in_the_currency_of_the_rates(
    workspace: Workspace, deals: list[Row], named: str
) -> None:
    period = periods.parse(named, TODAY)
    page = numbers.numbers(workspace, period)
    shown = {figure.key: figure for figure in figures(page)}
    won = [deal for deal in deals if deal["status"] == "won" and within(deal, period)]
    going = [deal for deal in deals if deal["status"] == "open" and not deal["parked_until"]]
    assert (page.currency, page.others) == ("EUR", ())
    assert shown["won"].now == rounded([worth(deal) for deal in won])
    assert len(numbers.deals_behind(workspace, shown["won"].behind, period)) == len(won)
    valued = [worth(deal) for deal in won if deal["value_minor"] is not None]
    assert shown["average"].now == Money(int(rounded(valued).minor / len(valued) + 0.5), "EUR")
    if named == "this-quarter":
        told = [(deal, (deal["value_minor"] or 0) * _percent(deal)) for deal in going]
        whole = rounded([worth(deal, (minor + 50) // 100) for deal, minor in told])
        assert shown["weighted"].now == whole
    assert page.course.sums(TODAY)[0][-1][1] == pytest.approx(
        rounded([worth(deal) for deal in won]).minor, abs=len(won)
    )


def test_b36_the_page_of_numbers_is_in_the_currency_of_the_quota_where_that_has_a_rate(
    workspace: Workspace, deals: list[Row]
) -> None:
    period = periods.parse("this-quarter", TODAY)
    won = [deal for deal in deals if deal["status"] == "won" and within(deal, period)]
    quotas.put(workspace, ["900k", "USD"], "quarter")
    try:
        page = numbers.numbers(workspace, period)
    finally:
        history.undo(workspace)
    told = rounded([worth(deal, other="USD") for deal in won], "USD")
    assert (page.currency, page.others) == ("USD", ())
    assert page.quota is not None
    assert next(figures(page)).now == page.quota.won_amount == told


def _percent(deal: Row) -> int:
    own = deal["own_probability"]
    return int(deal["probability"] if own is None else own)


@pytest.mark.parametrize("code", ["EUR", "USD", "JPY"])
def test_b19_what_has_a_rate_counts_for_a_quota(workspace: Workspace, deals: list[Row], code: str) -> None:
    period = periods.parse("this-quarter", TODAY)
    target = QuotaTarget("quarter", period.first, Money(10**9, code))
    found = quota.standing_of(workspace.store.connection, target, period, NOW, RATES)
    won = [
        deal for deal in deals if deal["status"] == "won" and within(deal, period) and deal["value_minor"] is not None
    ]
    assert found.won_amount == rounded([worth(deal, other=code) for deal in won], code)
    assert found.elsewhere == ()
    open_ = [deal for deal in deals if deal["status"] == "open" and (deal["parked_until"] or "") <= TODAY.isoformat()]
    now = [deal for deal in open_ if TODAY.isoformat() <= (deal["expected_close"] or "") <= period.last.isoformat()]
    assert found.expected.deals == len(now)
    assert found.expected.value == rounded([worth(deal, other=code) for deal in now], code).minor

    def weighted(deal: Row) -> Fraction | None:
        percent = deal["probability"] if deal["own_probability"] is None else deal["own_probability"]
        return worth(deal, ((deal["value_minor"] or 0) * percent + 50) // 100, code)

    assert found.expected.weighted == rounded([weighted(deal) for deal in now], code).minor


def test_b18_the_forecast_has_a_total_in_one_currency(workspace: Workspace, deals: list[Row]) -> None:
    period = periods.parse("this-quarter", TODAY)
    found = forecasts.forecast(workspace, period)
    won = [deal for deal in deals if deal["status"] == "won" and within(deal, period)]
    whole = found.together
    assert whole is not None
    assert found.lacking == ()
    assert whole.won == rounded([worth(deal) for deal in won])
    assert whole.won_deals == len(won)
    for group in whole.groups:
        numbers = {deal.id for deal in found.deals if deal.group == group.name}
        assert group.deals == len(numbers)
        assert group.value == rounded([worth(deal) for deal in deals if deal["id"] in numbers])
    parts = 0.0
    for one in found.currencies:
        rate = RATES.between(one.currency, "EUR", TODAY.isoformat())
        assert rate is not None
        parts += one.estimate.minor * rate[0] / rate[1]
    assert whole.estimate.minor == pytest.approx(parts, rel=0.03), "what was won counts by its own days"
    assert whole.low.minor <= whole.middle.minor <= whole.high.minor


def test_b36_the_week_stages_and_organizations_too(workspace: Workspace, deals: list[Row]) -> None:
    card = activities.week(workspace, TODAY - timedelta(days=7))
    days = periods.Period("days", card.first, card.last)
    agrees(told(card.done.value), [deal for deal in deals if deal["status"] == "won" and within(deal, days)])
    here = [deal for deal in deals if deal["status"] == "open" and deal["id"] not in parked(deals)]
    for pipeline in stage_reads.lines(workspace):
        for line in pipeline.stages:
            agrees(told(line.inside.total), [deal for deal in here if deal["stage_id"] == line.stage.id])
    for row in parties.organizations(workspace.store.connection, TODAY, range(1, 40), RATES):
        of_it = [deal for deal in deals if deal["organization_id"] == row.id and deal["value_minor"]]
        agrees(told(row.won_value), [deal for deal in of_it if deal["status"] == "won"])


def told(sums: tuple[Money, ...]) -> Together | None:
    return getattr(sums, "together", None)


@pytest.mark.parametrize("amount", ["10k", "2500 USD", "1500000 JPY", "9990.01", "0.01"])
def test_b36_an_amount_compares_every_deal_that_has_a_rate(workspace: Workspace, deals: list[Row], amount: str) -> None:
    connection, moment = workspace.store.connection, workspace.moment()
    code = next((name for name in ("USD", "JPY") if name in amount), "EUR")
    number = Fraction(amount.split()[0].replace("10k", "10000")) * 10 ** digits(code)
    for word, compare in (("over", gt), ("under", lt), ("min", ge), ("max", le)):
        asked = f'value.{word}:"{amount}"'
        wanted = {
            deal["id"]
            for deal in deals
            if deal["value_minor"] is not None and (own := worth(deal, other=code)) is not None and compare(own, number)
        }
        assert set(lines.fitting(connection, moment, f"{asked} (open or won or lost)").lines.ids) == wanted - parked(
            deals
        )
        found = lists.fitting(connection, moment, f"{asked} (open or won or lost)")
        assert {card.id for card in found.cards} == wanted - parked(deals)
    query = language.parse(f'value.over:"{amount}"', NOW, moment.dates, "EUR", rates=RATES)
    assert query.bare == (code == "EUR")


def parked(deals: list[Row]) -> set[int]:
    return {
        deal["id"] for deal in deals if deal["status"] == "open" and (deal["parked_until"] or "") > TODAY.isoformat()
    }


def test_b36_what_has_no_rate_on_its_day_is_counted(workspace: Workspace, deals: list[Row]) -> None:
    found = due_counts.in_other_currencies(workspace.store.connection, "EUR", RATES, TODAY)
    lacking = [deal["currency"] for deal in deals if deal["value_minor"] is not None and worth(deal) is None]
    assert lacking
    assert found == {code: lacking.count(code) for code in sorted(set(lacking))}


def test_b36_a_rate_may_hold_for_each_day_of_years(workspace: Workspace) -> None:
    random = Random(4)
    days = [(date(2024, 1, 1) + timedelta(day)).isoformat() for day in range(1_000)]
    told = tuple(DatedRate(day, random.randrange(80, 99), 100) for day in days)
    here = workspace._replace(settings=Settings(rates=ExchangeRates("EUR", (("USD", told),))))
    found = reports.figures(here, OUTCOMES, periods.parse("this-year", TODAY))
    assert found.total.value.together is not None
