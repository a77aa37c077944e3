"""`pipetui context`: every list of deals is narrowed to a filter until it is switched off (behaviour 48)."""

import json

import pytest

from tests.cli.conftest import Begun, Shell

LISTS = (
    "today --json", "overdue --json", "today --ids", "overdue --ids", "list --ids", "list open --json",
    "list won --ids", "list open --sort value --ids", "view all --ids", "view late --ids",
)  # fmt: skip
WHOLE = (
    "quota --json", "forecast --json", "report outcomes all --json", "plan --json", "prompt", "export --to csv",
    "people --ids", "orgs --ids", "list --deleted --ids",
)  # fmt: skip


@pytest.fixture
def deals(begun: Begun) -> Shell:
    """Some of either kind in every list."""
    lines = (
        "add Acme 12k next:today +saas",
        "add Globex 8k next:fri",
        "add Initech 5k next:today",
        "add Hooli 3k +saas",
        "add Won 1k",
        "win 5 -q",
        "add Soylent 7k +saas",
        "win 6 -q",
        "quota set 50k",
    )
    return begun(
        *(tuple(line.split()) for line in lines),
        ("view", "save", "all", "open or won"),
        ("view", "save", "late", "planned", "--screen", "week"),
        ("context", "define", "work", "+saas or stage:negotiation"),
    )


def ids(printed: str) -> list[int]:
    """The numbers of the deals that are printed, as JSON or one a line."""
    if printed.lstrip().startswith("["):
        return [deal["id"] for deal in json.loads(printed)]
    return [int(word) for word in printed.split()]


def test_b48_every_list_is_narrowed_and_says_so_and_figures_stay_whole(deals: Shell) -> None:
    lists = {asked: ids(deals(*asked.split()).out) for asked in LISTS}
    whole = {asked: deals(*asked.split()).out for asked in WHOLE}
    days = json.loads(deals.did("week", "--json"))["days"]
    deals.did("context", "work")
    in_context = {1, 4, 6}
    for asked, found in lists.items():
        told = deals(*asked.split())
        assert ids(told.out) == [number for number in found if number in in_context], asked
        assert told.err.startswith("context work: +saas or stage:negotiation\n"), asked
        assert deals(*asked.split(), "-q").err == ""
    assert {asked: deals(*asked.split()).out for asked in WHOLE} == whole
    planned = [[step["id"] for step in day["steps"]] for day in json.loads(deals.did("week", "--json"))["days"]]
    assert planned == [[step["id"] for step in day["steps"] if step["id"] in in_context] for day in days]
    for screen in ("today", "board", "week", "deals"):
        said = deals.did("--plain", screen)
        assert ("Acme" in said, "Globex" in said, "Initech" in said) == (True, False, False), screen
    assert "Globex" in deals.did("show", "globex"), "what is named is found"
    deals.did("add", "Umbrella 4k")
    assert "Umbrella" in deals.did("show", "7")
    assert json.loads(deals.did("show", "7", "--json"))["tags"] == [], "nothing is added by a context"
    assert deals.did("context", "none") == "no context: every list is whole again\n"
    assert ids(deals.did("list", "--ids"))[1:] != sorted(in_context)


def test_b48_contexts_are_listed_shown_and_told_apart(run: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    assert (run("context").code, run("context", "show").code, run("context", "work").code) == (1, 1, 3)
    assert json.loads(run("context", "show", "--json").out) == {"context": None, "filter": None}
    run.did("add", "Acme 12k +saas")
    run.did("context", "define", "work", "+saas", "or", "value.over:50k")
    refused = run("context", "wrok")
    assert (refused.code, "did you mean work?" in refused.err) == (2, True)
    assert run.did("context", "w") == "context work: +saas or value.over:50k · off: pipetui context none\n"
    assert run.did("context", "show") == "work: +saas or value.over:50k\n"
    assert json.loads(run.did("context", "--json")) == [
        {"context": "work", "filter": "+saas or value.over:50k", "on": True, "open_deals": 1, "problem": None}
    ]
    monkeypatch.setenv("PIPETUI_CONTEXT", "none")
    assert run("context", "show").code == 1
    assert run("context", "work").code == 4
    monkeypatch.setenv("PIPETUI_CONTEXT", "typo")
    assert run("today")[::2] == (2, "pipetui: PIPETUI_CONTEXT: there is no context “typo”\n  the contexts: work\n")
    listed = run("context")
    assert (listed.code, "work" in listed.out, "PIPETUI_CONTEXT" in listed.err) == (0, True, True)
    assert len(json.loads(run.did("context", "define", "other", "+x", "--json"))) == 2, "what is done is not refused"
    run.did("context", "delete", "other", "--json")
    monkeypatch.delenv("PIPETUI_CONTEXT")
    run.did("context", "delete", "work")
    assert run("today").err == "", "a context that is gone is none"
    run.did("undo")
    assert "context work" in run("list").err
    assert run("context", "define", "x").code == 2
