"""The screens of the app by name, and what the palette offers: each is imported when it is first shown."""

from collections.abc import Callable
from importlib import import_module
from typing import Any

from textual.command import Provider
from textual.screen import Screen

MODES = {
    "today": "today.TodayScreen",
    "board": "board.BoardScreen",
    "deals": "deals.DealsScreen",
    "people": "people.PeopleScreen",
    "orgs": "people.OrganizationsScreen",
    "numbers": "numbers.NumbersScreen",
    "week": "week.WeekScreen",
    "sweep": "sweep.SweepScreen",
}
"""What stands at the bottom of a stack of screens of its own, by the name of the mode."""

OVERLAYS = {
    "bin": "bin.BinScreen",
    "contexts": "contexts.ContextsScreen",
    "dupes": "dupes.DupesScreen",
    "forecast": "forecast.ForecastScreen",
    "history": "history.HistoryScreen",
    "stages": "stages.StagesScreen",
    "settings": "settings.SettingsScreen",
    "keymap": "keymap.KeymapScreen",
    "products": "price_list.PriceListScreen",
    "views": "views.ViewsScreen",
}
"""What lies over the screens of the book and is left again, by the action that leads there."""

ABOUT_ONE = {
    "a deal": "sheet.SheetScreen",
    "a session": "session.SessionScreen",
    "a person": "party_sheet.PartySheetScreen",
    "Reports": "report.ReportScreen",
    "deals behind a figure": "behind.BehindScreen",
    "Import": "import_screen.ImportScreen",
    "a quote": "quote.QuoteScreen",
}
"""What is opened with something to show, as a rep would call it."""


def screen_class(where: str) -> type[Screen[Any]]:
    """The class that stands at that place of the tables above."""
    module, _, name = where.partition(".")
    found: type[Screen[Any]] = getattr(import_module(f"pipetui.tui.screens.{module}"), name)
    return found


def made(where: str) -> Screen[Any]:
    """A new screen of that class."""
    return screen_class(where)()


def _provider(name: str) -> Callable[[], type[Provider]]:
    def find() -> type[Provider]:
        provider: type[Provider] = getattr(import_module("pipetui.tui.palette"), name)
        return provider

    return find


COMMANDS: set[type[Provider] | Callable[[], type[Provider]]] = {
    _provider("ActionProvider"),
    _provider("ViewProvider"),
    _provider("DealProvider"),
}
