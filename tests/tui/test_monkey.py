"""A monkey at the app for a while, by a few seeds; `make fuzz` goes on with others for as long as it is given."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.fuzz import monkey

EVENTS = 80
SEEDS = range(1, 3)


@pytest.fixture(scope="session", params=monkey.BOOKS)
def monkey_book(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A book to be let loose on."""
    path = tmp_path_factory.mktemp(request.param) / "book.db"
    monkey.make_book(path, request.param)
    return path


@pytest.mark.parametrize("seed", SEEDS)
def test_whatever_is_done_to_the_app_it_goes_on_and_the_book_is_whole(
    monkey_book: Path, tmp_path: Path, seed: int
) -> None:
    book = tmp_path / "book.db"
    shutil.copyfile(monkey_book, book)
    walk = monkey.run(book, seed, EVENTS)
    assert not walk.failed, walk.failed
    assert walk.events >= EVENTS
