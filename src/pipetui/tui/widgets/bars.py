"""The line at the top (where we are), the line at the bottom (what happened, what can be done), the filter."""

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, cast

from textual.app import RenderResult
from textual.containers import Horizontal
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.reactive import Reactive, reactive
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Input, Static

from pipetui.domain.quota import QuotaStanding
from pipetui.phrases import quota as phrases
from pipetui.render import cell_width, cut
from pipetui.tui.actions import ACTIONS, BY_ID, shown_key
from pipetui.tui.widgets.pieces import MARK

if TYPE_CHECKING:
    from pipetui.tui.app import PipetuiApp

TABS = tuple(action for action in ACTIONS if action.name.startswith("app.go("))


class TopBar(Widget):
    """The name, the screens with their keys, and at the right what this screen counts; under it how far the quota is.

    Without a quota there is no second line.
    """

    DEFAULT_CSS = "TopBar { height: 1; background: $surface; } TopBar.-quota { height: 2; }"

    quota: Reactive[QuotaStanding | None] = reactive(None)

    note = reactive("")
    """What stands at the right edge."""

    def __init__(self, here: str, *, tabs: bool = True) -> None:
        """Without `tabs` there is more room for the note."""
        super().__init__()
        self.here = here
        self._tabs = TABS if tabs else ()

    def on_mount(self) -> None:
        """As far as the quota is by now."""
        self.quota = cast("PipetuiApp", self.app).snapshot.quota

    def watch_quota(self, quota: QuotaStanding | None) -> None:
        """A line more, or none."""
        self.set_class(quota is not None, "-quota")

    def render(self) -> RenderResult:
        """`pipetui   1 Today  2 Board  3 Deals      note`; where it is narrow the note goes before the name."""
        remapped = cast("PipetuiApp", self.app).remapped
        parts: list[tuple[str, str]] = [(" pipetui ", "bold $key"), (" ", "")]
        for action in self._tabs:
            here = action.name == f"app.go('{self.here}')"
            parts.append((f" {shown_key(action, remapped)} {action.label} ", "bold reverse" if here else "$dim"))
        used = sum(cell_width(text) for text, _ in parts)
        if used + cell_width(self.note) + 2 > self.size.width:
            used -= cell_width(parts.pop(0)[0])
        note = _fitting(self.note, max(0, self.size.width - used - 2))
        parts.append((" " * max(0, self.size.width - used - cell_width(note) - 1), ""))
        parts.append((note, "$dim"))
        if self.quota is not None:
            parts.append((f"\n {phrases.line(self.quota, self.size.width - 2)}", ""))
        return Content.assemble(*parts)


SAID_FOR, SAID_FOR_FAILED = 15.0, 30.0
"""For how many seconds it is said what happened, and what did not."""


def _fitting(note: str, room: int) -> str:
    """The note without the last parts that there is no room for."""
    ends = [len(note), *reversed([between.start() for between in re.finditer(" · |   ", note)])]
    return next((note[:end] for end in ends if cell_width(note[:end]) <= room), cut(note, room))


class StatusBar(Widget):
    """What happened, for as long as it is news; under it the keys of the screen, which always stand there."""

    DEFAULT_CSS = "StatusBar { height: 2; background: $surface; }"

    def __init__(self, hints: tuple[str, ...]) -> None:
        super().__init__()
        self._offered = [BY_ID[name] for name in hints]
        self.message = ""
        self.failed = False
        self._marked = ""
        self._expiry: Timer | None = None

    def offer(self, hints: tuple[str, ...]) -> None:
        """Show the keys of these actions."""
        offered = [BY_ID[name] for name in hints]
        if offered != self._offered:
            self._offered = offered
            self.refresh()

    def say(self, text: str, *, failed: bool = False) -> None:
        """Show what happened; it goes by itself, for the line speaks of now."""
        self.message, self.failed = text, failed
        self.refresh()
        if self._expiry is not None:
            self._expiry.stop()
        self._expiry = self.set_timer(SAID_FOR_FAILED if failed else SAID_FOR, self._forget) if text else None

    def _forget(self) -> None:
        self.message, self._expiry = "", None
        self.refresh()

    def has_room_for(self, text: str) -> bool:
        """Whether such a sentence is shown whole."""
        return cell_width(text) + 2 + (cell_width(self._marked) + 4 if self._marked else 0) <= self.size.width

    def mark(self, marked: str) -> None:
        """Count the marked deals; it always stands there, for they may be out of sight."""
        if marked != self._marked:
            self._marked = marked
            self.refresh()

    def render(self) -> RenderResult:
        """`✓ 3 marked  advanced #42 … · u undo`, and under it `> advance  x drop  …  ? help`."""
        remapped = cast("PipetuiApp", self.app).remapped
        marked = f" {MARK} {self._marked} " if self._marked else ""
        said = cut(self.message, max(0, self.size.width - cell_width(marked) - 2))
        hints = [(shown_key(action, remapped), action.label.lower()) for action in self._offered]
        while len(hints) > 1 and _hint_width(hints) > self.size.width:
            del hints[-2]  # help, the last one, stays
        parts = [(marked, "bold reverse"), (f" {said}\n", "bold $bad" if self.failed else "")]
        for place, (key, label) in enumerate(hints):
            parts += [(f"{'  ' if place else ' '}{key}", "bold $key"), (f" {label}", "$dim")]
        return Content.assemble(*parts)


def _hint_width(hints: list[tuple[str, str]]) -> int:
    return sum(len(key) + len(label) + 3 for key, label in hints)


class FilterLine(Input):
    """Where a filter is typed."""

    virtual_size: Reactive[Size] = Reactive(Size(0, 0), layout=False)
    """It is as wide as there is room: a letter more need not have the whole screen laid out."""


class FilterBar(Horizontal):
    """`/`: what is shown narrows with each letter. Enter keeps the filter, Esc clears it."""

    DEFAULT_CSS = """
    FilterBar { height: 1; background: $surface; display: none; }
    FilterBar.-on { display: block; }
    FilterBar Static { width: auto; padding: 0 1; color: $key; text-style: bold; }
    FilterBar Input, FilterBar Input:focus { width: 1fr; border: none; height: 1; padding: 0; background: $surface; }
    FilterBar #problem { color: $doubt; text-style: none; max-width: 65%; }
    """

    class Changed(Message):
        """Another filter was typed."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

        def can_replace(self, message: Message) -> bool:
            """Only the last of several letters counts."""
            return isinstance(message, FilterBar.Changed)

    class Left(Message):
        """The rep is done with the filter line."""

    class Refused(Message):
        """Enter, on a filter that is not understood: `why` says what."""

        def __init__(self, why: str) -> None:
            super().__init__()
            self.why = why

    def __init__(
        self, example: str = "words, stage:prop, value>10k, overdue, #hot …", check: Callable[[str], str] = lambda _: ""
    ) -> None:
        """`check` says what of a whole filter is not understood, "" for nothing."""
        super().__init__()
        self._example = example
        self._check = check
        self._problem = ""

    async def open(self) -> None:
        """Type a filter. The line is made the first time: what costs most on a screen is how many parts it has."""
        if not self.children:
            line = FilterLine(placeholder=f"{self._example}   Enter keeps, Esc clears")
            await self.mount(Static("/", markup=False), line, Static(self._problem, id="problem", markup=False))
        self.add_class("-on")
        self.screen.set_focus(self.query_one(Input))

    def problem(self, text: str) -> None:
        """What in the filter is not understood, or else where the deal at hand has its words."""
        if text != self._problem:
            self._problem = text
            for beside in self.query("#problem").results(Static):
                beside.update(text)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Filter as typed."""
        event.stop()
        self.post_message(self.Changed(event.value))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Keep the filter."""
        event.stop()
        if why := self._check(event.value):
            self.post_message(self.Refused(why))
            return
        if not event.value.strip():
            self.remove_class("-on")
        self.post_message(self.Left())

    def clear(self) -> None:
        """Show everything again."""
        for line in self.query(Input):
            line.value = ""
        self.remove_class("-on")
        self.post_message(self.Changed(""))
        self.post_message(self.Left())
