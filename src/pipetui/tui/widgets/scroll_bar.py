"""Thin scroll bars; beside a long list one that stays as it is painted, however many rows come and go."""

from typing import Any, Protocol, cast

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

_TRACK, _THUMB, _THUMB_IN_FRAME = "│", "▐", "┃"


class Barred(Protocol):
    """A list that says how its scroll bar looks."""

    in_frame: bool
    """Whether it lies in the line of a frame."""

    def bar_styles(self, held: bool) -> tuple[Style, Style]:
        """The style of the track and of what is moved on it, which is `held` by the mouse or not."""


class CalmScrollBar(ScrollBar):
    """Beside a long list: a row more or less, or a step of the cursor, seldom moves what stands for thousands.

    It is a line with a heavier part, so that it may lie in the line of a frame.
    """

    window_virtual_size: Reactive[int] = Reactive(100, repaint=False)
    window_size: Reactive[int] = Reactive(0, repaint=False)
    position: Reactive[float] = Reactive(0, repaint=False)

    _painted: tuple[int, int] | None = None

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
        if self._thumb() != self._painted:
            self.refresh()

    def _thumb(self) -> tuple[int, int]:
        """The first line of the heavier part, and the one behind it."""
        height, whole, seen = self.size.height, self.window_virtual_size, self.window_size
        if not (height and seen) or seen >= whole:
            return 0, 0
        long = max(1, min(height - 1, round(height * seen / whole)))
        hidden = whole - seen
        first = round((height - long) * self.position / hidden)
        if first == 0 and self.position > 0 and height - long > 1:
            first = 1  # not at the end yet
        if first == height - long and self.position < hidden and height - long > 1:
            first -= 1
        return first, first + long

    def render(self) -> Segments:
        """The line."""
        beside = cast(Barred, self.parent)
        track, thumb = beside.bar_styles(bool(self.mouse_over or self.grabbed))
        grip = _THUMB_IN_FRAME if beside.in_frame else _THUMB
        self._painted = first, behind = self._thumb()
        up, down, grab = (Style.from_meta({"@mouse.down": what}) for what in ("scroll_up", "scroll_down", "grab"))
        line = [Segment(_TRACK, track + up)] * first
        line += [Segment(grip, thumb + grab)] * (behind - first)
        line += [Segment(_TRACK, track + down)] * (self.size.height - behind)
        return Segments(line, new_lines=True)
