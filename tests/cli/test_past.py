"""The past can be put right: what happened earlier than it was written down, or another day, or for another reason."""

from __future__ import annotations

import json
import sqlite3
import time
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest

from pipetui import present

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Begun, Shell
    from tests.conftest import Clock


def rows(book: Path, asked: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(book)) as connection:
        return connection.execute(asked).fetchall()


@pytest.fixture
def closed(begun: Begun) -> Shell:
    """#1 was won today, #2 lost today, #3 is open; all were put in a week ago and moved two days ago."""
    return begun(
        *(("add", *title.split()) for title in ("Lamps 5k", "Boxes 7k", "Crates 9k")),
        5,
        *(("advance", number) for number in "123"),
        2,
        ("win", "1"),
        ("drop", "2", "price"),
    )


def sources(run: Shell, period: str) -> tuple[int, int]:
    total = json.loads(run("report", "sources", period, "--json").out)["total"]  # exit code 1: nothing to report
    return total["won"], total["lost"]


def test_b11_the_day_of_closing_is_put_right_with_its_history_and_the_reports(closed: Shell, book: Path) -> None:
    assert closed.did("edit", "1", "closed:yesterday").startswith("edited #1 Lamps: closed Fri 27 Nov 12:00")
    at, on, first = rows(book, "SELECT closed_at, closed_on, first_won_at FROM deal WHERE id = 1")[0]
    assert (at, on, first) == ("2026-11-27T12:00:00Z", "2026-11-27", at)
    events = rows(book, "SELECT kind, at, stayed_s FROM stage_event WHERE deal_id = 1 ORDER BY id")
    assert events[-1] == ("won", at, 26 * 3600)
    closed.did("undo")
    assert rows(book, "SELECT closed_on FROM deal WHERE id = 1") == [("2026-11-28",)]


def test_b11_what_closed_in_another_month_is_reported_there(closed: Shell) -> None:
    assert sources(closed, "2026-11") == (1, 1)
    for field in ("created", "entered", "closed"):
        closed.did("edit", "1", f"{field}:2026-10-20")
    assert sources(closed, "2026-11") == (0, 1)
    assert sources(closed, "2026-10") == (1, 0)


def test_b11_when_it_came_in_and_entered_its_stage(closed: Shell, book: Path) -> None:
    closed.did("edit", "3", "created:2026-10-01")
    assert rows(book, "SELECT created_at, entered_stage_at FROM deal WHERE id = 3") == [
        ("2026-10-01T12:00:00Z", "2026-11-26T10:00:00Z")
    ]
    assert rows(book, "SELECT at, stayed_s FROM stage_event WHERE deal_id = 3 ORDER BY id") == [
        ("2026-10-01T12:00:00Z", None),
        ("2026-11-26T10:00:00Z", (56 * 24 - 2) * 3600),
    ]
    closed.did("edit", "3", "entered:2026-10-11")
    assert rows(book, "SELECT at, stayed_s FROM stage_event WHERE deal_id = 3 ORDER BY id") == [
        ("2026-10-01T12:00:00Z", None),
        ("2026-10-11T12:00:00Z", 10 * 24 * 3600),
    ]
    assert json.loads(closed.did("show", "3", "--json"))["stage_days"] == 48


def test_b11_a_deal_that_never_moved_has_been_in_its_stage_since_it_came_in(run: Shell, book: Path) -> None:
    run.did("add", "Late entry")
    run.did("edit", "1", "created:1 nov")
    assert rows(book, "SELECT created_at = entered_stage_at FROM deal") == [(1,)]


def test_b11_a_loss_had_another_reason(closed: Shell, book: Path) -> None:
    assert "lost for" in closed.did("edit", "2", "reason:budg")
    assert rows(book, "SELECT lost_reason FROM deal WHERE id = 2") == [("budget",)]
    assert rows(book, "SELECT note FROM stage_event WHERE kind = 'lost'") == [("budget",)]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("3", "closed:yesterday"), "#3 Crates is open"),
        (("1", "closed:tomorrow"), "is still ahead"),
        (("1", "closed:2026-11-01"), "it entered its stage only on Thu 26 Nov 10:00"),
        (("1", "closed:"), "when it was is not known"),
        (("3", "created:yesterday"), "it moved on on Thu 26 Nov 10:00"),
        (("3", "entered:2026-11-01"), "it was moved only on Sat 21 Nov 10:00"),
        (("2", "entered:2026-11-29"), "is still ahead"),
        (("1", "reason:price"), "only a lost deal has a reason"),
        (("2", "reason:moon"), "there is no reason “moon”"),
        (("2", "created:blue"), "blue"),
    ],
)
def test_b11_what_cannot_have_been_is_refused_and_nothing_is_written(
    closed: Shell, book: Path, words: tuple[str, ...], said: str
) -> None:
    before = rows(book, "SELECT * FROM deal") + rows(book, "SELECT * FROM stage_event")
    result = closed("edit", *words)
    assert result.code in (2, 4)
    assert said in result.err
    assert rows(book, "SELECT * FROM deal") + rows(book, "SELECT * FROM stage_event") == before


@pytest.mark.parametrize("options", [(), ("--yes",)])
def test_b11_a_step_was_done_earlier(run: Shell, book: Path, options: tuple[str, ...]) -> None:
    run.did("add", "Lamps", "next:+2d call")
    assert "done: next step of #1 Lamps – call · Fri 20 Nov 12:00" in run.did("done", "lamps", "at:yesterday", *options)
    assert rows(book, "SELECT done_at FROM follow_up") == [("2026-11-20T12:00:00Z",)]
    run.did("undo")
    assert run("done", "1", "at:tomorrow").code == 2
    assert rows(book, "SELECT done_at FROM follow_up") == [(None,)]


def test_b11_a_journey_moves_no_deal_to_another_month(
    run: Shell, book: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def here(zone: str) -> None:
        monkeypatch.setenv("TZ", zone)
        time.tzset()

    run.did("add", "Lamps", "5k")
    here("America/Los_Angeles")
    clock.now = clock.now.replace(month=12, day=1, hour=5)  # in the evening of 30 November there
    monkeypatch.setattr(present, "present", lambda: clock.now.astimezone(present.LocalZone()))
    try:
        run.did("win", "1")
        for zone in ("America/Los_Angeles", "Europe/Berlin", "Asia/Tokyo"):
            here(zone)
            assert sources(run, "2026-11") == (1, 0)
            assert sources(run, "2026-12") == (0, 0)
            assert run("list", "closed:2026-11-30", "--ids").out == "1\n"
    finally:
        here("UTC")


def test_b11_a_stage_and_since_when_in_one_edit(closed: Shell, book: Path) -> None:
    closed.did("edit", "3", "created:2026-10-01")
    closed.did("edit", "3", "stage:proposal", "entered:yesterday")
    assert rows(book, "SELECT entered_stage_at FROM deal WHERE id = 3") == [("2026-11-27T12:00:00Z",)]
    assert "lost for budget" in closed.did("edit", "2", "reason:budget")


def test_a_refusal_says_what_cannot_have_been_and_names_the_deal_as_it_is(run: Shell) -> None:
    run.did("add", "Globex", "5k")
    refused = run("edit", "1", "title:Other", "entered:2026-11-01")
    assert refused.code == 4
    assert refused.err.startswith(
        "pipetui: #1 Globex cannot have entered its stage on Sun 1 Nov 12:00: it came in only"
    )
    run.did("win", "1")
    assert "#1 Globex is won, so it cannot be moved" in run("edit", "1", "title:Other", "stage:demo").err


def test_a_lost_deal_keeps_a_reason(run: Shell) -> None:
    run.did("add", "Globex", "5k")
    run.did("drop", "1", "price")
    assert run("edit", "1", "reason:").err.startswith("pipetui: a lost deal has a reason")


def test_what_was_planned_in_the_second_of_the_win_is_no_check_in(run: Shell) -> None:
    run.did("add", "Globex", "5k", "next:fri")
    run.did("win", "1", "--check-in", "+2w")
    assert "Fri 27 Nov" not in run.did("list")
    assert "Sat 5 Dec" in run.did("list")
    run.did("undo")
    assert "Fri 27 Nov" in run.did("list")


def test_what_was_planned_after_a_win_of_before_is_no_check_in(run: Shell) -> None:
    run.did("add", "Globex", "5k", "next:fri")
    run.did("win", "1", "at:yesterday", "--check-in", "+2w")
    assert "Fri 27 Nov" not in run.did("show", "1")
    assert "Sat 5 Dec" in run.did("show", "1")


def test_a_beginning_that_goes_back_with_the_end_is_said(run: Shell) -> None:
    run.did("add", "Globex", "5k")
    assert "was not in the book yet: it came in then, too" in run("drop", "1", "price", "at:yesterday").err


@pytest.mark.parametrize("days", [["today"], ["2026-11-21 18:00"], ["today", "2026-11-21 18:00", "yesterday", "today"]])
def test_b26_check_ins_stay_what_they_are_when_the_day_of_the_win_is_put_right(
    run: Shell, clock: Clock, book: Path, days: list[str]
) -> None:
    def planned() -> str:
        return run.did("show", "1").partition("Timeline")[0].partition("next step")[2]

    run.did("add", "Globex", "5k")
    clock.tick(days=1)
    run.did("next", "1", "2026-12-20", "left of the sale")
    clock.tick(days=1)
    run.did("win", "1", "--check-in", "2026-12-10")
    clock.tick(days=1)
    run.did("next", "1", "2026-12-15", "ask for a referral")
    clock.tick(days=3)
    before, stored = planned(), rows(book, "SELECT * FROM follow_up ORDER BY id")
    assert "10 Dec" in before
    assert "ask for a referral" in before
    assert "left of the sale" not in before
    for day in days:
        run.did("edit", "1", f"closed:{day}")
        assert planned() == before
    for _ in days:
        run.did("undo")
    assert rows(book, "SELECT * FROM follow_up ORDER BY id") == stored
    assert planned() == before
    run.did("reopen", "1")
    assert "left of the sale" in planned()
