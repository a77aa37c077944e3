"""The screens of the app by name, and what the palette offers: each is imported when it is first shown."""

from collections.abc import Callable
from importlib import import_module
from typing import Any

from textual.command import Provider
from textual.screen import Screen


def _found(module: str, name: str) -> Any:
    return getattr(import_module(module), name)


def _screen(module: str, name: str) -> Callable[[], Screen[None]]:
    def make() -> Screen[None]:
        screen: Screen[None] = _found(f"pipetui.tui.screens.{module}", name)()
        return screen

    return make


def _provider(module: str, name: str) -> Callable[[], type[Provider]]:
    def find() -> type[Provider]:
        provider: type[Provider] = _found(module, name)
        return provider

    return find


MODES: dict[str, Callable[[], Screen[None]]] = {
    "today": _screen("today", "TodayScreen"),
    "board": _screen("board", "BoardScreen"),
    "deals": _screen("deals", "DealsScreen"),
    "people": _screen("people", "PeopleScreen"),
    "orgs": _screen("people", "OrganizationsScreen"),
    "numbers": _screen("numbers", "NumbersScreen"),
    "week": _screen("week", "WeekScreen"),
    "sweep": _screen("sweep", "SweepScreen"),
}

COMMANDS: set[type[Provider] | Callable[[], type[Provider]]] = {
    _provider("pipetui.tui.palette", "ActionProvider"),
    _provider("pipetui.tui.palette", "ViewProvider"),
    _provider("pipetui.tui.palette", "DealProvider"),
}
