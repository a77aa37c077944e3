"""What the bottom of the screen says: once, of now, above the keys, which stay; and of filters that fit nothing."""

from typing import Any

import pytest
from textual.screen import Screen
from textual.widgets import Input, Static

from pipetui import service
from pipetui.service import Workspace
from pipetui.tui.widgets import bars
from pipetui.tui.widgets.bars import StatusBar
from pipetui.tui.widgets.card_list import CardList
from pipetui.tui.widgets.deal_table import DealRows
from pipetui.tui.widgets.pieces import news_cut
from tests.tui.conftest import Opens, Rep
from tests.tui.lines import painted


def bottom(rep: Rep) -> list[str]:
    return str(rep.screen.query_one(StatusBar).render()).splitlines()


def beside_the_filter(rep: Rep) -> str:
    return str(rep.screen.query_one("FilterBar #problem", Static).content)


def test_a_sentence_that_is_cut_keeps_the_key_that_takes_it_back() -> None:
    said = "imported 4 deals, 2 organizations, 2 people · u undo"
    assert news_cut(said, len(said)) == said
    for width in range(12, len(said)):
        shown = news_cut(said, width)
        assert len(shown) <= width
        assert shown.endswith("… · u undo")
    assert news_cut("no way back stands behind this sentence", 12) == "no way back…"
    assert news_cut("Acme · a long list of whatever was left out here", 20).startswith("Acme · a long list")
    assert news_cut("a · u undo", 5) == "a ·…"


async def test_what_is_said_just_as_the_time_of_the_former_is_over_stays(sales: Workspace, opened: Opens) -> None:
    async with opened(sales) as rep:
        bar = rep.screen.query_one(StatusBar)
        bar.say("one")
        rung: Any = bar._expiry
        bar.say("two")
        rung._callback()  # on its way when it was stopped
        await rep.settle()
        assert bar.message == "two"
        rung = bar._expiry
        rung._callback()
        await rep.settle()
        assert bar.message == ""


async def filtered(rep: Rep, text: str) -> None:
    await rep.press("slash")
    await rep.type(text)
    await rep.press("enter")


async def test_a_filter_that_is_not_understood_is_said_as_in_the_shell(sales: Workspace, opened: Opens) -> None:
    async with opened(sales) as rep:
        for text, said in (
            ("value>abc", "“abc” is not an amount"),
            ("close.before:zzz", "zzz"),
            ("(acme", "( is not closed"),
        ):
            await filtered(rep, text)
            assert said in rep.message
            assert said in beside_the_filter(rep), "what is said at the bottom lies behind the line"
            assert isinstance(rep.app.screen.focused, Input), "the line is kept, to be put right"
            await rep.press("escape")
            assert rep.message == ""


async def test_what_nothing_fits_because_it_is_misspelt_says_what_is_near_as_it_is_typed(
    sales: Workspace, opened: Opens
) -> None:
    async with opened(sales) as rep:
        await rep.press("3", "slash")
        await rep.type("stgae:prop")
        near = "there is no field “stgae” · did you mean stage?"
        assert near in beside_the_filter(rep)
        assert near in rep.screen.query_one(DealRows)._nothing
        await rep.type(" or acme")
        assert rep.titles[0]
        assert near not in beside_the_filter(rep), "it is looked for as text, and something fits"


async def test_a_filter_that_fits_nothing_says_what_would_and_the_way_out(sales: Workspace, opened: Opens) -> None:
    service.win(sales, [2])
    async with opened(sales) as rep:
        await filtered(rep, "globex")
        await rep.until(lambda: bool(rep.message))
        assert rep.message == "nothing here fits “globex”; among closed and parked ones 1 deal would · Esc shows all"
        await rep.press("escape")
        assert rep.message == ""
        await filtered(rep, "initehc")
        await rep.until(lambda: bool(rep.message))
        assert rep.message == "nothing here fits “initehc”; did you mean initech? · Esc shows all"


async def test_where_nothing_at_all_fits_one_column_says_so_as_one_types_and_the_way_out(
    sales: Workspace, opened: Opens
) -> None:
    async with opened(sales) as rep:
        for key in ("2", "7"):
            await rep.press(key, "slash")
            await rep.type("zzz")
            said = " ".join(painted(rep.app))
            assert said.count("nothing here") == 1, key
            assert "shows all" in said, key
            await rep.press("escape")


async def test_the_keys_stay_whatever_is_said_and_nothing_is_laid_out_for_it(
    sales: Workspace, opened: Opens, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened(sales, (80, 24)) as rep:
        keys, list_height = bottom(rep)[-1], rep.screen.query(CardList).first().size.height
        laid_out: list[Screen[object]] = []
        lay_out = Screen._refresh_layout

        def noted(screen: Screen[object], *how: Any) -> None:
            laid_out.append(screen)
            lay_out(screen, *how)

        monkeypatch.setattr(Screen, "_refresh_layout", noted)
        rep.app.say("a sentence " * 20, failed=True)
        await rep.settle()
        above, below = bottom(rep)
        assert (above[:14], above[-1], below) == (" ! a sentence ", "…", keys)
        assert rep.screen.query(CardList).first().size.height == list_height, "nothing moved"
        rep.app.say("")
        await rep.settle()
        assert bottom(rep)[-1] == keys
        assert laid_out == []


async def test_a_docked_question_goes_on_saying_what_happened(sales: Workspace, opened: Opens) -> None:
    async with opened(sales, (80, 24)) as rep:
        rep.app.say("won [red]#1[/] Acme")
        await rep.press("x")
        frame = rep.app.screen.query_one("#frame")
        assert frame._border_title is not None
        assert frame._border_title.plain.strip() == "won [red]#1[/] Acme"
        rep.app.say("the book is locked", failed=True)
        assert frame._border_title.plain.strip() == "! the book is locked"


async def test_what_was_said_goes_when_it_is_no_news(
    sales: Workspace, opened: Opens, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bars, "SAID_FOR", 0.05)
    async with opened(sales) as rep:
        rep.app.say("won #1 Acme")
        await rep.until(lambda: rep.message == "")
        rep.app.say("that failed", failed=True)
        await rep.settle()
        assert rep.message == "that failed"


async def test_a_refusal_is_said_once_and_without_advice_for_a_shell(sales: Workspace, opened: Opens) -> None:
    async with opened(sales) as rep:
        rep.screen.query_one(StatusBar)
        while rep.card.stage_position:
            await rep.press("left")
        await rep.press("less_than_sign")
        assert "first stage" in rep.message
        assert not rep.app._notifications
        assert "pipetui" not in rep.message


async def test_a_key_that_can_do_nothing_says_why(sales: Workspace, opened: Opens) -> None:
    service.win(sales, [2])
    async with opened(sales) as rep:
        await rep.press("3")
        await rep.until(lambda: any("Globex seats" in titles for titles in rep.titles))
        rep.screen.query_one(DealRows).select(2)
        await rep.settle()
        assert rep.card.id == 2
        await rep.press("greater_than_sign")
        assert rep.message == "#2 Globex seats is won · r reopens"


async def test_what_was_said_on_another_screen_is_no_news(sales: Workspace, opened: Opens) -> None:
    async with opened(sales) as rep:
        below = rep.screen
        rep.app.say("something old")
        await rep.press("enter")
        assert rep.screen is not below
        rep.app.say("something new")
        assert below.query_one(StatusBar).message == ""


async def test_people_that_no_words_fit_are_said(sales: Workspace, opened: Opens) -> None:
    async with opened(sales) as rep:
        await rep.press("4", "slash")
        await rep.type("zzz")
        await rep.press("enter")
        bar = rep.app.screen.query_one(StatusBar)
        assert bar.message == "nobody here fits “zzz” · Esc shows all"


async def test_b07_a_step_put_off_to_an_earlier_day_is_said(sales: Workspace, opened: Opens) -> None:
    async with opened(sales) as rep:
        lists = list(rep.screen.query(CardList).results())
        here = next(shown for shown in lists if any(card.id == 3 for card in shown.cards))
        here.focus()
        here.select(3)
        await rep.settle()
        await rep.press("z", "m")
        await rep.until(lambda: bool(rep.app._notifications))
        assert [note.message for note in rep.app._notifications] == ["that is earlier: it was due Sat 5 Dec"]
