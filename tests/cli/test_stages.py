"""`pipetui stages` and `pipetui pipelines`, and deals that go from one pipeline to another (behaviour 34)."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from pipetui import present
from tests.cli.conftest import Shell

Contents = Callable[[], dict[str, int]]


def stages(run: Shell, *options: str) -> list[str]:
    return [stage["name"] for stage in json.loads(run.did("stages", "--json", *options))]


def card(run: Shell, deal: str) -> tuple[str, str]:
    shown = json.loads(run.did("show", deal, "--json"))
    return shown["pipeline"], shown["stage"]


def test_b34_a_stage_is_added_set_moved_merged_and_removed(run: Shell) -> None:
    assert run.did(*["stages", "add", "Proof", "of", "concept", "after", "demo", "p:50%", "rot:3w"]).startswith(
        "stage Proof of concept added at place 4, 50 %"
    )
    assert stages(run)[2:5] == ["Demo", "Proof of concept", "Proposal"]
    run.did(*["stages", "set", "proof", "name:Pilot", "phase", "p:55"])
    run.did(*["stages", "move", "pilot", "before", "demo"])
    assert stages(run)[2:4] == ["Pilot phase", "Demo"]
    run.did(*["stages", "merge", "pilot", "phase", "into", "demo"])
    run.did(*["stages", "remove", "qual"])
    assert stages(run) == ["Prospecting", "Demo", "Proposal", "Negotiation"]
    for _ in range(5):
        run.did("undo")
    assert stages(run) == ["Prospecting", "Qualification", "Demo", "Proposal", "Negotiation"]


def test_b34_the_list_tells_place_percent_days_and_criteria(run: Shell) -> None:
    run.did("stages", "criteria", "demo", "add", "they saw it")
    run.did("add", "Acme", "12k", "@demo")
    out = run.did("stages")
    rows = [line.split() for line in out.splitlines()]
    assert ["3", "Demo", "Sales", "40", "%", "14", "days", "1", "€12,000", "€4,800"] in rows
    assert "before it leaves Demo: they saw it" in out
    (demo,) = [one for one in json.loads(run.did("stages", "--json")) if one["name"] == "Demo"]
    assert (demo["place"], demo["criteria"], demo["own_history"], demo["qualifies"]) == (
        3,
        ["they saw it"],
        None,
        False,
    )
    assert run.did("stages", "criteria", "demo") == "before it leaves Demo\n· they saw it\n"
    assert run("stages", "criteria", "prosp").code == 1


@pytest.mark.parametrize(
    ("line", "code", "said"),
    [
        ("stages add", 2, "add what?"),
        ("stages add demo", 2, "there is a stage “Demo” already"),
        ("stages add p:40%", 2, "a stage needs a name"),
        ("stages add Pilot p:140%", 2, "not a probability"),
        ("stages add Pilot color:red", 2, "there is no field"),
        ("stages set demo", 2, "nothing to set"),
        ("stages set demo p:", 2, "not a probability"),
        ("stages set nothing p:4", 2, "there is no stage"),
        ("stages set pro p:4", 2, "fits several stages"),
        ("stages set demo p:40", 4, "nothing to change"),
        ("stages move demo", 2, "before what?"),
        ("stages move demo before demo", 2, "cannot be put before"),
        ("stages merge demo into nothing", 2, "there is no stage"),
        ("stages merge demo", 2, "into what?"),
        ("stages merge demo into demo", 4, "into itself"),
        ("stages remove demo to demo", 4, "to itself"),
        ("stages remoove demo", 2, "did you mean remove?"),
        ("stages --apply", 2, "--apply goes with suggest"),
        ("stages suggest", 1, "20 closed deals"),
        ("stages suggest --apply", 4, "own history"),
        ("stages criteria demo remove x", 2, "has no exit criteria"),
        ("stages --pipeline nothing", 2, "there is no pipeline"),
        ("pipelines add sales", 2, "there is a pipeline “Sales” already"),
        ("pipelines add New like nothing", 2, "there is no pipeline or template"),
        ("pipelines remove sales", 4, "last pipeline"),
        ("pipelines rename sales", 2, "to what?"),
        ("pipelines default nothing", 2, "there is no pipeline"),
        ("pipelines explode", 2, "nothing to do with a pipeline"),
    ],
)
def test_b34_what_cannot_be_done_is_said_and_nothing_written(
    run: Shell, contents: Contents, line: str, code: int, said: str
) -> None:
    run.did("stages")
    before = contents()
    result = run(*line.split())
    assert (result.code, said in result.err) == (code, True), result
    assert contents() == before


def test_b34_many_deals_are_moved_with_a_question_and_shown_before(run: Shell) -> None:
    for number in range(3):
        run.did("add", f"Acme {number}", "@demo")
    refused = run(*["stages", "remove", "demo", "to", "proposal"])
    assert (refused.code, "this changes 3 deals" in refused.err) == (2, True)
    no = run(*["stages", "remove", "demo", "to", "proposal"], typed="n\n")
    assert (no.code, "#1 Acme 0: Demo → Proposal" in no.err) == (2, True), no
    tried = run(*["stages", "remove", "demo", "to", "proposal", "--dry-run"])
    assert "Demo" not in tried.out
    assert "dry run: removed stage Demo, 3 deals to Proposal; nothing was changed" in tried.err
    assert "Demo" in stages(run)
    assert run.did(*["stages", "remove", "demo", "to", "proposal", "--yes"]).startswith(
        "removed stage Demo, 3 deals to Proposal"
    )
    assert card(run, "1") == ("Sales", "Proposal")
    assert "Demo → Proposal" in run.did("show", "1")


def test_b34_a_stage_with_deals_asks_where_they_go(run: Shell) -> None:
    run.did("add", "Acme", "@demo")
    refused = run("stages", "remove", "demo")
    assert refused.code == 2
    assert "say where they go: pipetui stages remove Demo to Prospecting" in refused.err


def test_b34_a_dry_run_of_any_form_writes_nothing(run: Shell, contents: Contents) -> None:
    run.did("stages", "add", "Pilot")
    before = contents()
    for line in ("stages add Trial", "stages set demo p:1", "stages criteria demo add x", "pipelines add New"):
        assert run(*line.split(), "--dry-run").code == 0
    assert contents() == before


# --- exit criteria -------------------------------------------------------------------------------------------


def test_b34_exit_criteria_warn_and_the_move_goes_on(run: Shell) -> None:
    for text in ("budget is named", "they saw it"):
        run.did("stages", "criteria", "demo", "add", text)
    run.did("add", "Acme", "@demo")
    run.did(*["stages", "met", "acme", "they"])
    assert "✓ they saw it" in run.did("show", "1")
    assert "· budget is named" in run.did("show", "1")
    assert json.loads(run.did("show", "1", "--json"))["criteria"] == [
        {"text": "budget is named", "met": False},
        {"text": "they saw it", "met": True},
    ]
    advanced = run("advance", "1")
    assert (advanced.code, "warning: #1 Acme: not met yet: budget is named" in advanced.err) == (0, True)
    assert card(run, "1") == ("Sales", "Proposal")
    assert "not met" not in run("advance", "1").err  # Proposal asks for nothing
    assert "not met yet: budget is named" in run("move", "1", "demo").err + run("move", "1", "nego").err


# --- several pipelines ---------------------------------------------------------------------------------------


@pytest.fixture
def renewals(run: Shell) -> Shell:
    run.did(*["pipelines", "add", "Renewals", "like", "short"])
    run.did(*["stages", "set", "renewals/prosp", "name:Due"])
    return run


def test_b34_pipelines_are_listed_renamed_ordered_and_removed(renewals: Shell) -> None:
    renewals.did("add", "Acme", "12k")
    renewals.did("add", "Globex", "5k", "USD", "@renewals/due")
    assert [line.split() for line in renewals.did("pipelines").splitlines()] == [
        ["pipeline", "stages", "deals", "sum", "weighted"],
        ["Sales", "default", "5", "1", "€12,000", "€1,200"],
        ["Renewals", "4", "1", "$5,000", "$500"],
    ]
    renewals.did(*["pipelines", "rename", "renewals", "to", "Second", "year"])
    renewals.did(*["pipelines", "order", "second"])
    renewals.did(*["pipelines", "default", "second"])
    found = json.loads(renewals.did("pipelines", "--json"))
    assert [(one["name"], one["default"], one["deals"]) for one in found] == [
        ("Second year", True, 1),
        ("Sales", False, 1),
    ]
    assert found[0]["stages"] == ["Due", "Qualification", "Connecting", "Closing"]
    assert renewals("pipelines", "remove", "second").code == 2
    said = renewals(*["pipelines", "remove", "second", "year", "to", "sales/demo"])
    assert (said.code, "warning: new deals go into Sales" in said.err) == (0, True)
    assert card(renewals, "2") == ("Sales", "Demo")


def test_b34_a_deal_moves_between_pipelines_and_keeps_its_history(renewals: Shell) -> None:
    renewals.did("add", "Acme", "12k", "@demo")
    assert renewals.did(*["move", "acme", "renewals/due"]).startswith("moved #1 Acme to Renewals/Due")
    assert card(renewals, "1") == ("Renewals", "Due")
    assert renewals.did(*["move", "acme", "nego"]).startswith("moved #1 Acme to Sales/Negotiation")  # there is but one
    assert renewals.did(*["move", "acme", "due"]).startswith("moved #1 Acme to Renewals/Due")
    assert renewals.did("advance", "1").startswith("advanced #1 Acme to Qualification")
    headlines = [item["headline"] for item in json.loads(renewals.did("show", "1", "--json"))["timeline"]]
    assert headlines[-1] == "created in Demo"
    assert headlines[-2] == "Sales/Demo → Renewals/Due"
    refused = renewals(*["move", "acme", "somewhere"])
    assert (refused.code, "Sales/Demo" in refused.err) == (2, True)


def test_b34_a_new_deal_names_its_pipeline(renewals: Shell) -> None:
    assert "Renewals/Due" in renewals.did("add", "Acme", "@due")
    assert "Renewals/Closing" in renewals.did("add", "Globex", "pipe:ren", "@clos")
    assert "Renewals/Due" in renewals.did("add", "Initech", "pipe:renewals")
    assert "Renewals" not in renewals.did("add", "Hooli")
    assert renewals("add", "Stark", "pipe:nothing").code == 2
    assert renewals("add", "Stark", "pipe:").code == 2
    found = [deal["title"] for deal in json.loads(renewals.did("list", "pipeline:renewals", "--json"))]
    assert sorted(found) == ["Acme", "Globex", "Initech"]
    assert renewals.did("list", "pipeline:ren", "--ids").split() == ["2", "1", "3"]


def test_b34_edit_log_and_several_deals_know_other_pipelines(renewals: Shell) -> None:
    renewals.did("add", "Acme", "@demo")
    renewals.did("add", "Globex", "@renewals/due")
    renewals.did("edit", "1", "stage:renewals/clos")
    assert card(renewals, "1") == ("Renewals", "Closing")
    renewals.did("log", "1", "call", "reached", "@sales/demo")
    assert card(renewals, "1") == ("Sales", "Demo")
    renewals.did("move", "1,2", "qualification")  # each in its own
    assert (card(renewals, "1"), card(renewals, "2")) == (("Sales", "Qualification"), ("Renewals", "Qualification"))
    assert stages(renewals, "--pipeline", "ren") == ["Due", "Qualification", "Connecting", "Closing"]


def test_b33_tab_offers_what_can_be_done_then_stages_and_pipelines(
    renewals: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tests.cli.test_completion import Typed

    tab = Typed(monkeypatch)
    assert tab.words("stages m") == ["move", "merge", "met"]
    assert tab.words("stages set ne") == ["negotiation"]
    assert tab.words("stages --pipeline re") == ["renewals"]
    assert tab.words("pipelines re") == ["rename", "remove"]
    assert tab.words("pipelines default sa") == ["sales"]
    assert tab.words("pipelines add New like sh") == ["short"]


def test_b34_a_deal_does_not_go_into_a_stage_that_was_removed_meanwhile(run: Shell, book: Path) -> None:
    """Between the reading of its words and the write another program may remove it."""
    from pipetui import service
    from pipetui.config import Settings
    from pipetui.domain.errors import ConflictError
    from pipetui.service import Workspace, reads
    from pipetui.store.store import Store

    run.did("add", "Acme")
    run.did("add", "Globex", "@demo")
    with Store.open(book) as store:
        workspace = Workspace(store, present.present, Settings(), "shell")
        read = reads.pipelines(workspace)
        run.did(*["stages", "remove", "demo", "to", "proposal"])
        with pytest.raises(ConflictError, match="removed just now"):
            service.move(workspace, [1], "demo", None, read)
    assert card(run, "1") == ("Sales", "Prospecting")
