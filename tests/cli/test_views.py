"""`pipetui view`: lists kept by name (behaviour 43)."""

import json

from tests.cli.conftest import Shell


def test_b43_a_view_is_saved_shown_renamed_and_removed(run: Shell) -> None:
    assert (run("view").code, run("view").out) == (1, "")
    run.did("add", "Acme 12k next:fri")
    run.did("add", "Globex 30k")
    assert run.did("view", "save", "large", "value.over:5k", "--sort", "value", "--columns", "title,value") == (
        "view “large” saved, key 1 · undo: pipetui undo\n"
    )
    assert run.did("view", "lar").splitlines() == ["title     value", "Globex  €30,000", "Acme    €12,000"]
    assert run.did("list", "--view", "1", "acme", "--columns", "id").splitlines() == ["#", "1"]
    assert run.did("view", "large", "--ids").split() == ["2", "1"]
    run.did("view", "rename", "large", "the large ones")
    (told,) = json.loads(run.did("view", "--json"))
    assert (told["name"], told["shows"], told["columns"], told["problem"]) == (
        "the large ones",
        2,
        ["title", "value"],
        None,
    )
    run.did("view", "remove", "the", "large")
    assert run("view", "large").code == 3
    run.did("undo")
    assert "the large ones  deals       2  value.over:5k" in run.did("view")


def test_b43_a_view_of_people_lists_people_and_takes_no_columns(run: Shell) -> None:
    run.did("add", 'Acme who:"Ann Lee" ann@acme.example')
    run.did("view", "save", "anns", "ann", "--screen", "people")
    assert "ann@acme.example" in run.did("view", "anns")
    refused = run("view", "save", "x", "ann", "--screen", "people", "--sort", "value")
    assert (refused.code, "no columns" in refused.err) == (2, True)


def test_b43_a_view_whose_stage_is_gone_says_so(run: Shell) -> None:
    run.did("view", "save", "x", "stage:quatsch")
    assert "there is no stage “quatsch”" in run("view", "x").err
    assert "there is no stage “quatsch”" in run.did("view")


def test_b43_an_option_that_says_nothing_there_is_refused(run: Shell) -> None:
    run.did("add", "Acme 12k")
    run.did("add", "Globex 30k")
    run.did("view", "save", "large", "value.over:5k", "--sort", "value")
    assert run.did("view", "large", "--ids").split() == ["2", "1"]
    assert run.did("view", "large", "--reverse", "--ids").split() == ["1", "2"]
    for words in (
        ("view", "large", "--key", "3"),
        ("view", "large", "--screen", "people"),
        ("view", "--columns", "id"),
        ("view", "remove", "large", "--sort", "id"),
        ("list", "--reverse"),
    ):
        refused = run(*words)
        assert (refused.code, " goes with " in refused.err or " go with " in refused.err) == (2, True), words
    assert "large" in run.did("view")


def test_a_list_is_put_in_any_order(run: Shell) -> None:
    for line in ("Beta 3k", "Alpha 9k", "Gamma"):
        run.did("add", *line.split())
    assert run.did("list", "--sort", "title", "--ids").split() == ["2", "1", "3"]
    assert run.did("list", "--sort", "value", "--reverse", "--ids").split() == ["3", "1", "2"]
    assert [row["id"] for row in json.loads(run.did("list", "--sort", "tit", "--json"))] == [2, 1, 3]
    assert run("list", "--sort", "nonsense").code == 2
