"""`pipetui fields`, and what stands in fields of one's own wherever a deal, a person or an organization is shown."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from pipetui.cli.completion import offers
from pipetui.cli.completion.tab import Tab, fitting
from pipetui.domain.errors import InputError
from pipetui.service import Workspace, form
from tests.cli.conftest import Begun, Shell


@pytest.fixture
def own(run: Shell, begun: Begun) -> Shell:
    """A book with a deal and three fields."""
    begun(
        ("add", "Acme rollout", "12k", "org:Acme", "who:Ann Lee"),
        ("fields", "add", "Contract end", "date"),
        ("fields", "add", "Region", "choice", "north,south", "on", "deals"),
        ("fields", "add", "Seats", "number"),
    )
    return run


def test_fields_are_listed_with_how_many_are_filled(own: Shell) -> None:
    own.did("edit", "1", "region:north")
    assert own.did("fields") == (
        "field         typed as      kind    on     filled  options\n"
        "Contract end  contract-end  date    deals       0\n"
        "Region        region        choice  deals       1  north, south\n"
        "Seats         seats         number  deals       0\n"
    )
    assert json.loads(own.did("fields", "--json"))[1] == {
        "id": 2, "name": "Region", "word": "region", "kind": "choice", "on": "deals",
        "options": ["north", "south"], "filled": 1,
    }  # fmt: skip


def test_a_book_without_any_says_how_to_add_one(fresh: Shell) -> None:
    assert fresh("fields") == (1, "", "no fields of your own yet: pipetui fields add Region choice north,south\n")
    assert fresh("fields", "rename", "a", "b").code == 3


@pytest.mark.parametrize("typed", ["contract-end:2027-03-01", "contract end:2027-03-01", "Contract_End=1 mar 2027"])
def test_a_name_of_several_words_is_typed_with_hyphens_or_in_quotes(own: Shell, typed: str) -> None:
    assert own.did("edit", "acme", typed) == ("edited #1 Acme rollout: contract end Mon 1 Mar · undo: pipetui undo\n")


def test_what_stands_in_them_is_shown_and_in_the_json(own: Shell) -> None:
    own.did("edit", "1", "region:south", "seats:2,5", "contract-end:2027-03-01")
    assert "\n\nFields\nContract end  Mon 1 Mar\nRegion        south\nSeats         2.5\n\n" in own.did("show", "1")
    wanted = {"Contract end": "2027-03-01", "Region": "south", "Seats": 2.5}
    assert json.loads(own.did("show", "1", "--json"))["custom"] == wanted
    assert json.loads(own.did("list", "--json"))[0]["custom"] == wanted


def test_an_empty_value_clears_one_and_undo_brings_it_back(own: Shell) -> None:
    own.did("edit", "1", "region:south")
    own.did("edit", "1", "region:")
    assert json.loads(own.did("show", "1", "--json"))["custom"] == {}
    own.did("undo")
    assert json.loads(own.did("show", "1", "--json"))["custom"] == {"Region": "south"}


@pytest.mark.parametrize(
    "refused",
    [
        ("edit", "1", "region:west"),
        ("edit", "1", "seats:many"),
        ("edit", "1", "contract-end:blue moon"),
        ("fields", "add", "Value", "number"),
        ("fields", "add", "region", "text"),
        ("fields", "add", "Sector", "choice"),
        ("fields", "add", "Seats two", "number", "1,2"),
        ("fields", "add"),
        ("fields", "rename", "Region"),
        ("fields", "options", "Seats", "+1"),
        ("fields", "options", "Region", "-west"),
        ("fields", "options", "Region"),
        ("fields", "kind", "Region"),
        ("fields", "kind", "Region", "colour"),
        ("fields", "fly"),
        ("fields", "remove", "Nothing"),
        ("fields", "order"),
        ("fields", "add", "X", "on", "mars"),
    ],
)
def test_what_cannot_be_is_refused_and_changes_nothing(own: Shell, refused: tuple[str, ...]) -> None:
    before = own.did("fields", "--json")
    result = own(*refused)
    assert (result.code, result.out) == (2, "")
    assert own.did("fields", "--json") == before


def test_a_field_is_renamed_with_its_values(own: Shell) -> None:
    own.did("edit", "1", "region:north")
    assert own.did("fields", "rename", "region", "Area") == "renamed the field Region: Area · undo: pipetui undo\n"
    assert json.loads(own.did("list", "--json"))[0]["custom"] == {"Area": "north"}


def test_an_option_gets_another_word_with_its_values(own: Shell) -> None:
    own.did("edit", "1", "region:north")
    assert own.did("fields", "options", "Region", "north=Nord", "+east") == (
        "Region: Nord, south, east · undo: pipetui undo\n"
    )
    assert json.loads(own.did("list", "--json"))[0]["custom"] == {"Region": "Nord"}
    result = own("fields", "options", "Region", "-nord")
    assert (result.code, "1 value of Region says “Nord”" in result.err) == (4, True)
    own.did("fields", "options", "Region", "nord,mid west")
    assert [one["options"] for one in json.loads(own.did("fields", "--json"))] == [[], ["nord", "mid west"], []]


def test_another_kind_needs_all_values_to_be_of_it(own: Shell) -> None:
    own.did("add", "Globex seats")
    own.did("edit", "1", "seats:12")
    own.did("fields", "kind", "Seats", "text")
    own.did("edit", "2", "seats:about 12")
    result = own("fields", "kind", "Seats", "number")
    assert result.code == 4
    assert "1 value of Seats cannot be a number" in result.err
    assert "#2 “about 12”" in result.err
    own.did("edit", "2", "seats:7,5")
    assert own.did("fields", "kind", "Seats", "number").startswith("Seats is a number now")
    assert [deal["custom"] for deal in json.loads(own.did("list", "--json"))] == [{"Seats": 12}, {"Seats": 7.5}]
    assert own.did("fields", "kind", "Seats", "choice").startswith("Seats is a choice now: 12, 7.5")


def test_a_filled_field_is_removed_once_that_is_confirmed_and_undo_brings_it_back(own: Shell) -> None:
    own.did("edit", "1", "region:north")
    assert own("fields", "remove", "region").code == 2
    assert own("fields", "remove", "region", typed="n\n").code == 2
    assert own.did("fields", "remove", "region", "--yes") == (
        "removed the field Region from deals with 1 value · undo: pipetui undo\n"
    )
    assert json.loads(own.did("list", "--json"))[0]["custom"] == {}
    own.did("undo")
    assert json.loads(own.did("list", "--json"))[0]["custom"] == {"Region": "north"}


def test_fields_stand_in_the_order_that_is_said(own: Shell) -> None:
    assert own.did("fields", "order", "Seats", "Region") == (
        "order of fields: Seats, Region, Contract end · undo: pipetui undo\n"
    )
    assert [one["name"] for one in json.loads(own.did("fields", "--json"))] == ["Seats", "Region", "Contract end"]


def test_people_and_organizations_have_their_own(own: Shell) -> None:
    own.did("fields", "add", "Region", "choice", "east,west", "on", "orgs")
    own.did("fields", "add", "Birthday", "date", "on", "people")
    own.did("fields", "add", "Key account", "yes/no", "on", "orgs")
    result = own("fields", "remove", "Region")
    assert (result.code, "on deals or on orgs" in result.err) == (2, True)
    assert own.did("org", "acme", "region:west", "key account:y") == (
        "edited Acme: region, key account · undo: pipetui undo\n"
    )
    own.did("person", "ann lee", "birthday:1980-02-03")
    assert "Fields\nRegion       west\nKey account  yes\n" in own.did("org", "acme")
    assert json.loads(own.did("org", "acme", "--json"))["custom"] == {"Region": "west", "Key account": True}
    assert json.loads(own.did("person", "ann", "--json"))["custom"] == {"Birthday": "1980-02-03"}
    own.did("org", "--add", "Globex", "region:east")
    assert json.loads(own.did("org", "globex", "--json"))["custom"] == {"Region": "east"}


def test_a_merge_keeps_both_values(own: Shell) -> None:
    own.did("fields", "add", "Region", "choice", "east,west", "on", "orgs")
    own.did("fields", "add", "Plan", "text", "on", "orgs")
    own.did("org", "--add", "Acme Inc", "region:east", "plan:gold")
    own.did("org", "acme", "region:west")
    own.did("org", "2", "--merge", "1")
    found = json.loads(own.did("org", "2", "--json"))
    assert found["custom"] == {"Region": "east", "Plan": "gold"}
    assert "region: west" in found["timeline"][0]["text"]


def test_what_another_program_wrote_is_shown_as_it_stands_and_can_be_put_right(own: Shell, book: Path) -> None:
    with closing(sqlite3.connect(book, isolation_level=None)) as other:
        other.execute("INSERT INTO custom_value (field_id, entity_id, value) VALUES (1, 1, 'next friday')")
        other.execute("INSERT INTO custom_value (field_id, entity_id, value) VALUES (2, 1, 'up')")
        other.execute("UPDATE custom_field SET kind = 'mood' WHERE id = 3")
        other.execute("INSERT INTO custom_value (field_id, entity_id, value) VALUES (3, 1, 12)")
    assert "Contract end  next friday\n" in own.did("show", "1")
    assert json.loads(own.did("list", "--json"))[0]["custom"]["Contract end"] == "next friday"
    (found,) = (one for one in json.loads(own("doctor", "--json").out) if one["check"] == "fields")
    assert found["state"] == "warn"
    assert "deal 1 Contract end “next friday”, deal 1 Region “up”" in found["said"]
    assert own("list", "contract-end<2099").code == 1
    assert own("edit", "1", "contract-end:2027-03-01", "region:north").code == 0
    assert json.loads(own.did("show", "1", "--json"))["custom"]["Region"] == "north"


def test_a_line_that_adds_a_deal_takes_them(own: Shell) -> None:
    added = own.did("add", "Globex", "region:south", "contract end:1 mar 2027", "5k", "stage2:x")
    assert added.startswith("#2 Globex stage2:x · €5,000 · Prospecting · region: south, contract-end: Mon 1 Mar · ")
    assert own.did("add", 'Initech contract-end:"1 apr 2027" seats:1,5 rollout').startswith(
        "#3 Initech rollout · Prospecting · contract-end: Thu 1 Apr, seats: 1.5 · "
    )
    for refused in ("region:west", "region:", "seats:many"):
        assert own("add", "Acme", refused).code == 2
    assert own("add", "Acme", "region:north", "region:south").code == 2
    own.did("undo")
    assert own("show", "3").code == 3


def test_a_renewal_takes_them_too(own: Shell) -> None:
    own.did("win", "1")
    assert "seats: 3" in own.did("link", "1", "renewal", "seats:3")


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (["region:north"], [1]),
        (["-region:north"], [2, 3]),
        (["contract-end<2027-06"], [1]),
        (["contract end:2027-03", "open"], [1]),
        (["contract-end.from:2027-06"], [2]),
        (["seats.over:10"], [2]),
        (["has:region"], [1, 2]),
        (["not:region"], [3]),
        (["region:none"], [3]),
        (["region:north", "or", "seats:12"], [1, 2]),
    ],
)
def test_a_filter_asks_them_by_name(own: Shell, words: list[str], found: list[int]) -> None:
    own.did("edit", "1", "region:north", "contract-end:2027-03-01", "seats:2")
    own.did("add", "Globex region:south contract-end:2027-08-01 seats:12")
    own.did("add", "Initech")
    assert sorted(map(int, own.did("list", *words, "--ids").split())) == found
    assert sorted(deal["id"] for deal in json.loads(own.did("list", *words, "--json"))) == found


@pytest.mark.parametrize("words", ["regoin:north", "region<north", "seats:many", "region:", "has:colour", "has:stage2"])
def test_a_filter_that_means_nothing_is_refused(own: Shell, words: str) -> None:
    assert own("list", words).code == 2


def test_a_list_has_the_columns_that_are_chosen(own: Shell) -> None:
    own.did("edit", "1", "region:north", "contract-end:2027-03-01", "tags:hot")
    own.did("add", "Globex @demo p:40% region:south seats:12")
    assert own.did("list", "--columns", "id,title,val,p,stage,tag,region,seats,contract") == (
        "#  title           value  probability  stage        tags  Region  Seats  Contract end\n"
        "1  Acme rollout  €12,000          10%  Prospecting  hot   north          Mon 1 Mar\n"
        "2  Globex                         40%  Demo               south      12\n"
    )
    assert own.did("list", "region:north", "--columns", "title,region") == "title         Region\nAcme rollout  north\n"
    assert json.loads(own.did("list", "region:north", "--columns", "title", "--json"))[0]["id"] == 1
    assert own("list", "--columns", "colour").code == 2
    assert own("list", "--columns", ",").code == 2


def test_the_configuration_names_the_columns_of_every_list(own: Shell, tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text('[lists]\ncolumns = ["title", "region"]\n')
    assert own.did("list") == "title         Region\nAcme rollout\n"
    assert own.did("list", "--columns", "id") == "#\n1\n"
    (tmp_path / "config.toml").write_text('[lists]\ncolumns = "title"\n')
    assert own("list").code == 2


def test_people_and_organizations_are_looked_for_by_them(own: Shell) -> None:
    own.did("fields", "add", "Region", "choice", "east,west", "on", "orgs")
    own.did("fields", "add", "Birthday", "date", "on", "people")
    own.did("org", "acme", "region:west", "+key")
    own.did("org", "--add", "Globex", "region:east")
    own.did("org", "--add", "Initech")
    own.did("person", "ann", "birthday:1980-02-03")
    own.did("person", "--add", "Bob", "title:CTO")
    for words, found in (
        (["region:west"], [1]),
        (["-region:west"], [2, 3]),
        (["has:region"], [1, 2]),
        (["not:region"], [3]),
        (["region:none"], [3]),
        (["+key"], [1]),
        (["-tag:key", "region:east"], [2]),
        (["tag:none", "glob"], [2]),
        (["has:tag"], [1]),
    ):
        assert sorted(map(int, own.did("orgs", *words, "--ids").split())) == found, words
    assert own.did("people", "birthday.before:1990", "--ids") == "1\n"
    assert own("people", "cto", "birthday.before:1990").code == 1
    assert own("people", "birthday.before:often").code == 2
    assert own("people", "https://acme.example").code == 1


def test_tab_offers_names_options_columns_and_kinds(own: Shell, book: Path) -> None:
    def offered(offering: str, *before: str, typed: str = "") -> set[str]:
        tab = Tab(before, typed, str(book))
        return {word for word, _ in fitting(offers.by_name(offering), tab)}

    own.did("fields", "add", "Plan", "choice", "gold,tin", "on", "orgs")
    assert {"contract-end:", "region:", "seats:"} <= offered("fields", "1")
    assert offered("fields", "1", typed="region:") == {"region:", "region:north", "region:south"}
    assert offered("filters.query", typed="region:s") == {"region:south"}
    assert offered("line", "Acme", typed="reg") == {"region:"}
    assert "plan:" in offered("party_offers.organizations", "acme")
    assert offered("party_offers.organizations", "acme", typed="plan:t") == {"plan:tin"}
    assert offered("party_offers.persons", "ann", typed="plan") == set()
    assert offered("columns", typed="reg") == {"region"}
    assert offered("custom_fields", "kind", "region", typed="te") == {"text"}
    assert offered("custom_fields", "rename", typed="reg") == {"region"}
    assert offered("custom_fields", typed="re") == {"rename", "remove"}


def test_a_rule_of_the_score_may_ask_them(own: Shell, book: Path) -> None:
    own.did("edit", "1", "region:north")
    with closing(sqlite3.connect(book, isolation_level=None)) as other:
        for rule in ("region:north", "seats.over:10", "colour:red"):
            other.execute("INSERT INTO score_rule (side, points, rule, position) VALUES ('fit', 20, ?, 0)", (rule,))
    lines = json.loads(own.did("show", "1", "--json"))["scores"]["fit"]["lines"]
    assert {"points": 20, "rule": "region:north", "why": "Region north"} in lines
    assert not any(line["rule"] == "seats.over:10" for line in lines)
    assert any(line["rule"] == "colour:red" and line["points"] == 0 for line in lines)


def test_a_hundred_fields_of_any_name_are_no_trouble(own: Shell, book: Path, workspace: Workspace) -> None:
    names = [
        "Value",
        "Note",
        "has",
        "\x1b[31mred",
        "a\nb",
        "[bold]x[/]",
        "x" * 300,
        "“”",
        "%(name)s",
        "{0}",
        "drop table",
        "\u202eevil",
    ]
    with closing(sqlite3.connect(book, isolation_level=None)) as other:
        for place, name in enumerate((*names, *(f"Field {number}" for number in range(91))), 10):
            other.execute("INSERT INTO custom_field (id, entity, name) VALUES (?, 'deal', ?)", (place, name))
            value = ("[red]", "\x1b]0;x\x07", "a␟12 b", " ")[place % 4]
            other.execute("INSERT INTO custom_value (field_id, entity_id, value) VALUES (?, 1, ?)", (place, value))
    for verb in ("fields", "show 1", "list", "list --columns title,field-3", "list has:field-3", "edit 1 field-3:x"):
        for more in ([], ["--json"]):
            result = own(*verb.split(), *more)
            assert result.code in ((2,) if more and verb.startswith("edit") else (0, 1)), (verb, result)
            assert "\x1b" not in result.out
            assert "\u202e" not in result.out
    own.did("edit", "1", "value:7k")
    shown = form.shown(workspace, 1)
    assert form.understood(shown, shown.text, workspace.now()) is None
    assert json.loads(own.did("show", "1", "--json"))["value"] == "7000.00"


def test_a_field_that_is_taken_away_meanwhile_is_refused_and_nothing_is_lost(own: Shell, workspace: Workspace) -> None:
    shown = form.shown(workspace, 1)
    changes = form.understood(shown, "region: north", workspace.now())
    assert changes is not None
    own.did("fields", "remove", "Region")
    with pytest.raises(InputError, match="there is no field"):
        form.save(workspace, shown, changes)
