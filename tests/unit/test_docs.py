"""What the papers say is what the program has: behaviours that are cited, keys, verbs."""

import importlib.util
import re
import tomllib
from functools import cache
from pathlib import Path
from types import ModuleType

ROOT = Path(__file__).parents[2]
LISTED = [int(number) for number in re.findall(r"^(\d+)\. ", (ROOT / "docs/behaviours.md").read_text(), re.MULTILINE)]


def test_the_behaviours_are_numbered_without_a_gap() -> None:
    assert list(range(1, len(LISTED) + 1)) == LISTED


def test_every_behaviour_that_is_cited_is_listed_and_built() -> None:
    text = (ROOT / "docs/behaviours.md").read_text()
    missing = {int(number) for number in re.findall(r"^(\d+)\. [^.:]*: not built yet", text, re.MULTILINE)}
    sources = "\n".join(path.read_text("utf-8") for name in ("src", "tests") for path in (ROOT / name).rglob("*.py"))
    cited = {int(number) for number in re.findall(r"(?:def test_b|\(behaviour )(\d+)[_)]", sources)}
    assert cited - (set(LISTED) - missing) == set()


@cache
def make() -> ModuleType:
    """`docs/make.py`, which is no module of the program."""
    spec = importlib.util.spec_from_file_location("docs_make", ROOT / "docs/make.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_what_is_made_of_the_program_is_as_the_program_is() -> None:
    for path, text in make().made().items():
        assert path.read_text("utf-8") == text, f"{path.name} is stale: python docs/make.py"


def test_nothing_on_a_man_page_is_taken_for_a_command_of_roff() -> None:
    man_pages = make().man_pages
    assert man_pages.roff(".TH \\fB 'a' -x ü") == "\\&.TH \\(rsfB \\(aqa\\(aq \\-x \\[u00FC]"
    assert man_pages.roff("'so file") == "\\&\\(aqso file"
    known = {'.\\"', ".TH", ".SH", ".SS", ".PP", ".TP", ".IP", ".EX", ".EE"}
    for name, page in man_pages.pages().items():
        assert page.isascii(), name
        assert {line.split()[0] for line in page.splitlines() if line.startswith((".", "'"))} <= known, name
        assert all(page.splitlines()), name
    packed = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["setuptools"]["data-files"]
    made = {str(path.relative_to(ROOT)) for path in make().made()}
    assert {file for files in packed.values() for file in files} == {
        file for file in made if file.startswith(("docs/man/", "docs/completions/"))
    }
