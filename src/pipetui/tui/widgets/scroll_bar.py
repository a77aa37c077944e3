"""Scroll bars half a cell wide; beside a long list one that stays as it is painted, however many rows come and go."""

from math import ceil
from typing import Any

from rich.segment import Segment, Segments
from rich.style import Style
from textual.reactive import Reactive
from textual.scrollbar import ScrollBar, ScrollBarRender


class ThinBar(ScrollBarRender):
    """The part in sight as a line of half cells on the ground of what is scrolled."""

    @classmethod
    def render_bar(cls, *sizes: Any, **more: Any) -> Segments:
        """As Textual works it out, thinner."""
        bar = super().render_bar(*sizes, **more)
        if not more.get("vertical", True):
            return bar
        segments = []
        for text, style, _ in bar.segments:
            grip = style is not None and style.meta.get("@mouse.down") == "grab"
            meta = style.meta if style is not None else None
            look = Style(color=more.get("bar_color"), bgcolor=more.get("back_color"), meta=meta)
            segments.append(Segment(("▐" if grip else " ").rjust(len(text)), look))
        return Segments(segments, new_lines=True)


ScrollBar.renderer = ThinBar  # of panes, forms and lists alike


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
