"""`pipetui objection` and `pipetui playbook`."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from pipetui import editing
from tests.cli.conftest import Begun, Shell


@pytest.fixture
def deals(begun: Begun) -> Shell:
    """The shell with three deals."""
    return begun(*(("add", title, "next:fri") for title in ("Acme rollout", "Globex seats", "Hooli pilot")))


def objections(run: Shell, deal: str) -> list[dict[str, str]]:
    found: list[dict[str, str]] = json.loads(run.did("show", deal, "--json"))["objections"]
    return found


def test_an_objection_is_logged_with_its_state_and_a_note(deals: Shell) -> None:
    out = deals.did("objection", "acme", "rollout", "expensive", "overcome", "/", "took", "a", "smaller", "scope")
    assert out == "objection “too expensive” overcome on #1 Acme rollout · undo: pipetui undo\n"
    assert objections(deals, "acme") == [{"text": "too expensive", "state": "overcome", "note": "took a smaller scope"}]
    assert "too expensive (overcome)  took a smaller scope" in deals.did("show", "acme")


def test_words_the_playbook_does_not_know_are_new_and_that_is_said(deals: Shell) -> None:
    result = deals("objection", "acme", "too", "slow")
    assert result.code == 0
    assert result.out == "new objection “too slow” open on #1 Acme rollout · undo: pipetui undo\n"
    assert result.err == "warning: “too slow” has no planned response yet: pipetui playbook --edit\n"


def test_words_that_fit_several_are_listed(deals: Shell, contents: Callable[[], dict[str, int]]) -> None:
    before = contents()
    result = deals("objection", "acme", "no")
    assert (result.code, result.out) == (2, "")
    assert "no budget; no time now" in result.err
    assert deals("objection", "acme").code == 2
    assert contents() == before


def test_b31_three_deals_are_asked_about_and_a_dry_run_writes_nothing(deals: Shell) -> None:
    assert deals("objection", "1-3", "expensive").code == 2
    assert "dry run: 3 deals" in deals("objection", "1-3", "expensive", "--dry-run").err
    assert objections(deals, "1") == []
    deals.did("objection", "1-3", "expensive", "--yes")
    assert [len(objections(deals, number)) for number in "123"] == [1, 1, 1]


def test_the_playbook_is_listed_with_its_counts(deals: Shell) -> None:
    deals.did("objection", "acme", "expensive")
    deals.did("drop", "acme", "--reason", "price")
    deals.did("objection", "globex", "expensive", "overcome")
    first = json.loads(deals.did("playbook", "--json"))[0]
    assert {**first, "response": "…"} == {
        "id": 1,
        "objection": "too expensive",
        "response": "…",
        "met": 2,
        "open": 1,
        "overcome": 1,
        "cost": 1,
    }
    headers, row, *_ = deals.did("playbook").splitlines()
    assert headers.split() == ["objection", "met", "overcome", "cost", "response"]
    assert row.split()[:5] == ["too", "expensive", "2", "1", "1"]


def test_one_objection_is_shown_with_all_of_its_response(run: Shell) -> None:
    run.did("playbook", "add", "too slow", "Compared with what?")
    assert run.did("playbook", "SLOW") == "too slow\nCompared with what?\n"
    assert run("playbook", "zz").code == 1
    assert json.loads(run("playbook", "zz", "--json").out) == []


def test_entries_are_added_and_deleted(deals: Shell) -> None:
    said = deals.did("playbook", "add", "too", "slow", "/", "Compared with what?")
    assert said == "added “too slow” to the playbook · undo: pipetui undo\n"
    assert deals("playbook", "add", "too", "slow", "to me").code == 2
    assert deals("playbook", "add").code == 2
    assert deals("playbook", "add", "Too slow", "x").code == 4
    deals.did("objection", "acme", "slow")
    result = deals("playbook", "delete", "too", "slow")
    assert (result.code, "met on 1 deal" in result.err) == (4, True)
    assert deals.did("playbook", "delete", "supplier").startswith("deleted “we have a supplier”")
    assert deals("playbook", "delete", "supplier").code == 3


@pytest.fixture
def editor(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[str], str]], None]:
    """`editor(change)`: what the rep's editor makes of the text."""

    def set_up(change: Callable[[str], str]) -> None:
        def run(command: list[str]) -> int:
            path = Path(command[-1])
            path.write_text(change(path.read_text(encoding="utf-8")), encoding="utf-8")
            return 0

        monkeypatch.setenv("EDITOR", "an-editor")
        monkeypatch.setattr(editing, "terminal", lambda: True)
        monkeypatch.setattr(editing, "in_terminal", run)

    return set_up


def test_the_whole_playbook_goes_through_the_editor(
    deals: Shell, editor: Callable[[Callable[[str], str]], None]
) -> None:
    deals.did("objection", "acme", "expensive")
    editor(lambda text: text.replace("1: too expensive", "1: too dear") + "\nobjection: too slow\n    Why?\n")
    assert deals.did("playbook", "--edit") == "playbook: 1 new, 1 changed · undo: pipetui undo\n"
    assert objections(deals, "acme")[0]["text"] == "too dear"
    assert deals.did("playbook", "slow") == "too slow\nWhy?\n"


def test_a_playbook_left_as_it_was_or_emptied_changes_nothing(
    run: Shell, editor: Callable[[Callable[[str], str]], None], contents: Callable[[], dict[str, int]]
) -> None:
    before = contents()
    for change in (lambda text: text, lambda text: "", lambda text: text.replace("\n\n", "\n \n\n")):
        editor(change)
        result = run("playbook", "--edit")
        assert (result.code, result.err) == (1, "nothing was changed\n")
    assert contents() == before
    assert run("playbook", "--edit", "too").code == 2
