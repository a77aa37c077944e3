"""Lines of plain text of which parts can be clicked: what a pane of facts is made of. Nothing is ever markup."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from textual import events
from textual.content import Content
from textual.style import Style

from pipetui.render import cell_width, cut

if TYPE_CHECKING:
    from textual.widget import Widget
else:
    Widget = object  # the style sheets of Textual go by the first widget among the bases

PRESS = "press"
"""The name under which a part keeps its action. Textual's own would draw it as a link."""


class Bit(NamedTuple):
    """A text, its style, and the action that a click on it runs, "" for none."""

    text: str
    style: str = ""
    press: str = ""


Bits = list[Bit]


class Pressable(Widget):
    """Beside a widget among the bases: what is written on it runs its action when it is clicked."""

    async def on_click(self, event: events.Click) -> None:
        """Do what is written there."""
        action = event.style.meta.get(PRESS)
        if action:
            event.stop()
            await self.press(action)

    async def press(self, action: str) -> None:
        """What was clicked is done."""
        await self.screen.run_action(action)


def content(lines: Iterable[Sequence[Bit]]) -> Content:
    """The lines as one text."""
    shown: list[Content] = []
    for line in lines:
        for bit in line:
            part = Content.styled(bit.text, bit.style) if bit.style else Content(bit.text)
            shown.append(part.stylize(Style.from_meta({PRESS: bit.press})) if bit.press else part)
        shown.append(Content("\n"))
    return Content("").join(shown[:-1])


def cells(bits: Iterable[Bit]) -> int:
    """How wide they are side by side."""
    return sum(cell_width(bit.text) for bit in bits)


def fitted(bits: Sequence[Bit], room: int) -> Bits:
    """As many of them as there is room for, the last one cut."""
    found: Bits = []
    for bit in bits:
        if room <= 0:
            break
        text = cut(bit.text, room)
        room -= cell_width(text)
        found.append(bit._replace(text=text))
    return found


def spread(left: Sequence[Bit], right: Sequence[Bit], room: int) -> Bits:
    """`left` and, at the right edge, `right`, which stays whole."""
    left = fitted(left, room - cells(right) - (1 if right else 0))
    return [*left, Bit(" " * max(0, room - cells(left) - cells(right))), *right]


def fit(bits: Sequence[Bit], room: int) -> bool:
    """Whether they fit side by side."""
    return cells(bits) <= room
