"""Choices with a key each, side by side as they fit: what a question at the bottom of the screen offers."""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from textual import events
from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from pipetui.render import cell_width, cut
from pipetui.tui.widgets.choices import Choice, pressed

if TYPE_CHECKING:
    from textual.app import RenderResult
    from textual.geometry import Size

_GAP = 3
_STEPS = {"right": 1, "left": -1, "down": 0, "j": 0, "up": 0, "k": 0}
"""How far the arrows go; up and down go by a line, which is as long as there is room."""


class KeyGrid(Widget, can_focus=True):
    """Choices taken by their key or a click, or with the arrows and Enter."""

    DEFAULT_CSS = "KeyGrid { height: auto; }"

    highlighted = reactive(0)
    """The place of the one that Enter takes."""

    def __init__(self, choices: Iterable[Choice], pick: Callable[[str], None], also: Iterable[str] = ()) -> None:
        """`pick` is called with the label that was taken: at once, so that a key typed ahead meets what it led to.

        `also` are words that may be typed here as the labels are.
        """
        super().__init__()
        self._also = tuple(also)
        self._choices = list(choices)
        self._pick = pick

    def offer(self, choices: Iterable[Choice]) -> None:
        """Offer other choices."""
        self._choices = list(choices)
        self.set_reactive(KeyGrid.highlighted, 0)
        self.refresh(layout=True)

    def _cell(self, width: int) -> int:
        """How broad each is."""
        widest = max((cell_width(_said(choice)) for choice in self._choices), default=1)
        return min(max(1, width), widest + _GAP)

    def _across(self, width: int) -> int:
        """How many stand side by side."""
        return max(1, min(len(self._choices), (width + _GAP) // self._cell(width)))

    def get_content_height(self, container: "Size", viewport: "Size", width: int) -> int:
        """As many lines as they take."""
        return -(-len(self._choices) // self._across(width))

    def render(self) -> "RenderResult":
        """` p price   b budget   c competitor`, line by line."""
        width = self.content_size.width
        across, cell = self._across(width), self._cell(width)
        under = " reverse" if self.app.no_color else " on $selected"
        parts: list[tuple[str, str]] = []
        for place, choice in enumerate(self._choices):
            if place and place % across == 0:
                parts.append(("\n", ""))
            look = under if place == self.highlighted and self.has_focus else ""
            room = cell - _GAP if across > 1 else width
            key, label, note = f" {choice.key or ' '} ", choice.label, f"  {choice.note}" if choice.note else ""
            shown = [(key, f"bold $key{look}")]
            for text, style in ((label, f"$foreground{look}"), (f"{note} ", f"$dim{look}")):
                left = room - sum(cell_width(text) for text, _ in shown)
                shown.append((cut(text, left) if cell_width(text) > left else text, style))
            used = sum(cell_width(text) for text, _ in shown)
            parts += [*shown, (" " * max(0, cell - used), "")]
        return Content.assemble(*parts)

    def on_key(self, event: events.Key) -> None:
        """A choice's own key takes it; the arrows go from one to the other."""
        if pressed(self, event, self._choices, self._pick, self._also):
            return
        if event.key in _STEPS and self._choices:
            _done(event)
            by = _STEPS[event.key] or self._across(self.content_size.width) * (1 if event.key in ("down", "j") else -1)
            self._step(by)
        elif event.key == "enter" and self._choices:
            _done(event)
            self._pick(self._choices[self.highlighted].label)

    def _step(self, by: int) -> None:
        there = self.highlighted + by
        if 0 <= there < len(self._choices):
            self.highlighted = there

    def on_click(self, event: events.Click) -> None:
        """A click takes what it hits."""
        place = self._at(event)
        if place is not None:
            event.stop()
            self._pick(self._choices[place].label)

    def _at(self, event: events.Click) -> int | None:
        width = self.content_size.width
        across = self._across(width)
        column, place = event.x // self._cell(width), event.y * across + event.x // self._cell(width)
        return place if column < across and place < len(self._choices) else None

    def on_focus(self) -> None:
        """Here the keys go."""
        self.refresh()

    def on_blur(self) -> None:
        """They go elsewhere."""
        self.refresh()


def _said(choice: Choice) -> str:
    return f" {choice.key or ' '} {choice.label}{'  ' + choice.note if choice.note else ''} "


def _done(event: events.Key) -> None:
    event.stop()
    event.prevent_default()
