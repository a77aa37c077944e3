"""The line at the top (where we are), the line at the bottom (what can be done), what happened, the filter."""

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, cast

from textual import events
from textual.app import RenderResult
from textual.binding import Binding
from textual.containers import Horizontal
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.reactive import Reactive, reactive
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Input, Static

from pipetui.domain.money import Money
from pipetui.domain.quota import QuotaStanding
from pipetui.phrases import quota as phrases
from pipetui.render import cell_width, cut, totals_short
from pipetui.tui import filter_offers
from pipetui.tui.actions import ACTIONS, BY_ID, Action, shown_key
from pipetui.tui.widgets.pieces import MARK

if TYPE_CHECKING:
    from pipetui.tui.app import PipetuiApp
    from pipetui.tui.remembered import FilterHistory
    from pipetui.tui.snapshot import Snapshot

TABS = tuple(action for action in ACTIONS if action.name.startswith("app.go("))

_ONE_LINE = 116
"""From how many columns on the quota stands in the same line as the screens and the figures."""
_AIRY = 140
"""From how many columns on there is air between the screens."""
_CHIP = 32
"""The cells that a filter takes at most."""


class _Pressable(Widget):
    """Lines of text of which some parts do something when they are clicked."""

    def __init__(self) -> None:
        super().__init__()
        self._spots: list[tuple[int, int, int, str]] = []
        """Line, first cell, cell behind the last, and what is run there."""

    def _put(self, parts: list[tuple[str, str]], text: str, style: str, action: str = "", line: int = 0) -> None:
        """Add a text to a line; with an `action` it can be clicked."""
        if action:
            begin = sum(cell_width(before) for before, _ in parts)
            self._spots.append((line, begin, begin + cell_width(text), action))
        parts.append((text, style))

    async def on_click(self, event: events.Click) -> None:
        """Do what stands there."""
        x, y = event.x, event.y
        for line, begin, end, action in self._spots:
            if line == y and begin <= x < end:
                event.stop()
                await self.press(action)
                return

    async def press(self, action: str) -> None:
        """What was clicked is done on the screen."""
        await self.screen.run_action(action)


class TopBar(_Pressable):
    """The name, the screens with their keys, what is filtered for, what the screen counts, how far the quota is.

    `pipetui  1 Today 9!  2 Board  3 Deals     overdue   37 open €707k · weighted €288k   Q4 ████┃░░ €61k of €90k`;
    without a quota what was won this month. Where it is narrow the quota has a line of its own.
    """

    DEFAULT_CSS = "TopBar { height: 1; background: $surface; } TopBar.-quota { height: 2; }"

    quota: Reactive[QuotaStanding | None] = reactive(None)
    won: Reactive[tuple[Money, ...]] = reactive(())
    overdue = reactive(0)

    note = reactive("")
    """What this screen counts."""

    chip = reactive("")
    """The filter that is on."""

    found = reactive("")
    """Where the deal at hand has what is filtered for."""

    def __init__(self, here: str, *, tabs: bool = True) -> None:
        """Without `tabs` there is more room for the note."""
        super().__init__()
        self.here = here
        self._tabs = TABS if tabs else ()

    def on_mount(self) -> None:
        """As the book is by now."""
        self.show(cast("PipetuiApp", self.app).snapshot)

    def show(self, snapshot: "Snapshot") -> None:
        """What every screen says of the book."""
        self.quota, self.won = snapshot.quota, snapshot.won
        self.overdue = snapshot.agenda.buckets[0].deals

    def watch_quota(self) -> None:
        """A line more, or none."""
        self.set_class(self.quota is not None and self.size.width < _ONE_LINE, "-quota")

    def on_resize(self) -> None:
        """Where it got narrow the quota has its own line."""
        self.watch_quota()

    def render(self) -> RenderResult:
        """What matters least gives way first: the name, the bar of the quota, the last of the figures."""
        self._spots = []
        width, below = self.size.width, self.has_class("-quota")
        gauges = [""] if below else self._gauges()
        tabs = self._tabs_width()
        chip = sum(cell_width(text) + 1 for text in (self._chip(), self.found) if text)
        note = cell_width(self.note)
        named = " pipetui  "
        gauge = next((gauge for gauge in gauges if tabs + chip + note + cell_width(gauge) + 4 <= width), gauges[-1])
        room = width - tabs - chip - (cell_width(gauge) + 3 if gauge else 0) - 2
        shown = _fitting(self.note, max(0, room))
        parts: list[tuple[str, str]] = []
        if room - cell_width(shown) >= len(named):
            self._put(parts, named, "bold $key")
        self._put_tabs(parts)
        ends = (chip + cell_width(shown)) + (cell_width(gauge) + 3 if gauge else 0) + 1
        parts.append((" " * max(0, width - sum(cell_width(text) for text, _ in parts) - ends), ""))
        if chip:
            self._put(parts, self._chip(), "bold $key on $unfocused", "filter")
            parts.append((f" {self.found} " if self.found else " ", "$dim"))
        self._put(parts, shown, "$dim", "app.go('deals')")
        if gauge:
            parts.append(("   ", ""))
            self._put(parts, gauge, "$foreground", "app.forecast")
        if below and self.quota is not None:
            line = phrases.line(self.quota, width - 2)
            parts.append((f"\n {line}", "$foreground"))
            self._spots.append((1, 0, width, "app.forecast"))
        return Content.assemble(*parts)

    def _tabs_width(self) -> int:
        parts: list[tuple[str, str]] = []
        self._put_tabs(parts, spots=False)
        return sum(cell_width(text) for text, _ in parts)

    def _put_tabs(self, parts: list[tuple[str, str]], *, spots: bool = True) -> None:
        remapped = cast("PipetuiApp", self.app).remapped
        tight = self.size.width < _AIRY
        for action in self._tabs:
            here = action.name == f"app.go('{self.here}')"
            text, run = f" {shown_key(action, remapped)} {action.label}", action.name if spots else ""
            self._put(parts, text, "bold reverse" if here else "$dim", run)
            if action.id == "app.today" and self.overdue:
                self._put(parts, f" {self.overdue:,}!", "bold reverse" if here else "bold $late", run)
            self._put(parts, " ", "bold reverse" if here else "")
            if not tight:
                parts.append((" ", ""))

    def _chip(self) -> str:
        return f" /{cut(self.chip, _CHIP)} " if self.chip else ""

    def _gauges(self) -> list[str]:
        """What is said of the quota or of the month, the longest first."""
        if self.quota is not None:
            return list(phrases.gauges(self.quota))
        won = totals_short(self.won)
        return [f"won {won} this month", f"won {won}", ""] if won else [""]


SAID_FOR, SAID_FOR_FAILED = 15.0, 30.0
"""For how many seconds it is said what happened, and what did not."""


def _fitting(note: str, room: int) -> str:
    """The note without the last parts that there is no room for."""
    ends = [len(note), *reversed([between.start() for between in re.finditer(r" · |   | \+ ", note)])]
    return next((note[:end] for end in ends if cell_width(note[:end]) <= room), cut(note, room))


class MessageLine(Widget):
    """What happened, over the last row of the screen for as long as it is news: nothing moves when it comes or goes.

    One sentence after the other costs a repaint of this line; only when it comes or goes is the screen laid out.
    """

    DEFAULT_CSS = """
    MessageLine { layer: message; dock: bottom; height: 1; margin-bottom: 1; padding: 0 $gap; background: $raised; }
    """

    def __init__(self, text: str, *, failed: bool) -> None:
        super().__init__()
        self._text, self._failed = text, failed

    def show(self, text: str, *, failed: bool) -> None:
        """Say it, or be gone."""
        self._text, self._failed = text, failed
        if self.display != bool(text):
            self.display = bool(text)
        else:
            self.refresh()

    def render(self) -> RenderResult:
        """The sentence, with a sign where something was not done."""
        said = f"! {self._text}" if self._failed else self._text
        return Content.styled(cut(said, self.content_size.width), "bold $bad" if self._failed else "$foreground")


class StatusBar(_Pressable):
    """The keys of the screen, which always stand there; over them, while it is news, what happened."""

    DEFAULT_CSS = "StatusBar { height: 1; background: $surface; }"

    def __init__(self, hints: tuple[str, ...]) -> None:
        super().__init__()
        self._offered = [BY_ID[name] for name in hints]
        self.message = ""
        self.failed = False
        self._marked = ""
        self._not_now: frozenset[str] = frozenset()
        """The actions offered that cannot be done now."""
        self._expiry: Timer | None = None
        self._line: MessageLine | None = None

    def on_mount(self) -> None:
        """What can be done changes with what is shown."""
        self.screen.bindings_updated_signal.subscribe(self, lambda _: self._look_again())
        self._look_again()

    def _look_again(self) -> None:
        """Dim what cannot be done now."""
        not_now = frozenset(action.id for action in self._offered if self._why_not(action))
        if not_now != self._not_now:
            self._not_now = not_now
            self.refresh()

    def _why_not(self, action: Action) -> str:
        """Why it cannot be done now, "" where it can."""
        return (action.when(self.screen) or "") if action.when is not None and self.screen.is_mounted else ""

    def offer(self, hints: tuple[str, ...]) -> None:
        """Show the keys of these actions."""
        offered = [BY_ID[name] for name in hints]
        if offered != self._offered:
            self._offered = offered
            self._look_again()
            self.refresh()

    def say(self, text: str, *, failed: bool = False) -> None:
        """Show what happened; it goes by itself, for the line speaks of now."""
        self.message, self.failed = text, failed
        if self._expiry is not None:
            self._expiry.stop()
        self._expiry = self.set_timer(SAID_FOR_FAILED if failed else SAID_FOR, self._forget) if text else None
        if failed:
            self._show()
        else:
            self.call_after_refresh(self._show)  # first what was done, then that it was

    def _show(self) -> None:
        """Let the line say what there is to be said by now."""
        if self._line is not None:
            self._line.show(self.message, failed=self.failed)
        elif self.message and self.is_attached:
            self._line = MessageLine(self.message, failed=self.failed)  # the first frame does without
            self.screen.mount(self._line)

    def _forget(self) -> None:
        self.say("")

    def has_room_for(self, text: str) -> bool:
        """Whether such a sentence is shown whole."""
        return cell_width(text) + 4 <= self.size.width

    def mark(self, marked: str) -> None:
        """Count the marked deals; it always stands there, for they may be out of sight."""
        if marked != self._marked:
            self._marked = marked
            self.refresh()

    def render(self) -> RenderResult:
        """`✓ 3 marked  > advance  x drop  …  ? help`; what there is no room for is in the help, the last one."""
        self._spots = []
        remapped = cast("PipetuiApp", self.app).remapped
        marked = f" {MARK} {self._marked} " if self._marked else ""
        hints = [(shown_key(action, remapped), action.label.lower(), action) for action in self._offered]
        while len(hints) > 1 and _hint_width(hints) + cell_width(marked) > self.size.width:
            del hints[-2]
        parts: list[tuple[str, str]] = []
        if marked:
            self._put(parts, marked, "bold reverse", "show_all")
        for place, (key, label, action) in enumerate(hints):
            parts.append(("  " if place else " ", ""))
            off = action.id in self._not_now
            self._put(parts, key, "$dim" if off else "bold $key", action.name)
            self._put(parts, f" {label}", "$dim" if off else "$foreground", action.name)
        return Content.assemble(*parts)

    async def press(self, action: str) -> None:
        """As its key would; what cannot be done says why."""
        row = next((row for row in self._offered if row.name == action), None)
        why = self._why_not(row) if row is not None else ""
        if why:
            self.say(why, failed=True)
        else:
            await super().press(action)


def _hint_width(hints: list[tuple[str, str, Action]]) -> int:
    return sum(cell_width(key) + cell_width(label) + 3 for key, label, _ in hints)


_TAKES = "Tab takes it"
"""Tab takes the first of what is offered."""


class FilterLine(Input):
    """Where a filter is typed."""

    BINDINGS = [
        Binding("up", "recall(-1)", "Filter before", show=False),
        Binding("down", "recall(1)", "Filter after", show=False),
        Binding("tab", "complete", "Complete", show=False),
    ]

    def action_recall(self, by: int) -> None:
        """A filter that was used before."""
        if isinstance(self.parent, FilterBar):
            self.parent.recall(by)

    def action_complete(self) -> None:
        """Take the first of what is offered."""
        if isinstance(self.parent, FilterBar):
            self.parent.complete()

    virtual_size: Reactive[Size] = Reactive(Size(0, 0), layout=False)
    """It is as wide as there is room: a letter more need not have the whole screen laid out."""


class FilterBar(Horizontal):
    """`/`: what is shown narrows with each letter. Enter keeps the filter, Esc clears it.

    Tab takes the first of what is offered, ↑ brings back what was used before.
    """

    DEFAULT_CSS = """
    FilterBar { layer: message; dock: bottom; height: 1; margin-bottom: 1; background: $raised; display: none; }
    FilterBar.-on { display: block; }
    FilterBar Static { width: auto; padding: 0 1; color: $key; text-style: bold; }
    FilterBar Input, FilterBar Input:focus { width: 1fr; border: none; height: 1; padding: 0; background: $raised; }
    FilterBar #problem { color: $doubt; text-style: none; max-width: 65%; }
    FilterBar #offers { color: $dim; text-style: none; }
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
        self,
        example: str = "words, stage:prop, value>10k, overdue, #hot …",
        check: Callable[[str], str] = lambda _: "",
        offers: Callable[[str, int], list[str]] | None = None,
        history: "FilterHistory | None" = None,
    ) -> None:
        """`check` says what of a whole filter is not understood, "" for nothing; `offers` what may stand where the
        cursor is; `history` are the filters used before."""
        super().__init__()
        self._example = example
        self._check = check
        self._offers = offers
        self._history = history
        self._problem = ""
        self._recalled = 0
        """How far back in the filters used before we are."""
        self._typed = ""
        """What was typed before one of these was brought back."""

    async def open(self) -> None:
        """Type a filter. The line is made the first time: what costs most on a screen is how many parts it has."""
        if not self.children:
            line = FilterLine(placeholder=f"{self._example}   Enter keeps, Esc clears")
            beside = (Static(id="offers", markup=False), Static(self._problem, id="problem", markup=False))
            await self.mount(Static("/", markup=False), line, *beside)
        self._recalled = 0
        self.add_class("-on")
        self.screen.set_focus(self.query_one(Input))

    def problem(self, text: str) -> None:
        """What in the filter is not understood, or else where the deal at hand has its words."""
        if text != self._problem:
            self._problem = text
            for beside in self.query("#problem").results(Static):
                beside.update(text)
            self._offer()

    def _offered(self) -> list[str]:
        line = self.query_one(Input)
        return self._offers(line.value, line.cursor_position) if self._offers is not None else []

    def _offer(self) -> None:
        """Say what may stand where the cursor is, as much as there is room for; a problem goes before."""
        for beside in self.query("#offers").results(Static):
            room, said = self.size.width // 2 - len(_TAKES), ""
            for offer in self._offered() if not self._problem else ():
                if cell_width(said) + cell_width(offer) + 2 > room:
                    break
                said += f"{offer}  "
            beside.update(f"{said}{_TAKES}" if said else "")

    def complete(self) -> None:
        """Take the first of what is offered."""
        offered, line = self._offered(), self.query_one(Input)
        if offered:
            text, cursor = filter_offers.taken(line.value, line.cursor_position, offered[0])
            line.value = text
            line.cursor_position = cursor

    def recall(self, by: int) -> None:
        """Bring back a filter that was used before, or go on again to what was typed."""
        used, line = self._history.texts if self._history is not None else [], self.query_one(Input)
        wanted = self._recalled - by
        if 0 <= wanted <= len(used):
            if not self._recalled:
                self._typed = line.value
            self._recalled = wanted
            line.value = used[-wanted] if wanted else self._typed
            line.cursor_position = len(line.value)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Filter as typed."""
        event.stop()
        self._offer()
        self.post_message(self.Changed(event.value))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Keep the filter."""
        event.stop()
        if why := self._check(event.value):
            self.post_message(self.Refused(why))
            return
        if self._history is not None:
            self._history.add(event.value)
        self.close()
        self.post_message(self.Left())

    def close(self) -> None:
        """Done with typing: what is filtered for stands on top."""
        self.remove_class("-on")

    def clear(self) -> None:
        """Show everything again."""
        for line in self.query(Input):
            line.value = ""
        self.close()
        self.post_message(self.Changed(""))
        self.post_message(self.Left())
