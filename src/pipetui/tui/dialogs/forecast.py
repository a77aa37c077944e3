"""Where a deal stands in the forecast: what moved its chance, and the category the rep puts it in."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.widgets import Static

from pipetui.domain.forecast_categories import CATEGORIES, NONE
from pipetui.tui.dialogs.base import Dialog
from pipetui.tui.widgets.choices import Choice
from pipetui.tui.widgets.key_grid import KeyGrid


class ForecastDialog(Dialog[str]):
    """One key puts the deal into a category; Esc leaves it where it is."""

    docked = True

    def __init__(self, heading: str, category: str, lines: Sequence[str] = ()) -> None:
        """`lines` are what moved its chance."""
        super().__init__(heading, "a key puts it there · Esc leaves it as it is")
        self._category, self._lines = category, lines

    def body(self) -> ComposeResult:
        """The lines, and the categories with the present one marked."""
        if self._lines:
            yield Static("\n".join(self._lines), markup=False)
            yield Static(classes="label")
        here = self._category or NONE
        yield KeyGrid(
            (Choice(name[0], name, "now" if name == here else "") for name in (*CATEGORIES, NONE)), self._picked
        )

    def on_mount(self) -> None:
        """A key chooses at once."""
        self.query_one(KeyGrid).focus()

    def _picked(self, label: str) -> None:
        self.dismiss(label)
