"""The registry of keys."""

import os
import re
from collections import Counter
from importlib import import_module
from pathlib import Path

import pytest
from textual.widgets import OptionList

from pipetui.config import Settings
from pipetui.domain.errors import InputError
from pipetui.service import Workspace
from pipetui.tui import dialogs
from pipetui.tui.actions import ACTIONS, OVERLAID, actions_of, key_text
from pipetui.tui.keymap import PRESETS
from pipetui.tui.launch import check_keys
from pipetui.tui.modes import ABOUT_ONE, MODES, OVERLAYS, screen_class
from pipetui.tui.palette import ActionProvider
from pipetui.tui.screens.behind import BehindScreen
from pipetui.tui.screens.bin import BinScreen
from pipetui.tui.screens.board import BoardScreen
from pipetui.tui.screens.contexts import ContextsScreen
from pipetui.tui.screens.deals import DealsScreen
from pipetui.tui.screens.dupes import DupesScreen
from pipetui.tui.screens.forecast import ForecastScreen
from pipetui.tui.screens.history import HistoryScreen
from pipetui.tui.screens.import_screen import ImportScreen
from pipetui.tui.screens.keymap import KeymapScreen
from pipetui.tui.screens.numbers import NumbersScreen
from pipetui.tui.screens.people import OrganizationsScreen
from pipetui.tui.screens.price_list import PriceListScreen
from pipetui.tui.screens.quote import QuoteScreen
from pipetui.tui.screens.report import ReportScreen
from pipetui.tui.screens.session import SessionScreen
from pipetui.tui.screens.settings import SettingsScreen
from pipetui.tui.screens.sheet import SheetScreen
from pipetui.tui.screens.stages import StagesScreen
from pipetui.tui.screens.sweep import SweepScreen
from pipetui.tui.screens.today import TodayScreen
from pipetui.tui.screens.views import ViewsScreen
from pipetui.tui.screens.week import WeekScreen
from pipetui.tui.widgets.bars import StatusBar
from tests.tui.conftest import Opens

ISSUE_KEYS = {
    "t": "deal.touch",
    "n": "deal.next",
    "z": "deal.snooze",
    "w": "deal.win",
    "x": "deal.drop",
    "e": "deal.edit",
    "a": "app.add",
    "slash": "view.filter",
    "u": "app.undo",
    "ctrl+r": "app.redo",
    "question_mark": "app.help",
    "ctrl+p": "app.palette",
    "greater_than_sign": "deal.advance",
    "less_than_sign": "deal.retreat",
    "L": "deal.advance",
    "H": "deal.retreat",
}


ONE_SCREEN = (
    "views",
    "products",
    "quote",
    "week",
    "contexts",
    "settings",
    "keymap",
    "session",
    "sheet",
    "entry",
    "sweep",
    "dupes",
    "forecast",
    "party",
    "orgs",
    "table",
    "stages",
    "import",
)
"""The groups of one screen alone, where some keys mean what is done there."""


@pytest.mark.parametrize("groups", [("deal", "view", "app"), *((group,) for group in ONE_SCREEN)])
def test_no_key_means_two_things(groups: tuple[str, ...]) -> None:
    keys = Counter(key for action in ACTIONS if action.group in groups for key in action.keys.split(","))
    assert [key for key, count in keys.items() if count > 1] == []


@pytest.mark.parametrize("where", [*MODES.values(), *OVERLAYS.values(), *ABOUT_ONE.values()])
def test_no_name_means_two_things(where: str) -> None:
    labels = Counter(action.label for action in actions_of(screen_class(where)).values())
    assert [label for label, count in labels.items() if count > 1] == []


def test_the_keys_of_the_day_are_where_a_rep_expects_them() -> None:
    where = {key: action.id for action in ACTIONS if action.group not in ONE_SCREEN for key in action.keys.split(",")}
    assert {key: where[key] for key in ISSUE_KEYS} == ISSUE_KEYS


def test_every_action_has_a_label_and_says_what_it_does() -> None:
    assert all(action.label and action.tooltip for action in ACTIONS)


def test_every_action_is_implemented_by_a_screen_or_the_app() -> None:
    from pipetui.tui.app import PipetuiApp

    holders = (
        BoardScreen,
        TodayScreen,
        DealsScreen,
        SheetScreen,
        SessionScreen,
        SweepScreen,
        StagesScreen,
        ViewsScreen,
        WeekScreen,
        ContextsScreen,
        SettingsScreen,
        KeymapScreen,
        OrganizationsScreen,
        ImportScreen,
        DupesScreen,
        HistoryScreen,
        BinScreen,
        ForecastScreen,
        PriceListScreen,
        QuoteScreen,
        NumbersScreen,
        ReportScreen,
        BehindScreen,
        PipetuiApp,
    )
    for action in ACTIONS:
        name = action.name.removeprefix("app.").removeprefix("screen.").partition("(")[0]
        assert any(hasattr(holder, f"action_{name}") for holder in holders), action.id


def test_every_flow_and_every_dialog_that_is_named_is_there() -> None:
    for action in ACTIONS:
        if flow := re.fullmatch(r"flow\('(\w+)'\)", action.name):
            assert callable(import_module(f"pipetui.tui.flows.{flow[1]}").run), action.id
    for name, module in vars(dialogs)["_MODULES"].items():
        assert getattr(dialogs, name).__module__ == f"pipetui.tui.dialogs.{module}"


def test_from_whatever_lies_over_a_screen_every_key_of_a_tab_leads_on() -> None:
    assert {"app.today", "app.week", "app.goto", "app.quit"} <= {*OVERLAID}
    for where in (*OVERLAYS.values(), ABOUT_ONE["Reports"], ABOUT_ONE["a quote"], ABOUT_ONE["deals behind a figure"]):
        bound = {action.id for action in actions_of(screen_class(where)).values()}
        assert {*OVERLAID} <= bound, where


@pytest.mark.parametrize("where", [*MODES.values(), *OVERLAYS.values(), *ABOUT_ONE.values()])
def test_q_leaves_what_esc_leaves_and_on_a_main_screen_the_app(where: str) -> None:
    keys = screen_class(where)._merge_bindings().key_to_bindings
    is_main = where in MODES.values() and where != MODES["sweep"]
    assert keys["q"][0].action == ("app.quit" if is_main else keys["escape"][0].action)


def test_held_keys_and_arrows_are_drawn_alike() -> None:
    assert key_text("ctrl+right,alt+left,shift+down,ctrl+q,plus,f9") == "^→ Alt+← Shift+↓ ^q + F9"


def test_the_readme_names_the_ten_keys_of_the_day() -> None:
    readme = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
    for action in ACTIONS:
        if action.id in ("deal.call", "deal.next", "deal.advance", "deal.drop", "app.add", "app.undo", "view.filter"):
            assert f"`{key_text(action.keys).split()[0]}`" in readme, action.id


async def test_keys_can_be_remapped(sales: Workspace, opened: Opens) -> None:
    remapped = sales._replace(settings=Settings(keys=(("deal.win", "ctrl+w"),)))
    async with opened(remapped) as rep:
        await rep.press("w")
        assert rep.deal(2).status == "open"
        await rep.press("ctrl+w")
        assert rep.deal(2).status == "won"


async def test_remapped_keys_are_the_ones_shown(sales: Workspace, opened: Opens) -> None:
    remapped = sales._replace(settings=Settings(keys=(("deal.drop", "Y"),)))
    async with opened(remapped) as rep:
        assert "Y drop" in str(rep.screen.query_one(StatusBar).render())
        await rep.press("question_mark")
        lines = [str(option.prompt) for option in rep.app.screen.query_one(OptionList).options]
        assert any(line.startswith("  Y           Drop") for line in lines)
        await rep.press("escape")
        found = [str(hit.prompt) async for hit in ActionProvider(rep.screen).search("drop")]
        assert [" ".join(line.split()) for line in found] == ["deal Drop Y Close the deal as lost, with a reason"]


def test_keys_for_an_action_there_is_none_of_are_refused() -> None:
    with pytest.raises(InputError, match=r"“deal\.wni”, which is not an action") as refused:
        check_keys(Settings(keys=(("deal.wni", "W"),)))
    for keys in ("wn", "", "w,", "ctrl-w", "foo+w", "<wheel-up>", "w, x"):
        with pytest.raises(InputError, match="which is not a key"):
            check_keys(Settings(keys=(("deal.win", keys),)))
    usual = [key for action in ACTIONS for key in action.keys.split(",")]
    wanted = [key for preset in PRESETS.values() for keys in preset.values() for key in keys.split(",")]
    for key in (*usual, *wanted, "+", "slash", "Ä", "alt+left", "shift+f5", "ctrl+right_square_bracket"):
        check_keys(Settings(keys=(("deal.win", key),)))
    assert refused.value.hint == "did you mean deal.win?"


async def test_an_unknown_theme_falls_back_and_says_so_once(sales: Workspace, opened: Opens) -> None:
    async with opened(sales._replace(settings=Settings(theme="no-such-theme"))) as rep:
        assert [note.message for note in rep.app._notifications] == ["there is no theme “no-such-theme”"]


async def test_without_a_terminal_of_its_own_the_app_stops_nobody(
    sales: Workspace, opened: Opens, monkeypatch: pytest.MonkeyPatch
) -> None:
    stopped: list[tuple[int, int]] = []
    monkeypatch.setattr(os, "killpg", lambda *given: stopped.append(given))
    monkeypatch.setattr(os, "getsid", lambda process: 1)
    async with opened(sales) as rep:
        await rep.press("ctrl+z")
        assert rep.message == "there is no shell to go back to: q leaves"
    assert stopped == []
