"""Keyboards with other letters: the key of the same place does what it would do, letters in a text stay letters."""

import pytest
from textual import events
from textual.widgets import Input

from pipetui.config import Settings
from pipetui.service import Workspace
from pipetui.tui.dialogs.touch import TouchDialog
from pipetui.tui.layouts import same_place
from tests.tui.conftest import Opens


@pytest.mark.parametrize(
    ("letter", "key"), [("с", "c"), ("Т", "N"), ("ч", "x"), ("ψ", "c"), ("ο", "o"), ("Ж", "colon"), ("є", "apostrophe")]
)
def test_a_letter_stands_for_the_key_of_its_place(letter: str, key: str) -> None:
    meant = same_place(events.Key(letter, letter))
    assert meant is not None
    assert meant.key == key


@pytest.mark.parametrize("letter", ["c", "é", "1", "中", ""])
def test_other_keys_are_themselves(letter: str) -> None:
    assert same_place(events.Key(letter, letter)) is None


@pytest.mark.parametrize(("call", "unanswered"), [("с", "т"), ("ψ", "ν")])
async def test_a_call_is_logged_on_any_keyboard(sales: Workspace, opened: Opens, call: str, unanswered: str) -> None:
    async with opened(sales) as rep:
        deal = rep.card.id
        await rep.press(call)
        assert isinstance(rep.app.screen, TouchDialog)
        await rep.press(unanswered)
        assert rep.message.startswith("logged call on")
        assert rep.deal(deal).last_touch_at is not None


async def test_letters_typed_into_a_line_are_letters(sales: Workspace, opened: Opens) -> None:
    async with opened(sales) as rep:
        await rep.press("a")
        await rep.press("с", "х")
        assert rep.app.screen.query_one(Input).value == "сх"


async def test_a_key_that_the_rep_gave_such_a_letter_is_that_key(sales: Workspace, opened: Opens) -> None:
    own = sales._replace(settings=Settings(keys=(("app.add", "с"),)))
    async with opened(own) as rep:
        await rep.press("с")
        assert rep.app.screen.query(Input)
