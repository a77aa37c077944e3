"""Every screen at the four sizes, walked line by line on a lively book; see `lines`."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipetui import demo
from pipetui.config import Settings
from pipetui.service import Workspace, reads
from pipetui.store.store import Store
from pipetui.tui.screens.report import ReportScreen
from pipetui.tui.widgets.paper import Box
from tests.conftest import NOW
from tests.tui.conftest import Opens
from tests.tui.lines import faults

SIZES = ((80, 24), (120, 36), (160, 45), (200, 50))
SHEETS = {"deal": ("2", "enter"), "organization": ("5", "enter"), "session": ("1", "s"), "forecast": ("dollar_sign",)}
"""What lies over a screen, and the keys that lead there; Esc leads back."""
AT_80 = {
    "settings": ("f2",), "keys": ("f3",), "price list": ("f9",), "contexts": ("underscore",), "views": ("apostrophe",),
    "history": ("Z",), "bin": ("number_sign",), "stages": ("percent_sign",), "duplicates": ("D",),
    "reports": ("6", "r"), "a report": ("6", "r", "down", "enter"), "quote": ("2", *["right"] * 4, "Q"),
    "customers": ("5", "c"),
}  # fmt: skip
"""What is looked at where room is least: the more there is, the less is cut."""
SCREENS = {"board": "2", "today": "1", "deals": "3", "people": "4", "organizations": "5", "numbers": "6", "week": "7"}
"""A screen and the key that shows it."""


@pytest.fixture(scope="module")
def demo_book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo book, made once."""
    path = tmp_path_factory.mktemp("lively") / "demo.db"
    with Store.open(path) as store:
        demo.build(store, NOW)
    return path


@pytest.fixture
def lively(tmp_path: Path, demo_book: Path) -> Iterator[Workspace]:
    """The demo book."""
    path = tmp_path / "demo.db"
    shutil.copyfile(demo_book, path)
    with Store.open(path) as store:
        yield Workspace(store, lambda: NOW, Settings(), "app")


async def test_no_line_is_cut_beside_air_or_without_a_sign_and_none_touches_a_scroll_bar(
    lively: Workspace, opened: Opens
) -> None:
    found = []
    async with opened(lively, SIZES[0]) as rep:
        cards = reads.all_cards(lively)
        whole = {*(card.title for card in cards), *(card.organization for card in cards)}
        for size in SIZES:
            await rep.pilot.resize_terminal(*size)
            for name, key in SCREENS.items():
                await rep.press(key)
                found += [f"{name} at {size[0]}×{size[1]}: {fault}" for fault in faults(rep.app, whole)]
    assert found == []


async def test_nothing_that_lies_over_a_screen_is_cut_beside_air_at_80(lively: Workspace, opened: Opens) -> None:
    found = []
    async with opened(lively, SIZES[0]) as rep:
        for name, keys in AT_80.items():
            await rep.press(*keys)
            found += [f"{name}: {fault}" for fault in faults(rep.app)]
            await rep.press("escape")
            if isinstance(rep.app.screen, ReportScreen):
                await rep.press("escape")
    assert found == []


async def test_no_line_of_a_sheet_is_cut_beside_air_or_without_a_sign(lively: Workspace, opened: Opens) -> None:
    found = []
    async with opened(lively, SIZES[0]) as rep:
        cards = reads.all_cards(lively)
        whole = {*(card.title for card in cards), *(card.organization for card in cards)}
        for name, keys in SHEETS.items():
            await rep.press(*keys)
            for size in SIZES[:2]:
                await rep.pilot.resize_terminal(*size)
                await rep.settle()
                found += [f"{name} at {size[0]}×{size[1]}: {fault}" for fault in faults(rep.app, whole)]
            await rep.press("escape")
    assert found == []


async def test_a_sheet_that_becomes_narrower_or_broader_shows_all_that_it_shows_when_it_is_opened(
    lively: Workspace, opened: Opens
) -> None:
    async with opened(lively, SIZES[0]) as rep:
        await rep.press("2", "right", "right", "enter")
        for size in (SIZES[1], SIZES[0], SIZES[1]):
            await rep.pilot.resize_terminal(*size)
            await rep.settle()
            for box in rep.app.screen.query(Box):
                assert not box.display or box.content_size.height == len(box._said or ()), (size, box.id)
