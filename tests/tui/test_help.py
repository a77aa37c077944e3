"""`?`: what a screen can do, narrowed by a key or by words; Enter does it."""

import pytest
from textual.widgets import Input, OptionList
from textual.widgets.option_list import Option

from pipetui.domain.deal import OPEN
from pipetui.service import Workspace
from pipetui.tui.actions import ACTIONS, BY_ID, key_text
from pipetui.tui.dialogs.help import HelpScreen, halved, narrowed
from pipetui.tui.screens.bin import BinScreen
from tests.tui.conftest import Opens, Rep

KEYS = {action.id: key_text(action.keys) for action in ACTIONS}


def lines(rep: Rep) -> list[str]:
    return [str(option.prompt) for option in rep.app.screen.query_one(OptionList).options]


@pytest.mark.parametrize(
    ("sought", "best", "among", "not_among"),
    [
        ("x", "deal.drop", "sweep.drop", "deal.next"),  # the key, not a letter of a word
        ("X", "deal.delete", "entry.delete", "deal.drop"),
        ("^p", "app.palette", "app.palette", "app.help"),
        ("del", "deal.delete", "entry.delete", "deal.drop"),  # a key and the beginning of a word
        ("F2", "app.settings", "app.settings", "app.keymap"),
        ("enter", "deal.open", "sheet.why", "deal.call"),
        ("bin", "app.bin", "deal.delete", "deal.call"),  # what is called so, before what says so
        ("next step", "deal.next", "deal.snooze", "deal.win"),
        ("MAÍL", "deal.mail", "deal.touch", "deal.win"),
    ],
)
def test_a_key_or_beginnings_of_words_narrow_the_help(sought: str, best: str, among: str, not_among: str) -> None:
    found = narrowed(ACTIONS, KEYS, sought)
    ids = [action.id for _, actions in found.parts for action in actions]
    assert found.best == BY_ID[best]
    assert among in ids and not_among not in ids
    assert len(ids) == len(set(ids))


def test_nothing_typed_is_everything_and_nonsense_is_nothing() -> None:
    assert sum(len(actions) for _, actions in narrowed(ACTIONS, KEYS, " ").parts) == len(ACTIONS)
    assert narrowed(ACTIONS, KEYS, "xyzzy") == ([], None)


async def test_help_shows_what_this_screen_can_do_and_does_it(sales: Workspace, opened: Opens) -> None:
    async with opened(sales) as rep:
        await rep.press("question_mark")
        whole = "\n".join(lines(rep))
        assert "Advance" in whole
        assert "Reverse" not in whole, "only the table has an order"
        assert "one up, one down" in whole
        assert "(not now: " in whole, "why a key does nothing now"
        await rep.press("question_mark")
        assert not isinstance(rep.app.screen, HelpScreen), "the key that opens it closes it"

        deal = rep.card.id
        await rep.press("question_mark")
        await rep.type("hot tag")
        assert [line.split()[:2] for line in lines(rep)[1:]] == [["*", "Hot"]]
        await rep.press("enter")
        assert rep.deal(deal).tags == ("hot",)

        await rep.press("question_mark")
        await rep.type("merge")
        await rep.press("enter")
        assert isinstance(rep.app.screen, HelpScreen), "what is not possible now is not done"
        assert "not now: that takes the two deals" in str(rep.app.screen.query_one("#why").render())
        rep.app.screen.query_one(Input).value = "xyzzy"
        await rep.press("enter")
        assert lines(rep) == ["no key of this screen, nor what it does, is called so"]
        rep.app.screen.query_one(Input).value = "delete"
        await rep.press("down", "up", "up", "escape")
        assert rep.deal(deal).status == OPEN

        await rep.press("question_mark")
        await rep.type("bin")
        await rep.press("enter")
        assert isinstance(rep.app.screen, BinScreen)


def test_two_columns_are_as_even_as_whole_parts_make_them() -> None:
    parts = [[Option(f"{part} {line}") for line in range(lines)] for part, lines in enumerate((4, 40, 11, 31))]
    assert [[len(part) for part in column] for column in halved(parts)] == [[4, 40], [11, 31]]
    assert halved(parts[:1]) == [parts[:1], []]


async def test_on_a_broad_screen_all_keys_stand_in_two_columns(sales: Workspace, opened: Opens) -> None:
    async with opened(sales, size=(200, 50)) as rep:
        await rep.press("question_mark")
        screen = rep.app.screen
        assert isinstance(screen, HelpScreen)
        left, right = screen.query(OptionList)
        here = [[option.id for option in column.options if option.id] for column in (left, right)]
        whole = [action.id for _, actions in narrowed(screen._can, KEYS, "").parts for action in actions]
        assert here[0] + here[1] == whole and min(map(len, here)) > 20
        for key, chosen in (("up", here[1][-1]), ("down", here[0][0]), ("pageup", here[1][-1]), ("up", here[1][-2])):
            await rep.press(key)
            assert screen.chosen == BY_ID[chosen], key
            assert (left.highlighted is None) == (chosen in here[1])
        await rep.type("hot tag")
        assert not right.display and screen.chosen == BY_ID["deal.hot"]


async def test_a_box_of_a_few_keys_is_no_broader_than_they_are(sales: Workspace, opened: Opens) -> None:
    async with opened(sales, size=(200, 50)) as rep:
        await rep.press("f2", "question_mark")
        assert rep.app.screen.query_one("#frame").size.width < 100
