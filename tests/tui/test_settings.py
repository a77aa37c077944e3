"""Settings and keys are changed in the app, written into the configuration, and hold at once."""

from pathlib import Path

import pytest

from pipetui import config
from pipetui.config import Settings
from pipetui.domain.errors import InputError
from pipetui.service import Workspace
from pipetui.tui import keymap
from pipetui.tui.actions import ACTIONS
from pipetui.tui.screens.keymap import KeymapScreen
from pipetui.tui.screens.settings import SettingsScreen
from pipetui.tui.widgets.bars import StatusBar
from pipetui.tui.widgets.deal_table import DealRows
from pipetui.tui.widgets.keymap_list import KeymapList, KeyRow
from pipetui.tui.widgets.setting_list import SettingList, SettingRow
from tests.tui.conftest import Opens


def said(screen: SettingsScreen | KeymapScreen) -> str:
    return screen.query_one(StatusBar).message


async def test_a_setting_is_changed_written_and_in_force(sales: Workspace, opened: Opens, tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text("# mine\n[app]\ntheme = 'pipetui-dark' # night\n", encoding="utf-8")
    async with opened(sales) as rep:
        await rep.press("3", "g", "s")
        shown = rep.app.screen
        assert isinstance(shown, SettingsScreen)
        await rep.press("down", "enter")
        assert config.load(file).compact
        assert rep.app.compact
        assert said(shown) == "compact: on · Del brings the default back"
        await rep.press("X")
        assert not rep.app.compact
        assert "theme = 'pipetui-dark' # night" in file.read_text(encoding="utf-8")
        rows = shown.query_one(SettingList)
        columns = next(row.id for row in rows.rows if isinstance(row, SettingRow) and row.setting.key == "columns")
        rows.select(columns)
        await rep.press("enter")
        await rep.type("title, nonsense")
        await rep.press("enter")
        assert config.load(file).columns == ()
        await rep.press("ctrl+u")
        await rep.type("title, value")
        await rep.press("enter", "escape")
        assert config.load(file).columns == ("title", "value")
        assert [column.name for column in rep.screen.query_one(DealRows).columns] == ["Title", "Value"]


async def test_a_key_is_pressed_conflicts_are_named_and_it_is_taken_back(
    sales: Workspace, opened: Opens, tmp_path: Path
) -> None:
    file = tmp_path / "config.toml"
    async with opened(sales) as rep:
        await rep.press("f3")
        shown = rep.app.screen
        assert isinstance(shown, KeymapScreen)
        win = next(place for place, action in enumerate(ACTIONS) if action.id == "deal.win")
        await rep.press("slash")
        await rep.type("as won")
        await rep.press("enter")
        assert [row.id for row in shown.query_one(KeymapList).rows if isinstance(row, KeyRow)] == [win]
        await rep.press("enter", "ctrl+b")
        assert "tmux takes it" in str(rep.app.screen.query_one("#pressed").render())
        await rep.press("W")
        assert "W is Save view on Today, Board" in str(rep.app.screen.query_one("#pressed").render())
        await rep.press("ctrl+w")
        assert config.load(file).keys == (("deal.win", "ctrl+w"),)
        await rep.press("escape", "escape", "ctrl+w", "escape")
        assert rep.deal(2).status == "won"
        await rep.press("f3")
        rep.app.screen.query_one(KeymapList).select(win)
        await rep.press("X")
        assert config.load(file).keys == ()
        assert rep.app.key("deal.win") == "w"


@pytest.mark.parametrize("name", keymap.PRESETS)
def test_a_preset_shares_no_key_and_takes_none_that_others_take(name: str) -> None:
    wanted = keymap.PRESETS[name]
    for action, keys in wanted.items():
        for key in keys.split(","):
            assert not keymap.why_not(action, key)
            assert keymap.told(action, key, wanted) == ""


def test_no_action_comes_with_a_key_that_others_take() -> None:
    leaving = ("leave", "pause", "columns")
    assert not [
        action.id
        for action in ACTIONS
        for key in action.keys.split(",")
        if key in keymap.TAKEN and not action.id.endswith(leaving)
    ]


def test_what_shares_a_key_is_named_with_its_screens() -> None:
    assert keymap.told("deal.win", "S", {}).startswith("S is Sweep on Today, Board, Deals")
    assert keymap.told("session.skip", "n", {}) == "n is Next step on a session; No answer on a session"
    assert keymap.told("deal.win", "S", {"app.sweep": "ctrl+w"}) == ""
    assert keymap.told("deal.next", "n", {}) == ""


def test_settings_are_settings(tmp_path: Path) -> None:
    with pytest.raises(InputError):
        config.check({"app": {"compact": 1}}, "app")
    config.check({"app": {"compact": True}}, "app")
    assert config.understood(tmp_path, "[app]\ncompact = true") == Settings(compact=True)
