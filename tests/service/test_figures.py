"""Every figure that is shown equals a plain computation from the rows: of the demo book, and of one of 1,200 deals in
five currencies.
"""

from __future__ import annotations

import json
import os
import shutil
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import pytest

from pipetui import arrange, demo, service
from pipetui.cli.output import deal_json, json_format
from pipetui.config import Settings
from pipetui.domain.commission import RateTable, rate, tiers
from pipetui.domain.dates import period as periods
from pipetui.domain.items import differs
from pipetui.domain.money import Money
from pipetui.domain.quota import QuotaStanding
from pipetui.domain.sweep import cycle
from pipetui.phrases.reports import LOSSES, SOURCES
from pipetui.service import Workspace, activity, commission, forecast, items, quotas, reads, reports
from pipetui.store.reads import due_counts, health, lists, sweep
from pipetui.store.store import Store
from pipetui.views import Card

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 11, 23, 9, 30, tzinfo=BERLIN)
TODAY = NOW.date()
Row = dict[str, Any]
Sums = dict[str, int]


class Plain(NamedTuple):
    """The rows of a book as they lie there, those in the bin left out."""

    deals: dict[int, Row]
    stages: dict[int, Row]
    steps: dict[int, list[Row]]
    touches: dict[int, list[datetime]]
    touched: list[Row]


@pytest.fixture(scope="module", params=[None, 1_200], ids=["demo", "1200"])
def workspace(
    request: pytest.FixtureRequest, template_book: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Workspace]:
    """A workspace in Berlin at a lively book; some deals are parked, some of them came back, some have no value."""
    path = tmp_path_factory.mktemp("figures") / "book.db"
    here = tmp_path_factory.getbasetemp()
    shared = here.parent if "PYTEST_XDIST_WORKER" in os.environ else here  # by all workers of this run
    made = shared / f"figures-{request.param}.db"
    if not made.exists():
        _make(template_book, path, request.param)
        path.replace(made)
    shutil.copyfile(made, path)
    with Store.open(path) as store:
        yield Workspace(store, lambda: NOW, Settings(), "app")


def _make(template_book: Path, path: Path, deals: int | None) -> None:
    shutil.copyfile(template_book, path)
    with Store.open(path) as store:
        demo.build(store, NOW, **({"deals": deals} if deals else {}))
        asleep, back = (TODAY + timedelta(days=9)).isoformat(), (TODAY - timedelta(days=3)).isoformat()
        store.connection.execute(f"UPDATE deal SET parked_until = '{asleep}' WHERE status = 'open' AND id % 11 = 0")
        store.connection.execute(f"UPDATE deal SET parked_until = '{back}' WHERE status = 'open' AND id % 13 = 0")
        store.connection.execute(
            "UPDATE deal SET closed_at = NULL, closed_on = NULL WHERE status = 'lost' AND id % 17 = 0"
        )
        store.connection.execute("UPDATE deal SET deleted_at = '2026-11-20T10:00:00Z' WHERE id % 23 = 7")
        _with_items(store)
        if deals:  # five currencies
            store.connection.execute(
                """UPDATE deal SET currency = CASE id % 9 WHEN 1 THEN 'USD' WHEN 2 THEN 'GBP' WHEN 4 THEN 'CHF'
                   WHEN 5 THEN 'JPY' ELSE currency END"""
            )
        store.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _with_items(store: Store) -> None:
    """Every fourth deal gets some lines, one of them without a price; of half of these the value is their sum."""
    store.connection.execute(
        """INSERT INTO deal_item (deal_id, name, quantity_milli, price_minor, discount_milli, billing, position)
           SELECT d.id, 'Line ' || n.value, 333 * n.value + d.id % 7, nullif(d.id * 37 % 9973 * n.value, 0),
                  d.id * 1777 % 40000, CASE (d.id + n.value) % 3 WHEN 0 THEN 'once' WHEN 1 THEN 'month' ELSE 'year' END,
                  n.value
           FROM deal d JOIN json_each('[1, 2, 3]') n WHERE d.id % 4 = 2"""
    )
    store.connection.execute("UPDATE deal_item SET price_minor = NULL WHERE deal_id % 12 = 2 AND position = 2")
    for deal in (_first_year(lines) for lines in _items(store).values()):
        if deal[0] % 8 == 2:
            store.connection.execute("UPDATE deal SET value_minor = ? WHERE id = ?", deal[::-1])


def _items(store: Store) -> dict[int, list[Row]]:
    found: dict[int, list[Row]] = defaultdict(list)
    cursor = store.connection.execute("SELECT * FROM deal_item ORDER BY deal_id, position, id")
    names = [column[0] for column in cursor.description]
    for row in cursor:
        line = dict(zip(names, row, strict=True))
        found[line["deal_id"]].append(line)
    return found


def _paid(lines: Iterable[Row], billing: str) -> int:
    """What the lines of one billing come to, each rounded by the decimal module and then summed."""
    return sum(
        int(
            (
                Decimal(line["quantity_milli"])
                * line["price_minor"]
                * (100_000 - line["discount_milli"])
                / Decimal(1_000 * 100_000)
            ).quantize(Decimal(1), ROUND_HALF_UP)
        )
        for line in lines
        if line["price_minor"] is not None and line["billing"] == billing
    )


def _first_year(lines: list[Row]) -> tuple[int, int]:
    once, month, year = (_paid(lines, billing) for billing in ("once", "month", "year"))
    return lines[0]["deal_id"], once + 12 * month + year


@pytest.fixture(scope="module")
def plain(workspace: Workspace) -> Plain:
    """Its rows."""
    rows = {table: _rows(workspace, table) for table in ("deal", "stage", "follow_up", "touch")}
    steps, touches = defaultdict(list), defaultdict(list)
    for step in rows["follow_up"]:
        if step["done_at"] is None:
            steps[step["deal_id"]].append(step)
    for touch in rows["touch"]:
        touches[touch["deal_id"]].append(_at(touch["at"]))
    return Plain(
        {deal["id"]: deal for deal in rows["deal"] if deal["deleted_at"] is None},
        {stage["id"]: stage for stage in rows["stage"]},
        steps,
        touches,
        rows["touch"],
    )


def _rows(workspace: Workspace, table: str) -> list[Row]:
    cursor = workspace.store.connection.execute(f"SELECT * FROM {table}")
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor]


def _at(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _day(text: str) -> date:
    return _at(text).astimezone(BERLIN).date()


def _parked(deal: Row) -> bool:
    return deal["parked_until"] is not None and deal["parked_until"] > TODAY.isoformat()


def _weighted(plain: Plain, deal: Row) -> int | None:
    if deal["value_minor"] is None:
        return None
    own = deal["own_probability"]
    percent = plain.stages[deal["stage_id"]]["probability"] if own is None else own
    percent = {"won": 100, "lost": 0}.get(deal["status"], percent)
    return int(deal["value_minor"] * percent / 100 + 0.5)


def _sums(pairs: Iterable[tuple[str, int | None]]) -> Sums:
    found: Sums = {}
    for currency, minor in pairs:
        if minor is not None:
            found[currency] = found.get(currency, 0) + minor
    return found


def _shown(amounts: Iterable[Any]) -> Sums:
    return {amount.currency: amount.minor for amount in amounts}


def _earliest(plain: Plain, deal: Row) -> Row | None:
    steps = plain.steps[deal["id"]]
    return min(steps, key=lambda step: (step["due_on"], step["due_time"] or "24:00", step["id"]), default=None)


def _bucket(plain: Plain, deal: Row) -> str:
    step = _earliest(plain, deal)
    if _parked(deal):
        return "parked"
    if step is None:
        return "no next step"
    due, week = date.fromisoformat(step["due_on"]), TODAY - timedelta(days=TODAY.weekday())
    if due < TODAY or (due == TODAY and step["due_time"] and step["due_time"] < f"{NOW:%H:%M}"):
        return "overdue"
    if due == TODAY:
        return "today"
    return "this week" if due < week + timedelta(7) else "next week" if due < week + timedelta(14) else "later"


def test_b17_the_heads_of_the_board(workspace: Workspace, plain: Plain) -> None:
    board = reads.board(workspace)
    for column in board.columns:
        inside = [
            deal
            for deal in plain.deals.values()
            if deal["status"] == "open" and deal["stage_id"] == column.stage.id and not _parked(deal)
        ]
        head = arrange.head(column.cards)
        assert head.deals == len(inside)
        assert _shown(head.total) == _sums((deal["currency"], deal["value_minor"]) for deal in inside)
        assert _shown(head.weighted) == _sums((deal["currency"], _weighted(plain, deal)) for deal in inside)
    assert board.parked == sum(deal["status"] == "open" and _parked(deal) for deal in plain.deals.values())


def test_b02_the_buckets_of_the_day(workspace: Workspace, plain: Plain) -> None:
    going = [deal for deal in plain.deals.values() if deal["status"] == "open"]
    expected = Counter(_bucket(plain, deal) for deal in going)
    for bucket in reads.agenda(workspace).buckets:
        open_cards = [card for card in bucket.cards if card.status == "open"]
        assert len(open_cards) == expected[bucket.name]
        for card in open_cards:
            assert _bucket(plain, plain.deals[card.id]) == bucket.name


def test_b31_the_prompt_counts_as_the_day_does(workspace: Workspace) -> None:
    buckets = {bucket.name: len(bucket.cards) for bucket in reads.agenda(workspace).buckets}
    assert due_counts.due(workspace.store.connection, NOW) == (buckets["overdue"], buckets["today"])


def test_b31_the_json_of_every_deal(workspace: Workspace, plain: Plain) -> None:
    for card in reads.all_cards(workspace):
        deal, shown = plain.deals[card.id], json.loads(json_format.text(deal_json.deal(card)))
        digits = 0 if deal["currency"] == "JPY" else 2
        value, weighted = deal["value_minor"], _weighted(plain, deal)
        for said, minor in ((shown["value"], value), (shown["weighted"], weighted)):
            assert (said is None) == (minor is None)
            assert minor is None or round(float(said) * 10**digits) == minor
        assert shown["stage"] == plain.stages[deal["stage_id"]]["name"]


def _quiet(plain: Plain, deal: Row) -> tuple[date, date]:
    """Since when nobody touched a deal, and since when it lies where it lies: not while it was parked."""
    touches, entered = plain.touches[deal["id"]], _day(deal["entered_stage_at"])
    since = max(touches).astimezone(BERLIN).date() if touches else _day(deal["created_at"])
    quiet = max(entered, since) if touches else entered
    if deal["parked_until"] is not None and not _parked(deal):
        back = date.fromisoformat(deal["parked_until"])
        return max(since, back), max(quiet, back)
    return since, quiet


def _rots(plain: Plain, deal: Row) -> int:
    """Since how many days an open deal has rotted, 0 for none that rots."""
    ahead = any(
        (step["due_on"], step["due_time"] or "24:00") >= (TODAY.isoformat(), f"{NOW:%H:%M}")
        for step in plain.steps[deal["id"]]
    )
    limit, days = plain.stages[deal["stage_id"]]["rotting_days"], max(0, (TODAY - _quiet(plain, deal)[1]).days)
    return days if 0 < limit <= days and not ahead else 0


def test_b06_days_are_calendar_days_and_a_deal_that_was_away_begins_anew(workspace: Workspace, plain: Plain) -> None:
    for card in reads.all_cards(workspace):
        deal = plain.deals[card.id]
        assert card.idle_days == max(0, (TODAY - _quiet(plain, deal)[0]).days)
        if deal["status"] == "open":
            assert card.rotting_days == _rots(plain, deal)


@pytest.mark.parametrize("kind", ["organizations", "people"])
def test_b08_the_sums_of_people_and_organizations(workspace: Workspace, plain: Plain, kind: str) -> None:
    owners: dict[int, list[Row]] = defaultdict(list)
    if kind == "organizations":
        for deal in plain.deals.values():
            owners[deal["organization_id"]].append(deal)
    else:
        for link in _rows(workspace, "deal_person"):
            if link["deal_id"] in plain.deals:
                owners[link["person_id"]].append(plain.deals[link["deal_id"]])
    rows: list[Any] = list(reads.organizations(workspace) if kind == "organizations" else reads.people(workspace))
    assert rows
    for row in rows:
        going = [deal for deal in owners[row.id] if deal["status"] == "open" and not _parked(deal)]
        assert row.open_deals == len(going)
        expected = _sums((deal["currency"], deal["value_minor"]) for deal in going)
        assert _shown(row.open_value) == {code: minor for code, minor in expected.items() if minor}


@pytest.mark.parametrize("named", ["this-quarter", "last-quarter", "2026-10", "2026-09", "2025", "all"])
def test_b25_the_reports(workspace: Workspace, plain: Plain, named: str) -> None:
    period = periods.parse(named, TODAY)

    def within(deal: Row) -> bool:
        if period.unit == "all":
            return True
        return deal["closed_on"] is not None and period.first <= date.fromisoformat(deal["closed_on"]) <= period.last

    closed = [deal for deal in plain.deals.values() if deal["status"] in ("won", "lost") and within(deal)]
    won, lost = ([deal for deal in closed if deal["status"] == status] for status in ("won", "lost"))
    total = reports.figures(workspace, SOURCES, period).total.now
    assert (total.won, total.lost) == (len(won), len(lost))
    assert _shown(total.value) == _sums((deal["currency"], deal["value_minor"]) for deal in won)
    created = [
        deal
        for deal in plain.deals.values()
        if period.first <= _day(deal["created_at"]) <= period.last and not (deal["status"] == "open" and _parked(deal))
    ]
    assert total.created == len(created)
    losses = reports.figures(workspace, LOSSES, period)
    assert losses.deals == len(lost)
    reasons = Counter(deal["lost_reason"] for deal in lost)
    assert {line.reason: line.deals for line in losses.reasons if line.deals} == dict(reasons)


def test_b10_the_usual_cycle_is_that_of_all_wins(workspace: Workspace, plain: Plain) -> None:
    took = [
        (date.fromisoformat(deal["closed_on"]) - _day(deal["created_at"])).days
        for deal in plain.deals.values()
        if deal["status"] == "won" and deal["closed_at"] and deal["closed_at"] > deal["created_at"]
    ]
    limits = workspace.settings.sweep
    assert sweep.usual_cycle(workspace.store.connection, NOW, limits) == cycle(sorted(took), limits)


def test_b31_filters_find_what_looking_at_every_row_finds(workspace: Workspace, plain: Plain) -> None:
    cards = {card.id: card for card in reads.all_cards(workspace)}
    for asked in ("value>10k", "idle>14d", "nonext", "overdue", "won", "closed.from:2026-10-01"):
        _check_filter(workspace, plain, cards, asked)


def _check_filter(workspace: Workspace, plain: Plain, cards: dict[int, Card], asked: str) -> None:

    def fits(deal: Row) -> bool:
        card, value = cards[deal["id"]], deal["value_minor"]
        found: dict[str, bool] = {
            "value>10k": deal["currency"] == "EUR" and value is not None and value > 1_000_000,
            "idle>14d": card.idle_days > 14,
            "nonext": deal["status"] == "open" and _earliest(plain, deal) is None,
            "overdue": deal["status"] == "open" and card.badge == "overdue",
            "won": deal["status"] == "won",
            "closed.from:2026-10-01": (deal["closed_on"] or "") >= "2026-10-01",
        }
        return found[asked]

    wanted = {deal["id"] for deal in plain.deals.values() if fits(deal)}
    asleep = {number for number in wanted if plain.deals[number]["status"] == "open" and _parked(plain.deals[number])}
    found = lists.fitting(workspace.store.connection, workspace.moment(), asked)
    assert {card.id for card in found.cards} == wanted - asleep
    assert found.parked == len(asleep)


# --- what is to be won, and what was done for it


@pytest.fixture(scope="module")
def target(workspace: Workspace) -> Iterator[QuotaStanding]:
    """A quota, as long as it is asked about."""
    quotas.put(workspace, ["40M", "4000", "deals"], "quarter")
    standing = quotas.standing(workspace)
    assert standing is not None
    yield standing
    service.undo(workspace)


def _open(plain: Plain) -> list[Row]:
    """The open deals that are not parked."""
    return [deal for deal in plain.deals.values() if deal["status"] == "open" and not _parked(deal)]


def _closed_in(plain: Plain, status: str, first: date, last: date) -> list[Row]:
    return [
        deal
        for deal in plain.deals.values()
        if deal["status"] == status and first.isoformat() <= (deal["closed_on"] or "") <= last.isoformat()
    ]


def _group(deal: Row, last: date) -> str:
    """Which line of the forecast of a period that runs an open deal stands on."""
    if deal["expected_close"] is None:
        return "undated"
    close = date.fromisoformat(deal["expected_close"])
    return "past" if close < TODAY else "expected" if close <= last else "later"


QUARTER = (date(2026, 10, 1), date(2026, 12, 31))


def test_b19_how_far_the_quota_is_made(workspace: Workspace, plain: Plain, target: QuotaStanding) -> None:
    won = _closed_in(plain, "won", *QUARTER)
    assert target.won_deals == len(won)
    assert _shown(target.won) == _sums((deal["currency"], deal["value_minor"]) for deal in won)
    made = sum(deal["value_minor"] or 0 for deal in won if deal["currency"] == "EUR")
    assert target.amount_gap == Money(max(0, 4_000_000_000 - made), "EUR")
    assert target.count_gap == max(0, 4_000 - len(won))
    assert target.gone == pytest.approx(((TODAY - QUARTER[0]).days + 1) / 92)
    lines = {"expected": target.expected, "past": target.past_due, "undated": target.undated}
    for name, line in lines.items():
        there = [deal for deal in _open(plain) if _group(deal, QUARTER[1]) == name]
        percents = [
            deal["own_probability"]
            if deal["own_probability"] is not None
            else plain.stages[deal["stage_id"]]["probability"]
            for deal in there
        ]
        euros = [deal for deal in there if deal["currency"] == "EUR" and deal["value_minor"] is not None]
        worth = sum(deal["value_minor"] for deal in euros), sum(_weighted(plain, deal) or 0 for deal in euros)
        assert (line.deals, line.value, line.weighted, line.likely) == (len(there), *worth, sum(percents)), name
    weighed = sum(
        _weighted(plain, deal) or 0
        for deal in _open(plain)
        if deal["currency"] == "EUR" and _group(deal, QUARTER[1]) == "expected"
    )
    assert target.coverage == pytest.approx(weighed / (4_000_000_000 - made))


def test_b23_the_plan_goes_back_from_the_quota(workspace: Workspace, plain: Plain, target: QuotaStanding) -> None:
    told = activity.plan(workspace)
    assert told is not None
    since = f"{(NOW - timedelta(days=365)).astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
    closed = [deal for deal in plain.deals.values() if (deal["closed_at"] or "") >= since]
    assert len(closed) >= 20
    won = [deal for deal in closed if deal["status"] == "won"]
    out = {touch["id"]: touch for touch in plain.touched if touch["direction"] == "out"}
    numbers = {deal["id"] for deal in closed}
    touches = sum(touch["deal_id"] in numbers for touch in out.values())
    euros = [deal["value_minor"] for deal in won if deal["currency"] == "EUR" and deal["value_minor"] is not None]
    assert target.amount_gap is not None and target.count_gap is not None
    wins = max(-(-target.amount_gap.minor // (sum(euros) // len(euros))), target.count_gap)
    work = -(-wins * len(closed) // len(won))
    days = sum((TODAY + timedelta(days=ahead)).weekday() < 5 for ahead in range((QUARTER[1] - TODAY).days + 1))
    assert (told.deals_to_win, told.deals_to_work) == (wins, work)
    all_touches = -(-work * touches // len(closed))
    assert (told.touches, told.touches_a_week) == (all_touches, -(-all_touches * 5 // days))
    assert told.new_deals == max(0, work - len(_open(plain)))


def test_b18_the_lines_of_the_forecast(workspace: Workspace, plain: Plain) -> None:
    found = forecast.forecast(workspace, periods.parse("this-quarter", TODAY))
    won = _closed_in(plain, "won", *QUARTER)
    assert {one.currency for one in found.currencies} == {deal["currency"] for deal in [*_open(plain), *won]}
    for one in found.currencies:
        here = [deal for deal in _open(plain) if deal["currency"] == one.currency]
        so_far = [deal for deal in won if deal["currency"] == one.currency]
        sums = sum(deal["value_minor"] or 0 for deal in so_far)
        assert (one.won_deals, one.won.minor) == (len(so_far), sums)
        for group in one.groups:
            there = [deal for deal in here if _group(deal, QUARTER[1]) == group.name]
            valued = [deal for deal in there if deal["value_minor"] is not None]
            told = group.deals, group.unvalued, group.value.minor, group.weighted.minor
            worth = sum(deal["value_minor"] for deal in valued), sum(_weighted(plain, deal) or 0 for deal in valued)
            assert told == (len(there), len(there) - len(valued), *worth), (one.currency, group.name)
        assert one.weighted.minor == sums + one.group("expected").weighted.minor
        adds = sum(deal.expected for deal in found.deals if deal.currency == one.currency)
        assert one.estimate.minor == pytest.approx(sums + adds + (one.new.minor if one.new else 0), abs=2)
    assert found.parked == sum(_parked(deal) for deal in plain.deals.values() if deal["status"] == "open")


def test_b24_the_numbers_of_the_health_flags(workspace: Workspace, plain: Plain) -> None:
    found = health.facts(workspace.store.connection, workspace.moment())
    here = _open(plain)
    assert found.by_stage == dict(Counter(deal["stage_id"] for deal in here))
    assert found.overdue == sum(_bucket(plain, deal) == "overdue" for deal in here)
    assert found.no_step == sum(_bucket(plain, deal) == "no next step" for deal in here)
    assert found.steps_today == sum(
        step["due_on"] <= TODAY.isoformat() and step["turn"] == "mine"
        for deal in here
        for step in plain.steps[deal["id"]]
    )
    unfit = {row["deal_id"] for row in _rows(workspace, "qualification") if row["answer"] == "no"}
    unfit &= {deal["id"] for deal in here}
    assert found.unfit == len(unfit)
    since = NOW - timedelta(days=30)
    out = [touch["deal_id"] for touch in plain.touched if touch["direction"] == "out" and _at(touch["at"]) >= since]
    assert found.touches == sum(number is None or number in plain.deals for number in out)
    assert found.unfit_touches == sum(number in unfit for number in out)
    assert found.rotting == sum(_rots(plain, deal) > 0 for deal in here)


@pytest.mark.parametrize("day", [TODAY, TODAY - timedelta(days=10)])
def test_b23_what_was_done_in_a_week(workspace: Workspace, plain: Plain, day: date) -> None:
    told = activity.week(workspace, day)
    monday = day - timedelta(days=day.weekday())
    end = min(monday + timedelta(days=6), TODAY)
    for tally, first, last in (
        (told.done, monday, end),
        (told.before, monday - timedelta(days=7), end - timedelta(days=7)),
    ):
        done = [
            touch
            for touch in plain.touched
            if first <= _day(touch["at"]) <= last and (touch["deal_id"] is None or touch["deal_id"] in plain.deals)
        ]
        out = [touch for touch in done if touch["direction"] == "out"]
        assert tally.touches == dict(Counter(touch["kind"] for touch in out))
        met = ("meeting", "demo", "visit")
        assert tally.meetings == sum(
            touch["kind"] in met and touch["outcome"] not in ("no answer", "bounced") for touch in done
        )
        made = [deal for deal in plain.deals.values() if first <= _day(deal["created_at"]) <= last]
        assert tally.new_deals == sum(not deal["created_unknown"] for deal in made)
        won, lost = (_closed_in(plain, status, first, last) for status in ("won", "lost"))
        assert (tally.won, tally.lost) == (len(won), len(lost))
        assert _shown(tally.value) == _sums((deal["currency"], deal["value_minor"]) for deal in won)


def test_b41_commission_is_by_the_tiers_of_the_quota(workspace: Workspace, plain: Plain, target: QuotaStanding) -> None:
    """5 % up to a hundredth of the quota, 10 % above it; in another currency no tier holds."""
    table = RateTable(rate("5%"), tiers(["1%: 10%"]))
    here = Workspace(workspace.store, workspace.now, Settings(commission=table), "app")
    told = commission.statement(here, periods.parse("this-quarter", TODAY))
    assert told is not None
    won = _closed_in(plain, "won", *QUARTER)
    sums = _sums((deal["currency"], deal["value_minor"]) for deal in won)
    found = {one.currency: one for one in told.currencies}
    for code, minor in sums.items():
        above = max(0, minor - 40_000_000) if code == "EUR" else 0
        assert found[code].won.minor == minor
        assert found[code].earned.minor == pytest.approx(0.05 * (minor - above) + 0.10 * above, abs=1)
        assert sum(one.commission.minor for one in told.earned if one.commission.currency == code) == pytest.approx(
            found[code].earned.minor, abs=len(won)
        )


def test_b41_what_the_items_of_a_deal_come_to(workspace: Workspace, plain: Plain) -> None:
    lines_of = {deal: lines for deal, lines in _items(workspace.store).items() if deal in plain.deals}
    worth_their_items = 0
    for deal, lines in lines_of.items():
        held, row = items.of_deal(workspace, deal), plain.deals[deal]
        month, year = _paid(lines, "month"), _paid(lines, "year")
        told = held.sums
        assert {told.currency} == {line.price.currency for line in held.lines if line.price} | {row["currency"]}
        assert (told.once.minor, told.arr.minor) == (_paid(lines, "once"), 12 * month + year)
        assert told.mrr.minor == int((Decimal(told.arr.minor) / 12).quantize(Decimal(1), ROUND_HALF_UP))
        assert told.first_year.minor == _first_year(lines)[1]
        assert told.unpriced == sum(line["price_minor"] is None for line in lines)
        value = None if row["value_minor"] is None else Money(row["value_minor"], row["currency"])
        apart = told.priced and not told.unpriced and row["value_minor"] != _first_year(lines)[1]
        assert differs(value, told) == apart
        worth_their_items += row["value_minor"] == _first_year(lines)[1]
    assert 0 < worth_their_items < len(lines_of)


def test_the_clock_of_the_tests_is_the_rep_s_own(workspace: Workspace) -> None:
    assert workspace.now().astimezone(UTC).hour == 8
