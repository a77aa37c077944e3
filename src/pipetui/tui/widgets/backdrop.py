"""What only holds other widgets: its background, drawn as one line however high it is."""

from typing import TYPE_CHECKING

from rich.style import Style
from textual.strip import Strip

if TYPE_CHECKING:
    from textual.geometry import Region
    from textual.widget import Widget
else:
    Widget = object  # the style sheets of Textual go by the first widget among the bases


class Backdrop(Widget):
    """A box without border and padding. Textual would draw and filter every line of it, of which children cover all."""

    def render_lines(self, crop: "Region") -> list[Strip]:
        """The same line over and over."""
        strip = Strip.blank(crop.width, Style(bgcolor=self.rich_style.bgcolor))
        background = self.background_colors[1]
        for line_filter in self.get_line_filters():
            strip = strip.apply_filter(line_filter, background)
        return [strip] * crop.height
