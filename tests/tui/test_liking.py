"""How the rep likes the app is kept: theme, density, pane, order; until the configuration says something else."""

import pytest
from textual.color import Color
from textual.css.stylesheet import Stylesheet

from pipetui.service import Workspace, mail
from pipetui.store.remembered import MY_NAME
from pipetui.tui import themes
from pipetui.tui.screens.board import BoardScreen
from pipetui.tui.screens.deals import DealsScreen
from pipetui.tui.widgets.deal_table import DealTable
from tests.tui.conftest import Opens


async def test_what_was_chosen_is_there_again(sales: Workspace, opened: Opens) -> None:
    async with opened(sales) as rep:
        configured = rep.app.theme
        rep.app.keep_theme("nord")
        await rep.press("2", "full_stop", "P", "3", "comma")  # the pane: from below to the side
        order = rep.screen.query_one(DealTable).chosen
        titles = rep.titles
        assert order != ["Urgency", False]
    async with opened(sales) as rep:
        assert rep.app.theme == "nord"
        assert rep.app.compact is True
        await rep.press("2")
        assert isinstance(rep.screen, BoardScreen)
        assert rep.screen.pane_place == "side"
        await rep.press("3")
        await rep.until(lambda: isinstance(rep.screen, DealsScreen) and rep.titles == titles)
        assert rep.screen.query_one(DealTable).chosen == order
    changed = sales._replace(settings=sales.settings._replace(theme="gruvbox"))
    assert configured != "gruvbox"
    async with opened(changed) as rep:
        assert rep.app.theme == "gruvbox", "the configuration was changed since"


async def test_a_theme_is_seen_before_it_is_chosen(sales: Workspace, opened: Opens) -> None:
    async with opened(sales) as rep:
        before = rep.app.theme
        rep.app.search_themes()
        await rep.settle()
        await rep.press("down")
        second = rep.app.theme
        assert second != before, "it is shown"
        await rep.type("gruv")
        assert rep.app.theme == "gruvbox"
        await rep.press("escape")
        assert rep.app.theme == before
        assert rep.app.liking.of("theme", before) == before
        rep.app.search_themes()
        await rep.settle()
        await rep.press("down", "enter")
        assert rep.app.theme == second == rep.app.liking.of("theme", before)


async def test_a_screen_shown_for_the_first_time_has_the_look_there_is_and_no_style_is_parsed_anew(
    sales: Workspace, opened: Opens, monkeypatch: pytest.MonkeyPatch
) -> None:
    parsed = list[str]()
    parse = Stylesheet.reparse

    def counted(sheet: Stylesheet) -> None:
        parsed.append(rep.app.current_mode)
        parse(sheet)

    monkeypatch.setattr(Stylesheet, "reparse", counted)
    async with opened(sales) as rep:
        rep.app.theme = "nord"
        await rep.settle()
        before = len(parsed)
        for key in ("3", "4", "S"):
            await rep.press(key)
            assert rep.app.screen.styles.background == Color.parse(themes.tokens("nord")["background"])
        assert len(parsed) == before
        rep.app.theme = "gruvbox"
        await rep.press("3")
        assert rep.app.screen.styles.background == Color.parse(themes.tokens("gruvbox")["background"])


async def test_a_name_given_once_is_known_ever_after_also_in_the_shell(sales: Workspace, opened: Opens) -> None:
    async with opened(sales) as rep:
        rep.app.liking.choose(MY_NAME, "Ann Rep", "")
        await rep.settle()
    assert mail.filling(sales, 1).values["my_name"] == "Ann Rep"
    configured = sales._replace(settings=sales.settings._replace(my_name="Bo"))
    assert mail.filling(configured, 1).values["my_name"] == "Bo"


async def test_spoilt_likings_are_none(sales: Workspace, opened: Opens) -> None:
    sales.store.connection.execute(
        """INSERT INTO setting (key, value)
           VALUES ('liking', '{"theme": 7, "order": [[1], 2], "compact": [1, false]}')"""
    )
    async with opened(sales) as rep:
        await rep.press("3")
        assert rep.app.compact is False
        assert rep.screen.query_one(DealTable).chosen == ["Urgency", False]
