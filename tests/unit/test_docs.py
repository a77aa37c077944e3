"""The list of behaviours has every number that a test or a comment cites."""

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
    assert missing
    assert cited - (set(LISTED) - missing) == set()
