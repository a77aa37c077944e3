"""How it looks in ASCII; what just changed stands out, and what cannot be done now is dim."""

import pytest
from textual.color import Color

from pipetui import service, signs
from pipetui.config import Settings
from pipetui.service import Workspace
from pipetui.tui.widgets import cursor_rows
from pipetui.tui.widgets.bars import StatusBar, TopBar
from pipetui.tui.widgets.card_list import CardList
from pipetui.tui.widgets.option_lines import OptionLines
from tests.tui.conftest import Opens, Rep


def painted(rep: Rep) -> str:
    """All that is on the screens, a question's and the one below it."""
    updates = [screen._compositor.render_full_update() for screen in rep.app.screen_stack]
    return "".join(update.render_segments(rep.app.console) for update in updates)


async def test_with_ascii_no_sign_line_or_bar_is_left(sales: Workspace, opened: Opens) -> None:
    async with opened(sales._replace(settings=Settings(ascii=True))) as rep:
        await rep.press("x")
        text = painted(rep)
        assert "Drop: " in text
        assert "導入" in text, "what the rep wrote keeps its letters"
        assert {char for char in text if signs.ascii_form(char)} == set()


async def test_nothing_is_drawn_in_the_colour_of_focus_and_keys(sales: Workspace, opened: Opens) -> None:
    async with opened(sales, size=(120, 36)) as rep:
        accent = Color.parse(rep.app.theme_variables["key"]).rich_color
        for key in ("1", "3", "6"):
            await rep.press(key)
            strips = rep.app.screen._compositor.render_strips()
            drawn = [part for strip in strips for part in strip if "█" in part.text]
            assert drawn, key
            assert [part.text for part in drawn if part.style and part.style.color == accent] == [], key


async def test_a_row_that_a_gesture_changed_stands_out_for_a_moment(
    sales: Workspace, opened: Opens, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cursor_rows, "_FLASH", 60)  # it ends when we say so, however busy the machine is
    async with opened(sales) as rep:
        await rep.press("greater_than_sign")
        await rep.press("escape")
        here = next(rows for rows in rep.screen.query(CardList) if any(card.id == 2 for card in rows.cards))
        place = [row.id for row in here.rows].index(2)  # type: ignore[union-attr]
        assert here.look_of(place) == "changed"
        here._forget_flash()
        assert here.look_of(place) != "changed"


async def test_without_motion_nothing_stands_out(
    sales: Workspace, opened: Opens, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened(sales._replace(settings=Settings(motion=False))) as rep:
        await rep.press("greater_than_sign")
        assert all(not rows._flashing for rows in rep.screen.query(CardList))
        assert rep.app.animation_level == "none"
        for level in ("full", "none"):
            monkeypatch.setattr("pipetui.tui.app.TEXTUAL_ANIMATIONS", level)
            rep.app.set_motion(True)  # as after a change of any setting
            assert (rep.app.motion, rep.app.animation_level) == (level == "full", level)


async def test_a_key_that_can_do_nothing_now_is_dim_and_a_click_says_why(sales: Workspace, opened: Opens) -> None:
    service.win(sales, [2])
    async with opened(sales) as rep:
        bar = rep.screen.query_one(StatusBar)
        assert "deal.advance" not in bar._not_now
        await rep.press("3")
        await rep.until(lambda: any("Globex seats" in titles for titles in rep.titles))
        rep.screen.query_one(CardList).select(2)
        await rep.settle()
        bar = rep.screen.query_one(StatusBar)
        assert "deal.advance" in bar._not_now
        keys = str(bar.render()).splitlines()[1]
        await rep.pilot.click(bar, offset=(keys.index("> advance") + 3, 1))
        await rep.settle()
        assert rep.message == "#2 Globex seats is won · r reopens"


@pytest.mark.parametrize("keys", [["percent_sign"], ["ctrl+p"], ["question_mark"], ["M"]])
async def test_without_colours_the_cursor_of_every_list_is_told_by_its_style(
    sales: Workspace, opened: Opens, monkeypatch: pytest.MonkeyPatch, keys: list[str]
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with opened(sales) as rep:
        await rep.press(*keys)
        options = next(one for one in rep.app.screen.walk_children() if isinstance(one, OptionLines))
        await rep.until(lambda: options.highlighted is not None)
        here = options._index_to_line[options.highlighted or 0] - options.scroll_offset.y
        for line in range(options.size.height):
            told = {segment.style.reverse for segment in options.render_line(line) if segment.style}
            assert (True in told) == (line == here), line


async def test_screens_that_a_digit_leads_away_from_show_the_tabs_unless_they_say_more(
    sales: Workspace, opened: Opens
) -> None:
    async with opened(sales) as rep:
        for key in ("f2", "f3", "Z", "number_sign", "D"):
            await rep.press(key)
            bar = rep.app.screen.query_one(TopBar)
            assert "3 Deals" in str(bar.render()), key
            bar.note = "what this screen counts is longer than there is room for beside them " * 2
            assert "3 Deals" not in str(bar.render()), key
            await rep.press("3")
            assert rep.app.current_mode == "deals", key
