"""`pipetui sweep`: what looks dead, decided on in the shell (behaviour 10)."""

import json
from collections.abc import Callable

import pytest

from tests.cli.conftest import Begun, Shell
from tests.conftest import Clock


@pytest.fixture
def dead(begun: Begun) -> Shell:
    """Four deals without a next step, 40 days quiet, and a fresh one."""
    lines = (
        "Acme rollout 12k @proposal",
        "Globex seats 8400 @demo",
        "Initech renewal @qual",
        "Hooli pilot 4k @demo",
    )
    return begun(*(("add", *line.split()) for line in lines), 40, ("add", "Fresh", "@demo"))


def test_b10_the_list_says_why_with_numbers(dead: Shell) -> None:
    result = dead("sweep")
    assert result.code == 0
    lines = result.out.splitlines()
    assert lines[0].split() == ["#", "deal", "value", "stage", "age", "next", "step"]
    assert "    40 days quiet, rots after 10" in lines
    assert not any("Fresh" in line for line in lines)
    assert "4 deals · €24,400" in result.err
    assert "pipetui sweep" in result.err


def test_b10_ids_and_json_are_for_pipes(dead: Shell) -> None:
    numbers = dead.did("sweep", "--ids").split()
    assert sorted(numbers) == ["1", "2", "3", "4"]
    found = json.loads(dead.did("sweep", "--json"))
    assert [str(one["id"]) for one in found] == numbers
    assert next(one for one in found if one["id"] == 1)["reasons"] == [{"reason": "rotting", "days": 40, "limit": 10}]
    assert dead("sweep", "--json").err == ""


def test_b10_a_few_words_decide_and_say_the_way_back(dead: Shell) -> None:
    assert dead.did("sweep", "1", "drop", "went-silent") == (
        "swept #1 Acme rollout: drop · went silent · undo: pipetui undo\n"
    )
    assert "park until Fri 15 Jan" in dead.did("sweep", "globex", "seats", "park", "15", "jan")
    assert "keep until Sat 30 Jan" in dead.did("sweep", "3", "keep", "30d")
    assert "revive on Mon 1 Mar · timing" in dead.did("sweep", "4", "revive", "1", "mar", "timing")
    result = dead("sweep")
    assert (result.code, result.out, result.err) == (1, "", "nothing looks dead\n")
    dead.did("undo")
    assert dead.did("sweep", "--ids") == "4\n"


def test_b10_a_last_chance_stands_in_today(dead: Shell) -> None:
    dead.did("sweep", "2", "last-chance")
    found = [deal for deal in json.loads(dead.did("today", "--json")) if deal["id"] == 2]
    assert [(deal["bucket"], deal["next_step"]["what"]) for deal in found] == [("today", "e-mail: last chance")]


def test_b31_many_are_shown_and_asked_about_first(dead: Shell, contents: Callable[[], dict[str, int]]) -> None:
    before = contents()
    refused = dead("sweep", "1-3", "drop", "price")
    assert refused.code == 2
    assert "--yes" in refused.err
    shown = dead("sweep", "1-3", "drop", "price", "--dry-run")
    assert shown.code == 0
    assert "#1 Acme rollout: ? no next step → lost" in shown.out.replace("≈ 40 days  no next step", "? no next step")
    assert contents() == before
    assert "swept 3 deals: 3 dropped" in dead.did("sweep", "1-3", "drop", "price", "--yes")
    assert contents()["step"] == before["step"] + 1


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["1"], 2),
        (["1", "perhaps"], 2),
        (["1", "drop"], 2),
        (["1", "drop", "zz"], 2),
        (["1", "park"], 2),
        (["1", "park", "today"], 2),
        (["1", "keep", "0"], 2),
        (["1", "revive", "timing"], 2),
        (["99", "keep"], 3),
        (["nobody", "keep"], 3),
    ],
)
def test_b10_what_is_not_understood_is_refused_with_an_example(
    dead: Shell, contents: Callable[[], dict[str, int]], words: list[str], code: int
) -> None:
    before = contents()
    result = dead("sweep", *words)
    assert (result.code, result.out) == (code, "")
    assert len(result.err.splitlines()) >= 2, "what is wrong, and what to do"
    assert contents() == before


def test_b10_a_closed_deal_is_a_conflict(dead: Shell) -> None:
    dead.did("win", "1")
    assert dead("sweep", "1", "keep").code == 4


def test_b10_the_day_ends_with_a_reminder_on_a_terminal_alone(dead: Shell) -> None:
    said = "dead leads never swept yet: pipetui sweep\n"
    assert dead("today", typed="").err == said
    for quiet in (dead("today"), dead("today", "-q", typed=""), dead("today", "--json", typed="")):
        assert said not in quiet.err
    assert dead("today", "--ids", typed="").err == ""
    assert "swept" in dead.did("sweep", "done")
    assert dead("today", typed="").err == ""


def test_b10_the_reminder_counts_the_days(dead: Shell, clock: Clock) -> None:
    dead.did("sweep", "done")
    clock.tick(days=9)
    assert dead("today", typed="").err == "sweep last done 9 days ago: pipetui sweep\n"


def test_b10_an_empty_book_has_nothing_dead(run: Shell) -> None:
    result = run("sweep")
    assert (result.code, result.out, result.err) == (1, "", "nothing looks dead\n")
