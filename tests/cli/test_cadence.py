"""`pipetui cadence` (behaviour 9), and `pipetui edit` with the deal alone: the whole deal in the editor."""

import json
import shlex
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from pipetui import editing
from tests.cli.conftest import Shell

Contents = Callable[[], dict[str, int]]
Fake = Callable[[str], None]


@pytest.fixture
def editor(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Fake:
    """`editor(code)`: the rep's editor is a program that runs `code` on `text`, and saves it."""

    def use(code: str) -> None:
        script = tmp_path / "editor.py"
        script.write_text(
            "import pathlib, sys\npath = pathlib.Path(sys.argv[-1])\ntext = path.read_text()\n"
            f"{code}\npath.write_text(text)\n"
        )
        monkeypatch.setenv("EDITOR", f"{shlex.quote(sys.executable)} {shlex.quote(str(script))}")
        monkeypatch.delenv("VISUAL", raising=False)
        monkeypatch.setattr(editing, "terminal", lambda: True)

    return use


@pytest.fixture
def acme(run: Shell) -> Shell:
    run.did("add", "Acme", "rollout", "12k", "@demo")
    return run


def test_b09_the_cadences_are_listed_with_steps_stages_and_deals(acme: Shell) -> None:
    acme.did("cadence", "start", "1")
    assert acme.did("cadence").splitlines() == [
        "cadence       steps    comes with   under way on",
        "Five touches  5 steps  Prospecting  1 deal",
    ]
    assert acme.did("cadence", "show", "five").splitlines()[:3] == [
        "Five touches", "+0 call first call", "+3 email follow-up e-mail [follow-up]",
    ]  # fmt: skip


def test_b09_json_is_stable(acme: Shell) -> None:
    (one,) = json.loads(acme.did("cadence", "--json"))
    assert one.pop("steps")[1] == {
        "wait_days": 3, "kind": "email", "text": "follow-up e-mail", "template": "follow-up",
    }  # fmt: skip
    assert one == {"name": "Five touches", "default": True, "stages": ["Prospecting"], "deals": []}
    assert json.loads(acme.did("cadence", "show", "five", "--json"))["name"] == "Five touches"


def test_b09_a_cadence_is_begun_and_stopped_by_words(acme: Shell) -> None:
    acme.did("cadence", "new", "Nudge", "--steps", "+0 call ask for news; +3 email [follow-up]")
    begun = "Nudge begun on #1 Acme rollout · undo: pipetui undo\n"
    assert acme.did("cadence", "start", "acme", "rollout", "nudge") == begun
    assert acme.did("cadence", "start", "acme", "nudge") == begun
    assert acme.did("cadence", "start", "acme").startswith("Five touches begun")
    assert acme.did("cadence", "stop", "acme") == "#1 Acme rollout taken off the cadence · undo: pipetui undo\n"


def test_b09_the_shell_asks_for_the_first_step_and_enter_takes_it(acme: Shell) -> None:
    result = acme("cadence", "start", "1", typed="\n")
    assert "next step? [Mon 23 Nov first call]" in result.err
    assert "next for #1 Acme rollout: Mon 23 Nov, in 2 days – first call" in result.out


def test_b09_a_cadence_is_changed_given_to_a_stage_and_deleted(acme: Shell) -> None:
    acme.did("cadence", "new", "Nudge", "--steps", "+0 call")
    assert acme.did("cadence", "edit", "nudge", "--steps", "+1 call; +2 call") == (
        "cadence Nudge: 2 steps · undo: pipetui undo\n"
    )
    assert acme.did("cadence", "stage", "demo", "nudge") == "Demo comes with Nudge · undo: pipetui undo\n"
    assert acme("cadence", "delete", "nudge").code == 4
    assert acme.did("cadence", "stage", "demo", "none").startswith("Demo comes with no cadence")
    assert acme.did("cadence", "delete", "nudge").startswith("cadence Nudge deleted")


@pytest.mark.parametrize(
    ("line", "code", "said"),
    [
        ("cadence show nudge", 3, "there is no cadence “nudge”"),
        ("cadence strat 1", 2, "did you mean start?"),
        ("cadence start", 2, "write: pipetui cadence start DEAL [NAME]"),
        ("cadence start 1 nudge", 2, "there is no cadence “nudge”"),
        ("cadence start nobody", 3, "nobody"),
        ("cadence stop 1", 4, "no cadence is under way"),
        ("cadence new Nudge", 2, "what are its steps?"),
        ("cadence new Nudge --steps ;", 2, "at least one step"),
        ("cadence new Nudge --steps '+1 call; then Five touches'", 2, "cannot begin a cadence"),
        ("cadence new 'five touches' --steps '+0 call'", 2, "there is a cadence “Five touches” already"),
        ("cadence stop 1 --steps x", 2, "--steps goes with new and edit"),
        ("cadence stage nowhere five", 2, "there is no stage “nowhere”"),
        ("cadence stage demo nudge", 3, "there is no cadence “nudge”"),
        ("cadence delete five", 4, "Five touches comes with Prospecting"),
    ],
)
def test_b09_bad_input_is_refused_and_nothing_written(
    acme: Shell, contents: Contents, line: str, code: int, said: str
) -> None:
    before = contents()
    result = acme(*shlex.split(line))
    assert (result.code, result.out) == (code, "")
    assert said in result.err
    assert contents() == before


def test_b09_a_cadence_is_made_and_renamed_in_the_editor(acme: Shell, editor: Fake) -> None:
    editor("text += '+0 cal Ann\\n' if '#!' not in text else ''\ntext = text.replace('+0 cal Ann', '+0 call Ann')")
    assert acme.did("cadence", "new", "Nudge").startswith("cadence Nudge: 1 step")
    editor("text = text.replace('name: Nudge', 'name: Poke')")
    assert acme.did("cadence", "edit", "nudge").startswith("cadence Poke: 1 step")
    editor("")
    result = acme("cadence", "edit", "poke")
    assert (result.code, result.out, result.err) == (0, "", "nothing was changed\n")


# --- pipetui edit DEAL ---------------------------------------------------------------------------------------


def test_edit_with_the_deal_alone_opens_the_editor_and_is_one_step(acme: Shell, editor: Fake) -> None:
    editor("text = text.replace('12000.00', '15000').replace('note:', 'note: big').replace('close:', 'close: eoy')")
    assert acme.did("edit", "acme") == "edited #1 Acme rollout: value, expected close, note · undo: pipetui undo\n"
    acme.did("undo")
    assert json.loads(acme.did("show", "1", "--json"))["value"] == "12000.00"


def test_an_error_in_the_form_reopens_it_and_leaving_it_cancels(acme: Shell, editor: Fake, contents: Contents) -> None:
    before = contents()
    editor("text = text if text.startswith('#!') else text.replace('12000.00 EUR', 'much')")
    result = acme("edit", "acme")
    assert (result.code, result.out, result.err) == (0, "", "nothing was changed\n")
    assert contents() == before


def test_an_editor_that_fails_leaves_the_deal_and_keeps_the_text(
    acme: Shell, editor: Fake, contents: Contents, tmp_path: Path
) -> None:
    before = contents()
    editor("path.write_text('title: half done\\n')\nraise SystemExit(3)")
    result = acme("edit", "acme")
    assert result.code == 2
    assert "failed with exit code 3; nothing was changed" in result.err
    kept = Path(result.err.split("kept in ")[1].strip())
    assert kept.read_text() == "title: half done\n"
    kept.unlink()
    assert contents() == before


def test_an_editor_that_is_not_set_says_what_to_set(acme: Shell, editor: Fake, monkeypatch: pytest.MonkeyPatch) -> None:
    editor("")
    monkeypatch.delenv("EDITOR")
    result = acme("edit", "acme")
    assert result.code == 2
    assert "export EDITOR=nano" in result.err


def test_what_the_book_refuses_is_kept_as_a_text(acme: Shell, editor: Fake) -> None:
    editor("text = text.replace('renewal:', 'renewal: 2027-11-01')")
    result = acme("edit", "acme")
    assert result.code == 4
    assert "only a won deal is renewed" in result.err
    kept = Path(result.err.split("kept in ")[1].strip())
    assert "renewal: 2027-11-01" in kept.read_text()
    kept.unlink()
