"""`g`: places and saved views, each with a key."""

from collections.abc import Sequence
from typing import NamedTuple

from textual.app import ComposeResult

from pipetui.domain.saved_view import SavedView
from pipetui.tui.dialogs.base import Dialog
from pipetui.tui.widgets.choices import Choice
from pipetui.tui.widgets.key_grid import KeyGrid


class Place(NamedTuple):
    """A place: its letter, what it is called, and the action that goes there."""

    key: str
    label: str
    action: str


PLACES = (
    Place("t", "Today", "app.go('today')"),
    Place("b", "Board", "app.go('board')"),
    Place("d", "Deals", "app.go('deals')"),
    Place("p", "People", "app.go('people')"),
    Place("o", "Organizations", "app.go('orgs')"),
    Place("n", "Numbers", "app.go('numbers')"),
    Place("e", "Week", "app.go('week')"),
    Place("f", "Forecast", "app.overlay('forecast')"),
    Place("r", "Reports", "app.report('')"),
    Place("w", "Sweep", "app.sweep"),
    Place("c", "Duplicates", "app.overlay('dupes')"),
    Place("l", "Stages", "app.overlay('stages')"),
    Place("i", "Import", "app.import_file"),
    Place("v", "Views", "app.overlay('views')"),
    Place("m", "Contexts", "app.overlay('contexts')"),
    Place("h", "History", "app.overlay('history')"),
    Place("x", "Bin", "app.overlay('bin')"),
    Place("s", "Settings", "app.overlay('settings')"),
    Place("k", "Keys", "app.overlay('keymap')"),
)
"""Where one can go; the letter is that of the name where no other has it."""

FIRST_ROW = "first row"
"""The answer of `g g`, as hands are used to it."""


class GoToDialog(Dialog[str]):
    """The answer is the action that goes there."""

    docked = True
    keeps_drafts = False

    def __init__(self, views: Sequence[SavedView], *, rows: bool) -> None:
        """`rows`: there is a list, whose first row one can go to."""
        super().__init__("Go to", "Esc leaves")
        self._actions = {place.label: place.action for place in PLACES}
        self._choices = [Choice(place.key, place.label) for place in PLACES]
        if rows:
            self._actions["First row"] = FIRST_ROW
            self._choices.append(Choice("g", "First row"))
        keyed = sorted((view.key, place, view.name) for place, view in enumerate(views) if view.key)
        for key, place, name in keyed:
            label = name if name not in self._actions else f"{name} (view)"
            self._actions[label] = f"app.view({place})"
            self._choices.append(Choice(key, label))

    def body(self) -> ComposeResult:
        """The places."""
        yield KeyGrid(self._choices, self._picked)

    def on_mount(self) -> None:
        """A key goes there at once."""
        self.query_one(KeyGrid).focus()

    def _picked(self, label: str) -> None:
        self.dismiss(self._actions[label])
