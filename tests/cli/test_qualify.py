"""`pipetui qualify` and `pipetui scores`."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from pipetui import editing
from tests.cli.conftest import Begun, Shell
from tests.conftest import Clock


@pytest.fixture
def two(run: Shell, begun: Begun) -> Shell:
    """Two open deals: Acme rollout, Globex seats."""
    begun(
        ("add", "Acme rollout 12k src:referral"),
        ("add", "Globex seats"),
    )
    return run


def test_b13_several_answers_with_their_notes_are_one_change(two: Shell) -> None:
    out = two.did("qualify", "acme", "rollout", "budget:yes", "20k", "approved", "need:? they look at two others")
    assert out == "#1 Acme rollout: budget yes, need unknown · undo: pipetui undo\n"
    assert two.did("qualify", "1") == (
        "#1 Acme rollout\n"
        "budget     ✓ yes      just now  20k approved\n"
        "authority  ? unknown\n"
        "need       ? unknown  just now  they look at two others\n"
        "timing     ? unknown\n"
        "\n"
        "fit       50\n"
        "+20  value.over:10k  €12,000\n"
        "+15  src:referral    referral\n"
        "+15  budget:yes      budget yes\n"
        "\n"
        "intent    0\n"
        "no rule holds\n"
    )
    two.did("undo")
    assert "20k approved" not in two.did("qualify", "1")


def test_beginnings_of_questions_and_answers_are_enough_and_a_dash_takes_a_note_off(two: Shell) -> None:
    two.did("qualify", "1", "b:y", "really", "a=no")
    two.did("qualify", "1", "B:no")
    assert [(one["answer"], one["note"]) for one in answers(two)[:2]] == [("no", "really"), ("no", None)]
    two.did("qualify", "1", "b:no", "-")
    assert answers(two)[0]["note"] is None


def answers(shell: Shell) -> list[dict[str, str | None]]:
    """The answers of the first deal."""
    found: list[dict[str, str | None]] = json.loads(shell.did("qualify", "1", "--json"))["answers"]
    return found


def test_b31_the_json_of_qualify(two: Shell) -> None:
    two.did("qualify", "1", "timing:no", "not this year")
    two.did("log", "1", "email", "in", "replied")
    found = json.loads(two.did("qualify", "1", "--json"))
    assert (found["id"], found["title"]) == (1, "Acme rollout")
    assert found["answers"][3] == {
        "question": "timing",
        "answer": "no",
        "note": "not this year",
        "answered_at": "2026-11-21T10:00:00Z",
        "stale": False,
    }
    assert found["scores"]["intent"] == {
        "total": 20,
        "lines": [{"points": 20, "rule": "replied within 30d", "why": "replied just now"}],
    }
    assert found["scores"]["fit"]["total"] == 35
    assert [one["id"] for one in json.loads(two.did("qualify", "1,2", "--json"))] == [1, 2]


def test_stale_answers_are_shown_as_such(two: Shell, clock: Clock) -> None:
    two.did("qualify", "1", "budget:yes")
    clock.tick(days=120)
    assert "budget     ✓ yes      120 days ago, stale\n" in two.did("qualify", "1")
    assert "qualified     budget ✓ 120 d old  authority ?" in two.did("show", "1")
    assert two.did("list", "stale", "--ids") == "1\n"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("budget:maybe",), "budget: “maybe” is not an answer"),
        (("budgt:yes",), "there is no question “budgt”"),
        (("budget:yes", "neeed:no"), "there is no question “neeed”"),
        (("budget:yes", "b:no"), "budget is answered twice"),
    ],
)
def test_what_is_not_understood_writes_nothing(
    two: Shell, contents: Callable[[], dict[str, int]], words: tuple[str, ...], said: str
) -> None:
    before = contents()
    result = two("qualify", "1", *words)
    assert (result.code, result.out) == (2, "")
    assert said in result.err
    assert contents() == before


def test_a_note_may_hold_colons_and_tags(two: Shell) -> None:
    two.did("qualify", "1", "need:yes", "see", "wiki:page", "-urgent", "at", "9:30")
    assert answers(two)[2]["note"] == "see wiki:page -urgent at 9:30"


def test_b31_many_deals_are_shown_first(two: Shell) -> None:
    two.did("add", "Initech")
    assert two("qualify", "1-3", "need:no").code == 2
    assert two.did("qualify", "1-3", "need:no", "--dry-run").splitlines()[0] == (
        "#1 Acme rollout: need unknown → need no"
    )
    assert two.did("qualify", "1-3", "need:no", "--yes") == "3 deals: need no · undo: pipetui undo\n"
    assert two.did("list", "need:no", "--ids").split() == ["1", "2", "3"]


@pytest.mark.parametrize("blank", ["", " ", "\n"])
def test_a_word_of_white_space_is_none(two: Shell, blank: str) -> None:
    assert two.did("qualify", "1", blank, "budget:yes", blank).startswith("#1 Acme rollout: budget yes")
    assert two("qualify", blank).code == 3


def test_no_such_deal(two: Shell) -> None:
    assert two("qualify", "nowhere", "need:no").code == 3
    assert two("qualify", "99").code == 3


def test_scores_prints_the_rules(two: Shell) -> None:
    lines = two.did("scores").splitlines()
    assert lines[:2] == ["fit:", "+20 value.over:10k"]
    assert "-15 3 unanswered" in lines
    assert json.loads(two.did("scores", "--json"))[0] == {"side": "fit", "points": 20, "rule": "value.over:10k"}


def test_lists_ask_for_scores(two: Shell) -> None:
    assert two.did("list", "fit.over:30", "--ids") == "1\n"
    assert two("list", "intent.over:0").code == 1
    assert two("list", "fit:high").code == 2


@pytest.fixture
def editor(monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[str]]:
    """`editor("text", …)`: what the rep leaves in the editor, time after time; gives what was shown each time."""

    def typing(*texts: str) -> list[str]:
        shown: list[str] = []
        left = iter(texts)

        def run(command: list[str]) -> int:
            file = Path(command[-1])
            shown.append(file.read_text())
            file.write_text(next(left))
            return 0

        monkeypatch.setenv("EDITOR", "nano")
        monkeypatch.setattr(editing, "terminal", lambda: True)
        monkeypatch.setattr(editing, "in_terminal", run)
        return shown

    return typing


def test_the_rules_are_edited_as_a_text(two: Shell, editor: Callable[..., list[str]]) -> None:
    shown = editor("fit:\n+5 colour:red\n", "fit:\n+5 src:referral\n")
    assert two.did("scores", "--edit") == "changed the rules of the scores · undo: pipetui undo\n"
    assert "+20 value.over:10k" in shown[0]
    assert "line 4: “colour:red”: there is no field “colour”" in shown[1]
    assert two.did("scores") == "fit:\n+5 src:referral\n\nintent:\n"
    two.did("undo")
    assert "+20 value.over:10k" in two.did("scores")


def test_an_empty_text_cancels(two: Shell, editor: Callable[..., list[str]]) -> None:
    editor("")
    result = two("scores", "--edit")
    assert (result.code, result.out, result.err) == (0, "", "nothing was changed\n")


def test_rules_can_all_be_taken_away(two: Shell, editor: Callable[..., list[str]]) -> None:
    editor("# none\n")
    two.did("scores", "--edit")
    result = two("scores")
    assert (result.code, result.out) == (1, "")
    assert "fit       0\nno rule holds" in two.did("qualify", "1")


def test_without_an_editor_it_says_what_to_set(two: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(editing, "terminal", lambda: True)
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.delenv("EDITOR", raising=False)
    result = two("scores", "--edit")
    assert result.code == 2
    assert "EDITOR" in result.err
