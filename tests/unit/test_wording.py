"""How things are named: some of many."""

import pytest

from pipetui.domain.wording import some


@pytest.mark.parametrize(
    ("names", "of", "said"),
    [
        ([], None, ""),
        (["a", "b"], None, "a, b"),
        (["a", "b", "c"], None, "a, b and 1 more"),
        (["a", "b"], 1002, "a, b and 1,000 more"),
        (["a"], 3, "a and 2 more"),
    ],
)
def test_some_names_and_how_many_more_there_are(names: list[str], of: int | None, said: str) -> None:
    assert some(names, 2, of) == said
