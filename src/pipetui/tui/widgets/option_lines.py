"""A list of options that bears any size of the window."""

from typing import Literal

from textual.widgets import OptionList


class OptionLines(OptionList):
    """Textual's list; where the window is too small for a single line of it, there is no page to turn either."""

    def _move_page(self, direction: Literal[-1, 1]) -> None:
        if self._lines:
            super()._move_page(direction)
