"""Every verb explains itself, is in the README, and the help loads nothing heavy; completion (behaviour 33)."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from pipetui import __version__
from pipetui.cli import app, offers, verbs, writing
from pipetui.service.fields import FIELDS
from tests.cli.conftest import Shell

SHELL = (Path(__file__).parents[2] / "README.md").read_text().partition("\n## The shell\n")[2].partition("\n## ")[0]
"""What the README says about the shell."""

SPECIFIED = """
add log next drop why when overdue today list show done advance retreat move win reopen edit note undo redo history
stages init locate demo import prompt
"""


def test_every_verb_of_the_specification_is_there() -> None:
    assert set(SPECIFIED.split()) <= set(app.names())


def test_every_field_that_can_be_edited_is_in_the_help_and_completed() -> None:
    said = " ".join(verbs.help_of(writing.edit)[0].split())
    assert [name for name in FIELDS if not re.search(rf"\b{name}\b", said)] == []
    assert tuple(FIELDS) == offers.EDITED


@pytest.mark.parametrize("name", app.names())
def test_every_verb_has_help_with_an_example(fresh: Shell, name: str) -> None:
    result = fresh(name, "--help")
    assert result.code == 0
    assert f"pipetui {name}" in result.out
    assert "For example:" in result.out
    assert "--db" in result.out
    assert "--json" in result.out


def test_brackets_in_an_example_are_no_markup(fresh: Shell) -> None:
    assert '"+0 call ask for news; +3 email [follow-up]"' in fresh.did("cadence", "--help")


@pytest.mark.parametrize("name", app.names())
def test_every_verb_is_in_the_readme(name: str) -> None:
    assert f"`{name}`" in SHELL


def test_every_option_is_explained() -> None:
    import typer

    for name, command in typer.main.get_command(app.build()).commands.items():  # type: ignore[attr-defined]
        for parameter in command.params:
            assert parameter.help, f"{name} {parameter.name}"


def test_the_help_names_every_verb_in_order(fresh: Shell) -> None:
    out = fresh.did("--help")
    places = [re.search(rf"^│ {name} ", out, re.MULTILINE) for name in app.names()]
    starts = [place.start() for place in places if place]
    assert len(starts) == len(app.names())
    assert starts == sorted(starts)


def test_help_has_its_short_form_and_version_prints_it(fresh: Shell) -> None:
    assert fresh.did("add", "-h") == fresh.did("add", "--help")
    assert fresh.did("--version") == f"pipetui {__version__}\n"


@pytest.mark.parametrize(
    ("arguments", "unwanted"),
    [
        ("['--help']", "sqlmodel sqlalchemy textual pipetui.service"),
        ("['add', '--help']", "sqlmodel sqlalchemy textual pipetui.service"),
        ("['locate']", "sqlmodel sqlalchemy textual pipetui.service"),
        ("['when', 'fri']", "sqlmodel sqlalchemy textual dateparser"),
        ("['nonsense']", "sqlmodel sqlalchemy textual"),
        ("['list']", "textual alembic dateparser babel"),
        ("['add', 'Acme', '12k', 'next:fri']", "textual alembic dateparser babel"),
    ],
)
def test_what_is_not_needed_is_not_loaded(arguments: str, unwanted: str) -> None:
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
from pipetui.cli import errors, output, splitting, tables
print(*[name for name in ("typer", "rich", "pydantic", "sqlmodel", "textual", "dataclasses", "json")
        if name in sys.modules])
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "\n"


# --- completion ----------------------------------------------------------------------------------------------


def tab(line: str, **environment: str) -> list[str]:
    """What bash is offered after `line`."""
    words = line.replace("@", "@ ").split(" ")  # as bash takes them apart
    variables = {
        **os.environ,
        **environment,
        "_PIPETUI_COMPLETE": "complete_bash",
        "COMP_WORDS": "\n".join(words),
        "COMP_CWORD": str(len(words) - 1),
    }
    command = [sys.executable, "-m", "pipetui"]
    done = subprocess.run(command, capture_output=True, text=True, env=variables, check=True)
    assert done.stderr == ""
    return [word for word in done.stdout.splitlines() if word]


def test_b33_verbs_deals_stages_tags_reasons_and_kinds_are_completed(run: Shell) -> None:
    run.did("add", "Acme", "rollout", "+saas")
    run.did("add", "Globex; rm", "-rf")
    assert tab("pipetui ad") == ["add", "advance"]
    assert tab("pipetui show ac") == ["acme rollout"]
    assert tab("pipetui show Glo") == []
    assert tab("pipetui show 1") == ["1"]
    assert tab("pipetui show acme ro") == ["rollout"]
    assert tab("pipetui move acme pro") == ["prospecting", "proposal"]
    assert tab("pipetui add Hooli @dem") == ["@demo"]
    assert tab("pipetui add Hooli +s") == ["+saas"]
    assert tab("pipetui log acme ca") == ["call"]
    assert tab("pipetui log acme call no") == ["no-answer"]
    assert tab("pipetui drop acme --reason b") == ["budget", "bad-fit"]
    assert tab("pipetui init --template re") == ["real-estate"]
    assert tab("pipetui list ove") == ["overdue"]
    assert tab("pipetui edit acme val") == ["value:"]


def test_b33_completion_makes_no_book_and_swallows_errors(tmp_path: Path) -> None:
    assert tab("pipetui show ac") == []
    assert not (tmp_path / "book.db").exists()
    (tmp_path / "book.db").write_text("no database")
    assert tab("pipetui show ac") == []


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_b33_each_shell_gets_its_script(shell: str) -> None:
    variables = {**os.environ, "_PIPETUI_COMPLETE": f"source_{shell}"}
    command = [sys.executable, "-m", "pipetui"]
    done = subprocess.run(command, capture_output=True, text=True, env=variables, check=True)
    assert "_PIPETUI_COMPLETE" in done.stdout


def test_a_title_is_offered_up_to_what_a_shell_would_read_otherwise() -> None:
    assert offers._leading_safe(["Acme", "R&D", "tool"]) == "Acme"
    assert offers._leading_safe(["$(rm)"]) == ""
    assert verbs.protected(["add", "-q", "--", "-q"]) == ["add", "--quiet", "--", "--", "-q"]
