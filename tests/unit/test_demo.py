"""The demo book: lively on any day, the same for the same seed, and nothing that undo could empty."""

from __future__ import annotations

import hashlib
import re
import shutil
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest

from pipetui import demo, service
from pipetui.config import Settings
from pipetui.domain.dates import period as periods
from pipetui.domain.errors import ConflictError
from pipetui.domain.rules import OVERDUE
from pipetui.service import Workspace, forecast, quotas, reads
from pipetui.store import forecast_categories, items
from pipetui.store.reads import book_reads
from pipetui.store.schema import triggers
from pipetui.store.store import Store

DAYS = (
    datetime(2026, 11, 18, 9, 10, tzinfo=UTC),  # a Wednesday
    datetime(2026, 11, 21, 10, 0, tzinfo=UTC),  # a Saturday
    datetime(2024, 2, 29, 23, 50, tzinfo=timezone(timedelta(hours=5, minutes=30))),
    datetime(2026, 1, 1, 0, 5, tzinfo=timezone(timedelta(hours=-8))),
)


def rows(connection: sqlite3.Connection) -> dict[str, list[tuple[Any, ...]]]:
    names = [table.name for table in triggers.journaled()]
    return {name: connection.execute(f"SELECT * FROM {name} ORDER BY id").fetchall() for name in names}


@pytest.fixture
def build(template_book: Path, tmp_path: Path) -> Callable[..., dict[str, list[tuple[Any, ...]]]]:
    def make(now: datetime, **options: Any) -> dict[str, list[tuple[Any, ...]]]:
        path = tmp_path / f"demo-{len(list(tmp_path.iterdir()))}.db"
        shutil.copyfile(template_book, path)
        with Store.open(path) as store:
            demo.build(store, now, **options)
            return rows(store.connection)

    return make


At = Callable[[Workspace, datetime], Workspace]


@pytest.fixture(scope="module")
def at() -> Iterator[At]:
    """The workspace on that day, in its demo book; a day's is built once."""
    built: dict[datetime, sqlite3.Connection] = {}

    def on(workspace: Workspace, now: datetime) -> Workspace:
        if now in built:
            built[now].backup(workspace.store.connection)
        else:
            demo.build(workspace.store, now)
            built[now] = sqlite3.connect(":memory:")
            workspace.store.connection.backup(built[now])
        return Workspace(workspace.store, lambda: now, Settings(), "app")

    yield on
    for connection in built.values():
        connection.close()


def test_the_same_seed_and_day_give_the_same_rows(build: Callable[..., dict[str, list[tuple[Any, ...]]]]) -> None:
    made = build(DAYS[0])
    assert made == build(DAYS[0].replace(hour=23, minute=59))
    assert build(DAYS[0], seed=2) != made


def test_a_rep_has_a_desk_beside_the_deals(workspace: Workspace, at: At) -> None:
    workspace = at(workspace, DAYS[0])
    connection = workspace.store.connection
    quota = quotas.standing(workspace)
    assert quota is not None
    (wanted,) = quota.quota.amounts
    assert 0 < quota.won[0].minor < wanted.minor
    kept = forecast.moved(workspace, periods.of("quarter", DAYS[0].date()))
    assert len({one.day for one in kept}) >= 6
    assert {one.quota for one in kept if one.currency == "EUR"} == {wanted.minor}
    offers = connection.execute("SELECT DISTINCT deal_id FROM deal_item").fetchall()
    assert len(offers) >= 5
    for (deal,) in offers:
        held = items.held(connection, deal)
        assert held.value == held.sums.first_year
    assert set(forecast_categories.of_deals(connection).values()) == {"commit", "best case"}


def test_numbers_are_those_that_nobody_is_given_and_everybody_has_one_of_their_own(
    workspace: Workspace, at: At
) -> None:
    workspace = at(workspace, DAYS[0])
    numbers = [
        row[0] for row in workspace.store.connection.execute("SELECT value FROM contact_point WHERE kind = 'phone'")
    ]
    free = re.compile(
        r"\+49 30 23125 \d{3}|\+49 171 39200\d\d|\+1 202 555 01\d\d|\+44 20 7946 0\d{3}|\+44 7700 900\d{3}"
        r"|\+81 3 1234 5\d{3}|\+46 40 628 04 \d\d|\+46 70 174 06 (0[5-9]|[1-9]\d)"
    )
    assert all(free.fullmatch(number) for number in numbers)
    assert len(numbers) - len(set(numbers)) == 1  # of the one who is there twice


def test_any_number_of_deals_in_the_same_shares(build: Callable[..., dict[str, list[tuple[Any, ...]]]]) -> None:
    made = build(DAYS[0], deals=1360)["deal"]
    statuses = [row[5] for row in made]
    assert {status: statuses.count(status) for status in ("open", "won", "lost")} == {
        "open": 760,
        "won": 300,
        "lost": 300,
    }


def test_the_default_book_stays_row_for_row_what_it_was(workspace: Workspace, at: At) -> None:
    lines = (
        at(workspace, DAYS[0])
        .store.connection.execute(
            """SELECT title, value_minor, status, stage_id, entered_stage_at, closed_at, organization_id FROM deal
           UNION ALL SELECT deal_id, person_id, kind, outcome, at, text, 0 FROM touch
           UNION ALL SELECT deal_id, what, due_on, due_time, turn, created_at, done_at FROM follow_up
           UNION ALL SELECT deal_id, kind, at, from_stage_id, to_stage_id, stayed_s, 0 FROM stage_event"""
        )
        .fetchall()
    )
    assert len(lines) == 1340
    assert hashlib.sha256(repr(lines).encode()).hexdigest()[:16] == "e2d502ea081e79b9"


def test_a_long_career_closes_deals_year_by_year_at_one_pace(
    build: Callable[..., dict[str, list[tuple[Any, ...]]]],
) -> None:
    assert build(DAYS[0], deals=150, open_deals=20) == build(DAYS[0], deals=150, open_deals=20)
    made = build(DAYS[0], deals=1500, open_deals=200)
    open_deals = [row for row in made["deal"] if row[5] == "open"]
    assert len(open_deals) == 200
    assert min(row[13] for row in open_deals) > "2026"
    years = Counter(row[14][:4] for row in made["deal"] if row[14])
    assert sum(years.values()) == 1300
    assert len(years) in range(8, 11)  # 30 a year for 38 open ones: a good eight years
    assert max(years.values()) < 1300 / 8
    started = {row[0]: row[7] for row in made["organization"]}
    assert all(started[row[8]] <= row[13] for row in made["deal"])
    # What was to be taken up again years ago has been.
    assert min(row[19] for row in made["deal"] if row[19]) >= DAYS[0].date().isoformat()


def test_a_busy_rep_touches_deals_more_often(build: Callable[..., dict[str, list[tuple[Any, ...]]]]) -> None:
    usual, busy = (len(build(DAYS[0], deals=300, busy=busy)["touch"]) for busy in (1.0, 2.0))
    assert 1.9 < busy / usual < 2.1


@pytest.mark.parametrize(("deals", "open_deals"), [(10, 0), (10, 10), (0, 0), (5, 1)])
def test_any_share_of_them_can_be_open(
    build: Callable[..., dict[str, list[tuple[Any, ...]]]], deals: int, open_deals: int
) -> None:
    made = build(DAYS[0], deals=deals, open_deals=open_deals)["deal"]
    assert (len(made), sum(row[5] == "open" for row in made)) == (deals, open_deals)


def test_no_more_can_be_open_than_there_are(workspace: Workspace, now: datetime) -> None:
    with pytest.raises(ValueError, match="11 of 10"):
        demo.build(workspace.store, now, deals=10, open_deals=11)


@pytest.mark.parametrize("now", DAYS)
def test_every_kind_of_deal_is_there_on_any_day(workspace: Workspace, at: At, now: datetime) -> None:
    workspace = at(workspace, now)
    cards = reads.all_cards(workspace)
    assert [[card.status for card in cards].count(status) for status in ("open", "won", "lost")] == [38, 30, 30]
    buckets = {bucket.name: bucket.cards for bucket in reads.agenda(workspace).buckets}
    late = 11 if now.hour > 16 else 9  # in the evening the appointments of the day are late, too
    assert len(buckets["overdue"]) == late
    assert {card.status for card in buckets["today"]} == {"open", "won", "lost"}
    assert len(buckets["this week"]) + len(buckets["next week"]) >= 7
    assert all(buckets[name] for name in ("later", "no next step", "parked"))
    assert all(column.cards for column in reads.board(workspace).columns)
    assert sum(card.rotting_days > 0 for card in cards) >= 4
    assert {card.next_step.turn for card in cards if card.next_step} == {"mine", "theirs"}
    assert {card.currency for card in cards} == {"EUR", "JPY"}
    assert set(book_reads.medians(workspace.store.connection, reads.pipelines(workspace).stages).stays) == {
        stage.id for stage in reads.pipelines(workspace).stages
    }
    assert any(card.badge == OVERDUE for card in cards)


@pytest.mark.parametrize("now", DAYS)
def test_nothing_happened_in_the_future_and_touches_on_working_days(
    workspace: Workspace, at: At, now: datetime
) -> None:
    workspace = at(workspace, now)
    moment = now.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    for table, column in (("touch", "at"), ("stage_event", "at"), ("deal", "created_at"), ("deal", "closed_at")):
        latest = workspace.store.connection.execute(f"SELECT max({column}) FROM {table}").fetchone()[0]
        assert latest <= moment
    touched = [row[0] for row in workspace.store.connection.execute("SELECT at FROM touch")]
    assert all(datetime.fromisoformat(text).astimezone(now.tzinfo).weekday() < 5 for text in touched)
    stays = workspace.store.connection.execute("SELECT min(stayed_s) FROM stage_event").fetchone()[0]
    assert stays >= 0
    assert not workspace.store.connection.execute("SELECT 1 FROM deal WHERE closed_at < created_at").fetchall()


def test_everybody_is_invented(workspace: Workspace, at: At, now: datetime) -> None:
    workspace = at(workspace, now)
    addresses = [
        row[0] for row in workspace.store.connection.execute("SELECT value FROM contact_point WHERE kind = 'email'")
    ]
    assert addresses
    assert all(address.isascii() and address.endswith(".example") for address in addresses)


def test_b27_undo_does_not_empty_it_and_later_gestures_are_undone(workspace: Workspace, at: At, now: datetime) -> None:
    workspace = at(workspace, now)
    before = rows(workspace.store.connection)
    with pytest.raises(ConflictError, match="nothing to undo"):
        service.undo(workspace)
    service.note(workspace, [1], "hello")
    service.undo(workspace)
    assert rows(workspace.store.connection) == before
    assert workspace.store.connection.execute("SELECT step_id FROM journal_head").fetchall() == [(None,)]


def test_it_fills_a_book_of_another_pipeline(tmp_path: Path, now: datetime) -> None:
    with Store.open(tmp_path / "other.db", template="healthcare", currency="CHF") as store:
        demo.build(store, now, deals=60)
        demo.build(store, now, seed=2, deals=60)
        workspace = Workspace(store, lambda: now, Settings(), "app")
        assert len(reads.all_cards(workspace)) == 120
        assert {card.currency for card in reads.all_cards(workspace)} == {"CHF", "JPY"}
        assert sum(len(column.cards) > 0 for column in reads.board(workspace).columns) >= 5
