"""A parked deal: off the board, out of every list, count and sum until its morning, with its clocks beginning then."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.cli.conftest import Begun, Shell
    from tests.conftest import Clock


@pytest.fixture
def parked(run: Shell, begun: Begun) -> Shell:
    """Two deals of one customer, of which the second is parked for three weeks."""
    begun(
        ("add", "Lamps", "5k", "org:Wonka", "who:Willy", "src:fair", "next:+40d"),
        ("add", "Boxes", "7k", "org:Wonka", "who:Willy", "src:fair"),
        ("park", "2", "+3w"),
    )
    return run


def numbers(run: Shell, *words: str) -> list[int]:
    result = run("list", *words, "--json")
    return [one["id"] for one in json.loads(result.out)] if result.out.strip() else []


def test_b08_no_list_has_it_but_one_that_asks_for_parked_deals(parked: Shell) -> None:
    assert numbers(parked) == [1]
    assert numbers(parked, "nonext") == []
    assert numbers(parked, "value.over:6k") == []
    assert numbers(parked, "parked") == [2]
    assert sorted(numbers(parked, "wonka or parked")) == [1, 2]
    assert "1 parked: pipetui list wonka parked" in parked("list", "wonka").err


def test_b08_it_counts_nowhere(parked: Shell) -> None:
    (customer,) = json.loads(parked.did("orgs", "--json"))
    (person,) = json.loads(parked.did("people", "--json"))
    assert customer["open_deals"] == person["open_deals"] == 1
    assert customer["open_value"] == person["open_value"] == {"EUR": "5000.00"}
    (line,) = json.loads(parked.did("report", "sources", "--json"))["sources"]
    assert line["created"] == 1


def test_b08_on_its_morning_it_is_back_and_its_clocks_begin(parked: Shell, clock: Clock) -> None:
    clock.tick(days=21)
    assert sorted(numbers(parked)) == [1, 2]
    assert numbers(parked, "idle:0") == [2]
    clock.tick(days=2)
    assert numbers(parked, "idle:2") == [2]
    assert json.loads(parked.did("orgs", "--json"))[0]["open_deals"] == 2


def test_b08_a_step_before_the_day_it_comes_back_is_said_whichever_was_first(parked: Shell) -> None:
    said = "#2 Boxes is parked until Sat 12 Dec, its step is due Fri 27 Nov: both stand"
    assert said in parked("next", "2", "fri", "call").err
    assert (
        said.replace("#2 Boxes", "#1 Lamps").replace("Fri 27 Nov", "Thu 31 Dec") not in parked("park", "1", "+3w").err
    )
    parked.did("unpark", "2")
    assert said in parked("park", "2", "+3w").err
