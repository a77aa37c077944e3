"""README's examples run as printed, one after the other, in one book."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.cli.conftest import Shell

README = Path(__file__).parents[2] / "README.md"
NOT_HERE = ("--open", "in your editor", "restore daily-", "/media/stick")
"""What opens another program, or is about a day and a disk of its own."""
FILE = "Deal name,Owner,Stage,Value\nPumps,Ann Lee,Proposal sent,100\nValves,Bo,Demo,200\n"


def examples() -> list[str]:
    """The lines of README's blocks that are calls of the program, comments off."""
    blocks = re.findall(r"```[a-z]*\n(.*?)```", README.read_text(encoding="utf-8"), flags=re.DOTALL)
    lines = [line.strip() for block in blocks for line in block.splitlines()]
    return [line for line in lines if line.startswith("pipetui ")]


def words(line: str) -> list[str]:
    """The arguments, as a shell splits them, a comment left off."""
    return shlex.split(line, comments=True)[1:]


def test_the_examples_run_as_printed(fresh: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("EDITOR", "true")
    export = tmp_path / "crm-export"
    export.mkdir()
    (export / "deals.csv").write_text(FILE, encoding="utf-8")
    found = examples()
    assert len(found) >= 10
    for line in found:
        if not any(part in line for part in NOT_HERE):
            arguments = words(line)
            result = fresh(*arguments, *(["--yes"] if arguments[0] == "import" else []))
            nothing = arguments[0] in ("report", "health") and "history" not in arguments
            assert result.code == (1 if nothing else 0), (line, result)
            assert "pipetui: " not in result.err, (line, result)


def test_the_first_line_s_deal_is_found_by_its_organization(fresh: Shell) -> None:
    line = next(line for line in examples() if line.startswith("pipetui add"))
    out = fresh.did(*words(line))
    assert "Acme (by the e-mail)" in out
    assert fresh.did("list", "org:acme", "--ids") == "1\n"
    assert "Acme" in fresh.did("org", "acme")
