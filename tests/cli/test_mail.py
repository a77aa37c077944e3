"""`pipetui mail`, `templates`, `template`: printed, opened, copied, logged; what is missing; edited in the editor."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from pipetui import editing, outside
from pipetui.domain.errors import InputError
from tests.cli.conftest import Shell

Contents = Callable[[], dict[str, int]]
MINE = ("--set", "my_name=Jo Park")


@pytest.fixture
def acme(run: Shell) -> Shell:
    """The shell with a deal that fills every template."""
    run.did("add", "Acme rollout", "12k", "org:Acme GmbH", "who:Ann Lee", "ann@acme.example", "@proposal")
    return run


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The addresses handed to the mail program."""
    found: list[str] = []
    monkeypatch.setattr(outside, "open_address", found.append)
    return found


def test_a_mail_is_printed_and_nothing_is_logged(acme: Shell, contents: Contents) -> None:
    before = contents()
    assert acme.did("mail", "acme", "last", *MINE).splitlines() == [
        "To: ann@acme.example",
        "Subject: Shall I close Acme rollout?",
        "",
        "Hello Ann,",
        "",
        "I have not heard from you about Acme rollout, so I take it that other things come first."
        " That is quite all right.",
        "",
        "If I hear nothing until Wednesday, 25 November, I will close my file and not write again."
        " If it is still open for you, one word is enough, and I will call.",
        "",
        "Jo Park",
    ]
    assert contents() == before


def test_json_has_the_mail_with_its_address_for_mail_programs(acme: Shell) -> None:
    shape = json.loads(acme.did("mail", "1", "proposal", *MINE, "--json"))
    assert (shape["id"], shape["template"], shape["to"]) == (1, "proposal", ["ann@acme.example"])
    assert shape["subject"] == "Our proposal: Acme rollout"
    assert "€12,000" in shape["body"]
    assert shape["mailto"].startswith(
        "mailto:ann@acme.example?subject=Our%20proposal%3A%20Acme%20rollout&body=Hello%20"
    )


def test_open_hands_it_to_the_mail_program_and_logs_it(acme: Shell, opened: list[str]) -> None:
    result = acme("mail", "acme", "rollout", "prop", "--open", *MINE)
    assert result.code == 0
    assert result.out == "logged e-mail on #1 Acme rollout · undo: pipetui undo\n"
    assert len(opened) == 1
    assert "Our proposal: Acme rollout (proposal)" in acme.did("show", "1")


def test_without_an_address_it_is_opened_for_nobody_and_said(run: Shell, opened: list[str]) -> None:
    run.did("add", "Globex", "who:Kim")
    result = run("mail", "globex", "last", "--open", *MINE)
    assert result.code == 0
    assert opened[0].startswith("mailto:?subject=")
    assert "warning: #1 has no e-mail address" in result.err


def test_a_mail_program_that_does_not_open_leaves_nothing_behind(
    acme: Shell, monkeypatch: pytest.MonkeyPatch, contents: Contents
) -> None:
    def refuse(address: str) -> None:
        raise InputError("no program is set up that opens it", "copy it instead, or print it")

    monkeypatch.setattr(outside, "open_address", refuse)
    before = contents()
    assert acme("mail", "1", "last", "--open", *MINE).code == 2
    assert contents() == before


def test_copy_takes_the_text_alone_and_says_the_rest(acme: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    copied: list[str] = []
    monkeypatch.setattr(outside, "copy", copied.append)
    result = acme("mail", "1", "last", "--copy", *MINE)
    assert copied[0].startswith("Hello Ann,\n")
    assert result.err.splitlines()[:2] == ["to: ann@acme.example", "subject: Shall I close Acme rollout?"]
    assert result.out.startswith("logged e-mail")


def test_a_printed_mail_that_is_logged_keeps_stdout_for_itself(acme: Shell) -> None:
    result = acme("mail", "1", "last", "--log", *MINE)
    assert result.out.endswith("\nJo Park\n")
    assert "logged e-mail on #1 Acme rollout · undo: pipetui undo\n" in result.err


def test_what_is_missing_is_asked_for_at_a_terminal(run: Shell) -> None:
    run.did("add", "Globex")
    result = run("mail", "globex", "last", typed="Kim\nJo\n")
    assert result.code == 0
    assert "Hello Kim,\n" in result.out
    assert "#1 Globex: {first_name}, the first name of the person it goes to? " in result.err


def test_what_is_missing_is_named_with_the_spelling_of_set_elsewhere(run: Shell, contents: Contents) -> None:
    run.did("add", "Globex")
    before = contents()
    result = run("mail", "globex", "last", "--log")
    assert result.code == 2
    assert "“last chance” lacks {first_name}, {my_name}" in result.err
    assert '--set first_name="…" --set my_name="…"' in result.err
    assert contents() == before


def test_my_name_comes_from_the_configuration(acme: Shell, tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text('[me]\nname = "Jo Park"\n')
    assert acme.did("mail", "1", "last").endswith("Jo Park\n")


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("1", "last", "--set", "my_nam=Jo"), 2, "did you mean {my_name}?"),
        (("1", "last", "--set", "Jo"), 2, "sets no field"),
        (("1", "lsat"), 2, "there is no template “lsat”"),
        (("1", "f"), 2, "could be first contact, follow-up"),
        (("9", "last"), 3, "deal #9 does not exist"),
        (("1", "last", "--to", "nobody"), 2, "who is “nobody”?"),
        (("1", "last", "--open", "--copy"), 2, "two ways"),
    ],
)
def test_what_is_not_understood_is_refused(acme: Shell, arguments: tuple[str, ...], code: int, said: str) -> None:
    result = acme("mail", *arguments)
    assert (result.code, result.out) == (code, "")
    assert said in result.err


def test_several_mails_are_asked_about_before_they_are_opened(run: Shell, opened: list[str]) -> None:
    for title in ("Acme", "Globex", "Hooli"):
        run.did("add", title, "who:Ann", "ann@acme.example")
    assert run("mail", "1-3", "last", "--open", *MINE).code == 2
    assert run("mail", "1-3", "last", "--open", *MINE, typed="n\n").code == 2
    assert opened == []
    assert run.did("mail", "1-3", "last", "--open", "--yes", *MINE).startswith("logged e-mail on 3 deals")
    assert len(opened) == 3


def test_without_a_template_they_are_listed_as_the_deal_fills_them(acme: Shell) -> None:
    result = acme("mail", "acme", "rollout")
    lines = result.out.splitlines()
    assert lines[0].split() == ["template", "purpose", "subject", "asks", "for"]
    assert " ".join(lines[1].split()) == "proposal proposal Our proposal: Acme rollout my_name"
    assert result.err == "pipetui mail 1 proposal prints it\n"
    assert json.loads(acme.did("mail", "1", "--json"))[0]["missing"] == ["my_name"]


# --- the templates themselves --------------------------------------------------------------------------------


def test_templates_are_listed_and_one_is_printed(run: Shell) -> None:
    assert len(run.did("templates").splitlines()) == 6
    shape = json.loads(run.did("templates", "--json"))[2]
    assert (shape["name"], shape["purpose"], shape["fields"][0]) == ("proposal", "proposal", "deal")
    assert run.did("template", "last").startswith("Subject: Shall I close {deal}?\nPurpose: last chance\n\nHello ")
    assert run("template", "nix").code == 3


def test_a_template_is_made_and_changed_in_the_editor(run: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[str] = []

    def typed(text: str, parse: Callable[[str], object], suffix: str) -> object:
        shown.append(text)
        return parse(text.replace("Subject: {deal}", "Subject: Thank you"))

    monkeypatch.setattr(editing, "edit_text", typed)
    assert run.did("template", "thanks", "--edit") == "added template thanks · undo: pipetui undo\n"
    assert "\nFields: {first_name} " in shown[0]
    assert run.did("template", "tha").startswith("Subject: Thank you\nPurpose: \n\nHello {first_name},\n")
    assert "Fields" not in run.did("template", "thanks")
    assert run.did("template", "proposal", "--delete") == "deleted template proposal · undo: pipetui undo\n"
    run.did("undo")
    assert run("template", "proposal").code == 0


def test_an_editor_that_is_left_changes_nothing(
    run: Shell, monkeypatch: pytest.MonkeyPatch, contents: Contents
) -> None:
    monkeypatch.setattr(editing, "edit_text", lambda text, parse, suffix: None)
    before = contents()
    result = run("template", "proposal", "--edit")
    assert (result.code, result.out, result.err) == (0, "", "nothing was changed\n")
    assert contents() == before


def test_b12_a_mail_goes_to_whom_it_concerns_and_never_to_a_blocker(run: Shell) -> None:
    run.did("add", "Acme", "who:Bob", "who:Uma", "who:Cleo", "next:fri")
    people = (("Bob", "blocker"), ("Uma", "user"), ("Cleo", "champion"))
    told = ", ".join(f"{name} <{name.lower()}@acme.example> ({role})" for name, role in people)
    run.did("edit", "1", f"people:{told}")
    result = run("mail", "1", "follow-up", "--set", "my_name=Me")
    assert "#1 to Cleo" in result.err
    assert "cleo@acme.example" in result.out
    run.did("edit", "1", "people:Bob <bob@acme.example> (blocker)")
    result = run("mail", "1", "follow-up", "--set", "my_name=Me", "--set", "first_name=you")
    assert "bob@acme.example" not in result.out
    assert "nobody is addressed" in result.err
