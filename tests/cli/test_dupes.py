"""What is there twice, in the shell: listed, told apart, merged, put into the bin."""

from __future__ import annotations

import json

import pytest

from tests.cli.conftest import Shell


@pytest.fixture
def twice(fresh: Shell) -> Shell:
    fresh.did("add", "Acme rollout 12k org:Acme who:Ann Lee ann@acme.example".replace("Ann Lee", '"Ann Lee"'))
    fresh.did("person", "--add", "A. Lee", "org:Acme", "title:CTO", "email:ann.lee@acme.example", "phone:+49301234567")
    fresh.did("add", "Acme roll-out 15k org:Acme src:fair")
    return fresh


def test_pairs_are_listed_with_their_reasons_and_the_threshold(twice: Shell) -> None:
    said = twice.did("dupes")
    assert "same name but for an initial" in said
    assert "Acme roll-out" in said
    assert "shown from 70 of 100 on" in said
    found = json.loads(twice.did("dupes", "people", "--json"))
    assert [(pair["first"]["id"], pair["second"]["id"]) for pair in found] == [(1, 2)]
    assert twice("dupes", "orgs").code == 1
    assert twice("dupes", "people", "--least", "100").code == 1


def test_a_pair_that_is_told_apart_is_listed_no_more(twice: Shell) -> None:
    assert twice.did("dupes", "people", "apart", "1", "2") == (
        "person #1 Ann Lee and #2 A. Lee are not the same · undo: pipetui undo\n"
    )
    assert twice("dupes", "people").code == 1
    assert twice("dupes", "apart", "1", "2").code == 2
    assert twice("dupes", "people", "apart", "1").code == 2
    assert twice("dupes", "people", "apart", "1", "99").code == 3


def test_a_dry_run_of_a_merge_shows_both_and_what_stays(twice: Shell) -> None:
    result = twice("merge", "1", "2", "--keep", "value=2", "--dry-run")
    assert result.code == 0
    assert "€12,000" in result.out
    assert "#2 brings 1 move;" in result.out
    assert "nothing was changed" in result.err
    shape = json.loads(twice.did("merge", "1", "2", "--keep", "value=2", "--dry-run", "--json"))
    value = next(field for field in shape["fields"] if field["field"] == "value")
    assert value == {
        "field": "value", "first": "€12,000", "second": "€15,000", "differs": True, "afterwards": "€15,000",
    }  # fmt: skip
    assert json.loads(twice.did("show", "2", "--json"))["id"] == 2


def test_two_deals_become_one_and_the_value_that_gives_way_is_noted(twice: Shell) -> None:
    assert twice.did("merge", "1", "2", "--keep", "value=2") == (
        "merged #2 Acme roll-out into #1 Acme rollout · undo: pipetui undo\n"
    )
    deal = json.loads(twice.did("show", "1", "--json"))
    assert (deal["value"], deal["source"]) == ("15000.00", "fair")
    assert "merged with deal #2 Acme roll-out: title: Acme roll-out, value: €12,000" in twice.did("show", "1")
    assert twice("show", "2").code == 3
    twice.did("undo")
    assert json.loads(twice.did("show", "2", "--json"))["value"] == "15000.00"


def test_at_a_terminal_both_are_shown_and_asked_about(twice: Shell) -> None:
    result = twice("merge", "1", "2", typed="n\n")
    assert result.code == 2
    assert "make one of #1 and #2?" in result.err
    assert twice("merge", "1", "2", typed="y\n").code == 0


@pytest.mark.parametrize(
    "words",
    [
        ("1",),
        ("1", "1"),
        ("1", "2", "3"),
        ("1", "2", "--keep", "value"),
        ("1", "2", "--keep", "nosuch=2"),
        ("1-3", "2"),
    ],
)
def test_what_is_no_pair_is_refused(twice: Shell, words: tuple[str, ...]) -> None:
    assert twice("merge", *words).code == 2


def test_an_option_of_something_else_is_refused(twice: Shell) -> None:
    for words in (("person", "1", "--keep", "title=2"), ("person", "1", "merge", "2", "--backups", "keep")):
        refused = twice(*words)
        assert (refused.code, " goes with " in refused.err) == (2, True), words


def test_people_are_merged_by_words_with_a_choice(twice: Shell) -> None:
    assert twice.did("person", "ann", "lee", "merge", "a.", "lee", "--keep", "name=2") == (
        "merged A. Lee #2 into A. Lee #1 · undo: pipetui undo\n"
    )
    sheet = json.loads(twice.did("person", "1", "--json"))
    assert (sheet["name"], sheet["title"]) == ("A. Lee", "CTO")
    assert sheet["emails"] == ["ann@acme.example", "ann.lee@acme.example"]


def test_a_person_in_the_bin_is_nowhere_but_there(twice: Shell) -> None:
    assert twice.did("person", "ann lee", "delete") == (
        "put person Ann Lee into the bin · no longer shown with 1 deal · undo: pipetui undo\n"
    )
    assert "Ann Lee" not in twice.did("people")
    assert "Ann Lee" not in twice.did("show", "1")
    assert twice("list", "who:ann").code == 1
    assert twice("person", "1").code == 3
    assert "Ann Lee" in twice.did("people", "--deleted")
    assert json.loads(twice.did("people", "--deleted", "--json"))[0]["name"] == "Ann Lee"
    assert twice("person", "2", "reopen").code == 3
    assert twice.did("person", "ann", "reopen") == "took person Ann Lee out of the bin · undo: pipetui undo\n"
    assert "Ann Lee" in twice.did("show", "1")


def test_a_new_deal_does_not_take_somebody_out_of_the_bin(twice: Shell) -> None:
    twice.did("person", "1", "delete")
    twice.did("add", "Pilot ann@acme.example")
    assert [row["id"] for row in json.loads(twice.did("people", "--json"))] == [2, 3]


def test_an_organization_with_deals_says_so_before_it_goes(twice: Shell) -> None:
    result = twice("org", "acme", "delete")
    assert result.code == 2
    assert "2 deals and 2 people would be shown without it" in result.err
    assert twice("org", "acme", "delete", typed="n\n").code == 2
    assert "would go into the bin" in twice.did("org", "acme", "delete", "--dry-run")
    assert twice("org", "acme", "delete", typed="y\n").code == 0
    assert json.loads(twice.did("show", "1", "--json"))["organization"] is None
    assert twice("orgs").code == 1
    twice.did("undo")
    assert json.loads(twice.did("show", "1", "--json"))["organization"] == "Acme"
