"""The verbs about people and organizations."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Begun, Shell


@pytest.fixture
def sold(run: Shell, begun: Begun) -> Shell:
    """Three deals, one of them won; Ann Lee is person 1 at Acme, on deals 1 and 2, Kim Park person 2 at Globex."""
    begun(
        ("add", "Acme rollout", "12k", "@demo", "org:Acme", "who:Ann Lee", "ann@acme.example", "next:mon"),
        ("add", "Acme seats", "3k", "org:Acme", "who:Ann Lee", "next:tue"),
        ("add", "Globex pilot", "8400 USD", "org:Globex", "who:Kim Park", "+49301234567", "next:fri"),
    )
    return run


def test_people_are_listed_by_name_and_words(sold: Shell) -> None:
    assert sold.did("people").splitlines() == [
        "#  name      title  organization  e-mail            phone          open deals  last touch",
        "1  Ann Lee          Acme          ann@acme.example                2 · €15,000",
        "2  Kim Park         Globex                          +49301234567   1 · $8,400",
    ]
    assert sold.did("people", "globex", "--ids") == "2\n"
    assert sold("people", "zoe").code == 1
    assert [row["name"] for row in json.loads(sold.did("people", "lee", "--json"))] == ["Ann Lee"]


def test_a_person_is_shown_with_deals_and_what_happened(sold: Shell) -> None:
    sold.did("person", "ann", "title:CTO", "phone:+49 30 99", "role:decision maker@1", "about:likes tea")
    sold.did("log", "1", "call", "reached", "budget is ok")
    expected = """\
#1 Ann Lee
CTO · Acme
phone         +49 30 99
e-mail        ann@acme.example
about         likes tea
role          #1 decision maker
last touch    just now

#  deal          organization    value  stage        next step
1  Acme rollout  Acme          €12,000  Demo         → Mon 23 Nov
2  Acme seats    Acme           €3,000  Prospecting  → Tue 24 Nov

Timeline
"""
    shown = sold.did("person", "ann", "lee")
    assert shown.startswith(expected)
    assert shown.removeprefix(expected).endswith("  call · reached · #1  budget is ok\n")
    assert sold.did("people", "ann", "--show") == shown


def test_fields_are_changed_in_one_step(sold: Shell, contents: Callable[[], dict[str, int]]) -> None:
    before = json.loads(sold.did("person", "1", "--json"))
    said = sold.did(
        "person", "ann lee", "email:+lee@acme.example", "email:-ann@acme.example", "org:Globex", "AG", "note:met", "her"
    )
    assert said == "edited Ann Lee: email, organization, note · undo: pipetui undo\n"
    after = json.loads(sold.did("person", "1", "--json"))
    assert (after["emails"], after["organization"]) == (["lee@acme.example"], "Globex AG")
    assert [item["text"] for item in after["timeline"]] == ["met her"]
    sold.did("undo")
    assert json.loads(sold.did("person", "1", "--json")) == before


def test_somebody_is_added(sold: Shell) -> None:
    assert sold.did("person", "--add", "Bob", "Alvarez", "org:Acme", "email:bob@acme.example", "role:user@2") == (
        "added Bob Alvarez · undo: pipetui undo\n"
    )
    assert json.loads(sold.did("show", "2", "--json"))["contacts"][1]["name"] == "Bob Alvarez"
    assert sold("org", "--add", "ACME").code == 2


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["person", "zoe"], 3, "no person fits “zoe”"),
        (["person", "ann", "colour:red"], 2, "there is no field “colour”"),
        (["person", "ann", "email:none"], 2, "“none” is not an e-mail"),
        (["person", "ann", "call", "next:fri"], 2, "Ann Lee takes part in 2 open deals"),
        (["person", "ann", "call", "on:acme"], 2, "on: names a deal by its number"),
        (["person", "ann", "call", "on:3"], 2, "Ann Lee takes no part in deal #3"),
        (["person", "e"], 2, "“e” fits 2 people"),
        (["org", "acme", "--merge", "acme"], 2, "one and the same"),
        (["org", "acme", "name:globex"], 4, "there is an organization “Globex” already"),
    ],
)
def test_what_cannot_be_done_is_said_and_nothing_written(
    sold: Shell, contents: Callable[[], dict[str, int]], words: list[str], code: int, said: str
) -> None:
    before = contents()
    result = sold(*words)
    assert (result.code, result.out) == (code, "")
    assert said in result.err
    assert contents() == before


def test_a_touch_with_somebody_goes_to_their_deal(sold: Shell) -> None:
    assert sold.did("person", "kim", "call", "reached", "all", "fine").startswith(
        "logged call on #3 Globex pilot: reached"
    )
    assert sold.did("person", "ann", "call", "reached", "on:2", "next:fri send quote").startswith(
        "logged call on #2 Acme seats: reached · next: Fri 27 Nov"
    )
    assert sold.did("person", "ann", "email", "in", "thanks") == "logged e-mail with Ann Lee · undo: pipetui undo\n"
    for deal in ("1", "2"):
        assert "email in  thanks" in sold.did("show", deal)
    assert json.loads(sold.did("show", "1", "--json"))["last_touch_at"] is None


def test_whose_name_is_a_kind_of_touch_can_be_shown(sold: Shell) -> None:
    sold.did("person", "--add", "Ann", "Call")
    assert sold.did("person", "ann", "call").startswith("#3 Ann Call\n")


@pytest.mark.parametrize("verb", ["person", "org"])
def test_bytes_that_are_no_text_are_refused_as_a_name(sold: Shell, verb: str) -> None:
    assert sold(verb, "\udc80").code == 2
    assert sold(verb, "\udc80acme").code == 2


def test_two_people_are_made_one(sold: Shell) -> None:
    assert sold.did("person", "ann", "--merge", "kim") == ("merged Kim Park #2 into Ann Lee #1 · undo: pipetui undo\n")
    assert json.loads(sold.did("people", "--json"))[0]["open_deals"] == 3
    sold.did("undo")
    assert sold.did("people", "--ids") == "1\n2\n"


def test_one_of_several_is_asked_for_at_a_terminal(sold: Shell) -> None:
    result = sold("person", "e", typed="2\n")
    assert result.out.startswith("#2 Kim Park\n")
    assert "#1 Ann Lee, Acme" in result.err


def test_b26_customers_are_listed_by_last_touch(sold: Shell) -> None:
    assert sold("orgs", "--customers").code == 1
    sold.did("win", "3")
    sold.did("win", "1")
    sold.did("log", "3", "call", "reached")
    listed = json.loads(sold.did("orgs", "--customers", "--json"))
    assert [(row["name"], row["won_value"]) for row in listed] == [
        ("Acme", {"EUR": "12000.00"}),
        ("Globex", {"USD": "8400.00"}),
    ]
    assert sold.did("orgs", "--customers").splitlines()[2].endswith("1 · $8,400  just now")
    assert sold.did("orgs", "--ids") == "1\n2\n"


def test_an_organization_shows_people_deals_and_all_touches(sold: Shell) -> None:
    sold.did("org", "acme", "sector:logistics", "website:https://acme.example", "note:they merge")
    sold.did("log", "2", "email")
    sold.did("person", "ann", "visit")
    shown = sold.did("org", "acme")
    assert "logistics · https://acme.example" in shown
    assert [line.split("  ", 1)[1] for line in shown.partition("Timeline\n")[2].splitlines()] == [
        "visit · Ann Lee",
        "email · #2",
        "note  they merge",
    ]
    whole = json.loads(sold.did("org", "acme", "--json"))
    assert ([row["name"] for row in whole["people"]], len(whole["deals"])) == (["Ann Lee"], 2)


def test_a_look_makes_no_book(fresh: Shell, tmp_path: Path) -> None:
    assert fresh("people").code == 1
    assert fresh("person", "ann").code == 3
    assert not (tmp_path / "book.db").exists()


def test_a_proposal_without_a_decision_maker_is_warned_of(sold: Shell) -> None:
    assert "warning: #1 Acme rollout: decision maker unknown" in sold("advance", "1").err
    assert "warning       ! decision maker unknown" in sold.did("show", "1")
    assert json.loads(sold.did("show", "1", "--json"))["warnings"] == ["decision maker unknown"]
    sold.did("person", "ann", "role:dec@1")
    assert "decision maker unknown" not in sold.did("show", "1")
