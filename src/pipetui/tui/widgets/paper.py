"""A sheet: boxes of facts beside what happened, or over it where it is narrow."""

from collections.abc import Callable, Sequence
from typing import Any

from textual import events
from textual.containers import Vertical, VerticalScroll
from textual.widgets import Static

from pipetui.tui.widgets.pressable import Bits, Pressable, content

Lines = Sequence[Bits]


class Box(Pressable, Static):
    """A framed part of a sheet with its name in the frame: what it says depends on how wide it is.

    An empty one is not there.
    """

    def __init__(self, name: str, id: str) -> None:  # noqa: A002
        super().__init__(id=id, markup=False)
        self._say: Callable[[int], Lines] | None = None
        self._said: tuple[object, ...] | None = None
        self.border_title = name

    def tell(self, say: Callable[[int], Lines]) -> None:
        """Show what `say` gives for so many cells."""
        self._say = say
        self._paint()

    @property
    def height(self) -> int:
        """The lines that it takes with its frame for what it says."""
        return len(self._said) + self.gutter.height if self._said else 0

    def on_resize(self, event: events.Resize) -> None:
        """Laid out anew where it has another width.

        Textual keeps no layout that is asked for while it resizes: a box that became higher would stay cut.
        """
        before = self._said
        self._paint()
        if self._said != before:
            self.call_after_refresh(self.refresh, layout=True)

    def _paint(self) -> None:
        width = self.content_size.width or self._coming()
        if self._say is None or width <= 0:
            return
        lines = self._say(width)
        said = tuple(map(tuple, lines))
        if said != self._said:
            before, self._said = self._said, said
            as_high = before is not None and (
                len(said) == len(before) or max(len(said), len(before)) <= self._least_height
            )
            self.display = bool(lines)
            self.update(content(lines), layout=not as_high)  # else the whole screen is laid out for each deal

    @property
    def _least_height(self) -> int:
        """Lines it takes, be there ever so few: those of what it fills, where its style says so."""
        parent = self.parent
        if self.styles.min_height is None or not isinstance(parent, VerticalScroll):
            return 0
        return parent.scrollable_content_region.height

    def _coming(self) -> int:
        """The width it will have, while it is not laid out: that of what it stands in."""
        parent = self.parent
        around = parent.content_size.width if isinstance(parent, (Vertical, VerticalScroll)) else 0
        return around - self.gutter.width


class Facts(VerticalScroll, can_focus=False):
    """The boxes."""


class History(Vertical, can_focus=False):
    """What happened, in a frame whose colour says whether the keys go there."""


class Paper(VerticalScroll, can_focus=False):
    """All of it. It scrolls as a whole where it is narrow; else its parts do."""

    def scroll_by_page(self, direction: int) -> bool:
        """A page on, in what has more than is seen; whether anything has."""
        parts: list[Any] = [self, *self.query(Facts)]
        for part in parts:
            if part.max_scroll_y > 0:
                part.scroll_relative(y=direction * max(1, part.size.height - 2), animate=False)
                return True
        return False
