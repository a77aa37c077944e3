"""Which keys actions have: presets, keys that others take, and which actions would share one on a screen."""

from collections.abc import Mapping
from functools import cache

from textual.keys import KEY_NAME_REPLACEMENTS, Keys, key_to_character

from pipetui.tui.actions import ACTIONS, BY_ID, actions_of, key_text
from pipetui.tui.modes import ABOUT_ONE, MODES, OVERLAYS, screen_class

TAKEN = {
    "ctrl+a": "screen takes it",
    "ctrl+b": "tmux takes it",
    "ctrl+c": "it ends the app",
    "ctrl+z": "it goes back to the shell",
    "ctrl+i": "a terminal sends Tab for it",
    "ctrl+m": "a terminal sends Enter for it",
    "ctrl+h": "a terminal sends Backspace for it",
    "escape": "it leaves",
}
"""Keys that no action can be given, and why."""

_HELD = frozenset(["ctrl", "alt", "shift", "super", "meta", "hyper"])
_NAMED = frozenset(key.value for key in Keys if "+" not in key.value and "<" not in key.value)

_MOVING = frozenset(
    ["up", "down", "left", "right", "j", "k", "home", "end", "G", "pageup", "pagedown", "ctrl+u", "ctrl+d"]
)
"""What moves the cursor in every list."""

PRESETS: dict[str, dict[str, str]] = {
    "default": {},
    "vim": {
        "app.palette": "colon,ctrl+p",
        "app.back": "ctrl+o,left_parenthesis",
        "app.forward": "ctrl+y,right_parenthesis",
        "view.mark": "v,space",
        "deal.advance": "L,greater_than_sign",
        "deal.retreat": "H,less_than_sign",
    },
    "arrows": {
        "app.help": "f1,question_mark",
        "app.add": "insert,a",
        "app.quit": "f10,q,ctrl+q",
        "app.back": "alt+left,left_parenthesis",
        "app.forward": "alt+right,right_parenthesis",
        "view.filter": "f7,slash",
        "deal.edit": "f4,e",
        "party.edit": "f4,e",
        "deal.advance": "ctrl+right,greater_than_sign",
        "deal.retreat": "ctrl+left,less_than_sign",
        "sheet.following": "ctrl+down,J",
        "sheet.previous": "ctrl+up,K",
    },
}
"""The keys of hands used to something else; all other actions keep theirs."""


@cache
def _actions_on() -> dict[str, frozenset[str]]:
    """The ids of the actions of each screen; all of them are imported for it."""
    screens = {BY_ID[f"app.{name}"].label: where for name, where in {**MODES, **OVERLAYS}.items()}
    return {
        said: frozenset(action.id for action in actions_of(screen_class(where)).values())
        for said, where in {**screens, **ABOUT_ONE}.items()
    }


def is_key(name: str) -> bool:
    """Whether a terminal can send a key of that name, such as `w`, `ctrl+w`, `f5`, `question_mark`."""
    *held, key = name.split("+") if name != "+" else [name]
    known = {*_NAMED, *KEY_NAME_REPLACEMENTS.values()}
    return {*held} <= _HELD and (key in known or len(key) == 1 or key_to_character(key) is not None)


def keys_of(action: str, remapped: Mapping[str, str]) -> list[str]:
    """The keys that an action has."""
    return remapped.get(action, BY_ID[action].keys).split(",")


def conflicts(action: str, key: str, remapped: Mapping[str, str]) -> list[tuple[str, list[str]]]:
    """The other actions that have the key where `action` is possible, each with the names of these screens.

    Two that share it anyhow, since what one screen does goes before what all do, are none.
    """
    shared: dict[str, list[str]] = {}
    for screen, there in _actions_on().items():
        if action in there:
            for other in there - {action}:
                usual = key in BY_ID[other].keys.split(",") and key in BY_ID[action].keys.split(",")
                if key in keys_of(other, remapped) and not usual:
                    shared.setdefault(other, []).append(screen)
    order = [each.id for each in ACTIONS]
    return sorted(shared.items(), key=lambda found: order.index(found[0]))


def why_not(action: str, key: str) -> str:
    """Why an action cannot be given a key, "" where it can."""
    if key in TAKEN:
        return TAKEN[key]
    if key in _MOVING and key not in BY_ID[action].keys.split(","):
        return "it moves the cursor"
    return ""


def told(action: str, key: str, remapped: Mapping[str, str]) -> str:
    """What else the key does, in words: `W is Save view on Today, Board, Deals`; "" for nothing."""
    found = [f"{BY_ID[other].label} on {', '.join(screens)}" for other, screens in conflicts(action, key, remapped)]
    return f"{key_text(key)} is {'; '.join(found)}" if found else ""
