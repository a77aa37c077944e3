"""What the papers say is what the program has: behaviours that are cited, keys, verbs."""

import importlib.util
import re
from pathlib import Path

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


def test_the_tables_of_keys_and_verbs_are_those_of_the_program() -> None:
    spec = importlib.util.spec_from_file_location("docs_make", ROOT / "docs/make.py")
    assert spec is not None
    assert spec.loader is not None
    make = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(make)
    for path, text in make.made().items():
        assert path.read_text("utf-8") == text, f"{path.name} is stale: python docs/make.py"
