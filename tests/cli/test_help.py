"""Every verb explains itself, is in the README, and the help loads nothing heavy."""

import io
import re
import subprocess
import sys
from pathlib import Path

import pytest

from pipetui import __version__
from pipetui.cli import careful
from pipetui.cli.output import help_text
from pipetui.cli.verb import EVERYWHERE
from pipetui.cli.verbs import BY_NAME
from pipetui.service.fields import FIELDS
from tests.cli.conftest import Shell

SHELL = (Path(__file__).parents[2] / "README.md").read_text().partition("\n## The shell\n")[2].partition("\n## ")[0]
"""What the README says about the shell."""

SPECIFIED = """
add log next drop why when overdue today list show done advance retreat move win reopen edit note undo redo history
stages init locate demo import prompt
"""


def test_every_verb_of_the_specification_is_there() -> None:
    assert set(SPECIFIED.split()) <= set(BY_NAME)


def test_every_field_that_can_be_edited_is_in_the_help(fresh: Shell) -> None:
    said = fresh.did("edit", "--help")
    assert [name for name in FIELDS if not re.search(rf"\b{name}\b", said)] == []


@pytest.mark.parametrize("name", BY_NAME)
def test_every_verb_has_help_with_an_example(fresh: Shell, name: str) -> None:
    result = fresh(name, "--help")
    assert result.code == 0
    assert f"pipetui {name}" in result.out
    assert "For example:" in result.out
    assert "--db" in result.out
    assert "--json" in result.out


def test_brackets_in_an_example_are_no_markup(fresh: Shell) -> None:
    assert '"+0 call ask for news; +3 email [follow-up]"' in fresh.did("cadence", "--help")


@pytest.mark.parametrize("name", BY_NAME)
def test_every_verb_is_in_the_readme(name: str) -> None:
    assert f"`{name}`" in SHELL


def test_every_option_is_explained() -> None:
    import typer

    for name, command in typer.main.get_command(careful.build()).commands.items():  # type: ignore[attr-defined]
        for parameter in command.params:
            assert parameter.help, f"{name} {parameter.name}"


def test_the_help_names_every_verb_in_order(fresh: Shell) -> None:
    out = fresh.did("--help")
    places = [re.search(rf"^│ {name} ", out, re.MULTILINE) for name in BY_NAME]
    starts = [place.start() for place in places if place]
    assert len(starts) == len(BY_NAME)
    assert starts == sorted(starts)


@pytest.mark.parametrize("name", ["", *BY_NAME])
def test_the_help_keeps_to_the_width_of_the_terminal(fresh: Shell, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    for columns in (24, 40, 66, 120):
        monkeypatch.setenv("COLUMNS", str(columns))
        out = fresh.did(*filter(None, [name]), "--help")
        assert [line for line in out.splitlines() if len(line) > columns] == []
        option = max((line for line in out.splitlines() if line.startswith("│ --")), key=len)
        assert len(option) == columns


@pytest.mark.parametrize("name", BY_NAME)
def test_the_help_names_all_words_and_options_with_their_defaults(fresh: Shell, name: str) -> None:
    verb, out = BY_NAME[name], " ".join(fresh.did(name, "--help").replace("│", " ").split())
    assert f"Usage: pipetui {name} [OPTIONS]" in out
    assert verb.words is None or (verb.words.metavar in out and verb.words.help in out)
    assert verb.words is None or ("[required]" in out) == verb.words.required
    for option in (*verb.options, *EVERYWHERE):
        assert f" {' '.join(filter(None, (option.flag, option.metavar)))} " in out
        assert option.help in out
        assert not option.default or f"[default: {option.default}]" in out


def test_the_help_is_the_same_wherever_it_is_asked_for(fresh: Shell) -> None:
    assert fresh.did("--json", "log", "--help") == fresh.did("log", "42", "call", "-h") == fresh.did("log", "--help")
    assert fresh.did("--quiet", "--help") == fresh.did("--help")


def test_a_terminal_without_signs_for_frames_gets_others(fresh: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    output = io.TextIOWrapper(io.BytesIO(), "ascii")
    monkeypatch.setattr(sys, "stdout", output)
    help_text.show(BY_NAME["undo"])
    output.flush()
    assert b"+- Options -" in output.buffer.getvalue()


def test_headings_are_bold_where_there_is_colour(fresh: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert "\x1b[1m╭─ Options ─" in fresh.did("undo", "--help")


def test_help_has_its_short_form_and_version_prints_it(fresh: Shell) -> None:
    assert fresh.did("add", "-h") == fresh.did("add", "--help")
    assert fresh.did("--version") == f"pipetui {__version__}\n"


@pytest.mark.parametrize(
    ("arguments", "unwanted"),
    [
        ("['--help']", "typer rich pydantic sqlmodel sqlalchemy textual pipetui.service"),
        ("['add', '--help']", "typer rich pydantic sqlmodel sqlalchemy textual pipetui.service"),
        ("['locate']", "sqlmodel sqlalchemy textual pipetui.service"),
        ("['when', 'fri']", "sqlmodel sqlalchemy textual dateparser"),
        ("['nonsense']", "sqlmodel sqlalchemy textual"),
        ("['list']", "textual alembic dateparser babel"),
        ("['add', 'Acme', '12k', 'next:fri']", "textual alembic dateparser babel"),
    ],
)
def test_what_is_not_needed_is_not_loaded(arguments: str, unwanted: str, book: Path) -> None:
    if "add" in arguments:
        book.unlink()  # it is made anew
    program = f"""
import sys
sys.argv = ["pipetui", *{arguments}]
from pipetui.__main__ import main
main()
print("loaded:", *[name for name in {unwanted.split()!r} if name in sys.modules])
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "loaded:"


def test_what_the_quick_verbs_will_share_loads_neither_typer_nor_rich() -> None:
    program = """
import sys
from pipetui.cli import errors, arguments as splitting
from pipetui.cli.output import deal_tables, messages
print(*[name for name in ("typer", "rich", "pydantic", "sqlmodel", "textual", "dataclasses", "json")
        if name in sys.modules])
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "\n"


def test_short_options_are_spelt_out_before_two_dashes() -> None:
    assert careful.protected(["add", "-q", "--", "-q"]) == ["add", "--quiet", "--", "--", "-q"]


@pytest.mark.parametrize("line", ["today -y", "show 1 -y", "-y drop 1 price", "undo -y"])
def test_a_short_option_that_is_none_of_the_verb_is_named_as_typed(run: Shell, line: str) -> None:
    refused = run(*line.split())
    assert (refused.code, refused.err.splitlines()[0]) == (2, "pipetui: there is no option -y here")


def test_a_short_option_is_known_whatever_stands_before_the_verb(run: Shell, book: Path) -> None:
    for title in ("Acme", "Globex", "Hooli"):
        run.did("add", title)
    assert "dropped 3 deals" in run.did("--db", str(book), "drop", "1-3", "price", "-y")
