"""What a terminal sends, as messages: keys, the mouse, pastes, sizes.

Textual's parser looks for escape sequences within a paste as well, sends what it does not understand as keys, and
ends with the app at a number that is too large. So a paste is taken out before it, whole and as text, and what the
parser stumbles over is dropped as noise.
"""

import re
from collections.abc import Iterable, Iterator

from textual._xterm_parser import BRACKETED_PASTE_END, BRACKETED_PASTE_START, XTermParser
from textual.events import Paste
from textual.message import Message

from pipetui.domain.text import plain

BURST = 1000
"""Characters that come at once and were not typed: a paste in a terminal that does not mark pastes."""

_REPORT = re.compile(r"\x1b[\]PX^_][^\x07\x1b]*(?:\x07|\x1b\\)")
"""What a terminal says of itself when another program has asked it."""

_WHOLE = re.compile(r"\x1b\[(?:[0-?]*[ -/]*[@-LN-Z\\-~]|[0-?]+M)")
"""A control sequence with its last character; `[` and `M` may also be followed by more."""

_ESCAPES = re.compile("\x1b{2,}")


class Keyboard(XTermParser):
    """Feed it what was read, and call `tick` when nothing more comes for a while."""

    def __init__(self) -> None:
        super().__init__()
        self._pasted: list[str] | None = None
        """The parts of the paste under way."""
        self._seam = ""
        """The last characters fed: a mark may lie half in them and half in what follows."""
        self._sequence = ""
        """The sequence under way."""

    def feed(self, data: str) -> Iterable[Message]:
        """The messages in `data`, together with what was fed before."""
        while data:
            begun = self._seam + data
            mark = BRACKETED_PASTE_START if self._pasted is None else BRACKETED_PASTE_END
            at = begun.find(mark)
            rest = begun[at + len(mark) :] if at >= 0 else ""
            within = data[: len(data) - len(rest)]
            if self._pasted is None:
                yield from self._keys(within[: -len(mark)] if at >= 0 else within)
            else:
                self._pasted.append(within)
            self._seam = "" if at >= 0 else begun[1 - len(mark) :]
            if at >= 0:
                yield from self._turn(mark)
            data = rest

    def _turn(self, mark: str) -> Iterator[Message]:
        """A paste begins or ends with the mark."""
        if self._pasted is None:
            self._pasted = []
            self._begin_anew()  # the first part of the mark may have been taken for the beginning of a key
        else:
            text = "".join(self._pasted)[: -len(mark)]
            self._pasted = None
            yield Paste(text)

    def _keys(self, data: str) -> Iterator[Message]:
        if len(data) >= BURST:
            if len(text := plain(data)) >= BURST:
                yield Paste(text)
                return
            data = _ESCAPES.sub("\x1b", data)
        for char in _REPORT.sub("", data):
            try:
                yield from super().feed(char)
            except Exception:  # noqa: BLE001  # whatever it stumbled over, it is noise and no key
                self._begin_anew()
            within = self._awaiting.timeout is not None
            self._sequence = self._sequence + char if within else ""
            if within and _WHOLE.fullmatch(self._sequence):  # it means nothing: the next key is not part of it
                self._begin_anew()

    def tick(self) -> Iterable[Message]:
        """The key that waited for more, if that does not come."""
        try:
            yield from super().tick()
        except Exception:  # noqa: BLE001  # as above
            self._begin_anew()

    def _begin_anew(self) -> None:
        """Forget a sequence that was begun."""
        self._tokens.clear()
        self._gen = self.parse(self._tokens.append)
        self._awaiting = next(self._gen)
        self._timeout_time = None
        self._sequence = ""
