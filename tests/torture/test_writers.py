"""Many writers at one book: nothing is lost, nobody hears of a lock, everybody's order is kept."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.torture import ground, writers
from tests.torture.lives import Shop

Told = Callable[[list[str]], str]


def test_shells_and_the_app_get_all_they_write_into_the_book(shop: Shop, place: Path, seen: Told) -> None:
    book = ground.lay(place, shop.ground)
    lines = [writers.lines_of(number, undoing=number % 3 == 0) for number in range(4)]
    assert seen(writers.crowded(book, shop.beginning(shop.ground), lines)) == ""


@pytest.mark.parametrize("template", ["no backup of today", "no book"])
def test_shells_that_all_come_first(shop: Shop, place: Path, seen: Told, template: str) -> None:
    new = template == "no book"
    book = ground.lay(place, None if new else shop.ground, backed_up=False)
    beginning = shop.made() if new else shop.beginning(shop.ground)
    assert seen(writers.begun_together(book, beginning, 3)) == ""
