"""One place decides in which form a verb answers, and no verb goes past it."""

import ast
from pathlib import Path
from typing import NoReturn

import pytest

import pipetui.cli
from pipetui.cli.call import Call

CLI = Path(pipetui.cli.__file__).parent


def verbs() -> list[Path]:
    """The modules with what the verbs do."""
    return [*(CLI / "commands").glob("*.py"), CLI / "list_output.py", CLI / "apply_change.py"]


def asked(path: Path, of: str, names: set[str]) -> list[str]:
    """Where a module reads an attribute of that name of `of`."""
    return [
        f"{path.name}:{node.lineno} {of}.{node.attr}"
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and (node.value.id, node.attr in names) == (of, True)
    ]


def test_no_verb_asks_in_which_form_it_is_to_answer() -> None:
    assert len(verbs()) > 18
    assert [line for path in verbs() for line in asked(path, "call", {"json", "quiet"})] == []


def test_no_verb_writes_its_answer_itself() -> None:
    written = {"write", "write_all", "write_exactly"}
    assert [line for path in verbs() for line in asked(path, "stdio", written)] == []


def test_only_the_form_that_is_wanted_is_made(capsys: pytest.CaptureFixture[str]) -> None:
    def unwanted(*_: object) -> NoReturn:
        raise AssertionError

    Call().out.show(lambda _: ["lines"], unwanted)
    Call(json=True).out.show(unwanted, lambda: {"a": 1})
    assert capsys.readouterr().out == 'lines\n{\n  "a": 1\n}\n'
