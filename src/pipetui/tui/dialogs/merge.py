"""Two that are the same, side by side: what each says, which value stays, and which of the two."""

from typing import NamedTuple

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from pipetui.phrases.merging import along
from pipetui.render import cell_width, cut
from pipetui.tui.dialogs.base import Dialog
from pipetui.views_merging import MergeComparison, MergeLine

_LABEL, _GAP, _SIGN = 14, 2, 2
_BROAD, _BROADEST, _AROUND = 116, 190, 8
"""The cells of the box, at most so many for long values, and those around its columns."""
_STAYS, _GOES = "● ", "○ "


class Merged(NamedTuple):
    """The answer: which stays, which becomes part of it, and of which fields the value of the latter stays."""

    keep: int
    other: int
    second: frozenset[str]


class MergeDialog(Dialog[Merged]):
    """Arrows go to what differs, and to the one side or the other; Enter makes one of the two."""

    DEFAULT_CSS = "MergeDialog VerticalScroll { height: auto; }"
    BINDINGS = [
        Binding("enter", "merge", "Merge", show=False, priority=True),
        Binding("tab,s", "swap", "The other one stays", show=False, priority=True),
    ]

    def __init__(self, found: MergeComparison) -> None:
        choosing = "↑ ↓ ← → Space choose    " if any(line.differs for line in found.lines) else ""
        super().__init__("Make one of the two", f"{choosing}Tab: the other one stays    Enter merges")
        self._found = found

    def body(self) -> ComposeResult:
        """Two columns, and what comes along."""
        with VerticalScroll(classes="rows", can_focus=False):
            yield MergeColumns(self._found)
        yield Static(along(self._found), id="along", markup=False)

    def on_mount(self) -> None:
        """Choose at once; no value is cut where the screen has room for it."""
        wanted = _AROUND + MergeColumns.wanted(self._found)
        self.widen(min(max(wanted, _BROAD), _BROADEST))
        self.query_one(MergeColumns).focus()

    def action_swap(self) -> None:
        """The other one's number is kept."""
        self.query_one(MergeColumns).swap()

    def action_merge(self) -> None:
        """As it is chosen."""
        columns, found = self.query_one(MergeColumns), self._found
        numbers = (found.keep, found.other)
        kept = columns.stays
        second = frozenset(name for name, side in columns.chosen.items() if side != kept)
        self.dismiss(Merged(numbers[kept], numbers[1 - kept], second))


class MergeColumns(Static, can_focus=True):
    """The fields of both; a line that differs is chosen from, the others only stand there."""

    DEFAULT_CSS = "MergeColumns { height: auto; }"
    BINDINGS = [
        Binding("up,k", "step(-1)", "Up", show=False),
        Binding("down,j", "step(1)", "Down", show=False),
        Binding("left,h", "choose(0)", "The first", show=False),
        Binding("right,l", "choose(1)", "The second", show=False),
        Binding("space", "turn", "The other", show=False),
    ]

    def __init__(self, found: MergeComparison) -> None:
        super().__init__(markup=False)
        self._found = found
        self._differing = [line.name for line in found.lines if line.differs]
        self._place = 0
        self.stays = 0
        """Which of the two stays: 0 the first, 1 the second."""
        self.chosen = dict.fromkeys(self._differing, 0)
        """Of what differs, whose value stays."""

    @staticmethod
    def wanted(found: MergeComparison) -> int:
        """The cells in which every value stands whole."""
        longest = max((cell_width(text) for line in found.lines for text in (line.kept, line.other)), default=0)
        return _LABEL + 2 * (_GAP + _SIGN + longest)

    def on_resize(self, event: events.Resize) -> None:
        """Two columns as wide as there is room."""
        self._paint()

    def swap(self) -> None:
        """The other one stays, with its values."""
        self.stays = 1 - self.stays
        self.chosen = dict.fromkeys(self._differing, self.stays)
        self._paint()

    def action_step(self, offset: int) -> None:
        """To the next line that differs."""
        if self._differing:
            self._place = max(0, min(len(self._differing) - 1, self._place + offset))
            self._paint()
            at = [line.name for line in self._found.lines].index(self._differing[self._place]) + 2
            if isinstance(self.parent, VerticalScroll):
                self.parent.scroll_to(y=max(0, at - self.parent.size.height + 2), animate=False)

    def action_choose(self, side: int) -> None:
        """That one's value stays; it is the next line's turn."""
        if self._differing:
            self.chosen[self._differing[self._place]] = side
            self._paint()

    def action_turn(self) -> None:
        """The other value."""
        if self._differing:
            self.action_choose(1 - self.chosen[self._differing[self._place]])

    def on_click(self, event: events.Click) -> None:
        """A click takes the value that it hits."""
        place = event.y - 2
        if 0 <= place < len(self._found.lines) and (name := self._found.lines[place].name) in self.chosen:
            self._place = self._differing.index(name)
            self.action_choose(int(event.x >= _LABEL + _GAP + self._cells + _GAP))

    @property
    def _cells(self) -> int:
        """How wide each column is."""
        return max(8, (self.size.width - _LABEL - 2 * _GAP) // 2)

    def _paint(self) -> None:
        found, cells = self._found, self._cells
        gap = " " * _GAP
        parts: list[tuple[str, str]] = [(" " * (_LABEL + _GAP), "")]
        for side, (number, name) in enumerate(((found.keep, found.kept_name), (found.other, found.other_name))):
            stays = side == self.stays
            head = _padded(f"#{number} {name}", cells)
            parts += [(head, "bold $key" if stays else "bold $dim"), (gap if not side else "\n", "")]
        said = [_padded("stays" if side == self.stays else "becomes part of it", cells) for side in (0, 1)]
        parts += [(" " * (_LABEL + _GAP), ""), (f"{said[0]}{gap}{said[1]}\n", "$dim")]
        for line in found.lines:
            parts += self._line(line, cells)
        self.update(Content.assemble(*parts))

    def _line(self, line: MergeLine, cells: int) -> list[tuple[str, str]]:
        here = bool(self._differing) and line.name == self._differing[self._place]
        label = ("▌" if here else " ") + _padded(line.label, _LABEL - 1)
        parts = [(label, "bold $key" if here else "" if line.differs else "$dim"), (" " * _GAP, "")]
        for side, text in enumerate((line.kept, line.other)):
            if line.differs:
                taken = self.chosen[line.name] == side
                shown = _padded((_STAYS if taken else _GOES) + text, cells)
                parts.append((shown, ("bold reverse" if here else "bold") if taken else "$doubt"))
            else:
                parts.append((_padded(" " * _SIGN + text, cells), "$dim"))
            parts.append((" " * _GAP if not side else "\n", ""))
        return parts


def _padded(text: str, cells: int) -> str:
    shown = cut(" ".join(text.split("\n")), cells)
    return shown + " " * max(0, cells - cell_width(shown))
