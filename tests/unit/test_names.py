"""One noun a class, and one class a name: only what a table of the book holds may be called like its row."""

import re
from collections import defaultdict
from pathlib import Path

import pipetui

SOURCE = Path(pipetui.__file__).parent


def test_no_two_classes_have_one_name() -> None:
    found = defaultdict(list)
    for path in SOURCE.rglob("*.py"):
        if not path.is_relative_to(SOURCE / "store/schema/tables"):
            for name in re.findall(r"^class (\w+)", path.read_text("utf-8"), re.MULTILINE):
                found[name].append(path.relative_to(SOURCE).as_posix())
    assert len(found) > 200
    assert {name: where for name, where in found.items() if len(where) > 1} == {}
