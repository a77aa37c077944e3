"""A list of options that bears any size of the window."""

from typing import Literal

from textual import events
from textual.widgets import OptionList


class OptionLines(OptionList):
    """Textual's list; where the window is too small for a single line of it, there is no page to turn either."""

    async def _on_click(self, event: events.Click) -> None:
        """Nothing where the option that was clicked is gone by now: Textual 8.2 would look it up all the same."""
        option = event.style.meta.get("option")
        if option is not None and option >= self.option_count:
            event.prevent_default()

    def step(self, direction: int) -> None:
        """The cursor a line down, or up where it is less than 0."""
        if direction > 0:
            self.action_cursor_down()
        else:
            self.action_cursor_up()

    def _move_page(self, direction: Literal[-1, 1]) -> None:
        if self._lines:
            super()._move_page(direction)
