"""Any text is understood or refused in a sentence; what was understood is clean, and a refusal writes nothing."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings

from tests.fuzz.entry import Entry, check
from tests.fuzz.parsers import entries

USUAL = 4
"""How many inputs the suite tries of each; `make fuzz` goes on for as long as one likes."""


@pytest.fixture(scope="session")
def table(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Entry]:
    """Made once, with a folder of its own."""
    return entries(tmp_path_factory.mktemp("fuzz"))


@pytest.mark.parametrize("name", entries(Path()))
def test_any_input_is_understood_or_refused(name: str, table: dict[str, Entry]) -> None:
    entry = table[name]

    @given(entry.fed)
    @settings(
        max_examples=max(1, round(USUAL * entry.effort)),
        deadline=None,
        database=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    def holds(given: object) -> None:
        check(entry, given)

    for found in entry.found:
        holds = example(found)(holds)
    holds()
