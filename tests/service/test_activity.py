"""The week, the goals and the plan of the demo book equal a count of every touch and deal, one by one."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from pipetui import demo, service
from pipetui.config import Settings
from pipetui.domain.goals import Goal
from pipetui.domain.line.touch_line import TouchLine
from pipetui.domain.money import Money
from pipetui.insight.plan import ENOUGH
from pipetui.phrases import activity as phrases
from pipetui.service import Workspace, activity, quotas
from pipetui.store.store import Store

NOW = datetime.fromisoformat("2026-11-18T09:10:00+00:00")


@pytest.fixture(scope="module")
def demo_book(template_book: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("activity") / "book.db"
    shutil.copyfile(template_book, path)
    with Store.open(path) as store:
        demo.build(store, NOW, deals=300)
    return path


@pytest.fixture
def lively(demo_book: Path, book: Path) -> Iterator[Workspace]:
    shutil.copyfile(demo_book, book)
    with Store.open(book) as store:
        yield Workspace(store, lambda: NOW, Settings(), "shell")


def day_of(at: str) -> date:
    return datetime.fromisoformat(at).date()


def test_b23_a_week_is_what_a_look_at_every_touch_and_deal_counts(lively: Workspace) -> None:
    connection = lively.store.connection
    gone = {number for (number,) in connection.execute("SELECT id FROM deal WHERE deleted_at IS NOT NULL")}
    touches = [row for row in connection.execute("SELECT deal_id, kind, direction, outcome, at FROM touch")
               if row[0] not in gone]  # fmt: skip
    deals = connection.execute(
        "SELECT created_at, created_unknown, status, closed_on, value_minor, currency FROM deal"
        " WHERE deleted_at IS NULL"
    ).fetchall()
    for back in range(4):
        week = activity.week(lively, NOW.date() - timedelta(days=7 * back))
        assert week.first.weekday() == 0
        assert (week.last - week.first).days == 6
        end = NOW.date() if not back else week.last
        for tally, shift in ((week.done, 0), (week.before, 7)):
            first, last = week.first - timedelta(days=shift), end - timedelta(days=shift)
            then = [row for row in touches if first <= day_of(row[4]) <= last]
            out = [row for row in then if row[2] == "out"]
            assert tally.touches == dict(Counter(row[1] for row in out))
            assert sum(tally.got_through.values()) == sum(row[3] in ("reached", "replied", "booked") for row in out)
            met = [
                row for row in then if row[1] in ("meeting", "demo", "visit") and row[3] not in ("no answer", "bounced")
            ]
            assert tally.meetings == len(met)
            assert tally.new_deals == sum(first <= day_of(at) <= last and not unknown for at, unknown, *_ in deals)
            closed = [row for row in deals if row[3] and first.isoformat() <= row[3] <= last.isoformat()]
            assert tally.won == sum(row[2] == "won" for row in closed)
            assert tally.lost == sum(row[2] == "lost" for row in closed)
            sums: Counter[str] = Counter()
            for row in closed:
                if row[2] == "won" and row[4] is not None:
                    sums[row[5]] += row[4]
            assert tally.value == tuple(Money(minor, code) for code, minor in sorted(sums.items()))


def test_b23_the_plan_stands_on_the_rates_of_the_last_year(lively: Workspace) -> None:
    connection = lively.store.connection
    quotas.put(lively, ["5m"], "year")
    found = activity.plan(lively)
    assert found is not None
    since = (NOW - timedelta(days=365)).strftime("%Y-%m-%dT%H:%M:%SZ")
    closed = list(connection.execute(
        "SELECT id, status, value_minor, currency FROM deal WHERE status <> 'open' AND deleted_at IS NULL"
        " AND closed_at >= ?", (since,)))  # fmt: skip
    assert len(closed) >= ENOUGH
    won = [row for row in closed if row[1] == "won"]
    numbers = {row[0] for row in closed}
    touches = sum(
        deal in numbers for (deal,) in connection.execute("SELECT deal_id FROM touch WHERE direction = 'out'")
    )
    values = [row[2] for row in won if row[3] == "EUR" and row[2] is not None]
    assert found.own
    assert found.win_rate == len(won) / len(closed)
    assert found.touches_per_deal == touches / len(closed)
    assert found.mean_value == Money(sum(values) // len(values), "EUR")
    assert found.pipeline.deals == connection.execute(
        "SELECT count(*) FROM deal WHERE status = 'open' AND deleted_at IS NULL AND coalesce(parked_until, '') <= ?",
        (NOW.date().isoformat(),),
    ).fetchone()[0]  # fmt: skip
    page = phrases.plan_page(found, activity.week(lively))
    assert page.sentence.startswith(f"{found.touches_a_week:,} touches a week")


def test_b23_what_is_planned_are_my_steps_until_the_end_of_the_week(lively: Workspace) -> None:
    connection = lively.store.connection
    week = activity.week(lively)
    rows = connection.execute(
        "SELECT kind, due_on, turn, status, deleted_at, parked_until FROM follow_up f JOIN deal ON deal.id = deal_id"
        " WHERE f.done_at IS NULL"
    )
    today = NOW.date().isoformat()
    wanted = Counter(
        kind
        for kind, due, turn, status, deleted, parked in rows
        if due <= week.last.isoformat()
        and turn == "mine"
        and status == "open"
        and not deleted
        and (parked or "") <= today
    )
    assert week.planned == dict(wanted)
    assert wanted


def test_b23_a_goal_counts_its_own_days_and_is_taken_back_by_undo(lively: Workspace) -> None:
    activity.set_goal(lively, Goal("touches", 60, "week"))
    activity.set_goal(lively, Goal("meetings", 9, "month"))
    activity.set_goal(lively, Goal("touches", 6, "day"))
    touches, meetings = activity.goals(lively)
    assert touches.goal == Goal("touches", 6, "day")
    assert meetings.goal == Goal("meetings", 9, "month")
    service.log(lively, [7], TouchLine("call"))
    assert activity.goals(lively)[0].done == touches.done + 1
    service.undo(lively)
    service.undo(lively)
    assert activity.goals(lively)[0].goal == Goal("touches", 60, "week")
    activity.set_goal(lively, Goal("meetings", 0, "week"))
    assert len(activity.goals(lively)) == 1


def test_b23_an_empty_book_has_an_empty_week_and_a_plan_of_usual_figures(workspace: Workspace) -> None:
    assert activity.plan(workspace) is None
    week = activity.week(workspace)
    assert (week.done.all_touches, week.goals, week.planned, week.plan) == (0, (), {}, None)
    assert phrases.week_page(week).sentence == "0 touches · before: 0"
    quotas.put(workspace, ["5", "deals"], "quarter")
    found = activity.plan(workspace)
    assert found is not None
    assert (found.own, found.deals_to_work, found.touches) == (False, 25, 125)
    chain = phrases.plan_page(found, week).tables[0].rows
    assert "too few of your own, 0 of 20 closed" in str(chain)
