"""`pipetui quota`: won of the quota beside the share of the period gone."""

import json

import pytest

from tests.cli.conftest import Shell


def test_b19_nothing_is_shown_where_no_quota_is_set(run: Shell) -> None:
    asked = run("quota")
    assert (asked.code, asked.out) == (1, "")
    assert "pipetui quota set" in asked.err
    assert json.loads(run("quota", "--json").out) == {"quota": None}


def test_to_ask_for_a_quota_makes_no_book(fresh: Shell) -> None:
    assert fresh("quota").code == 1
    assert fresh("quota", "clear").code == 3


def test_b19_a_quota_is_set_shown_and_taken_back(run: Shell) -> None:
    run.did("add", "Acme 20k close:eom @prop")
    run.did("add", "Globex 30k")
    run.did("add", "Late 9k")
    run.did("edit", "3", "close:2026-11-02")
    run.did("win", "2")
    assert "quota: €100,000 per quarter from Q4 2026 on" in run.did("quota", "set", "100k")
    shown = run.did("quota").splitlines()
    assert shown[0].startswith("Q4 2026  €100,000 per quarter  56 % gone, 40 days left")
    assert shown[2:] == [
        "won       €30,000 of €100,000, 30 %",
        "gap       €70,000",
        "expected  1 deal, €20,000, weighted €12,000",
        "coverage  0.2×",
        "not counted: 1 open deal past their close date, €9,000",
    ]
    told = json.loads(run.did("quota", "--json"))
    assert told["won"] == {"EUR": "30000.00"}
    assert (told["made"], told["gap"], told["coverage"]) == (0.3, "70000.00", 0.1714)
    run.did("undo")
    assert run("quota").code == 1


def test_b19_what_is_of_a_currency_without_a_rate_is_said_to_be_in_no_sum(run: Shell) -> None:
    run.did("add", "Acme 20k")
    run.did("add", "Globex 12k USD")
    run.did("quota", "set", "100k")
    assert run.did("quota").splitlines()[-1] == (
        "not counted: 2 open deals without a close date, €20,000, 1 of them in another currency"
    )


def test_b19_deals_may_be_counted_instead(run: Shell) -> None:
    run.did("add", "Acme")
    run.did("win", "1")
    run.did("quota", "set", "4", "deals", "--per", "mon")
    assert "deals     1 of 4 won, 25 %" in run.did("quota")
    assert "quota cleared" in run.did("quota", "clear")
    assert run("quota", "clear").code == 3


def test_b19_one_that_begins_later_does_not_count_yet(run: Shell) -> None:
    assert "from Q1 2027 on" in run.did("quota", "set", "100k", "--from", "2027-q1")
    assert run("quota").code == 1
    assert "from 2026 on" in run.did("quota", "set", "1m", "--per", "year", "--from", "1 mar 2026")
    assert "2026  €1,000,000 per year" in run.did("quota")


@pytest.mark.parametrize(
    "line",
    ["set", "set 0", "set lots", "set -5k", "set 0 deals", "set x deals", "set 9999999 deals", "set 5k --per week",
     "set 5k --from never", "clear now", "sett 5k", "5k"],
)  # fmt: skip
def test_what_is_no_quota_is_refused_and_nothing_written(run: Shell, line: str) -> None:
    assert run("quota", *line.split()).code == 2, line
    assert run("quota").code == 1
