"""The one line over the day: what is to be done about the whole book, each with the key that does it."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from textual.app import RenderResult
from textual.widget import Widget

from pipetui.tui.widgets.pressable import Bit, Bits, Pressable, cells, content, fitted

_BETWEEN = "   "


class Pointer(NamedTuple):
    """Something to be done: in words, in few words, the key, what it does, its action, and how it looks."""

    text: str
    brief: str
    key: str
    does: str
    action: str
    look: str = "$foreground"

    def whole(self) -> Bits:
        """`close what is there: 3 deals due … cover the gap · $ shows which`."""
        if not self.does:
            return self._with_key(self.text)
        return [
            Bit(f"{self.text} · ", self.look, self.action),
            Bit(self.key, "bold $key", self.action),
            Bit(f" {self.does}", self.look, self.action),
        ]

    def short(self) -> Bits:
        """`close 3 deals: $`."""
        return self._with_key(self.brief)

    def _with_key(self, text: str) -> Bits:
        return [Bit(f"{text}: ", self.look, self.action), Bit(self.key, "bold $key", self.action)]


class AdviceLine(Pressable, Widget):
    """Not there where there is nothing to say."""

    DEFAULT_CSS = "AdviceLine { height: 1; padding: 0 $gap; }"

    def __init__(self) -> None:
        super().__init__()
        self.pointers: Sequence[Pointer] = ()
        self.display = False

    def tell(self, pointers: Sequence[Pointer]) -> None:
        """Say this, the first the most pressing."""
        if pointers != self.pointers:
            self.pointers = pointers
            self.display = bool(pointers)
            self.refresh()

    def render(self) -> RenderResult:
        """As many words as there is room for: the last gives way first, and no key is cut."""
        return content([worded(self.pointers, self.content_size.width)])


def worded(pointers: Sequence[Pointer], width: int) -> Bits:
    """What is to be done in `width` cells."""
    for found in _ways(pointers):
        if cells(found) <= width:
            return found
    *words, key = pointers[0].short()
    return [*fitted(words, width - cells([key]) - 1), Bit(" "), key]


def _ways(pointers: Sequence[Pointer]) -> Iterator[Bits]:
    """The longest first."""
    whole, short = [one.whole() for one in pointers], [one.short() for one in pointers]
    yield _beside(whole)
    yield _beside(whole[:1] + short[1:])
    for many in range(len(pointers), 0, -1):
        yield _beside(short[:many])


def _beside(parts: Sequence[Bits]) -> Bits:
    return [bit for place, part in enumerate(parts) for bit in ([Bit(_BETWEEN)] if place else []) + part]
