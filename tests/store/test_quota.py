"""How far a quota is made equals what plain SQL and plain Python say of the demo book, in every period and zone."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipetui import demo, service
from pipetui.config import Settings
from pipetui.domain.dates import period as periods
from pipetui.domain.money import Money
from pipetui.domain.quota import QuotaTarget
from pipetui.phrases import quota as phrases
from pipetui.render import cell_width
from pipetui.service import Workspace, activity, quotas
from pipetui.store.reads import quota as reads
from pipetui.store.store import Store

NOW = datetime.fromisoformat("2026-11-18T09:10:00+00:00")


@pytest.fixture(scope="module")
def book_of_demo(template_book: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    path = tmp_path_factory.mktemp("quota") / "book.db"
    path.write_bytes(template_book.read_bytes())
    with Store.open(path) as store:
        demo.build(store, NOW, deals=180)
        yield store


def won_by_hand(
    connection: sqlite3.Connection, first: date, last: date, zone: timezone
) -> list[tuple[int | None, str]]:
    """Every deal won on those days, gone through one by one."""
    found = []
    for minor, currency, closed_at, closed_on in connection.execute(
        "SELECT value_minor, currency, closed_at, closed_on FROM deal WHERE status = 'won' AND deleted_at IS NULL"
    ):
        if closed_at is not None:
            day = (
                date.fromisoformat(closed_on)
                if closed_on
                else datetime.fromisoformat(closed_at).astimezone(zone).date()
            )
            if first <= day <= last:
                found.append((minor, currency))
    return found


@pytest.mark.parametrize("unit", ["month", "quarter", "year"])
@pytest.mark.parametrize("hours", [-11, 0, 14])
@pytest.mark.parametrize("currency", ["EUR", "USD", "JPY"])
def test_b19_every_figure_is_what_a_look_at_each_deal_says(
    book_of_demo: Store, unit: str, hours: int, currency: str
) -> None:
    connection, zone = book_of_demo.connection, timezone(timedelta(hours=hours))
    now = NOW.astimezone(zone)
    period = periods.of(unit, now.date())
    target = QuotaTarget(unit, period.first, Money(10_000_000_00, currency), 5)
    standing = reads.standing_of(connection, target, period, now)
    won = won_by_hand(connection, period.first, period.last, zone)
    assert standing.won_deals == len(won)
    assert standing.won_amount == Money(sum(minor or 0 for minor, code in won if code == currency), currency)

    likely = dict(connection.execute("SELECT id, probability FROM stage WHERE removed_at IS NULL"))
    today = now.date().isoformat()
    sums = {name: [0, 0, 0, 0, 0] for name in ("past", "now", "undated")}
    for close, minor, code, own, stage in connection.execute(
        "SELECT expected_close, value_minor, currency, own_probability, stage_id FROM deal WHERE status = 'open'"
        " AND deleted_at IS NULL AND coalesce(parked_until, '') <= ?",
        (today,),
    ):
        if close is not None and close > period.last.isoformat():
            continue
        percent = likely[stage] if own is None else own
        into = sums["undated" if close is None else "past" if close < today else "now"]
        into[0] += 1
        into[3] += percent
        into[4] += code != currency
        if code == currency and minor is not None:
            into[1] += minor
            into[2] += (minor * percent + 50) // 100
    assert [*standing.past_due] == sums["past"]
    assert [*standing.expected] == sums["now"]
    assert [*standing.undated] == sums["undated"]
    assert standing.amount_gap is not None
    assert standing.amount_gap.minor + (standing.won_amount or Money(0, "")).minor == 10_000_000_00


def test_b19_the_kind_of_period_that_was_set_last_counts_and_of_each_the_newest_that_has_begun(
    workspace: Workspace,
) -> None:
    def holds() -> str:
        standing = quotas.standing(workspace)
        return f"{phrases.target(standing.quota)} {standing.period.name}" if standing else ""

    assert holds() == ""
    quotas.put(workspace, ["90k"], "month")
    assert holds() == "€90,000 per month November 2026"
    quotas.put(workspace, ["250k"], "quarter")  # which began before the month did
    assert holds() == "€250,000 per quarter Q4 2026"
    quotas.put(workspace, ["300k"], "quarter", date(2027, 2, 3))
    assert holds() == "€250,000 per quarter Q4 2026"
    quotas.put(workspace, ["200k"], "quarter", date(2026, 1, 1))  # told later, but not for now
    assert holds() == "€250,000 per quarter Q4 2026"
    quotas.put(workspace, ["12", "deals"], "quarter")
    assert holds() == "€250,000 and 12 deals per quarter Q4 2026"
    connection = workspace.store.connection
    for quarter, amount in ((1, 200), (3, 200), (4, 250)):
        found = reads.of_period(connection, periods.of("quarter", date(2026, 3 * quarter, 1)))
        assert found is not None
        assert found.amount == Money(amount * 1000_00, "EUR")
    assert reads.of_period(connection, periods.of("quarter", date(2025, 3, 1))) is None
    assert reads.of_period(connection, periods.of("year", date(2026, 3, 1))) is None
    quotas.clear(workspace, "quarter")
    assert holds() == "€90,000 per month November 2026"
    service.undo(workspace)
    assert holds() == "€250,000 and 12 deals per quarter Q4 2026"


def test_b19_what_is_won_in_another_currency_is_said_and_counts_for_no_amount(workspace: Workspace) -> None:
    from pipetui.domain.line.quick_line import parse

    for line in ("One 5k", "Two 900 USD", "Three"):
        new = parse(line, workspace.now(), Settings().dates, "EUR")
        deal = service.add(workspace, new).deals
        service.win(workspace, deal)
    quotas.put(workspace, ["10k", "4", "deals"], "year")
    standing = quotas.standing(workspace)
    assert standing is not None
    assert standing.won_amount == Money(5_000_00, "EUR")
    assert standing.elsewhere == (Money(900_00, "USD"),)
    assert (standing.won_deals, standing.count_gap, standing.amount_made) == (3, 1, 0.5)
    assert "beside it $900" in "\n".join(phrases.page(standing))


def test_b19_what_closes_today_is_expected_and_what_closes_after_the_period_is_not(workspace: Workspace) -> None:
    from pipetui.domain.line.quick_line import parse

    for close in ("today", "eom", "+1mo"):
        service.add(workspace, parse(f"One 5k close:{close}", workspace.now(), Settings().dates, "EUR"))
    quotas.put(workspace, ["4k"], "month")
    standing = quotas.standing(workspace)
    assert standing is not None
    assert (standing.expected.deals, standing.past_due.deals, standing.undated.deals) == (2, 0, 0)


def test_b19_a_quota_that_is_made_has_no_gap_and_no_coverage(workspace: Workspace) -> None:
    from pipetui.domain.line.quick_line import parse

    deal = service.add(workspace, parse("One 5k", workspace.now(), Settings().dates, "EUR")).deals
    service.win(workspace, deal)
    quotas.put(workspace, ["4k"], "month")
    standing = quotas.standing(workspace)
    assert standing is not None
    assert standing.made
    assert standing.amount_gap == Money(0, "EUR")
    assert standing.coverage is None
    assert phrases.line(standing, 200).endswith("made")
    assert "n/a" in "\n".join(phrases.page(standing))


def test_b19_quotas_of_one_period_in_two_currencies_hold_side_by_side(workspace: Workspace) -> None:
    from pipetui.domain.line.quick_line import parse
    from pipetui.domain.rates import DatedRate, ExchangeRates

    for line in ("One 5k", "Two 900 USD", "Three 100 GBP"):
        deal = service.add(workspace, parse(line, workspace.now(), Settings().dates, "EUR")).deals
        service.win(workspace, deal)
    quotas.put(workspace, ["10k", "4", "deals"], "year")
    done = quotas.put(workspace, ["1000", "USD"], "year")
    assert done.message == "quota: $1,000 and 4 deals per year from 2026 on, beside €10,000"
    worth = {"USD": (1, 2), "GBP": (2, 1)}
    rates = ExchangeRates("EUR", tuple((code, (DatedRate("", *rate),)) for code, rate in worth.items()))
    standing = reads.standing(workspace.store.connection, workspace.now(), rates)
    assert standing is not None
    assert standing.quota.amounts == (Money(1_000_00, "USD"), Money(10_000_00, "EUR"))
    # A pound counts for both, by its rate; what has a quota in its own currency for that alone.
    assert standing.won_amount == Money(900_00 + 400_00, "USD")
    (other,) = standing.beside
    assert other.won_amount == Money(5_000_00 + 200_00, "EUR")
    assert (standing.count_gap, other.count_gap, standing.made) == (1, None, False)
    assert phrases.gap(standing) == "€4.8k and 1 deal"
    assert "$1.3k of $1k · €5.2k of €10k" in next(phrases.gauges(standing))
    assert phrases.shape(standing)["beside"][0]["quota"]["currency"] == "EUR"
    # The plan takes the mean of the very deals that count for an amount.
    plan = activity.plan(workspace._replace(settings=workspace.settings._replace(rates=rates)))
    assert plan is not None
    assert plan.mean_value == Money((900_00 + 400_00) // 2, "USD")
    assert plan.beside[0].mean_value == Money((5_000_00 + 200_00) // 2, "EUR")

    quotas.put(workspace, ["6", "deals"], "year")
    assert [one.amount for one in quotas.all_set(workspace)] == [Money(1_000_00, "USD"), Money(10_000_00, "EUR")]
    assert [one.deals for one in quotas.all_set(workspace)] == [6, None]
    quotas.clear(workspace, "year", "USD")
    found = quotas.standing(workspace)
    assert found is not None
    assert (found.quota.amounts, found.quota.deals) == ((Money(10_000_00, "EUR"),), None)
    service.undo(workspace)
    found = quotas.standing(workspace)
    assert found is not None
    assert phrases.target(found.quota) == "$1,000 and €10,000 and 6 deals per year"


def test_b19_an_amount_that_the_form_does_not_name_any_more_ends_and_the_past_keeps_it(workspace: Workspace) -> None:
    quotas.put(workspace, ["90k"], "quarter", date(2026, 4, 1))
    shown = quotas.form(workspace)
    quotas.set_form(workspace, {"amount": "80k + 20k USD"}, shown)
    shown = quotas.form(workspace)
    assert shown["amount"] == "80000.00 EUR + 20000.00 USD"
    quotas.set_form(workspace, {"amount": "20k USD", "deals": "3"}, shown)
    connection = workspace.store.connection
    held = reads.of_period(connection, periods.of("quarter", NOW.date()))
    assert held is not None
    assert (held.amounts, held.deals) == ((Money(20_000_00, "USD"),), 3)
    before = reads.of_period(connection, periods.of("quarter", date(2026, 5, 1)))
    assert before is not None
    assert before.amounts == (Money(90_000_00, "EUR"),)
    quotas.put(workspace, ["70k"], "quarter")
    held = reads.of_period(connection, periods.of("quarter", NOW.date()))
    assert held is not None
    assert (held.amounts, held.deals) == ((Money(70_000_00, "EUR"), Money(20_000_00, "USD")), 3)


AMOUNTS = st.one_of(st.none(), st.builds(Money, st.integers(1, 2**53), st.sampled_from(["EUR", "JPY", "KWD"])))


@given(
    amount=AMOUNTS,
    count=st.one_of(st.none(), st.integers(1, 999_999)),
    unit=st.sampled_from(["month", "quarter", "year"]),
    day=st.dates(date(1990, 1, 1), date(2090, 1, 1)),
    width=st.integers(1, 200),
)
@settings(max_examples=30, deadline=None)
def test_the_line_is_never_broader_than_its_room(
    book_of_demo: Store, amount: Money | None, count: int | None, unit: str, day: date, width: int
) -> None:
    if amount is None and count is None:
        return
    period = periods.of(unit, day)
    now = datetime(day.year, day.month, day.day, 12, tzinfo=NOW.tzinfo)
    standing = reads.standing_of(book_of_demo.connection, QuotaTarget(unit, period.first, amount, count), period, now)
    assert 0 < standing.gone <= 1
    assert cell_width(phrases.line(standing, width)) <= width
    assert list(phrases.page(standing))
