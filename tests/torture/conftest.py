"""The books that are tortured in the suite."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.torture.lives import Shop


@pytest.fixture(scope="session")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Shop:
    return Shop(tmp_path_factory.mktemp("torture"))


@pytest.fixture
def seen() -> Callable[[list[str]], str]:
    """All that was found wrong, a line each, for the message of a test that fails."""
    return "\n".join


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """Where a book may lie."""
    return tmp_path / "place"
