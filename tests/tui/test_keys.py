"""The rep's gestures take as few keys as they should."""

from pathlib import Path

import pytest

from tests.bench.keys import WAYS, Way, session, walk


@pytest.mark.parametrize("way", (*WAYS, session(4)), ids=lambda way: way.name)
async def test_it_is_done_in_that_many_keys(way: Way, tmp_path: Path) -> None:
    assert await walk(way, tmp_path / "keys.db")
    assert way.pressed <= way.most
