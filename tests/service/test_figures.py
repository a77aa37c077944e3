"""Every figure that is shown equals a plain computation from the rows: of the demo book, and of one of 8,800 deals."""

from __future__ import annotations

import json
import os
import shutil
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import pytest

from pipetui import arrange, demo
from pipetui.cli.output import deal_json, json_format
from pipetui.config import Settings
from pipetui.domain.dates import period as periods
from pipetui.domain.sweep import cycle
from pipetui.phrases.reports import LOSSES, SOURCES
from pipetui.service import Workspace, reads, reports
from pipetui.store.reads import due_counts, lists, sweep
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


@pytest.fixture(scope="module", params=[None, 8_800], ids=["demo", "8800"])
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
        store.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


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


def test_b06_days_are_calendar_days_and_a_deal_that_was_away_begins_anew(workspace: Workspace, plain: Plain) -> None:
    for card in reads.all_cards(workspace):
        deal, touches = plain.deals[card.id], plain.touches[card.id]
        since = max(touches).astimezone(BERLIN).date() if touches else _day(deal["created_at"])
        quiet = max(_day(deal["entered_stage_at"]), since) if touches else _day(deal["entered_stage_at"])
        if deal["parked_until"] is not None and not _parked(deal):
            back = date.fromisoformat(deal["parked_until"])
            since, quiet = max(since, back), max(quiet, back)
        assert card.idle_days == max(0, (TODAY - since).days)
        if deal["status"] == "open":
            ahead = any(
                (step["due_on"], step["due_time"] or "24:00") >= (TODAY.isoformat(), f"{NOW:%H:%M}")
                for step in plain.steps[card.id]
            )
            limit, days = plain.stages[deal["stage_id"]]["rotting_days"], max(0, (TODAY - quiet).days)
            assert card.rotting_days == (days if 0 < limit <= days and not ahead else 0)


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


def test_the_clock_of_the_tests_is_the_rep_s_own(workspace: Workspace) -> None:
    assert workspace.now().astimezone(UTC).hour == 8
