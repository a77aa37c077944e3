"""A line to type into that never hides that there is more of it, nor where the cursor is; the rows of a form."""

from rich.segment import Segment
from textual import events
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.geometry import Region
from textual.strip import Strip
from textual.widgets import Input

from pipetui.render import cell_width, cut


class FieldInput(Input):
    """Textual's own shows the first cells of what is longer: without a sign of the rest, and without its cursor."""

    def render_line(self, y: int) -> Strip:
        """While the keys go elsewhere: the beginning, and an ellipsis for the rest."""
        room = self.scrollable_content_region.width
        if y or self.has_focus or cell_width(self.value) <= room:
            return super().render_line(y)
        return Strip([Segment(cut(self.value, room))]).extend_cell_length(room + 1).apply_style(self.rich_style)

    def on_focus(self) -> None:
        """Show where the keys go; a click that came with the focus says first where that is."""
        self.call_later(self._show_cursor)

    def on_resize(self, event: events.Resize) -> None:
        """The room for it is known now, or is another."""
        if self.has_focus:
            self._show_cursor()

    def watch_virtual_size(self) -> None:
        """There is more in it, such as what was pasted: Textual moves on within the length that it knew before."""
        if self.has_focus and self.virtual_size.width > self.size.width:
            self.call_later(self._show_cursor)

    def on_blur(self) -> None:
        """Back to the beginning."""
        self.scroll_to(x=0, animate=False, force=True, immediate=True)

    def _show_cursor(self) -> None:
        if self.has_focus:
            before = cell_width(self.value[: self.cursor_position])
            self.scroll_to_region(Region(before, 0, 1, 1), force=True, animate=False, immediate=True)


class FormRows(VerticalScroll, can_focus=False, inherit_bindings=False):
    """The rows of a form; they scroll with the field at hand, and leave the arrows to go from one to the next."""

    BINDINGS = [
        Binding("pageup", "page_up", "Page up", show=False),
        Binding("pagedown", "page_down", "Page down", show=False),
    ]
