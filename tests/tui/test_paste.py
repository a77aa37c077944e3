"""Pastes: plain text in the field they were meant for, however full of something else, and quickly."""

from __future__ import annotations

import time

import pytest
from textual import events
from textual.widgets import Input, TextArea

from pipetui import service
from pipetui.service import Workspace
from pipetui.tui import pasting
from pipetui.tui.widgets.timeline import Timeline
from tests.hostile import ALL, odd
from tests.tui.conftest import Opens, Rep

WORDS = ALL.replace("one\ntwo", "onetwo")
"""Hostile text, of which something is left."""

HUGE = (WORDS + "\n") * (400_000 // len(WORDS))
FIELDS = {
    "add": "a",
    "filter": "slash",
    "note": "i",
    "edit": "e",
    "palette": "ctrl+p",
}


async def paste(rep: Rep, text: str) -> None:
    """Paste a text as the terminal hands it over."""
    assert rep.app._driver is not None
    rep.app._driver.process_message(events.Paste(text))
    await rep.settle()


def typed(rep: Rep) -> str:
    """What stands in the field that has the focus."""
    field = rep.app.focused
    return field.text if isinstance(field, TextArea) else field.value if isinstance(field, Input) else ""


async def test_a_huge_hostile_paste_is_plain_text_in_every_field_and_quick(sales: Workspace, opened: Opens) -> None:
    async with opened(sales) as rep:
        filled = set()
        for what, key in FIELDS.items():
            await rep.press(key)
            began = time.process_time()
            await paste(rep, HUGE)
            await rep.press("backspace", "end", "x")
            assert time.process_time() - began < 10  # about 0.2; unbounded, each key after it takes seconds
            assert not odd(typed(rep))
            if "Acme" in typed(rep):
                filled.add(what)
            await rep.press("escape", "escape", "escape")
            assert rep.app.screen is rep.screen
        assert filled == set(FIELDS)


async def test_a_paste_too_long_for_the_field_says_what_is_left_out(
    sales: Workspace, opened: Opens, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened(sales) as rep:
        said: list[str] = []
        monkeypatch.setattr(rep.app, "notify", lambda text, **options: said.append(text))
        await rep.press("a")
        await paste(rep, "x" * (pasting.MOST_IN_LINE + 7))
        assert said == ["7 characters at the end are left out"]
        await rep.press("escape", "i")
        await paste(rep, "x" * (pasting.MOST_IN_TEXT + 8))
        assert said[1:] == ["8 characters at the end are left out"]


async def test_b14_all_lines_of_a_paste_are_in_a_line_the_rest_of_a_deal_as_its_note(
    sales: Workspace, opened: Opens
) -> None:
    async with opened(sales) as rep:
        await rep.press("a")
        await paste(rep, "\r\nAcme\tseats 12k\r\n\n  next:fri call\nBruce\n")
        assert typed(rep) == "Acme seats 12k / next:fri call Bruce"
        await rep.press("escape", "n")
        await paste(rep, "fri 10:00\ncall about the offer\n")
        assert typed(rep) == "fri 10:00 call about the offer"


async def test_a_note_keeps_the_lines_of_a_paste(sales: Workspace, opened: Opens) -> None:
    async with opened(sales) as rep:
        await rep.press("i")
        await paste(rep, "one\r\n  two\x1b[31m\n\nthree\x00")
        assert typed(rep) == "one\n  two\n\nthree"


async def test_a_paste_waits_for_the_question_that_the_key_before_it_asks(sales: Workspace, opened: Opens) -> None:
    async with opened(sales) as rep:
        driver = rep.app._driver
        assert driver is not None
        driver.process_message(events.Key("a", "a"))
        await paste(rep, "Vandelay imports")
        assert typed(rep) == "Vandelay imports"


async def test_a_paste_where_nothing_is_typed_does_nothing(sales: Workspace, opened: Opens) -> None:
    async with opened(sales) as rep:
        titles = rep.titles
        await paste(rep, "xpw>XVXq\x1bq\x03")
        assert rep.app.is_running
        assert rep.titles == titles
        assert rep.app.screen is rep.screen


async def test_of_a_text_as_long_as_a_book_the_sheet_shows_the_beginning(sales: Workspace, opened: Opens) -> None:
    service.note(sales, [1], "word " * 400_000)
    async with opened(sales) as rep:
        began = time.process_time()
        await rep.press("2", "enter")
        for width in (80, 100, 120):
            await rep.pilot.resize_terminal(width, 36)
            await rep.settle()
        assert time.process_time() - began < 10  # it was three seconds at each size
        assert len(rep.screen.query_one(Timeline).rows) < 400
