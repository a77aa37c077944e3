"""Clicks that come twice, or late: on what closed at the first of them, on what is not there any more."""

from __future__ import annotations

import pytest
from rich.style import Style
from textual import events
from textual.command import CommandList
from textual.widgets import OptionList

from pipetui.service import Workspace
from pipetui.tui.palette import Palette
from tests.tui.conftest import Opens, Rep

OPENING = ("ctrl+p", "a", "question_mark", "x", "i", "enter")
"""Keys that open something: the palette, a line, the help, a question, a text, a sheet."""


async def click(rep: Rep, x: int, y: int, times: int) -> None:
    """Click so often at one place, before the first click can have done anything."""
    driver = rep.app._driver
    assert driver is not None
    for _ in range(times):
        for kind in (events.MouseDown, events.MouseUp):
            driver.process_message(kind(None, x, y, 0, 0, 1, False, False, False, screen_x=x, screen_y=y))
    await rep.settle()


async def test_clicks_beside_a_question_do_no_harm(sales: Workspace, opened: Opens) -> None:
    async with opened(sales) as rep:
        for key in OPENING:
            await rep.press(key)
            await click(rep, 2, 34, 3)
            await rep.press("escape", "escape")
            assert rep.app.screen is rep.screen


@pytest.mark.parametrize("key", ["ctrl+p", "x", "t", "exclamation_mark"])
async def test_a_list_in_a_window_too_small_for_it_has_no_pages(sales: Workspace, opened: Opens, key: str) -> None:
    async with opened(sales) as rep:
        await rep.press(key)
        for size in ((1, 1), (0, 0), (30, 2)):
            await rep.pilot.resize_terminal(*size)
            await rep.press("pagedown", "pageup")
        assert rep.app.is_running


async def test_a_palette_that_is_left_while_it_searches_ends_nothing(sales: Workspace, opened: Opens) -> None:
    async with opened(sales) as rep:
        await rep.press("ctrl+p")
        palette = rep.app.screen
        assert isinstance(palette, Palette)
        await palette.query_one(CommandList).remove()  # as the parts of a screen are that is left
        palette._gather_commands("acme")
        await rep.press("escape")
        assert rep.app.is_running


async def test_a_palette_within_the_palette_closes_once(sales: Workspace, opened: Opens) -> None:
    async with opened(sales) as rep:
        rep.app.action_change_theme()
        await rep.settle()
        await click(rep, 2, 34, 2)
        assert rep.app.screen is rep.screen


@pytest.mark.parametrize("key", ["ctrl+p", "C"])
async def test_a_click_on_an_option_that_is_gone_by_now_is_nothing(sales: Workspace, opened: Opens, key: str) -> None:
    async with opened(sales) as rep:
        await rep.press(key)
        options = rep.app.screen.query(OptionList)
        assert options
        style = Style(meta={"option": 9_999})
        for one in options:
            one.post_message(events.Click(one, 1, 1, 0, 0, 1, False, False, False, style=style))
        await rep.settle()
        assert rep.app.is_running
