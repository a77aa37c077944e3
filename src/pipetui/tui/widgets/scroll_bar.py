"""A scroll bar that stays as it is painted while it looks the same, however many rows come and go."""

from math import ceil

from rich.segment import Segment
from textual.reactive import Reactive
from textual.scrollbar import ScrollBar


class CalmScrollBar(ScrollBar):
    """Beside a long list: a row more or less, or a step of the cursor, seldom moves what stands for thousands."""

    window_virtual_size: Reactive[int] = Reactive(100, repaint=False)
    window_size: Reactive[int] = Reactive(0, repaint=False)
    position: Reactive[float] = Reactive(0, repaint=False)

    _painted: list[Segment] | None = None

    def watch_window_virtual_size(self) -> None:
        """Another length."""
        self._repaint()

    def watch_window_size(self) -> None:
        """Another height."""
        self._repaint()

    def watch_position(self) -> None:
        """Scrolled."""
        self._repaint()

    def _repaint(self) -> None:
        whole = ceil(self.window_virtual_size)
        seen = ceil(self.window_size) if self.window_size < self.window_virtual_size else 0
        wanted = self.renderer.render_bar(self.size.height, whole, seen, self.position).segments
        if wanted != self._painted:
            self._painted = list(wanted)
            self.refresh()
