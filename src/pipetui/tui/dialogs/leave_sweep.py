"""Leaving the sweep with decisions that are not applied yet."""

from textual.app import ComposeResult
from textual.widgets import Static

from pipetui.tui.dialogs.base import Dialog
from pipetui.tui.widgets.choices import Choice
from pipetui.tui.widgets.key_grid import KeyGrid

APPLY, THROW_AWAY = "apply", "throw away"


class LeaveSweepDialog(Dialog[str]):
    """Apply them or throw them away; Esc goes on with the sweep."""

    docked = True

    def __init__(self, heading: str, detail: str) -> None:
        super().__init__(heading, "Esc goes on with the sweep")
        self._detail = detail

    def body(self) -> ComposeResult:
        """What was decided, and the choice."""
        yield Static(self._detail, markup=False, id="detail")
        choices = [Choice("a", APPLY, "all of it, one undo"), Choice("t", THROW_AWAY, "nothing is written")]
        yield KeyGrid(choices, self._picked)

    def on_mount(self) -> None:
        """A key chooses at once."""
        self.query_one(KeyGrid).focus()

    def _picked(self, label: str) -> None:
        self.dismiss(label)
