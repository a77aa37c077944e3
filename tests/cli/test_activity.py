"""`pipetui plan`, `pipetui week`, `pipetui goal`."""

import json
import shlex

from tests.cli.conftest import Shell
from tests.conftest import Clock


def test_b23_without_a_quota_there_is_no_plan(run: Shell) -> None:
    asked = run("plan")
    assert (asked.code, asked.out) == (1, "")
    assert "pipetui quota set" in asked.err
    assert json.loads(run("plan", "--json").out) == {"quota": None}


def test_b23_the_plan_goes_from_the_quota_to_the_week(run: Shell) -> None:
    run.did("add", "Acme 10k next:today")
    run.did("add", "Globex 20k")
    run.did("win", "2")
    run.did("quota", "set", "100k")
    shown = " ".join(run.did("plan").split())
    assert "gap €80,000 of €100,000" in shown
    assert "÷ value of a deal €20k of 1 won deal" in shown
    assert "= deals to win 4" in shown
    assert "÷ win rate 20 % a usual figure: too few of your own, 1 of 20 closed" in shown
    assert "= deals to work 20 1 open by now, 19 new ones" in shown
    told = json.loads(run.did("plan", "--json"))
    assert (told["deals_to_win"], told["deals_to_work"], told["touches"]) == (4, 20, 100)
    assert told["week"]["planned"] == {"any": 1}


def test_b23_the_week_and_the_one_before(run: Shell) -> None:
    run.did("add", "Acme 10k")
    run.did("log", "1", "call", "reached")
    run.did("log", "1", "demo", "at:-7d")
    told = json.loads(run.did("week", "--json"))
    assert (told["from"], told["to"]) == ("2026-11-16", "2026-11-22")
    assert told["done"]["touches"] == {"call": 1}
    assert (told["before"]["touches"], told["before"]["meetings"]) == ({"demo": 1}, 1)
    last = json.loads(run.did("week", "last", "--json"))
    assert (last["from"], last["done"], last["planned"]) == ("2026-11-09", told["before"], None)
    assert run.did("week", "2026-11-11") == run.did("week", "last")
    assert run("week", "nonsense").code == 2


def test_b23_goals_are_set_listed_and_taken_away(run: Shell) -> None:
    assert run("goal").code == 1
    run.did("goal", "touches", "2")
    run.did("goal", "new", "4", "--per", "month")
    run.did("add", "Acme")
    run.did("log", "1", "call")
    assert run.did("goal").splitlines() == [
        "goal       done  of",
        "touches       1   2  a week   50 %",
        "new deals     1   4  a month  25 %",
    ]
    assert json.loads(run.did("goal", "--json"))[0] == {"goal": "touches", "number": 2, "per": "week", "done": 1}
    assert "no goal for touches" in run.did("goal", "touches", "0")
    assert run("goal", "touches", "0").code == 4
    assert run("goal", "calls", "9").code == 2
    assert run("goal", "touches", "many").code == 2


def test_b24_health_says_what_is_wrong_and_where_to_look(run: Shell, clock: Clock) -> None:
    healthy = run("health")
    assert (healthy.code, healthy.out) == (0, "")
    assert json.loads(run("health", "--json").out) == []
    for name in ("One", "Two", "Three", "Four", "Five", "Six"):
        run.did("add", name, "next:today")
    clock.tick(days=3)
    shown = run("health")
    assert shown.code == 1
    assert "6 of 6 open deals are overdue" in shown.out
    assert "pipetui list overdue" in shown.out
    assert "catch up first" in shown.err
    (flag,) = json.loads(run("health", "--json").out)
    assert (flag["flag"], flag["number"], flag["list"]) == ("overdue", 6, "overdue")
    assert "catch up first: 6 of 6 open deals are overdue" in run("today", typed="").err
    assert "catch up" not in run("today").err  # nobody sits there


def test_b24_the_list_of_a_flag_can_be_typed_as_it_stands(run: Shell) -> None:
    run.did("stages", "add", "Legal $(x) review", "after", "negotiation")
    for place in range(10):
        run.did("add", f"Deal {place}", "next:+2d", "@legal")
    listed = next(line for line in run("health").out.splitlines() if line.startswith("crowded"))
    words = shlex.split(listed[listed.index("pipetui list") :])[2:]
    assert len(run.did("list", *words, "--ids").splitlines()) == 10
