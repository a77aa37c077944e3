"""The examples of README and guide run as printed, one after the other, in one book; what they lead to is there."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.cli.conftest import Shell

ROOT = Path(__file__).parents[2]
PAGES = (
    "README.md",
    *(
        f"docs/guide/{name}.md"
        for name in ("shell", "moving", "numbers", "money", "safety", "dates-and-filters", "stages-and-fields")
    ),
)
"""Those with blocks of examples, in an order in which they go together."""
NOT_HERE = ("--open", "in your editor", "restore daily-", "/media/stick")
"""What opens another program, or is about a day and a disk of its own."""
FILE = "Deal name,Owner,Stage,Value\nPumps,Ann Lee,Proposal sent,100\nValves,Bo,Demo,200\n"


def examples() -> list[str]:
    """The lines of blocks that are calls of the program, comments off."""
    pages = [(ROOT / name).read_text(encoding="utf-8") for name in PAGES]
    blocks = [block for page in pages for block in re.findall(r"```[a-z]*\n(.*?)```", page, flags=re.DOTALL)]
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
    assert len(found) >= 40
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


def test_what_the_pages_lead_to_is_there() -> None:
    pages = [ROOT / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md")]
    for page in (*pages, *ROOT.glob("docs/*.md"), *ROOT.glob("docs/guide/*.md")):
        for target in re.findall(r"\]\(([^)#\s]+)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page.name}: {target}"


def test_pictures_load_nothing_and_name_no_place() -> None:
    for picture in ROOT.glob("screenshots/*.svg"):
        text = picture.read_text(encoding="utf-8")
        assert set(re.findall(r"\w+://[^\s\"'<)]+", text)) <= {"http://www.w3.org/2000/svg"}, picture.name
        assert not re.search(r"<script|@import|@font-face|<image|href=", text), picture.name
    assert (ROOT / "screenshots/day.svg").stat().st_size < 600_000
