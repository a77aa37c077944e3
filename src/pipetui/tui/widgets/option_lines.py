"""A list of options that bears any size of the window."""

from typing import TYPE_CHECKING, Literal, cast

from rich.color import Color
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.strip import Strip
from textual.widgets import OptionList

if TYPE_CHECKING:
    from pipetui.tui.app import PipetuiApp

_EDGE = "▌"


class OptionLines(OptionList):
    """Textual's list; where the window is too small for a single line of it, there is no page to turn either.

    Where there are no colours the cursor is told by its style, also while the keys go into a field over the list:
    Textual 8.2 leaves `reverse` out of what it paints an option with.
    """

    has_edge = False
    """Whether the cursor is a bar at the left edge too, as in the lists of deals: the first cell of a line is free."""

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

    def render_line(self, y: int) -> Strip:
        """The line, the option under the cursor in the style of cursors."""
        strip, style = super().render_line(y), self.app.theme_variables.get("cursor-style", "none")
        line = self.scroll_offset.y + y
        if line >= len(self._lines) or self._lines[line][0] != self.highlighted:
            return strip
        if self.has_edge:
            edge = Segment(_EDGE, cast("PipetuiApp", self.app).parts["key"] + Style(bgcolor=_ground(strip)))
            strip = Strip([edge, *strip.crop(1)])
        return strip if style == "none" else strip.apply_style(Style.parse(style))

    def _move_page(self, direction: Literal[-1, 1]) -> None:
        if self._lines:
            super()._move_page(direction)
            if self.highlighted is None:  # Textual 8.2, where only lines that nobody chooses are further that way
                (self.action_first if direction < 0 else self.action_last)()


def _ground(strip: Strip) -> Color | None:
    """The colour that the line lies on."""
    return next((segment.style.bgcolor for segment in strip if segment.style is not None), None)
